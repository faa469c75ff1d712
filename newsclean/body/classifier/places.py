"""Where each block stands: how much text is around it, and how far the headline is."""

from __future__ import annotations

import numpy as np

from .arrays import Column, Indexes, Matrix, table
from .layout import PageLayout
from .page_tree import FAR

PLACE_NAMES = (
    "depth", "index_share", "sig_share", "sig_rank", "sig_count", "own_share", "own_link", "parent_share",
    "grand_share", "parent_link", "from_title", "after_title", "tag_share", "siblings", "inline_sig_share", "title_up",
    "title_down",
)  # fmt: skip


def places(page: PageLayout, index: Indexes) -> Matrix:
    """The columns PLACE_NAMES of the blocks of `index`."""
    tree, totals, groups, headline = page.tree, page.totals, page.groups, page.headline
    own, parent, grand, sig = (totals.by(groups[name]) for name in ("own", "parent", "grand", "sig"))
    all_free, size = totals.all_free, len(page.blocks)
    if headline is None:
        title = np.full((len(index), 2), -1, np.intp)
        from_title, after_title = np.full(len(index), -99), np.full(len(index), -1)
    else:
        title = steps(page, index, int(tree.owners[headline]))
        from_title, after_title = np.clip(index - headline, -20, 60), index > headline
    return table(len(index), (
        tree.depths[tree.owners[index]],
        index / size,
        (sig.free / all_free)[index],
        _ranks(groups["sig"], sig.free)[index],
        np.minimum(sig.blocks, 50)[index],
        (own.free / all_free)[index],
        own.link_share[index],
        (parent.free / all_free)[index],
        (grand.free / all_free)[index],
        parent.link_share[index],
        from_title,
        after_title,
        _shares(groups["tag"], totals.free, all_free)[index],
        np.minimum(parent.blocks, 60)[index],
        _shares(groups["inline"], totals.free, all_free)[index],
        *title.T,
    ))  # fmt: skip


def _shares(codes: Indexes, amounts: Column, total: float) -> Column:
    return np.asarray((np.bincount(codes, amounts) / total)[codes])


def _ranks(codes: Indexes, free: Column) -> Indexes:
    """Rank of each block's group on the page, by the amount of text it holds; 0 for the most."""
    by_code = np.zeros(codes.max() + 1)
    by_code[codes] = free
    ranks = np.empty(len(by_code), np.intp)
    ranks[np.argsort(-by_code, kind="stable")] = np.arange(len(by_code))
    return np.minimum(ranks, 20)[codes]


def steps(page: PageLayout, index: Indexes, element: int | None) -> Indexes:
    """Per block: steps up to the innermost element that also holds `element`, and from there down to it."""
    tree = page.tree
    depths = tree.depths[tree.owners[index]]
    if element is None:
        return np.column_stack([np.minimum(depths - 1, FAR), np.zeros(len(index), np.intp)])
    shared = tree.shared(element, tree.owners[index])
    return np.asarray(np.minimum(np.column_stack([depths - shared, tree.depths[element] - shared]), FAR))
