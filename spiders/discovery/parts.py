"""Fetching an article that its outlet splits over several pages: on a single page, else page by page."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import Response

from newsclean.page.blocks import read_blocks
from newsclean.page.document import body_of
from newsclean.page.limits import MAX_BYTES
from newsclean.page.urls import record_id
from newsclean.sites.site import Site
from newsclean.spiders.run import stats

from .pagination import (
    is_paginated,
    linked_single_page,
    may_be_paginated,
    next_page,
    own_addresses,
    page_number,
    single_page_url,
)
from .sections import page_tree

logger = logging.getLogger(__name__)

# Newsrooms do not split articles into more; a pager without an end is a trap.
MAX_PAGES = 20
# A page whose every longer line (characters) stood on one before is that one again.
_MIN_NEW = 60

Fetch = Callable[[Request], Awaitable[tuple[Response | None, str | None]]]
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


async def fetch_parts(response: Response, site: Site | None, fetch: Fetch, count: Count) -> Parts:
    """The other pages of the article whose first page this is. What cannot be fetched is left out, with a warning.

    `fetch` gives a response or says why there is none; `count` is told of `stats`.
    """
    if not may_be_paginated(response.body, response.url) or (tree := page_tree(response.body)) is None:
        return Parts()
    if url := _single_page_at(tree, response.url, site):
        single_page, problem = await fetch(Request(url))
        if single_page is not None:
            count(stats.SINGLE_PAGES)
            return Parts(single_page=Part(url, single_page.body))
        count(stats.SINGLE_PAGES_FAILED)
        logger.warning("%s cannot be read: %s; the article's pages are read one by one", url, problem)
    return await _further_pages(tree, response.url, fetch, count)


def _single_page_at(tree: HtmlElement, url: str, site: Site | None) -> str | None:
    """Where the whole article is on one page: where the site declares it, else where the page links it."""
    if site is not None and site.all_pages is not None:
        single_page = single_page_url(url, site.all_pages)
        return single_page if single_page != url and is_paginated(tree, url, site.all_pages) else None
    return linked_single_page(tree, url)


async def _further_pages(tree: HtmlElement, url: str, fetch: Fetch, count: Count) -> Parts:
    """Page 2 and those after it, in order, each found on the one before; none twice, at most MAX_PAGES in all."""
    firsts = own_addresses(tree, url)
    asked = {record_id(first) for first in firsts}
    known = _lines(tree)
    found: list[Part] = []
    while (following := next_page(tree, url, firsts)) and record_id(following) not in asked:
        if len(found) + 1 == MAX_PAGES or sum(len(part.html) for part in found) > MAX_BYTES:
            logger.warning("%s has more pages than are read; only %s used", firsts[0], _first(len(found) + 1))
            return Parts(further=tuple(found), is_cut=True)
        asked.add(record_id(following))
        response, problem = await fetch(Request(following))
        if response is None:
            count(stats.FURTHER_PAGES_FAILED)
            logger.warning("%s cannot be read: %s; only %s used", following, problem, _first(len(found) + 1))
            return Parts(further=tuple(found), is_cut=True)
        number, further = page_number(response.url, firsts), page_tree(response.body)
        if number is None or further is None:  # led elsewhere
            break
        url, tree, lines = response.url, further, _lines(further)
        if not lines <= known:
            count(stats.FURTHER_PAGES)
            found.append(Part(url, response.body))
        elif number > 1:  # a pager of something else, beside the same text
            break
        known |= lines
    return Parts(further=tuple(found))


def _lines(tree: HtmlElement) -> set[str]:
    return {block.text for block in read_blocks(body_of(tree)) if len(block.text) >= _MIN_NEW}


def _first(pages: int) -> str:
    return "its first page is" if pages == 1 else f"its first {pages} pages are"
