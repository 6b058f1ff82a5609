"""Limits by simulation: estimates drawn anew from their standard errors, the statistic computed each time.

The seed is fixed and the draws of a stratum depend on nothing but its own groups, so the same stratum always
gets the same limits, whatever stands beside it and in whatever order its groups come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.groups import Groups
from healthgap.measures.limits import Limits

Statistic = Callable[[Groups, Array], Array]

DRAWS = 10_000
SEED = 20_090_114
_MOST_VALUES = 4_000_000  # held at once, 32 MB


def simulated_limits(
    groups: Groups, statistics: Mapping[str, Statistic], confidence: float
) -> dict[str, Limits]:
    """Percentile limits (R’s type 7) of each statistic, each an array of strata.

    Estimates are normal around their value, kept at or above 0 and, where the scale is 100, at or below 100.
    """
    limits = {name: np.empty((2, groups.estimate.shape[1])) for name in statistics}
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    strata = max(1, _MOST_VALUES // (DRAWS * groups.size))
    for start in range(0, groups.estimate.shape[1], strata):
        piece = slice(start, start + strata)
        some = groups.where(piece)
        values: dict[str, list[Array]] = {name: [] for name in statistics}
        for drawn in _draws(some):
            for name, statistic in statistics.items():
                values[name].append(statistic(some, drawn))
        for name in statistics:
            limits[name][:, piece] = np.quantile(np.concatenate(values[name]), tails, axis=0)
    return {name: Limits(lower, upper) for name, (lower, upper) in limits.items()}


def _draws(groups: Groups) -> Iterator[Array]:
    """Draws of truncated normals by inverting their distribution, (draws, groups, strata), piece by piece."""
    from scipy.special import ndtr, ndtri  # slow to import, and not needed to answer a question

    spread = np.where(groups.se > 0, groups.se, 1.0)
    ceiling = np.where(groups.scale == 100, 100.0, np.inf)
    low, high = ndtr(-groups.estimate / spread), ndtr((ceiling - groups.estimate) / spread)
    order = _rank_of_groups(groups)
    random = np.random.default_rng(SEED)
    step = max(1, _MOST_VALUES // groups.estimate.size)
    for start in range(0, DRAWS, step):
        uniform = random.random((min(step, DRAWS - start), groups.size))[:, order]
        yield groups.estimate + groups.se * ndtri(low + uniform * (high - low))


def _rank_of_groups(groups: Groups) -> NDArray[np.intp]:
    """The place of each group of a stratum in an order that does not depend on the file's."""
    order = np.lexsort((groups.population, groups.se, groups.estimate), axis=0)
    return order.argsort(axis=0)
