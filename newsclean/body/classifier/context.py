"""The features of the second pass: the first scores of a block's neighbours, and the rules and phrases it matches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from newsclean.body.rules import RULES, Context
from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block
from newsclean.page.elements import HEADINGS

from .arrays import Column, Indexes, Matrix
from .box_scores import BOX_SCORE_NAMES, box_scores
from .features import FeatureMatrix

REACH = 4
GROUPS = ("own", "parent", "grand", "sig", "tag")
KINDS = (
    "related", "related_heading", "photo_credit", "byline", "editor", "date_prefix", "relative_time", "subscribe",
    "advertisement", "share", "video_placeholder", "copyright", "policy", "comments", "tags", "source_credit",
    "translated_note", "agency_note", "embed_note",
)  # fmt: skip
_KIND_SET = frozenset(KINDS)
RULE_NAMES = tuple(dict.fromkeys(rule.name for rule in RULES))
RULE_PREFIX = "rule:"

# Below MIN_SCORE a block is dropped whatever its neighbours score; above LIKELY the rules are asked about it.
MIN_SCORE = 0.03
LIKELY = 0.35
MIN_REPEATED_SCORE = 0.05
MAX_PHRASE_LINE = 400
LONG = 100
_HEADINGS = HEADINGS - {"h1"}


def context_names(rules: Sequence[str] = RULE_NAMES) -> tuple[str, ...]:
    """Names of the columns of `context_features`, in order, with a column for each of these rules."""
    near = tuple(f"score@{offset:+d}" for step in range(1, REACH + 1) for offset in (step, -step))
    groups = tuple(f"score_{name}_{what}" for name in GROUPS for what in ("others", "share", "mean"))
    page = ("score_before", "score_after", "score_mass", "score_most")
    lines = ("repeated", "after_colon", "is_heading", "next_scores", "heading_score")
    spots = ("from_first", "to_last", "from_first_long", "to_last_long", "likely_blocks")
    spoken = (*(f"{RULE_PREFIX}{name}" for name in rules), *(f"phrase:{kind}" for kind in KINDS))
    return ("score", *near, *groups, *page, *lines, *spots, *BOX_SCORE_NAMES, *spoken)


def context_features(
    blocks: Sequence[Block], features: FeatureMatrix, scores: Column, page: Context, rules: Sequence[str]
) -> Matrix:
    """One row for each block of `features.index`.

    `scores` are those of the first pass for every block of the page, 0 where it gave none. `rules` are the names that
    have a column.
    """
    index = features.index
    sizes = np.array([block.length for block in blocks], np.float64)
    heading = np.array([*map(_is_heading, blocks)])
    columns = [
        scores[:, None],
        _neighbours(scores),
        *(_group(features.groups[name], scores, sizes) for name in GROUPS),
        _sums(scores, sizes),
    ]
    return np.hstack([
        np.hstack(columns)[index],
        _lines(blocks, index, scores, heading.tolist()),
        _distances(blocks, scores)[index],
        box_scores(blocks, index, features.boxes, heading, scores),
        _spoken(blocks, index, scores, page, rules),
    ]).astype(np.float32)  # fmt: skip


def _neighbours(scores: Column) -> Column:
    size = len(scores)
    columns = np.full((size, 2 * REACH), -0.1)
    for step in range(1, min(REACH, size - 1) + 1):
        columns[:-step, 2 * step - 2] = scores[step:]
        columns[step:, 2 * step - 1] = scores[:-step]
    return columns


def _group(codes: Indexes, scores: Column, sizes: Column) -> Column:
    """Mean score of the others in its group, the group's share of likely text, its mean score per character."""
    count = np.bincount(codes)
    total = np.bincount(codes, weights=scores)
    mass = np.bincount(codes, weights=scores * sizes)
    text = np.bincount(codes, weights=sizes)
    others = (total[codes] - scores) / np.maximum(1, count[codes] - 1)
    others[count[codes] == 1] = -0.1
    return np.column_stack(
        [others, mass[codes] / max(1.0, float((scores * sizes).sum())), mass[codes] / np.maximum(1, text[codes])]
    )


def _sums(scores: Column, sizes: Column) -> Column:
    mass = scores * sizes
    until = np.cumsum(mass)
    total = max(1.0, float(until[-1]))
    ones = np.ones(len(scores))
    return np.column_stack([(until - mass) / total, (total - until) / total, ones * total, ones * scores.max()])


def _lines(blocks: Sequence[Block], index: Indexes, scores: Column, heading: Sequence[bool]) -> Column:
    """Repeats of likely text, lines after a colon, headings and the scores below them, for the blocks of `index`."""
    likely = "\n".join(
        block.letters for block, sure in zip(blocks, scores > 0.5, strict=True) if sure and len(block.letters) > 20
    )
    values = scores.tolist()
    heads = np.maximum.accumulate(np.where(heading, np.arange(len(blocks)), -1))
    rows = np.full((len(index), 5), -0.1)
    for row, i in enumerate(index.tolist()):
        block, score = blocks[i], values[i]
        repeated = (
            score > MIN_REPEATED_SCORE
            and 30 <= len(block.letters) <= 400
            and likely.count(block.letters) > (1 if score > 0.5 else 0)
        )
        below = [*takewhile(lambda j: not heading[j], range(i + 1, min(i + 5, len(blocks))))]
        rows[row, 0] = repeated
        rows[row, 1] = i > 0 and blocks[i - 1].text.endswith(":")
        rows[row, 2] = heading[i]
        if below:
            rows[row, 3] = sum(values[j] for j in below) / len(below)
        if i > 0 and heads[i - 1] >= 0:
            rows[row, 4] = values[heads[i - 1]]
    return rows


def _is_heading(block: Block) -> bool:
    bold = block.strong_chars > 0.9 * len(block.text) and len(block.text) < LONG
    return block.element.tag in _HEADINGS or bold


def _distances(blocks: Sequence[Block], scores: Column) -> Column:
    """Distances to the first and last likely block and to the first and last long one."""
    likely = np.flatnonzero(scores > 0.5)
    first, last = (likely[0], likely[-1]) if len(likely) else (0, len(blocks))
    long = [spot for spot in map(int, likely) if blocks[spot].length > LONG]
    first_long, last_long = (long[0], long[-1]) if long else (first, last)
    here = np.arange(len(blocks))
    distances = [here - first, last - here, here - first_long, last_long - here]
    return np.column_stack([*(np.clip(d, -20, 60) for d in distances), np.full(len(blocks), len(likely))])


def _spoken(blocks: Sequence[Block], index: Indexes, scores: Column, page: Context, rules: Sequence[str]) -> Column:
    """The rules that would drop the block, and the phrases that open it (1), label it (2) or are all of it (3)."""
    columns = {name: column for column, name in enumerate(rules)}
    asked = [rule for rule in RULES if rule.name in columns]
    rows = np.zeros((len(index), len(columns) + len(KINDS)))
    for row, spot in enumerate(index):
        block, score = blocks[spot], scores[spot]
        if score > LIKELY:
            for rule in asked:
                if rule.find(block, page) is not None:
                    rows[row, columns[rule.name]] = 1
        if score > MIN_SCORE and len(block.text) < MAX_PHRASE_LINE:
            for kind in page.phrases.kinds_opening(block.text) & _KIND_SET:
                rows[row, len(columns) + KINDS.index(kind)] = _phrase(page.phrases, kind, block.text)
    return rows


def _phrase(phrases: Phrases, kind: str, text: str) -> int:
    if phrases.whole(kind, text):
        return 3
    return 2 if phrases.label(kind, text) else 1
