"""Figures that jump further than their series ever did: told, never refused.

A step goes from one period of a series to the next that is held. A new or revised figure is flagged when the step to
it is more than JUMP times the largest other step of the series, of which there must be at least STEPS, and more than
JUMP units of the last digit printed. The steps to and from the figure itself are no measure of it. A step over several
years counts by the year, and single years and pooled periods are series of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from healthgap.figures import KEY
from healthgap.files.flags import Flag
from healthgap.period import Period
from healthgap.rounding import half_up
from healthgap.tables import Codes, codes, key_codes

JUMP = 3
STEPS = 4

_SERIES = tuple(name for name in KEY if name != "period")
_COLUMNS = [*KEY, "value", "decimals"]
_LARGEST = 3  # steps kept of each series: two of them may belong to the figure itself

Floats = npt.NDArray[np.float64]


def jumps(table: pa.Table, held: pa.Table) -> list[Flag]:
    """A flag for every figure of `table` that jumps, its series continued from what was `held` before."""
    if len(set(codes(table["period"])[1]).union(codes(held["period"])[1])) < STEPS + 2:
        return []
    points = _points(table, held)
    if len(np.unique(points.middle)) < STEPS + 2:
        return []
    same_series = points.series[1:] == points.series[:-1]
    size = np.where(same_series, np.abs(np.diff(points.value)), -1.0)
    usual = _largest_others(points.series[1:], size)
    years = np.maximum(1, np.diff(points.middle))
    unit = 10.0 ** -points.decimals[1:].astype(float)
    jumped = size / years > JUMP * np.maximum(usual, unit) * (1 + 1e-9)
    to = np.flatnonzero(jumped & (usual >= 0) & points.fresh[1:]) + 1
    found = [_flag(points, int(place), float(usual[place - 1])) for place in to]
    return sorted(found, key=lambda flag: flag.place)


@dataclass(frozen=True, slots=True)
class _Points:
    """Figures with a value, series by series and earliest first; `row` is -1 where a figure was held before."""

    series: Codes
    middle: Floats
    period: list[str]
    value: Floats
    decimals: npt.NDArray[np.int8]
    row: Codes
    fresh: npt.NDArray[np.bool_]


def _points(table: pa.Table, held: pa.Table) -> _Points:
    """Each period once: as in `table`, where it stands there. It is fresh unless it was held just so."""
    both = pa.concat_tables([held.select(_COLUMNS), table.select(_COLUMNS)])
    value = both["value"].to_numpy()
    period, labels = codes(both["period"])
    parsed = [Period.parse(label) for label in labels]
    years = np.array([one.years for one in parsed], dtype=np.int64)[period]
    middle = np.array([one.middle for one in parsed], dtype=float)[period]
    series = key_codes(both, _SERIES) * (years.max(initial=0) + 1) + years
    row = np.arange(both.num_rows) - held.num_rows
    order = np.lexsort((row, middle, series))
    order = order[np.isfinite(value[order])]
    series, middle, value, row = series[order], middle[order], value[order], row[order]
    again = (series[1:] == series[:-1]) & (middle[1:] == middle[:-1])
    repeats = np.append(False, again & (value[1:] == value[:-1]))
    last = np.append(~again, True)[: len(order)]
    kept = order[last]
    return _Points(
        series[last],
        middle[last],
        [labels[code] for code in period[kept]],
        value[last],
        both["decimals"].to_numpy()[kept],
        np.maximum(row[last], -1),
        (row >= 0)[last] & ~repeats[: len(order)][last],
    )


def _largest_others(series: Codes, size: Floats) -> Floats:
    """For the step to each point the largest step of its series that is neither to nor from it; -1 with too few.

    A step of size -1 leads from one series to the next and is none.
    """
    usual = np.full(len(size), -1.0)
    steps = np.flatnonzero(size >= 0)
    if not steps.size:
        return usual
    by_size = steps[np.lexsort((-size[steps], series[steps]))]
    names, first, count = np.unique(series[by_size], return_index=True, return_counts=True)
    mine = np.searchsorted(names, series).clip(max=len(names) - 1)
    at = np.arange(len(size))
    leads_on = np.append(size[1:] >= 0, False)
    enough = (size >= 0) & (count[mine] - 1 - leads_on >= STEPS)
    for rank in reversed(range(_LARGEST)):
        candidate = by_size[np.minimum(first[mine] + rank, len(by_size) - 1)]
        other = (candidate != at) & ~(leads_on & (candidate == at + 1))
        usual = np.where(enough & other, size[candidate], usual)
    return usual


def _flag(points: _Points, place: int, usual: float) -> Flag:
    decimals = int(max(points.decimals[place - 1 : place + 1]))
    before, now = float(points.value[place - 1]), float(points.value[place])
    step = half_up(abs(now - before), decimals)
    printed = half_up(now, int(points.decimals[place]))
    told = (
        f"{printed} is {step} {'above' if now > before else 'below'} the figure for {points.period[place - 1]}; "
        f"otherwise the largest step in this series is {half_up(usual, decimals)}"
    )
    return Flag(int(points.row[place]), told)
