"""Straight and logistic regressions of estimates on relative rank, for many strata at once; knows no measure.

Arrays are (groups, strata). Ranks are given less their weighted mean of one half, which makes the linear
model's intercept and slope orthogonal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from healthgap.measures.arrays import Array, highest, total

_ITERATIONS = 60
_CLOSE_ENOUGH = 1e-7  # of a Newton step: its error is about the square of that
_LONGEST_STEP = (
    3.0  # on the logit scale; keeps Newton's method from overshooting where shares are near 0 or 1
)


@dataclass(frozen=True, slots=True)
class Slope:
    """The fitted values at rank 0 (`low`) and rank 1 (`high`) of each stratum, with their covariances."""

    low: Array
    high: Array
    var_low: Array
    var_high: Array
    cov: Array

    def scaled(self, factor: Array) -> Slope:
        """The same in a unit `factor` times smaller."""
        square = factor**2
        return Slope(
            self.low * factor,
            self.high * factor,
            self.var_low * square,
            self.var_high * square,
            self.cov * square,
        )

    @property
    def difference(self) -> Array:
        return self.high - self.low

    @property
    def difference_se(self) -> Array:
        return _root(self.var_low + self.var_high - 2 * self.cov)

    @property
    def ratio(self) -> Array:
        return self.high / self.low

    @property
    def log_ratio_se(self) -> Array:
        """The standard error of the logarithm of `ratio`, by the delta method."""
        cross = 2 * self.cov / (self.low * self.high)
        return _root(self.var_low / self.low**2 + self.var_high / self.high**2 - cross)

    def fieller(self, z: float) -> tuple[Array, Array]:
        """Limits of `ratio` by Fieller's theorem; NaN where `low` is not distinguishable from zero."""
        square = self.low**2 - z**2 * self.var_low
        middle = self.low * self.high - z**2 * self.cov
        root = _root(middle**2 - square * (self.high**2 - z**2 * self.var_high))
        square = np.where(square > 0, square, np.nan)
        return (middle - root) / square, (middle + root) / square


Meat = Callable[[Array, Array], tuple[Array, Array, Array]]
"""From the scores and ranks of groups: the variance of the summed score, of score times rank, and their covariance."""


def hc1(groups: Array) -> Meat:
    """Of as many independent groups with any weight, k, with the correction k / (k − 2)."""

    def meat(score: Array, rank: Array) -> tuple[Array, Array, Array]:
        square = score**2 * (groups / (groups - 2))
        by_rank = square * rank
        return total(square), total(by_rank * rank), total(by_rank)

    return meat


def linear_slope(rank: Array, estimate: Array, weight: Array, meat: Meat) -> Slope:
    """Weighted least squares with a sandwich variance."""
    sums = (total(weight), np.zeros(rank.shape[1]), total(weight * rank**2))
    intercept = total(weight * estimate) / sums[0]
    slope = total(weight * rank * estimate) / sums[2]
    residual = estimate - intercept - slope * rank
    variances = _sandwich(sums, meat(weight * residual, rank))
    return _ends(intercept, slope, *variances)


def logit_slope(rank: Array, share: Array, weight: Array, meat: Meat) -> Slope:
    """Logistic regression of shares (0 to 1) of `weight` people, with a sandwich variance.

    Successes are share times weight as they are, not rounded to whole people. NaN where the fit does not
    converge, as when the groups are perfectly separated.
    """
    intercept, slope = _logit_coefficients(rank, share, weight)
    fitted = _expit(intercept + slope * rank)
    spread = weight * fitted * (1 - fitted)
    sums = (total(spread), total(spread * rank), total(spread * rank**2))
    line = _ends(intercept, slope, *_sandwich(sums, meat(weight * (share - fitted), rank)))
    low, high = _expit(line.low), _expit(line.high)
    by_low, by_high = low * (1 - low), high * (1 - high)
    return Slope(low, high, line.var_low * by_low**2, line.var_high * by_high**2, line.cov * by_low * by_high)


def slope_of_known_errors(rank: Array, estimate: Array, weight: Array, se: Array) -> Slope:
    """Weighted least squares whose variance follows from the estimates' own standard errors.

    The closed form of OHID's simulation: fitted values are linear in the estimates, so they are normal.
    """
    share = weight / total(weight)
    lever = share * rank / total(share * rank**2)
    at_low, at_high = share - lever / 2, share + lever / 2
    return Slope(
        total(at_low * estimate),
        total(at_high * estimate),
        total((at_low * se) ** 2),
        total((at_high * se) ** 2),
        total(at_low * at_high * se**2),
    )


def _logit_coefficients(rank: Array, share: Array, weight: Array) -> tuple[Array, Array]:
    """Intercept and slope by Newton's method, dropping strata from the work as they converge."""
    mean = total(weight * share) / total(weight)
    found = np.full((2, rank.shape[1]), np.nan)
    beta = np.vstack([np.log(mean / (1 - mean)), np.zeros_like(mean)])
    active = np.arange(rank.shape[1])
    for _ in range(_ITERATIONS):
        step = _newton_step(beta, rank, share, weight)
        beta = beta + step.clip(-_LONGEST_STEP, _LONGEST_STEP)
        moving = highest(np.abs(step)) > _CLOSE_ENOUGH
        found[:, active[~moving]] = beta[:, ~moving]
        if not moving.any():
            break
        if moving.mean() < 0.5:
            active, beta = active[moving], beta[:, moving]
            rank, share, weight = rank[:, moving], share[:, moving], weight[:, moving]
    return found[0], found[1]


def _newton_step(beta: Array, rank: Array, share: Array, weight: Array) -> Array:
    fitted = _expit(beta[0] + beta[1] * rank)
    score = weight * (share - fitted)
    spread = weight * fitted * (1 - fitted)
    by_rank = spread * rank
    a, b, c = total(spread), total(by_rank), total(by_rank * rank)
    g, h = total(score), total(score * rank)
    return np.vstack([c * g - b * h, a * h - b * g]) / (a * c - b * b)


def _sandwich(
    sums: tuple[Array, Array, Array], meat: tuple[Array, Array, Array]
) -> tuple[Array, Array, Array]:
    """Variances of intercept and slope, and their covariance; `sums` are the bread’s cross-products."""
    (a, b, c), (p, r, q) = sums, meat
    factor = 1 / (a * c - b * b) ** 2
    return (
        factor * (c * c * p - 2 * b * c * q + b * b * r),
        factor * (b * b * p - 2 * a * b * q + a * a * r),
        factor * (-b * c * p + (a * c + b * b) * q - a * b * r),
    )


def _ends(intercept: Array, slope: Array, var_intercept: Array, var_slope: Array, cov: Array) -> Slope:
    return Slope(
        intercept - slope / 2,
        intercept + slope / 2,
        var_intercept - cov + var_slope / 4,
        var_intercept + cov + var_slope / 4,
        var_intercept - var_slope / 4,
    )


def _expit(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _root(variance: Array) -> Array:
    """The square root; a variance that rounding left just below zero counts as zero."""
    return np.sqrt(np.maximum(variance, 0))
