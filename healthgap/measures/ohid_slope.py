"""OHID's slope index of inequality with its relative index, from quantiles with their own standard errors.

Values may be means, rates (errors on the log scale) or proportions (on the logit scale). Source: Low and Low,
JECH 2004;58:999-1003; OHID, PHEindicatormethods. Limits that OHID simulates have a closed form here where one
exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array, total
from healthgap.measures.grouping import Grouping, numbers
from healthgap.measures.limits import z_value
from healthgap.measures.simulation import SEED
from healthgap.measures.slopes import slope_of_known_errors

ValueType = Literal["mean", "rate", "proportion"]
FittedOn = Literal["values", "transformed"]

FEWEST_QUANTILES, MOST_QUANTILES = 5, 100

_Z95 = z_value(0.95)
_DRAWS = 100_000  # as many as OHID takes, since 99.8% limits lie where few draws fall
_STRATA_AT_ONCE = 20  # whose draws fill 32 MB


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """Slope index, relative index and the fitted value at rank 0, with limits; NaN where a quantile lacks.

    One of each, or one for each label of `groups`. As OHID has it, the intercept is times the size of the
    multiplier only where the line was fitted on transformed values.
    """

    sii: Array
    sii_lower: Array
    sii_upper: Array
    rii: Array
    rii_lower: Array
    rii_upper: Array
    intercept: Array
    method: str
    groups: NDArray[Any] | None


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    quantile: ArrayLike | None = None,
    by: ArrayLike | None = None,
    value_type: ValueType = "mean",
    fitted_on: FittedOn = "values",
    multiplier: float = 1,
    confidence: float = 0.95,
) -> SlopeIndex:
    """The slope index of each label of `by`: fitted value at rank 1 less that at rank 0, times `multiplier`.

    A row a quantile, in the order of `quantile` (of the rows where None), with its value, people, and either
    its standard error or its 95% limits. Standard errors belong on the scale of the values for a `mean`, of
    their logarithms for a `rate`, of their log odds for a `proportion` (0 to 1). `fitted_on="transformed"`
    fits the line on that scale, too. The relative index is the value at rank 1 over that at rank 0; a
    negative multiplier turns both around. Raises ValueError for numbers that are missing or impossible, or
    fewer than 5 or more than 100 quantiles.
    """
    y, n = numbers(value), numbers(population)
    if np.any(~(n > 0)):
        raise ValueError("Every quantile needs a population above zero.")
    if value_type == "proportion" and np.any((y < 0) | (y > 1)):
        raise ValueError("Proportions must lie between 0 and 1.")
    link = _LINKS[value_type]
    errors = _errors(se, lower, upper, link)
    grouping = Grouping(by, y.size)
    table, complete = _quantile_table(grouping, quantile, y.size)
    fit = _fit_transformed if fitted_on == "transformed" or value_type == "mean" else _fit_values
    with np.errstate(all="ignore"):
        whole = fit(y[table], n[table], errors[table], link, multiplier, z_value(confidence))
    columns = np.full((7, len(grouping.labels)), np.nan)
    columns[:, complete] = whole
    how = "simulated limits" if fit is _fit_values else "closed-form limits"
    sii, sii_lower, sii_upper, rii, rii_lower, rii_upper, intercept = map(grouping.shaped, columns)
    return SlopeIndex(
        sii=sii,
        sii_lower=sii_lower,
        sii_upper=sii_upper,
        rii=rii,
        rii_lower=rii_lower,
        rii_upper=rii_upper,
        intercept=intercept,
        method=f"OHID, fitted on {link.name if fitted_on == 'transformed' else 'values'}, {how}",
        groups=grouping.names(),
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """The scale on which values of a type are normal."""

    name: str
    to: Callable[[Array], Array]
    back: Callable[[Array], Array]


_LINKS: dict[ValueType, _Link] = {
    "mean": _Link("values", lambda y: y, lambda x: x),
    "rate": _Link("logarithms", np.log, np.exp),
    "proportion": _Link("log odds", lambda y: np.log(y / (1 - y)), lambda x: 1 / (1 + np.exp(-x))),
}


def _errors(se: ArrayLike | None, lower: ArrayLike | None, upper: ArrayLike | None, link: _Link) -> Array:
    """Standard errors on the link's scale, as given or from 95% limits."""
    if se is not None:
        errors = numbers(se)
    elif lower is not None and upper is not None:
        with np.errstate(all="ignore"):
            errors = (link.to(numbers(upper)) - link.to(numbers(lower))) / (2 * _Z95)
    else:
        raise ValueError("Standard errors, or lower and upper limits, are needed.")
    if np.any(~(errors >= 0)):
        raise ValueError("Standard errors or limits are missing, negative or impossible.")
    return errors


def _quantile_table(
    grouping: Grouping, quantile: ArrayLike | None, rows: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Row numbers (quantiles, groups) of the groups that have every quantile, and which groups those are."""
    place = np.arange(rows) if quantile is None else np.unique(np.asarray(quantile), return_inverse=True)[1]
    order = np.lexsort((place, grouping.index))
    if np.any((np.diff(place[order]) == 0) & (np.diff(grouping.index[order]) == 0)):
        raise ValueError("A quantile stands more than once.")
    size = np.bincount(grouping.index)
    most = int(size.max())
    if not FEWEST_QUANTILES <= most <= MOST_QUANTILES:
        raise ValueError("The number of quantiles must be between 5 and 100.")
    complete = size == most
    return order[complete[grouping.index[order]]].reshape(-1, most).T, complete


def _centred_rank(people: Array) -> Array:
    return (people.cumsum(axis=0) - people / 2) / total(people) - 0.5


def _fit_transformed(
    y: Array, people: Array, se: Array, link: _Link, multiplier: float, z: float
) -> tuple[Array, ...]:
    """A line on the link's scale; limits of its slope, turned about the fitted middle."""
    line = slope_of_known_errors(_centred_rank(people), link.to(y), people, se)
    middle, slope, half = (line.low + line.high) / 2, line.difference, z * line.difference_se
    ends = [
        (link.back(middle - b / 2), link.back(middle + b / 2)) for b in (slope, slope - half, slope + half)
    ]
    sii = [high - low for low, high in ends]
    rii = [high / low for low, high in ends]
    if link.name == "values":
        rii[1:] = line.fieller(z)
    intercept = ends[0][0] if link.name == "values" else abs(multiplier) * ends[0][0]
    return *_turned(sii, rii, multiplier), intercept


def _fit_values(
    y: Array, people: Array, se: Array, link: _Link, multiplier: float, z: float
) -> tuple[Array, ...]:
    """A line on the values; limits from values drawn on the link's scale."""
    rank = _centred_rank(people)
    line = slope_of_known_errors(rank, y, people, se)
    share = people / total(people)
    lever = share * rank / total(share * rank**2)
    tails = NormalDist().cdf(-z), NormalDist().cdf(z)
    limits = np.empty((2, 2, y.shape[1]))
    for start in range(0, y.shape[1], _STRATA_AT_ONCE):
        some = (slice(None), slice(start, start + _STRATA_AT_ONCE))
        low, high = _drawn_ends(y[some], se[some], link, (share - lever / 2)[some], (share + lever / 2)[some])
        limits[0][some] = np.quantile(high - low, tails, axis=0)
        limits[1][some] = np.quantile(high / low, tails, axis=0)
    turned = _turned([line.difference, *limits[0]], [line.ratio, *limits[1]], multiplier)
    return *turned, line.low


def _drawn_ends(y: Array, se: Array, link: _Link, at_low: Array, at_high: Array) -> tuple[Array, Array]:
    """Simulated fitted ends, (draws, strata), summed quantile by quantile to hold few numbers at once."""
    random = np.random.default_rng(SEED)
    low = np.zeros((_DRAWS, y.shape[1]))
    high = np.zeros_like(low)
    for j in range(len(y)):
        drawn = link.back(link.to(y[j]) + se[j] * random.standard_normal((_DRAWS, 1)))
        low += at_low[j] * drawn
        high += at_high[j] * drawn
    return low, high


def _turned(sii: list[Array], rii: list[Array], multiplier: float) -> tuple[Array, ...]:
    """Estimates and limits times the multiplier; a negative one swaps the limits and inverts the ratio."""
    sii = [multiplier * s for s in sii]
    if multiplier >= 0:
        return *sii, *rii
    return sii[0], sii[2], sii[1], 1 / rii[0], 1 / rii[2], 1 / rii[1]
