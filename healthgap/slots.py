"""When a channel wants its summaries: a time of day in a time zone, on some days of the week, or at once.

Arithmetic on the wall clock, through both clock changes. Knows nothing of channels, and reads no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_EVERY_DAY = range(7)


@dataclass(frozen=True, slots=True)
class Slots:
    """The moments at which summaries may go out.

    `at` is the local time of day, None for "at once". `days` are weekdays, 0 is Monday, None for every day.
    """

    at: time | None
    timezone: str
    days: tuple[int, ...] | None = None

    @classmethod
    def parse(cls, at: str | None, timezone: str, days: tuple[int, ...] | None = None) -> Slots:
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
        return cls(time(int(match[1]), int(match[2])) if match else None, timezone, days)

    def next(self, moment: datetime) -> datetime:
        """The first slot at or after the aware `moment`, in UTC.

        A time that the clocks skip moves forward by what they skip; of a time they show twice the first
        counts. Without `at`, the moment itself on one of the days, otherwise the midnight that begins the
        next of them.
        """
        today = moment.astimezone(ZoneInfo(self.timezone)).date()
        if self.at is None and self._includes(today):
            return moment.astimezone(UTC)
        # A skipped time late in the evening lands on the day after, so yesterday's slot may still be to come.
        days = (today + timedelta(days=ahead) for ahead in range(-1, len(_EVERY_DAY) + 1))
        slots = (self.on(day) for day in days if self._includes(day))
        return next(slot for slot in slots if slot >= moment)

    def _includes(self, day: date) -> bool:
        return self.days is None or day.weekday() in self.days

    def on(self, day: date) -> datetime:
        """The slot on `day`, whatever its weekday; midnight without `at`."""
        # fold=0, the default, reads a skipped time with the offset from before the gap, which moves it
        # forward by the gap, and a repeated time as its first occurrence (PEP 495).
        return datetime.combine(day, self.at or time(), ZoneInfo(self.timezone)).astimezone(UTC)
