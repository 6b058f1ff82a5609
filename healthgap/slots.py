"""When a channel wants its summaries: a time of day in a time zone, on some days of the week, or at once.

Arithmetic on the wall clock, through both clock changes. Knows nothing of channels, and reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Which = Literal["any", "working", "next working"]
"""Which of the days: any of them, those that are no bank holidays, or those after the day of publication alone."""

WORKING_DAYS = range(5)

_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_EVERY_DAY = range(7)
_AHEAD = 366  # days to look: whoever lists more holidays in a row than that gets a slot on one of them


@dataclass(frozen=True, slots=True)
class Slots:
    """The moments at which summaries may go out.

    `at` is the local time of day, None for "at once". `days` are weekdays, 0 is Monday, None for every day; `which` of
    them count.
    """

    at: time | None
    timezone: str
    days: tuple[int, ...] | None = None
    which: Which = "any"

    @classmethod
    def parse(
        cls, at: str | None, timezone: str, days: tuple[int, ...] | None = None, which: Which = "any"
    ) -> Slots:
        """The slots somebody asked for, `at` as HH:MM.

        Raises ValueError with a sentence for people when there is no such time, time zone or day.
        """
        match = _TIME_OF_DAY.fullmatch(at) if at is not None else None
        if at is not None and match is None:
            raise ValueError(f"“{at}” is not a time of day such as 09:30.")
        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"“{timezone}” is not a time zone such as Europe/London.") from None
        if days is not None and not (days and set(days) <= set(_EVERY_DAY)):
            raise ValueError("The days are numbers from 0 for Monday to 6 for Sunday, at least one of them.")
        if match is None and which == "next working":
            raise ValueError("Say at what time on the next working day, such as 10:00.")
        return cls(time(int(match[1]), int(match[2])) if match else None, timezone, days, which)

    def next(self, moment: datetime, holidays: Collection[date] = ()) -> datetime:
        """The first slot at or after the aware `moment`, in UTC; of next working days, after its day.

        A time that the clocks skip moves forward by what they skip; of a time they show twice the first
        counts. Without `at`, the moment itself on one of the days, otherwise the midnight that begins the
        next of them.
        """
        today = moment.astimezone(ZoneInfo(self.timezone)).date()
        if self.which == "next working":
            return next(self._from(today, 1, holidays))
        if self.at is None and self._includes(today, holidays):
            return moment.astimezone(UTC)
        # A skipped time late in the evening lands on the day after, so yesterday's slot may still be to come.
        return next(slot for slot in self._from(today, -1, holidays) if slot >= moment)

    def _from(self, today: date, first: int, holidays: Collection[date]) -> Iterator[datetime]:
        """The slots from `first` days after `today` on."""
        for ahead in count(first):
            day = today + timedelta(days=ahead)
            if self._includes(day, holidays if ahead < _AHEAD else ()):
                yield self.on(day)

    def _includes(self, day: date, holidays: Collection[date]) -> bool:
        wanted = self.days is None or day.weekday() in self.days
        return wanted and (self.which == "any" or day not in holidays)

    def on(self, day: date) -> datetime:
        """The slot on `day`, whatever its weekday; midnight without `at`."""
        # fold=0, the default, reads a skipped time with the offset from before the gap, which moves it
        # forward by the gap, and a repeated time as its first occurrence (PEP 495).
        return datetime.combine(day, self.at or time(), ZoneInfo(self.timezone)).astimezone(UTC)
