"""Every gap held as plain rows: one for each indicator, sex, measure and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from healthgap.answer.held import Held
from healthgap.catalogue import Indicator
from healthgap.series import Point, Series
from healthgap.targets import assess
from healthgap.trends import change

COLUMNS = (
    "indicator",
    "sex",
    "area",
    "group",
    "comparator",
    "measure",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "origin",
    "baseline_period",
    "baseline_value",
    "change_per_cent",
    "change_low",
    "change_high",
    "change_printed",
    "target_required",
    "target_due",
    "status",
    "release",
    "mark",
)
_MEASURES = ("absolute_gap", "relative_gap")


def gap_rows(held: Held, indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """The gaps of `indicators`, with COLUMNS as keys; None where there is nothing to say.

    `low` and `high` are what rounding leaves open; `change_…` is per cent of the gap since the baseline. Where only the
    change was published, `value` is None. `mark` is what the publisher says of the figures behind it. The target's
    columns stand in the latest period of the measure it is set on.
    """
    return [
        row
        for indicator in indicators
        for sex in indicator.sexes
        for measure in _MEASURES
        for row in _rows(held.gap(indicator, sex, measure))
    ]


def _rows(series: Series) -> Iterator[dict[str, Any]]:
    for point in series.points:
        if point.figures:
            yield (
                dict.fromkeys(COLUMNS) | _gap(series, point) | _change(series, point) | _target(series, point)
            )


def _gap(series: Series, point: Point) -> dict[str, Any]:
    indicator, value = series.indicator, point.value
    size = {} if series.indexed else {"value": value.value, "low": value.low, "high": value.high}
    return {
        "indicator": indicator.id,
        "sex": series.sex,
        "area": indicator.area,
        "group": series.group,
        "comparator": indicator.comparator,
        "measure": series.measure,
        "period": str(point.period),
        "unit": "%" if series.measure == "relative_gap" else indicator.unit,
        "origin": point.origin,
        "release": ", ".join(dict.fromkeys(figure.release for figure in point.figures)),
        "mark": ", ".join(dict.fromkeys(figure.mark for figure in point.figures if figure.mark)) or None,
        **size,
    }


def _change(series: Series, point: Point) -> dict[str, Any]:
    baseline = series.baseline
    if baseline is None or point == baseline:
        return {}
    printed = series.changes.get(point.period)
    moved = change(baseline, point).per_cent
    return {
        "baseline_period": str(baseline.period),
        "baseline_value": None if series.indexed else baseline.value.value,
        "change_per_cent": moved.value if moved else None,
        "change_low": moved.low if moved else None,
        "change_high": moved.high if moved else None,
        "change_printed": printed.value if printed else None,
    }


def _target(series: Series, point: Point) -> dict[str, Any]:
    target = series.indicator.target
    if target is None or target.measure != series.measure or point != series.latest:
        return {}
    assessment = assess(series)
    return {
        "target_required": None if series.indexed else assessment.required,
        "target_due": str(target.due) if target.due else None,
        "status": assessment.status,
    }
