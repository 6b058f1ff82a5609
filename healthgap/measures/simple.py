"""Difference (d) and ratio (r) of two groups; the other groups have no influence.

Which two: along an ordered dimension the first and the last; with a reference, that and the worst or best
other; otherwise the highest and the lowest. Source: Schlotheuber and Hosseinpoor, IJERPH 2022;19:3697.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Array, Mask, is_zero, some
from healthgap.measures.groups import Groups, Measured, Options


def difference(groups: Groups, options: Options) -> Measured:
    """d: the first compared group less the second, in the unit of the estimates."""
    (y1, s1), (y2, s2) = _compared(groups)
    return Measured.normal(y1 - y2, np.sqrt(s1**2 + s2**2), options)


def ratio(groups: Groups, options: Options) -> Measured:
    """r: the first compared group over the second."""
    (y1, s1), (y2, s2) = _compared(groups)
    return Measured.lognormal(y1 / y2, np.sqrt((s1 / y1) ** 2 + (s2 / y2) ** 2), options)


def no_polarity(groups: Groups, _: Options) -> Mask:
    """Whether the two groups depend on the polarity, and it is not known."""
    return np.isnan(groups.favourable) & (groups.ordered | some(groups.reference))


def compared_missing(groups: Groups, _: Options) -> Mask:
    """Whether a group that has to be compared has no estimate."""
    return np.where(groups.ordered, groups.ends_missing, groups.reference_missing)


def error_missing(groups: Groups, _: Options) -> Mask:
    """Whether a compared group has no usable standard error."""
    s1, s2 = (se for _estimate, se in _compared(groups))
    return ~(np.isfinite(s1) & np.isfinite(s2) & (s1 >= 0) & (s2 >= 0))


def first_is_zero(groups: Groups, _: Options) -> Mask:
    first, _second = _compared(groups)
    return is_zero(first[0])


def second_is_zero(groups: Groups, _: Options) -> Mask:
    _first, second = _compared(groups)
    return is_zero(second[0])


def any_negative(groups: Groups, _: Options) -> Mask:
    """Whether a compared estimate is negative."""
    y1, y2 = (estimate for estimate, _se in _compared(groups))
    return (y1 < 0) | (y2 < 0)


def _compared(groups: Groups) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Estimate and standard error of the first and of the second group."""
    favourable = groups.favourable == 1
    last = groups.size - 1
    first_ordered, second_ordered = np.where(favourable, last, 0), np.where(favourable, 0, last)
    first_free, second_free = _extremes(groups, favourable)
    first = np.where(groups.ordered, first_ordered, first_free)
    second = np.where(groups.ordered, second_ordered, second_free)
    return _at(groups, first), _at(groups, second)


def _extremes(groups: Groups, favourable: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions to compare along an unordered dimension, the first of ties."""
    reference = groups.reference.argmax(axis=0)
    has_reference = some(groups.reference)
    highest = np.where(groups.reference, -np.inf, groups.estimate).argmax(axis=0)
    lowest = np.where(groups.reference, np.inf, groups.estimate).argmin(axis=0)
    return (
        np.where(has_reference & favourable, reference, highest),
        np.where(has_reference & ~favourable, reference, lowest),
    )


def _at(groups: Groups, position: NDArray[np.intp]) -> tuple[Array, Array]:
    strata = np.arange(position.size)
    return groups.estimate[position, strata], groups.se[position, strata]
