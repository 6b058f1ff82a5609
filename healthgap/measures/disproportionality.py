"""Shares of health against shares of people: Theil (ti), mean log deviation (mld), concentration (aci, rci).

Sources: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697; Ahn et al, JCO CCI 2018;2:1-19 (variances of ti,
mld); Kakwani, Wagstaff and van Doorslaer 1997 (standard errors of aci, rci); Wagstaff 2005; Erreygers 2009.
"""

from __future__ import annotations

import numpy as np

from healthgap.measures.arrays import Array, Mask, is_zero, some, total
from healthgap.measures.groups import Groups, Measured, Options

_IN_PLACE_OF_ZERO = 1e-6  # as WHO's healthequal does, so that the logarithm exists
_THOUSAND = 1000  # ti and mld are published multiplied by it


def theil_index(groups: Groups, options: Options) -> Measured:
    """ti: 1,000 times the sum of p r ln r, with p the share of people and r the estimate over the mean."""
    share, mean, relative = _relative(groups)
    log = np.log(relative)
    index = total(share * relative * log)
    expected = total(share * relative * (1 + log))
    variance = total((1 + log - expected) ** 2 * share**2 * groups.se**2 / mean**2)
    return Measured.normal(_THOUSAND * index, _THOUSAND * np.sqrt(variance), options)


def mean_log_deviation(groups: Groups, options: Options) -> Measured:
    """mld: −1,000 times the sum of p ln r, with p the share of people and r the estimate over the mean."""
    share, mean, relative = _relative(groups)
    deviation = total(share * np.log(1 / relative))
    variance = total(share**2 * groups.se**2 / mean**2 * (1 - 1 / relative) ** 2)
    return Measured.normal(_THOUSAND * deviation, _THOUSAND * np.sqrt(variance), options)


def absolute_concentration_index(groups: Groups, options: Options) -> Measured:
    """aci: the sum of p (2 X − 1) y over relative ranks X, in the unit, or in bounds where given."""
    return Measured.normal(*_concentration(groups, _placed(groups, options)), options)


def relative_concentration_index(groups: Groups, options: Options) -> Measured:
    """rci: aci over the mean."""
    y = _placed(groups, options)
    index, se = _concentration(groups, y)
    mean = _mean(groups, y)
    return Measured.normal(index / mean, se / mean, options)


def wagstaff_index(groups: Groups, options: Options) -> Measured:
    """rci as Wagstaff normalises it for a bounded indicator: aci / (mean (1 − mean)), mean in 0 to 1."""
    y = _share_of_span(groups, options)
    index, se = _concentration(groups, y)
    spread = _mean(groups, y) * (1 - _mean(groups, y))
    return Measured.normal(index / spread, se / spread, options)


def erreygers_index(groups: Groups, options: Options) -> Measured:
    """rci of a bounded indicator as Erreygers normalises it: 4 aci."""
    index, se = _concentration(groups, _share_of_span(groups, options))
    return Measured.normal(4 * index, 4 * se, options)


def no_bounds(groups: Groups, options: Options) -> Mask | bool:
    """Whether there are neither bounds nor a scale to take them from."""
    return options.bounds is None and ~(groups.scale > 0)


def outside_bounds(groups: Groups, options: Options) -> Mask | bool:
    """Whether bounds are given and an estimate lies outside them."""
    return options.bounds is not None and outside_span(groups, options)


def outside_span(groups: Groups, options: Options) -> Mask:
    """Whether an estimate lies outside the bounds, or where none are given outside 0 and the scale."""
    y = _share_of_span(groups, options)
    return some((y < 0) | (y > 1))


def mean_not_positive(groups: Groups, options: Options) -> Mask:
    return _mean(groups, _placed(groups, options)) <= 0


def mean_at_bound(groups: Groups, options: Options) -> Mask:
    mean = _mean(groups, _share_of_span(groups, options))
    return is_zero(mean * (1 - mean))


def has_zero(groups: Groups, _: Options) -> Mask:
    return some(groups.estimate == 0)


def _relative(groups: Groups) -> tuple[Array, Array, Array]:
    y = np.where(groups.estimate == 0, _IN_PLACE_OF_ZERO, groups.estimate)
    mean = total(groups.share * y)
    return groups.share, mean, y / mean


def _concentration(groups: Groups, y: Array) -> tuple[Array, Array]:
    """The index and its standard error from the regression of 2 var(X) y on X, weighted by population."""
    share = groups.weight / total(groups.weight)
    rank = groups.rank
    variance = total(share * rank**2)
    response = 2 * variance * y
    index = 2 * total(share * rank * y)
    residual = response - total(share * response) - index * rank
    mean_square = total(share * residual**2) / (groups.size - 2)
    return index, np.sqrt(mean_square / variance)


def _mean(groups: Groups, y: Array) -> Array:
    return total(groups.weight * y) / total(groups.weight)


def _placed(groups: Groups, options: Options) -> Array:
    """The estimates, or where bounds are given their place between them (0 to 1)."""
    return groups.estimate if options.bounds is None else _share_of_span(groups, options)


def _share_of_span(groups: Groups, options: Options) -> Array:
    """The place of the estimates between the bounds; where none are given, between 0 and the scale."""
    if options.bounds is None:
        return groups.estimate / groups.scale
    floor, top = options.bounds
    return (groups.estimate - floor) / (top - floor)
