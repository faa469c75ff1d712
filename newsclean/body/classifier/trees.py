"""Gradient-boosted trees, evaluated with numpy alone.

Each distinct test is made once for all rows, and its outcomes are kept as bits, 32 rows to a word. Who reaches a node
is bits as well: one operation per node sends 32 rows on to its children.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Column, Indexes, Matrix

# Of a tree, as it is trained.
MAX_LEAVES = 31
# Rows that are looked at together: as many as a processor's cache holds the outcomes of.
CHUNK = 128
# Rows to a word of bits: most pages have fewer rows than 32, or than 64.
WORD = 32

# The outcomes of a test, or who reaches a node: a bit per row.
Bits = NDArray[np.uint32]


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
        return cls(*(tuple(data[name]) for name in "ftlrvm"))  # a collection of garbage does not look into tuples


class Forest:
    """A sum of trees, squashed to a probability by the logistic function."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.trees = trees
        self._width = max(len(tree.leaf) for tree in trees)
        self._leaf = np.zeros((len(trees), self._width), np.float64)
        for number, tree in enumerate(trees):
            self._leaf[number, : len(tree.leaf)] = tree.leaf
        self._first_leaf = np.arange(len(trees)) * self._width
        self._feature, self._threshold, test = _distinct_tests(trees)
        self._levels, order = _levels(trees, test, self._width)
        # Where each leaf of each tree is reached; one behind the last stands for a leaf that a tree does not have.
        spots = np.full(self._leaf.size, len(order))
        spots[order] = np.arange(len(order))
        table = spots.reshape(self._leaf.shape).T
        self._bits = [
            table[(np.arange(self._width) >> bit & 1).astype(bool)] for bit in range((self._width - 1).bit_length())
        ]

    def probabilities(self, rows: Matrix) -> Column:
        """The probability of each row, 0 to 1."""
        if not len(rows):
            return np.zeros(0)
        raw = np.concatenate([self._sums(rows[start : start + CHUNK]) for start in range(0, len(rows), CHUNK)])
        return np.asarray(1 / (1 + np.exp(-raw)))

    def _sums(self, rows: Matrix) -> Column:
        """The sum of the leaves that each row reaches."""
        reached = self._reached(self._failed(rows))
        leaf = np.zeros((len(self.trees), WORD * reached.shape[1]), np.uint8)
        for bit, spots in enumerate(self._bits):
            ones = np.bitwise_or.reduce(reached.take(spots, axis=0), axis=0)
            leaf |= np.unpackbits(ones.view(np.uint8), axis=1, bitorder="little") << np.uint8(bit)
        return np.asarray(self._leaf.take(leaf.T[: len(rows)] + self._first_leaf).sum(axis=1))

    def _failed(self, rows: Matrix) -> Bits:
        """The rows that fail each test."""
        columns = np.zeros((rows.shape[1], -(-len(rows) // WORD) * WORD), np.float32)
        columns[:, : len(rows)] = rows.T
        failed = columns.take(self._feature, axis=0) > self._threshold
        return np.packbits(failed, bitorder="little").view(np.uint32).reshape(len(failed), -1)

    def _reached(self, failed: Bits) -> Bits:
        """The rows that reach each leaf, in the order of `_levels`, and none for the one behind the last."""
        here = np.full((len(self.trees), failed.shape[1]), ~np.uint32(0))
        found = []
        for level in self._levels:
            found.append(here.take(level.leaves, axis=0))
            nodes = here.take(level.nodes, axis=0)
            right = nodes & failed.take(level.tests, axis=0)
            here = np.concatenate((nodes ^ right, right))
        return np.concatenate((*found, np.zeros((1, failed.shape[1]), np.uint32)))

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


@dataclass(frozen=True, slots=True)
class _Level:
    """What trees have at one depth: the places of leaves and of nodes, and the test of each node.

    The next depth has the left children of these nodes, then the right ones.
    """

    leaves: Indexes
    nodes: Indexes
    tests: Indexes


def _distinct_tests(trees: Sequence[Tree]) -> tuple[Indexes, Matrix, Indexes]:
    """Feature and threshold of each test, one below the other, and which of these tests each node of the trees is."""
    feature = np.concatenate([np.array(tree.feature, np.float64) for tree in trees])
    threshold = np.concatenate([np.array(tree.threshold, np.float32) for tree in trees])
    tests, test = np.unique(np.stack([feature, threshold], axis=1), axis=0, return_inverse=True)
    return tests[:, 0].astype(np.intp), tests[:, 1:].astype(np.float32), test.reshape(-1)


def _levels(trees: Sequence[Tree], test: Indexes, width: int) -> tuple[list[_Level], Indexes]:
    """The trees by depth, and the leaves in the order in which they are reached: tree times `width`, plus leaf."""
    starts = np.cumsum([0, *(len(tree.feature) for tree in trees)])
    left, right = (
        np.concatenate([_numbered(getattr(tree, side), starts[i], i * width) for i, tree in enumerate(trees)])
        for side in ("left", "right")
    )
    here = np.array([starts[i] if len(tree.feature) else -1 - i * width for i, tree in enumerate(trees)])
    levels, order = [], []
    while len(here):
        leaves, nodes = np.flatnonzero(here < 0), np.flatnonzero(here >= 0)
        order.append(-1 - here[leaves])
        here = here[nodes]
        levels.append(_Level(leaves, nodes, test[here]))
        here = np.concatenate((left[here], right[here]))
    return levels, np.concatenate(order)


def _numbered(children: Sequence[int], first_node: int, first_leaf: int) -> Indexes:
    """A tree's children with the numbers that nodes and leaves have among those of all trees."""
    child = np.array(children, np.intp)
    return np.where(child >= 0, child + first_node, child - first_leaf)
