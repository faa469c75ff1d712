"""What shows that a block belongs to an image: images beside it, their texts, a small wrapper, the end of a credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import numpy as np
from rapidfuzz import fuzz

from newsclean.page.blocks import Block, letters_of

from .arrays import Column, Indexes, Matrix
from .characters import CAPITAL, LETTER, Characters
from .objects import PageObjects
from .page_tree import FAR, PageTree

CAPTION_NAMES = tuple(
    f"caption:{name}"
    for name in (
        "image_before", "image_behind", "player_before", "player_behind", "alt_likeness", "wrapper_chars",
        "wrapper_blocks", "wrapper_up", "slash_end", "bracket_end", "file_name", "capital_end",
    )
)  # fmt: skip
# Blocks between an image and a block that is still beside it.
BESIDE = 2
# Characters of a text that is compared with an image's own; letters of one that says something.
MAX_CAPTION = 600
MIN_LETTERS = 8
_SLASH = re.compile(r"[\w.&’'-]{2,}\s?/\s?[\w.&’' -]{2,30}[.)\]]?$")
_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]{2,60})[)\]）]\W?$")
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b", re.I)
# Characters at the end of a text in which a credit is, and capitals are counted.
END = 64
LAST = 24


def captions(blocks: Sequence[Block], index: Indexes, tree: PageTree, objects: PageObjects, sizes: Column) -> Matrix:
    """The columns CAPTION_NAMES of the blocks of `index`. `sizes` are the lengths of all blocks."""
    distances = np.column_stack([*objects.image_distances, *objects.player_distances])[index]
    return np.column_stack([
        distances,
        _alt_likeness(blocks, index, objects),
        _wrappers(tree.owners[index], tree, objects.images, sizes),
        _ends([blocks[i].text for i in index.tolist()]),
    ]).astype(np.float32)  # fmt: skip


def _alt_likeness(blocks: Sequence[Block], index: Indexes, objects: PageObjects) -> list[float]:
    """How like the block is to the text of an image beside it, 0 to 1; -1 where no image there has a text."""
    before, behind = objects.image_distances
    found = []
    for i in index.tolist():
        likest = -1.0
        if len(blocks[i].text) <= MAX_CAPTION and (before[i] <= BESIDE or behind[i] <= BESIDE):
            near = range(max(0, i - BESIDE), min(len(blocks), i + BESIDE + 2))
            texts = map(letters_of, chain.from_iterable(map(objects.texts, near)))
            likest = max((_likeness(blocks[i].letters, text) for text in texts if len(text) >= MIN_LETTERS), default=-1)
        found.append(likest)
    return found


def _likeness(one: str, other: str) -> float:
    if len(one) >= MIN_LETTERS and (one in other or other in one):
        return 1.0
    return fuzz.ratio(one, other[:MAX_CAPTION]) / 100


def _wrappers(owners: Indexes, tree: PageTree, images: Indexes, sizes: Column) -> Matrix:
    """Characters and blocks of the smallest element with an image that holds the block, and steps up to it."""
    wrapper = tree.nearest(images > 0)[owners]
    columns = np.column_stack([
        np.log1p(tree.sums(sizes))[wrapper],
        np.log1p(tree.behind - tree.first)[wrapper],
        np.minimum(tree.depths[owners] - tree.depths[wrapper], FAR),
    ])  # fmt: skip
    columns[wrapper < 0] = [99, 99, FAR]
    return columns.astype(np.float32)


def _ends(texts: Sequence[str]) -> Column:
    """Whether a text ends in words about a slash; the length of a bracket there; names of image files; capitals."""
    ends = [text[-END:] for text in texts]
    brackets = [_BRACKET.search(end) for end in ends]
    last = Characters([text[-LAST:] for text in texts])
    return np.column_stack([
        ["/" in end and _SLASH.search(end) is not None for end in ends],
        [len(bracket[1]) if bracket else 0 for bracket in brackets],
        [_FILE.search(text[-MAX_CAPTION:]) is not None for text in texts],
        last.count(CAPITAL) / np.maximum(1, last.count(LETTER)),
    ])  # fmt: skip
