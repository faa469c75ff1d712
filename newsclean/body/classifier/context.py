"""The features of the second pass: the first scores of a block's neighbours, of its groups and of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS

from .arrays import Column, Indexes, Marks, Matrix, beside, table
from .box_scores import BOX_SCORE_NAMES, NOTHING, box_scores
from .features import FeatureMatrix

REACH = 4
GROUPS = ("own", "parent", "grand", "sig", "tag")

# Below MIN_SCORE a block is dropped whatever its neighbours score.
MIN_SCORE = 0.03
MIN_REPEATED_SCORE = 0.05
# Characters; a text of 400 letters may have many marks and spaces.
MAX_REPEATED = 1000
LONG = 100
_HEADINGS = HEADINGS - {"h1"}


@cache
def context_names() -> tuple[str, ...]:
    """Names of the columns of `context_features`, in order."""
    near = tuple(f"score@{offset:+d}" for step in range(1, REACH + 1) for offset in (step, -step))
    groups = tuple(f"score_{name}_{what}" for name in GROUPS for what in ("others", "share", "mean"))
    page = ("score_before", "score_after", "score_mass", "score_most")
    lines = ("repeated", "after_colon", "is_heading", "next_scores", "heading_score")
    spots = ("from_first", "to_last", "from_first_long", "to_last_long", "likely_blocks")
    return ("score", *near, *groups, *page, *lines, *spots, *BOX_SCORE_NAMES)


def context_features(blocks: Sequence[Block], features: FeatureMatrix, scores: Column) -> Matrix:
    """One row for each block of `features.index`.

    `scores` are those of the first pass for every block of the page, 0 where it gave none.
    """
    index, sizes = features.index, features.sizes
    heading = np.array([*map(_is_heading, blocks)])
    return beside(
        table(len(index), [
            scores[index],
            *_neighbours(scores, index),
            *(column for name in GROUPS for column in _group(features.groups[name], scores, sizes, index)),
            *_sums(scores, sizes, index),
            *_lines(blocks, index, scores, heading),
            *_distances(scores, sizes, index),
        ]),
        box_scores(index, features.boxes, heading, scores, sizes),
    )  # fmt: skip


def _neighbours(scores: Column, index: Indexes) -> Iterator[Column]:
    padded = np.pad(scores, REACH, constant_values=NOTHING)
    for step in range(1, REACH + 1):
        yield padded[index + REACH + step]
        yield padded[index + REACH - step]


def _group(codes: Indexes, scores: Column, sizes: Column, index: Indexes) -> tuple[Column, Column, Column]:
    """Mean score of the others in its group, the group's share of likely text, its mean score per character."""
    count = np.bincount(codes)
    total = np.bincount(codes, weights=scores)
    mass = np.bincount(codes, weights=scores * sizes)
    text = np.bincount(codes, weights=sizes)
    codes = codes[index]
    others = np.where(count[codes] == 1, NOTHING, (total[codes] - scores[index]) / np.maximum(1, count[codes] - 1))
    return others, mass[codes] / max(1.0, float(mass.sum())), mass[codes] / np.maximum(1, text[codes])


def _sums(scores: Column, sizes: Column, index: Indexes) -> tuple[Column, ...]:
    mass = scores * sizes
    until = np.cumsum(mass)
    total = max(1.0, float(until[-1]))
    ones = np.ones(len(index))
    return ((until - mass) / total)[index], ((total - until) / total)[index], ones * total, ones * scores.max()


def _lines(blocks: Sequence[Block], index: Indexes, scores: Column, heading: Marks) -> Iterator[list[float]]:
    """Repeats of likely text, lines after a colon, headings and the scores below them, for the blocks of `index`."""
    likely = "\n".join(
        [
            block.letters
            for block, score in zip(blocks, scores.tolist(), strict=True)
            if score > 0.5 and len(block.letters) > 20
        ]
    )
    values, is_heading = scores.tolist(), heading.tolist()
    heads = np.maximum.accumulate(np.where(heading, np.arange(len(blocks)), -1)).tolist()
    rows = []
    for i in index.tolist():
        block, score = blocks[i], values[i]
        repeated = False
        if score > MIN_REPEATED_SCORE and 30 <= len(block.text) <= MAX_REPEATED and 30 <= len(block.letters) <= 400:
            repeated = likely.count(block.letters) > (score > 0.5)
        below = NOTHING
        if i + 1 < len(blocks) and not is_heading[i + 1]:
            end = next((j for j in range(i + 2, min(i + 5, len(blocks))) if is_heading[j]), min(i + 5, len(blocks)))
            below = sum(values[i + 1 : end]) / (end - i - 1)
        above = values[heads[i - 1]] if i > 0 and heads[i - 1] >= 0 else NOTHING
        rows.append((repeated, i > 0 and blocks[i - 1].text.endswith(":"), is_heading[i], below, above))
    return map(list, zip(*rows, strict=True))


def _is_heading(block: Block) -> bool:
    if block.element.tag in _HEADINGS:
        return True
    return block.strong_chars > 0.9 * len(block.text) and len(block.text) < LONG


def _distances(scores: Column, sizes: Column, index: Indexes) -> tuple[Indexes, ...]:
    """Distances to the first and last likely block and to the first and last long one."""
    likely = np.flatnonzero(scores > 0.5)
    first, last = (likely[0], likely[-1]) if len(likely) else (0, len(scores))
    long = likely[sizes[likely] > LONG]
    first_long, last_long = (long[0], long[-1]) if len(long) else (first, last)
    distances = [index - first, last - index, index - first_long, last_long - index]
    return *(np.clip(d, -20, 60) for d in distances), np.full(len(index), len(likely))
