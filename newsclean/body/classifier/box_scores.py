"""The first scores of the boxes that a block is in, of the run of likely or unlikely blocks, and of its section."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .arrays import Column, Indexes, Marks, Matrix, table
from .boxes import BOXES

_OF_BOX = ("mean", "likely", "text", "density")
# The boxes whose next and previous blocks are looked at.
_NEXT_IN = ("half", "up1")
_OF_RUN = (
    "likely_run", "gap", "run_chars", "run_mean", "run_place", "run_rest", "chars_before_run", "chars_behind_run",
)  # fmt: skip
BOX_SCORE_NAMES = tuple(
    f"box_score:{name}"
    for name in (
        *(f"{box}_{what}" for box in BOXES for what in _OF_BOX),
        *(f"{box}_{side}" for box in _NEXT_IN for side in ("before", "behind")),
        *_OF_RUN,
        "section_mean", "section_likely", "prose_before", "prose_behind",
    )
)  # fmt: skip
LIKELY = 0.5
# Shorter blocks (characters) are no prose.
LONG = 100
MOST = 60
NOTHING = -0.1

Spans = dict[str, tuple[Indexes, Indexes]]


def box_scores(index: Indexes, boxes: Spans, heading: Marks, scores: Column, sizes: Column) -> Matrix:
    """The columns BOX_SCORE_NAMES of the blocks of `index`.

    `boxes` are those of `FeatureMatrix`, `scores` those of the first pass; `heading` says which blocks are headings,
    `sizes` how long they are.
    """
    likely = scores > LIKELY
    of_page = (*_runs(likely, scores, sizes), *_sections(heading, likely, scores), *_prose(likely & (sizes > LONG)))
    return table(len(index), (
        *_in_boxes(index, boxes, scores, sizes),
        *(column for name in _NEXT_IN for column in _neighbours(index, *boxes[name], scores)),
        *(column[index] for column in of_page),
    ))  # fmt: skip


def _in_boxes(index: Indexes, boxes: Spans, scores: Column, sizes: Column) -> Iterator[Column]:
    """Of each box: its mean score, its share of likely blocks and of the page's likely text, its mean per character."""
    mass = scores * sizes
    amounts = np.zeros((4, len(scores) + 1))
    np.cumsum([scores, scores > LIKELY, mass, sizes], axis=1, out=amounts[:, 1:])
    whole = max(1.0, float(mass.sum()))
    for name in BOXES:
        first, behind = (ends[index] for ends in boxes[name])
        total, likely, of_box, text = amounts[:, behind] - amounts[:, first]
        number = behind - first
        yield from (total / number, likely / number, of_box / whole, of_box / np.maximum(1.0, text))


def _neighbours(index: Indexes, first: Indexes, behind: Indexes, scores: Column) -> tuple[Column, Column]:
    """Scores of the block before and the one behind, where the box holds them."""
    padded = np.pad(scores, 1)
    return (
        np.where(index > first[index], padded[index], NOTHING),
        np.where(index + 1 < behind[index], padded[index + 2], NOTHING),
    )


def _runs(likely: Marks, scores: Column, sizes: Column) -> tuple[Column | Indexes, ...]:
    """Of the run of likely or of unlikely blocks that a block is in: its length, its text, its mean score, the block's
    place in it, and the text of the runs beside it."""
    runs = np.cumsum(np.diff(likely, prepend=likely[0]))
    number, chars, mass = (np.bincount(runs, amounts) for amounts in (None, sizes, scores))
    starts = np.cumsum(number) - number
    place = np.arange(len(runs)) - starts[runs]
    logs = np.log1p(np.pad(chars, 1))
    return (
        np.where(likely, np.minimum(number[runs], MOST), 0),
        np.where(likely, 0, np.minimum(number[runs], MOST)),
        logs[runs + 1],
        (mass / number)[runs],
        np.minimum(place, MOST),
        np.minimum(number[runs] - place - 1, MOST),
        logs[runs],
        logs[runs + 2],
    )


def _sections(heading: Marks, likely: Marks, scores: Column) -> Iterator[Column]:
    """Mean score and share of likely blocks of a block's section, which a heading opens and is not counted in."""
    sections = np.cumsum(heading)
    number = np.maximum(1, np.bincount(sections, ~heading))
    sums = (np.bincount(sections, np.where(heading, 0.0, amounts)) for amounts in (scores, likely))
    return ((total / number)[sections] for total in sums)


def _prose(prose: Marks) -> tuple[Indexes, Indexes]:
    """Per block, how many blocks the nearest likely prose is before and behind it; MOST where there is none."""
    here = np.arange(len(prose))
    known = np.array([-MOST, *np.flatnonzero(prose), len(prose) + MOST])
    before = here - known[np.searchsorted(known, here, "left") - 1]
    behind = known[np.searchsorted(known, here, "right")] - here
    return np.minimum(before, MOST), np.minimum(behind, MOST)
