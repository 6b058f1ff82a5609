"""Who did what and when is recorded with the deed itself, and stays as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Executable, delete, text, update
from sqlalchemy.exc import DBAPIError

from healthgap.errors import AskerError, StoreError
from healthgap.service import Healthgap
from healthgap.store.audit import Entry
from healthgap.store.database import writing
from healthgap.store.deliveries import Delivery
from healthgap.store.schema import audit
from tests.sample import NOW, RELEASES, ROOT
from tests.test_command_line import healthgap

LEASE = timedelta(seconds=45)


@pytest.fixture
def service(database_url: str) -> Iterator[Healthgap]:
    with closing(Healthgap.open(database_url, ROOT / "config")) as service:
        yield service


def deeds(service: Healthgap) -> list[tuple[str, str, str | None]]:
    """Who did what, to which release or channel."""
    return [(one.who, one.deed, one.release_id or one.channel) for one in service.audit.entries()]


def claimed(service: Healthgap, at: datetime) -> Delivery:
    service.outbox.plan(at)
    taken = service.outbox.claim(at, LEASE)
    assert taken
    return taken


def test_loads_and_withdrawals_name_who_did_them(service: Healthgap) -> None:
    service.load(RELEASES[:1], now=NOW)
    service.load(RELEASES[1:2], now=NOW, by="U0ADA")
    service.withdraw(RELEASES[0].stem, "wrong denominators", now=NOW, by="U0ADA")
    assert deeds(service) == [
        ("operator", "loaded", RELEASES[0].stem),
        ("U0ADA", "loaded", RELEASES[1].stem),
        ("U0ADA", "withdrew", RELEASES[0].stem),
    ]
    assert service.audit.entries()[-1].detail == "wrong denominators"


def test_what_changed_nothing_is_not_recorded(service: Healthgap) -> None:
    service.load(RELEASES[:1], now=NOW, dry_run=True)
    service.load(RELEASES[:1], now=NOW)
    service.load(RELEASES[:1], now=NOW)
    with pytest.raises(AskerError):
        service.withdraw("nothing", "wrong", now=NOW)
    service.outbox.unsubscribe("C1", NOW)
    service.outbox.pause("C1", "The channel is archived.", NOW)
    assert deeds(service) == [("operator", "loaded", RELEASES[0].stem)]


def test_a_deed_whose_record_cannot_be_written_is_not_done(service: Healthgap, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO elsewhere"))
    with pytest.raises((DBAPIError, StoreError)):
        service.load(RELEASES[:1], now=NOW)
    with pytest.raises((DBAPIError, StoreError)):
        service.subscribe("C1", by="U0ADA", now=NOW)
    assert service.releases() == []
    assert service.outbox.subscriptions() == []


def test_each_change_of_a_subscription_has_its_own_word(service: Healthgap) -> None:
    outbox = service.outbox
    service.subscribe("C1", by="U0ADA", now=NOW)
    wish = service.subscribe(
        "C1", indicators=["infant_mortality"], at="17:00", days=[0, 4], by="U0SAM", now=NOW
    )
    outbox.pause("C1", "The channel is archived.", NOW)
    outbox.pause("C1", "It is archived still.", NOW)
    outbox.subscribe(wish, by="U0EVE")
    outbox.pause("C1", "<@U0EVE> paused it.", NOW, by="U0EVE")
    outbox.unsubscribe("C1", NOW, by="U0ADA")
    assert [(one.who, one.deed, one.detail) for one in service.audit.entries()] == [
        ("U0ADA", "subscribed", "every indicator; as soon as public"),
        ("U0SAM", "changed", "infant_mortality; at 17:00 Europe/London, days 0 4"),
        ("bot", "paused", "The channel is archived."),
        ("U0EVE", "resumed", "infant_mortality; at 17:00 Europe/London, days 0 4"),
        ("U0EVE", "paused", "<@U0EVE> paused it."),
        ("U0ADA", "unsubscribed", ""),
    ]


def test_posts_are_recorded_once_each_and_so_is_giving_up(service: Healthgap) -> None:
    for channel in ("C1", "C2"):
        service.subscribe(channel, by="U0ADA", now=NOW - LEASE)
    service.load(RELEASES[:1], now=NOW)
    outbox = service.outbox
    outbox.done(outbox.posted(claimed(service, NOW), "1.1", NOW))
    late = claimed(service, NOW)
    outbox.give_up(late, "Slack answered internal_error.", "A notice.", NOW)
    outbox.give_up(late, "It is in nobody’s hands any more.", "A notice.", NOW)
    release = RELEASES[0].stem
    assert service.audit.entries()[3:] == [
        Entry(NOW, "bot", "posted", channel="C1", release_id=release, detail="release"),
        Entry(
            NOW, "bot", "gave up", channel="C2", release_id=release, detail="Slack answered internal_error."
        ),
    ]
    assert service.audit.counts() == {"subscribed": 2, "loaded": 1, "posted": 1, "gave up": 1}


@pytest.mark.parametrize("change", [update(audit).values(who="nobody"), delete(audit)])
def test_the_database_refuses_to_change_the_record(
    service: Healthgap, engine: Engine, change: Executable
) -> None:
    service.subscribe("C1", by="U0ADA", now=NOW)
    with pytest.raises(DBAPIError, match="the audit log never changes"), writing(engine) as connection:
        connection.execute(change)
    assert deeds(service) == [("U0ADA", "subscribed", "C1")]


def test_operators_list_it_by_day_channel_and_release(tmp_path: Path) -> None:
    forged = "wrong\n2009-01-01 00:00:00  U0EVE  loaded"
    with closing(Healthgap.open(f"sqlite:///{tmp_path / 'healthgap.db'}", ROOT / "config")) as service:
        service.load(RELEASES[:1], now=NOW - timedelta(days=30))
        service.subscribe("C1", by="U0ADA", now=NOW)
        service.withdraw(RELEASES[0].stem, forged, now=NOW, by="U0SAM")
    lines = healthgap(tmp_path, "audit").stdout.splitlines()
    assert [line.split("  ")[1:3] for line in lines] == [
        ["operator", "loaded"],
        ["U0ADA", "subscribed"],
        ["U0SAM", "withdrew"],
    ]
    since = healthgap(tmp_path, "audit", "--since", f"{NOW:%Y-%m-%d}")
    assert since.stdout.splitlines() == lines[1:]
    of_release = healthgap(tmp_path, "audit", "--release", RELEASES[0].stem)
    assert of_release.stdout.splitlines() == lines[::2]
    (told,) = json.loads(healthgap(tmp_path, "audit", "--channel", "C1", "--json").stdout)
    assert (told["at"], told["who"], told["release_id"]) == (NOW.isoformat(), "U0ADA", None)
    assert healthgap(tmp_path, "audit", "--channel", "C9").stdout == "Nothing is recorded.\n"
    wrong = healthgap(tmp_path, "audit", "--since", "yesterday")
    assert (wrong.returncode, "is not a date" in wrong.stderr) == (2, True)
