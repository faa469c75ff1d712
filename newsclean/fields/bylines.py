"""The bylines that readers see: near the headline, by their words, their class or their place beside the date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newsclean.lang.phrasebook import Phrases, phrases_for
from newsclean.metadata.parsed_page import ParsedPage
from newsclean.metadata.site_names import SiteNames
from newsclean.page.asides import is_aside
from newsclean.page.blocks import Block, fold
from newsclean.page.class_names import class_name
from newsclean.page.elements import HEADINGS
from newsclean.page.headline import headline_block
from newsclean.page.sentences import ends_sentence

from .byline_words import words_for
from .people import is_full_name, is_initials, people_of

# A byline is this near to the headline (blocks), and before the second paragraph (characters).
BEFORE = 3
AFTER = 14
# How far behind the text it may be signed (blocks).
BEHIND = 8
MAX_BYLINE = 150
# More bylines than this are those of a list; the last ones sign the text.
MAX_LINES = 40
MAX_SIGNED = 250
MIN_PARAGRAPH = 80
# How far up a class may name the byline.
_LEVELS = 3
_AROUND = " |·•,–—-()"
_HAN = re.compile(r"[\u4e00-\u9fff々ヶ]{3,5}")
_BARS = re.compile(r"\s*[|•·｜│]\s*|\s[–—-]\s")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.]\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass(frozen=True)
class Bylines:
    """The people named near the headline: by a label ("By Jane Roe"), and by class or place alone."""

    labelled: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()


def read_bylines(page: ParsedPage, title: str, site: SiteNames, *, labelled_only: bool = False) -> Bylines:
    """The people in the bylines near the headline of a page; `labelled_only` leaves out those without a label."""
    return _Reader(page, title, site).read(labelled_only=labelled_only)


def read_signature(page: ParsedPage, text: Sequence[Block], lines: Sequence[Block], site: SiteNames) -> tuple[str, ...]:
    """The people who sign a text: in the lines that were taken out of it, and in those right behind it.

    `text` are the blocks of the article, `lines` the bylines among and around them.
    """
    words, last, lines = words_for(page.language), text[-1], lines[-MAX_LINES:]
    behind = [b for b in page.blocks[last.index + 1 : last.index + 1 + BEHIND] if _is_beside(last, b)]
    names: dict[str, None] = {}
    for block in (*lines, *behind):
        if len(block.text) > MAX_SIGNED:
            continue
        if words.is_byline(block.text):
            found = people_of(_spaced(block), site, page.language)
            names.update(dict.fromkeys(name for name in found if is_initials(name) or is_full_name(name)))
        elif not names and not block.links and (block in lines or (block is behind[0] and _is_alike(last, block))):
            found = people_of(_spaced(block), site, page.language)
            if alone := [name for name in found if _is_alone(name, block.text)]:
                story = " ".join(block.text for block in text).lower()
                # A person of the story is named below a picture.
                names.update(dict.fromkeys(name for name in alone if name.lower() not in story))
    return tuple(names)


def _is_alike(last: Block, block: Block) -> bool:
    return block.element.tag == last.element.tag or block.element is last.element


def _is_beside(last: Block, block: Block) -> bool:
    """Whether a block is in the element around the last paragraph, or in the one around that."""
    around = (last.element, *islice(last.element.iterancestors(), 2))
    above = (block.element, *islice(block.element.iterancestors(), _LEVELS))
    return any(node is other for node in around for other in above) and not is_aside(block.element)


class _Reader:
    def __init__(self, page: ParsedPage, title: str, site: SiteNames) -> None:
        self.page = page
        self.site = site
        self.phrases: Phrases = phrases_for(page.language)
        self.words = words_for(page.language)
        exact = next((block.index for block in page.blocks if block.text == title), None) if title else None
        self.near = _near(page.blocks, headline_block(page.blocks, title) if exact is None else exact)
        named = (*page.metadata.sections, *page.metadata.tags, *page.metadata.titles)
        self.others = {claim.value.lower() for claim in named}

    def read(self, *, labelled_only: bool) -> Bylines:
        labelled: dict[str, None] = {}
        marked: dict[str, None] = {}
        placed: dict[str, None] = {}
        for spot, block in enumerate(self.near):
            if spot and self.words.is_credit(self.near[spot - 1].text):
                continue
            if self._is_labelled(spot):
                labelled.update(dict.fromkeys(self._people(block)))
            elif labelled_only:
                continue
            elif _is_marked(block):
                marked.update(dict.fromkeys(n for n in self._people(block) if is_full_name(n) or is_initials(n)))
            elif self._is_beside_date(spot):
                placed.update(dict.fromkeys(name for name in self._people(block) if self._is_placed(name, block.text)))
        full = tuple(name for name in labelled if " " in name or is_full_name(name))
        return Bylines(full or tuple(labelled), tuple(marked or placed))

    def _is_labelled(self, spot: int) -> bool:
        """Whether a byline's words open the line, or are the line before it."""
        block, before = self.near[spot], self.near[spot - 1]
        labelled = before.index == block.index - 1 and self.words.is_label(before.text)
        return labelled or self.words.is_byline(block.text)

    def _is_beside_date(self, spot: int) -> bool:
        block = self.near[spot]
        if (
            any(not class_name("byline", link) for link in block.links) and not _DATED.search(block.text)
        ) or block.element.tag in HEADINGS:
            return False
        around = (block, *self.near[spot + 1 : spot + 2], *self.near[max(0, spot - 1) : spot])
        dated = any(abs(b.index - block.index) <= 1 and _DATED.search(b.text) for b in around)
        return dated and not self.phrases.kinds_opening(block.text)

    def _is_placed(self, name: str, text: str) -> bool:
        """Whether a line is a full name, apart from a date, or with outlet or agency: "Jane Roe - Harbour Post"."""
        rest = self.words.without_between(text.partition(name)[2]).strip(_AROUND + "/")
        if rest and text.startswith(name) and (self.site.are(rest) or rest.lower() in self.words.agencies):
            text = name
        return _is_alone(name, text)

    def _people(self, block: Block) -> list[str]:
        """The people in the first part of a line that names any, and in further parts with a label of their own."""
        names: list[str] = []
        for part in _BARS.split(_spaced(block)):
            found = people_of(part, self.site, self.page.language) if not names or self.words.is_byline(part) else []
            names += [name for name in found if name.lower() not in self.others and self._is_sure(name, part)]
        return names

    def _is_sure(self, name: str, text: str) -> bool:
        """Whether this is a full name, initials, or all there is."""
        return is_full_name(name) or is_initials(name) or (" " not in name and self.words.bare(text).strip() == name)


def _near(blocks: Sequence[Block], headline: int | None) -> list[Block]:
    """The short blocks around the headline, up to the text."""
    if headline is None:
        return []
    near: list[Block] = []
    paragraphs = 0
    for block in blocks[max(0, headline - BEFORE) : headline + AFTER]:
        if block.index > headline and block.length >= MIN_PARAGRAPH and ends_sentence(block.text):
            paragraphs += 1
            if paragraphs > 1:
                break
        elif (
            block.index != headline and len(block.text) <= MAX_BYLINE and not (block.hidden or is_aside(block.element))
        ):
            near.append(block)
    return near


def _is_marked(block: Block) -> bool:
    element = block.element if block.inline is None else block.inline
    around = (element, *islice(element.iterancestors(), _LEVELS - 1))
    return any(class_name("byline", f"{node.get('class') or ''} {node.get('id') or ''}") for node in around)


def _spaced(block: Block) -> str:
    """The block's text, with a bar where two elements touch: "Jane Roe" and "Staff writer" in a span each."""
    if block.text != fold(block.element.text_content()):
        return block.text
    return fold("".join(_touching(block.element)))


def _touching(element: HtmlElement) -> Iterator[str]:
    last = " "
    for piece in map(str, element.itertext()):
        if piece and last.isalnum() and (piece[0].isalnum() or piece[0] == "@"):
            yield " | "
        yield piece
        last = piece[-1:] or last


def _is_alone(name: str, text: str) -> bool:
    """Whether a line is a full name, apart from a date."""
    rest = text.replace(name, "", 1).strip(_AROUND)
    cased = all(word[0].isupper() for word in name.split())
    han = rest and _HAN.fullmatch(name) is not None
    return (han or (cased and is_full_name(name))) and (not rest or _DATED.search(rest) is not None)
