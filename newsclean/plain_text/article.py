"""Text that never had markup, or lost it, as a page copied into a text file: which of its lines are the article.

Each line has a score, the log-odds of being running text (`lines`); the article is the run of lines with the largest
sum, found in one pass (Bentley, "Programming Pearls", CACM 27(9), 1984; applied to news pages by Pasternack and Roth,
"Extracting Article Text from the Web with Maximum Subsequence Segmentation", WWW 2009). The rules of `body.rules` are
asked about its lines as about the blocks of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsclean.body.rules import BlockDecision, Context, why_dropped
from newsclean.body.sign_off import sign_off
from newsclean.lang.phrasebook import phrases_for
from newsclean.models import ArticleBlock
from newsclean.page.language import language_of
from newsclean.page.scripts import length_of

from .lines import Line, describe, joined, read_lines

# Bounds of a line's part in the run's sum, so that no single line decides: the best of a grid on the pages that the
# weights were fitted on; no optimum is sharp.
_LOWEST, _HIGHEST = -1.5, 4.0
_DROPPED_SCORE = -1.5
# One such line alone between two paragraphs: mostly a subheading, or the label of an advertisement.
_BETWEEN_SCORE = -0.5
# A long sentence never ends the text, and outweighs one such line.
_SENTENCE_SCORE = 0.6
# A line below this is not running text by itself; up to _SUBHEADINGS such lines between paragraphs are kept.
_WEAK = -0.5
_SUBHEADINGS = 1
SUBHEADING = "subheading"
# Less text than a news flash, or mostly lines that end no sentence, is not surely an article.
_MIN_SIZE = 120
_MIN_SENTENCES = 2
_MIN_PROSE = 0.4
# Headline and date are at most this many lines before the text.
_HEAD_REACH = 15
_HEADLINE_SIZE = range(15, 251)


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """The article in a text: `paragraphs` is empty when none is certain. `date_line` is the line as written.

    `language` is that of the text, ISO 639-1. `lines` has a decision for each line that is not blank; a paragraph
    wrapped over several lines counts as its first.
    """

    title: str | None
    date_line: str | None
    paragraphs: tuple[str, ...]
    initials: tuple[str, ...]
    language: str | None
    lines: tuple[BlockDecision, ...]

    def blocks(self) -> Iterator[ArticleBlock]:
        """The paragraphs, each with what it is: the text itself tells no more than a subheading."""
        kept = (line for line in self.lines if line.kept)
        for text, line in zip(self.paragraphs, kept, strict=True):
            yield ArticleBlock(kind="subheading" if line.rule == SUBHEADING else "paragraph", text=text)


def read_plain(text: str, language: str | None = None) -> PlainArticle:
    """The article in text without markup. `language` (ISO 639-1) chooses the phrases; None: detect it from the text."""
    lines = read_lines(text)
    longest = sorted(lines, key=lambda line: -line.size)[:10]
    language = language_of(" ".join(line.text for line in longest), language)
    context = Context(language=language, phrases=phrases_for(language))
    describe(lines, context)
    unwrapped = _unwrap(lines, text)
    if len(unwrapped) < len(lines):
        lines = unwrapped
        describe(lines, context)
    kept = _keep(lines, *_best_run(lines))
    if not kept:
        return _no_article(lines, language)
    first, last = min(kept), max(kept)
    date = _date_line(lines, first, last)
    title = _title(lines, first, date)
    if title is not None:
        kept.pop(title, None)
        context = replace(context, title=lines[title].text)
    kept = _ask_rules(lines, kept, context)
    if not _is_article([lines[number] for number in kept]):
        return _no_article(lines, language)
    return _article(lines, kept, title, date, language)


def _ask_rules(lines: Sequence[Line], kept: dict[int, str], context: Context) -> dict[int, str]:
    """The kept lines that no rule drops, now that the rules know the article's title and its ends."""
    context = replace(context, kept=[lines[number].block for number in kept])
    for number in kept:
        if (dropped := why_dropped(lines[number].block, context)) is not None:
            lines[number].rule, lines[number].evidence = dropped
    return {number: reason for number, reason in kept.items() if lines[number].rule is None}


def _article(
    lines: Sequence[Line], kept: dict[int, str], title: int | None, date: int | None, language: str | None
) -> PlainArticle:
    first, last = min(kept), max(kept)
    paragraphs, initials = sign_off([lines[n].text for n in kept], [line.block for line in lines[last:]])
    decisions = []
    for number, line in enumerate(lines):
        inside = "not-running-text" if first < number < last else "outside-run"
        decisions.append(_decision(line, kept.get(number) or ("title" if number == title else inside), number in kept))
    return PlainArticle(
        title=lines[title].text if title is not None else None,
        date_line=lines[date].text if date is not None else None,
        paragraphs=tuple(paragraphs),
        initials=initials,
        language=language,
        lines=tuple(decisions),
    )


def _no_article(lines: Sequence[Line], language: str | None) -> PlainArticle:
    return PlainArticle(
        None, None, (), (), language, tuple(_decision(line, "no-article", kept=False) for line in lines)
    )


def _decision(line: Line, reason: str, kept: bool) -> BlockDecision:
    """The rule that drops the line, if one does, else the given reason to keep or drop it."""
    if line.rule and reason != "title":
        return BlockDecision(line.block, False, line.rule, line.evidence)
    return BlockDecision(line.block, kept, reason, {"score": round(line.score, 2)})


# ------------------------------------------------------------------------------------------------------------ the run


def _best_run(lines: list[Line]) -> tuple[int, int]:
    """Start and end (exclusive) of the run with the largest sum; (0, 0) when no line adds to one."""
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
    score = _DROPPED_SCORE if line.rule else min(line.score, _HIGHEST)
    if line.is_long_sentence and not line.rule and line.repeats == 1:
        return max(score, _SENTENCE_SCORE)
    neighbours = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
    alone = line.repeats == 1 and all(other.is_long_sentence and not other.rule for other in neighbours)
    return max(score, _BETWEEN_SCORE if alone else _LOWEST)


def _keep(lines: Sequence[Line], start: int, end: int) -> dict[int, str]:
    """The lines of the run that are the article, by position, with the reason to keep each.

    A weak line alone between paragraphs is a subheading; several in a row are a list of links or a box, and drop.
    """
    kept: dict[int, str] = {}
    weak: list[int] = []
    for place in range(start, end):
        line = lines[place]
        if line.rule:
            continue
        if line.score < _WEAK:
            weak.append(place)
            continue
        if kept and len(weak) <= _SUBHEADINGS:
            kept |= {n: SUBHEADING for n in weak if lines[n].repeats == 1}
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
    return next((n for n in places if lines[n].rule == "date-line" and "date" in lines[n].evidence), None)


def _title(lines: Sequence[Line], first: int, date: int | None) -> int | None:
    """The line before the text that is most like its headline; else the text's first line if it looks like one."""
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
    return line.rule is None and line.size in _HEADLINE_SIZE and "©" not in line.text and not line.text.endswith(ends)


# ------------------------------------------------------------------------------------------------------- wrapped text

_WRAPPED = range(40, 101)
_MIN_WRAPPED = 3


def _unwrap(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines with wrapped paragraphs joined; unchanged when the text is not wrapped.

    A line continues on the next when the next line's first word would not have fitted on it, as every program wraps.
    This applies only where blank lines separate paragraphs; a line that a rule drops is never joined.
    """
    width = max((line.size for line in lines if " " in line.text or line.is_unspaced), default=0)
    if width not in _WRAPPED:
        return list(lines)
    found: list[Line] = []
    previous: Line | None = None
    for line in lines:
        adjacent = previous is not None and line.number == previous.number + 1
        if previous and adjacent and not (previous.rule or line.rule) and _continues(previous, line, width):
            found[-1] = joined(found[-1], line)
        else:
            found.append(line)
        previous = line
    blank_lines = re.search(r"\n[^\S\n]*\n", text)
    return found if blank_lines and len(lines) - len(found) >= _MIN_WRAPPED else list(lines)


def _continues(line: Line, following: Line, width: int) -> bool:
    if line.is_unspaced:  # a script without spaces breaks after any character
        return line.size + 4 > width
    return line.size + 1 + length_of(following.text.split(" ", 1)[0]) > width
