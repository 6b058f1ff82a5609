"""Difference (d) and ratio (r) of two groups; the other groups have no influence.

Which two: `healthgap.measures.compared`. Source: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697.
"""

from __future__ import annotations

import numpy as np

from healthgap.measures.arrays import Mask, is_zero, some
from healthgap.measures.groups import Groups, Measured, Options


def difference(groups: Groups, options: Options) -> Measured:
    """d: the first compared group less the second, in the unit of the estimates."""
    (y1, s1), (y2, s2) = groups.compared
    return Measured.normal(y1 - y2, np.sqrt(s1**2 + s2**2), options)


def ratio(groups: Groups, options: Options) -> Measured:
    """r: the first compared group over the second."""
    (y1, s1), (y2, s2) = groups.compared
    return Measured.lognormal(y1 / y2, np.sqrt((s1 / y1) ** 2 + (s2 / y2) ** 2), options)


def no_polarity(groups: Groups, _: Options) -> Mask:
    """Whether the two groups depend on the polarity, and it is not known."""
    return np.isnan(groups.favourable) & (groups.ordered | some(groups.reference))


def compared_missing(groups: Groups, _: Options) -> Mask:
    """Whether a group that has to be compared has no estimate."""
    return np.where(groups.ordered, groups.first_missing | groups.last_missing, groups.reference_missing)


def error_missing(groups: Groups, _: Options) -> Mask:
    """Whether a compared group has no usable standard error."""
    s1, s2 = (se for _estimate, se in groups.compared)
    return ~(np.isfinite(s1) & np.isfinite(s2) & (s1 >= 0) & (s2 >= 0))


def first_is_zero(groups: Groups, _: Options) -> Mask:
    first, _second = groups.compared
    return is_zero(first[0])


def second_is_zero(groups: Groups, _: Options) -> Mask:
    _first, second = groups.compared
    return is_zero(second[0])


def any_negative(groups: Groups, _: Options) -> Mask:
    """Whether a compared estimate is negative."""
    y1, y2 = (estimate for estimate, _se in groups.compared)
    return (y1 < 0) | (y2 < 0)
