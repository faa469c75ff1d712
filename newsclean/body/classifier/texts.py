"""The shape of a block's text in numbers, independent of its place on the page and its language."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from newsclean.lang.language import THEMES, words_of_all
from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .characters import CAPITAL, DIGIT, LETTER, Characters

# Characters at the beginning of a text that its shares are computed from.
START = 240

_SHAPES = (
    "chars", "words", "link_density", "strong_share", "sentence_end", "opening_quote", "digit_share", "upper_share",
    "commas", "colon_end", "label", "has_date", "credit_end", "at_sign", "bar", "ellipsis", "links", "breaks", "hidden",
    "common_words", "letter_share", "capitalised",
)  # fmt: skip

TEXT_NAMES = (*_SHAPES, *(f"words:{theme}" for theme in THEMES))

_WORD = re.compile(r"\w+")
_OPENING_QUOTE = re.compile(r"^[\"'“„«‘「『–—-]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b")
_LABEL = re.compile(r"^\W*[^\s:]+(?: [^\s:]+){0,3}\s?:\s")
_CREDIT = re.compile(r"[(\[/|©][^()\[\]]{2,60}[)\]]?$")


def text_features(blocks: Sequence[Block], common: frozenset[str]) -> NDArray[np.float32]:
    """The columns TEXT_NAMES, a row per block. Shares are those of a text's beginning, which resembles the rest."""
    starts = [block.text[:START] for block in blocks]
    lower = [[*map(str.lower, _WORD.findall(start))] for start in starts]
    characters = Characters(starts)
    letters, size, words_begun = characters.count(LETTER), characters.sizes, characters.words()
    whole = np.array([len(block.text) for block in blocks])
    known = np.array([sum(map(common.__contains__, words)) for words in lower])
    columns = dict(zip(_SHAPES, np.array(list(map(_row, blocks, starts)), np.float64).T, strict=True))
    columns["words"] = words_begun * whole / size
    columns["commas"] *= whole / size
    columns["digit_share"] = characters.count(DIGIT) / size
    columns["upper_share"] = characters.count(CAPITAL) / np.maximum(1, letters)
    columns["common_words"] = known / np.maximum(1, words_begun)
    columns["letter_share"] = letters / size
    columns["capitalised"] = characters.words(CAPITAL) / np.maximum(1, words_begun)
    themes = np.array([_themes(words) for words in lower], np.float32)
    return np.column_stack([*columns.values(), themes]).astype(np.float32)


def _row(block: Block, start: str) -> tuple[float, ...]:
    """The columns of one block; 0 for those that `text_features` computes for all blocks at once."""
    text = block.text
    return (
        math.log1p(block.length),
        0,
        block.link_density,
        block.strong_chars / len(text),
        ends_sentence(text),
        _OPENING_QUOTE.match(text) is not None,
        0,
        0,
        start.count(","),
        text[-1] == ":",
        _LABEL.match(start) is not None,
        _DATE.search(start) is not None,
        _CREDIT.search(text[-64:]) is not None,
        "@" in text,
        "|" in text,
        "…" in text[-2:] or text.endswith("..."),
        len(block.links),
        block.breaks_before,
        block.hidden,
        0,
        0,
        0,
    )


def _themes(words: Sequence[str]) -> list[int]:
    """How many distinct words of each theme the text has."""
    known = _theme_words()
    found = Counter(theme for word in known.keys() & set(words) for theme in known[word])
    return [found[theme] for theme in THEMES]


@cache
def _theme_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for theme in THEMES:
        for word in words_of_all(attrgetter(f"themes.{theme}")):
            found[word] = (*found.get(word, ()), theme)
    return found


def common_words(blocks: Sequence[Block]) -> frozenset[str]:
    """The words that most long texts of the page share: its function words, in any language."""
    seen: Counter[str] = Counter()
    number = 0
    for block in blocks:
        if len(block.text) > 80 and block.link_density < 0.5:
            number += 1
            seen.update({word.lower() for word in _WORD.findall(block.text[:START])})
    least = max(2, 0.2 * number)
    return frozenset(word for word, count in seen.most_common(60) if count >= least)
