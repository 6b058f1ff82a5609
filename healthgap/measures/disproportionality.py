"""Shares of health against shares of people: Theil (ti), mean log deviation (mld), concentration (aci, rci).

Sources: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697; Ahn et al, JCO CCI 2018;2:1-19 (variances of ti,
mld); Kakwani, Wagstaff and van Doorslaer 1997 (standard errors of aci, rci); Wagstaff 2005; Erreygers 2009.
"""

from __future__ import annotations

import numpy as np

from healthgap.measures.arrays import Array, Mask, some, total, vanishes
from healthgap.measures.groups import Groups, Measured, Options

_IN_PLACE_OF_ZERO = 1e-6  # as WHO's healthequal does, so that the logarithm exists
_THOUSAND = 1000  # ti and mld are published multiplied by it


def theil_index(groups: Groups, options: Options) -> Measured:
    """ti: 1,000 times the sum of p r ln r, with p the share of people and r the estimate over the mean."""
    share, mean, relative, log = groups.once(_relative)
    # The shares p r add up to 1, so taking r - 1 away changes nothing but what rounding leaves of small differences.
    index = total(share * (relative * log - (relative - 1)))
    variance = total(((log - index) * share * groups.se) ** 2) / mean**2
    return Measured.normal(_THOUSAND * np.maximum(index, 0), _THOUSAND * np.sqrt(variance), options)


def mean_log_deviation(groups: Groups, options: Options) -> Measured:
    """mld: −1,000 times the sum of p ln r, with p the share of people and r the estimate over the mean."""
    share, mean, relative, log = groups.once(_relative)
    index = total(share * ((relative - 1) - log))  # for the reason that `theil_index` gives
    variance = total(((1 - 1 / relative) * share * groups.se) ** 2) / mean**2
    return Measured.normal(_THOUSAND * np.maximum(index, 0), _THOUSAND * np.sqrt(variance), options)


def absolute_concentration_index(groups: Groups, options: Options) -> Measured:
    """aci: the sum of p (2 X − 1) y over relative ranks X, in the unit, or in bounds where given."""
    span = 1.0 if options.bounds is None else _span(groups, options)
    return _concentration_over(span, groups, options)


def relative_concentration_index(groups: Groups, options: Options) -> Measured:
    """rci: aci over the mean."""
    return _concentration_over(_mean(groups, _above_floor(groups, options)), groups, options)


def wagstaff_index(groups: Groups, options: Options) -> Measured:
    """rci as Wagstaff normalises it for a bounded indicator: aci / (mean (1 − mean)), mean in 0 to 1."""
    span = _span(groups, options)
    mean = _mean(groups, _above_floor(groups, options))
    return _concentration_over(mean * (1 - mean / span), groups, options)


def erreygers_index(groups: Groups, options: Options) -> Measured:
    """rci of a bounded indicator as Erreygers normalises it: 4 aci, of estimates in 0 to 1."""
    return _concentration_over(_span(groups, options) / 4, groups, options)


def no_bounds(groups: Groups, options: Options) -> Mask | bool:
    """Whether there are neither bounds nor a scale to take them from."""
    return options.bounds is None and ~(groups.scale > 0)


def outside_bounds(groups: Groups, options: Options) -> Mask | bool:
    """Whether bounds are given and an estimate lies outside them."""
    return options.bounds is not None and outside_span(groups, options)


def outside_span(groups: Groups, options: Options) -> Mask:
    """Whether an estimate lies outside the bounds, or where none are given outside 0 and the scale."""
    y = _above_floor(groups, options)
    return some((y < 0) | (y > _span(groups, options)))


def mean_not_positive(groups: Groups, options: Options) -> Mask:
    y = _above_floor(groups, options)
    return vanishes(_mean(groups, y), _mean(groups, np.abs(y)))


def mean_at_bound(groups: Groups, options: Options) -> Mask:
    mean = _mean(groups, _above_floor(groups, options)) / _span(groups, options)
    return vanishes(mean * (1 - mean), np.ones_like(mean))


def has_zero(groups: Groups, _: Options) -> Mask:
    return some(groups.estimate == 0)


def _relative(groups: Groups) -> tuple[Array, Array, Array, Array]:
    """Shares of people, the mean, and the estimates over it with their logarithms."""
    y = np.where(groups.estimate == 0, _IN_PLACE_OF_ZERO, groups.estimate)
    mean = total(groups.share * y)
    relative = y / mean
    return groups.share, mean, relative, np.log(relative)


def _concentration_over(divisor: Array | float, groups: Groups, options: Options) -> Measured:
    index, se = groups.once(_concentration)
    return Measured.normal(index / divisor, se / divisor, options)


def _concentration(groups: Groups) -> tuple[Array, Array]:
    """The index and its standard error from the regression of 2 var(X) y on X, weighted by population."""
    share = groups.weight / total(groups.weight)
    weighted_rank = share * groups.rank
    variance = total(weighted_rank * groups.rank)
    y = groups.estimate - groups.estimate[0]  # a line's slope does not hang on where its values begin
    index = 2 * total(weighted_rank * y)
    residual = 2 * variance * (y - total(share * y)) - index * groups.rank
    mean_square = total(share * residual**2) / (groups.with_people - 2)
    return index, np.sqrt(mean_square / variance)


def _mean(groups: Groups, y: Array) -> Array:
    return total(groups.weight * y) / total(groups.weight)


def _above_floor(groups: Groups, options: Options) -> Array:
    """The estimates less the lower bound; that is 0 where no bounds are given."""
    return groups.estimate if options.bounds is None else groups.estimate - options.bounds[0]


def _span(groups: Groups, options: Options) -> Array:
    """How far the bounds lie apart; where none are given, the scale."""
    if options.bounds is None:
        return groups.scale
    return np.full_like(groups.scale, options.bounds[1] - options.bounds[0])
