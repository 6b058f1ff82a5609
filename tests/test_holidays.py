"""Working days: the list of bank holidays, and deliveries that wait for them through clock changes and a leap day."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from healthgap.config import load_catalogue
from healthgap.errors import ConfigurationError
from healthgap.slots import WORKING_DAYS, Slots, Which
from healthgap.store.outbox import Outbox
from healthgap.store.subscriptions import Subscription
from tests.held import hold
from tests.sample import ROOT

LEASE = timedelta(seconds=45)
SHIPPED = load_catalogue(ROOT / "config").holidays


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def configured(folder: Path, holidays: str) -> Path:
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "config" / "holidays.toml").write_text(holidays, encoding="utf-8")
    return folder / "config"


def test_the_list_that_ships_has_each_years_eight_bank_holidays_on_weekdays() -> None:
    assert {date(2026, 4, 3), date(2027, 12, 28), date(2028, 4, 17)} <= SHIPPED
    assert [sum(day.year == year for day in SHIPPED) for year in (2026, 2027, 2028)] == [8, 8, 8]
    assert {day.weekday() for day in SHIPPED} <= set(WORKING_DAYS)


@pytest.mark.parametrize(
    ("holidays", "told"),
    [
        ("days = [2026-02-30]", "This is not valid TOML"),
        ('days = ["Easter"]', "holidays.toml"),
        ("holiday = [2026-12-25]", "There is no such setting"),
    ],
)
def test_a_wrong_list_is_told(tmp_path: Path, holidays: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=r"holidays\.toml") as refused:
        load_catalogue(configured(tmp_path, holidays))
    assert told in str(refused.value)


def test_without_a_list_every_weekday_is_a_working_day(tmp_path: Path) -> None:
    config = configured(tmp_path, "")
    (config / "holidays.toml").unlink()
    assert load_catalogue(config).holidays == frozenset()


@pytest.mark.parametrize(
    ("published", "zone", "which", "due"),
    [
        # the Fridays before the clocks go forward and back in London; in New York they went three weeks before
        ("2026-03-27 09:30", "Europe/London", "next working", "2026-03-30 09:00"),
        ("2026-03-27 09:30", "America/New_York", "next working", "2026-03-30 14:00"),
        ("2026-10-23 08:30", "Europe/London", "next working", "2026-10-26 10:00"),
        ("2026-10-23 08:30", "America/New_York", "next working", "2026-10-26 14:00"),
        # the leap day, a Tuesday
        ("2028-02-28 10:01", "Europe/London", "working", "2028-02-29 10:00"),
        ("2028-02-29 09:30", "Europe/London", "working", "2028-02-29 10:00"),
        ("2028-02-29 09:30", "Europe/London", "next working", "2028-03-01 10:00"),
        # Maundy Thursday, and Christmas Eve, after which come two holidays and a weekend
        ("2026-04-02 08:30", "Europe/London", "next working", "2026-04-07 09:00"),
        ("2026-12-24 09:30", "Europe/London", "next working", "2026-12-29 10:00"),
    ],
)
def test_a_delivery_waits_for_its_working_day(
    engine: Engine, published: str, zone: str, which: Which, due: str
) -> None:
    moment = utc(published)
    outbox = Outbox(engine, holidays=SHIPPED)
    slots = Slots.parse("10:00", zone, tuple(WORKING_DAYS), which)
    outbox.subscribe(Subscription("C1", None, slots, "U1", moment - timedelta(days=1)))
    assert outbox.subscriptions()[0].slots == slots
    hold(engine, "new", moment, moment - timedelta(hours=1), "infant_mortality")
    outbox.plan(moment)
    assert outbox.claim(utc(due) - timedelta(seconds=1), LEASE) is None
    assert outbox.claim(utc(due), LEASE)
