"""The images, players and controls of a page: how many are in an element, how far they are from a block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lxml.html import HtmlElement

from newsclean.page.blocks import CONTROL_TAGS, PLAYER_TAGS, Block

from .arrays import Indexes
from .page_tree import PageTree

# Distances are counted in blocks, up to this.
FAR_BLOCKS = 9
# Images of at most this width or height (pixels, where the page says so) are icons or count visitors.
SMALL = 48


class PageObjects:
    """The objects between the blocks of a page. `images` and `controls`: how many each element of the tree has.

    `image_distances` and `player_distances`: per block, the blocks between it and the nearest one before and behind.
    """

    def __init__(self, blocks: Sequence[Block], tree: PageTree) -> None:
        found = [(kind, block, element) for block in blocks for element in block.objects if (kind := _kind(element))]
        self.images, self.controls = (
            tree.inside([tree.around(element) for kind, _, element in found if kind == wanted])
            for wanted in ("image", "control")
        )
        self.image_distances, self.player_distances = (
            _distances([block.index for kind, block, _ in found if kind == wanted], len(blocks))
            for wanted in ("image", "player")
        )


def _kind(element: HtmlElement) -> str | None:
    """What an object is; None for a small image and for the inner part of one that is counted already."""
    if element.tag in CONTROL_TAGS:
        return "control"
    if element.tag in PLAYER_TAGS:
        return "player"
    parent = element.getparent()
    small = any(size.isdecimal() and int(size) <= SMALL for size in map(element.get, ("width", "height")) if size)
    return None if small or (parent is not None and parent.tag == "picture") else "image"


def _distances(spots: Sequence[int], size: int) -> tuple[Indexes, Indexes]:
    """Per block, how many blocks stand between it and the nearest of these spots before and behind it."""
    known = np.array([-FAR_BLOCKS - 1, *spots, size + FAR_BLOCKS])
    here = np.arange(size)
    following = np.searchsorted(known, here, "right")
    before, behind = here - known[following - 1], known[following] - here - 1
    return np.minimum(before, FAR_BLOCKS), np.minimum(behind, FAR_BLOCKS)
