"""The links of a block and of its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes, Marks, Matrix, table
from .text_totals import TextTotals

LINK_NAMES = tuple(f"links:{name}" for name in ("whole", "per_100", "near_share", "near_whole", "run", "address_times"))
# A block with this share of its text in links is a link as a whole.
WHOLE = 0.95
NEAR = 3
MOST = 20


def link_features(blocks: Sequence[Block], index: Indexes, totals: TextTotals) -> Matrix:
    """The columns LINK_NAMES of the blocks of `index`."""
    sizes, linked = totals.chars, totals.linked
    whole = linked > WHOLE * sizes
    chosen = index.tolist()
    times = Counter([address for block in blocks if block.links for address in set(block.links)])
    per_100 = 100 * np.array([len(block.links) for block in blocks]) / np.maximum(20, sizes)
    return table(len(index), (
        whole[index],
        per_100[index],
        (_near(linked) / np.maximum(1, _near(sizes)))[index],
        _near(whole.astype(np.float64))[index],
        np.minimum(run_lengths(whole), MOST)[index],
        [min(max(map(times.__getitem__, links)), MOST) if (links := blocks[i].links) else 0 for i in chosen],
    ))  # fmt: skip


def run_lengths(marked: Marks) -> Indexes:
    """Per block, the length of the run of marked blocks that it is in; 0 for one that is not marked."""
    runs = np.cumsum(np.diff(marked.astype(np.int8), prepend=0) != 0)
    return np.where(marked, np.bincount(runs)[runs], 0)


def _near(amounts: Column) -> Column:
    """Per block, the sum of these amounts over the blocks near it and itself."""
    until = np.cumsum(np.pad(amounts, (NEAR + 1, NEAR)))
    return np.asarray(until[2 * NEAR + 1 :] - until[: -2 * NEAR - 1])
