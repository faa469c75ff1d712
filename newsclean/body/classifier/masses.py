"""How much text stands where: sums over the blocks of one element, one signature, one subtree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from newsclean.page.blocks import Block

from .places import Places

Column = NDArray[np.float64]

# Shorter lines are menus and labels; they say nothing of where the text is.
MIN_TEXT = 20


@dataclass(frozen=True, slots=True)
class Mass:
    """Characters outside links, those of them that trafilatura took, characters in links, and the number of blocks.

    Each by block: what the blocks of its group have together.
    """

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


class Masses:
    """The text masses of one page. `free` and `taken` are by block, in page order."""

    def __init__(self, blocks: Sequence[Block], kept: frozenset[int]) -> None:
        sizes = np.array([block.length for block in blocks], np.float64)
        linked = np.array([block.link_density for block in blocks], np.float64)
        self.free = np.where(sizes > MIN_TEXT, sizes * (1 - linked), 0.0)
        self.taken = np.where([block.index in kept for block in blocks], self.free, 0.0)
        self.linked = np.array([block.link_chars for block in blocks], np.float64)
        self.all_free = float(self.free.sum()) or 1.0
        self.all_taken = float(self.taken.sum()) or 1.0

    def by(self, codes: NDArray[np.intp]) -> Mass:
        """The masses of the groups that blocks with one code are."""

        def total(amounts: Column | None) -> Column:
            return np.bincount(codes, amounts)[codes].astype(np.float64)

        return Mass(total(self.free), total(self.taken), total(self.linked), total(None))

    def container(self, owners: Sequence[HtmlElement], share: float, places: Places) -> tuple[HtmlElement, ...]:
        """The chain of the innermost element with that share of the text that trafilatura took, else of all text."""
        chosen: list[float] = (self.taken if self.taken.any() else self.free).tolist()
        below: dict[HtmlElement, float] = defaultdict(float)
        for owner, amount in zip(owners, chosen, strict=True):
            if amount:
                for element in places.chain(owner):
                    below[element] += amount
        least = share * sum(chosen)
        chains = [places.chain(element) for element, amount in below.items() if amount >= least]
        return max(chains, key=len, default=())
