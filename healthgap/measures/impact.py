"""Population attributable risk (par) and fraction (paf): what if every group were like the reference.

The reference is the last group in order; along an unordered dimension the best one. Source: Schlotheuber and
Hosseinpoor, IJERPH 2022;19:3697; standard error from the 2x2 table of persons, as in WHO's healthequal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from healthgap.measures.arrays import Array, Mask, highest, is_zero, lowest, total, vanishes
from healthgap.measures.groups import Groups, Measured, Options


class _Risk(NamedTuple):
    """Reference less average and the average, in the unit, and the standard error of the fraction."""

    excess: Array
    average: Array
    fraction_se: Array


def attributable_risk(groups: Groups, options: Options) -> Measured:
    """par: reference less mean, in the unit of the estimates; 0 where the reference is worse."""
    risk = groups.once(_risk)
    return Measured.normal(risk.excess, np.abs(risk.average) * risk.fraction_se, options)


def attributable_fraction(groups: Groups, options: Options) -> Measured:
    """paf: par in per cent of the mean."""
    risk = groups.once(_risk)
    return Measured.normal(100 * risk.excess / risk.average, 100 * risk.fraction_se, options)


def no_average(groups: Groups, _: Options) -> Mask:
    """Whether there is neither a population for every group nor a setting average."""
    return np.isnan(_average(groups))


def average_not_positive(groups: Groups, _: Options) -> Mask:
    return np.where(
        np.isnan(groups.mean), groups.setting_average <= 0, vanishes(groups.mean, groups.mean_of_sizes)
    )


def only_average(groups: Groups, _: Options) -> Mask:
    """Whether the setting average stands in for populations."""
    return np.isnan(groups.mean)


def reference_missing(groups: Groups, _: Options) -> Mask:
    return groups.ordered & groups.last_missing


def certain(groups: Groups, _: Options) -> Mask:
    """Whether the table of persons leaves nothing to chance, as nobody in the reference has the outcome."""
    reference, _people = _reference(groups)
    return is_zero(reference) & np.isfinite(groups.once(_risk).fraction_se)


def _average(groups: Groups) -> Array:
    return np.where(np.isnan(groups.mean), groups.setting_average, groups.mean)


def _risk(groups: Groups) -> _Risk:
    average = _average(groups)
    reference, people = _reference(groups)
    excess = reference - average
    wrong_way = np.where(groups.favourable == 1, excess < 0, excess > 0)
    return _Risk(np.where(wrong_way, 0.0, excess), average, _fraction_se(groups, reference, people))


def _reference(groups: Groups) -> tuple[Array, Array]:
    """The estimate and the population of the reference; of tied groups, the largest."""
    y = groups.estimate
    best = np.where(groups.favourable == 1, highest(y), lowest(y))
    reference = np.where(groups.ordered, y[-1], best)
    people = highest(np.where(y == reference, groups.population, -np.inf))
    return reference, np.where(groups.ordered, groups.population[-1], people)


def _fraction_se(groups: Groups, reference: Array, people: Array) -> Array:
    """From persons with (c, a) and without (d, b) the outcome, in the reference and elsewhere."""
    everyone = total(groups.population)
    c = reference / groups.scale * people
    d = people - c
    a = groups.mean / groups.scale * everyone - c
    b = everyone - a - people
    square = c * everyone * (a * d * (everyone - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3)
    return np.sqrt(np.maximum(square, 0))
