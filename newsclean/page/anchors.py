"""The links of a page, and addresses as they are written in links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml.html import HtmlElement
from w3lib.url import safe_url_string

from .blocks import fold
from .limits import MAX_URL, MAX_URL_FOLDERS
from .urls import is_web_url

# Front pages of large papers have about a thousand links. Each takes 15 microseconds here.
MAX_ANCHORS = 20_000


def anchors(
    tree: HtmlElement, url: str, is_wanted: Callable[[str], object] = bool
) -> Iterator[tuple[HtmlElement, str]]:
    """Links of the page and their absolute addresses: <a>, <area> and <link rel=next>, at most MAX_ANCHORS of them.

    `is_wanted` looks at each address as it is written, before time is spent on it.
    """
    base = None
    for anchor in islice(tree.iter("a", "link", "area"), MAX_ANCHORS):
        href = anchor.get("href")
        if not href or not is_wanted(href):
            continue
        if anchor.tag == "link" and "next" not in anchor.get("rel", "").lower().split():
            continue
        base = base or base_of(tree, url)
        if address := web_url(href, base):
            yield anchor, address


def base_of(tree: HtmlElement, url: str) -> str:
    """What relative addresses of a page are relative to: its <base>, else its own address."""
    declared = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return web_url(declared, url) or url


def canonical_address(tree: HtmlElement, url: str) -> str | None:
    """The address that a page gives as its own."""
    links = (link for link in tree.iter("link") if link.get("rel", "").lower() == "canonical")
    return next((web_url(link.get("href"), url) for link in links), None)


def web_url(address: str | None, base: str) -> str | None:
    """The address made absolute and safe to request, without fragment; None if it is not http(s), or too long."""
    address = address.strip() if address else ""
    if not address or _is_too_long(address):
        return None
    try:
        url = safe_url_string(urljoin(base, fold(address).replace(" ", "%20"))).partition("#")[0]
    except ValueError:
        return None
    return url if is_web_url(url) and len(url) <= MAX_URL else None


def _is_too_long(address: str) -> bool:
    """Whether an address as written cannot be one in the end: quoting makes six characters or more of an "é"."""
    if len(address) > MAX_URL or address.count("/") > MAX_URL_FOLDERS:
        return True
    others = len(address) - len(address.encode("ascii", "ignore"))
    return len(address) + 5 * others > MAX_URL
