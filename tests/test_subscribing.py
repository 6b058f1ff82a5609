"""What people type to subscribe is understood, and a subscription reads back in the same words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.subscribing import Wish, described, timezone, wish
from healthgap.config import load_catalogue
from healthgap.errors import UnknownNameError
from healthgap.slots import Slots, Which
from healthgap.store.subscriptions import Subscription

CATALOGUE = load_catalogue(Path(__file__).parents[1] / "config")
CANCER, CIRCULATORY = "cancer_mortality_u75", "circulatory_mortality_u75"
WEEKDAYS = (0, 1, 2, 3, 4)

UNDERSTOOD = {
    "": Wish(),
    "all": Wish(),
    "to every indicator": Wish(),
    "at 17:00 on weekdays": Wish(at="17:00", days=WEEKDAYS),
    "to cancer at 9am": Wish((CANCER,), "09:00"),
    "infant mortality, life expectancy at 09:30": Wish(("infant_mortality", "life_expectancy"), "09:30"),
    "cancer and circulatory disease every Monday at 9.00": Wish((CANCER, CIRCULATORY), "09:00", None, (0,)),
    "on Tuesdays and Thursdays at 5 pm Europe/Paris": Wish(None, "17:00", "Europe/Paris", (1, 3)),
    "at 12am": Wish(at="00:00"),
    "everything daily at 8:00 (UTC)": Wish(at="08:00", timezone="UTC"),
    "cancer on Mon, Wed and Fri": Wish((CANCER,), days=(0, 2, 4)),
    "at weekends": Wish(days=(5, 6)),
    "cancer at 10:00 on working days": Wish((CANCER,), "10:00", None, WEEKDAYS, "working"),
    "on the next working day at 10:00": Wish(None, "10:00", None, WEEKDAYS, "next working"),
    "Next working day at 10am": Wish(None, "10:00", None, WEEKDAYS, "next working"),
    "for cancer, cancer": Wish((CANCER,)),
    "to a weekly digest": Wish(summaries=False, digest="weekly"),
    "to the monthly digest only": Wish(summaries=False, digest="monthly"),
    "to cancer with a weekly digest at 9am": Wish((CANCER,), "09:00", digest="weekly"),
    "to cancer and a monthly digest": Wish((CANCER,), digest="monthly"),
    "a weekly digest of cancer on Fridays at 8:00": Wish(
        (CANCER,), "08:00", None, (4,), summaries=False, digest="weekly"
    ),
    "to a weekly digest on Mondays": Wish(None, None, None, (0,), summaries=False, digest="weekly"),
}


@pytest.mark.parametrize(("words", "meant"), UNDERSTOOD.items())
def test_what_follows_subscribe_is_understood(words: str, meant: Wish) -> None:
    assert wish(words, CATALOGUE) == meant


@pytest.mark.parametrize(
    ("words", "told"),
    {
        "to happiness": "I hold no indicator called “happiness”",
        "at 9": "“9” is not a time of day",
        "at 13pm": "“13pm” is not a time of day",
        "at noon": "I hold no indicator called “at noon”",
        "cancer at 9:00 Europe/Nowhere": "“Europe/Nowhere” is not a time zone",
    }.items(),
)
def test_what_makes_no_sense_is_told(words: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match=told):
        wish(words, CATALOGUE)


@pytest.mark.parametrize(
    ("words", "zone"),
    {"london": "Europe/London", "New York": "America/New_York", "asia/kolkata": "Asia/Kolkata"}.items(),
)
def test_a_city_stands_for_its_time_zone(words: str, zone: str) -> None:
    assert timezone(words) == zone


@pytest.mark.parametrize(
    ("days", "which", "read"),
    [
        (WEEKDAYS, "working", " on working days"),
        (WEEKDAYS, "next working", " on the next working day"),
        (None, "working", ", but not on bank holidays"),
        ((0,), "next working", " on Mondays, after the day of publication, but not on bank holidays"),
    ],
)
def test_working_days_read_as_they_would_be_typed(
    days: tuple[int, ...] | None, which: Which, read: str
) -> None:
    slots = Slots.parse("10:00", "Europe/London", days, which)
    made = Subscription("C1", (CANCER,), slots, "U1", datetime(2009, 1, 1, tzinfo=UTC))
    assert described(made, CATALOGUE) == f"cancer mortality, at 10:00 (Europe/London){read}"


@pytest.mark.parametrize(
    ("at", "days", "read"),
    [
        (None, None, "cancer mortality, as soon as it is public"),
        ("09:30", WEEKDAYS, "cancer mortality, at 09:30 (Europe/London) on weekdays"),
        ("09:30", (5, 6), "cancer mortality, at 09:30 (Europe/London) at weekends"),
        ("09:30", (0, 2, 4), "cancer mortality, at 09:30 (Europe/London) on Mondays, Wednesdays and Fridays"),
    ],
)
def test_a_subscription_reads_as_it_would_be_typed(
    at: str | None, days: tuple[int, ...] | None, read: str
) -> None:
    slots = Slots.parse(at, "Europe/London", days)
    made = Subscription("C1", (CANCER,), slots, "U1", datetime(2009, 1, 1, tzinfo=UTC))
    assert described(made, CATALOGUE) == read
