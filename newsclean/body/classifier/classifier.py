"""How likely each block of a page is part of the article: two passes of boosted trees over what stands in `features`
and `context`. The weights are trained by `training/train.py`; docs/model.md explains them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources

import numpy as np
import orjson
from numpy.typing import NDArray

from newsclean.body.rules import Context
from newsclean.errors import DataError
from newsclean.page.blocks import Block

from .context import LIKELY, MIN_SCORE, context_names, second_sight
from .features import Matrix, Sight, feature_names, first_sight
from .likeness import Claims
from .trees import Forest, Tree

# Cross-validated on two divisions: a little of the first opinion steadies the second (see docs/model.md).
FIRST_SHARE = 0.3


@dataclass(frozen=True)
class Scores:
    """The likelihood, 0 to 1, of each block of a page, and the rows it was read from."""

    values: NDArray[np.float64]
    sight: Sight
    rows: Matrix

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return {int(spot): row for row, spot in enumerate(self.sight.index)}

    def loudest(self, index: int) -> dict[str, float]:
        """The features that moved the block's score most, in log-odds; empty if it was not looked at."""
        row = self._row_of.get(index)
        return weights().second.loudest(self.rows[row], weights().names) if row is not None else {}


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained classifier: `version` names the training it is from."""

    version: str
    names: tuple[str, ...]
    first: Forest
    second: Forest


@cache
def weights() -> Weights:
    """The weights that come with the package. Raises DataError when they were trained on other features than these."""
    data = orjson.loads(resources.files("newsclean.body.classifier").joinpath("weights.json").read_bytes())
    if data["features"] != features_digest():
        raise DataError("model/weights.json: trained on other features; train it again, as docs/model.md says")
    first, second = (Forest([Tree.read(tree) for tree in data[name]]) for name in ("first", "second"))
    return Weights(data["version"], all_names(), first, second)


def all_names() -> tuple[str, ...]:
    """Names of the columns of both passes, in order."""
    return (*feature_names(), *context_names())


def features_digest() -> str:
    """What the weights were trained on, as 16 hex digits: another list of features needs another training."""
    return hashlib.sha256("\n".join(all_names()).encode()).hexdigest()[:16]


def score_blocks(blocks: Sequence[Block], kept: frozenset[int], claims: Claims, page: Context) -> Scores:
    """The scores of a page's blocks. `kept` are the indexes that trafilatura took, `page` what rules may know."""
    sight = first_sight(blocks, kept, claims)
    values = np.zeros(len(blocks))
    if not len(sight.index):
        return Scores(values, sight, sight.rows)
    values[sight.index] = weights().first.probabilities(sight.rows)
    rows = both_sights(blocks, sight, values, page)
    likely = values[sight.index] > MIN_SCORE
    final = np.zeros(len(blocks))
    chosen = sight.index[likely]
    final[chosen] = blend(values[chosen], weights().second.probabilities(rows[likely]))
    return Scores(final, sight, rows)


def blend(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """The final scores from those of both passes."""
    return FIRST_SHARE * first + (1 - FIRST_SHARE) * second


def both_sights(blocks: Sequence[Block], sight: Sight, scores: NDArray[np.float64], page: Context) -> Matrix:
    """The rows of the second pass: first and second sight side by side."""
    page = replace(page, kept=[block for block in blocks if scores[block.index] > LIKELY])
    return np.hstack([sight.rows, second_sight(blocks, sight, scores, page)])
