"""Dates in visible lines: the date line at the headline, and labelled dates elsewhere. No other dates an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import islice

from lxml.html import HtmlElement

from newsclean.lang import date_words
from newsclean.lang.date_labels import label_before
from newsclean.lang.language import one_of, words_of_all
from newsclean.metadata.claims import Kind, Origin
from newsclean.page.blocks import Block
from newsclean.page.class_names import class_name, token_groups
from newsclean.page.places import (
    HEADLINE,
    PARAGRAPH,
    PARAGRAPHS,
    ancestors_of,
    is_beside,
    is_date_box,
    is_teaser,
    paragraph_share,
)
from newsclean.page.scripts import is_unspaced, length_of
from newsclean.page.sentences import ends_sentence

from .calendars import plain
from .candidates import DateCandidate
from .style import DateStyle
from .text import DateText, find_dates, may_have_date, words_beside

_NEAR_WEIGHT, _LABELLED_NEAR_WEIGHT, _LABELLED_FAR_WEIGHT = 6.0, 8.0, 4.0
# Blocks before and after the headline in which its date line is looked for; it stands above the second paragraph, as
# the first may be a lead.
_ABOVE, _WIDE, _BELOW = 4, 7, 40
# Characters and words beside the date in a date line: place, byline, number of views; a sentence has more.
_MAX_BESIDE, _MAX_WORDS, _MAX_LABEL_WORDS, _MAX_ENTRY = 90, 1, 6, 14
_MAX_BELOW = 20  # characters beside a date that stands below the first paragraph
_IN_TEXT = ("li", "td", "th", "tr", "h2", "h3", "h4", "dd", "dt")
# A dateline opens a paragraph: a place or a label, the date, a dash.
_LINE, _PLACE, _DASHES = 150, 30, "|-–—)/"
_MAX_BOXED, _MAX_BOX, _MAX_LABEL = 60, 15, 30
_MAX_MARKS = 20  # elements, and pieces of their text, that may say what a date line is of
SIGNED = "signed"  # the label of a date that stands with the author's name, or in a box that is called its box
_CLOCK_END = re.compile(r"(?:\b[ap]\.\s?m\.|[)\]])$", re.I)
_SPEAKS = re.compile(r"[^\W\d_]|:")  # what goes on behind a date that opens a sentence
_MARKED = ("span", "div", "p", "li", "em", "small", "b", "i", "abbr", "dd", "td")
_HAS_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")


Found = tuple[list[DateCandidate], list[DateCandidate]]


class DateLines:
    """The lines of a page, seen from its headline.

    `headline` is the index of the headline's block (`page.headline.headline_block`).
    """

    def __init__(self, blocks: Sequence[Block], headline: int | None, style: DateStyle) -> None:
        self.blocks, self.headline, self.style = blocks, headline, style
        self.ancestors = ancestors_of(None if headline is None else blocks[headline].element)
        self.known: dict[bool, Found] = {}

    def candidates(self, *, far: bool) -> Found:
        """The candidates in visible lines: (of publication, of change). With `far` labelled ones of the whole page."""
        if far not in self.known:
            self.known[far] = self._candidates(far=far)
        return self.known[far]

    def _candidates(self, *, far: bool) -> Found:
        published: list[DateCandidate] = []
        modified: list[DateCandidate] = []
        for block in self.blocks if far else self.around:
            near = block.index in self.near
            for text in self.dates_in(block, near=near):
                if text.label == "other" or not (near or text.label):
                    continue
                labelled = _LABELLED_NEAR_WEIGHT if near else _LABELLED_FAR_WEIGHT
                origin = Origin(Kind.VISIBLE, f"block {block.index}")
                candidate = DateCandidate(text, origin, labelled if text.label else _NEAR_WEIGHT, block.index)
                (modified if text.label == "modified" else published).append(candidate)
        return _by_nearness(_without_lists(published, self.near), self.headline or 0), modified

    @cached_property
    def near(self) -> frozenset[int]:
        return frozenset(block.index for block in self.around)

    @cached_property
    def around(self) -> list[Block]:
        """The blocks that may be the headline's date line."""
        if self.headline is None:
            return []
        above = self.blocks[max(0, self.headline - _ABOVE) : self.headline]
        found, paragraphs = [block for block in above if self._is_above(block)], 0.0
        for block in self.blocks[self.headline + 1 : self.headline + 1 + _BELOW]:
            if not paragraphs or _may_be_below_lead(block):
                found.append(block)
            paragraphs += _paragraphs(block)
            if paragraphs >= PARAGRAPHS:
                break
        return found

    def _is_above(self, block: Block) -> bool:
        """Whether a block above the headline is in one box with it, and the box is not the whole page."""
        box = next((a for a in (block.element, *block.element.iterancestors()) if a in self.ancestors), None)
        if box is None or box.tag in ("body", "html"):
            return False
        first = (self.headline or 0) - _WIDE
        wide = first >= 0 and any(ancestor is box for ancestor in self.blocks[first].element.iterancestors())
        if not wide or box.tag in ("article", "main") or _is_called_date(block):
            return True
        # Right above it, a bare date; with the day of the week it is the masthead's "today".
        return block.index + 1 == self.headline and block.length <= _MAX_BOX

    def dates_in(self, block: Block, *, near: bool) -> list[DateText]:
        """The dates of a date line, with labels; [] for any other block."""
        line = self._joined(block) if near else block.text
        if not may_have_date(line[:_LINE]) or block.index == self.headline or block.hidden or _is_teaser(block):
            return []
        dates = self._of_line(line, near=near)
        if not dates or _inside(block, "figcaption", 2) or is_beside(block.element, self.ancestors):
            return []
        if is_teaser(block.element, self.ancestors, shortest=HEADLINE if near else 1):
            return []
        return self._labelled(block, line, dates)

    def _of_line(self, line: str, *, near: bool) -> Sequence[DateText]:
        """The dates in a date line; of a longer text the one that opens it ("Berlin, 25 January 2022 - She")."""
        found = self.style.find(line[:_LINE])
        if found and plain(line).startswith(date_words.entry_openings()):
            entry = replace(found[0], label=found[0].label or "published")
            return () if self._is_sentence(line[:_LINE], found) else (entry, *found[1:])
        if found and len(line) <= _LINE and (length_of(line) - len(found[0].text) <= _MAX_BESIDE or _is_byline(line)):
            return () if self._is_sentence(line, found) else found
        opening = found[:1] if near else []
        return [text for text in opening if _opens(text)]

    def _is_sentence(self, line: str, dates: Sequence[DateText]) -> bool:
        if not ends_sentence(line) or _CLOCK_END.search(line):
            return False
        if not dates[0].before and not _SPEAKS.match(dates[0].after):
            return False
        words = words_beside(line, dates, self.style.language)
        if plain(line).startswith(date_words.entry_openings()):
            return words > _MAX_ENTRY
        opens = dates[0].label is not None and len(_LETTERS.findall(dates[0].before)) <= 2
        most = _MAX_LABEL_WORDS if opens else _MAX_WORDS
        return (words > most and not _is_byline(line)) or (is_unspaced(line) and len(line) > _MAX_BOXED)

    def _joined(self, block: Block) -> str:
        """The block with the short blocks after it that hold numbers: day, month, year and clock in separate boxes."""
        text = block.text
        if len(text) > _MAX_BOXED:
            return text
        for following in self.blocks[block.index + 1 : block.index + 4]:
            if len(following.text) > _MAX_BOX or not (
                _HAS_DIGIT.search(following.text) or self._is_month(following.text)
            ):
                break
            text += f" {following.text}"
        return text

    def _is_month(self, text: str) -> bool:
        return date_words.month_named(plain(text).strip(" .,"), self.style.language) is not None

    def _labelled(self, block: Block, line: str, dates: Sequence[DateText]) -> list[DateText]:
        """The dates, those without a label in their line with that of a class, or of the line before or behind."""
        marks = _marks(block)
        labelled = [text if text.label else replace(text, label=_mark_of(text, marks)) for text in dates]
        first = labelled[0]
        if first.label is None and (_is_byline(line) or is_date_box(block.element, self.ancestors)):
            labelled[0] = first = replace(first, label=SIGNED)
        if first.label is None and len(_LETTERS.findall(first.before)) <= 1:
            label = self._label_line(block.index - 1) or self._label_behind(block.index + 1)
            labelled[0] = replace(first, label=label)
        return labelled

    def _label_line(self, index: int) -> str | None:
        """The label when that line is one: "Last updated:"."""
        text = self.blocks[index].text if 0 <= index < len(self.blocks) else ""
        if not text or len(text) >= _MAX_LABEL or index == self.headline or find_dates(text):
            return None
        label = label_before(text.lower())
        return label if label != "other" or text.endswith(":") else None

    def _label_behind(self, index: int) -> str | None:
        """The label in the line behind the date, unless it is that of the date which follows."""
        texts = [block.text for block in self.blocks[index : index + 2]]
        # "Updated at 14:30" is of a time of its own.
        if not texts or _HAS_DIGIT.search(texts[0]) or self.style.find(texts[-1]):
            return None
        return self._label_line(index)


def _opens(text: DateText) -> bool:
    """Whether a date opens a paragraph as part of its dateline; alone, a full stop may follow."""
    after = text.after[:1]
    return bool(after) and (after in _DASHES or (after == "." and not text.before)) and len(text.before) <= _PLACE


def _marks(block: Block) -> list[tuple[str, str]]:
    """What classes say dates in the block are of, with the text of the element that has the class."""
    found = []
    for element in islice(block.element.iter(*_MARKED), _MAX_MARKS):
        if kind := _is_marked(element.get("class") or ""):
            text = "".join(piece[:_LINE] for piece in islice(element.itertext(), _MAX_MARKS))
            found.append((kind, plain(" ".join(text.split()))))
    return found


def _is_marked(names: str) -> str:
    """ "published" and "modified"; neither for both, and for "post-date updated", which themes write for any date."""
    if class_name("published", names):
        return "published"
    named = {part for name in names.lower().split() for part in re.split(r"[_-]+", name)}
    return "modified" if class_name("updated", names) and not named & {"date", "time", "datetime"} else ""


def _mark_of(text: DateText, marks: Iterable[tuple[str, str]]) -> str | None:
    return next((kind for kind, line in reversed(list(marks)) if text.text in line), None)


def _paragraphs(block: Block) -> float:
    """How much of a paragraph a block is."""
    if block.link_density >= 0.5 or block.element.tag == "figcaption":
        return 0.0
    return paragraph_share(block.text, block.length)


def _may_be_below_lead(block: Block) -> bool:
    """Whether a block below the first paragraph may be a date line, or open with a dateline, rather than be text."""
    if block.length >= PARAGRAPH:
        return True
    if block.element.tag in _IN_TEXT and not _is_called_date(block):
        return False
    if block.length <= _MAX_BELOW:
        return True
    dates = find_dates(block.text)
    beside = block.length - sum(len(text.text) + 6 * (text.clock is not None) for text in dates)
    return beside <= _MAX_BELOW or _is_byline(block.text) or _is_called_date(block)


@cache
def _bylines() -> re.Pattern[str]:
    before = one_of(words_of_all(lambda language: language.authors.before))
    return re.compile(rf"(?:^|[|•·,\d])\W*(?:{before})[ :]\s*\S", re.I)


def _is_byline(line: str) -> bool:
    """Whether a part of the line opens as a byline does: "25.04.24 | 14:07 Uhr | Von Ada Roe"."""
    return _bylines().search(line) is not None


def _is_called_date(block: Block) -> bool:
    words = token_groups()["date"]
    for element in (block.inline, block.element):
        names = element.get("class") if element is not None else None
        if names and words & set(re.split(r"[\W_]+", names.lower())):
            return True
    return False


def _is_teaser(block: Block) -> bool:
    """Whether it is one link with its date."""
    return block.link_density > 0.5 and len(block.links) == 1 and len(block.text) > 40


def _inside(block: Block, tag: str, levels: int) -> bool:
    element: HtmlElement | None = block.element
    for _ in range(levels):
        if element is None:
            return False
        if element.tag == tag:
            return True
        element = element.getparent()
    return False


def _without_lists(candidates: list[DateCandidate], near: frozenset[int]) -> list[DateCandidate]:
    """Of lines far from the headline that are merely signed, several days are those of a list."""
    far = {c.text.day for c in candidates if c.text.label == SIGNED and c.block not in near}
    return candidates if len(far) < 2 else [c for c in candidates if c.text.label != SIGNED or c.block in near]


def _by_nearness(candidates: list[DateCandidate], headline: int) -> list[DateCandidate]:
    """The nearest line first, lines after the headline before those above; each further day weighs a little less."""

    def distance(candidate: DateCandidate) -> int:
        step = (candidate.block or 0) - headline
        return step if step >= 0 else -2 * step

    ordered = sorted(candidates, key=distance)
    days = list(dict.fromkeys(candidate.text.day for candidate in ordered))
    return [replace(c, weight=c.weight / (1 + days.index(c.text.day))) for c in ordered]
