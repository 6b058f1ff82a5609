"""Small areas sorted into quantiles by a value, as OHID does it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import Grouping, numbers


def quantile(
    values: ArrayLike, quantiles: int = 10, *, invert: bool | ArrayLike = True, by: ArrayLike | None = None
) -> Array:
    """The quantile, 1 to `quantiles`, of each value within its label of `by`.

    Quantile 1 holds the highest values, or with `invert=False` the lowest; one truth for all, or one a row.
    Ties share the better rank. NaN for a missing value, and for all of a group with fewer values than quantiles.
    """
    x = numbers(values)
    grouping = Grouping(by, x.size)
    held = grouping.sum((~np.isnan(x)).astype(float))[grouping.index]
    rank = _rank_within(np.where(np.asarray(invert, dtype=bool), -x, x), grouping)
    with np.errstate(divide="ignore", invalid="ignore"):
        place = np.floor(quantiles + 1 - np.ceil((held + 1 - rank) / (held / quantiles)))
    return np.where(np.isnan(x) | (held < quantiles), np.nan, np.maximum(place, 1))


def _rank_within(values: Array, grouping: Grouping) -> Array:
    """Ranks from 1 within each group; ties get the lowest."""
    order = np.lexsort((values, grouping.index))
    ordered, group = values[order], grouping.index[order]
    new_group = np.diff(group, prepend=-1) != 0
    first = np.maximum.accumulate(np.where(new_group, np.arange(order.size), 0))
    new_value = new_group | (np.diff(ordered, prepend=np.nan) != 0)
    lowest = np.maximum.accumulate(np.where(new_value, np.arange(order.size), 0))
    rank = np.empty(order.size)
    rank[order] = lowest - first + 1
    return rank
