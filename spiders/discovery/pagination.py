"""Articles that their outlet splits over several pages: whether one is, and the address of all its pages at once."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement
from w3lib.url import add_or_replace_parameters

from newsclean.page.blocks import fold

from .sections import anchors

_PAGE_NUMBER = re.compile(r"\d{1,3}")


def single_page_url(url: str, all_pages: str) -> str:
    """The address of an article on a single page: its own with `all_pages` (`?page=all`) set in the query."""
    return str(add_or_replace_parameters(url, dict(parse_qsl(all_pages.removeprefix("?")))))


def is_paginated(tree: HtmlElement, url: str, all_pages: str) -> bool:
    """Whether the page shows that its article goes on: a link to all pages, to the next page, or page numbers."""
    wanted = parse_qsl(all_pages.removeprefix("?"))
    for anchor, address in anchors(tree, url):
        if not _is_same_article(address, url):
            continue
        if any(pair in parse_qsl(urlsplit(address).query) for pair in wanted):
            return True
        if "next" in anchor.get("rel", "").lower().split() or _is_page_number(anchor, address, url):
            return True
    return False


def _is_page_number(anchor: HtmlElement, address: str, url: str) -> bool:
    text = fold("".join(anchor.itertext()))
    return anchor.tag == "a" and address != url and _PAGE_NUMBER.fullmatch(text) is not None


def _is_same_article(address: str, url: str) -> bool:
    """Whether an address is of the same article: its path, or that and a page number (`/read/7`, `/read/7/10`)."""
    one, other = urlsplit(url), urlsplit(address)
    rest = other.path.removeprefix(one.path.rstrip("/"))
    return one.hostname == other.hostname and (
        rest in ("", "/") or (rest != other.path and re.fullmatch(r"/(?:page/|hal/)?\d{1,3}/?", rest) is not None)
    )
