"""Microdata: the claims of `itemprop` attributes, except those of other items on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from newsclean.page.places import ancestors_of, is_teaser

from .headings import element_text, xpath

MAX_ITEMS = 240

_ITEMPROPS = {
    "headline": "titles",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "author": "authors",
    "creator": "authors",
    "articlesection": "sections",
    "keywords": "tags",
    "description": "descriptions",
    "image": "images",
    "inlanguage": "languages",
}
# Items that are nested in an article's and are not the article.
_FOREIGN_ITEM = re.compile(
    r"(?:Comment|Comments|Object|Product|Review|Rating|Person|Organization|WebSite|Event|Episode|Place)$"
)
_ARTICLE_ITEM = re.compile(r"(?:Article|Posting|Report)$")

_ITEMPROP = xpath("descendant::*[@itemprop]")


def read_items(tree: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """The claims as (kind, value, name of the itemprop), in page order; kinds are the fields of `Metadata`."""
    claims: list[tuple[str, str, str, HtmlElement | None]] = []
    for element in _ITEMPROP(tree):
        for name in (element.get("itemprop") or "").split():
            kind = _ITEMPROPS.get(name.lower())
            if kind is None or len(claims) >= MAX_ITEMS:
                continue
            scope = _scope(element)
            if scope is None or not _FOREIGN_ITEM.search(scope.get("itemtype") or ""):
                claims.append((kind, _value(element), name, scope))
    # Of several articles marked on one page, those with an h1 are the page's own.
    scopes = {scope for *_, scope in claims if scope is not None}
    own = {scope for scope in scopes if next(scope.iter("h1"), None) is not None}
    if not own:
        around = ancestors_of(next(tree.iter("h1"), None))
        claims = [claim for claim in claims if not _is_teaser(claim[3], around)]
    for kind, value, name, scope in claims:
        if not own or scope is None or scope in own or not _ARTICLE_ITEM.search(scope.get("itemtype") or ""):
            yield kind, value, name


def _value(element: HtmlElement) -> str:
    if element.get("itemscope") is not None and not element.get("content"):
        inner = next((e for e in element.iterdescendants() if e.get("itemprop") in ("name", "url", "contentUrl")), None)
        element = inner if inner is not None else element
    link = element.tag == "link" or (element.tag == "a" and element.get("itemprop") in ("image", "url"))
    # An <abbr> shows a part of its title: "12:55 AM".
    names = (
        "content",
        "datetime",
        "title" if element.tag == "abbr" else "content",
        "href" if link else "src" if element.tag == "img" else "content",
    )
    return next((value for name in names if (value := str(element.get(name) or ""))), "") or element_text(element)


def _is_teaser(scope: HtmlElement | None, around: frozenset[HtmlElement]) -> bool:
    """Whether the item is an article with a linked heading of its own, apart from the page's headline."""
    return (
        scope is not None
        and bool(around)
        and _ARTICLE_ITEM.search(scope.get("itemtype") or "") is not None
        and is_teaser(scope, around, shortest=1)
    )


def _scope(element: HtmlElement) -> HtmlElement | None:
    return next((ancestor for ancestor in element.iterancestors() if ancestor.get("itemscope") is not None), None)
