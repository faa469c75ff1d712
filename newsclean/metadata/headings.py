"""The page's headings as claims of its title: where each is, and what is left without its inner elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newsclean.page.blocks import fold
from newsclean.page.class_names import class_name
from newsclean.page.elements import BLOCK_TAGS
from newsclean.page.visibility import is_marked_hidden

from .claims import Claim, Kind, Origin, Part, Region
from .inventory import Inventory

# A longer text is not a claim but the wrong element.
MAX_TEXT = 2_000
# How many headings of each level are read; an h2 after the first dozen is a subheading or a teaser.
_LEVELS = (("h1", 60), ("h2", 12))

_FRAMES = frozenset(("header", "footer", "aside", "dialog"))
_EMPHASIS = frozenset(("a", "abbr", "b", "cite", "em", "i", "mark", "q", "strong", "sub", "sup", "u"))
_SEPARATOR = re.compile(r"[:\-–—|/·•]+(?:\s+|$)")
HOME = re.compile(r"(?:https?:)?(?://[^/]+)?/(?:index\.\w+)?|(?:https?:)?//[^/]+")
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "button", "rt", "rp"))
# Characters of text that a heading may have before it in its <article> and still head it: a breadcrumb, a lead, a
# byline; less, if it is an h2 that nothing marks as the headline.
_MAX_BEFORE = 800
_MAX_UNMARKED = 60
# An element is hidden by itself or by one of this many around it; further up, scripts show what styles hide.
_NEAR = 4
# A headline by its class alone is no longer than this (characters), and among the first.
_MAX_CALLED = 300
_MOST_CALLED = 3
# With more runs of text than this, the first alone may be the headline.
_FEW = 2


def xpath(expression: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A compiled XPath that selects elements."""
    return cast(Callable[[HtmlElement], list[HtmlElement]], etree.XPath(expression))


def read_headings(inventory: Inventory) -> Iterator[Claim]:
    """The headings and their parts: every h1 in page order, the first h2s, and what is called a headline instead."""
    seen: set[Region] = set()
    for tag, most in _LEVELS:
        for heading in inventory.all(tag)[:most]:
            if not (text := heading_text(heading)):
                continue
            origin = Origin(Kind.HEADING, tag, region=_region(heading))
            seen.add(origin.region)
            yield Claim(text, origin)
            if len(heading):
                yield from _parts(heading, tag)
        if tag == "h1" and not seen & {Region.CONTENT, Region.ARTICLE}:
            yield from _called_headlines(inventory)


_TITLED = xpath(
    "descendant::*[not(self::h1 or self::h2 or self::meta) and (@class or @itemprop='headline' or @aria-level='1')]"
)


def _called_headlines(inventory: Inventory) -> Iterator[Claim]:
    """The first elements that a page without an h1 calls its headline."""
    found, called = 0, inventory.classes_called("headline")
    for element in _TITLED(inventory.tree):
        if not (
            element.get("class") in called
            or element.get("itemprop") == "headline"
            or (element.get("role") == "heading" and element.get("aria-level") == "1")
        ):
            continue
        if any(inner.tag in BLOCK_TAGS for inner in element.iterdescendants()) or element.tag in ("a", "li"):
            continue  # a box, or a list of teasers
        text = heading_text(element)
        if text and len(text) <= _MAX_CALLED and _region(element) in (Region.CONTENT, Region.ARTICLE):
            yield Claim(text, Origin(Kind.HEADING, str(element.tag), region=Region.ARTICLE))
            found += 1
        if found >= _MOST_CALLED:
            return


def heading_text(heading: HtmlElement) -> str:
    """The text of a heading, without what stands beside it inside the element: counters, anchors, reading time."""
    text = element_text(heading, without=_is_beside) if len(heading) else fold(heading.text or "")
    return text if text or not len(heading) else element_text(heading)


def _is_beside(element: HtmlElement) -> bool:
    if element.tag == "time" or (element.tag == "a" and (element.get("href") or "").startswith("#")):
        return True
    names = element.get("class")
    return names is not None and class_name("beside_headline", names) is not None


def _region(heading: HtmlElement) -> Region:
    link = next(heading.iter("a"), None)
    if link is not None and (link.get("rel") == "home" or HOME.fullmatch(link.get("href") or "")):
        return Region.LOGO
    called = class_name("headline", heading.get("class") or "") is not None
    framed = top = False
    for depth, element in enumerate((heading, *heading.iterancestors())):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "nav" or class_name("breadcrumb", names):
            return Region.BREADCRUMB
        if depth < _NEAR and _is_unseen(element, names):
            return Region.HIDDEN
        if element.tag in ("article", "main"):
            marked = called or top or (heading.tag == "h1" and element.tag == "article")
            heads = link is None and (top or _leads(element, heading, _MAX_BEFORE if marked else _MAX_UNMARKED))
            return Region.ARTICLE if heads and (marked or element.tag == "article") else Region.CONTENT
        if element.tag in ("aside", "dialog") or (element.tag != "body" and class_name("pop_up", names)):
            return Region.HEADER
        top = top or element.tag == "header"
        framed = framed or element.tag in _FRAMES
    return Region.HEADER if framed else Region.ARTICLE if called and link is None else Region.CONTENT


def _is_unseen(element: HtmlElement, names: str) -> bool:
    """Whether the page hides it on every screen: `hidden md:block` is for small ones."""
    return is_marked_hidden(element.get) or (":" not in names and class_name("hidden", names) is not None)


def _leads(article: HtmlElement, heading: HtmlElement, most: int) -> bool:
    """Whether an article has no more characters of text than that before this heading."""
    before = 0
    for element in article.iter():
        if element is heading:
            return True
        before += len((element.text or "").strip()) + len((element.tail or "").strip())
        if before > most:
            return False
    return False


def _parts(heading: HtmlElement, tag: str) -> Iterator[Claim]:
    """The heading without its first element (a kicker, a date) and without its last one (a subtitle, a counter)."""
    inner = heading
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
    runs = [run for run in _runs(inner) if run[0]]
    if len(runs) < 2:
        return
    first, last = runs[0][1], runs[-1][1]
    part = _first_part(first, runs) if first is not None else None
    if part:
        rest = [text for text, _ in runs[1:]]
        rest[0] = rest[0].removeprefix(separator[0] if (separator := _SEPARATOR.match(rest[0])) else "")
        yield Claim(fold(" ".join(rest)), Origin(Kind.HEADING, tag, part=part))
    if last is not None and (before := _last_part(last)):
        rest = [text for text, _ in runs[:-1]]
        yield Claim(fold(" ".join(rest)).rstrip(" :：|–—-"), Origin(Kind.HEADING, tag, part=before))
    if len(runs) > _FEW and part is not Part.AFTER_KICKER:
        yield Claim(runs[0][0], Origin(Kind.HEADING, tag, part=Part.FIRST))


Run = tuple[str, HtmlElement | None]


def _runs(inner: HtmlElement) -> Iterator[Run]:
    """The texts in a heading, each with the element it is in."""
    yield fold(inner.text or ""), None
    for child in inner:
        if isinstance(child.tag, str) and child.tag not in _SILENT and not _is_beside(child):
            yield element_text(child, without=_is_beside), child
        yield fold(child.tail or ""), None


def _first_part(first: HtmlElement, runs: list[Run]) -> Part | None:
    """What the rest behind the first element is; None when the element only sets off words of the headline."""
    kicker = class_name("kicker", first.get("class") or "") is not None
    if first.tag in _EMPHASIS and not kicker:
        return None
    separator = _SEPARATOR.match(runs[1][0])
    apart = separator is not None and separator[0] == runs[1][0]
    # With a colon the words are the beginning of the headline.
    colon = runs[0][0].endswith(":") or (separator is not None and ":" in separator[0])
    if apart or (kicker and not colon):
        return Part.AFTER_KICKER
    return Part.AFTER_LINE if first.tag in BLOCK_TAGS else Part.AFTER_FIRST


def _last_part(last: HtmlElement) -> Part | None:
    """What is left before the last element; None when the element only sets off words of the headline."""
    if class_name("subtitle", last.get("class") or ""):
        return Part.BEFORE_SUBTITLE
    return None if last.tag in _EMPHASIS else Part.BEFORE_LAST


def element_text(element: HtmlElement, *, without: Callable[[HtmlElement], bool] | None = None) -> str:
    """The element's text, MAX_TEXT characters or so, without what is never shown; a block or line ends with a space.

    Inner elements for which `without` is true are left out, too.
    """
    if not len(element):
        return "" if element.tag in _SILENT else fold(element.text or "")
    pieces: list[str] = []
    size = 0
    skip: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if event == "start" and skip is None:
            if tag in _SILENT or (without is not None and node is not element and without(node)):
                skip = node
                pieces.append(" " if without is not None else "")
            else:
                pieces.append(" " if tag in BLOCK_TAGS or tag == "br" else "")
                pieces.append(node.text or "")
                size += len(pieces[-1]) + 1  # an empty element counts too: their number must not matter
        elif event == "end":
            if skip is node:
                skip = None
            if skip is None and node is not element:
                pieces.append(" " if tag in BLOCK_TAGS else "")
                pieces.append(node.tail or "")
                size += len(pieces[-1])
        if size > MAX_TEXT:
            break
    return fold("".join(pieces))
