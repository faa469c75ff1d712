"""The features of the first pass: a row of numbers per block, computed alike in training and in use.

The main idea (docs/explanation/model.md): an article's paragraphs share one signature, the tags and classes of their
own element and its parent, and that signature holds most of the page's unlinked text. It needs no vocabulary and works
in any language. Further features: the shape of the text, its position on the page, what the main content finder took
nearby, and likeness to the page's own title and description. Then groups with a prefix each: images beside the block
(`caption:`), the boxes it is in (`box:`), links (`links:`), likeness to the prose's layout (`consistency:`).

What does not hang on the main content is computed once for a page, and used again when a finder was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Column, Indexes, Matrix, beside, table
from .box_features import BOX_NAMES, box_features
from .captions import CAPTION_NAMES, captions
from .consistency import CONSISTENCY_NAMES, consistency
from .kept_text import KEPT_NAMES, KeptText
from .layout import PageLayout
from .likeness import LIKENESS_NAMES, PageFacts, likeness
from .link_features import LINK_NAMES, link_features
from .places import PLACE_NAMES, places
from .surroundings import surrounding_names, surroundings
from .texts import TEXT_NAMES, text_features

TAGS = ("p", "div", "li", "h2", "h3", "h4", "tr", "blockquote", "figcaption", "section", "td", "dd", "h1", "h5")
INLINE_TAGS = ("strong", "b", "em", "i", "a", "span", "small", "time", "font", "u", "h2")
# Of the neighbours, by whether they hang on the main content.
NEAR_FEATURES = ("chars", "link_density", "sentence_end", "strong_share", "title_ratio", "sig_share")
NEAR_KEPT_FEATURES = ("kept", "parent_kept_share")
OFFSETS = (-2, -1, 1, 2)
_TAG_COLUMN = {tag: column for column, tag in enumerate(TAGS)}
_INLINE_COLUMN = {tag: column for column, tag in enumerate(INLINE_TAGS)}


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """The features of the blocks that may be the article: `index` are their indexes on the page, `rows` their rows.

    `groups` has, for each kind of neighbourhood, a number for every block of the page: blocks of one group share it.
    `boxes` has, for each kind of box, the first block of every block's box and the one behind its last. `sizes` are the
    lengths of all blocks of the page.
    """

    rows: Matrix
    index: Indexes
    groups: dict[str, Indexes]
    boxes: dict[str, tuple[Indexes, Indexes]]
    sizes: Column

    def column(self, name: str) -> Matrix:
        """The column with this name, a number per row."""
        return self.rows[:, _columns()[name]]


@cache
def feature_names() -> tuple[str, ...]:
    """Names of the columns of `FeatureMatrix.rows`, in order."""
    same = tuple(f"same_sig@{offset:+d}" for offset in OFFSETS)
    return (*_own_names(), *_around(NEAR_FEATURES), *same, *KEPT_NAMES, *BOX_NAMES, *_around(NEAR_KEPT_FEATURES))


@cache
def _own_names() -> tuple[str, ...]:
    """Names of the columns of a block itself that do not hang on the main content."""
    tags = (*(f"tag:{tag}" for tag in TAGS), *(f"inline:{tag}" for tag in INLINE_TAGS))
    groups = CAPTION_NAMES + LINK_NAMES + CONSISTENCY_NAMES
    return (*TEXT_NAMES, *LIKENESS_NAMES, *PLACE_NAMES, *surrounding_names(), *tags, *groups)


def _around(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}@{offset:+d}" for offset in OFFSETS for name in names)


@cache
def _columns() -> dict[str, int]:
    return {name: column for column, name in enumerate(feature_names())}


class PageFeatures:
    """What the classifier sees of the blocks of one page, none of which is empty."""

    def __init__(self, blocks: Sequence[Block], facts: PageFacts) -> None:
        self.layout = PageLayout(blocks, facts.title) if blocks else None
        self._facts = facts
        self._known: tuple[Indexes, Matrix] | None = None

    def with_main(self, main: frozenset[int]) -> FeatureMatrix:
        """The features when these blocks, by index, are taken for main content."""
        page = self.layout
        if page is None:
            return FeatureMatrix(_no_rows(), np.zeros(0, np.intp), {}, {}, np.zeros(0))
        kept = KeptText(page, main)
        likely = page.candidates()
        if main:
            likely |= kept.near()
        index = np.flatnonzero(likely)
        rows = self._rows(page, kept, index) if len(index) else _no_rows()
        return FeatureMatrix(rows, index, page.groups, kept.boxes.spans(), page.totals.sizes)

    def _rows(self, page: PageLayout, kept: KeptText, index: Indexes) -> Matrix:
        of_kept = kept.features(index)
        near = of_kept[:, [KEPT_NAMES.index(name) for name in NEAR_KEPT_FEATURES]]
        shifted = _shifted(near, index, len(page.blocks))
        return beside(self._own(page, index), of_kept, box_features(index, page, kept), shifted)

    def _own(self, page: PageLayout, index: Indexes) -> Matrix:
        """The columns that do not hang on the main content."""
        if self._known is None or not np.array_equal(self._known[0], index):
            self._known = index, _own_features(page, index, self._facts)
        return self._known[1]


def _no_rows() -> Matrix:
    return np.zeros((0, len(feature_names())), np.float32)


def _own_features(page: PageLayout, index: Indexes, facts: PageFacts) -> Matrix:
    blocks, totals = page.blocks, page.totals
    own = beside(
        text_features(blocks, index, totals),
        likeness(blocks, index, facts, page.headline),
        places(page, index),
        surroundings(page.tree, index),
        _own_tags([blocks[i] for i in index.tolist()]),
        captions(index, page.tree, page.objects, totals.sizes),
        link_features(blocks, index, totals),
        consistency(page, index),
    )
    names = _own_names()
    near = own[:, [names.index(name) for name in NEAR_FEATURES]]
    sig = page.groups["sig"]
    spots = [index + offset for offset in OFFSETS]
    same = [(spot >= 0) & (spot < len(sig)) & (sig[spot.clip(0, len(sig) - 1)] == sig[index]) for spot in spots]
    return beside(own, _shifted(near, index, len(sig)), table(len(index), same))


def _own_tags(blocks: Sequence[Block]) -> Matrix:
    rows = np.zeros((len(TAGS) + len(INLINE_TAGS), len(blocks)), np.float32)
    for spot, block in enumerate(blocks):
        if (column := _TAG_COLUMN.get(block.element.tag)) is not None:
            rows[column, spot] = 1
        if block.inline is not None and (column := _INLINE_COLUMN.get(block.inline.tag)) is not None:
            rows[len(TAGS) + column, spot] = 1
    return rows.T


def _shifted(columns: Matrix, index: Indexes, size: int) -> Matrix:
    """These columns of the neighbours, by OFFSETS; -1 for a neighbour without a row. The page has `size` blocks."""
    reach = OFFSETS[-1]
    padded = np.full((columns.shape[1], size + 2 * reach), -1.0, np.float32)
    padded[:, index + reach] = columns.T
    return np.concatenate([padded[:, index + reach + offset] for offset in OFFSETS]).T
