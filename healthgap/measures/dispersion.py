"""How far groups lie from their mean, the best group or a reference: bgv bgsd cov mdm* mdb* mdr* idis*.

Statistics take estimates of shape (…, groups, strata), so that the same function serves the estimate and its
simulated copies. Source: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697; variance of bgv: Ahn et al, JCO
Clinical Cancer Informatics 2018;2:1-19.
"""

from __future__ import annotations

import numpy as np

from healthgap.measures.arrays import Array, Mask, highest, lowest, total, vanishes
from healthgap.measures.groups import Groups, Measured, Options


def between_group_variance(groups: Groups, options: Options) -> Measured:
    """bgv: the population-weighted mean of squared deviations from the mean, in the square of the unit."""
    share, variance = groups.share, groups.se**2
    deviation = groups.estimate - groups.mean
    spread = 4 * total(share**2 * variance * deviation**2)
    square = total(share**2 * variance) ** 2
    own = total(share**4 * variance**2)
    others = total(share**2 * (1 - share) ** 2 * variance**2)
    se = np.sqrt(spread + 2 * (square - own + others))
    return Measured.normal(total(share * deviation**2), se, options)


def standard_deviation(groups: Groups, y: Array) -> Array:
    """bgsd: the root of bgv, in the unit of the estimates."""
    return np.sqrt(total(groups.share * _distance(y, _mean(groups, y)) ** 2))


def coefficient_of_variation(groups: Groups, y: Array) -> Array:
    """cov: bgsd in per cent of the mean."""
    return 100 * standard_deviation(groups, y) / _mean(groups, y)


def unweighted_from_mean(groups: Groups, y: Array) -> Array:
    """mdmu: the mean distance from the setting’s average."""
    return _plain_mean(_distance(y, _average(groups, y)))


def weighted_from_mean(groups: Groups, y: Array) -> Array:
    """mdmw: the population-weighted mean distance from the weighted mean."""
    return total(groups.share * _distance(y, _mean(groups, y)))


def unweighted_from_best(groups: Groups, y: Array) -> Array:
    """mdbu: the mean distance from the best group."""
    return _plain_mean(_distance(y, _best(groups, y)))


def weighted_from_best(groups: Groups, y: Array) -> Array:
    """mdbw: the population-weighted mean distance from the best group."""
    return total(groups.share * _distance(y, _best(groups, y)))


def unweighted_from_reference(groups: Groups, y: Array) -> Array:
    """mdru: the mean distance from the reference group, which is counted among the groups."""
    return _plain_mean(_distance(y, _reference(groups, y)))


def weighted_from_reference(groups: Groups, y: Array) -> Array:
    """mdrw: the population-weighted mean distance from the reference group."""
    return total(groups.share * _distance(y, _reference(groups, y)))


def unweighted_disparity(groups: Groups, y: Array) -> Array:
    """idisu: mdmu in per cent of the setting’s average."""
    return 100 * unweighted_from_mean(groups, y) / _average(groups, y)


def weighted_disparity(groups: Groups, y: Array) -> Array:
    """idisw: mdmw in per cent of the weighted mean."""
    return 100 * weighted_from_mean(groups, y) / _mean(groups, y)


def no_average(groups: Groups, _: Options) -> Mask:
    """Whether there is neither a setting average nor a population for every group."""
    return np.isnan(groups.setting_average) & np.isnan(groups.mean)


def average_not_positive(groups: Groups, _: Options) -> Mask:
    return np.where(
        np.isnan(groups.setting_average),
        vanishes(groups.mean, groups.mean_of_sizes),
        groups.setting_average <= 0,
    )


def given_average(groups: Groups, _: Options) -> Mask:
    return ~np.isnan(groups.setting_average)


def _distance(y: Array, centre: Array) -> Array:
    """How far each group lies from the one centre of its stratum."""
    return np.abs(y - centre[..., np.newaxis, :])


def _plain_mean(values: Array) -> Array:
    mean: Array = total(values) / values.shape[-2]
    return mean


def _mean(groups: Groups, y: Array) -> Array:
    return total(groups.share * y)


def _average(groups: Groups, y: Array) -> Array:
    """The setting average where one is given, as a fixed number; otherwise the weighted mean of `y`."""
    return np.where(np.isnan(groups.setting_average), _mean(groups, y), groups.setting_average)


def _best(groups: Groups, y: Array) -> Array:
    return np.where(groups.favourable == 1, highest(y), lowest(y))


def _reference(groups: Groups, y: Array) -> Array:
    return total(groups.reference * y)
