"""Directly and indirectly standardised rates and ratios with the limits that OHID publishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import Grouping, numbers
from healthgap.measures.limits import FEWEST_FOR_BYAR, byar_limits, poisson_limits, require_positive
from healthgap.measures.rates import poisson_method

ESP2013 = tuple(
    1000 * share for share in (5, 5.5, 5.5, 5.5, 6, 6, 6.5, 7, 7, 7, 7, 6.5, 6, 5.5, 5, 4, 2.5, 1.5, 1)
)
"""The European Standard Population of 2013 in 19 age bands: 0-4, 5-9, … 85-89, 90 and over."""


@dataclass(frozen=True, slots=True)
class DirectRates:
    """Standardised rates with their limits, events and people; one, or one for each label of `groups`."""

    value: Array
    lower: Array
    upper: Array
    method: str
    count: Array
    population: Array
    groups: NDArray[Any] | None


@dataclass(frozen=True, slots=True)
class IndirectRatios:
    """Standardised ratios, or rates, with their limits; one, or one for each label of `groups`.

    `reference_rate` is the crude rate of the reference population in the unit of the rates; None for ratios.
    """

    value: Array
    lower: Array
    upper: Array
    method: NDArray[Any]
    observed: Array
    expected: Array
    reference_rate: Array | None
    groups: NDArray[Any] | None


def dsr(
    count: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike | None = None,
    *,
    by: ArrayLike | None = None,
    events_each: ArrayLike | None = None,
    ageband: ArrayLike | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> DirectRates:
    """The directly standardised rate of each label of `by`, with Dobson’s limits around Byar’s.

    One row an age band: events, people, and people in the standard population (in the order of the rows;
    ESP2013 repeated where None). A missing count is 0. No rate where there are fewer than 10 events. For
    events that are not independent, such as admissions, give a row for each number of events a person had
    (`events_each`) within an `ageband`: `count` is then of persons, and the variance grows with the square of
    the events each had. Raises ValueError for negative counts, people not above zero, or rows that do not
    fit. Source: Dobson et al, Statistics in Medicine 1991;10:457-462.
    """
    x, n = np.nan_to_num(numbers(count)), numbers(population)
    w = _for_every_row(numbers(ESP2013 if standard is None else standard), x.size)
    if np.any(x < 0) or np.any(w < 0) or np.any(np.isnan(n + w)):
        raise ValueError(
            "Counts and standard populations cannot be negative, and no population can be missing."
        )
    require_positive(n)
    grouping = Grouping(by, x.size)
    each = np.ones_like(x) if events_each is None else numbers(events_each)
    once = _first_of_band(grouping, ageband, x.size) if events_each is not None else np.ones_like(x)
    whole = grouping.sum(w * once)
    events, people = grouping.sum(each * x), grouping.sum(n * once)
    value = grouping.sum(w * each * x / n) / whole
    spread = np.sqrt(grouping.sum((w / n) ** 2 * each**2 * x)) / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(events < FEWEST_FOR_BYAR, np.nan, spread / np.sqrt(events))
    limits = byar_limits(events, confidence)
    return DirectRates(
        value=grouping.shaped(multiplier * np.where(np.isnan(factor), np.nan, value)),
        lower=grouping.shaped(multiplier * (value + factor * (limits.lower - events))),
        upper=grouping.shaped(multiplier * (value + factor * (limits.upper - events))),
        method="Dobson" if events_each is None else "Dobson, events not independent",
        count=grouping.shaped(events),
        population=grouping.shaped(people),
        groups=grouping.names(),
    )


def isr_ratio(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    *,
    by: ArrayLike | None = None,
    reference_value: float = 1,
    confidence: float = 0.95,
) -> IndirectRatios:
    """The indirectly standardised ratio of each label of `by`: observed / expected, times `reference_value`.

    One row an age band, with events and people here and in the reference population. Limits are exact below
    10 observed events and Byar’s from 10. A missing count, or missing people here, is 0.
    """
    known = _indirect(count, population, reference_count, reference_population, by)
    return _ratios(known, np.full_like(known.observed, reference_value), confidence)


def isr_rate(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    *,
    by: ArrayLike | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> IndirectRatios:
    """The indirectly standardised rate: the ratio of `isr_ratio` times the crude reference rate."""
    known = _indirect(count, population, reference_count, reference_population, by)
    rate = multiplier * known.reference_rate
    return replace(_ratios(known, rate, confidence), reference_rate=known.grouping.shaped(rate))


@dataclass(frozen=True, slots=True)
class _Indirect:
    """What indirect standardisation rests on, one of each a group."""

    grouping: Grouping
    observed: Array
    expected: Array
    reference_rate: Array


def _indirect(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    by: ArrayLike | None,
) -> _Indirect:
    x, n, events = (np.nan_to_num(numbers(v)) for v in (count, population, reference_count))
    people = numbers(reference_population)
    if np.any(x < 0) or np.any(n < 0):
        raise ValueError("Counts and populations cannot be negative.")
    require_positive(people)
    events, people = _for_every_row(events, n.size), _for_every_row(people, n.size)
    grouping = Grouping(by, n.size)
    return _Indirect(
        grouping,
        grouping.sum(x),
        grouping.sum(n * events / people),
        grouping.sum(events) / grouping.sum(people),
    )


def _ratios(known: _Indirect, factor: Array, confidence: float) -> IndirectRatios:
    """Observed over expected events, times `factor`."""
    limits = poisson_limits(known.observed, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(known.expected > 0, factor / known.expected, np.nan)
    shaped = known.grouping.shaped
    return IndirectRatios(
        value=shaped(each * known.observed),
        lower=shaped(each * limits.lower),
        upper=shaped(each * limits.upper),
        method=shaped(poisson_method(known.observed)),
        observed=shaped(known.observed),
        expected=shaped(known.expected),
        reference_rate=None,
        groups=known.grouping.names(),
    )


def _for_every_row(bands: Array, rows: int) -> Array:
    """Numbers of each row; those of one set of age bands are repeated for every group."""
    if bands.size == 0 or rows % bands.size:
        raise ValueError(f"Numbers of {bands.size} age bands do not fit {rows} rows.")
    return np.tile(bands, rows // bands.size)


def _first_of_band(grouping: Grouping, ageband: ArrayLike | None, rows: int) -> NDArray[Any]:
    """1 for the first row of each age band of each group, 0 for the others, whose people are the same."""
    if ageband is None:
        raise ValueError("Events that are not independent need an age band for each row.")
    bands = np.unique(np.asarray(ageband), return_inverse=True)[1].reshape(rows)
    cell = grouping.index * (bands.max() + 1) + bands
    once = np.zeros(rows)
    once[np.unique(cell, return_index=True)[1]] = 1
    return once
