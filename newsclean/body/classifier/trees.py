"""Gradient-boosted trees, evaluated with numpy alone.

All nodes of all trees are compared at once; the leaf of a tree is the first that no failed comparison excludes, found
with bit masks (QuickScorer: Lucchese et al., SIGIR 2015). Trees have at most 31 leaves, so that a mask is an int32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Column, Matrix

MAX_LEAVES = 31


@dataclass(frozen=True, slots=True)
class Tree:
    """One regression tree. Node i tests `x[feature[i]] <= threshold[i]`; children >= 0 are nodes, -1 - k is leaf k."""

    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    leaf: Sequence[float]
    mean: Sequence[float]

    @classmethod
    def read(cls, data: dict[str, Any]) -> Tree:
        return cls(data["f"], data["t"], data["l"], data["r"], data["v"], data["m"])


class Forest:
    """A sum of trees, squashed to a probability by the logistic function."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.trees = trees
        width = max(len(tree.feature) for tree in trees)
        shape = len(trees), width
        self._feature = np.zeros(shape, np.intp)
        self._threshold = np.full(shape, np.inf, np.float32)
        self._mask = np.full(shape, -1, np.int32)
        self._leaf = np.zeros((len(trees), MAX_LEAVES + 1), np.float64)
        for number, tree in enumerate(trees):
            size = len(tree.feature)
            self._feature[number, :size] = tree.feature
            self._threshold[number, :size] = tree.threshold
            order, masks = _masks(tree)
            self._mask[number, :size] = masks
            self._leaf[number, : len(order)] = [tree.leaf[leaf] for leaf in order]
        self._rows = np.arange(len(trees))

    def probabilities(self, rows: Matrix) -> Column:
        """The probability of each row, 0 to 1."""
        if not len(rows):
            return np.zeros(0)
        failed = rows[:, self._feature] > self._threshold
        left = np.bitwise_and.reduce(np.where(failed, self._mask, np.int32(-1)), axis=2)
        first = (left & -left).astype(np.float64)
        leaves = np.frexp(first)[1] - 1
        raw = self._leaf[self._rows, leaves].sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-raw)))

    def contributions(self, row: Matrix, names: Sequence[str], count: int = 3) -> dict[str, float]:
        """The features that moved the row's score most, by name, in log-odds.

        Each node on the row's path credits its feature with the change of the expected value (Saabas 2014,
        "Interpreting random forests").
        """
        total: dict[int, float] = {}
        for tree in self.trees:
            node = 0
            while node >= 0 and len(tree.feature):
                feature = tree.feature[node]
                child = tree.left[node] if row[feature] <= tree.threshold[node] else tree.right[node]
                after = tree.mean[child] if child >= 0 else tree.leaf[-1 - child]
                total[feature] = total.get(feature, 0.0) + after - tree.mean[node]
                node = child
        chosen = sorted(total, key=lambda feature: -abs(total[feature]))[:count]
        return {names[feature]: round(total[feature], 2) for feature in chosen}


def _masks(tree: Tree) -> tuple[list[int], list[int]]:
    """Leaves from left to right, and per node the mask that a failed test leaves: every leaf but those on its left."""
    order: list[int] = []
    masks = [-1] * len(tree.feature)

    def walk(node: int) -> int:
        """Bits of the leaves below the node."""
        if node < 0:
            order.append(-1 - node)
            return 1 << (len(order) - 1)
        left = walk(tree.left[node])
        masks[node] = -1 & ~left
        return left | walk(tree.right[node])

    walk(0)
    return order, masks
