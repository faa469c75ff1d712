"""The breadcrumb that readers see: links on the way from the home page down to the article."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from newsclean.page.urls import untracked

from .headings import HOME, element_text, xpath
from .inventory import NAMING, Inventory

MAX_CRUMBS = 8  # more links are a menu
MAX_CRUMB = 60  # characters
_MARKED = xpath("//body/descendant::*[@class or @id or @aria-label or @itemtype]")
_ACTIONS = ("mailto:", "javascript:")


def read_breadcrumb(inventory: Inventory, address_of: Callable[[str], str], own: str | None) -> list[str]:
    """The links of the page's first breadcrumb, without those to the home page and to `own`, the page itself.

    `address_of` gives the absolute address of a link.
    """
    called = inventory.breadcrumbs
    marked = _MARKED(inventory.tree) if called else []
    box = next((element for element in marked if _is_called(element, called)), None)
    if box is None:
        return []
    around = box.getparent()
    if around is not None and sum(_is_called(element, called) for element in around) > 1:
        box = around  # each crumb is marked, their box is not
    links = [(link, address_of(link.get("href") or "")) for link in box.iter("a")]
    if len(links) > MAX_CRUMBS:
        return []
    if links and HOME.fullmatch(links[0][1]):
        links = links[1:]
    links = [(link, to) for link, to in links if _plain(to) != _plain(own) and not to.startswith(_ACTIONS)]
    names = [element_text(link) for link, _ in links]
    return [name for name in names if 0 < len(name) <= MAX_CRUMB]


def _plain(address: str | None) -> str:
    return untracked(address or "").partition("://")[2].rstrip("/")


def _is_called(element: HtmlElement, names: frozenset[str]) -> bool:
    return any(element.get(attribute) in names for attribute in NAMING)
