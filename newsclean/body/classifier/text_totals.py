"""How much text is where: of each block, and totals over the blocks of one element, one signature, one subtree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsclean.page.blocks import Block
from newsclean.page.sentences import ends_sentence

from .arrays import Column, Indexes

# Shorter lines are menus and labels; they do not show where the text is.
MIN_TEXT = 20


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """Per block, the totals of its group: characters outside links (`free`), characters in links, number of blocks."""

    free: Column
    linked: Column
    blocks: Column

    @property
    def link_share(self) -> Column:
        return self.linked / (self.free + self.linked + 1)


class TextTotals:
    """The text of one page in numbers, per block: `chars` is its number of characters, `sizes` its length (see
    `length_of`), `linked`, `strong` and `italic` the characters of each kind, `density` the share of `linked`, `free`
    what is not linked in texts of some size, `ends` whether it ends as a sentence does."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        amounts = np.array(
            [(len(b.text), b.length, b.link_chars, b.strong_chars, b.italic_chars) for b in blocks], np.float64
        )
        self.chars, self.sizes, self.linked, self.strong, self.italic = np.ascontiguousarray(amounts.T)
        self.density = self.linked / np.maximum(1, self.chars)
        self.free = np.where(self.sizes > MIN_TEXT, self.sizes * (1 - self.density), 0.0)
        self.all_free = float(self.free.sum()) or 1.0
        self.ends = np.array([ends_sentence(block.text) for block in blocks])

    def by(self, codes: Indexes) -> GroupTotals:
        """The totals by group; blocks with the same code are one group."""

        def total(amounts: Column | None) -> Column:
            return np.bincount(codes, amounts)[codes].astype(np.float64)

        return GroupTotals(total(self.free), total(self.linked), total(None))


def codes_of(keys: Sequence[object]) -> Indexes:
    """A number per key, from 0 in order of appearance: the same for equal ones."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], np.intp)
