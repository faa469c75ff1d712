"""Articles that their outlet splits over several pages: where the next page is, and the address of all of them at once.

An address belongs to the same article if it is the article's own and a page number, in the query (`?page=2`) or behind
the path (`/read/7/2`). A link to the next article never has that form, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement
from w3lib.url import add_or_replace_parameters

from newsclean.lang.language import words_of_all

from .anchors import MAX_ANCHORS, anchors, canonical_address
from .blocks import fold
from .class_names import token_groups
from .urls import is_front_page, is_web_url, untracked

# What the parameter or the folder of the page number is called, in the languages of outlets that split articles.
PAGE_NAMES = (
    "(?:show)?pages?|p|pg|paged|page[_-]?(?:num|no|number)|hal|halaman|seite|pagina|página|pag|strona|str|stranka|"
    "strana|sida|side|sivu|sayfa|trang|oldal|part|teil|bagian"
)
_PARAMETER = re.compile(PAGE_NAMES, re.I)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_ALL = re.compile(rf"(?:{PAGE_NAMES})=(?:all|semua|full)|single(?:_?page)?=(?:1|true|yes)", re.I)
_FILE = r"(?:/index)?(?:\.(?:html?|php|aspx?|shtml|jsp))?/?"
_ENDING = re.compile(f"{_FILE}$", re.I)
# Behind the path: a folder of its own ("/2", "/page/2", "/page-2"), or glued to the slug ("-2", "_2").
_FOLDER = re.compile(rf"/(?:(?:{PAGE_NAMES})[/_-]?)?(\d{{1,3}}){_FILE}", re.I | re.ASCII)
_GLUED = re.compile(rf"[-_,;](?:(?:{PAGE_NAMES})[=_-]?)?(\d{{1,2}}){_FILE}", re.I | re.ASCII)
# How the address of a further page or of all pages may end: most pages link none such, and need not be parsed.
_TURNS = re.compile(rf"(?<!\d)\d{{1,3}}{_FILE}(?:[&#]|$)|=(?:all|semua|full|true|yes)\b", re.I | re.ASCII)
_MAX_HREF = 1000
_HREF = re.compile(rb"""href=(?<!\whref=)\s?["']?([^"'\s>]{1,1000})""")  # re is fast where it begins with a literal
_RELATIVE_HREF = re.compile(rb"""href=(?<!\whref=)\s?["']?([?.\d][^"'\s>]{0,999})""")
_PLAIN = re.compile(rb"[a-z0-9-]+")
_MIN_NAME = 4  # a shorter one is in many addresses
_WORDS = re.compile(r"[a-z]+")
# A page links its article's pages often, but not that often; and a link is that near to the box of the comments.
_MAX_LINKS = 500
_LEVELS = 20
_MAX_TEXTS, _MAX_LABEL = 20, 60
_ARROWS = " .:»›→>⟩▶«‹←<()[]"
_WHOLE = frozenset(("html", "body", "main", "article"))


def may_be_paginated(html: bytes, url: str) -> bool:
    """Whether the page has a link that could be to a further one; a quick look before it is parsed.

    A page whose own address is none has no further pages.
    """
    if not is_web_url(url):
        return False
    name = unquote(_stem(url).rpartition("/")[2])
    found = islice(_near(html.lower(), name), MAX_ANCHORS)
    hrefs = (html[slice(*match.span(1))].decode("utf-8", "replace") for match in found)
    return any(
        (href[0] in "?." or href[0].isdigit() or name in unquote(href)) and _TURNS.search(href) for href in hrefs
    )


def _near(html: bytes, name: str) -> Iterator[re.Match[bytes]]:
    """The addresses in HTML of lower case among which those are that hold the name, or are relative to the page.

    A page has a thousand links and few of these. They are sought by the part of the name that is written in one way
    only; where there is hardly any, all are looked at.
    """
    sought, at = max(_PLAIN.findall(name.lower().encode()), key=len, default=b""), -1
    if len(sought) < _MIN_NAME:
        yield from _HREF.finditer(html)
        return
    yield from _RELATIVE_HREF.finditer(html)
    for _ in range(MAX_ANCHORS):
        if (at := html.find(sought, at + 1)) < 0:
            return
        begin = html.rfind(b"href=", max(0, at - _MAX_HREF), at)
        if begin >= 0 and (found := _HREF.match(html, begin)) and found.end(1) > at:
            yield found
            at = found.end(1)


def single_page_url(url: str, all_pages: str) -> str:
    """The address of an article on a single page: its own with `all_pages` (`?page=all`) set in the query."""
    return str(add_or_replace_parameters(url, dict(parse_qsl(all_pages.removeprefix("?")))))


def linked_single_page(tree: HtmlElement, url: str) -> str | None:
    """The address of the article on a single page, where the page links one."""
    firsts = own_addresses(tree, url)
    links = _links(tree, url, firsts)
    return next((address for _, address in links if any(_is_all(address, own) for own in firsts)), None)


def is_paginated(tree: HtmlElement, url: str, all_pages: str) -> bool:
    """Whether the page shows that its article goes on: a link to all pages, or to a further one."""
    firsts, wanted = own_addresses(tree, url), set(parse_qsl(all_pages.removeprefix("?")))
    return next_page(tree, url, firsts) is not None or any(
        wanted & _added(address, own) for _, address in _links(tree, url, firsts) for own in firsts
    )


def own_addresses(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """The addresses of an article by its first page: where it is, and what it calls its own."""
    canonical = canonical_address(tree, url)
    return (url,) if canonical is None or is_front_page(canonical) else (url, canonical)


def next_page(tree: HtmlElement, url: str, firsts: tuple[str, ...]) -> str | None:
    """The address of the article's next page, None on the last one.

    `url` is the address of this page, `firsts` those of the article. The link that the page itself calls the next
    counts most; without one, that to the lowest number above this page's own.
    """
    here = page_number(url, firsts) or 0
    found = [
        ("next" not in anchor.get("rel", "").lower().split(), number, address)
        for anchor, address in _links(tree, url, firsts)
        if (number := _number_of(anchor, address, firsts) or 0) > here and not _in_comments(anchor)
    ]
    return min(found)[2] if found else None


def goes_on(tree: HtmlElement, url: str) -> bool:
    """Whether the page surely is a part of its article only: it has a number, or links all pages or the next one.

    Numbers below the article may turn the pages of a list.
    """
    firsts = own_addresses(tree, url)
    own = firsts[1:] or firsts
    if (page_number(url, own) or 1) > 1:
        return True
    links = list(_links(tree, url, firsts))
    here = page_number(url, firsts) or 1
    return any(_is_all(address, first) for _, address in links for first in firsts) or any(
        (_number_of(anchor, address, firsts) or 0) > here and _is_of_article(anchor) and not _in_comments(anchor)
        for anchor, address in links
    )


def _is_of_article(anchor: HtmlElement) -> bool:
    if "next" in anchor.get("rel", "").lower().split() or _is_called_next(_label(anchor)):
        return True
    return any(box.tag == "article" for box in islice(anchor.iterancestors(), _LEVELS))


def _links(tree: HtmlElement, url: str, firsts: tuple[str, ...]) -> Iterator[tuple[HtmlElement, str]]:
    """The links that may be to pages of the article at `firsts`, by the look of it."""
    stems = [_stem(first) for first in firsts]
    names = {unquote(stem.rpartition("/")[2]) for stem in stems}

    def may_lead_there(href: str) -> bool:
        is_near = not href.startswith(("/", "http")) or any(map(unquote(href).__contains__, names))
        return is_near and _TURNS.search(fold(href)) is not None

    links = (
        (anchor, address)
        for anchor, address in anchors(tree, url, may_lead_there)
        if any(stem in address for stem in stems) and _TURNS.search(address)
    )
    return islice(links, _MAX_LINKS)


def _stem(url: str) -> str:
    """The path of an article's address without its ending: what those of its further pages begin with."""
    return _ENDING.sub("", urlsplit(url).path, count=1)


def page_number(address: str, firsts: tuple[str, ...]) -> int | None:
    """The number in the address of a further page of the article at `firsts`; None for any other address."""
    return max(_number(address, first) or _number_behind(address, first, _GLUED) or 0 for first in firsts) or None


def _number_of(anchor: HtmlElement, address: str, firsts: tuple[str, ...]) -> int | None:
    """The number of the page that a link leads to.

    A number that is glued to the slug ("storm-2") can be another article's: the link has to show it, too, or be called
    the next page.
    """
    label = _label(anchor)
    if label == "1":
        return None
    number = max(_number(address, first) or 0 for first in firsts)
    glued = max(_number_behind(address, first, _GLUED) or 0 for first in firsts)
    return number or (glued if label == str(glued) or _is_called_next(label) else None)


def _label(anchor: HtmlElement) -> str:
    return fold("".join(islice(anchor.itertext(), _MAX_TEXTS))[:_MAX_LABEL]) if anchor.tag == "a" else ""


def _is_called_next(label: str) -> bool:
    """Whether a link is called the next page, in any language: not the next article."""
    bare = label.lower().strip(_ARROWS)
    return bare in words_of_all(lambda language: language.next_page)


def _number(address: str, first: str) -> int | None:
    added = _added(address, first)
    if not added:
        return _number_behind(address, first, _FOLDER)
    name, value = next(iter(added))
    return int(value) if len(added) == 1 and _PARAMETER.fullmatch(name) and _NUMBER.fullmatch(value) else None


def _number_behind(address: str, first: str, form: re.Pattern[str]) -> int | None:
    one, other = urlsplit(untracked(first)), urlsplit(untracked(address))
    stem = _stem(first)
    if not stem or not _is_same_host(one.netloc, other.netloc) or not other.path.startswith(stem):
        return None
    found = form.fullmatch(other.path, len(stem))
    return int(found[1]) if found and (not one.query or one.query == other.query) else None


def _added(address: str, first: str) -> set[tuple[str, str]]:
    """What an address has in its query beside the article's; empty for another article's."""
    one, other = urlsplit(untracked(first)), urlsplit(untracked(address))
    own = {(name, value) for name, value in parse_qsl(one.query) if not (value == "1" and _PARAMETER.fullmatch(name))}
    given = set(parse_qsl(other.query))
    is_same = _is_same_host(one.netloc, other.netloc) and one.path.rstrip("/") == other.path.rstrip("/")
    # "/?p=7" is no page of the front page.
    return given - own if is_same and own <= given and (own or one.path.strip("/")) else set()


def _is_all(address: str, first: str) -> bool:
    added = _added(address, first)
    return len(added) == 1 and any(_ALL.fullmatch(f"{name}={value}") for name, value in added)


def _is_same_host(one: str, other: str) -> bool:
    return one.removeprefix("www.") == other.removeprefix("www.")


def _in_comments(anchor: HtmlElement) -> bool:
    """Whether the link turns the pages of the comments."""
    names = token_groups()["comment"]
    boxes = (box for box in islice(anchor.iterancestors(), _LEVELS) if box.tag not in _WHOLE)
    return any(
        not names.isdisjoint(_WORDS.findall(f"{box.get('class', '')} {box.get('id', '')}".lower())) for box in boxes
    )
