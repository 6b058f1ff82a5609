"""Rows summed within groups of rows; what the rows mean is none of its business."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array


class Grouping:
    """Rows that share a label. Without labels all rows are one group, whose results are single numbers."""

    def __init__(self, by: ArrayLike | None, rows: int) -> None:
        self._single = by is None
        labels = np.zeros(rows, dtype=int) if by is None else np.asarray(by)
        if labels.shape != (rows,):
            raise ValueError(f"There are {rows} rows and {labels.size} labels to group them by.")
        self.labels, index = np.unique(labels, return_inverse=True)
        self.index: NDArray[np.intp] = index.reshape(rows)

    def sum(self, values: Array) -> Array:
        """The total of each group, in the order of `labels`."""
        sums = np.bincount(self.index, weights=values, minlength=len(self.labels))
        return sums.astype(float)

    def names(self) -> NDArray[Any] | None:
        """The labels of the groups, sorted; None when nothing was grouped."""
        return None if self._single else self.labels

    def shaped(self, values: Array) -> Array:
        """An array of the groups, or the single number when nothing was grouped."""
        return np.asarray(values[0]) if self._single else values


def numbers(values: ArrayLike) -> Array:
    """`values` as an array of floats, None as NaN."""
    return np.asarray(values, dtype=float)
