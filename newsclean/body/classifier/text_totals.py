"""How much text is where: totals over the blocks of one element, one signature, one subtree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes
from .page_tree import PageTree

# Shorter lines are menus and labels; they do not show where the text is.
MIN_TEXT = 20


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """Per block, the totals of its group: characters outside links (`free`), those of them in main content (`taken`),
    characters in links, and the number of blocks."""

    free: Column
    taken: Column
    linked: Column
    blocks: Column

    @property
    def kept_share(self) -> Column:
        return self.taken / (self.free + 1)

    @property
    def link_share(self) -> Column:
        return self.linked / (self.free + self.linked + 1)


class TextTotals:
    """The amounts of text of one page, per block: `sizes` and `density` are its length and share of links, `free`,
    `taken` and `linked` as in `GroupTotals`."""

    def __init__(self, blocks: Sequence[Block], main: frozenset[int]) -> None:
        self.sizes = np.array([block.length for block in blocks], np.float64)
        self.density = np.array([block.link_density for block in blocks], np.float64)
        self.free = np.where(self.sizes > MIN_TEXT, self.sizes * (1 - self.density), 0.0)
        self.taken = np.where([block.index in main for block in blocks], self.free, 0.0)
        self.linked = np.array([block.link_chars for block in blocks], np.float64)
        self.all_free = float(self.free.sum()) or 1.0
        self.all_taken = float(self.taken.sum()) or 1.0

    def by(self, codes: Indexes) -> GroupTotals:
        """The totals by group; blocks with the same code are one group."""

        def total(amounts: Column | None) -> Column:
            return np.bincount(codes, amounts)[codes].astype(np.float64)

        return GroupTotals(total(self.free), total(self.taken), total(self.linked), total(None))

    def container(self, tree: PageTree, share: float) -> int | None:
        """The innermost element with this share of the main content, or of all text if there is none."""
        return tree.holding(share, self.taken if self.taken.any() else self.free)


def codes_of(keys: Sequence[object]) -> Indexes:
    """A number per key, from 0 in order of appearance: the same for equal ones."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], np.intp)
