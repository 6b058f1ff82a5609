"""Releases: when each is public, and which of them speak as of a moment.

Pure: knows no database and no clock. Moments are aware datetimes.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from healthgap.catalogue import USUAL_HOUR, PublicationHour

State = Literal["public", "embargoed", "withdrawn"]

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Release:
    """One published edition of figures. `order` numbers releases as they were loaded.

    `published_words` are how its day of publication is told where that is known roughly only ("by 13 March 2008"),
    `reported_by` is who reported it, where `source_url` is not the publisher's own.
    """

    id: str
    order: int
    title: str
    publisher: str
    published_at: datetime
    source_url: str
    file_name: str
    loaded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_why: str | None = None
    published_words: str | None = None
    reported_by: str | None = None

    @property
    def public_at(self) -> datetime:
        """The moment at which it became public here: when it was published, or when it was loaded after that."""
        return max(self.published_at, self.loaded_at)

    def state(self, now: datetime) -> State:
        if self.withdrawn_at is not None and self.withdrawn_at <= now:
            return "withdrawn"
        return "public" if self.published_at <= now else "embargoed"

    @property
    def edition(self) -> tuple[datetime, int]:
        """Sorts releases so that of two with one figure the later speaks."""
        return (self.published_at, self.order)


def publication_moment(published: date | datetime, hour: PublicationHour = USUAL_HOUR) -> datetime:
    """The moment, in UTC, at which something published `published` becomes public.

    A date means its publisher's `hour` that day; a date-time without a zone is by the clocks of that hour's zone.
    Where clocks are put back and show it twice, the later is meant; where they are put forward and never show it, as
    much after the hour before: never earlier than anybody can have meant.
    """
    if not isinstance(published, datetime):
        published = datetime.combine(published, hour.time)
    if published.tzinfo is None:
        readings = (published.replace(tzinfo=hour.timezone, fold=fold) for fold in (0, 1))
        return max(reading.astimezone(UTC) for reading in readings)
    return published.astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last moment of `day` in London, in UTC. While that day lasts, it lies ahead of now.

    The last day that the calendar has, 31 December 9999, counts as the day before.
    """
    following = min(day, date.max - timedelta(days=1)) + timedelta(days=1)
    midnight = datetime.combine(following, time(), tzinfo=LONDON)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def end_of(known: str) -> datetime:
    """The last moment of a day, month or year (YYYY-MM-DD, YYYY-MM, YYYY) in London, in UTC.

    A day that the month does not have counts as its last.
    """
    named = [int(part) for part in known.split("-")]
    year, month, day = (*named, *(12, 31)[len(named) - 1 :])
    return end_of_day(date(year, month, min(day, monthrange(year, month)[1])))


def speaking(releases: Iterable[Release], as_of: datetime) -> list[Release]:
    """The releases that were public at `as_of`, the one that has the last word last."""
    public = (release for release in releases if release.state(as_of) == "public")
    return sorted(public, key=lambda release: release.edition)


def preceding(releases: Iterable[Release], release: Release, now: datetime) -> list[Release]:
    """What `release` is compared with: every earlier edition that is not withdrawn at `now`, oldest first."""
    standing = (other for other in releases if other.state(now) != "withdrawn")
    earlier = (other for other in standing if other.edition < release.edition)
    return sorted(earlier, key=lambda other: other.edition)
