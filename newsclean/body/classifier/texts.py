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

_LETTER, _DIGIT, _CAPITAL, _IN_WORD = 1, 2, 4, 8
_PLANE = 0x10000


def text_features(blocks: Sequence[Block], common: frozenset[str]) -> NDArray[np.float32]:
    """The columns TEXT_NAMES, a row per block. Shares are those of a text's beginning, which resembles the rest."""
    starts = [block.text[:START] for block in blocks]
    lower = [[*map(str.lower, _WORD.findall(start))] for start in starts]
    letters, digits, capitals, words, capitalised = _counts(starts)
    size = np.array([len(start) for start in starts])
    whole = np.array([len(block.text) for block in blocks])
    known = np.array([sum(map(common.__contains__, words)) for words in lower])
    columns = dict(zip(_SHAPES, np.array(list(map(_row, blocks, starts)), np.float64).T, strict=True))
    columns["words"] = words * whole / size
    columns["commas"] *= whole / size
    columns["digit_share"] = digits / size
    columns["upper_share"] = capitals / np.maximum(1, letters)
    columns["common_words"] = known / np.maximum(1, words)
    columns["letter_share"] = letters / size
    columns["capitalised"] = capitalised / np.maximum(1, words)
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


def _counts(texts: Sequence[str]) -> tuple[NDArray[np.intp], ...]:
    """Letters, digits, capitals, words and capitalised words of each text, none of which is empty."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le"), np.uint32)
    kinds = _character_kinds()[np.where(codes < _PLANE, codes, 0)]
    in_word = (kinds & _IN_WORD) > 0
    begins = in_word.copy()
    begins[1:] &= ~in_word[:-1]
    capital = (kinds & _CAPITAL) > 0
    spots = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    marks = ((kinds & _LETTER) > 0, (kinds & _DIGIT) > 0, capital, begins, begins & capital)
    return tuple(np.add.reduceat(mark, spots, dtype=np.intp) for mark in marks)


@cache
def _character_kinds() -> NDArray[np.uint8]:
    """The kinds of each character of the basic plane, as bits; characters beyond it, mostly emoji, have none."""
    plane = [*map(chr, range(_PLANE))]
    tests = ((str.isalpha, _LETTER), (str.isdigit, _DIGIT), (str.isupper, _CAPITAL), (str.isalnum, _IN_WORD))
    kinds = np.zeros(_PLANE, np.uint8)
    for is_kind, bit in tests:
        kinds[np.fromiter(map(is_kind, plane), bool, _PLANE)] |= bit
    kinds[ord("_")] |= _IN_WORD
    return kinds


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
