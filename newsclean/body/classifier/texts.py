"""The shape of a block's text in numbers, independent of its place on the page and its language."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes, Matrix, table
from .characters import CAPITAL, DIGIT, LETTER, Characters
from .text_totals import TextTotals

# Characters at the beginning of a text that its shares are computed from.
START = 240
# Shorter blocks (characters outside links) are no paragraphs to measure others by.
MIN_PARAGRAPH = 60

TEXT_NAMES = (
    "chars", "words", "link_density", "strong_share", "sentence_end", "opening_quote", "digit_share", "upper_share",
    "commas", "colon_end", "label", "has_date", "credit_end", "at_sign", "bar", "ellipsis", "links", "breaks", "hidden",
    "letter_share", "capitalised", "to_median", "to_before", "to_behind",
)  # fmt: skip

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b")
_LABEL = re.compile(r"\W*[^\s:]+(?: [^\s:]+){0,3}\s?:\s")
_CREDIT = re.compile(r"[(\[/|©][^()\[\]]{2,60}[)\]]?$")
_QUOTES = frozenset("\"'“„«‘「『–—-")


def text_features(blocks: Sequence[Block], index: Indexes, totals: TextTotals) -> Matrix:
    """The columns TEXT_NAMES of the blocks of `index`. Shares are those of a text's beginning, which resembles the
    rest."""
    chosen = [blocks[spot] for spot in index.tolist()]
    texts = [block.text for block in chosen]
    starts = [text[:START] for text in texts]
    characters = Characters(starts)
    size, letters, words = characters.sizes, characters.count(LETTER), characters.words()
    grown = totals.chars[index] / size
    return table(len(index), (
        np.log1p(totals.sizes[index]),
        words * grown,
        totals.density[index],
        totals.strong[index] / totals.chars[index],
        totals.ends[index],
        [text[0] in _QUOTES for text in texts],
        characters.count(DIGIT) / size,
        characters.count(CAPITAL) / np.maximum(1, letters),
        np.array([start.count(",") for start in starts]) * grown,
        [text[-1] == ":" for text in texts],
        [":" in start and _LABEL.match(start) is not None for start in starts],
        [_DATE.search(start) is not None for start in starts],
        [_CREDIT.search(text[-64:]) is not None for text in texts],
        ["@" in text for text in texts],
        ["|" in text for text in texts],
        ["…" in text[-2:] or text.endswith("...") for text in texts],
        [len(block.links) for block in chosen],
        [block.breaks_before for block in chosen],
        [block.hidden for block in chosen],
        letters / size,
        characters.words(CAPITAL) / np.maximum(1, words),
        *_lengths(index, totals),
    ))  # fmt: skip


def _lengths(index: Indexes, totals: TextTotals) -> tuple[Column, Column, Column]:
    """The lengths, in powers of e, beside those of the page's median paragraph and of the blocks before and behind."""
    sizes = np.log1p(totals.sizes)
    paragraphs = sizes[totals.free > MIN_PARAGRAPH]
    median = np.median(paragraphs) if len(paragraphs) else math.log1p(MIN_PARAGRAPH)
    padded = np.pad(sizes, 1)
    return sizes[index] - median, sizes[index] - padded[index], sizes[index] - padded[index + 2]
