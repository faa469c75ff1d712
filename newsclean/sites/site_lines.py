"""Lines that stand on many pages of one site: standing notes, promotions, biographies. A page alone cannot show them.

See docs/explanation/site-lines.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Self

from newsclean.models import Article, Reject
from newsclean.page.sentences import ends_sentence
from newsclean.record import without_paragraphs

from .imprint import Imprint, Line

# Articles that are remembered, the latest: a week of a large outlet, a year of a small one.
WINDOW = 1000
# A line on fewer articles is not a repeated one.
_REPEATED = 4
# Of the articles with a line, so many are compared: those with the lowest ids, which are hashes.
_SAMPLE = 16
# So many of them are unlike each other, or as many as the line must stand on.
_MIN_DISTINCT = 12
# Shorter lines are everyday sentences and headings (characters), unless they speak of the outlet or the author.
_MIN_LENGTH = 60
# The rest of the articles has no more of the line's words than unrelated texts have (see Line.cohesion).
_MAX_COHESION = 0.3
# Share of the words that stand in so many of the articles. It is 0 to 0.02 among unrelated articles, and 0.15 to 0.18
# among pieces of one long article.
_COMMON_WORD = 0.4
_MAX_SAMENESS = 0.07
# Two articles with more of their text in common are one article twice, or a correction.
_MAX_COMMON = 0.5
# The share of its articles on which a line must be at its usual place.
_USUAL = 0.8
# A line amid the text is this place or later (0: the first), for columns and series open with the same words.
_MIN_START = 2
# What all standing lines of an article may be of its text.
_MAX_DROPPED = 0.4
# Somebody's words are never a standing line.
_QUOTATION = re.compile(r"^\W*[\"“”„«»「『]|[\"“”„«»「『][^\"“”„«»「『]{25}")


@dataclass(frozen=True, slots=True)
class Bar:
    """On how many articles a line must stand, and on which share of all."""

    pages: int
    share: float


TAIL = Bar(24, 0.9)
OUTLET_TAIL = Bar(4, 0.3)
OUTLET_AMID = Bar(12, 0.5)
BIOGRAPHY = Bar(4, 0.5)  # share of the author's articles


@dataclass(frozen=True, slots=True)
class Spread:
    """How a line stands on the articles that have it.

    `distinct` are those that have not most of their text in common with another. `unlike`: they are of several authors,
    as far as authors are known, and on different topics. `at_end`: only lines that repeat stand behind it; `amid`: it
    is never among the first.
    """

    distinct: int
    days: int
    unlike: bool
    at_end: bool
    amid: bool
    cohesion: float
    authors: frozenset[str]

    @classmethod
    def of(cls, key: str, carriers: Sequence[Imprint]) -> Self:
        lines = [carrier.by_key[key] for carrier in carriers]
        cohesions = [line.cohesion for line in lines if line.cohesion is not None]
        authors = Counter(author for carrier in carriers for author in carrier.authors)
        return cls(
            distinct=_distinct(carriers),
            days=len({carrier.day for carrier in carriers}),
            unlike=_of_several_authors(carriers) and _sameness(carriers) <= _MAX_SAMENESS,
            at_end=_is_at_end(lines, carriers),
            amid=sum(line.start >= _MIN_START for line in lines) >= _USUAL * len(lines),
            cohesion=fmean(cohesions) if cohesions else 1,
            authors=frozenset(author for author, count in authors.items() if count >= _USUAL * len(carriers)),
        )


class SiteLines:
    """What the articles of one site have shown of its lines; `learn` articles as `clean` returns them, then pass it in.

    It remembers the latest WINDOW articles, about 2 kB for each. The same articles give the same lines, in whatever
    order they were learned, while they fit into the window.
    """

    def __init__(self, imprints: Iterable[Imprint] = ()) -> None:
        self._imprints: dict[str, Imprint] = {}
        self._carriers: dict[str, list[str]] = {}  # ids by line, sorted
        self._by_author: Counter[str] = Counter()
        self._spreads: dict[str, tuple[list[str], Spread]] = {}
        for imprint in imprints:
            self.add(imprint)

    def learn(self, article: Article) -> Imprint:
        """Takes in an article with all of its lines; a later text of the same article replaces the earlier one."""
        imprint = Imprint.of(article)
        self.add(imprint)
        return imprint

    def add(self, imprint: Imprint) -> None:
        """Takes in what `learn` returned for an article."""
        if imprint.id in self._imprints:
            self._forget(imprint.id)
        elif len(self._imprints) >= WINDOW:
            self._forget(next(iter(self._imprints)))
        self._imprints[imprint.id] = imprint
        self._by_author.update(imprint.authors)
        for key in imprint.by_key:
            insort(self._carriers.setdefault(key, []), imprint.id)

    def without_standing(self, article: Article) -> Article:
        """The article without the lines that stand on many pages of its site."""
        standing = self.standing(article)
        return without_paragraphs(article, standing) if standing else article

    def standing(self, article: Article) -> dict[int, str]:
        """The standing lines of an article with all of its lines: the number of each, from 0, and where it stands."""
        imprint = self._imprints.get(article.id)
        if imprint is None or imprint.content_hash != article.content_hash:
            imprint = Imprint.of(article)
        if not any(self._is_repeated(line.key) for line in imprint.lines):
            return {}
        texts = article.body.split("\n\n")
        count = self._tail(imprint)
        found = self._at_end(imprint.lines[len(imprint.lines) - count :], texts)
        amid = (line for line in imprint.lines[: len(imprint.lines) - count] if line.of_outlet)
        found |= {line: why for line in amid if (why := self._why_amid(line))}
        found = {line: why for line, why in found.items() if not _QUOTATION.search(texts[line.start])}
        if sum(line.length for line in found) > _MAX_DROPPED * imprint.length:
            return {}
        return {line.start: why for line, why in sorted(found.items(), key=lambda item: item[0].start)}

    def _forget(self, story: str) -> None:
        imprint = self._imprints.pop(story)
        self._by_author.subtract(imprint.authors)
        for key in imprint.by_key:
            carriers = self._carriers[key]
            del carriers[bisect_left(carriers, story)]
            self._spreads.pop(key, None)
            if not carriers:
                del self._carriers[key]

    def _is_repeated(self, key: str) -> bool:
        return len(self._carriers.get(key, ())) >= _REPEATED

    def _tail(self, imprint: Imprint) -> int:
        """How many lines at the end are repeated on the site; 0 where all are."""
        for count, line in enumerate(reversed(imprint.lines)):
            if not self._is_repeated(line.key):
                return count
        return 0

    def _at_end(self, tail: Sequence[Line], texts: Sequence[str]) -> dict[Line, str]:
        """The standing lines among the last ones, with the headings and short links that always stand beside them."""
        found = {line: why for line in tail if _says_something(line) and (why := self._why_at_end(line))}
        for one, other in (*pairwise(tail), *pairwise(reversed(tail))):
            if one in found and not _says_something(other) and not ends_sentence(texts[other.start]):
                carriers, others = (set(self._carriers[line.key]) for line in (one, other))
                if len(carriers & others) >= _USUAL * max(len(carriers), len(others)):
                    found[other] = found[one]
        return found

    def _why_at_end(self, line: Line) -> str | None:
        spread = self._spread(line.key)
        if spread is None or not spread.at_end:
            return None
        if (author := line.author) in spread.authors and self._reaches(
            BIOGRAPHY, line, spread, self._by_author[author]
        ):
            return f"{len(self._carriers[line.key])} of {self._by_author[author]} pages by {author}"
        return self._why_on_site(OUTLET_TAIL if line.of_outlet else TAIL, line, spread)

    def _why_amid(self, line: Line) -> str | None:
        spread = self._spread(line.key) if line.start >= _MIN_START else None
        return self._why_on_site(OUTLET_AMID, line, spread) if spread and spread.amid else None

    def _why_on_site(self, bar: Bar, line: Line, spread: Spread) -> str | None:
        if not spread.unlike or spread.cohesion > _MAX_COHESION:
            return None
        if not self._reaches(bar, line, spread, len(self._imprints)):
            return None
        return f"{len(self._carriers[line.key])} of {len(self._imprints)} pages of this site"

    def _reaches(self, bar: Bar, line: Line, spread: Spread, total: int) -> bool:
        enough = len(self._carriers[line.key]) >= max(bar.pages, bar.share * total)
        return enough and spread.distinct >= min(bar.pages, _MIN_DISTINCT) and spread.days > 1

    def _spread(self, key: str) -> Spread | None:
        """How a line stands on a sample of its articles; None for one that is not repeated."""
        if not self._is_repeated(key):
            return None
        sample = self._carriers[key][:_SAMPLE]
        known = self._spreads.get(key)
        if known is None or known[0] != sample:
            known = self._spreads[key] = sample, Spread.of(key, [self._imprints[story] for story in sample])
        return known[1]


def without_standing(outcomes: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
    """The outcomes of one site's pages, in their order, each article without the standing lines of the site.

    Each is compared with WINDOW articles around it, half of them before it and half behind; these are held in memory.
    """
    lines = SiteLines()
    waiting: deque[Article | Reject] = deque()
    for outcome in outcomes:
        waiting.append(outcome)
        if isinstance(outcome, Article):
            lines.learn(outcome)
        if len(waiting) > WINDOW // 2:
            yield _finished(lines, waiting.popleft())
    while waiting:
        yield _finished(lines, waiting.popleft())


def _finished(lines: SiteLines, outcome: Article | Reject) -> Article | Reject:
    return lines.without_standing(outcome) if isinstance(outcome, Article) else outcome


def _says_something(line: Line) -> bool:
    """Whether the line is more than an everyday sentence or a heading."""
    return line.length >= _MIN_LENGTH or line.of_outlet or line.author is not None


def _distinct(carriers: Sequence[Imprint]) -> int:
    found: list[Imprint] = []
    for carrier in carriers:
        if not any(_are_alike(carrier, other) for other in found):
            found.append(carrier)
    return len(found)


def _are_alike(one: Imprint, other: Imprint) -> bool:
    common = one.by_key.keys() & other.by_key.keys()
    return sum(one.by_key[key].length for key in common) > _MAX_COMMON * min(one.length, other.length)


def _of_several_authors(carriers: Sequence[Imprint]) -> bool:
    authors = {carrier.authors for carrier in carriers}
    return len(authors) > 1 or authors == {()}


def _sameness(carriers: Sequence[Imprint]) -> float:
    counts = Counter(word for carrier in carriers for word in carrier.words)
    enough = max(3, _COMMON_WORD * len(carriers))
    return sum(count for count in counts.values() if count >= enough) / max(1, counts.total())


def _is_at_end(lines: Sequence[Line], carriers: Sequence[Imprint]) -> bool:
    """Whether on most of its articles the line is about as far from the end, and only lines that repeat follow it."""
    counts = Counter(key for carrier in carriers for key in carrier.by_key)
    ends = 0
    for line, carrier in zip(lines, carriers, strict=True):
        place = carrier.lines.index(line)
        repeated = [counts[other.key] >= max(2, min(_REPEATED, len(carriers) / 4)) for other in carrier.lines]
        ends += all(repeated[place:]) and not all(repeated[:place])
    middle = median(line.end for line in lines)
    usual = sum(abs(line.end - middle) <= 1 for line in lines)
    return min(ends, usual) >= _USUAL * len(lines)
