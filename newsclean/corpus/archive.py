"""The pages as fetched, kept as WARC 1.1 so that a better newsclean can clean them again without fetching them again.

A page is one response record. Where its article was also fetched on a single page (`?page=all`), that response comes
before it; so do pages 2 to n of an article that was fetched page by page. A text that a feed gave for the page is a
conversion record before it, or stands alone where no page came; the page as a browser showed it is another, which
refers to the response. WARC-Concurrent-To names the record before, from the last to the first. What cleaning needs and
HTTP does not say is in our own header fields, which other tools ignore.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from pydantic import ValidationError
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsclean.errors import CorpusError
from newsclean.formats.whole import write_whole
from newsclean.models import Entry, Page
from newsclean.page.characters import without_surrogates
from newsclean.sites.site import site_of, sites

from .folder import SiteFolder, sync_folder
from .headers import Headers, block, fields_of
from .outcomes import FetchedPage, Position
from .warc import ESCAPED, Damage, WarcRecord, digest, read_warc, record_at

logger = logging.getLogger(__name__)

MAX_FILE = 256 * 2**20  # bytes, after which the next file of the month begins
# Of gzip. Level 9, warcio's only one, takes three times as long for 5 % less room (docs/performance.md).
LEVEL = 4
ENTRY, SITE, RUN, ASKED, PART, CUT = (f"newsclean-{name}" for name in ("entry", "site", "run", "asked", "part", "cut"))
# As PART: the article on one page, a further page of it, its text in a feed, the page as a browser showed it. They
# belong to the response after them.
SINGLE_PAGE, FURTHER_PAGE, FEED_TEXT, RENDERED = "whole", "further", "feed", "rendered"
# Of these, what is no response but was made of one, or of a feed.
_CONVERSIONS = frozenset((FEED_TEXT, RENDERED))
_UNHOLDABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|^\s|\s$")
_CONCURRENT, _MADE_OF, _ID = "WARC-Concurrent-To", "WARC-Refers-To", "WARC-Record-ID"
# They describe the transfer; the payload is stored decoded.
_OF_TRANSFER = {"content-encoding", "transfer-encoding", "content-length"}


class Archive:
    """Writes the pages of one run. Appended pages are safe on disk once `sync` has returned.

    `sizes` are the bytes of each file that the database knows. What a killed run wrote after them stays as far as it is
    complete; an incomplete record at the end is cut off.
    """

    def __init__(self, folder: SiteFolder, sizes: Mapping[str, int], run: str) -> None:
        self._folder = folder
        self._run = run
        self._sizes = sizes
        self._file: Path | None = None
        self._handle = -1
        self._end = 0
        for path in folder.archives():
            _cut_torn_end(path, sizes.get(path.name, 0))

    def append(self, fetched: FetchedPage) -> Position:
        """Writes a page. Raises CorpusError when it cannot be written; the file is then as before."""
        data = _members(fetched, self._run)
        try:
            self._open(fetched.page.fetched_at)
            assert self._file is not None
            start = self._end
            write_whole(self._handle, data)
        except OSError as error:
            raise CorpusError(f"{self._file or self._folder.pages} cannot be written: {error.strerror}") from None
        self._end += len(data)
        return Position(self._file.name, start, self._end)

    def sync(self) -> None:
        """Flushes appended pages to disk. Raises CorpusError when the disk fails."""
        if self._handle >= 0:
            try:
                os.fsync(self._handle)
            except OSError as error:
                raise CorpusError(f"{self._file} cannot be flushed to disk: {error.strerror}") from None

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _open(self, moment: dt.datetime) -> None:
        """The file to append to: the last one of the month that has room."""
        month = f"{moment:%Y-%m}"
        if self._handle >= 0 and self._file and self._file.name.startswith(month) and self._end < MAX_FILE:
            return
        self.sync()
        self.close()
        self._file = self._path_for(month)
        self._handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._end = os.fstat(self._handle).st_size
        sync_folder(self._folder.pages)

    def _path_for(self, month: str) -> Path:
        """The name of a pruned or lost file is not used again: positions in it must not come to mean another page."""
        names = {path.name for path in self._folder.archives()} | set(self._sizes)
        numbers = [int(name.split(".")[0].rsplit("-", 1)[1]) for name in names if name.startswith(month)]
        last = self._folder.pages / f"{month}-{max(numbers, default=1):03}.warc.gz"
        if numbers and not self._has_room(last):
            return self._folder.pages / f"{month}-{max(numbers) + 1:03}.warc.gz"
        return last

    def _has_room(self, path: Path) -> bool:
        """A file that lost its end has none: what is appended would be where the database knows other pages."""
        return path.exists() and self._sizes.get(path.name, 0) <= path.stat().st_size < MAX_FILE


def archived_page(folder: SiteFolder, file: str, offset: int) -> FetchedPage | Damage:
    """The page at a position of the archive."""
    path = folder.pages / file
    records = _records_from(path, offset)
    for found in archived(records):
        return found[1] if isinstance(found, tuple) else found
    return Damage(path, offset, offset, "the record is not a page")


def _records_from(path: Path, offset: int) -> Iterator[WarcRecord | Damage]:
    """The records of one page: those of its other pages, up to the response that they belong to."""
    while True:
        record = record_at(path, offset)
        yield record
        if not _is_part(record):
            return
        offset = record.end


def archived(records: Iterable[WarcRecord | Damage]) -> Iterator[tuple[WarcRecord, FetchedPage] | Damage]:
    """The pages among records, each with its first record, made to end with the page; damages are passed through."""
    for item in _grouped(records):
        if isinstance(item, Damage):
            yield item
        else:
            record, parts = item
            yield replace(parts[0], end=record.end) if parts else record, _fetched(record, parts)


def places(records: Iterable[WarcRecord | Damage]) -> Iterator[tuple[int, str | None] | Damage]:
    """Where each page among records begins, and the address that was asked for, as `holdable` writes it.

    None where it is not said. This is much cheaper than the pages themselves. Damages are passed through.
    """
    for item in _grouped(records):
        if isinstance(item, Damage):
            yield item
        else:
            record, parts = item
            yield (parts[0] if parts else record).offset, record.headers.get(ASKED)


def _grouped(records: Iterable[WarcRecord | Damage]) -> Iterator[tuple[WarcRecord, list[WarcRecord]] | Damage]:
    """The main response of each page, with those of its other pages, which come before it."""
    waiting: list[WarcRecord] = []
    for record in records:
        if isinstance(record, Damage):
            waiting.clear()
            yield record
        elif is_of_page(record) and _is_part(record):
            waiting.append(record)
        elif is_of_page(record):
            yield record, _parts_of(record, waiting)
            waiting.clear()


def is_of_page(record: WarcRecord) -> bool:
    """Whether a record holds a page, or something that belongs to one: of conversions, only our own do."""
    return record.kind == "response" or (record.kind == "conversion" and RUN in record.headers)


def _is_part(record: WarcRecord | Damage) -> bool:
    return isinstance(record, WarcRecord) and PART in record.headers and ASKED not in record.headers


def _parts_of(record: WarcRecord, before: list[WarcRecord]) -> list[WarcRecord]:
    """The other pages of a page, of the records before it: those that it names, one by the other."""
    parts: list[WarcRecord] = []
    for part in reversed(before):
        if part.headers.get("warc-record-id") != (parts[0] if parts else record).headers.get(_CONCURRENT.lower()):
            break
        parts.insert(0, part)
    return parts


def _fetched(record: WarcRecord, parts: list[WarcRecord]) -> FetchedPage:
    single_page = next((part for part in parts if part.headers[PART] == SINGLE_PAGE), None)
    further = [part for part in parts if part.headers[PART] == FURTHER_PAGE]
    text = next((part for part in (*parts, record) if part.headers.get(PART) == FEED_TEXT), None)
    rendered = next((part for part in parts if part.headers[PART] == RENDERED), None)
    page = Page(
        url=record.url,
        html=b"" if text is record else record.payload,
        single_page=single_page.payload if single_page else None,
        further_pages=tuple(part.payload for part in further),
        is_cut={"yes": True, "no": False}.get(record.headers.get(CUT, "")),
        feed_text=text.payload.decode("utf-8", "replace") if text else None,
        rendered=rendered.payload.decode("utf-8", "replace") if rendered else None,
        content_type=record.http.get("content-type"),
        site=_site(record),
        entry=_entry(record),
        fetched_at=record.date or dt.datetime.fromtimestamp(0, dt.UTC),
    )
    requested = record.headers.get(ASKED, record.url)
    url, further_urls = single_page.url if single_page else None, tuple(part.url for part in further)
    aliases = (page.url, *further_urls)
    return FetchedPage(page, requested, record.status or 200, record.http, url, further_urls, aliases)


def _site(record: WarcRecord) -> str | None:
    """The declared site, as it was crawled or by the address: the declaration may have gone, or come, since then."""
    if (name := record.headers.get(SITE)) in sites():
        return name
    site = site_of(record.url)
    if name and not site:
        _warn_of_undeclared(name)
    return site.name if site else None


@cache
def _warn_of_undeclared(name: str) -> None:
    logger.warning(
        "the site %s is not declared here: its pages are cleaned without its time zone and language, and their records "
        "have the host as their site. A file sites/%s.toml declares it.",
        name,
        name,
    )


def _entry(record: WarcRecord) -> Entry | None:
    """The link that led to the page; None where it cannot be read, in a file that was changed by others."""
    with suppress(ValidationError):
        return Entry.model_validate_json(record.headers.get(ENTRY, ""))
    return None


def _members(fetched: FetchedPage, run: str) -> bytes:
    """The page's records, each a gzip member."""
    page = fetched.page
    members = BytesIO()
    fields = {RUN: run, ASKED: fetched.requested}
    if page.site:
        fields[SITE] = page.site
    if page.entry:
        fields[ENTRY] = json.dumps(page.entry.model_dump(mode="json"))
    if page.is_cut is not None:
        fields[CUT] = "yes" if page.is_cut else "no"
    fields[_ID] = f"<urn:uuid:{uuid4()}>"
    before: dict[str, str] = {}
    for part, url, html in _parts(fetched):
        of_page = {_MADE_OF: fields[_ID]} if part == RENDERED else {}
        before = {_CONCURRENT: _write(members, fetched, url, html, {PART: part, RUN: run} | of_page | before)}
    fields |= before
    if fetched.failed:
        fields[PART] = FEED_TEXT
    main = page.feed_text or "" if fetched.failed else page.html
    _write(members, fetched, page.url, main.encode("utf-8", "replace") if isinstance(main, str) else main, fields)
    return members.getvalue()


def _parts(fetched: FetchedPage) -> Iterator[tuple[str, str, bytes]]:
    """The kind, address and HTML of each other page of the article."""
    page = fetched.page
    if page.single_page is not None:
        yield SINGLE_PAGE, fetched.single_page_url or page.url, page.single_page
    for url, html in zip(fetched.further_urls, page.further_pages, strict=True):
        yield FURTHER_PAGE, url, html
    if page.feed_text is not None and not fetched.failed:
        yield FEED_TEXT, page.url, page.feed_text.encode("utf-8", "replace")
    if page.rendered is not None:
        yield RENDERED, page.url, page.rendered.encode("utf-8", "replace")


def _write(members: BytesIO, fetched: FetchedPage, url: str, payload: bytes, fields: dict[str, str]) -> str:
    """Writes a record; gives its WARC-Record-ID."""
    is_response = fields.get(PART) not in _CONVERSIONS
    head, escaped = block(f"{fetched.status} OK", [*_http_fields(fetched), ("Content-Length", str(len(payload)))])
    date = fetched.page.fetched_at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    fields = {"WARC-Date": date, "WARC-Payload-Digest": digest(payload)} | fields
    if escaped and is_response:
        fields[ESCAPED] = escaped
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="WARC/1.1")  # whose level of compression is fixed at 9
    record = writer.create_warc_record(
        holdable(url).replace(" ", "%20"),
        "response" if is_response else "conversion",
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type="" if is_response else "text/html; charset=utf-8",
        warc_headers_dict={name: holdable(value) for name, value in fields.items()},
        http_headers=_Head(head) if is_response else None,
    )
    writer.write_record(record)
    members.write(gzip.compress(buffer.getvalue(), LEVEL, mtime=0))
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def holdable(text: str) -> str:
    """The text with what a WARC field cannot hold percent-encoded: line breaks, white space at its ends."""
    return _UNHOLDABLE.sub(lambda found: quote(found[0]), without_surrogates(text))


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """The head of an HTTP response that warcio writes as it is: its own would re-encode headers, or fail at them."""

    def __init__(self, head: bytes) -> None:
        super().__init__("", [("", "")])
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """The bytes are there."""


def _http_fields(fetched: FetchedPage) -> list[tuple[str, str]]:
    fields = [(name, value) for name, value in fields_of(fetched.headers) if name.lower() not in _OF_TRANSFER]
    stated, known = fetched.page.content_type, Headers(fields).get("content-type")
    return [*fields, ("Content-Type", stated)] if stated and stated != known else fields


def _cut_torn_end(path: Path, known: int) -> None:
    """Cuts off the record that a killed run has not finished; whole ones after byte `known` stay."""
    size = path.stat().st_size
    if size <= known:
        return
    end = known
    for found in read_warc(path, known):
        if isinstance(found, Damage):
            break
        end = found.end
    if end < size:
        with path.open("rb+") as stream:
            stream.truncate(end)
            os.fsync(stream.fileno())
