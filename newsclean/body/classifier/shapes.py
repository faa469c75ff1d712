"""The shape of a block's whole text: its sentences, marks and quotes, and its length beside the page's paragraphs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes, Matrix
from .characters import (
    BRACKET,
    CAPITAL,
    COLON,
    DASH,
    DIGIT,
    EXCLAMATION,
    LETTER,
    MARK,
    QUESTION,
    QUOTE,
    SLASH,
    Characters,
)

SHAPE_NAMES = tuple(
    f"shape:{name}"
    for name in (
        "sentences", "sentence_chars", "last_chars", "marks", "quotes", "colons", "questions", "exclamations",
        "brackets", "slashes", "dashes", "all_capitals", "capital_words", "small_start", "digit_start", "digits",
        "letter_end", "word_chars", "to_median", "to_before", "to_behind",
    )
)  # fmt: skip
# Shorter blocks (characters outside links) are no paragraphs to measure others by.
MIN_PARAGRAPH = 60
MOST = 20
_COUNTED = (QUOTE, COLON, QUESTION, EXCLAMATION, BRACKET, SLASH, DASH)


def shapes(blocks: Sequence[Block], index: Indexes, free: Column) -> Matrix:
    """The columns SHAPE_NAMES of the blocks of `index`. `free` has the characters outside links of all blocks."""
    texts = [blocks[i].text for i in index.tolist()]
    found = Characters(texts)
    sizes, letters, words = found.sizes, np.maximum(1, found.count(LETTER)), np.maximum(1, found.words())
    sentences, capitals = found.sentences(), found.count(CAPITAL)
    return np.column_stack([
        np.log1p(sentences),
        np.log1p(sizes / np.maximum(1, sentences)),
        [math.log1p(len(text) - max(text.rfind(". ", 0, -2), text.rfind("。", 0, -1))) for text in texts],
        found.count(MARK) / sizes,
        *(np.minimum(found.count(kind), MOST) for kind in _COUNTED),
        (capitals > 0.9 * letters) & (letters > 3),
        found.words(CAPITAL) / words,
        [text[0].islower() for text in texts],
        [text[0].isdigit() for text in texts],
        np.log1p(found.count(DIGIT)),
        [text[-1].isalnum() for text in texts],
        sizes / words,
        *_lengths(blocks, index, free),
    ]).astype(np.float32)  # fmt: skip


def _lengths(blocks: Sequence[Block], index: Indexes, free: Column) -> list[Column]:
    """The lengths, in powers of e, beside those of the page's median paragraph and of the blocks before and behind."""
    sizes = np.log1p([block.length for block in blocks])
    paragraphs = sizes[free > MIN_PARAGRAPH]
    median = np.median(paragraphs) if len(paragraphs) else math.log1p(MIN_PARAGRAPH)
    padded = np.pad(sizes, 1)
    return [sizes[index] - median, sizes[index] - padded[index], sizes[index] - padded[index + 2]]
