"""How browsers show elements: which break the line, which say nothing, which keep the lines of their text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from .sentences import ends_sentence
from .visibility import is_inset, may_be_inset

# Elements that break the line (HTML Standard, 15.3 "Flow content": what browsers render as display: block, list-item or
# table part). All others continue it.
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "tr", "ul", "video", "audio", "iframe", "xmp",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Never shown as text.
SILENT_TAGS = frozenset((
    "script", "style", "noscript", "template", "svg", "head", "link", "meta", "title", "object", "embed", "applet",
    "canvas", "iframe", "audio", "video", "select", "option", "textarea", "map", "area", "source", "track", "noframes",
    "datalist", "rt", "rp", "annotation", "annotation-xml",
))  # fmt: skip
# Of the block elements, those that a cell of a table of data may hold, and the length of its text.
CELL_TAGS = frozenset(("p", "div", "center", "br"))
MAX_CELL = 120
# Lines typed by hand are shorter than this; longer ones are paragraphs.
MAX_TYPED = 120
# A letter, with a quotation mark.
MAX_DROP_CAP = 2
TYPED_TAGS = frozenset(("pre", "xmp"))
_LINE_END = re.compile(r"\n")
_BLANK_LINE = re.compile(r"\n\s*\n")
_KEEPS_LINES = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|break-spaces)", re.I)


def is_set_aside(element: HtmlElement, keys: Sequence[str]) -> bool:
    """Whether an inline element, whose attributes are called `keys`, is not read as part of the page's text."""
    return may_be_inset(element, keys) and is_inset(element) and not _has_blocks(element)


def is_in_sentence(tag: str, element: HtmlElement) -> bool:
    """Whether a button is a word of a sentence, as one that explains a term."""
    if tag != "button" or element.getparent().tag not in ("p", "span"):
        return False
    tail = (element.tail or "").lstrip()
    return tail[:1].islower() or tail[:1] in (",", ".")


def is_drop_cap(tag: str, element: HtmlElement) -> bool:
    """Whether an inline element that is kept from screen readers, not from readers, begins a word."""
    if tag in BLOCK_TAGS or element.get("aria-hidden") != "true":
        return False
    text = element.text_content().strip()
    return len(text) <= MAX_DROP_CAP and any(map(str.isalpha, text)) and not _has_blocks(element)


def line_ends(tag: str, element: HtmlElement) -> re.Pattern[str] | None:
    """What ends a paragraph in text that is shown as it was typed; None for all other text."""
    if tag not in TYPED_TAGS:
        style = element.get("style")
        return _LINE_END if style is not None and _KEEPS_LINES.search(style) else None
    text = element.text_content().strip()
    lines = max(map(len, text.splitlines()), default=0) > MAX_TYPED
    ends = _LINE_END if lines else _BLANK_LINE
    return ends if _is_prose(ends.split(text)) else None  # code stays whole


def _is_prose(paragraphs: Sequence[str]) -> bool:
    return 2 * sum(ends_sentence(paragraph.rstrip()) for paragraph in paragraphs) > len(paragraphs)


def _has_blocks(element: HtmlElement) -> bool:
    return any(inner.tag in BLOCK_TAGS or inner.tag == "br" for inner in element.iterdescendants())


def is_data(row: HtmlElement) -> bool:
    """Whether a row's cells hold data, a line each, and not parts of the page."""
    inside = {
        inner.tag for cell in row for inner in cell.iterdescendants() if inner.tag in BLOCK_TAGS or inner.tag == "br"
    }
    if not inside:
        return True
    sizes = [len(cell.text_content().strip()) for cell in row]
    return inside <= CELL_TAGS and sum(map(bool, sizes)) > 1 and max(sizes) <= MAX_CELL
