"""Arrays of groups by strata, and what is taken over the groups; any dimensions before these two are kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

SMALLEST, LARGEST = 1e-60, 1e60  # the fourth powers in a variance of others are beyond what a number can hold

_ROUNDING = 1e-12


def total(values: Array) -> Array:
    """The sum over the groups of each stratum."""
    result: Array = values.sum(axis=-2)
    return result


def some(holds: Mask) -> Mask:
    """Whether it holds for any group of the stratum."""
    return np.asarray(holds.any(axis=-2))


def every(holds: Mask) -> Mask:
    """Whether it holds for every group of the stratum."""
    return np.asarray(holds.all(axis=-2))


def vanishes(mean: Array, of_sizes: Array) -> Mask:
    """Whether a mean is zero or negative, or what rounding leaves of values that cancel out.

    `of_sizes` is the mean of the same values without their signs.
    """
    return np.asarray(mean <= _ROUNDING * of_sizes)


def is_zero(values: Array) -> Mask:
    return np.equal(values, 0)


def highest(values: Array) -> Array:
    result: Array = values.max(axis=-2)
    return result


def lowest(values: Array) -> Array:
    result: Array = values.min(axis=-2)
    return result
