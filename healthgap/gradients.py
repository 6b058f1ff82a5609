"""The slope across groups in social order, from their levels: how far apart the two ends of the order lie.

A straight line through the levels, each weighing as many people as it is of and standing at the middle of their share.
It is read at both ends of the order. Limits come from the groups' own standard errors: the ends are weighted sums of
the levels. Source: Low and Low, Journal of Epidemiology and Community Health 2004;58:999-1003, as OHID computes it;
`healthgap.measures` has it, with other models, for files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from healthgap.catalogue import Polarity
from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Sampling, Unsampled, around, ratio_limits
from healthgap.series import Point

FEWEST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Gradient:
    """The line through `points`, levels of one period from the most to the least disadvantaged group.

    `slope` is how much worse off the disadvantaged end is than the other, in the unit of the levels; negative where it
    is better off. `ratio` is the line at the disadvantaged end ÷ the line at the other, None where either is not above
    zero. `sampling` is what chance leaves of the slope, or why that is not known; `ratio_limits` by Fieller's theorem.
    """

    points: tuple[Point, ...]
    disadvantaged: Rounded
    advantaged: Rounded
    slope: Rounded
    sampling: Sampling | Unsampled
    ratio: float | None
    ratio_limits: Interval | None


def gradient(points: Sequence[Point], people: Sequence[float], polarity: Polarity) -> Gradient:
    """The slope across at least three groups in order, with the number of `people` in each, all above zero."""
    first, last = _leverage(people)
    bottom, top = _sum(points, first), _sum(points, last)
    sign = 1 if polarity == "lower_is_better" else -1
    slope = _sum(points, [sign * (a - b) for a, b in zip(first, last, strict=True)])
    above_zero = bottom.low > 0 and top.low > 0
    ratio = bottom.value / top.value if above_zero else None
    variances = [point.sampled.error**2 for point in points if point.sampled]
    if len(variances) < len(points):
        reasons = [point.sampling for point in points if isinstance(point.sampling, str)]
        return Gradient(tuple(points), bottom, top, slope, reasons[0], ratio, None)
    of_first, of_last, together = (
        sum(a * b * variance for a, b, variance in zip(left, right, variances, strict=True))
        for left, right in ((first, first), (last, last), (first, last))
    )
    of_slope = of_first + of_last - 2 * together
    bases = {point.sampled.basis for point in points if point.sampled}
    basis = bases.pop() if len(bases) == 1 else "limits"
    sampling = Sampling(of_slope**0.5, around(slope.value, of_slope), basis)
    limits = ratio_limits(top.value, bottom.value, of_last, of_first, together) if above_zero else None
    return Gradient(tuple(points), bottom, top, slope, sampling, ratio, limits)


def _leverage(people: Sequence[float]) -> tuple[list[float], list[float]]:
    """What each group's level weighs in the line at the first and at the last end of the order."""
    everyone = sum(people)
    shares = [one / everyone for one in people]
    ranks = [end - share / 2 - 0.5 for end, share in zip(accumulate(shares), shares, strict=True)]
    spread = sum(share * rank**2 for share, rank in zip(shares, ranks, strict=True))
    levers = [share * rank / spread for share, rank in zip(shares, ranks, strict=True)]
    return (
        [share - lever / 2 for share, lever in zip(shares, levers, strict=True)],
        [share + lever / 2 for share, lever in zip(shares, levers, strict=True)],
    )


def _sum(points: Sequence[Point], weights: Sequence[float]) -> Rounded:
    """The weighted sum of levels; each stands once in it, so its rounding is exact."""
    total = Rounded.exact(0)
    for point, weight in zip(points, weights, strict=True):
        total += point.value.scaled(weight)
    return total
