"""What drove the change of a gap: the part of each side, and the events that the gap stands for.

Arithmetic on both levels. It says what moved, never why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.catalogue import Indicator
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Pair, around
from healthgap.series import Point
from healthgap.trends import Change, change

Side = Literal["better", "worse", "same", "unclear"]


@dataclass(frozen=True, slots=True)
class Drivers:
    """The change of both levels between two periods, and what each adds to the change of the gap between them.

    `group_part` + `comparator_part` is exactly the change of the gap computed from those levels, in its unit
    (percentage points for a relative gap); positive widens it. `group_side` and `comparator_side` say whether each side
    itself got better or worse.
    """

    group: Change
    comparator: Change
    group_part: Rounded
    comparator_part: Rounded
    group_side: Side
    comparator_side: Side


def drivers(
    group: tuple[Point, Point], comparator: tuple[Point, Point], indicator: Indicator, measure: str
) -> Drivers | None:
    """The levels of both sides at the same two periods -> the parts of the change of their gap by `measure`.

    None for a relative gap whose comparator can be zero.

    Absolute: the parts are the changes of the two levels. Relative: each side is moved alone, once before and once
    after the other, and the two results averaged (the Shapley value), so that the parts sum exactly and neither
    side goes first. Source: Shorrocks, Decomposition procedures for distributional analysis, 2013.
    """
    moved, beside = change(*group), change(*comparator)
    sign = 1 if indicator.polarity == "lower_is_better" else -1
    if measure == "absolute_gap":
        parts = moved.difference.scaled(sign), beside.difference.scaled(-sign)
    elif min(point.value.low for point in comparator) <= 0:
        return None
    else:
        scale = sign * (100 if measure == "relative_gap" else 1)
        parts = _shapley(group, comparator, scale)
    return Drivers(moved, beside, *parts, _side(moved, sign), _side(beside, sign))


def _shapley(
    group: tuple[Point, Point], comparator: tuple[Point, Point], scale: float
) -> tuple[Rounded, Rounded]:
    """The parts of the change of group ÷ comparator, times `scale`; as wide as every corner of the rounding makes them.

    Both are monotone in each of the four levels, so the corners hold the extremes.
    """
    g0, g1 = (point.value for point in group)
    c0, c1 = (point.value for point in comparator)
    corners = [
        (a, b, c, d)
        for a in (g0.low, g0.high)
        for b in (g1.low, g1.high)
        for c in (c0.low, c0.high)
        for d in (c1.low, c1.high)
    ]
    centre = (g0.value, g1.value, c0.value, c1.value)
    return (
        _rounded([scale * _group_part(*levels) for levels in (centre, *corners)]),
        _rounded([scale * _comparator_part(*levels) for levels in (centre, *corners)]),
    )


def _group_part(g0: float, g1: float, c0: float, c1: float) -> float:
    return (g1 - g0) * (1 / c0 + 1 / c1) / 2


def _comparator_part(g0: float, g1: float, c0: float, c1: float) -> float:
    return (g0 + g1) * (1 / c1 - 1 / c0) / 2


def _rounded(values: list[float]) -> Rounded:
    return Rounded(values[0], min(values), max(values))


def _side(moved: Change, sign: int) -> Side:
    if moved.sign == 0:
        return "same"
    if moved.direction == "unclear" or moved.verdict == "no clear change":
        return "unclear"
    return "better" if sign * moved.sign < 0 else "worse"


@dataclass(frozen=True, slots=True)
class Excess:
    """Events in `period` that would not have happened had the group had its comparator's level.

    Negative where the group is better off. `count` is what happened, `number` carries the rounding of what it is
    computed from, `limits` are the 95% limits that chance leaves (None where they are not known).
    """

    period: Period
    count: float
    number: Rounded
    limits: Interval | None

    @property
    def per_year(self) -> float:
        return self.number.value / self.period.years


def excess(count: float, relative: Point, pair: Pair | None) -> Excess | None:
    """The part of `count` events that the relative gap at `relative` stands for: count × (1 − comparator ÷ group).

    With g per cent the gap, that is count × g ÷ (100 + g). Where the share w of the group in its comparator is known
    it is x − w xa with the variance (1 − w)² x + w² (xa − x), all counts Poisson; `pair` is needed for that.
    None where the group can be without events or the level without size.
    Source: observed less expected events; Breslow and Day, Statistical Methods in Cancer Research II, 1987.
    """
    ratio = Rounded.exact(1) + relative.value.scaled(1 / 100)
    if ratio.low <= 0 or count <= 0:
        return None
    number = Rounded(*(count * (1 - 1 / end) for end in (ratio.value, ratio.low, ratio.high)))
    return Excess(relative.period, count, number, _excess_limits(count, number.value, ratio.value, pair))


def _excess_limits(count: float, number: float, ratio: float, pair: Pair | None) -> Interval | None:
    if pair is None or pair.basis != "counts" or pair.log_ratio_error is None:
        return None
    if pair.share is None:
        expected = count / ratio
        return around(number, count + expected**2 * pair.comparator_variance / pair.comparator**2)
    share = pair.share
    everyone = count / (share * ratio)
    return around(number, (1 - share) ** 2 * count + share**2 * max(everyone - count, 0.0))
