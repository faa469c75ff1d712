"""The likelihood of each block to be part of the article: two passes of boosted trees over `features` and `context`.

`training/train.py` trains the weights; docs/explanation/model.md explains them.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
import orjson

from newsclean.errors import DataError
from newsclean.page.blocks import Block

from .arrays import Column, Matrix, beside
from .context import MIN_SCORE, context_features, context_names
from .features import FeatureMatrix, feature_names
from .trees import Forest, Tree

# Cross-validated on two divisions: a little of the first pass's score steadies the second (docs/explanation/model.md).
FIRST_SHARE = 0.3


@dataclass(frozen=True)
class BlockScores:
    """The likelihood, 0 to 1, of each block of a page, and the rows of features it was computed from.

    `features` are those of the first pass, `rows` those of both passes for the same blocks.
    """

    values: Column
    features: FeatureMatrix
    rows: Matrix

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return {int(spot): row for row, spot in enumerate(self.features.index)}

    def contributions(self, index: int) -> dict[str, float]:
        """The features that moved the block's score most, in log-odds; empty for a block that was not scored."""
        row = self._row_of.get(index)
        return weights().second.contributions(self.rows[row], weights().names) if row is not None else {}


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained classifier. `version` names its training, `names` the columns it was trained on, in order."""

    version: str
    names: tuple[str, ...]
    first: Forest
    second: Forest


@cache
def weights() -> Weights:
    """The weights that ship with the package. Raises DataError when their features are not those of this version."""
    return read_weights(resources.files("newsclean.body.classifier").joinpath("weights.json.gz").read_bytes())


def read_weights(data: bytes) -> Weights:
    """The weights in a file written by training/train.py.

    Raises DataError when the file names a feature that this version does not compute, or lacks one that it does.
    """
    found = orjson.loads(gzip.decompress(data))
    names = tuple(found["features"])
    if names != all_names():
        differing = sorted(set(names) ^ set(all_names())) or ["their order"]
        raise DataError(
            f"weights.json.gz: trained on other features than this version computes ({', '.join(differing[:5])}); "
            "train it again, see docs/explanation/model.md"
        )
    first, second = (Forest([Tree.read(tree) for tree in found[name]]) for name in ("first", "second"))
    return Weights(found["version"], names, first, second)


@cache
def all_names() -> tuple[str, ...]:
    """Names of the columns of both passes, in order."""
    return (*feature_names(), *context_names())


def score_blocks(blocks: Sequence[Block], features: FeatureMatrix) -> BlockScores:
    """The scores of a page's blocks, which have these features."""
    values = np.zeros(len(blocks))
    if not len(features.index):
        return BlockScores(values, features, features.rows)
    model = weights()
    values[features.index] = model.first.probabilities(features.rows)
    rows = second_pass_rows(blocks, features, values)
    likely = values[features.index] > MIN_SCORE
    final = np.zeros(len(blocks))
    chosen = features.index[likely]
    final[chosen] = blend(values[chosen], model.second.probabilities(rows[likely]))
    return BlockScores(final, features, rows)


def blend(first: Column, second: Column) -> Column:
    """The final scores from those of both passes."""
    return FIRST_SHARE * first + (1 - FIRST_SHARE) * second


def second_pass_rows(blocks: Sequence[Block], features: FeatureMatrix, scores: Column) -> Matrix:
    """The rows of the second pass: the features of the first and those of the context."""
    return beside(features.rows, context_features(blocks, features, scores))
