"""Confidence limits of counts and proportions: Byar, exact Poisson, Wilson; judges nothing.

Every function takes numbers or arrays and returns arrays of the same shape.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from healthgap.measures.arrays import Array

FEWEST_FOR_BYAR = 10


class Limits(NamedTuple):
    """Lower and upper limits; NaN where there is none."""

    lower: Array
    upper: Array


def confidence_level(confidence: float) -> float:
    """`confidence` as a fraction; it may be given as one (0.95) or in per cent (95).

    Raises ValueError outside 0.9–1 and 90–100.
    """
    level = confidence / 100 if confidence >= 90 else confidence
    if not 0.9 <= level < 1:
        raise ValueError(
            f"The confidence must be from 0.9 to below 1, or from 90 to below 100, not {confidence}."
        )
    return level


def z_value(confidence: float) -> float:
    """The standard normal quantile of two-sided limits: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence_level(confidence)) / 2)


def byar_limits(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Byar’s approximation for a Poisson count. No lower limit where it would not be positive, as for 0.

    Source: Breslow and Day, Statistical Methods in Cancer Research II, 1987.
    """
    x, z = _counts(count), z_value(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return Limits(np.where(lower < 0, np.nan, lower), upper)


def exact_limits(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Exact limits of a Poisson count, from the chi-squared distribution; the lower limit of 0 is 0."""
    tail = (1 - confidence_level(confidence)) / 2
    return exact_tail_limits(count, tail)


def exact_tail_limits(count: ArrayLike, tail: float) -> Limits:
    """The Poisson means that leave the probability `tail` at or beyond `count`, below and above."""
    from scipy.special import gammaincinv  # slow to import, and not needed to answer a question

    x = _counts(count)
    lower = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1), tail), x)
    return Limits(lower, np.asarray(gammaincinv(x + 1, 1 - tail), dtype=float))


def poisson_limits(count: ArrayLike, confidence: float = 0.95) -> Limits:
    """Limits of a count by OHID’s rule: exact below 10 events, Byar’s from 10."""
    x = _counts(count)
    few = x < FEWEST_FOR_BYAR
    exact, byar = exact_limits(x, confidence), byar_limits(x, confidence)
    return Limits(np.where(few, exact.lower, byar.lower), np.where(few, exact.upper, byar.upper))


def wilson_limits(count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Limits:
    """Wilson’s score limits of count / denominator as fractions, without continuity correction.

    Sources: Wilson, JASA 1927; Newcombe and Altman, Statistics with Confidence, 2000.
    Raises ValueError for a negative count, a denominator not above zero, or more events than people.
    """
    x, n = _counts(count), np.asarray(denominator, dtype=float)
    require_positive(n)
    if np.any(x > n):
        raise ValueError("A proportion cannot have more events than people.")
    z = z_value(confidence)
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    return Limits((2 * x + z**2 - half) / (2 * (n + z**2)), (2 * x + z**2 + half) / (2 * (n + z**2)))


def require_positive(denominator: Array) -> None:
    """Raises ValueError unless every denominator that is given is above zero."""
    if np.any(denominator <= 0):
        raise ValueError("Denominators must be above zero.")


def _counts(count: ArrayLike) -> Array:
    x = np.asarray(count, dtype=float)
    if np.any(x < 0):
        raise ValueError("Counts cannot be negative.")
    return x
