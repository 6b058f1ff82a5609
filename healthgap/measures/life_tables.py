"""Life expectancy from an abridged life table, with Silcocks' limits; withholds it where OHID does.

Sources: Chiang 1968; Newell 1994; Silcocks et al 2001; Eayres and Williams, JECH 2004;58:243-249.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array, Mask, some, total
from healthgap.measures.grouping import Grouping, numbers
from healthgap.measures.limits import z_value

AGES = (0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)

_RADIX = 100_000
_FEWEST_PEOPLE = 5_000
_WIDEST_INTERVAL = 20  # years, at 95%


@dataclass(frozen=True, slots=True)
class LifeExpectancy:
    """Years left at the start of each row’s age band, with limits; NaN with a `reason` where withheld."""

    value: Array
    lower: Array
    upper: Array
    reason: NDArray[Any]


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    start_age: ArrayLike,
    *,
    by: ArrayLike | None = None,
    ages: tuple[int, ...] = AGES,
    confidence: float = 0.95,
) -> LifeExpectancy:
    """Life expectancy at the start of each age band, row by row, within each label of `by`.

    A row an age band, in any order: deaths, people, and the age at which the band starts; `ages` are all of
    them. Raises ValueError when `ages` do not rise from 0 or arrays differ in length.
    """
    if ages[0] != 0 or list(ages) != sorted(set(ages)):
        raise ValueError("The age bands must start at 0 and rise.")
    d, n, start = numbers(deaths), numbers(population), numbers(start_age)
    grouping = Grouping(by, d.size)
    rows = np.lexsort((start, grouping.index))
    nothing = np.full(d.size, np.nan)
    result = LifeExpectancy(nothing, nothing.copy(), nothing.copy(), np.full(d.size, "", dtype=object))
    size = np.bincount(grouping.index)
    whole = size == len(ages)
    result.reason[~whole[grouping.index]] = f"There are not exactly {len(ages)} age bands."
    table = rows[whole[grouping.index[rows]]].reshape(-1, len(ages)).T
    reason = _withheld(d[table], n[table], start[table], ages)
    with np.errstate(all="ignore"):
        value, se = _life_table(d[table], n[table], ages)
    wide = z_value(0.95) * se > _WIDEST_INTERVAL / 2
    reasons = np.where((reason == "") & wide, "The 95% interval is wider than 20 years.", reason)
    reasons = np.where((reason == "") & np.isnan(se), "Nobody is left alive at this age.", reasons)
    shown = np.where(reasons == "", value, np.nan)
    half = z_value(confidence) * se
    result.value[table], result.lower[table], result.upper[table] = shown, shown - half, shown + half
    result.reason[table] = reasons
    return result


def _withheld(deaths: Array, people: Array, start: Array, ages: tuple[int, ...]) -> NDArray[Any]:
    """Why each table is withheld, (1, tables); empty where it is not."""
    reasons: dict[str, Mask] = {
        "The age bands are not those expected.": some(start != np.array(ages)[:, np.newaxis]),
        "Deaths or people are missing, or infinite.": some(~np.isfinite(deaths + people)),
        "Deaths are negative.": some(deaths < 0),
        "An age band has no people.": some(people <= 0),
        "An age band has more deaths than people.": some(deaths > people),
        "There are 5,000 people or fewer.": total(people) <= _FEWEST_PEOPLE,
        "Nobody died in the last age band.": deaths[-1] == 0,
    }
    return np.select(list(reasons.values()), list(reasons), default="")[np.newaxis].astype(object)


def _life_table(deaths: Array, people: Array, ages: tuple[int, ...]) -> tuple[Array, Array]:
    """Life expectancy and its standard error at each age, (ages, tables)."""
    mortality = deaths / people
    width = np.broadcast_to(np.diff(ages, append=np.inf)[:, np.newaxis], deaths.shape).copy()
    width[-1] = 2 / mortality[-1]
    lived = np.full((len(ages), 1), 0.5)
    lived[0] = 0.1
    dying = mortality * width / (1 + mortality * width * (1 - lived))
    dying = np.where(deaths <= people / width / lived, dying, 1)
    alive = _RADIX * np.cumprod(np.vstack([np.ones_like(dying[:1]), 1 - dying[:-1]]), axis=0)
    following = np.vstack([alive[1:], np.zeros_like(alive[:1])])
    years = width * (following + lived * (alive - following))
    years[-1] = alive[-1] / mortality[-1]
    left = np.where(alive > 0, _from_the_end(years) / alive, 0)
    variance = np.where(deaths > 0, dying**2 * (1 - dying) / deaths, 0)
    weight = alive**2 * ((1 - lived) * width + np.vstack([left[1:], left[-1:]])) ** 2
    terms = weight * variance
    terms[-1] = (alive[-1] / 2) ** 2 * 4 / (deaths[-1] * mortality[-1] ** 2)
    return left, np.sqrt(_from_the_end(terms)) / alive


def _from_the_end(values: Array) -> Array:
    """Running totals from the last age down."""
    return np.cumsum(values[::-1], axis=0)[::-1]
