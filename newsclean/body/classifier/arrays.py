"""The types of the classifier's arrays."""

from __future__ import annotations

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
