"""How like a block is to the page's prose in layout: signature, italics and bold, inline tags, class, depth, parent."""

from __future__ import annotations

from itertools import islice

import numpy as np

from .arrays import Amounts, Column, Indexes, Matrix, table
from .layout import PageLayout

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


def consistency(page: PageLayout, index: Indexes) -> Matrix:
    """The columns CONSISTENCY_NAMES of the blocks of `index`."""
    totals, groups = page.totals, page.groups
    is_prose = totals.free > MIN_PROSE
    prose = np.where(is_prose, totals.free, 0.0)
    total = prose.sum() or 1.0
    italic = totals.italic / totals.chars
    sig, parent = groups["sig"], groups["parent"]

    def share(codes: Indexes, amounts: Amounts | None = None) -> Column:
        return np.asarray(np.bincount(codes, amounts)[codes[index]])

    def excess(values: Column) -> Column:
        return values[index] - float((values * prose).sum()) / total

    of_sig = share(sig)
    return table(len(index), (
        of_sig / len(page.blocks),
        share(sig, prose) / total,
        share(sig, is_prose) / of_sig,
        share(groups["tag"], prose) / total,
        share(groups["inline_tag"], prose) / total,
        np.minimum(share(groups["class"]), MOST),
        share(groups["class"], prose) / total,
        italic[index],
        excess(italic),
        excess(totals.strong / totals.chars),
        excess(totals.density),
        excess(page.tree.depths[page.tree.owners].astype(np.float64)),
        share(parent, prose) / share(parent, totals.chars),
        share(parent, is_prose) / share(parent),
        _run(sig)[index],
        [sum(1 for _ in islice(page.blocks[i].element.iterchildren(), MOST)) for i in index.tolist()],
    ))  # fmt: skip


def _run(codes: Indexes) -> Indexes:
    """Per block, the length of the run of blocks with its signature that it is in."""
    runs = np.cumsum(np.diff(codes, prepend=codes[0]) != 0)
    return np.asarray(np.minimum(np.bincount(runs)[runs], MOST))
