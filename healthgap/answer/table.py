"""Every gap held as plain rows: one for each indicator, area, sex, measure and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from healthgap.answer.held import Held
from healthgap.answer.limits import of_chance, of_rounding
from healthgap.catalogue import Indicator
from healthgap.series import Point, Series
from healthgap.targets import as_if_set_on, assess, is_about
from healthgap.trends import Change, change

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
    "sampling_low",
    "sampling_high",
    "sampling_basis",
    "group_share",
    "change_sampling_low",
    "change_sampling_high",
    "change_verdict",
    "absolute_status",
    "relative_status",
    "share_gone",
    "needed_per_year",
    "difference",
    "difference_low",
    "difference_high",
    "difference_sampling_low",
    "difference_sampling_high",
)
_MEASURES = ("absolute_gap", "relative_gap")


def gap_rows(held: Held, indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """The gaps of `indicators`, with COLUMNS as keys; None where there is nothing to say.

    `low` and `high` are what rounding leaves open; `change_…` is per cent of the gap since the baseline. Where only the
    change was published, `value` is None. The target's columns stand in the latest period of the measure it is set on.
    `sampling_…` are 95% limits of what chance leaves, `sampling_basis` what they come from or why there are none,
    `group_share` the part of the comparator that the group is, in per cent, where that was allowed for.
    `difference_…` is the same change in the unit of the gap, percentage points of a relative one. `change_verdict` is
    "narrower", "wider" or "no clear change" since the baseline, "in favour" of the group or "against" it where it was
    the better off at one end, None where chance is not known.
    `absolute_status` and `relative_status` judge both gaps by the target's rule; `share_gone` is per cent of the way
    from baseline to target, `needed_per_year` the yearly change that would just do, in the unit of the gap.
    """
    found: list[dict[str, Any]] = []
    for indicator in indicators:
        everywhere = held.everywhere(indicator)
        places = [indicator, *everywhere.other_areas(indicator)]
        for place, sex, measure in product(places, indicator.sexes, _MEASURES):
            found += _rows(everywhere.gap(place, sex, measure), everywhere)
    return found


def _rows(series: Series, held: Held) -> Iterator[dict[str, Any]]:
    for point in series.held:
        if point.figures:
            yield (
                dict.fromkeys(COLUMNS)
                | _gap(series, point)
                | of_chance(point.sampling)
                | _share(point)
                | _change(series, point)
                | _target(series, point, held)
            )


def _gap(series: Series, point: Point) -> dict[str, Any]:
    indicator, value = series.indicator, point.value
    size = {} if series.indexed else {"value": value.value, **of_rounding(value)}
    return {
        "indicator": indicator.id,
        "sex": series.sex,
        "area": indicator.area,
        "group": series.group,
        "comparator": indicator.comparator,
        "measure": series.measure,
        "period": str(point.period),
        "unit": series.unit,
        "origin": point.origin,
        "release": ", ".join(dict.fromkeys(figure.release for figure in point.figures)),
        "mark": ", ".join(dict.fromkeys(figure.mark for figure in point.figures if figure.mark)) or None,
        **size,
    }


def _share(point: Point) -> dict[str, Any]:
    sampled = point.sampled
    return {"group_share": 100 * sampled.share} if sampled and sampled.share is not None else {}


def _change(series: Series, point: Point) -> dict[str, Any]:
    baseline = series.baseline
    if baseline is None or point == baseline:
        return {}
    printed = series.changes.get(point.period)
    since = change(baseline, point)
    moved, limits = since.per_cent, since.per_cent_limits
    difference = {} if series.indexed else _difference(since)
    return {
        "baseline_period": str(baseline.period),
        "baseline_value": None if series.indexed else baseline.value.value,
        "change_per_cent": moved.value if moved else None,
        "change_low": moved.low if moved else None,
        "change_high": moved.high if moved else None,
        "change_printed": printed.value if printed else None,
        "change_sampling_low": limits.low if limits else None,
        "change_sampling_high": limits.high if limits else None,
        "change_verdict": since.verdict,
        **difference,
    }


def _difference(since: Change) -> dict[str, Any]:
    points, limits = since.difference, since.difference_limits
    return {
        "difference": points.value,
        "difference_low": points.low,
        "difference_high": points.high,
        "difference_sampling_low": limits.low if limits else None,
        "difference_sampling_high": limits.high if limits else None,
    }


def _target(series: Series, point: Point, held: Held) -> dict[str, Any]:
    target = series.indicator.target
    if target is None or not is_about(target, series) or point != series.latest:
        return {}
    assessment = assess(series)
    return {
        "target_required": None if series.indexed else assessment.required,
        "target_due": str(target.due) if target.due else None,
        "status": assessment.status,
        "share_gone": assessment.share_gone.value if assessment.share_gone else None,
        "needed_per_year": assessment.needed_per_year.value if assessment.needed_per_year else None,
        f"{series.measure.removesuffix('_gap')}_status": assessment.status,
        **_other_status(series, held),
    }


def _other_status(series: Series, held: Held) -> dict[str, Any]:
    """The verdict on the gap by the other measure, as if the target were set on it."""
    other = held.other_gap(series)
    aimed = as_if_set_on(other) if other else None
    return {f"{aimed.measure.removesuffix('_gap')}_status": assess(aimed).status} if aimed else {}
