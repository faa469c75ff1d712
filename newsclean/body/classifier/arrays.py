"""The types of the classifier's arrays, and how a table is made of columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A row per block, a column per feature.
Matrix = NDArray[np.float32]
# One number per block.
Column = NDArray[np.float64]
# Indexes of blocks, or a group number per block.
Indexes = NDArray[np.intp]
# A yes or no per block.
Marks = NDArray[np.bool_]
# What can be added up: marks count as 1.
Amounts = Column | Indexes | Marks


def table(size: int, columns: Sequence[NDArray[Any] | Sequence[float]]) -> Matrix:
    """The columns, each of `size` numbers, side by side; each lies in one piece in memory, as the trees read them."""
    found = np.empty((len(columns), size), np.float32)
    for row, column in zip(found, columns, strict=True):
        row[:] = column
    return found.T


def beside(*tables: Matrix) -> Matrix:
    """Tables with the same rows side by side, laid out as in `table`."""
    return np.concatenate([one.T for one in tables]).T
