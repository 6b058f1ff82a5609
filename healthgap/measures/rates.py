"""Crude rates, proportions and means with the limits that OHID publishes; standardises nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import Grouping, numbers
from healthgap.measures.limits import (
    FEWEST_FOR_BYAR,
    confidence_level,
    poisson_limits,
    require_positive,
    wilson_limits,
)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Values with their limits, all in one unit, and the method of the limits; NaN where there is none.

    One for each row, or for each label of `groups` where rows were grouped.
    """

    value: Array
    lower: Array
    upper: Array
    method: NDArray[Any]
    groups: NDArray[Any] | None = None


def rate(
    count: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
    by: ArrayLike | None = None,
) -> Estimates:
    """Events per `multiplier` people, with exact Poisson limits below 10 events and Byar’s from 10.

    `by` labels rows; counts and denominators are summed within a label first.
    Raises ValueError for a negative count or a denominator not above zero.
    """
    x, n, groups = _summed(count, denominator, by)
    require_positive(n)
    lower, upper = poisson_limits(x, confidence)
    return Estimates(
        multiplier * x / n, multiplier * lower / n, multiplier * upper / n, poisson_method(x), groups
    )


def proportion(
    count: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1,
    confidence: float = 0.95,
    by: ArrayLike | None = None,
) -> Estimates:
    """Events over people times `multiplier`, with Wilson’s limits. `by` as for `rate`.

    Raises ValueError for a negative count, a denominator not above zero, or more events than people.
    """
    x, n, groups = _summed(count, denominator, by)
    lower, upper = wilson_limits(x, n, confidence)
    return Estimates(
        multiplier * x / n, multiplier * lower, multiplier * upper, np.full(x.shape, "Wilson"), groups
    )


def mean(values: ArrayLike, *, confidence: float = 0.95, by: ArrayLike | None = None) -> Estimates:
    """The mean of each label’s values, or of all, with limits from Student’s t; none for a single value."""
    from scipy.special import stdtrit  # slow to import, and not needed to answer a question

    x = numbers(values)
    grouping = Grouping(by, x.size)
    count = grouping.sum(np.ones_like(x))
    average = grouping.sum(x) / count
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(grouping.sum((x - average[grouping.index]) ** 2) / (count - 1))
        half = stdtrit(count - 1, (1 + confidence_level(confidence)) / 2) * deviation / np.sqrt(count)
    value, lower, upper = (grouping.shaped(v) for v in (average, average - half, average + half))
    return Estimates(value, lower, upper, np.full(value.shape, "Student’s t"), grouping.names())


def poisson_method(count: Array) -> NDArray[Any]:
    """Which limits `limits.poisson_limits` takes for each count."""
    return np.where(count < FEWEST_FOR_BYAR, "exact", "Byar")


def _summed(
    count: ArrayLike, denominator: ArrayLike, by: ArrayLike | None
) -> tuple[Array, Array, NDArray[Any] | None]:
    x, n = np.broadcast_arrays(numbers(count), numbers(denominator))
    if by is None:
        return x, n, None
    grouping = Grouping(by, x.size)
    return grouping.sum(x), grouping.sum(n), grouping.names()
