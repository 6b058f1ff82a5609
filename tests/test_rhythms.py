"""Digests are due on their day at their hour, by the clocks of their channel, through clock changes and new years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.rhythms import Rhythm, latest
from healthgap.slots import Slots

LONDON = "Europe/London"
NEW_YEAR = {date(2027, 1, 1)}
SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str, zone: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


# Rhythm, time of day, days, a moment, and then the label and the moments of the last issue and of the one before.
ISSUES: list[tuple[Rhythm, str | None, tuple[int, ...] | None, str, str, str, str]] = [
    ("weekly", None, None, "2026-11-16T09:30", "2026-W47", "2026-11-16T09:30", "2026-11-09T09:30"),
    ("weekly", None, None, "2026-11-16T09:29", "2026-W46", "2026-11-09T09:30", "2026-11-02T09:30"),
    ("weekly", "17:00", (4,), "2026-11-16T09:30", "2026-W46", "2026-11-13T17:00", "2026-11-06T17:00"),
    ("weekly", None, (2, 4), "2026-11-20T12:00", "2026-W47", "2026-11-18T09:30", "2026-11-11T09:30"),
    ("weekly", None, None, "2026-12-31T12:00", "2026-W53", "2026-12-28T09:30", "2026-12-21T09:30"),
    ("weekly", None, (4,), "2027-01-02T12:00", "2026-W53", "2027-01-01T09:30", "2026-12-25T09:30"),
    ("weekly", "09:30", (6,), "2026-10-25T12:00", "2026-W43", "2026-10-25T09:30", "2026-10-18T09:30"),
    ("monthly", None, None, "2026-11-02T09:30", "2026-11", "2026-11-02T09:30", "2026-10-01T09:30"),
    ("monthly", None, None, "2026-11-02T09:29", "2026-10", "2026-10-01T09:30", "2026-09-01T09:30"),
    ("monthly", None, None, "2027-01-05T09:00", "2027-01", "2027-01-04T09:30", "2026-12-01T09:30"),
    ("monthly", "08:00", (4,), "2027-01-20T09:00", "2027-01", "2027-01-08T08:00", "2026-12-04T08:00"),
    ("monthly", None, None, "2028-03-01T09:30", "2028-03", "2028-03-01T09:30", "2028-02-01T09:30"),
]


@pytest.mark.parametrize(("rhythm", "time", "days", "moment", "label", "due", "before"), ISSUES)
def test_the_last_issue_is_the_one_whose_moment_has_come(
    rhythm: Rhythm,
    time: str | None,
    days: tuple[int, ...] | None,
    moment: str,
    label: str,
    due: str,
    before: str,
) -> None:
    found = latest(rhythm, Slots.parse(time, LONDON, days), at(moment), NEW_YEAR)
    assert (found.label, found.due, found.before) == (label, at(due), at(before))


def test_the_channels_own_clocks_count() -> None:
    auckland = Slots.parse("08:00", "Pacific/Auckland")
    monday = at("2026-11-16T08:00", "Pacific/Auckland")
    assert latest("weekly", auckland, monday).due == monday
    assert latest("weekly", auckland, monday - timedelta(microseconds=1)).due == monday - timedelta(days=7)


@given(
    st.sampled_from(["weekly", "monthly"]),
    st.sampled_from([LONDON, "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"]),
    st.sampled_from([None, "00:00", "01:30", "02:30", "23:59"]),
    st.none() | st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: SOME_DAY + timedelta(minutes=minutes)),
)
def test_issues_follow_each_other_without_a_gap(
    rhythm: Rhythm, zone: str, time: str | None, days: tuple[int, ...] | None, moment: datetime
) -> None:
    slots = Slots.parse(time, zone, days)
    found = latest(rhythm, slots, moment)
    assert found.before < found.due <= moment
    just_before = latest(rhythm, slots, found.due - timedelta(microseconds=1))
    assert just_before.due == found.before
    assert just_before.label != found.label
