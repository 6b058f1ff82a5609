"""Slope index (sii) and relative index (rii) of inequality: the fitted ends of the social order, compared.

Regression on relative rank, logistic or straight. Sources: Wagstaff, Paci and van Doorslaer 1991;
Moreno-Betancur et al 2015; variants of rii: WHO healthequal, OHID PHEindicatormethods (after Low and Low
2004), ScotPHO.
"""

from __future__ import annotations

import numpy as np

from healthgap.measures.arrays import Mask
from healthgap.measures.groups import Groups, Measured, Options
from healthgap.measures.slopes import Slope


def logit_difference(groups: Groups, options: Options) -> Measured:
    """sii: fitted value at the advantaged end less that at the disadvantaged end, in the unit."""
    return _difference(groups.logit, options)


def linear_difference(groups: Groups, options: Options) -> Measured:
    """As `logit_difference`, from a straight line."""
    return _difference(groups.linear, options)


def logit_ratio(groups: Groups, options: Options) -> Measured:
    """rii: fitted value at the advantaged end over that at the disadvantaged end."""
    return _ratio(groups.logit, options)


def linear_ratio(groups: Groups, options: Options) -> Measured:
    """As `logit_ratio`, from a straight line."""
    return _ratio(groups.linear, options)


def ratio_of_known_errors(groups: Groups, options: Options) -> Measured:
    """OHID’s rii: as `linear_ratio`, with Fieller’s limits from the estimates’ own standard errors."""
    slope = groups.linear_of_known_errors
    return Measured(slope.ratio, slope.ratio * slope.log_ratio_se, *slope.fieller(options.z))


def slope_over_mean(groups: Groups, options: Options) -> Measured:
    """ScotPHO’s rii: slope over mean with its sign turned, positive where the disadvantaged have more.

    The mean is the middle of the line, so the index falls with the ratio q of its ends, as 2 (1 − q) / (1 +
    q).
    """
    q = linear_ratio(groups, options)
    estimate, upper, lower = (2 * (1 - end) / (1 + end) for end in (q.estimate, q.lower, q.upper))
    return Measured(estimate, 4 * q.se / (1 + q.estimate) ** 2, lower, upper)


def percent_above_mean(groups: Groups, options: Options) -> Measured:
    """ScotPHO’s “RII as %”: how far the disadvantaged end lies above the mean, 50 times `slope_over_mean`."""
    return Measured(*(50 * value for value in slope_over_mean(groups, options)))


def no_fit(groups: Groups, _: Options) -> Mask:
    return np.isnan(groups.logit.low)


def crosses_zero(groups: Groups, _: Options) -> Mask:
    """Whether an end of the line is not above zero, so that the ratio of the ends has no meaning."""
    return ~((groups.linear.low > 0) & (groups.linear.high > 0))


def unbounded(groups: Groups, options: Options) -> Mask:
    """Whether Fieller’s limits do not exist, as the denominator may be zero."""
    return np.isnan(groups.linear_of_known_errors.fieller(options.z)[0])


def _difference(slope: Slope, options: Options) -> Measured:
    return Measured.normal(slope.difference, slope.difference_se, options)


def _ratio(slope: Slope, options: Options) -> Measured:
    return Measured.lognormal(slope.ratio, slope.log_ratio_se, options)
