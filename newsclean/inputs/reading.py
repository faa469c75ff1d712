"""The pages of one file, whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsclean.corpus.warc_pages import Tally
from newsclean.errors import FileError
from newsclean.models import Page, Reason, Reject
from newsclean.page.files import page_of
from newsclean.page.limits import MAX_FILE_BYTES
from newsclean.page.urls import is_web_url, record_id
from newsclean.sites.site import site_of

from .fields import Fields
from .json_pages import JsonPages
from .kinds import Kind
from .source import Opened, Source
from .warc_files import is_wacz, wacz_pages, warc_pages

_ARCHIVES = (Kind.WARC, Kind.ZIP)
_Found = Page | Reject | FileError


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read.

    `url` is the address of a page; of a file of many, it takes the page with that address. `site` is the declared site
    of all pages. `fields` names those of JSON. `settings` are of the crawl that fetches addresses, as "NAME=VALUE".
    """

    url: str | None = None
    site: str | None = None
    fields: Fields = field(default_factory=lambda: Fields({}))
    settings: Sequence[str] = ()


def pages_in(
    path: Path | str, options: Options, tally: Tally, *, only_archives: bool = False
) -> Iterator[Page | Reject]:
    """The pages of a file, or of standard input for "-". What cannot be read is a Reject; so is a file without pages.

    With `only_archives`, a file that is neither WARC nor WACZ is one that cannot be read.
    """
    source = Source.of(path)
    is_empty = True
    try:
        with source.opened() as opened:
            if only_archives and opened.kind not in _ARCHIVES:
                raise FileError(source.name, "not a WARC file: it does not begin with WARC/, packed or not")
            for found in _pages(opened, options, tally):
                is_empty = False
                yield reject_of(found, source.uri) if isinstance(found, FileError) else with_site(found, options)
        if is_empty and not only_archives:
            raise FileError(source.name, f"no page {f'with the address {options.url} ' if options.url else ''}in it")
    except FileError as error:
        yield reject_of(error, source.uri)


def reject_of(error: FileError, uri: str) -> Reject:
    """What cannot be read, as the reject of its file with that address."""
    now = dt.datetime.now(dt.UTC)
    return Reject(url=uri, reason=Reason.FETCH_FAILED, detail=error.why, file=error.file, fetched_at=now)


def _pages(opened: Opened, options: Options, tally: Tally) -> Iterator[_Found]:
    if opened.kind is Kind.PAGE or (opened.kind is Kind.ZIP and not is_wacz(opened)):
        data = opened.stream.read(MAX_FILE_BYTES + 1)
        yield page_of(data, Path(opened.source.name), opened.source.uri, url=options.url)
        return
    found = _many(opened, options, tally)
    yield from found if options.url is None else _with_address(found, options.url)


def _many(opened: Opened, options: Options, tally: Tally) -> Iterator[_Found]:
    if opened.kind is Kind.WARC:
        return warc_pages(opened, tally)
    if opened.kind is Kind.ZIP:
        return wacz_pages(opened, tally)
    return iter(JsonPages(opened, options.fields, tally))


def _with_address(found: Iterator[_Found], url: str) -> Iterator[Page]:
    wanted = record_id(url)
    return (page for page in found if isinstance(page, Page) and record_id(page.url) == wanted)


def with_site(found: Page | Reject, options: Options) -> Page | Reject:
    """The page with the site that was given, else its own, else the declared one of its address."""
    if isinstance(found, Reject):
        return found
    declared = site_of(found.url) if found.site is None and is_web_url(found.url) else None
    site = options.site or (declared.name if declared else found.site)
    return found if site == found.site else found.model_copy(update={"site": site})
