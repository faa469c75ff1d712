"""What else is in the boxes that a block is in, and what stands before and behind them."""

from __future__ import annotations

import numpy as np

from newsclean.page.elements import HEADINGS

from .arrays import Indexes, Matrix, table
from .boxes import BOXES
from .kept_text import KeptText
from .layout import PageLayout

_COLUMNS = (
    "blocks", "chars", "link_share", "headings", "linked_headings", "images", "controls", "sentence_ends",
    "kept_share", "prose_share", "before", "behind",
)  # fmt: skip
BOX_NAMES = tuple(f"box:{box}_{column}" for box in BOXES for column in _COLUMNS)
_LINKED = 0.5


def box_features(index: Indexes, page: PageLayout, main: KeptText) -> Matrix:
    """The columns BOX_NAMES of the blocks of `index`."""
    rows = _table(page, main)
    return np.concatenate([rows[:, main.boxes.of_block[name][index]] for name in BOXES]).T


def _table(page: PageLayout, main: KeptText) -> Matrix:
    """A column per box."""
    totals, objects, boxes = page.totals, page.objects, main.boxes
    heading = np.array([block.element.tag in HEADINGS for block in page.blocks])
    linked = totals.density > _LINKED
    none = np.zeros(len(page.blocks))
    chars, free, number = boxes.sums(totals.sizes), boxes.sums(totals.free), boxes.behind - boxes.first
    until = np.concatenate([[0.0], np.cumsum(totals.free)])
    around = boxes.parents
    return table(len(number), (
        np.log1p(number),
        np.log1p(chars),
        boxes.sums(totals.linked) / (chars + 1),
        np.minimum(boxes.sums(heading), 30),
        np.minimum(boxes.sums(heading & linked), 30),
        np.minimum(np.concatenate([objects.images, none]), 30),
        np.minimum(np.concatenate([objects.controls, none]), 30),
        boxes.sums(totals.ends) / number,
        boxes.sums(main.taken) / (free + 1),
        free / totals.all_free,
        (until[boxes.first] - until[boxes.first[around]]) / totals.all_free,
        (until[boxes.behind[around]] - until[boxes.behind]) / totals.all_free,
    )).T  # fmt: skip
