"""Pages from WARC files, our own and those of others, to be cleaned again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsclean.models import Entry, Page, Reason, Reject
from newsclean.page.characters import is_binary
from newsclean.page.compression import CompressionError, decoded, encodings_in
from newsclean.page.files import uri_of
from newsclean.page.limits import MAX_FILE_BYTES

from .archive import RUN, archived, is_of_page
from .headers import Headers, fields_of
from .outcomes import FetchedPage
from .warc import Damage, WarcRecord, read_warc

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_WINDOW = 1024


@dataclass(slots=True)
class Tally:
    """How far files were read: the records of WARC that are no pages, by kind, and the bytes of the current file."""

    skipped: Counter[str] = field(default_factory=Counter)
    position: int = 0


def pages_of(
    path: Path, tally: Tally, *, name: str | None = None, start: int = 0, stop: int | None = None
) -> Iterator[Page | Reject]:
    """The pages of a file in its order, from byte `start` to `stop`; everything else in it is counted in `tally`.

    A part that is damaged is returned as a Reject, and so is a page whose Content-Encoding cannot be undone. With a
    `name`, pages say that they are from the file of that name. Raises InputError when the file cannot be read.
    """

    def responses() -> Iterator[WarcRecord | Damage]:
        for record in read_warc(path, start, stop):
            if isinstance(record, Damage) or is_of_page(record):
                yield record
            else:
                tally.skipped[record.kind] += 1

    for item in archived(responses()):
        found = item if isinstance(item, Damage) else item[0]
        place = f"{name or path}@{found.offset - start}"
        tally.position = found.end
        if isinstance(item, Damage):
            yield _lost(path, item, place)
            continue
        first, fetched = item
        if why := _why_no_page(fetched):
            tally.skipped[why] += 1
            continue
        page = fetched.page.model_copy(update={"file": place if name else None})
        yield page if RUN in first.headers else _decoded(page, fetched)  # written by newsclean: as it was cleaned


def _why_no_page(fetched: FetchedPage) -> str | None:
    """What a response is that holds no page, for counting; None for a page."""
    kind = (fetched.page.content_type or "text/html").partition(";")[0].strip().lower()
    if fetched.status != 200:
        return f"HTTP status {fetched.status}"
    return kind if kind not in _PAGE_TYPES else None


def _lost(path: Path, damage: Damage, place: str) -> Reject:
    now = dt.datetime.now(dt.UTC)
    return Reject(url=uri_of(path), reason=Reason.FETCH_FAILED, detail=damage.message, file=place, fetched_at=now)


def _decoded(page: Page, fetched: FetchedPage) -> Page | Reject:
    assert isinstance(page.html, bytes)
    header = Headers(fields_of(fetched.headers)).joined("content-encoding")
    entry = Entry(url=page.url, source="file")
    try:
        return page.model_copy(update={"html": without_encodings(page.html, header), "entry": entry})
    except CompressionError as error:
        return Reject.of(page, Reason.NOT_TEXT, f"Content-Encoding {header[:40]}: {error}")


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
