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
    """The objects between the blocks of a page. `images`, `players`, `controls`: how many each element of the tree has.

    `image_distances` and `player_distances`: per block, the blocks between it and the nearest one before and behind.
    """

    def __init__(self, blocks: Sequence[Block], tree: PageTree) -> None:
        self._images: dict[int, list[HtmlElement]] = {}
        players: list[int] = []
        inside: dict[str, list[int]] = {"image": [], "player": [], "control": []}
        for block in blocks:
            for element in block.objects:
                kind = _kind(element)
                if kind is None:
                    continue
                inside[kind].append(tree.around(element))
                if kind == "image":
                    self._images.setdefault(block.index, []).append(element)
                elif kind == "player":
                    players.append(block.index)
        self.images, self.players, self.controls = map(tree.inside, inside.values())
        self.image_distances = _distances([*self._images], len(blocks))
        self.player_distances = _distances(players, len(blocks))


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
