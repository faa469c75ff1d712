"""The page's headings as claims of its title: where each is, and what is left without its inner elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newsclean.page.blocks import fold
from newsclean.page.class_names import class_name
from newsclean.page.elements import BLOCK_TAGS

from .claims import Claim, Kind, Origin, Part, Region

# A longer text is not a claim but the wrong element.
MAX_TEXT = 2_000
# How many headings of each level are read; an h2 after the first dozen is a subheading or a teaser.
_LEVELS = (("h1", 60), ("h2", 12))

_FRAMES = frozenset(("header", "footer", "aside"))
_EMPHASIS = frozenset(("a", "abbr", "b", "cite", "em", "i", "mark", "q", "strong", "sub", "sup", "u"))
_SEPARATOR = re.compile(r"[:\-–—|/·•]+(?:\s+|$)")
_HOME = re.compile(r"(?:https?:)?(?://[^/]+)?/(?:index\.\w+)?|(?:https?:)?//[^/]+")
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "button", "rt", "rp"))


def read_headings(tree: HtmlElement) -> Iterator[Claim]:
    """The headings and their parts: every h1 in page order, then the first h2s."""
    for tag, most in _LEVELS:
        for heading in islice(tree.iter(tag), most):
            text = element_text(heading)
            if not text:
                continue
            yield Claim(text, Origin(Kind.HEADING, tag, region=_region(heading)))
            if len(heading):
                yield from _parts(heading, tag)


def _region(heading: HtmlElement) -> Region:
    link = next(heading.iter("a"), None)
    if link is not None and (link.get("rel") == "home" or _HOME.fullmatch(link.get("href") or "")):
        return Region.LOGO
    framed = False
    for ancestor in heading.iterancestors():
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ancestor.tag == "nav" or class_name("breadcrumb", names):
            return Region.BREADCRUMB
        if ancestor.tag in ("article", "main"):
            return Region.CONTENT
        framed = framed or ancestor.tag in _FRAMES
    return Region.HEADER if framed else Region.CONTENT


def _parts(heading: HtmlElement, tag: str) -> Iterator[Claim]:
    """The heading without its first element (a kicker, a date) and without its last one (a subtitle)."""
    inner = heading
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
    runs: list[tuple[str, HtmlElement | None]] = [(fold(inner.text or ""), None)]
    for child in inner:
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            runs.append((element_text(child), child))
        runs.append((fold(child.tail or ""), None))
    runs = [run for run in runs if run[0]]
    if len(runs) < 2:
        return
    first, last = runs[0][1], runs[-1][1]
    if first is not None and first.tag not in _EMPHASIS:
        rest = [text for text, _ in runs[1:]]
        separator = _SEPARATOR.match(rest[0])
        rest[0] = rest[0].removeprefix(separator[0] if separator else "")
        apart = separator is not None and not rest[0]
        # With a colon the words are the beginning of the headline.
        colon = runs[0][0].endswith(":") or (separator is not None and ":" in separator[0])
        named = not colon and class_name("kicker", first.get("class") or "") is not None
        part = Part.AFTER_KICKER if apart or named else Part.AFTER_LINE if first.tag in BLOCK_TAGS else Part.AFTER_FIRST
        yield Claim(fold(" ".join(rest)), Origin(Kind.HEADING, tag, part=part))
    if last is not None and last.tag not in _EMPHASIS:
        yield Claim(fold(" ".join(text for text, _ in runs[:-1])), Origin(Kind.HEADING, tag, part=Part.BEFORE_LAST))


def element_text(element: HtmlElement) -> str:
    """The element's text, MAX_TEXT characters or so, without what is never shown; a block or line ends with a space."""
    pieces: list[str] = []
    size = 0
    skip: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if event == "start" and skip is None:
            if tag in _SILENT:
                skip = node
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


def xpath(expression: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A compiled XPath that selects elements."""
    return cast(Callable[[HtmlElement], list[HtmlElement]], etree.XPath(expression))
