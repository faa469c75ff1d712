"""Many pages from Python: cleaned in worker processes, one after the other as they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import settings
from .errors import InputError
from .models import Article, Page, Reason, Reject
from .page.files import uri_of
from .page.given import Given, page_from
from .sites.site_lines import without_standing
from .workers.pool import Workers

# A page, or its markup with its address.
GivenOfMany = Given | tuple[bytes | str, str]


def clean_many(
    pages: Iterable[GivenOfMany],
    *,
    jobs: int = 0,
    seconds: float = settings.NEWSCLEAN_PAGE_TIMEOUT,
    memory: int = settings.NEWSCLEAN_PAGE_MEMORY,
) -> Iterator[Article | Reject]:
    """The outcome of each page, in their order, as `clean` gives it; `jobs` pages at a time (0: one per processor).

    Each is cleaned in a process that can be killed: one that takes longer than `seconds` of wall-clock
    time or needs more than `memory` MiB is a Reject, as is a file that cannot be read. `pages` may be endless: about 16
    of them, or twice `jobs`, are read ahead. The processes end with the iterator, also when it is closed early. Raises
    UsageError for limits under which nothing can be cleaned, and while iterating MarkupError as `clean`, SiteError for
    a page of an unknown site, and WorkerError when the processes do not start.
    """
    return _outcomes(pages, Workers(jobs, seconds=seconds, memory=memory))


def extract_many(pages: Iterable[GivenOfMany], *, jobs: int = 0) -> Iterator[Article | None]:
    """The articles of pages of one site, in the order of the pages; None in its place for a page without one.

    Lines that stand on many of the pages are left out (docs/explanation/site-lines.md): each article is compared with
    500 before it and 500 behind it, which are read ahead and held in memory. All else is as in `clean_many`.
    """
    outcomes = without_standing(clean_many(pages, jobs=jobs))
    return (outcome if isinstance(outcome, Article) else None for outcome in outcomes)


def _outcomes(pages: Iterable[GivenOfMany], workers: Workers) -> Iterator[Article | Reject]:
    with workers:
        yield from workers.map(map(_page, pages))


def _page(given: GivenOfMany) -> Page | Reject:
    html, url = given if isinstance(given, tuple) else (given, None)
    try:
        return page_from(html, url=url)
    except InputError as error:
        assert isinstance(html, Path)  # nothing else is read from disk
        now = dt.datetime.now(dt.UTC)
        return Reject(url=uri_of(html), reason=Reason.FETCH_FAILED, detail=str(error), fetched_at=now)
