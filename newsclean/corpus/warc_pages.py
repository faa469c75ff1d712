"""Pages from WARC files, our own and those of others, to be cleaned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsclean.models import Entry, Page, Reason, Reject
from newsclean.page.characters import is_binary
from newsclean.page.compression import CompressionError, decoded, encodings_in
from newsclean.page.limits import MAX_FILE_BYTES

from .archive import RUN, archived, is_of_page
from .headers import Headers, fields_of
from .warc import Damage, WarcRecord, read_warc

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_WINDOW = 1024


@dataclass(slots=True)
class Skipped:
    """What a file held besides pages: the number of records by kind, and the parts that could not be read."""

    kinds: Counter[str] = field(default_factory=Counter)
    damages: list[Damage] = field(default_factory=list)


def pages_of(path: Path, skipped: Skipped) -> Iterator[Page | Reject]:
    """The pages of a file in its order; everything else in it is counted in `skipped`.

    A page whose Content-Encoding cannot be undone is returned as a Reject. Raises InputError when the file cannot be
    read.
    """

    def responses() -> Iterator[WarcRecord | Damage]:
        for record in read_warc(path):
            if isinstance(record, Damage) or is_of_page(record):
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
        elif RUN in first.headers:  # written by newsclean, as it was cleaned
            yield page
        else:
            yield _decoded(page, Headers(fields_of(fetched.headers)).joined("content-encoding"))


def _decoded(page: Page, header: str) -> Page | Reject:
    assert isinstance(page.html, bytes)
    entry = Entry(url=page.url, source="file")
    try:
        return page.model_copy(update={"html": without_encodings(page.html, header), "entry": entry})
    except CompressionError as error:
        detail = f"Content-Encoding {header[:40]}: {error}"
        return Reject(url=page.url, reason=Reason.NOT_TEXT, detail=detail, fetched_at=page.fetched_at)


def without_encodings(payload: bytes, header: str) -> bytes:
    """A payload without the encodings of its Content-Encoding header, or as it is if it is plain text all the same.

    CC-NEWS before May 2019 stored pages decoded and kept the header. Compressed data has control characters in its
    first bytes, and text has none. Raises CompressionError when the payload can be neither decoded nor read as text.
    """
    for name in reversed(encodings_in(header)):
        if name != "utf-8" and not _is_text(payload):  # "utf-8": a common mistake for a charset
            payload = decoded(payload, [name], MAX_FILE_BYTES)
    return payload


def _is_text(payload: bytes) -> bool:
    return not is_binary(payload[:_WINDOW], nul=True)
