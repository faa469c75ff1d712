"""A page's visible text as blocks, in page order: what a reader sees as one line or paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from .scripts import length_of

# Elements that break the line (HTML Standard, 15.3 "Flow content": what browsers render as display: block, list-item or
# table part). All others continue it.
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "tr", "ul", "video", "audio", "iframe",
))  # fmt: skip
# Never shown as text.
SILENT_TAGS = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "head", "link", "meta", "title", "object", "embed",
    "applet", "canvas", "iframe", "audio", "video", "select", "option", "textarea", "map", "area", "source", "track",
    "noframes", "datalist",
))  # fmt: skip
_STRONG_TAGS = frozenset(("b", "strong"))
# Characters without width or meaning; not the zero-width joiners, which Persian and Hindi spelling needs.
_INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad\u200e\u200f")
_NOT_WORD = re.compile(r"[\W_]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(slots=True, eq=False)
class Block:
    """One paragraph or line of the page.

    `element` is the nearest block element around the text. `link_chars` and `strong_chars` count the characters of the
    text in links and in <b> or <strong>; `links` are the addresses as written. `inline` is the single inline element
    that contains all of the text (the <strong> in `<p><strong>...</strong></p>`), if any. `hidden`: the page hides the
    text. `breaks_before` counts the <br> before it.
    """

    index: int
    text: str
    element: HtmlElement
    link_chars: int = 0
    strong_chars: int = 0
    links: tuple[str, ...] = ()
    inline: HtmlElement | None = None
    hidden: bool = False
    breaks_before: int = 0
    length: int = 0
    _letters: str | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """`length` is the text's, see `length_of`."""
        self.length = length_of(self.text)

    @property
    def letters(self) -> str:
        """The text's letters and digits, as `letters_of` gives them."""
        if self._letters is None:
            self._letters = letters_of(self.text)
        return self._letters

    @property
    def link_density(self) -> float:
        """Share of the text's characters that are in links, 0 to 1 (Kohlschütter et al., WSDM 2010)."""
        return self.link_chars / max(1, len(self.text))


def fold(text: str) -> str:
    """The text without invisible characters, each run of white space as one space, trimmed."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def letters_of(text: str) -> str:
    """The text's letters and digits in lower case: what stays when layout and punctuation change."""
    return _NOT_WORD.sub("", text).lower()


def read_blocks(body: HtmlElement) -> list[Block]:
    """All blocks below `body`, in page order. A table row without block elements in its cells is one block."""
    return _Reader(body).read()


class _Reader:
    """One walk over the tree, without recursion: the depth of hostile pages must not matter."""

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.owners: list[HtmlElement] = [body]
        self.rows: list[HtmlElement] = []
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.strong_chars = 0
        self.links: list[str] = []
        self.runs: list[HtmlElement] = []
        self.breaks = 0
        self.in_link = 0
        self.in_strong = 0
        self.hidden: list[HtmlElement] = []

    def read(self) -> list[Block]:
        walk = iterwalk(self.body, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in SILENT_TAGS:
                    walk.skip_subtree()
                    if tag in BLOCK_TAGS:
                        self._flush(self.owners[-1])
                else:
                    self._enter(tag, element)
                continue
            if tag not in SILENT_TAGS:
                self._leave(tag, element)
            if (tail := element.tail) and element is not self.body:
                self._add(tail, self.owners[-1])
        self._flush(self.body)
        return self.blocks

    def _enter(self, tag: str, element: HtmlElement) -> None:
        owners, rows = self.owners, self.rows
        if tag == "br":
            self._flush(owners[-1])
            self.breaks += 1
            return
        if rows and tag in ("td", "th"):
            if any(part.strip() for part in self.parts):
                self.parts.append(" | ")
        elif tag in BLOCK_TAGS:
            self._flush(owners[-1])
            owners.append(element)
            if tag == "tr" and not rows and not _has_block_in_cells(element):
                rows.append(element)
        if tag == "a":
            self.in_link += 1
            if href := element.get("href"):
                self.links.append(href)
        elif tag in _STRONG_TAGS:
            self.in_strong += 1
        if is_hidden(element):
            self._flush(owners[-1])
            self.hidden.append(element)
        if text := element.text:
            self._add(text, element if tag in BLOCK_TAGS else owners[-1], element)

    def _leave(self, tag: str, element: HtmlElement) -> None:
        owners, rows = self.owners, self.rows
        if tag == "a":
            self.in_link -= 1
        elif tag in _STRONG_TAGS:
            self.in_strong -= 1
        if self.hidden and self.hidden[-1] is element:
            self._flush(owners[-1])
            self.hidden.pop()
        if rows and rows[-1] is element:
            self._flush(owners[-1])
            rows.pop()
            owners.pop()
        elif tag in BLOCK_TAGS and not (rows and tag in ("td", "th")):
            self._flush(owners[-1])
            owners.pop()

    def _add(self, text: str, owner: HtmlElement, run: HtmlElement | None = None) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(text)
            return
        self.parts.append(text)
        if self.in_link or self.in_strong:
            size = len(text.strip())
            self.link_chars += size if self.in_link else 0
            self.strong_chars += size if self.in_strong else 0
        self.runs.append(run if run is not None else owner)

    def _flush(self, owner: HtmlElement) -> None:
        if not self.parts:
            if self.links and not self.in_link:
                self.links = []
            return
        if self.runs and (text := fold("".join(self.parts))):
            run = self.runs[0] if len(self.runs) == 1 and self.runs[0] is not owner else None
            self.blocks.append(
                Block(
                    index=len(self.blocks),
                    text=text,
                    element=owner,
                    link_chars=min(self.link_chars, len(text)),
                    strong_chars=min(self.strong_chars, len(text)),
                    links=tuple(self.links),
                    inline=run,
                    hidden=bool(self.hidden),
                    breaks_before=self.breaks,
                )
            )
            self.breaks = 0
            self.links = []
        elif not self.in_link:
            self.links = []
        self.parts = []
        self.runs = []
        self.link_chars = self.strong_chars = 0


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element hides its content by an attribute or its own style."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _has_block_in_cells(row: HtmlElement) -> bool:
    return any(
        isinstance(inner.tag, str) and (inner.tag in BLOCK_TAGS or inner.tag == "br")
        for cell in row
        for inner in cell.iterdescendants()
    )
