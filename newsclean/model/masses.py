"""How much text stands where: sums over the blocks of one element, one signature, one subtree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ..blocks import Block
from .places import Places

# Shorter lines are menus and labels; they say nothing of where the text is.
MIN_TEXT = 20


@dataclass(slots=True)
class Mass:
    """Characters outside links, those of them that trafilatura took, characters in links, and the number of blocks."""

    free: float = 0.0
    taken: float = 0.0
    linked: float = 0.0
    blocks: int = 0

    @property
    def kept_share(self) -> float:
        return self.taken / (self.free + 1)

    @property
    def link_share(self) -> float:
        return self.linked / (self.free + self.linked + 1)


class Masses:
    """The text masses of one page. `free` and `taken` are by block, in page order."""

    def __init__(self, blocks: Sequence[Block], kept: frozenset[int]) -> None:
        sizes = ((block.length, block.link_density) for block in blocks)
        self.free = [size * (1 - density) if size > MIN_TEXT else 0.0 for size, density in sizes]
        self.taken = [free if block.index in kept else 0.0 for free, block in zip(self.free, blocks, strict=True)]
        self.linked = [float(block.link_chars) for block in blocks]
        self.all_free = sum(self.free) or 1.0
        self.all_taken = sum(self.taken) or 1.0

    def by(self, keys: Sequence[Hashable]) -> dict[Hashable, Mass]:
        """The masses of the blocks that share a key; `keys` in page order."""
        found: dict[Hashable, Mass] = defaultdict(Mass)
        for key, free, taken, linked in zip(keys, self.free, self.taken, self.linked, strict=True):
            mass = found[key]
            mass.free += free
            mass.taken += taken
            mass.linked += linked
            mass.blocks += 1
        return found

    def container(self, owners: Sequence[HtmlElement], share: float, places: Places) -> tuple[HtmlElement, ...]:
        """The chain of the innermost element with that share of the text that trafilatura took, else of all text."""
        chosen = self.taken if any(self.taken) else self.free
        below: dict[HtmlElement, float] = defaultdict(float)
        for owner, amount in zip(owners, chosen, strict=True):
            if amount:
                for element in places.chain(owner):
                    below[element] += amount
        least = share * sum(chosen)
        chains = [places.chain(element) for element, amount in below.items() if amount >= least]
        return max(chains, key=len, default=())
