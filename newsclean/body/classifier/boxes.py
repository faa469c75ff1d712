"""The boxes that a block is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arrays import Amounts, Column, Indexes
from .page_tree import PageTree

# The box in the container of half of the prose, that in the container of most of it, and the elements above the block.
BOXES = ("half", "most", "up1", "up2", "up3")


class Boxes:
    """The boxes of a page: every element of its tree, and behind them, numbered on, every block as a box of its own.

    A box holds the blocks from `first` to before `behind`. `of_block` has, for each of BOXES, the box of each block.
    """

    def __init__(self, tree: PageTree, containers: Sequence[int | None]) -> None:
        self.tree = tree
        spots = np.arange(len(tree.owners))
        self.first = np.concatenate([tree.first, spots])
        self.behind = np.concatenate([tree.behind, spots + 1])
        self.parents = np.concatenate([tree.parents, tree.owners])
        above = [tree.parents[tree.owners]]
        for _ in range(2):
            above.append(tree.parents[above[-1]])
        self.of_block = dict(zip(BOXES, [*map(self._children, containers), *above], strict=True))

    def _children(self, container: int | None) -> Indexes:
        """Per block, the element below the innermost one that it shares with the container, which is in it or beside
        it; the block itself where it is directly in that element."""
        tree = self.tree
        shared = tree.shared(container or 0, tree.owners)
        own = tree.depths[tree.owners] == shared
        return np.where(own, len(tree.elements) + np.arange(len(own)), tree.at_depth(tree.owners, shared + 1))

    def sums(self, amounts: Amounts) -> Column:
        """Per box, the sum of these amounts, one per block."""
        until = np.concatenate([[0.0], np.cumsum(amounts)])
        return np.asarray(until[self.behind] - until[self.first])

    def spans(self) -> dict[str, tuple[Indexes, Indexes]]:
        """For each of BOXES, the first block of each block's box, and the one behind its last."""
        return {name: (self.first[boxes], self.behind[boxes]) for name, boxes in self.of_block.items()}
