"""Text that never had markup, or lost it: a page copied as plain text. Which of its lines are the article.

Each line has a score, the log-odds of being running text (`flatlines`); the article is the run of lines with the
largest sum, found in one pass (Bentley, "Programming Pearls", CACM 27(9), 1984; on news pages by Pasternack and Roth,
"Extracting Article Text from the Web with Maximum Subsequence Segmentation", WWW 2009). Noise inside it drops by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsclean.lang.phrasebook import phrases_for
from newsclean.page.language import language_of
from newsclean.page.scripts import length_of

from .lines import Evidence, Line, describe, initials_of, read_lines

# Bounds of a line's part in the run's sum, so that one endless line or one odd one does not decide: the best of a grid
# on the pages the weights were fitted on, none of them sharp.
_LOWEST, _HIGHEST = -1.5, 4.0
_NAMED_SCORE = -1.5
# One such line alone between two paragraphs: mostly their subheading, or an advertisement's mark.
_BETWEEN_SCORE = -0.5
# A long sentence never ends the text, and outweighs one such line.
_SENTENCE_SCORE = 0.6
# A line below this is no running text by itself; up to _SUBHEADINGS such lines between paragraphs are kept.
_WEAK = -0.5
_SUBHEADINGS = 1
# Less text than a short flash, or mostly lines that end no sentence, is no sure article.
_MIN_SIZE = 120
_MIN_SENTENCES = 2
_MIN_PROSE = 0.4
# How far before the text its headline and date may stand, in lines.
_HEAD_REACH = 15
_HEADLINE_SIZE = range(15, 251)


@dataclass(frozen=True, slots=True)
class FlatLine:
    """What became of a line: kept or dropped, by which rule, on what evidence. `number` counts the text's lines from 1.

    Lines of a wrapped paragraph are one here, with the number of the first.
    """

    number: int
    text: str
    kept: bool
    rule: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FlatArticle:
    """The article in a text: `paragraphs` is empty when it holds none for sure. `date_line` is the line as written."""

    title: str | None
    date_line: str | None
    paragraphs: tuple[str, ...]
    initials: tuple[str, ...]
    lines: tuple[FlatLine, ...]


def read_flat(text: str, language: str | None = None) -> FlatArticle:
    """The article in already flattened text. `language` (ISO 639-1) chooses the phrases; None: that of the text."""
    lines = read_lines(text)
    longest = sorted(lines, key=lambda line: -line.size)[:10]
    language = language_of(" ".join(line.text for line in longest), language)
    phrases = phrases_for(language)
    describe(lines, phrases, language)
    joined = _unwrap(lines, text)
    if len(joined) < len(lines):
        lines = joined
        describe(lines, phrases, language)
    start, end = _best_run(lines)
    kept = _keep(lines, start, end)
    if not _is_article([lines[place] for place in kept]):
        return FlatArticle(None, None, (), (), tuple(_decision(line, False, "no-article") for line in lines))
    first, last = min(kept), max(kept)
    date = _date_line(lines, first, last)
    title = _title(lines, first, date)
    if title in kept:
        del kept[title]
    return _article(lines, kept, title, date)


def _article(lines: Sequence[Line], kept: dict[int, str], title: int | None, date: int | None) -> FlatArticle:
    first, last = min(kept), max(kept)
    paragraphs: list[str] = []
    initials: list[str] = []
    decisions: list[FlatLine] = []
    for place, line in enumerate(lines):
        if place in kept:
            paragraph, signed = initials_of(line.text)
            paragraphs.append(paragraph)
            initials += [signed] if signed else []
            decisions.append(_decision(line, True, kept[place]))
        elif place == title:
            decisions.append(_decision(line, False, "title"))
        else:
            decisions.append(_decision(line, False, "not-running-text" if first < place < last else "outside-run"))
            if line.noise == "initials" and first < place <= last + 3:
                initials.append(str(line.evidence["initials"]))
    return FlatArticle(
        title=lines[title].text if title is not None else None,
        date_line=lines[date].text if date is not None else None,
        paragraphs=tuple(paragraphs),
        initials=tuple(dict.fromkeys(initials)),
        lines=tuple(decisions),
    )


def _decision(line: Line, kept: bool, rule: str) -> FlatLine:
    if not kept and line.noise and rule != "title":
        return FlatLine(line.number, line.text, False, line.noise, line.evidence)
    return FlatLine(line.number, line.text, kept, rule, {"score": round(line.score, 2)})


# ------------------------------------------------------------------------------------------------------------ the run


def _best_run(lines: list[Line]) -> tuple[int, int]:
    """Start and end (not included) of the run with the largest sum; (0, 0) when no line counts for it."""
    best = total = 0.0
    run = (0, 0)
    start = 0
    for place in range(len(lines)):
        if total <= 0:
            total, start = 0.0, place
        total += _share(lines, place)
        if total > best:
            best, run = total, (start, place + 1)
    return run


def _share(lines: list[Line], place: int) -> float:
    """What a line adds to the run's sum."""
    line = lines[place]
    score = _NAMED_SCORE if line.noise else min(line.score, _HIGHEST)
    if line.is_long_sentence and not line.noise and line.repeats == 1:
        return max(score, _SENTENCE_SCORE)
    neighbours = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    alone = line.repeats == 1 and all(other.is_long_sentence and not other.noise for other in neighbours)
    return max(score, _BETWEEN_SCORE if alone else _LOWEST)


def _keep(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """The places in the run that are the article, with the rule that keeps them.

    A weak line alone between paragraphs is a subheading; more in a row are a list of links or a box, and drop.
    """
    kept: dict[int, str] = {}
    weak: list[int] = []
    for place in range(start, end):
        line = lines[place]
        if line.noise:
            continue
        if line.score < _WEAK:
            weak.append(place)
            continue
        if kept and len(weak) <= _SUBHEADINGS:
            kept |= {n: "subheading" for n in weak if lines[n].repeats == 1}
        weak = []
        kept[place] = "running-text"
    return kept


def _is_article(kept: Sequence[Line]) -> bool:
    prose = [line for line in kept if line.ends_sentence]
    return (
        sum(line.size for line in prose) >= _MIN_SIZE
        and sum(line.sentences for line in prose) >= _MIN_SENTENCES
        and len(prose) >= _MIN_PROSE * len(kept)
    )


# ----------------------------------------------------------------------------------------------------- title and date


def _date_line(lines: Sequence[Line], first: int, last: int) -> int | None:
    """The date line nearest before the text, else among its first lines, else right behind it."""
    before = range(first - 1, max(-1, first - 1 - _HEAD_REACH), -1)
    places = [*before, *range(first, min(last, first + 4)), *range(last + 1, min(len(lines), last + 4))]
    return next((n for n in places if lines[n].noise == "date-line" and "date" in lines[n].evidence), None)


def _title(lines: Sequence[Line], first: int, date: int | None) -> int | None:
    """The line before the text that is most like its headline; without one, the text's first line if it reads so."""
    if date is not None and first < date <= first + 2 and _is_headline(lines[first]):
        return first
    candidates = [n for n in range(max(0, first - _HEAD_REACH), first) if _is_headline(lines[n])]
    stems = [lines[n].evidence.get("full_form_at") for n in range(first)]
    return max(
        candidates,
        key=lambda n: (
            2.0 * lines[n].cohesion
            + (lines[n].number in stems)
            + (date is not None and n < date and not any(n < other < date for other in candidates))
            + min(lines[n].size, 60) / 60
            - 0.03 * (first - n)
        ),
        default=first if first + 1 < len(lines) and _is_headline(lines[first]) else None,
    )


def _is_headline(line: Line) -> bool:
    ends = (".", "。", "।", "۔", ":", "|", ")", "）")
    return line.noise is None and line.size in _HEADLINE_SIZE and "©" not in line.text and not line.text.endswith(ends)


# ------------------------------------------------------------------------------------------------------- wrapped text

_WRAPPED = range(40, 101)
_MIN_WRAPPED = 3


def _unwrap(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines with wrapped paragraphs joined: as they are when the text is not wrapped.

    A line goes on below when the next line's first word would not have fitted on it, which is how every program wraps.
    Only where blank lines separate paragraphs; a line with a name of its own is never joined.
    """
    width = max((line.size for line in lines if " " in line.text or line.is_unspaced), default=0)
    if width not in _WRAPPED:
        return list(lines)
    joined: list[Line] = []
    joins = 0
    previous: Line | None = None
    for line in lines:
        adjacent = previous is not None and line.number == previous.number + 1
        if previous and adjacent and not (previous.noise or line.noise) and _goes_on(previous, line, width):
            last = joined[-1]
            joined[-1] = Line(last.number, last.text + ("" if previous.is_unspaced else " ") + line.text)
            joins += 1
        else:
            joined.append(Line(line.number, line.text))
        previous = line
    blank_lines = re.search(r"\n[^\S\n]*\n", text)
    return joined if blank_lines and joins >= _MIN_WRAPPED else list(lines)


def _goes_on(line: Line, following: Line, width: int) -> bool:
    if line.is_unspaced:  # a script without spaces breaks after any sign
        return line.size + 4 > width
    return line.size + 1 + length_of(following.text.split(" ", 1)[0]) > width
