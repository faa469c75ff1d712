"""What was taken for main content, and where a block stands by it."""

from __future__ import annotations

import numpy as np

from .arrays import Amounts, Column, Indexes, Marks, Matrix, table
from .boxes import Boxes
from .layout import PageLayout
from .places import steps

KEPT_NAMES = (
    "sig_kept", "sig_kept_share", "own_kept", "parent_kept", "parent_kept_share", "grand_kept", "grand_kept_share",
    "kept", "kept_near", "kept_before", "kept_after", "kept_position", "chars_before", "chars_after", "in_half",
    "up_half", "in_most", "up_most", "below_most", "kept_blocks", "slot_rank", "in_slot",
)  # fmt: skip
# Blocks between a block and the main content that it is near.
NEAR_KEPT = 3


class KeptText:
    """What was taken for main content, `taken`, the blocks of these indexes; and where it is.

    `half` and `most` are the innermost elements with half and with four fifths of it, or of all text where nothing was
    taken. `boxes` are those in these two.
    """

    def __init__(self, page: PageLayout, taken: frozenset[int]) -> None:
        self.page = page
        self.spots = np.array(sorted(taken), np.intp)
        marked = np.zeros(len(page.blocks), np.bool_)
        marked[self.spots] = True
        self.marked = marked
        self.taken = np.where(marked, page.totals.free, 0.0)
        self.all_taken = float(self.taken.sum()) or 1.0
        amounts = self.taken if self.taken.any() else page.totals.free
        self.half = page.tree.holding(0.5, amounts)
        self.most = page.tree.holding(0.8, amounts)
        self.boxes = Boxes(page.tree, (self.half, self.most))
        self.before, self.after = self._nearest()

    def near(self) -> Marks:
        """Which blocks are near it."""
        return np.minimum(self.before, self.after) <= NEAR_KEPT

    def features(self, index: Indexes) -> Matrix:
        """The columns KEPT_NAMES of the blocks of `index`."""
        page, spots, taken = self.page, self.spots, self.taken
        first, last = (spots[0], spots[-1]) if len(spots) else (0, len(page.blocks))
        half, most = steps(page, index, self.half), steps(page, index, self.most)
        taken_before = (np.concatenate([[0.0], np.cumsum(taken)[:-1]]) / self.all_taken)[index]
        before, after = self.before[index], self.after[index]
        kept = [(name, *self._kept(name, index)) for name in ("sig", "own", "parent", "grand")]
        slot = self._slot()
        columns: dict[str, Amounts] = {f"{name}_kept": amount for name, amount, _ in kept}
        columns |= {f"{name}_kept_share": share for name, _, share in kept}
        columns |= {
            "kept": before == 0,
            "kept_near": np.minimum(np.minimum(before, after), 20),
            "kept_before": np.minimum(before, 20),
            "kept_after": np.minimum(after, 20),
            "kept_position": (index - first) / max(1, last - first),
            "chars_before": taken_before,
            "chars_after": 1 - taken_before,
            "in_half": half[:, 1] == 0,
            "up_half": half[:, 0],
            "in_most": most[:, 1] == 0,
            "up_most": most[:, 0],
            "below_most": most[:, 1],
            "kept_blocks": np.full(len(index), min(len(spots), 80)),
            "slot_rank": np.array([slot.get(i, -1) for i in index.tolist()]),
            "in_slot": np.array([i in slot for i in index.tolist()]),
        }
        return table(len(index), [columns[name] for name in KEPT_NAMES])

    def _kept(self, name: str, index: Indexes) -> tuple[Column, Column]:
        """The share of the main content that is in each block's group, and the share of the group that it is."""
        codes = self.page.groups[name]
        taken = np.bincount(codes, self.taken)
        free = np.bincount(codes, self.page.totals.free)
        codes = codes[index]
        return (taken / self.all_taken)[codes], (taken / (free + 1))[codes]

    def _nearest(self) -> tuple[Indexes, Indexes]:
        """Distance of each block to the nearest main content before and after it: 0 within it, 99 if there is none."""
        here, main = np.arange(len(self.page.blocks)), self.spots
        rank = np.searchsorted(main, here)
        after = np.where(rank < len(main), np.append(main, -1)[rank] - here, 99)
        before = np.where(rank > 0, here - np.append(-1, main)[rank], 99)
        before[main] = 0
        return before, after

    def _slot(self) -> dict[int, int]:
        """The texts between headline and first long block of the container, numbered in order: a lead is among them."""
        page = self.page
        if page.headline is None or self.half is None:
            return {}
        container = range(self.half, int(page.tree.ends[self.half]))
        found: dict[int, int] = {}
        for spot in range(page.headline + 1, min(page.headline + 25, len(page.blocks))):
            free = page.totals.free[spot]
            if free > 100 and page.tree.owners[spot] in container:
                break
            if free > 25:
                found[spot] = len(found)
        return found
