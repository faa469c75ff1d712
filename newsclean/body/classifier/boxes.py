"""The boxes that a block is in: what else is in them, and what stands before and behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS
from newsclean.page.sentences import ends_sentence

from .arrays import Amounts, Column, Indexes, Matrix
from .objects import PageObjects
from .page_tree import PageTree
from .text_totals import TextTotals

# The box in the container of half of the prose, that in the container of most of it, and the elements above the block.
BOXES = ("half", "most", "up1", "up2", "up3")
_COLUMNS = (
    "blocks", "chars", "link_share", "headings", "linked_headings", "images", "controls", "sentence_ends",
    "kept_share", "prose_share", "before", "behind",
)  # fmt: skip
BOX_NAMES = tuple(f"box:{box}_{column}" for box in BOXES for column in _COLUMNS)
_LINKED = 0.5


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


def box_features(
    blocks: Sequence[Block], index: Indexes, boxes: Boxes, totals: TextTotals, objects: PageObjects
) -> Matrix:
    """The columns BOX_NAMES of the blocks of `index`."""
    table = _table(blocks, boxes, totals, objects)
    return np.hstack([table[boxes.of_block[name][index]] for name in BOXES]).astype(np.float32)


def _table(blocks: Sequence[Block], boxes: Boxes, totals: TextTotals, objects: PageObjects) -> Column:
    """A row per box."""
    heading = np.array([block.element.tag in HEADINGS for block in blocks])
    linked = totals.density > _LINKED
    ends = np.array([ends_sentence(block.text) for block in blocks])
    none = np.zeros(len(blocks))
    chars, free, number = boxes.sums(totals.sizes), boxes.sums(totals.free), boxes.behind - boxes.first
    until = np.concatenate([[0.0], np.cumsum(totals.free)])
    around = boxes.parents
    return np.column_stack([
        np.log1p(number),
        np.log1p(chars),
        boxes.sums(totals.linked) / (chars + 1),
        np.minimum(boxes.sums(heading), 30),
        np.minimum(boxes.sums(heading & linked), 30),
        np.minimum(np.concatenate([objects.images, none]), 30),
        np.minimum(np.concatenate([objects.controls, none]), 30),
        boxes.sums(ends) / number,
        boxes.sums(totals.taken) / (free + 1),
        free / totals.all_free,
        (until[boxes.first] - until[boxes.first[around]]) / totals.all_free,
        (until[boxes.behind[around]] - until[boxes.behind]) / totals.all_free,
    ])  # fmt: skip
