"""A page's visible text as blocks, in page order: what a reader sees as one line or paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from .characters import unescaped
from .elements import (
    BLOCK_TAGS,
    CELL_TAGS,
    SILENT_TAGS,
    TYPED_TAGS,
    is_data,
    is_drop_cap,
    is_in_sentence,
    is_set_aside,
    line_ends,
)
from .scripts import length_of
from .visibility import HIDING, is_marked_hidden

_STRONG_TAGS = frozenset(("b", "strong"))
_ITALIC_TAGS = frozenset(("i", "em"))
_COUNTED_TAGS = _STRONG_TAGS | _ITALIC_TAGS | {"a"}  # whose text is counted
# What a reader sees or uses between the lines, and what stands for it until a script has run.
IMAGE_TAGS = frozenset(("img", "picture", "amp-img"))
PLAYER_TAGS = frozenset(("video", "audio", "iframe", "embed", "object", "amp-video", "amp-iframe"))
CONTROL_TAGS = frozenset(("button", "input", "select", "textarea", "form"))
_OBJECT_TAGS = IMAGE_TAGS | PLAYER_TAGS | CONTROL_TAGS
_CODE_TAGS = frozenset(("code", "kbd", "pre", "samp", "xmp"))
# Characters without width or meaning; not the zero-width joiners, which Persian and Hindi spelling needs.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc]")
# A dateline that stands before the first <p> of a text: "Lorahua -", "Jakarta, Kabar Indonesia --".
_DATELINE = re.compile(r"[^\W\d_].{1,58}\s(?:-{1,2}|[–—])")
_NOT_WORD = re.compile(r"[\W_]+")
# Where one inline element ends a sentence and the next begins one: a stylesheet sets them apart.
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…][\"”’»)]?$")


@dataclass(slots=True, eq=False)
class Block:
    """One paragraph or line of the page.

    `element` is the nearest block element around the text. `link_chars`, `strong_chars` and `italic_chars` count the
    characters of the text in links, in <b> or <strong>, in <i> or <em>; `links` are the addresses as written. `inline`
    is the single inline element that contains all of the text (the <strong> in `<p><strong>...</strong></p>`), if any.
    `hidden`: the page hides the text. `breaks_before` counts the <br> before it. `objects` are the images, players and
    controls between the text before and the end of this one.
    """

    index: int
    text: str
    element: HtmlElement
    link_chars: int = 0
    strong_chars: int = 0
    italic_chars: int = 0
    links: tuple[str, ...] = ()
    inline: HtmlElement | None = None
    hidden: bool = False
    breaks_before: int = 0
    objects: tuple[HtmlElement, ...] = ()
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
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def letters_of(text: str) -> str:
    """The text's letters and digits in lower case: what stays when layout and punctuation change."""
    return _NOT_WORD.sub("", text).lower()


def read_blocks(body: HtmlElement) -> list[Block]:
    """All blocks below `body`, in page order. A table row without block elements in its cells is one block."""
    return _Reader(body).read()


class _Reader:
    """One walk over the tree, without recursion: the depth of hostile pages must not matter.

    A page has hundreds of elements, and most of what stands between them is white space: methods are for the others.
    """

    __slots__ = (
        "blocks", "body", "breaks", "hidden", "in_italic", "in_link", "in_strong", "italic_chars", "lines",
        "link_chars", "links", "objects", "owners", "parts", "rows", "runs", "strong_chars", "styled",
    )  # fmt: skip

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.owners: list[HtmlElement] = [body]
        self.rows: list[HtmlElement] = []
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.strong_chars = 0
        self.italic_chars = 0
        self.links: list[str] = []
        self.runs: list[HtmlElement] = []
        self.breaks = 0
        self.in_link = 0
        self.in_strong = 0
        self.in_italic = 0
        self.styled: list[HtmlElement] = []  # those that are hidden, or whose lines are kept
        self.hidden: list[HtmlElement] = []
        self.lines: list[tuple[HtmlElement, re.Pattern[str]]] = []
        self.objects: list[HtmlElement] = []

    def read(self) -> list[Block]:
        owners, parts, lines, styled, body = self.owners, self.parts, self.lines, self.styled, self.body
        walk = iterwalk(body, events=("start", "end"))
        silent = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                is_block = tag in BLOCK_TAGS
                keys = element.keys()
                if tag in SILENT_TAGS or (keys and not is_block and is_set_aside(element, keys)):
                    silent = element
                    walk.skip_subtree()
                    if is_block:
                        self._flush(owners[-1])
                elif tag == "br" and not self.rows:
                    self._flush(owners[-1])
                    self.breaks += 1
                else:
                    if is_block or self.rows:
                        self._enter_block(tag, element)
                    if tag in _COUNTED_TAGS:
                        self._count(tag, element)
                    if not HIDING.isdisjoint(keys) or tag in TYPED_TAGS:
                        self._enter_style(tag, element)
                    if text := element.text:
                        if lines:
                            self._add_lines(text, element)
                        elif not text.isspace():
                            self._add(text, element)
                        elif parts:
                            parts.append(text)
                if tag in _OBJECT_TAGS:
                    self.objects.append(element)
                continue
            if element is not silent:
                if styled and element is styled[-1]:
                    self._leave_style(element)
                if element is owners[-1]:
                    self._leave_block(element)
                elif tag in _COUNTED_TAGS:
                    self._uncount(tag)
            if (text := element.tail) and element is not body:
                if lines:
                    self._add_lines(text, owners[-1])
                elif not text.isspace():
                    self._add(text, owners[-1])
                elif parts:
                    parts.append(text)
        self._flush(body)
        return self.blocks

    def _enter_block(self, tag: str, element: HtmlElement) -> None:
        if self.rows:
            self._enter_cell(tag)
        elif not is_in_sentence(tag, element):
            if self.parts or self.links:
                self._flush(self.owners[-1])
            self.owners.append(element)
            if tag == "tr" and is_data(element):
                self.rows.append(element)

    def _enter_cell(self, tag: str) -> None:
        if tag in ("td", "th"):
            if any(part.strip() for part in self.parts):
                self.parts.append(" | ")
        elif tag in CELL_TAGS:
            self.parts.append(" ")

    def _leave_block(self, element: HtmlElement) -> None:
        self.owners.pop()
        if self.parts or self.links:
            self._flush(element)
        if self.rows and self.rows[-1] is element:
            self.rows.pop()

    def _enter_style(self, tag: str, element: HtmlElement) -> None:
        is_hidden = is_marked_hidden(element.get) and not is_drop_cap(tag, element)
        if is_hidden:
            self._flush(self.owners[-1])
            self.hidden.append(element)
        if (ends := line_ends(tag, element)) is not None:
            self.lines.append((element, ends))
        if is_hidden or ends is not None:
            self.styled.append(element)

    def _leave_style(self, element: HtmlElement) -> None:
        if self.hidden and self.hidden[-1] is element:
            self._flush(self.owners[-1])
            self.hidden.pop()
        if self.lines and self.lines[-1][0] is element:
            self.lines.pop()
        self.styled.pop()

    def _count(self, tag: str, element: HtmlElement) -> None:
        if tag == "a":
            self.in_link += 1
            if href := element.get("href"):
                self.links.append(href)
        elif tag in _STRONG_TAGS:
            self.in_strong += 1
        else:
            self.in_italic += 1

    def _uncount(self, tag: str) -> None:
        if tag == "a":
            self.in_link -= 1
        elif tag in _STRONG_TAGS:
            self.in_strong -= 1
        else:
            self.in_italic -= 1

    def _add_lines(self, text: str, run: HtmlElement) -> None:
        """Adds text whose lines are kept."""
        for number, line in enumerate(self.lines[-1][1].split(text)):
            if number:
                self._flush(self.owners[-1])
            if line and not line.isspace():
                self._add(line, run)
            elif self.parts:
                self.parts.append(line)

    def _add(self, text: str, run: HtmlElement) -> None:
        """Adds text that is more than white space."""
        parts = self.parts
        if parts and text.lstrip("“«„")[:1].isupper() and _SENTENCE_END.search(parts[-1][-5:]):
            parts.append(" ")
        parts.append(text)
        if self.in_link or self.in_strong or self.in_italic:
            size = len(text.strip())
            self.link_chars += size if self.in_link else 0
            self.strong_chars += size if self.in_strong else 0
            self.italic_chars += size if self.in_italic else 0
        self.runs.append(run)

    def _flush(self, owner: HtmlElement) -> None:
        links, runs = self.links, self.runs
        if not self.parts:
            if links and not self.in_link:
                links.clear()
            return
        if runs and (text := self._text(owner)):
            size = len(text)
            self.blocks.append(
                Block(
                    len(self.blocks),
                    text,
                    owner,
                    self.link_chars and min(self.link_chars, size),
                    self.strong_chars and min(self.strong_chars, size),
                    self.italic_chars and min(self.italic_chars, size),
                    tuple(links),
                    runs[0] if len(runs) == 1 and runs[0] is not owner else None,
                    bool(self.hidden),
                    self.breaks,
                    tuple(self.objects),
                )
            )
            self.breaks = 0
            self.objects.clear()
            links.clear()
        elif not self.in_link:
            links.clear()
        self.parts.clear()
        runs.clear()
        self.link_chars = self.strong_chars = self.italic_chars = 0

    def _text(self, owner: HtmlElement) -> str:
        text = "".join(self.parts)
        if "&" in text and not any(run.tag in _CODE_TAGS for run in (owner, *self.runs)):
            text = unescaped(text)
        text = fold(text)
        if text[:1].islower() and self.blocks and _is_first_letter(self.blocks[-1], owner):
            text = self.blocks.pop().text + text
        elif not self.breaks and owner.tag == "p" and self.blocks and _is_dateline(self.blocks[-1], owner):
            text = f"{self.blocks.pop().text} {text}"
        return text


def _is_first_letter(block: Block, owner: HtmlElement) -> bool:
    """Whether the block is the first letter of the text behind it in `owner`, in a frame of its own."""
    return len(block.text) == 1 and block.text.isupper() and block.element.getparent() in (owner, owner.getparent())


def _is_dateline(block: Block, owner: HtmlElement) -> bool:
    """Whether the block is a dateline that runs into `owner`, a paragraph, the first of the box that both are in."""
    if block.element is not owner.getparent() or not _DATELINE.fullmatch(block.text):
        return False
    return not any(above.tag in BLOCK_TAGS for above in owner.itersiblings(preceding=True))
