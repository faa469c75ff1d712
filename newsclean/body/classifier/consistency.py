"""How like a block is to the page's prose in layout: signature, italics and bold, inline tags, class, depth, parent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Amounts, Column, Indexes, Matrix
from .page_tree import PageTree
from .text_totals import TextTotals, codes_of

CONSISTENCY_NAMES = tuple(
    f"consistency:{name}"
    for name in (
        "sig_blocks", "sig_prose", "sig_is_prose", "tag_prose", "inline_prose", "class_blocks", "class_prose",
        "italic", "italic_excess", "strong_excess", "link_excess", "depth_excess", "parent_prose", "parent_is_prose",
        "sig_run", "inline_count",
    )
)  # fmt: skip
# A shorter block (characters outside links) is not prose.
MIN_PROSE = 60
MOST = 20


def consistency(
    blocks: Sequence[Block], index: Indexes, tree: PageTree, groups: dict[str, Indexes], totals: TextTotals
) -> Matrix:
    """The columns CONSISTENCY_NAMES of the blocks of `index`. `groups` are those of `FeatureMatrix`."""
    prose = np.where(totals.free > MIN_PROSE, totals.free, 0.0)
    total = prose.sum() or 1.0
    sizes = np.array([len(block.text) for block in blocks], np.float64)
    italic = np.array([block.italic_chars for block in blocks], np.float64) / sizes
    strong = np.array([block.strong_chars for block in blocks], np.float64) / sizes
    depths = tree.depths[tree.owners].astype(np.float64)
    classes = codes_of([block.element.get("class", "") for block in blocks])
    inlines = codes_of([block.inline.tag if block.inline is not None else "" for block in blocks])
    ones = np.ones(len(blocks))
    sig, parent = groups["sig"], groups["parent"]

    def share(codes: Indexes, amounts: Amounts = ones) -> Column:
        return np.asarray(np.bincount(codes, amounts)[codes])

    def excess(values: Column) -> Column:
        return values - float((values * prose).sum()) / total

    columns = np.column_stack([
        share(sig) / len(blocks),
        share(sig, prose) / total,
        share(sig, prose > 0) / share(sig),
        share(groups["tag"], prose) / total,
        share(inlines, prose) / total,
        np.minimum(share(classes), MOST),
        share(classes, prose) / total,
        italic,
        excess(italic),
        excess(strong),
        excess(totals.density),
        excess(depths),
        share(parent, prose) / share(parent, sizes),
        share(parent, prose > 0) / share(parent),
        _run(sig),
    ])  # fmt: skip
    inner = [sum(1 for _ in islice(blocks[i].element.iterchildren(), MOST)) for i in index.tolist()]
    return np.column_stack([columns[index], inner]).astype(np.float32)


def _run(codes: Indexes) -> Indexes:
    """Per block, the length of the run of blocks with its signature that it is in."""
    runs = np.cumsum(np.diff(codes, prepend=codes[0]) != 0)
    return np.asarray(np.minimum(np.bincount(runs)[runs], MOST))
