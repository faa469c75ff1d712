"""What is remembered of an article to find the lines that repeat on its site: of each line a hash and a few figures."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import Self

from newsclean.lang.language import words_of_all
from newsclean.models import Article
from newsclean.page.blocks import letters_of
from newsclean.page.scripts import is_unspaced, length_of, topic_words, words_of
from newsclean.page.urls import domain_of

# Of a longer text (a liveblog) the first and the last lines, as many of each.
MAX_LINES = 25
# Lines at the end of a text that may be standing lines.
MAX_TAIL = 6
# Words of an article that are remembered: those with the lowest hashes, so that two articles with the same words
# remember the same ones (a bottom-k sketch: Cohen & Kaplan, PODC 2007).
MAX_WORDS = 64
# Shorter words are mostly of the kind that every text has (characters).
_MIN_WORD = 6
# Shorter names are everyday words, or parts of them (characters).
_MIN_NAME = 5
_MAX_NAME_WORDS = 6
# Words of these themes in a line that speaks of publishing: a few stand in any text.
_THEMES = ("invitation", "origin", "rights")
_MIN_THEME_WORDS = 2
_MIN_THEME_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article: its place from the start and from the end of the text, both from 0, and its length.

    `of_outlet`: it names the outlet, has a mail address or handle, or speaks of publishing (authors, rights,
    newsletters). `author` is the author of the article whom it names. `cohesion` is the share of its longer words that
    the rest of the article has too: 0.4 to 0.5 is usual within an article, 0.15 to 0.2 between two. In the middle of
    the text only the outlet's name and addresses are looked for, and there is no cohesion without them.
    """

    key: str
    start: int
    end: int
    length: int
    of_outlet: bool = False
    author: str | None = None
    cohesion: float | None = None


@dataclass(frozen=True)
class Imprint:
    """An article as far as the lines of its site go. `day` is that of publication, else of fetching.

    `content_hash` is that of the whole text, `words` are hashes of some of the words before its last lines.
    """

    id: str
    content_hash: str
    day: str
    authors: tuple[str, ...]
    lines: tuple[Line, ...]
    words: tuple[int, ...]

    @classmethod
    def of(cls, article: Article) -> Self:
        """The imprint of an article with all of its lines."""
        lines, words = _Reader(article).read()
        day = (article.date or article.fetched_at).isoformat()[:10]
        return cls(article.id, article.content_hash, day, article.authors, lines, words)

    @cached_property
    def length(self) -> int:
        """That of all lines."""
        return sum(line.length for line in self.lines)

    @cached_property
    def by_key(self) -> dict[str, Line]:
        """The lines by their letters; of lines with the same ones, the last."""
        return {line.key: line for line in self.lines}

    def to_json(self) -> str:
        lines = [(x.key, x.start, x.end, x.length, x.of_outlet, x.author, x.cohesion) for x in self.lines]
        parts = (self.id, self.content_hash, self.day, self.authors, lines, self.words)
        return json.dumps(parts, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        story, content_hash, day, authors, lines, words = json.loads(text)
        return cls(story, content_hash, day, tuple(authors), tuple(Line(*line) for line in lines), tuple(words))


class _Reader:
    """One reading of an article's text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.texts = article.body.split("\n\n")
        self.folded = [text.casefold() for text in self.texts]
        outlet = letters_of(_label_of(article.url))
        self.of_outlet = ["@" in text or _names(text, outlet) for text in self.folded]
        told = ["" if of_outlet else text for text, of_outlet in zip(self.folded, self.of_outlet, strict=True)]
        half = max(len(told) - MAX_TAIL, (len(told) + 1) // 2)
        self.words_before_end = Counter(topic_words(" ".join([article.title.casefold(), *told[:half]])))
        self.words = self.words_before_end + Counter(topic_words(" ".join(told[half:])))

    def read(self) -> tuple[tuple[Line, ...], tuple[int, ...]]:
        count = len(self.texts)
        remembered = (place for place in range(count) if place < MAX_LINES or place >= count - MAX_LINES)
        return tuple(map(self._line, remembered)), _sketch(self.words_before_end)

    def _line(self, start: int) -> Line:
        text, folded, of_outlet = self.texts[start], self.folded[start], self.of_outlet[start]
        end, length = len(self.texts) - 1 - start, length_of(text)
        key = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
        if end >= MAX_TAIL and not of_outlet:
            return Line(key, start, end, length)
        words = Counter(topic_words(folded))
        elsewhere = sum(self.words[word] > (0 if of_outlet else count) for word, count in words.items())
        return Line(
            *(key, start, end, length),
            of_outlet=of_outlet or _is_on_publishing(folded),
            author=next((name for name in self.article.authors if _names(folded, letters_of(name))), None),
            cohesion=round(elsewhere / max(1, len(words)), 2),
        )


@lru_cache(256)
def _label_of(url: str) -> str:
    return domain_of(url).removeprefix("www.").partition(".")[0]


def _names(folded: str, name: str) -> bool:
    """Whether the letters of a name stand in a text as one or several whole words."""
    if len(name) < _MIN_NAME or name[:_MIN_NAME] not in folded.replace(" ", ""):
        return False
    words = words_of(folded)
    runs = ("".join(words[start : start + _MAX_NAME_WORDS]) for start in range(len(words)))
    return any(run.startswith(name) for run in runs)


def _is_on_publishing(folded: str) -> bool:
    words = words_of(folded)
    return sum(word in _words_of_themes() for word in words) >= max(_MIN_THEME_WORDS, _MIN_THEME_SHARE * len(words))


@cache
def _words_of_themes() -> frozenset[str]:
    return frozenset(word for theme in _THEMES for word in words_of_all(attrgetter(f"themes.{theme}")) if len(word) > 3)


def _sketch(words: Iterable[str]) -> tuple[int, ...]:
    """Hashes of the longer words; of unspaced scripts, of pairs of characters."""
    long = (word.encode("utf-8", "replace") for word in words if len(word) >= _MIN_WORD or is_unspaced(word))
    return tuple(sorted(map(zlib.crc32, long))[:MAX_WORDS])
