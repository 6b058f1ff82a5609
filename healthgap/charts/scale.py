"""From values and years to places on a picture: round numbers, where zero belongs, missing periods."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from matplotlib.ticker import MaxNLocator

from healthgap.charts import Chart, ChartLine, ChartPoint

# Further apart than this many times the closest two periods, or this many years, others are missing between.
_FARTHEST_STEP, _FARTHEST_YEARS = 1.5, 3.5
# The scale leaves zero out when the smallest value is at least this share of the largest.
_FAR_FROM_ZERO = 0.9


def steps(line: ChartLine) -> list[tuple[ChartPoint, ChartPoint, bool]]:
    """Neighbouring points, and whether periods are missing between them."""
    lengths = [second.middle_year - first.middle_year for first, second in pairwise(line.points)]
    farthest = min(_FARTHEST_STEP * min(lengths, default=0), _FARTHEST_YEARS)
    pairs = zip(pairwise(line.points), lengths, strict=True)
    return [(first, second, length > farthest) for (first, second), length in pairs]


def interval(point: ChartPoint) -> tuple[float, float]:
    low = point.value if point.low is None else point.low
    high = point.value if point.high is None else point.high
    return low, high


def years(chart: Chart) -> list[float]:
    """Where the points lie, and the target's due period; empty when there is nothing to draw."""
    middles = [point.middle_year for line in chart.lines for point in line.points]
    if middles and chart.target and chart.target.due_middle is not None:
        middles.append(chart.target.due_middle)
    return middles


def ticks(chart: Chart) -> list[float]:
    """Round numbers from below every value to above it, with zero unless all values lie far from it."""
    points = [point for line in chart.lines for point in line.points]
    values = [end for p in points for end in (p.value, *interval(p), *(p.chance or ()))] or [0, 1]
    if chart.target:
        values.append(chart.target.value)
    low, high = min(values), max(values)
    nearest, farthest = sorted((abs(low), abs(high)))
    if low * high > 0 and low < high and nearest >= _FAR_FROM_ZERO * farthest:
        room = (1 - _FAR_FROM_ZERO) * farthest / 2  # a small change must not fill the picture
        low, high = low - room, high + room
    else:
        low, high = min(low, 0), max(high, 0)
    locator = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10])
    return [float(tick) for tick in locator.tick_values(low, high if low < high else low + 1)]


def spelled(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".").replace("-", "−")


def mapping(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Maps values from `low` to `high` onto `start` to `end`; a single value to the middle."""
    if low == high:
        return lambda _: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)
