"""The message of a release: notable gaps first, short in the channel, the whole in the thread, also with 200 gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.blocks import listed_table, message_layout, native_table
from healthgap.files.details import ReleaseDetails
from healthgap.reply import Summary
from healthgap.service import Healthgap
from tests.courier import deliver
from tests.sample import NOW, RELEASES, opened
from tests.slack.limits import refusals

INDICATOR = """
title = "Condition {0:03}"
short = "condition {0:03}"
aliases = ["condition {0:03}"]
unit = "per 1,000"
level = "rate"
polarity = "lower_is_better"
decimals = 1
definition = "How many have condition {0:03}."
source = "Made up"
headline = "relative_gap"
area = "England"
sexes = ["persons"]

[gap]
group = "poor"
comparator = "everyone"
comparator_contains_group = true
everyone = "everyone"

[target]
wording = "To have a gap of at most 10 per cent."
shape = "gap_at_most"
measure = "relative_gap"
size = 10
baseline = "2001"
due = "2010"
deadline = "by 2010"
source = "Made up"
"""
GROUP = '[{0}]\ntitle = "{1}"\naliases = ["{1}"]\ndefinition = "Who they are."\nsource = "Made up"\n'
MANY = 200
HEAD = "indicator,group,period,measure,value\n"
STATUS, MOVED = (
    17,
    101,
)  # the condition whose target gets a new status, and the one that moves furthest of the others


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    """200 indicators with figures up to 2008, and a release of all of them for 2009."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "config" / "indicators").mkdir(parents=True)
    for number in range(MANY):
        (folder / "config" / "indicators" / f"c{number:03}.toml").write_text(INDICATOR.format(number))
    groups = GROUP.format("poor", "the poor") + GROUP.format("everyone", "all people")
    (folder / "config" / "groups.toml").write_text(groups)
    (folder / "config" / "terms.toml").write_text("")
    service = Healthgap.open(f"sqlite:///{folder}/healthgap.db", folder / "config")
    before = [
        (number, year, 28 + (7 * number + year) % 5) for number in range(MANY) for year in (2001, 2004, 2008)
    ]
    now = [(number, 2009, 28 if number % 3 else 32) for number in range(MANY)]
    now[STATUS], now[MOVED] = (STATUS, 2009, 9), (MOVED, 2009, 60)
    for name, rows in (("before", before), ("now", now)):
        lines = [f"c{number:03},poor,{year},relative_gap,{value}\n" for number, year, value in rows]
        (folder / f"{name}.csv").write_text(HEAD + "".join(lines))
        details = ReleaseDetails(name.title(), "DH", date(2010, 1, 1 if name == "before" else 2))
        service.load([folder / f"{name}.csv"], details, now=NOW)
    yield service
    service.close()


def taken(summary: Summary) -> None:
    """Slack would take every part of it, in both ways to show a table."""
    for part in summary.parts:
        for style in (native_table, listed_table):
            assert refusals(message_layout(part, style)) == []


def test_two_hundred_gaps_stay_readable(many: Healthgap) -> None:
    summary = many.release_summary("now", now=NOW)
    taken(summary)
    message, detail = summary.parts
    narrower, wider = ("narrower than at baseline", "wider than at baseline")
    assert message.headline.startswith("New figures on 200 gaps: ")
    assert narrower in message.headline
    assert wider in message.headline
    assert message.headline.endswith("; 1 target has a new status.")
    assert len(message.headline) < 150
    assert len(message.context) == 9
    assert message.context[0].startswith(f"• Condition {STATUS:03}: relative gap 9% in 2009")
    assert message.context[0].endswith("Status: met so far, until now off track.")
    assert message.context[1].startswith(f"• Condition {MOVED:03}: relative gap 60% in 2009")
    assert message.context[-1] == "The other 192 gaps are in the thread."
    assert len(message.plain()) < 2_500
    assert "the other 192 are in the file." in "\n".join(detail.context)
    assert detail.table
    assert len(detail.table.rows) == MANY
    assert detail.table.csv().count("\n") == MANY + 1
    assert detail.csv_name == "now.csv"


def test_the_notable_gaps_are_those_that_a_slow_reading_finds(many: Healthgap) -> None:
    rows = many.gaps(now=NOW)
    moves = {}
    for name in many.catalogue.indicators:
        *_, before, latest = [row for row in rows if row["indicator"] == name]
        sure = (
            abs(latest["value"] - before["value"]) > 1
        )  # printed without decimals, so that less could be rounding
        moves[name] = abs(latest["value"] / before["value"] - 1) if sure else 0.0
    furthest = sorted(moves, key=lambda name: -moves[name])
    expected = [f"c{STATUS:03}", *(name for name in furthest if name != f"c{STATUS:03}")]
    summary = many.release_summary("now", now=NOW)
    assert [one.indicator for one in summary.stated][:8] == expected[:8]
    assert len(summary.stated) == MANY


def test_a_digest_and_an_alert_on_two_hundred_gaps_stay_readable(many: Healthgap) -> None:
    condition = many.condition("when any gap widens", now=NOW)
    assert condition
    many.alerts.add("C2", condition.as_json(), "U1", NOW - timedelta(days=1), "it changes")
    many.subscribe("C1", by="U1", digest="weekly", summaries=False, now=NOW - timedelta(days=1))
    told = {one.kind: one.summary for one in deliver(many, NOW + timedelta(days=3))}
    for summary in told.values():
        assert summary
        taken(summary)
    digest, alert = told["digest"], told["alert"]
    assert digest
    assert alert
    assert "new or revised figures on 200 gaps" in digest.message.headline
    assert alert.message.headline.endswith("of the changes that you wait for have come about.")
    assert len(alert.message.context) == 10


def test_the_sample_releases_are_told_within_slacks_limits(tmp_path: Path) -> None:
    service = opened(tmp_path)
    for release in service.releases():
        taken(service.release_summary(release.id, now=NOW))
    service.close()


def test_the_channel_gets_the_answer_and_the_thread_the_whole(tmp_path: Path) -> None:
    service = opened(tmp_path)
    message, detail = service.release_summary(RELEASES[3].stem, now=NOW).parts
    assert message.headline.startswith(
        "New figures, infant mortality: the relative gap was 16% in 2005-07, down from 17%"
    )
    assert "Before this release the target was off track." in message.context
    assert message.table is None
    assert "fell from 5.9 to 5.4 in the routine and manual group" not in message.plain()
    assert "fell from 5.9 to 5.4 in the routine and manual group" in detail.plain()
    assert [button.label for button in message.buttons] == ["Why?", "Target", "Table", "Source and method"]
    for button in message.buttons:
        assert service.ask(button.question, now=NOW).kind == "answer"
    assert detail.charts
    assert detail.csv_name == f"{RELEASES[3].stem}.csv"
    service.close()


def test_a_flagged_figure_is_counted_in_the_channel_and_explained_in_the_thread(tmp_path: Path) -> None:
    service = opened(tmp_path)
    path = tmp_path / "odd.csv"
    path.write_text(f"{HEAD}infant_mortality,routine_manual,2005-07,relative_gap,11\n")
    moment = datetime(2026, 11, 20, 9, tzinfo=UTC)
    service.load([path], ReleaseDetails("Odd", "DH", moment), now=NOW)
    message, detail = service.release_summary("odd", now=NOW).parts
    assert message.headline.startswith(
        "Revised figures, infant mortality: the relative gap was 11% in 2005-07"
    )
    assert "One figure is worth a second look; the thread says why." in message.caveats
    assert "2005-07: printed 11, but its two levels, partly held before, give 14.9" in "\n".join(
        detail.context
    )
    service.close()
