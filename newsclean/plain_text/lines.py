"""The lines of a text without markup: how much each reads like running text, and which rule drops it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree, html
from lxml.html import HtmlElement

from newsclean.body.rules import Context, Evidence, why_dropped
from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block, fold
from newsclean.page.scripts import SPACED_ENDS, UNSPACED_ENDS, is_unspaced, topic_words
from newsclean.page.sentences import ends_sentence

# A full stop of any script, then closing quotation marks or brackets; three dots cut a sentence short.
_INNER_END = re.compile(rf"[{SPACED_ENDS}][\"'”’»)]*\s+(?=\S)|[{UNSPACED_ENDS}][」』”]?(?=[^\s」』”])")
_CUT = re.compile(r"(?:(?<!\.)\.{3,}|…)[\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_COMMA = re.compile(r"[,;،؛、，；]")
_QUOTE = re.compile(r"[\"“”„‟«»「」『』]")

LONG_SENTENCE = 70
_TINY = 25


@dataclass(eq=False)
class Line:
    """A line of the text, or a paragraph that was wrapped over several, as a block (`block.index` + 1 is its number).

    `rule` names what drops it, with its `evidence`; None if it may be running text.
    """

    block: Block
    rule: str | None = None
    evidence: Evidence = field(default_factory=dict)
    repeats: int = 1
    cohesion: float = 0.0

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def number(self) -> int:
        """Number of the line in the text, from 1."""
        return self.block.index + 1

    @property
    def size(self) -> int:
        """Length in characters, those of dense scripts counting twice."""
        return self.block.length

    @property
    def is_unspaced(self) -> bool:
        """Whether it is written without spaces between words."""
        return is_unspaced(self.text)

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @cached_property
    def topic_words(self) -> frozenset[str]:
        return frozenset(word.lower() for word in topic_words(self.text))

    @cached_property
    def ends_sentence(self) -> bool:
        return ends_sentence(self.text)

    @cached_property
    def is_cut(self) -> bool:
        return _CUT.search(self.text) is not None

    @property
    def sentences(self) -> int:
        """How many sentences end in the line."""
        return len(_INNER_END.findall(self.text)) + self.ends_sentence

    @property
    def is_long_sentence(self) -> bool:
        return self.ends_sentence and self.size >= LONG_SENTENCE

    @property
    def lower_case(self) -> float:
        """Share of lower-case words after the first: low in headlines of many languages; 0.5 without case."""
        letters = [word[0] for word in self.words if word[0].isalpha()]
        cased = [letter for letter in letters if letter.isupper() or letter.islower()][1:]
        if not cased:
            return 0.5 if len(letters) > 1 else 0.0
        return sum(letter.islower() for letter in cased) / len(cased)

    @cached_property
    def score(self) -> float:
        """Log-odds that the line is running text: positive if it reads like a paragraph of this text.

        The weights are rounded from a logistic regression on the lines of 287 flattened pages of 169 sites; fitted on
        half of the sites, they did as well on the other half.
        """
        digits = sum(char.isdigit() for char in self.text) / len(self.text)
        return (
            -3.1
            + 0.9 * self.ends_sentence
            - 0.8 * self.is_cut
            + 0.3 * min(self.size, 400) / 100
            + 1.0 * self.ends_sentence * min(self.size, 200) / 100
            + 1.2 * self.lower_case
            + 0.3 * min(len(_COMMA.findall(self.text)), 3)
            + 0.8 * bool(_QUOTE.search(self.text))
            + 0.7 * self.text[0].islower()
            + 1.8 * self.text.endswith((":", "："))
            + 1.4 * digits
            + 2.5 * self.cohesion
            - 0.9 * (self.size < _TINY)
            - 3.2 * (self.repeats > 1)
        )


def read_lines(text: str) -> list[Line]:
    """The lines that are not blank, with white space folded."""
    body = html.Element("body")
    folded = ((index, fold(line)) for index, line in enumerate(text.splitlines()))
    return [Line(_paragraph(body, index, line)) for index, line in folded if line]


def joined(line: Line, following: Line) -> Line:
    """The line with the next one as its continuation, number and all else as that of the first."""
    body = line.block.element.getparent()
    space = "" if line.is_unspaced else " "
    return Line(_paragraph(body, line.block.index, line.text + space + following.text))


def _paragraph(body: HtmlElement, index: int, text: str) -> Block:
    """The line as the rules know it: a `<p>` without links."""
    element = etree.SubElement(body, "p")
    element.text = text
    return Block(index, text, element)


def describe(lines: Sequence[Line], context: Context) -> None:
    """Set rule, repetition and cohesion of each line: what depends on the other lines or the language."""
    counts = Counter(line.text for line in lines)
    core = [line for line in lines if line.is_long_sentence]
    spread = Counter(word for line in core for word in line.topic_words)
    dropped: dict[str, tuple[str, Evidence] | None] = {}
    for line in lines:
        line.repeats = counts[line.text]
        own = line.is_long_sentence  # its own words are among those counted
        shared = sum(spread[word] > own for word in line.topic_words)
        # Half of the pairs of characters span two words and hardly recur.
        line.cohesion = min(1.0, shared * (2 if line.is_unspaced else 1) / max(1, len(line.topic_words)))
        if line.text not in dropped:
            dropped[line.text] = None if line.is_long_sentence else _dropped_alone(line.block, context)
        line.rule, line.evidence = dropped[line.text] or (None, {})
    _find_teasers(lines)


# --------------------------------------------------------------------------------------------------- lines that drop

# Menus and labels that a page shows by its links and the flattened text by these words alone: kind of phrase, rule.
_WHOLE_LINES = {"navigation": "navigation", "date_prefix": "date-line"}
_LABELS = {"related_heading": "related-heading", "tags": "tags"}
_MAX_WHOLE, _MAX_LABELLED = 60, 200


def _dropped_alone(block: Block, context: Context) -> tuple[str, Evidence] | None:
    """The rule that drops a short line as if it were the whole text, and its evidence.

    Which lines are the article, and so how near a line is to its ends, is only known later: then the rules are asked
    again, and about long sentences for the first time.
    """
    return why_dropped(block, replace(context, kept=(block,))) or _menu_line(block.text, context.phrases)


def _menu_line(text: str, phrases: Phrases) -> tuple[str, Evidence] | None:
    for kind, rule in _WHOLE_LINES.items():
        if len(text) <= _MAX_WHOLE and (phrase := phrases.whole(kind, text)):
            return rule, {"phrase": phrase}
    for kind, rule in _LABELS.items():
        if len(text) <= _MAX_LABELLED and (phrase := phrases.label(kind, text)):
            return rule, {"phrase": phrase}
    return None


_MIN_STEM = 8
_TEASER_REACH = 3
_MAX_TEASER = 200


def _find_teasers(lines: Sequence[Line]) -> None:
    """Mark headlines cut short ("Rusia: Jerman Terlibat...") and the full form that follows, as in lists of links.

    A full form before the cut one is a headline, and one that ends with a full stop is a paragraph whose beginning was
    shown as a summary: both stay.
    """
    stems = [_CUT.sub("", line.text).casefold().rstrip(" ,.;:") if line.is_cut else "" for line in lines]
    for position, (line, stem) in enumerate(zip(lines, stems, strict=True)):
        if len(stem) < _MIN_STEM:
            continue
        nearby = range(max(0, position - 12), min(len(lines), position + _TEASER_REACH + 1))
        full = [n for n in nearby if n != position and not stems[n] and lines[n].text.casefold().startswith(stem)]
        if not full:
            continue
        line.rule = line.rule or "truncated-teaser"
        line.evidence = line.evidence or {"full_form_at": lines[full[0]].number}
        for n in full:
            other = lines[n]
            if n > position and other.rule is None and other.size < _MAX_TEASER and not other.text.endswith("."):
                other.rule, other.evidence = "teaser", {"truncated_at": line.number}
