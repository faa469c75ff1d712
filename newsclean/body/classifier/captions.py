"""What shows that a block belongs to an image: images and players beside it, a small wrapper."""

from __future__ import annotations

import numpy as np

from .arrays import Column, Indexes, Matrix, table
from .objects import PageObjects
from .page_tree import FAR, PageTree

CAPTION_NAMES = tuple(
    f"caption:{name}"
    for name in (
        "image_before", "image_behind", "player_before", "player_behind", "wrapper_chars", "wrapper_blocks",
        "wrapper_up",
    )
)  # fmt: skip


def captions(index: Indexes, tree: PageTree, objects: PageObjects, sizes: Column) -> Matrix:
    """The columns CAPTION_NAMES of the blocks of `index`. `sizes` are the lengths of all blocks."""
    distances = (distance[index] for distance in (*objects.image_distances, *objects.player_distances))
    return table(len(index), (*distances, *_wrappers(tree.owners[index], tree, objects.images, sizes)))


def _wrappers(owners: Indexes, tree: PageTree, images: Indexes, sizes: Column) -> tuple[Column, Column, Indexes]:
    """Characters and blocks of the smallest element with an image that holds the block, and steps up to it."""
    wrapper = tree.nearest(images > 0)[owners]
    none = wrapper < 0
    return (
        np.where(none, 99, np.log1p(tree.sums(sizes))[wrapper]),
        np.where(none, 99, np.log1p(tree.behind - tree.first)[wrapper]),
        np.where(none, FAR, np.minimum(tree.depths[owners] - tree.depths[wrapper], FAR)),
    )
