"""Named people send figures in a direct message, see what loading would do, and load, hold back or cancel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import slack_client
from bot.intake import Intake, Parcel
from healthgap.errors import AskerError
from healthgap.service import Healthgap
from tests.slack.limits import view_refusals
from tests.slack.proxy import Answer, proxy
from tests.slack.world import ROOT, Message, World, bot_process, buttons, settings_of, until, world

NEWEST = ROOT / "sample" / "2009-01-14-infant-mortality-2007.csv"
MORE = """indicator,group,period,value
infant_mortality,routine_manual,2007-09,5.1
infant_mortality,all_ns_sec,2007-09,4.5
"""


@pytest.fixture(scope="module", params=["socket", "http"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of its own, since loaded figures change what everybody is told. No file is left on its disk."""
    scratch = tmp_path_factory.mktemp("scratch")
    with world(request.param, tmp_path_factory.mktemp("office")) as made:
        with bot_process({**settings_of(made), "TMPDIR": str(scratch)}):
            yield made
        assert list(scratch.iterdir()) == []


@contextmanager
def core(slack: World) -> Iterator[Healthgap]:
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        yield service


def titles(slack: World) -> list[str]:
    with core(slack) as service:
        return [release.title for release in service.releases()]


def reported(slack: World, words: str, user: str = "U0ADA") -> Message:
    """The newest message to the person with these words in it."""
    channel = slack.direct_channel(user)
    return until(lambda: [m for m in slack.messages(channel) if words in m["text"]])[-1]


def figures(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_its_details_is_reported_on_and_loaded_when_told(office: World) -> None:
    office.send_files(office.direct_channel(), NEWEST, NEWEST.with_suffix(".toml"))
    report = reported(office, "This is what loading would do")
    assert "Would load “Mortality Target Monitoring" in report["text"]
    assert [button["text"]["text"] for button in buttons(report)] == [
        "Load",
        "Load under embargo until…",
        "Cancel",
    ]
    assert len(titles(office)) == 3
    office.press(report, "Load", user="U0ADA")
    office.press(report, "Load", user="U0ADA")
    done = reported(office, "Done.")
    assert (done["ts"], buttons(done)) == (report["ts"], [])
    assert len(titles(office)) == 4
    office.send_files(office.direct_channel(), NEWEST, NEWEST.with_suffix(".toml"))
    assert buttons(reported(office, "There is nothing to load.")) == []


def test_a_file_without_details_is_asked_about_and_held_back_until_its_moment(
    office: World, tmp_path: Path
) -> None:
    office.send_files(office.direct_channel(), figures(tmp_path, "later", MORE))
    asked = reported(office, "I have later.csv. Before I read it")
    past = office.past()
    office.press(asked, "Say what it is", user="U0ADA")
    assert view_refusals(office.dialog(past)) == []
    wrong = office.complaints(
        "U0ADA",
        {
            "title": {"value": "Later figures"},
            "publisher": {"value": "Department of Health"},
            "published": {"selected_date": "2011-01-14"},
            "source_url": {"value": "later.example"},
        },
    )
    assert wrong == {"source_url": "A web address begins with https://."}
    office.submit(
        "U0ADA",
        {
            "title": {"value": "Later figures"},
            "publisher": {"value": "Department of Health"},
            "published": {"selected_date": "2011-01-14"},
        },
    )
    report = reported(office, "Would load “Later figures”")
    past = office.past()
    office.press(report, "Load under embargo until…", user="U0ADA")
    assert view_refusals(office.dialog(past)) == []
    wrong = office.complaints("U0ADA", {"published": {"selected_date": "2011-01-14"}})
    assert "That moment is past" in wrong["published"]
    office.submit("U0ADA", {"published": {"selected_date": "2999-01-14"}, "time": {"value": "9:30"}})
    done = reported(office, "Under embargo until 14 January 2999, 09:30 London time.")
    assert done["text"].startswith("Done.")
    assert "4.5" not in office.answer(office.mention("infant mortality rate among all"))["text"]

    shown = office.home("U0ADA")
    assert "“Later figures”, until 14 January 2999, 09:30 (Europe/London)" in shown
    assert "5.1" not in shown
    assert "Later figures" not in office.home("U0SAM")


def test_a_release_is_withdrawn_at_home(office: World, tmp_path: Path) -> None:
    with core(office) as service:
        path = figures(tmp_path, "mistaken", MORE.replace("2007-09", "2006-08"))
        path.with_suffix(".toml").write_text('title = "Mistaken"\npublisher = "DH"\npublished = 2010-01-14\n')
        order = service.load([path], now=_now()).files[0].release.order
    past = office.past()
    office.press_at_home("U0ADA", "home-withdraw", "choose")
    assert view_refusals(office.dialog(past)) == []
    office.submit("U0ADA", {"release": {"selected_option": {"value": str(order)}}, "why": {"value": "Wrong"}})
    reported(office, "“Mistaken” is withdrawn: Wrong")
    with core(office) as service:
        assert [release.withdrawn_why for release in service.releases() if release.title == "Mistaken"] == [
            "Wrong"
        ]


def test_what_is_wrong_with_a_file_is_told_and_nothing_is_loaded(office: World, tmp_path: Path) -> None:
    before = titles(office)
    path = figures(tmp_path, "broken", MORE.replace("5.1", "five"))
    path.with_suffix(".toml").write_text('title = "Broken"\npublisher = "DH"\npublished = 2010-01-14\n')
    office.send_files(office.direct_channel(), path, path.with_suffix(".toml"))
    report = reported(office, "broken.csv, row 2")
    assert report["text"].startswith("I cannot load this. Nothing was changed.")
    assert buttons(report) == []
    assert titles(office) == before


def test_a_cancelled_load_loads_nothing(office: World, tmp_path: Path) -> None:
    path = figures(tmp_path, "cancelled", MORE.replace("2007-09", "2003-05"))
    path.with_suffix(".toml").write_text('title = "Cancelled"\npublisher = "DH"\npublished = 2010-01-14\n')
    office.send_files(office.direct_channel(), path, path.with_suffix(".toml"))
    office.press(reported(office, "Would load “Cancelled”"), "Cancel", user="U0ADA")
    reported(office, "Cancelled. Nothing was loaded.")
    assert "Cancelled" not in titles(office)


def test_what_cannot_be_taken_is_told_in_a_sentence(office: World, tmp_path: Path) -> None:
    channel = office.direct_channel()
    office.send_files(channel, NEWEST.with_suffix(".toml"))
    reported(office, "That says what a release is, but has no figures.")
    office.send_files(channel, NEWEST, NEWEST.with_suffix(".toml"), figures(tmp_path, "bare", MORE))
    reported(office, "Please send each of these by itself, or with a .toml file of the same name: bare.csv.")
    office.send_files(channel, NEWEST, NEWEST, NEWEST.with_suffix(".toml"))
    reported(office, "Two of these files have the same name.")


def test_a_file_that_slack_does_not_hand_over_is_told_so(office: World) -> None:
    lost = {"name": "x.csv", "size": 1, "url_private_download": f"{office.slack.address}/files-pri/T-F/x.csv"}
    with core(office) as service, proxy(office.slack.api_url) as between:
        between.fail("files.info", lambda forward: Answer({"ok": True, "file": lost}))
        intake = Intake(service, _now)
        with pytest.raises(AskerError, match="Slack did not hand me the file"):
            intake.offered(slack_client("xoxb-local", between.api_url), Parcel(("F1",)))


def test_others_are_told_who_may(office: World) -> None:
    channel = office.direct_channel("U0SAM")
    office.send_files(channel, NEWEST, text="what is the cancer gap?", user="U0SAM")
    told = reported(office, "I take figures only from named people", "U0SAM")
    assert told["text"].endswith("You could ask <@U0ADA>.")
    assert "18.4" in reported(office, "Cancer mortality", "U0SAM")["text"]


def _now() -> datetime:
    return datetime.now(UTC)
