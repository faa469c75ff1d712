"""Pages out of WARC files, our own and those of others, to be cleaned again."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import brotli

from newsclean.models import Entry, Page, Reason, Reject
from newsclean.page.characters import is_binary
from newsclean.page.files import MAX_BYTES

from .archive import RUN, archived
from .warc import Damage, Record, read_warc

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_WINDOW = 1024
_TOO_SHORT = f"it is cut off, or larger than {MAX_BYTES // 2**20} MiB"


@dataclass(slots=True)
class Skipped:
    """What a file held besides pages: records by kind, and places that could not be read."""

    kinds: Counter[str] = field(default_factory=Counter)
    damages: list[Damage] = field(default_factory=list)


def pages_of(path: Path, skipped: Skipped) -> Iterator[Page | Reject]:
    """The pages of a file in its order; what else it holds is noted in `skipped`.

    A page whose Content-Encoding cannot be undone comes as a Reject. Raises InputError when the file cannot be read.
    """

    def responses() -> Iterator[Record | Damage]:
        for record in read_warc(path):
            if isinstance(record, Damage) or record.kind == "response":
                yield record
            else:
                skipped.kinds[record.kind] += 1

    for item in archived(responses()):
        if isinstance(item, Damage):
            skipped.damages.append(item)
            continue
        first, fetched = item
        page = fetched.page
        kind = (page.content_type or "text/html").partition(";")[0].strip().lower()
        if fetched.status != 200:
            skipped.kinds[f"HTTP status {fetched.status}"] += 1
        elif kind not in _PAGE_TYPES:
            skipped.kinds[kind] += 1
        elif RUN in first.headers:  # ours: stored as it was cleaned
            yield page
        else:
            yield _decoded(page, fetched.headers.get("content-encoding", ""))


def _decoded(page: Page, encoding: str) -> Page | Reject:
    assert isinstance(page.html, bytes)
    entry = Entry(url=page.url, source="file")
    try:
        return page.model_copy(update={"html": undo(page.html, encoding), "entry": entry})
    except ValueError as error:
        return Reject(url=page.url, reason=Reason.NOT_TEXT, detail=str(error), fetched_at=page.fetched_at)


def undo(payload: bytes, encoding: str) -> bytes:
    """A payload without its Content-Encoding, or as it is if it is plain whatever the header says.

    CC-NEWS before May 2019 stored pages unpacked and kept the header. Packed data has control characters in its first
    bytes, and text has none. Raises ValueError when the payload can be neither unpacked nor read as text.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity", "utf-8") or _is_text(payload):  # "utf-8": a common mistake for a charset
            continue
        if name not in _UNPACK:
            raise ValueError(f"Content-Encoding {name!r} is not known")
        try:
            payload = _UNPACK[name](payload)
        except (zlib.error, brotli.error, ValueError) as error:
            raise ValueError(f"Content-Encoding {name}: the data cannot be unpacked ({error})") from None
    return payload


def _is_text(payload: bytes) -> bool:
    return not is_binary(payload[:_WINDOW], nul=True)


def _gunzip(payload: bytes) -> bytes:
    return _inflated(payload, zlib.MAX_WBITS | 32)  # with the head of gzip or of zlib


def _inflate(payload: bytes) -> bytes:
    try:
        return _inflated(payload, zlib.MAX_WBITS)
    except zlib.error:
        return _inflated(payload, -zlib.MAX_WBITS)  # what some servers mean by "deflate"


def _inflated(payload: bytes, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    data = unpacker.decompress(payload, MAX_BYTES)
    if not unpacker.eof:
        raise ValueError(_TOO_SHORT)
    return data


def _brotli(payload: bytes) -> bytes:
    unpacker = brotli.Decompressor()
    data = unpacker.process(payload, output_buffer_limit=MAX_BYTES)
    if not unpacker.is_finished():
        raise ValueError(_TOO_SHORT)
    return bytes(data)


_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _brotli,
}
