"""A forest says of every row what its trees say when they are walked one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from newsclean.body.classifier.trees import Forest, Tree

UNEVEN = Tree((0, 1, 0), (0.5, 2.0, 0.1), (1, -1, -3), (2, -2, -4), (-1.0, 0.5, 0.25, 2.0), (0.0, 0.0, 0.0))
DEEP = Tree((1, 1), (1.0, 3.0), (-1, -2), (1, -3), (0.1, -0.2, 0.3), (0.0, 0.0))
STUMP = Tree((), (), (), (), (0.7,), ())


def walked(tree: Tree, row: np.ndarray) -> float:
    node = 0
    while node >= 0 and tree.feature:
        side = tree.left if row[tree.feature[node]] <= tree.threshold[node] else tree.right
        node = side[node]
    return tree.leaf[-1 - node] if tree.feature else tree.leaf[0]


@pytest.mark.parametrize("count", [1, 63, 64, 65, 300])
def test_each_row_gets_the_sum_of_its_leaves(count: int) -> None:
    trees = [UNEVEN, STUMP, DEEP]
    rows = np.random.default_rng(7).choice(np.array([0.0, 0.1, 0.5, 0.6, 1.0, 2.0, 3.0, 4.0], np.float32), (count, 2))
    expected = [1 / (1 + math.exp(-sum(walked(tree, row) for tree in trees))) for row in rows]
    np.testing.assert_allclose(Forest(trees).probabilities(rows), expected)
    assert len(Forest(trees).probabilities(rows[:0])) == 0
