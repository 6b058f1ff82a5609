"""Every message, dialog and Home tab that the bot can send stays within Slack's limits, also with very much in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import dialogs
from bot.blocks import and_below, listed_table, message_layout, native_table, reply_layout, told, with_asker
from bot.desk import Desk
from bot.home import home
from bot.intake import Parcel, asks_for_details, refused
from bot.manual import HELP, ORDERS
from bot.people import People, Person, Rank
from healthgap.alerts import Condition
from healthgap.config import load_catalogue
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.releases import Release
from healthgap.service import Healthgap
from healthgap.slots import Slots
from healthgap.store.database import open_database
from healthgap.store.subscriptions import Subscription
from tests.slack.limits import refusals, view_refusals

ROOT = Path(__file__).parents[1]
NOW = datetime(2009, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    """The sample, and two hundred indicators more than anybody has configured."""
    catalogue = load_catalogue(ROOT / "config")
    pattern = catalogue.indicators["infant_mortality"]
    many = {f"more_{n}": replace(pattern, id=f"more_{n}", title=f"{n} & more " * 9) for n in range(200)}
    catalogue = replace(catalogue, indicators={**catalogue.indicators, **many})
    database = f"sqlite:///{tmp_path_factory.mktemp('layouts') / 'healthgap.db'}"
    with closing(Healthgap(open_database(database), catalogue)) as service:
        service.load(sorted((ROOT / "sample").glob("*.csv")), now=NOW)
        yield service


def questions() -> list[str]:
    """Every sixth question of the sets."""
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/questions").glob("*.jsonl")]
    return sorted({json.loads(line)["question"] for text in files for line in text.splitlines()})[::6]


def test_every_answer_to_the_written_questions_is_taken(service: Healthgap) -> None:
    plain = Healthgap(service.engine, load_catalogue(ROOT / "config"))
    for question in questions():
        reply = plain.ask(question, now=NOW)
        for style in (native_table, listed_table):
            assert refusals(with_asker(reply_layout(reply, style), "U0ADA", question)) == [], question


def test_every_summary_is_taken(service: Healthgap) -> None:
    for release in service.releases():
        summary = service.release_summary(release.id, now=NOW)
        for part in (summary.message, summary.detail):
            assert refusals(message_layout(part, native_table)) == []


@pytest.mark.parametrize("rank", Rank)
def test_a_home_with_very_much_on_it_is_taken(service: Healthgap, rank: Rank) -> None:
    for number in range(40):
        service.subscribe(f"C{number}", by="U0ADA", now=NOW)
        service.alerts.add(f"C{number}", Condition("status").as_json(), "U0ADA", NOW, "any change")
    desk = Desk(service, People(people=("U0ADA",)), lambda: NOW, native_table)
    assert view_refusals(home(desk, Person("U0ADA", rank), NOW)) == []


def test_every_dialog_is_taken(service: Healthgap) -> None:
    catalogue = service.catalogue
    held = Subscription(
        "C1", tuple(catalogue.indicators), Slots.parse("09:10", "Europe/London", (0,)), "U", NOW
    )
    releases = [_release(order) for order in range(150)]
    kept = {"parcel": _parcel().packed(), "channel": "D0123456789", "ts": "1234567890.123456"}
    views = [
        dialogs.subscription(dialogs.Place("C1", "C1"), held, "Europe/London", catalogue),
        dialogs.subscription(dialogs.Place(None, None, "Summaries for you"), None, "Asia/Tokyo", catalogue),
        dialogs.details(kept, date(2009, 1, 14)),
        dialogs.embargo(kept, NOW),
        dialogs.withdrawal(releases),
    ]
    assert [view_refusals(view) for view in views] == [[]] * len(views)


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-06-30T08:29:00+00:00", "2026-06-30"), ("2026-06-30T08:30:00+00:00", "2026-07-01")],
)
def test_an_embargo_is_offered_until_the_next_usual_hour_in_london(now: str, day: str) -> None:
    fields = {one.get("block_id"): one for one in dialogs.embargo({}, datetime.fromisoformat(now))["blocks"]}
    assert fields["published"]["element"]["initial_date"] == day


def test_what_the_bot_says_of_files_is_taken() -> None:
    problems = [Problem("x.csv", "This is <wrong> & long. " * 9, row=row) for row in range(300)]
    layouts = [refused(RefusedDataError(problems)), asks_for_details("x & y.csv", _parcel()), told(HELP)]
    assert [refusals(layout) for layout in layouts] == [[]] * len(layouts)


def test_help_with_the_words_of_slack_is_taken(service: Healthgap) -> None:
    reply = service.ask("help", now=NOW)
    layout = and_below(reply_layout(reply, native_table), ORDERS)
    assert refusals(layout) == []
    assert "…" not in layout.blocks[-1]["text"]["text"]


def test_what_a_button_holds_of_files_comes_back() -> None:
    assert len(_parcel().packed()) < 2_000
    assert Parcel.unpacked(_parcel().packed()) == _parcel()
    assert Parcel.unpacked(Parcel(("F1",)).packed()) == Parcel(("F1",))


def _parcel() -> Parcel:
    """As much as the dialog lets people say, of as many files as are taken."""
    details = ReleaseDetails("é" * 150, "&" * 150, NOW, "https://" + "x" * 292)
    return Parcel(tuple(f"F0123456789{n}" for n in range(10)), details)


def _release(order: int) -> Release:
    return Release(f"r{order}", order, "A title & more " * 20, "DH", NOW, "", "x.csv", NOW)
