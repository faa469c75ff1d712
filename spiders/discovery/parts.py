"""Fetching an article that its outlet splits over several pages: on a single page, else page by page."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from newsclean.page.limits import MAX_BYTES
from newsclean.page.pagination import may_be_paginated, page_number
from newsclean.page.urls import record_id
from newsclean.sites.site import Site
from newsclean.spiders.run import stats
from newsclean.workers.job import JobError

from .pager import Pager, PagerPage

logger = logging.getLogger(__name__)

# Newsrooms do not split articles into more; a pager without an end is a trap.
MAX_PAGES = 20
# Bytes of a page whose links are looked at here, which takes 30 ms at most. A larger one goes to a worker at once.
_SMALL = 512 * 1024

Fetch = Callable[[Request], Awaitable[tuple[Response | None, str | None]]]
Read = Callable[[PagerPage], Awaitable[Pager | None]]
Count = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of an article, or all of it on one."""

    url: str
    html: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to an article's first page: all of it on one, or its further pages. `is_cut`: some are missing."""

    single_page: Part | None = None
    further: tuple[Part, ...] = ()
    is_cut: bool = False


async def fetch_parts(response: Response, site: Site | None, fetch: Fetch, read: Read, count: Count) -> Parts:
    """The other pages of the article whose first page this is. What cannot be fetched is left out, with a warning.

    `fetch` gives a response or says why there is none; `read` reads a page in a worker; `count` is told of `stats`.
    """
    if len(response.body) <= _SMALL and not may_be_paginated(response.body, response.url):
        return Parts()
    try:
        pager = await read(PagerPage(response.body, response.url, all_pages=site.all_pages if site else None))
    except JobError as error:
        logger.warning("%s: whether the article has further pages cannot be read: %s", response.url, error)
        return Parts()
    if pager is None:
        return Parts()
    if url := pager.single_page:
        single_page, problem = await fetch(Request(url))
        if single_page is not None:
            count(stats.SINGLE_PAGES)
            return Parts(single_page=Part(url, single_page.body))
        count(stats.SINGLE_PAGES_FAILED)
        logger.warning("%s cannot be read: %s; the article's pages are read one by one", url, problem)
    return await _further_pages(pager, fetch, read, count)


async def _further_pages(pager: Pager, fetch: Fetch, read: Read, count: Count) -> Parts:
    """Page 2 and those after it, in order, each found on the one before; none twice, at most MAX_PAGES in all."""
    firsts = pager.firsts
    asked = {record_id(first) for first in firsts}
    known = pager.lines
    found: list[Part] = []
    while (following := pager.next) and record_id(following) not in asked:
        if len(found) + 1 == MAX_PAGES or sum(len(part.html) for part in found) > MAX_BYTES:
            logger.warning("%s has more pages than are read; only %s used", firsts[0], _first(len(found) + 1))
            return Parts(further=tuple(found), is_cut=True)
        asked.add(record_id(following))
        response, problem = await fetch(Request(following))
        further, number = None, None
        if response is not None and (number := page_number(response.url, firsts)) is not None:
            try:
                further = await read(PagerPage(response.body, response.url, firsts))
            except JobError as error:
                response, problem = None, str(error)
        if response is None:
            count(stats.FURTHER_PAGES_FAILED)
            logger.warning("%s cannot be read: %s; only %s used", following, problem, _first(len(found) + 1))
            return Parts(further=tuple(found), is_cut=True)
        if number is None or further is None:  # led elsewhere
            break
        pager = further
        if not pager.lines <= known:
            count(stats.FURTHER_PAGES)
            found.append(Part(response.url, response.body))
        elif number > 1:  # a pager of something else, beside the same text
            break
        known |= pager.lines
    return Parts(further=tuple(found))


def _first(pages: int) -> str:
    return "its first page is" if pages == 1 else f"its first {pages} pages are"
