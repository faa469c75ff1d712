"""Lists of articles over several pages: where the next page is."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from newsclean.lang.language import words_of_all
from newsclean.page.anchors import anchors
from newsclean.page.blocks import fold
from newsclean.page.pagination import PAGE_NAMES
from newsclean.page.urls import untracked
from newsclean.sites.site import same_site

from .addresses import Kind, kind_of
from .words import words_of

_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_PARAMETER = re.compile(PAGE_NAMES, re.I)
_FOLDER = re.compile(rf"(.*?)/(?:(?:{PAGE_NAMES})[/_-]?)(\d{{1,4}})/?", re.I | re.ASCII)
_BARE_FOLDER = re.compile(r"(.+?)/(\d{1,3})/?", re.ASCII)  # "/town/2"
_ARROW = re.compile(r"\s*[»›→>]+\s*")
_MAX_LABEL = 60
_LEVELS = 3
_WORDS = words_of("listing_pager.toml")
# Pages that a pager links at once; a number farther off is that of an article, as in "/?p=912".
_NEAR = 50


def next_listing(tree: HtmlElement, url: str) -> str | None:
    """The address of the next page of a list, of older articles; None on the last one.

    `rel=next` counts most, then the page's own address with the next number, then what the link is called.
    """
    best: tuple[int, str] | None = None
    stem, number = _numbered(url, bare=True)
    for anchor, address in anchors(tree, url):
        if address == url or not same_site(url, address, None):
            continue
        if "next" in anchor.get("rel", "").lower().split():
            return address
        rank = 9
        numbered = _numbered(address, bare=True)
        if numbered == (stem, number + 1):
            rank = 1
        elif numbered == (stem, number) and _label(anchor) == str(number + 1):
            rank = 0  # pages are counted from 0, as Drupal does: "?page=1" is the second
        elif anchor.tag == "a" and _is_called_next(anchor) and kind_of(address) is not Kind.ARTICLE:
            rank = 2
        if rank < 9 and (best is None or rank < best[0]):
            best = rank, address
    return best[1] if best else None


def is_page_of(url: str, address: str) -> bool:
    """Whether an address is that of another page of the list at `url`."""
    (stem, number), (other, far) = _numbered(url), _numbered(address)
    return stem == other and abs(far - number) <= _NEAR


def _label(anchor: HtmlElement) -> str:
    return fold("".join(islice(anchor.itertext(), 20))[: _MAX_LABEL + 1])


def _numbered(url: str, *, bare: bool = False) -> tuple[str, int]:
    """An address without the number of its page, and that number; 1 for an address without one.

    `bare`: a number alone is one, too ("/town/2").
    """
    parts = urlsplit(untracked(url))
    query = parse_qsl(parts.query)
    number = next((int(v) for name, v in query if _PARAMETER.fullmatch(name) and _NUMBER.fullmatch(v)), None)
    others = sorted((n, v) for n, v in query if not (_PARAMETER.fullmatch(n) and _NUMBER.fullmatch(v)))
    path = parts.path
    if number is None and (found := _FOLDER.fullmatch(path) or (_BARE_FOLDER.fullmatch(path) if bare else None)):
        path, number = found[1], int(found[2])
    stem = re.sub(r"/(?:index\.\w{2,5})?$", "", path)
    return f"{parts.netloc.removeprefix('www.')}{stem}?{others}", number or 1


def _is_called_next(anchor: HtmlElement) -> bool:
    """Whether its text, its label or the names of it and the boxes closely around it say so."""
    text = _label(anchor).lower().strip(" .»›→>«‹←")
    labels = (text, fold(anchor.get("aria-label") or "").lower(), fold(anchor.get("title") or "").lower())
    if _ARROW.fullmatch(_label(anchor)) or not _labels().isdisjoint(labels):
        return True
    boxes = [anchor, *islice(anchor.iterancestors(), _LEVELS)]
    names = {name for box in boxes for name in f"{box.get('class', '')} {box.get('id', '')}".lower().split()[:20]}
    return not names.isdisjoint(_WORDS["names"]) and len(text) <= _MAX_LABEL


@cache
def _labels() -> frozenset[str]:
    return _WORDS["labels"] | frozenset(words_of_all(lambda language: language.next_page))
