"""When a regular digest is due: weekly on a day, or monthly on the first working day, by the clocks of its channel.

Knows nothing of what it tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from typing import Literal
from zoneinfo import ZoneInfo

from healthgap.slots import Slots

Rhythm = Literal["weekly", "monthly"]

USUAL_TIME = time(9, 30)
_WORKING_DAYS = range(5)
_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Issue:
    """One digest: `label` is 2026-W47 or 2026-11, `due` when it goes out, `before` when the one before did."""

    label: str
    due: datetime
    before: datetime


def latest(rhythm: Rhythm, slots: Slots, moment: datetime, holidays: Collection[date] = ()) -> Issue:
    """The last issue that was due by the aware `moment`.

    It goes out at the channel's time of day, or at 09:30; a weekly one on the first of the channel's days, or on
    Mondays; a monthly one on the first of the channel's days, or the first working day, of the month, which is none of
    the `holidays`.
    """
    timed = replace(slots, at=slots.at or USUAL_TIME)
    today = moment.astimezone(ZoneInfo(slots.timezone)).date() + timedelta(days=1)
    days = _weekly(slots, today) if rhythm == "weekly" else _monthly(slots, today, holidays)
    issues = [(day, timed.on(day)) for day in islice(days, _LOOKED_AT + 1)]
    at = next(place for place, (_, due) in enumerate(issues) if due <= moment)
    day, due = issues[at]
    return Issue(_label(rhythm, day), due, issues[at + 1][1])


def day_of(rhythm: Rhythm, slots: Slots) -> int | None:
    """The weekday of a digest, 0 is Monday; None for the first working day of the month."""
    if slots.days is None:
        return 0 if rhythm == "weekly" else None
    return slots.days[0]


def _weekly(slots: Slots, today: date) -> Iterator[date]:
    """The days of weekly issues, back from the week of `today`."""
    monday = today - timedelta(days=today.weekday())
    while True:
        yield monday + timedelta(days=day_of("weekly", slots) or 0)
        monday -= timedelta(days=7)


def _monthly(slots: Slots, today: date, holidays: Collection[date]) -> Iterator[date]:
    """The days of monthly issues, back from the month of `today`."""
    first = today.replace(day=1)
    wanted = _WORKING_DAYS if slots.days is None else slots.days[:1]
    while True:
        days = (first + timedelta(days=ahead) for ahead in count())
        yield next(day for day in days if day.weekday() in wanted and day not in holidays)
        first = (first - timedelta(days=1)).replace(day=1)


def _label(rhythm: Rhythm, day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if rhythm == "weekly" else f"{day:%Y-%m}"
