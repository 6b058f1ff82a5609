"""When summaries go out, through clock changes, leap days and a day that never was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from healthgap.slots import Slots, Which

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")

moments = st.integers(946684800, 2145916800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
slots = st.builds(
    Slots,
    at=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    timezone=st.sampled_from(ZONES),
    days=st.none() | st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def london(at: str | None, days: tuple[int, ...] | None = None) -> Slots:
    return Slots.parse(at, "Europe/London", days)


@pytest.mark.parametrize(
    ("wanted", "after", "expected"),
    [
        # an ordinary winter day, before, at and after the time
        (london("09:30"), "2026-01-14 08:00", "2026-01-14 09:30"),
        (london("09:30"), "2026-01-14 09:30", "2026-01-14 09:30"),
        (london("09:30"), "2026-01-14 09:30:01", "2026-01-15 09:30"),
        # the same wall clock in summer
        (london("09:30"), "2026-07-14 08:31", "2026-07-15 08:30"),
        # 29 March 2026: 01:00 to 02:00 does not exist in London
        (london("01:30"), "2026-03-29 00:00", "2026-03-29 01:30"),
        (london("00:59"), "2026-03-29 00:00", "2026-03-29 00:59"),
        (london("02:00"), "2026-03-29 00:00", "2026-03-29 01:00"),
        # 25 October 2026: 01:00 to 02:00 comes twice, and only the first one counts
        (london("01:30"), "2026-10-24 23:00", "2026-10-25 00:30"),
        (london("01:30"), "2026-10-25 00:31", "2026-10-26 01:30"),
        # only on Mondays; a leap day
        (london("10:00", (0,)), "2026-01-14 12:00", "2026-01-19 10:00"),
        (london("10:00", (0,)), "2026-01-19 10:00:01", "2026-01-26 10:00"),
        (london("12:00"), "2028-02-28 12:01", "2028-02-29 12:00"),
        # at once; at once on a working day
        (london(None), "2026-01-14 03:14:15", "2026-01-14 03:14:15"),
        (london(None, (0, 1, 2, 3, 4)), "2026-07-18 12:00", "2026-07-19 23:00"),
        # Samoa had no 30 December 2011: its slot is a day later, and counts once
        (Slots.parse("09:30", "Pacific/Apia"), "2011-12-30 00:00", "2011-12-30 19:30"),
        (Slots.parse("09:30", "Pacific/Apia"), "2011-12-30 19:31", "2011-12-31 19:30"),
        # Beirut skips from midnight to one: Saturday's late slot is unharmed, Sunday's moves forward
        (Slots.parse("00:30", "Asia/Beirut"), "2026-03-28 21:00", "2026-03-28 22:30"),
    ],
)
def test_next_slot(wanted: Slots, after: str, expected: str) -> None:
    assert wanted.next(utc(after)) == utc(expected)


EASTER = {date(2026, 4, 3), date(2026, 4, 6)}
WEEKDAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("days", "which", "after", "expected"),
    [
        # the Thursday before Easter 2026, before and after ten; London is an hour ahead of UTC
        (WEEKDAYS, "working", "2026-04-02 08:30", "2026-04-02 09:00"),
        (WEEKDAYS, "working", "2026-04-02 09:01", "2026-04-07 09:00"),
        (WEEKDAYS, "next working", "2026-04-02 08:30", "2026-04-07 09:00"),
        (WEEKDAYS, "any", "2026-04-02 09:01", "2026-04-03 09:00"),
        # published on a holiday, at a weekend, on an ordinary day just before midnight in London
        (WEEKDAYS, "next working", "2026-04-03 08:30", "2026-04-07 09:00"),
        (WEEKDAYS, "next working", "2026-04-11 08:30", "2026-04-13 09:00"),
        (WEEKDAYS, "next working", "2026-04-14 22:59", "2026-04-15 09:00"),
        (WEEKDAYS, "next working", "2026-04-14 23:00", "2026-04-16 09:00"),
        # over both clock changes and a leap day
        (WEEKDAYS, "next working", "2026-03-27 09:30", "2026-03-30 09:00"),
        (WEEKDAYS, "next working", "2026-10-23 08:30", "2026-10-26 10:00"),
        (WEEKDAYS, "next working", "2028-02-28 09:30", "2028-02-29 10:00"),
        # a bank holiday on a Monday
        ((0,), "any", "2026-04-04 12:00", "2026-04-06 09:00"),
        ((0,), "working", "2026-04-04 12:00", "2026-04-13 09:00"),
        (None, "working", "2026-04-03 08:30", "2026-04-04 09:00"),
    ],
)
def test_next_slot_on_working_days(
    days: tuple[int, ...] | None, which: Which, after: str, expected: str
) -> None:
    wanted = Slots.parse("10:00", "Europe/London", days, which)
    assert wanted.next(utc(after), EASTER) == utc(expected)


def test_whoever_takes_every_day_for_a_holiday_gets_a_slot_all_the_same() -> None:
    every_day = {date(2026, 1, 1) + timedelta(days=number) for number in range(1_000)}
    wanted = Slots.parse("10:00", "UTC", None, "working")
    assert wanted.next(utc("2026-01-01 09:00"), every_day) == utc("2027-01-02 10:00")


@given(slots, moments, st.sets(st.integers(0, 20), max_size=5))
def test_working_days_are_the_others_without_holidays(
    wanted: Slots, moment: datetime, away: set[int]
) -> None:
    assume(
        wanted.at is not None and wanted.timezone != "Pacific/Apia"
    )  # whose skipped Friday fell on a Saturday
    holidays = {moment.date() + timedelta(days=days) for days in away}
    slot = moment
    while True:  # the slow way: the first of all slots that falls on no holiday
        slot = wanted.next(slot)
        if slot.astimezone(ZoneInfo(wanted.timezone)).date() not in holidays:
            break
        slot = wanted.next(slot + timedelta(hours=1))
    assert replace(wanted, which="working").next(moment, holidays) == slot


def test_a_slot_skipped_into_the_next_day_is_not_missed_just_after_midnight() -> None:
    # Samoa's Friday 30 December 2011 was skipped whole; on the Saturday its slot is still to come.
    friday_only = Slots.parse("09:30", "Pacific/Apia", (4,))
    early_on_the_31st = utc("2011-12-30 10:10")
    assert friday_only.next(early_on_the_31st) == utc("2011-12-30 19:30")


DAYS = "The days are numbers from 0 for Monday to 6 for Sunday, at least one of them."


@pytest.mark.parametrize(
    ("at", "timezone", "days", "sentence"),
    [
        ("25:00", "Europe/London", None, "“25:00” is not a time of day such as 09:30."),
        ("noon", "Europe/London", None, "“noon” is not a time of day such as 09:30."),
        ("", "Europe/London", None, "“” is not a time of day such as 09:30."),
        ("09:30", "Mars/Olympus", None, "“Mars/Olympus” is not a time zone such as Europe/London."),
        ("09:30", "../etc/passwd", None, "“../etc/passwd” is not a time zone such as Europe/London."),
        ("09:30", "Europe", None, "“Europe” is not a time zone such as Europe/London."),
        ("09:30", "", None, "“” is not a time zone such as Europe/London."),
        (
            "09:30",
            "UTC",
            (7,),
            "The days are numbers from 0 for Monday to 6 for Sunday, at least one of them.",
        ),
        ("09:30", "UTC", (), "The days are numbers from 0 for Monday to 6 for Sunday, at least one of them."),
    ],
)
def test_what_is_no_slot_is_refused(
    at: str, timezone: str, days: tuple[int, ...] | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Slots.parse(at, timezone, days)


def test_a_single_digit_hour_is_understood() -> None:
    assert Slots.parse("9:05", "UTC").at == time(9, 5)


@given(slots, moments)
def test_a_slot_is_never_in_the_past_and_within_nine_days(wanted: Slots, moment: datetime) -> None:
    slot = wanted.next(moment)
    assert slot.tzinfo is UTC
    assert moment <= slot <= moment + timedelta(days=9)


@given(slots, moments)
def test_a_slot_is_its_own_next_slot(wanted: Slots, moment: datetime) -> None:
    slot = wanted.next(moment)
    assert wanted.next(slot) == slot


@given(slots, moments, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_later_moments_never_have_earlier_slots(wanted: Slots, moment: datetime, later: timedelta) -> None:
    assert wanted.next(moment) <= wanted.next(moment + later)


@given(slots, moments)
def test_a_slot_shows_the_wanted_time_unless_the_clocks_skip_it(wanted: Slots, moment: datetime) -> None:
    slot = wanted.next(moment)
    local = slot.astimezone(ZoneInfo(wanted.timezone))
    if wanted.at is None:
        assert slot == moment or local.time() == time() or _skipped(local.replace(hour=0, minute=0), local)
    else:
        asked = datetime.combine(local.date(), wanted.at, local.tzinfo)
        assert local.time() == wanted.at or _skipped(asked, local)


@given(slots, moments)
def test_a_slot_falls_on_a_wanted_day(wanted: Slots, moment: datetime) -> None:
    local = wanted.next(moment).astimezone(ZoneInfo(wanted.timezone))
    # Samoa's skipped Friday is the only one that lands on a Saturday.
    if wanted.days is not None and local.date().isoformat() != "2011-12-31":
        assert local.weekday() in wanted.days


def _skipped(asked: datetime, shown: datetime) -> bool:
    """Whether the wall clock never showed `asked`, and `shown` is as much later as the clocks jumped."""
    there_and_back = asked.astimezone(UTC).astimezone(asked.tzinfo)
    return there_and_back == shown and there_and_back.replace(tzinfo=None) > asked.replace(tzinfo=None)
