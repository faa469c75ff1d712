"""What the classifier sees at second sight: its scores of a block's neighbours, and the rules that speak against it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from newsclean.body.rules import RULES, Context
from newsclean.lang.phrasebook import Phrases
from newsclean.page.blocks import Block

from .features import Matrix, Sight

Scores = NDArray[np.float64]

REACH = 4
GROUPS = ("own", "parent", "grand", "sig", "tag")
KINDS = (
    "related", "related_heading", "photo_credit", "byline", "editor", "date_prefix", "relative_time", "subscribe",
    "advertisement", "share", "video_placeholder", "copyright", "policy", "comments", "tags", "source_credit",
    "translated_note", "agency_note", "embed_note",
)  # fmt: skip
_KIND_SET = frozenset(KINDS)
RULE_NAMES = tuple(dict.fromkeys(rule.name for rule in RULES))

# Below this a block is lost whatever its neighbours say; above that one the rules are asked about it.
MIN_SCORE = 0.03
LIKELY = 0.35
MIN_REPEATED_SCORE = 0.05
MAX_PHRASE_LINE = 400
LONG = 100
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def context_names() -> tuple[str, ...]:
    """Names of the columns of `second_sight`, in order."""
    near = tuple(f"score@{offset:+d}" for step in range(1, REACH + 1) for offset in (step, -step))
    groups = tuple(f"score_{name}_{what}" for name in GROUPS for what in ("others", "share", "mean"))
    page = ("score_before", "score_after", "score_mass", "score_most")
    lines = ("repeated", "after_colon", "is_heading", "next_scores", "heading_score")
    spots = ("from_first", "to_last", "from_first_long", "to_last_long", "likely_blocks")
    rules = tuple(f"rule:{name}" for name in RULE_NAMES)
    return ("score", *near, *groups, *page, *lines, *spots, *rules, *(f"phrase:{kind}" for kind in KINDS))


def second_sight(blocks: Sequence[Block], sight: Sight, scores: Scores, page: Context) -> Matrix:
    """One row for each block of `sight.index`. `scores` are the first ones, of all blocks (0: unseen)."""
    index = sight.index
    sizes = np.array([block.length for block in blocks], np.float64)
    columns = [
        scores[:, None],
        _neighbours(scores),
        *(_group(sight.groups[name], scores, sizes) for name in GROUPS),
        _sums(scores, sizes),
    ]
    return np.hstack([
        np.hstack(columns)[index],
        _lines(blocks, index, scores),
        _spots(blocks, scores)[index],
        _spoken(blocks, index, scores, page),
    ]).astype(np.float32)  # fmt: skip


def _neighbours(scores: Scores) -> NDArray[np.float64]:
    size = len(scores)
    columns = np.full((size, 2 * REACH), -0.1)
    for step in range(1, min(REACH, size - 1) + 1):
        columns[:-step, 2 * step - 2] = scores[step:]
        columns[step:, 2 * step - 1] = scores[:-step]
    return columns


def _group(codes: NDArray[np.intp], scores: Scores, sizes: Scores) -> NDArray[np.float64]:
    """Mean score of the group's others, the group's share of the likely text, and its mean score by characters."""
    count = np.bincount(codes)
    total = np.bincount(codes, weights=scores)
    mass = np.bincount(codes, weights=scores * sizes)
    text = np.bincount(codes, weights=sizes)
    others = (total[codes] - scores) / np.maximum(1, count[codes] - 1)
    others[count[codes] == 1] = -0.1
    return np.column_stack(
        [others, mass[codes] / max(1.0, float((scores * sizes).sum())), mass[codes] / np.maximum(1, text[codes])]
    )


def _sums(scores: Scores, sizes: Scores) -> NDArray[np.float64]:
    mass = scores * sizes
    until = np.cumsum(mass)
    total = max(1.0, float(until[-1]))
    ones = np.ones(len(scores))
    return np.column_stack([(until - mass) / total, (total - until) / total, ones * total, ones * scores.max()])


def _lines(blocks: Sequence[Block], index: NDArray[np.intp], scores: Scores) -> NDArray[np.float64]:
    """Repeats of likely text, lines after a colon, headings and what stands below them; for the blocks of `index`."""
    likely = "\n".join(
        block.letters for block, sure in zip(blocks, scores > 0.5, strict=True) if sure and len(block.letters) > 20
    )
    heading = [*map(_is_heading, blocks)]
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


def _spots(blocks: Sequence[Block], scores: Scores) -> NDArray[np.float64]:
    """Distances to the first and last likely block and to the first and last long one."""
    likely = np.flatnonzero(scores > 0.5)
    first, last = (likely[0], likely[-1]) if len(likely) else (0, len(blocks))
    long = [spot for spot in map(int, likely) if blocks[spot].length > LONG]
    first_long, last_long = (long[0], long[-1]) if long else (first, last)
    here = np.arange(len(blocks))
    distances = [here - first, last - here, here - first_long, last_long - here]
    return np.column_stack([*(np.clip(d, -20, 60) for d in distances), np.full(len(blocks), len(likely))])


def _spoken(blocks: Sequence[Block], index: NDArray[np.intp], scores: Scores, page: Context) -> NDArray[np.float64]:
    """Which rules would drop the block, and which phrases open it (1), label it (2) or are all of it (3)."""
    rows = np.zeros((len(index), len(RULE_NAMES) + len(KINDS)))
    for row, spot in enumerate(index):
        block, score = blocks[spot], scores[spot]
        if score > LIKELY:
            for rule in RULES:
                if rule.find(block, page) is not None:
                    rows[row, RULE_NAMES.index(rule.name)] = 1
        if score > MIN_SCORE and len(block.text) < MAX_PHRASE_LINE:
            for kind in page.phrases.kinds_opening(block.text) & _KIND_SET:
                rows[row, len(RULE_NAMES) + KINDS.index(kind)] = _phrase(page.phrases, kind, block.text)
    return rows


def _phrase(phrases: Phrases, kind: str, text: str) -> int:
    if phrases.whole(kind, text):
        return 3
    return 2 if phrases.label(kind, text) else 1
