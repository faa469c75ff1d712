"""The features of the first pass: a row of numbers per block, computed alike in training and in use.

The main idea (docs/explanation/model.md): an article's paragraphs share one signature, the tags and classes of their
own element and its parent, and that signature holds most of the page's unlinked text. It needs no vocabulary and works
in any language. Further features: the shape of the text, its position on the page, what the main content finder took
nearby, and likeness to the page's own title, description and authors. Then groups with a prefix each: images beside the
block (`caption:`), the boxes it is in (`box:`), links and openings (`links:`), the shape of its whole text (`shape:`),
its repeats (`repeat:`), likeness to the prose's layout (`consistency:`), roles and labels around it (`role:`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from newsclean.page.blocks import Block

from .arrays import Indexes, Matrix
from .boxes import BOX_NAMES, box_features
from .captions import CAPTION_NAMES, captions
from .consistency import CONSISTENCY_NAMES, consistency
from .layout import POSITION_NAMES, PageLayout
from .likeness import LIKENESS_NAMES, PageFacts, likeness
from .link_features import LINK_NAMES, link_features
from .positions import surrounding_names, surroundings
from .repeats import REPEAT_NAMES, repeats
from .shapes import SHAPE_NAMES, shapes
from .texts import TEXT_NAMES, common_words, text_features

TAGS = ("p", "div", "li", "h2", "h3", "h4", "tr", "blockquote", "figcaption", "section", "td", "dd", "h1", "h5")
INLINE_TAGS = ("strong", "b", "em", "i", "a", "span", "small", "time", "font", "u", "h2")
NEAR_FEATURES = (
    "chars", "link_density", "sentence_end", "kept", "sig_share", "parent_kept_share", "title_ratio", "strong_share",
)  # fmt: skip
OFFSETS = (-2, -1, 1, 2)
_GROUP_NAMES = CAPTION_NAMES + BOX_NAMES + LINK_NAMES + SHAPE_NAMES + REPEAT_NAMES + CONSISTENCY_NAMES
_TAG_COLUMN = {tag: column for column, tag in enumerate(TAGS)}
_INLINE_COLUMN = {tag: column for column, tag in enumerate(INLINE_TAGS)}


@dataclass(frozen=True, slots=True)
class FeatureMatrix:
    """The features of the blocks that may be the article: `index` are their indexes on the page, `rows` their rows.

    `groups` has, for each kind of neighbourhood, a number for every block of the page: blocks of one group share it.
    `boxes` has, for each kind of box, the first block of every block's box and the one behind its last.
    """

    rows: Matrix
    index: Indexes
    groups: dict[str, Indexes]
    boxes: dict[str, tuple[Indexes, Indexes]]

    def column(self, name: str) -> Matrix:
        """The column with this name, a number per row."""
        return self.rows[:, feature_names().index(name)]


@cache
def feature_names() -> tuple[str, ...]:
    """Names of the columns of `FeatureMatrix.rows`, in order."""
    own = tuple(f"tag:{tag}" for tag in TAGS) + tuple(f"inline:{tag}" for tag in INLINE_TAGS)
    around = tuple(f"{name}@{offset:+d}" for offset in OFFSETS for name in NEAR_FEATURES)
    same = tuple(f"same_sig@{offset:+d}" for offset in OFFSETS)
    return TEXT_NAMES + LIKENESS_NAMES + POSITION_NAMES + surrounding_names() + own + around + same + _GROUP_NAMES


def block_features(blocks: Sequence[Block], main: frozenset[int], facts: PageFacts) -> FeatureMatrix:
    """The features of a page's blocks. `main` are the indexes of those taken for main content."""
    if not blocks:
        return FeatureMatrix(np.zeros((0, len(feature_names())), np.float32), np.zeros(0, np.intp), {}, {})
    page = PageLayout(blocks, main, facts)
    index = page.candidates()
    if not len(index):
        return FeatureMatrix(np.zeros((0, len(feature_names())), np.float32), index, page.groups, page.boxes.spans())
    chosen = [blocks[i] for i in index.tolist()]
    table = np.hstack([
        text_features(chosen, common_words(blocks)),
        likeness(blocks, index, facts, page.headline),
        page.features(index),
        surroundings(page.tree, index),
        _own_tags(chosen),
    ])  # fmt: skip
    rows = np.hstack([table, _around(table, index, page.groups["sig"]), _groups(page, index, facts)])
    return FeatureMatrix(rows, index, page.groups, page.boxes.spans())


def _groups(page: PageLayout, index: Indexes, facts: PageFacts) -> Matrix:
    blocks, totals = page.blocks, page.totals
    return np.hstack([
        captions(blocks, index, page.tree, page.objects, totals.sizes),
        box_features(blocks, index, page.boxes, totals, page.objects),
        link_features(blocks, index, facts.domain),
        shapes(blocks, index, totals.free),
        repeats(blocks, index, totals.taken, facts),
        consistency(blocks, index, page.tree, page.groups, totals),
    ])  # fmt: skip


def _own_tags(blocks: Sequence[Block]) -> Matrix:
    own = np.array([_TAG_COLUMN.get(block.element.tag, -1) for block in blocks])
    inline = np.array(
        [_INLINE_COLUMN.get(block.inline.tag, -1) if block.inline is not None else -1 for block in blocks]
    )
    columns = own[:, None] == np.arange(len(TAGS)), inline[:, None] == np.arange(len(INLINE_TAGS))
    return np.hstack(columns).astype(np.float32)


def _around(table: Matrix, index: Indexes, sig: Indexes) -> Matrix:
    """NEAR_FEATURES of the neighbours, -1 for a neighbour without a row; then whether signatures agree."""
    names = TEXT_NAMES + LIKENESS_NAMES + POSITION_NAMES
    columns = table[:, [names.index(name) for name in NEAR_FEATURES]]
    size = len(sig)
    padded = np.full((size, len(NEAR_FEATURES)), -1.0, np.float32)
    padded[index] = columns
    shifted, same = [], []
    for offset in OFFSETS:
        spots = index + offset
        inside = (spots >= 0) & (spots < size)
        spots = np.clip(spots, 0, size - 1)
        shifted.append(np.where(inside[:, None], padded[spots], np.float32(-1.0)))
        same.append((inside & (sig[spots] == sig[index]))[:, None].astype(np.float32))
    return np.hstack([*shifted, *same])
