"""A page's visible text as blocks, in page order: what a reader sees as one line or paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from .characters import unescaped
from .elements import BLOCK_TAGS, CELL_TAGS, TYPED_TAGS, is_data, is_drop_cap, is_in_sentence, is_silent, line_ends
from .scripts import length_of
from .visibility import is_marked_hidden, may_hide

_STRONG_TAGS = frozenset(("b", "strong"))
_ITALIC_TAGS = frozenset(("i", "em"))
# What a reader sees or uses between the lines, and what stands for it until a script has run.
IMAGE_TAGS = frozenset(("img", "picture", "amp-img"))
PLAYER_TAGS = frozenset(("video", "audio", "iframe", "embed", "object", "amp-video", "amp-iframe"))
CONTROL_TAGS = frozenset(("button", "input", "select", "textarea", "form"))
_OBJECT_TAGS = IMAGE_TAGS | PLAYER_TAGS | CONTROL_TAGS
_CODE_TAGS = frozenset(("code", "kbd", "pre", "samp", "xmp"))
# Characters without width or meaning; not the zero-width joiners, which Persian and Hindi spelling needs.
_INVISIBLE = str.maketrans(
    "",
    "",
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufffc",
)
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
        self.italic_chars = 0
        self.links: list[str] = []
        self.runs: list[HtmlElement] = []
        self.breaks = 0
        self.in_link = 0
        self.in_strong = 0
        self.in_italic = 0
        self.hidden: list[HtmlElement] = []
        self.objects: list[HtmlElement] = []
        self.lines: list[tuple[HtmlElement, re.Pattern[str]]] = []

    def read(self) -> list[Block]:
        walk = iterwalk(self.body, events=("start", "end"))
        skipped = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if is_silent(tag, element):
                    skipped = element
                    walk.skip_subtree()
                    if tag in BLOCK_TAGS:
                        self._flush(self.owners[-1])
                else:
                    self._enter(tag, element)
                if tag in _OBJECT_TAGS:
                    self.objects.append(element)
                continue
            if element is not skipped:
                self._leave(tag, element)
            if (tail := element.tail) and element is not self.body:
                self._add(tail, self.owners[-1])
        self._flush(self.body)
        return self.blocks

    def _enter(self, tag: str, element: HtmlElement) -> None:
        owners, rows = self.owners, self.rows
        if tag == "br" and not rows:
            self._flush(owners[-1])
            self.breaks += 1
            return
        if rows:
            self._enter_cell(tag)
        elif tag in BLOCK_TAGS and not is_in_sentence(tag, element):
            self._flush(owners[-1])
            owners.append(element)
            if tag == "tr" and is_data(element):
                rows.append(element)
        if tag == "a":
            self.in_link += 1
            if href := element.get("href"):
                self.links.append(href)
        elif tag in _STRONG_TAGS:
            self.in_strong += 1
        elif tag in _ITALIC_TAGS:
            self.in_italic += 1
        styled = may_hide(element)
        if styled and is_marked_hidden(element.get) and not is_drop_cap(tag, element):
            self._flush(owners[-1])
            self.hidden.append(element)
        if (styled or tag in TYPED_TAGS) and (ends := line_ends(tag, element)) is not None:
            self.lines.append((element, ends))
        if text := element.text:
            self._add(text, element if owners[-1] is element else owners[-1], element)

    def _enter_cell(self, tag: str) -> None:
        if tag in ("td", "th"):
            if any(part.strip() for part in self.parts):
                self.parts.append(" | ")
        elif tag in CELL_TAGS:
            self.parts.append(" ")

    def _leave(self, tag: str, element: HtmlElement) -> None:
        owners, rows = self.owners, self.rows
        if tag == "a":
            self.in_link -= 1
        elif tag in _STRONG_TAGS:
            self.in_strong -= 1
        elif tag in _ITALIC_TAGS:
            self.in_italic -= 1
        if self.hidden and self.hidden[-1] is element:
            self._flush(owners[-1])
            self.hidden.pop()
        if owners[-1] is element:
            self._flush(owners.pop())
        if rows and rows[-1] is element:
            rows.pop()
        if self.lines and self.lines[-1][0] is element:
            self.lines.pop()

    def _add(self, text: str, owner: HtmlElement, run: HtmlElement | None = None) -> None:
        if self.lines and "\n" in text:
            first, *others = self.lines[-1][1].split(text)
            self._add_part(first, owner, run)
            for line in others:
                self._flush(owner)
                self._add_part(line, owner, run)
        else:
            self._add_part(text, owner, run)

    def _add_part(self, text: str, owner: HtmlElement, run: HtmlElement | None) -> None:
        if not text or text.isspace():
            if self.parts:
                self.parts.append(text)
            return
        if self.parts and text.lstrip("“«„")[:1].isupper() and _SENTENCE_END.search(self.parts[-1][-5:]):
            self.parts.append(" ")
        self.parts.append(text)
        if self.in_link or self.in_strong or self.in_italic:
            size = len(text.strip())
            self.link_chars += size if self.in_link else 0
            self.strong_chars += size if self.in_strong else 0
            self.italic_chars += size if self.in_italic else 0
        self.runs.append(run if run is not None else owner)

    def _flush(self, owner: HtmlElement) -> None:
        if not self.parts:
            if self.links and not self.in_link:
                self.links = []
            return
        if self.runs and (text := self._text(owner)):
            run = self.runs[0] if len(self.runs) == 1 and self.runs[0] is not owner else None
            self.blocks.append(
                Block(
                    index=len(self.blocks),
                    text=text,
                    element=owner,
                    link_chars=min(self.link_chars, len(text)),
                    strong_chars=min(self.strong_chars, len(text)),
                    italic_chars=min(self.italic_chars, len(text)),
                    links=tuple(self.links),
                    inline=run,
                    hidden=bool(self.hidden),
                    breaks_before=self.breaks,
                    objects=tuple(self.objects),
                )
            )
            self.breaks = 0
            self.objects = []
            self.links = []
        elif not self.in_link:
            self.links = []
        self.parts = []
        self.runs = []
        self.link_chars = self.strong_chars = self.italic_chars = 0

    def _text(self, owner: HtmlElement) -> str:
        text = "".join(self.parts)
        if "&" in text and not any(run.tag in _CODE_TAGS for run in (owner, *self.runs)):
            text = unescaped(text)
        text = fold(text)
        if text[:1].islower() and self.blocks and _is_first_letter(self.blocks[-1], owner):
            text = self.blocks.pop().text + text
        elif not self.breaks and self.blocks and _is_dateline(self.blocks[-1], owner):
            text = f"{self.blocks.pop().text} {text}"
        return text


def _is_first_letter(block: Block, owner: HtmlElement) -> bool:
    """Whether the block is the first letter of the text behind it in `owner`, in a frame of its own."""
    return len(block.text) == 1 and block.text.isupper() and block.element.getparent() in (owner, owner.getparent())


def _is_dateline(block: Block, owner: HtmlElement) -> bool:
    """Whether the block is a dateline that runs into `owner`, the first paragraph of the box that both are in."""
    if owner.tag != "p" or block.element is not owner.getparent() or not _DATELINE.fullmatch(block.text):
        return False
    return not any(above.tag in BLOCK_TAGS for above in owner.itersiblings(preceding=True))
