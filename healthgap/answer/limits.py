"""What rounding and what chance leave of a number, as plain values, under the same names in every table and in JSON.

`low` and `high` are what rounding leaves open, None of a number that is exact. `sampling_low` and `sampling_high` are
95% limits of what chance leaves, `sampling_basis` says what they come from, or why there are none.
"""

from __future__ import annotations

from typing import Any

from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Sampling, Unsampled
from healthgap.series import Point
from healthgap.trends import Change

LIMITS = ("low", "high", "sampling_low", "sampling_high", "sampling_basis")


def of_rounding(value: Rounded) -> dict[str, Any]:
    return {} if value.low == value.high else {"low": value.low, "high": value.high}


def of_chance(found: Sampling | Unsampled) -> dict[str, Any]:
    return _without(found) if isinstance(found, str) else _given(found.interval, found.basis)


def of_change(moved: Change, limits: Interval | None) -> dict[str, Any]:
    """What chance leaves of a change: `limits`, where both of its ends have them."""
    for end in (moved.first, moved.last):
        if isinstance(end.sampling, str):
            return _without(end.sampling)
    if limits is None:
        return _without("the first value may itself be zero")
    bases = (end.sampled.basis for end in (moved.first, moved.last) if end.sampled)
    return _given(limits, ", ".join(dict.fromkeys(bases)))


def of_worked(limits: Interval | None, point: Point) -> dict[str, Any]:
    """What chance leaves of a number that is worked out from `point` and others."""
    if limits is None:
        return _without(point.sampling if isinstance(point.sampling, str) else "a figure in it has no limits")
    return _given(limits, point.sampled.basis if point.sampled else "counts")


def _given(limits: Interval, basis: str) -> dict[str, Any]:
    return {"sampling_low": limits.low, "sampling_high": limits.high, "sampling_basis": basis}


def _without(reason: str) -> dict[str, Any]:
    return {"sampling_basis": f"not computed: {reason}"}
