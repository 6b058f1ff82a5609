"""What channels are told of releases: replies below what a revision makes wrong, digests, and nothing without news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.rhythms import Rhythm
from healthgap.service import Healthgap
from healthgap.slots import Slots
from healthgap.store.subscriptions import Subscription
from tests.courier import Sent, deliver
from tests.sample import RELEASES, ROOT

HEAD = "indicator,group,period,measure,value\n"
GAP = "infant_mortality,routine_manual,{},relative_gap,{}"
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEWEST = RELEASES[3].stem
CANCER = "cancer_mortality_u75"


@pytest.fixture
def service(database_url: str) -> Iterator[Healthgap]:
    """With figures up to 2004-06, loaded a month ago, on SQLite and on PostgreSQL."""
    service = Healthgap.open(database_url, ROOT / "config")
    service.load(RELEASES[:3], now=MONDAY - timedelta(days=30))
    yield service
    service.close()


def load(
    service: Healthgap, folder: Path, now: datetime, *rows: str, title: str = "Corrected figures"
) -> str:
    """Loads rows as a release that is public at `now`, and returns its id."""
    path = folder / f"{title.lower().replace(' ', '-')}.csv"
    path.write_text("\n".join([HEAD.strip(), *rows, ""]))
    details = ReleaseDetails(title, "Department of Health", now)
    return service.load([path], details, now=now - timedelta(hours=1)).files[0].release.id


def told_of(service: Healthgap, release: int, now: datetime) -> list[Sent]:
    service.load(RELEASES[release : release + 1], now=now)
    return deliver(service, now)


def kinds(sent: list[Sent]) -> list[tuple[str, str]]:
    return sorted((one.kind, one.delivery.channel) for one in sent)


# Replies below what was posted


def test_a_revision_is_told_below_the_message_that_it_makes_wrong(service: Healthgap, tmp_path: Path) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    (posted,) = told_of(service, 3, MONDAY + DAY)
    load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2005-07", "15"), GAP.format("2004-06", "17"))
    summary, reply = deliver(service, MONDAY + 9 * DAY)
    assert (summary.kind, reply.kind) == ("release", "reply")
    assert reply.delivery.thread_ts == f"{posted.delivery.order}.release"
    assert reply.text.splitlines() == [
        "Revised since this was posted on 17 November 2026.",
        "Infant mortality, relative gap: this was 16% in 2005-07 when posted here; it is now 15%; "
        "by the figures to then the target is on track, not too close to call.",
        "",
        "Source: Department of Health, “Corrected figures”, 25 November 2026.",
    ]
    assert (
        "This changes what was said of infant mortality before: 16% in 2005-07 is now 15%; "
        "by the figures to then the target is on track, not too close to call." in summary.text
    )
    assert deliver(service, MONDAY + 10 * DAY) == []


def test_a_figure_that_stands_but_turned_is_told_too(service: Healthgap, tmp_path: Path) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2004-06", "15"), GAP.format("2005-07", "16"))
    reply = deliver(service, MONDAY + 9 * DAY)[1]
    assert (
        "16% in 2005-07 when posted here, and still is, but it is now up on the period before" in reply.text
    )


def test_newer_figures_alone_correct_nothing(service: Healthgap, tmp_path: Path) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2006-08", "20"))
    assert kinds(deliver(service, MONDAY + 9 * DAY)) == [("release", "C1")]


def test_every_message_that_said_it_gets_its_reply_once_whoever_unsubscribed(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    service.subscribe("C2", by="U1", now=MONDAY)
    service.subscribe("C3", indicators=[CANCER], by="U1", now=MONDAY)
    assert kinds(told_of(service, 3, MONDAY + DAY)) == [("release", "C1"), ("release", "C2")]
    service.outbox.unsubscribe("C2", MONDAY + 2 * DAY)
    load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2005-07", "15"))
    assert kinds(deliver(service, MONDAY + 9 * DAY)) == [("release", "C1"), ("reply", "C1"), ("reply", "C2")]
    second = load(service, tmp_path, MONDAY + 10 * DAY, GAP.format("2005-07", "16"), title="Restored")
    again = [one for one in deliver(service, MONDAY + 10 * DAY) if one.kind == "reply"]
    assert {one.delivery.release_id for one in again} == {second}
    assert sum("this was 16% in 2005-07 when posted here, and is so again." in one.text for one in again) == 2


def test_a_message_that_was_posted_after_the_revision_came_out_is_corrected_as_well(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    service.subscribe("C2", at="17:00", by="U1", now=MONDAY)
    morning = MONDAY + DAY
    told_of(service, 3, morning)
    load(service, tmp_path, morning + timedelta(hours=2), GAP.format("2005-07", "15"))
    deliver(service, morning + timedelta(hours=3))
    evening = morning.replace(hour=17)
    assert kinds(deliver(service, evening)) == [("release", "C2"), ("release", "C2")]
    assert kinds(deliver(service, evening + timedelta(minutes=1))) == [("reply", "C2")]


def test_a_withdrawn_revision_corrects_nothing_and_who_read_its_reply_hears_of_it(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    service.outbox.unsubscribe("C1", MONDAY + 2 * DAY)
    first = load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2005-07", "15"))
    assert kinds(deliver(service, MONDAY + 9 * DAY)) == [("reply", "C1")]
    second = load(service, tmp_path, MONDAY + 10 * DAY, GAP.format("2005-07", "14"), title="Wrong again")
    service.withdraw(second, "wrong again", now=MONDAY + 10 * DAY)
    assert deliver(service, MONDAY + 10 * DAY) == []
    service.withdraw(first, "wrong", now=MONDAY + 11 * DAY)
    notice, below = deliver(service, MONDAY + 11 * DAY)
    assert (notice.kind, notice.delivery.release_id) == ("withdrawal", first)
    assert below.kind == "restored"
    assert deliver(service, MONDAY + 12 * DAY) == []


def test_a_message_that_a_withdrawn_release_had_corrected_is_corrected_back_in_its_thread(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    (posted,) = told_of(service, 3, MONDAY + DAY)
    revision = load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2005-07", "15"))
    deliver(service, MONDAY + 9 * DAY)
    service.withdraw(revision, "wrong denominators", now=MONDAY + 10 * DAY)
    (below,) = [one for one in deliver(service, MONDAY + 10 * DAY) if one.kind == "restored"]
    assert below.delivery.thread_ts == f"{posted.delivery.order}.release"
    assert below.text == (
        "Please do not use the correction by “Corrected figures” above: that release is withdrawn.\n"
        "Infant mortality, relative gap: this was 16% in 2005-07 when posted here, and is so again.\n"
        "The reason given: wrong denominators."
    )
    assert deliver(service, MONDAY + 11 * DAY) == []


def test_a_correction_that_a_later_release_repeats_stands_when_its_own_is_withdrawn(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    first = load(service, tmp_path, MONDAY + 9 * DAY, GAP.format("2005-07", "15"))
    deliver(service, MONDAY + 9 * DAY)
    rows = [GAP.format("2004-06", "17"), GAP.format("2005-07", "15")]
    load(service, tmp_path, MONDAY + 10 * DAY, *rows, title="The same again")
    deliver(service, MONDAY + 10 * DAY)
    service.withdraw(first, "wrong", now=MONDAY + 11 * DAY)
    assert "restored" not in [one.kind for one in deliver(service, MONDAY + 11 * DAY)]


def test_what_was_posted_more_than_a_year_ago_is_left_alone(service: Healthgap, tmp_path: Path) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    late = MONDAY + timedelta(days=500)
    load(service, tmp_path, late, GAP.format("2005-07", "15"))
    assert kinds(deliver(service, late)) == [("release", "C1")]


# Nothing new, nothing posted


def test_a_release_with_nothing_new_for_a_channel_is_not_posted_there(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    service.subscribe("C2", indicators=[CANCER], by="U1", now=MONDAY)
    same = "cancer_mortality_u75,spearhead,2004-06,absolute_gap,18.4"
    load(service, tmp_path, MONDAY + DAY, same, GAP.format("2006-08", "20"))
    assert kinds(deliver(service, MONDAY + DAY)) == [("release", "C1")]
    states = {one.channel: one.state for one in service.outbox.deliveries()}
    assert states == {"C1": "sent", "C2": "empty"}


# Digests


def digest(service: Healthgap, rhythm: Rhythm = "weekly", **wishes: object) -> None:
    wish = Subscription("C1", None, Slots.parse(None, "Europe/London"), "U1", MONDAY - 3 * DAY)
    changed = {"digest": rhythm, "summaries": False} | wishes
    service.outbox.subscribe(Subscription(**{name: getattr(wish, name) for name in wish.__slots__} | changed))


def test_a_digest_tells_the_week_and_where_everything_stands(service: Healthgap) -> None:
    digest(service)
    deliver(service, MONDAY + timedelta(hours=2))
    told_of(service, 3, MONDAY + DAY)
    (sent,) = deliver(service, MONDAY + WEEK + timedelta(hours=2))
    assert (sent.kind, sent.delivery.subject) == ("digest", "2026-W48")
    told = sent.text.splitlines()
    assert told[0] == (
        "Health gaps in the week to 23 November 2026: new or revised figures on infant mortality; "
        "1 target has a new status."
    )
    assert told[1].startswith("• Infant mortality: relative gap 16% in 2005-07, down from 17% in 2004-06;")
    assert told[1].endswith("Status: too close to call, until now off track.")
    assert "5 gaps are held: 2 narrower and 3 wider than at baseline." in sent.text
    assert "Next to fall due, in 2009-11: the targets on cancer mortality" in sent.text
    assert sent.summary
    assert sent.summary.detail
    assert sent.summary.detail.table
    assert len(sent.summary.detail.table.rows) == 5
    assert deliver(service, MONDAY + WEEK + DAY) == []


def test_a_week_without_news_is_one_line_and_no_thread(service: Healthgap) -> None:
    digest(service)
    (sent,) = deliver(service, MONDAY + timedelta(hours=2))
    assert sent.text.splitlines() == [
        "No new figures in the week to 16 November 2026.",
        "5 gaps are held: 2 narrower and 3 wider than at baseline. Targets: 3 off track, 1 met, 1 on track.",
    ]
    assert sent.summary
    assert sent.summary.detail is None


def test_a_digest_of_some_indicators_is_silent_on_others(service: Healthgap) -> None:
    digest(service, indicators=(CANCER,))
    told_of(service, 3, MONDAY - timedelta(hours=5))
    (sent,) = deliver(service, MONDAY + timedelta(hours=2))
    assert sent.text.startswith("No new figures in the week to 16 November 2026.\n1 gap is held:")
    assert "nfant" not in sent.text


def test_a_digest_has_nothing_of_what_is_under_embargo_or_came_later(
    service: Healthgap, tmp_path: Path
) -> None:
    digest(service)
    load(service, tmp_path, MONDAY.replace(hour=9, minute=30, second=1), GAP.format("2006-08", "20"))
    (sent,) = deliver(service, MONDAY + DAY)
    assert sent.text.startswith("No new figures")
    (sent,) = deliver(service, MONDAY + WEEK + DAY)
    assert "20% in 2006-08" in sent.text


def test_missed_digests_are_made_up_for_by_one_that_tells_of_the_whole_time(service: Healthgap) -> None:
    digest(service)
    deliver(service, MONDAY + timedelta(hours=2))
    service.load(RELEASES[3:], now=MONDAY + DAY)
    (sent,) = deliver(service, MONDAY + 6 * WEEK + DAY)
    assert sent.text.startswith("Health gaps in the time from 16 November 2026 to 28 December 2026: ")


def test_a_withdrawn_release_is_in_no_digest_and_one_that_told_of_it_is_taken_back(
    service: Healthgap,
) -> None:
    digest(service)
    deliver(service, MONDAY + timedelta(hours=2))
    told_of(service, 3, MONDAY + DAY)
    deliver(service, MONDAY + WEEK + DAY)
    service.withdraw(NEWEST, "wrong", now=MONDAY + WEEK + 2 * DAY)
    assert kinds(deliver(service, MONDAY + WEEK + 2 * DAY)) == [("withdrawal", "C1")]
    (sent,) = deliver(service, MONDAY + 2 * WEEK + DAY)
    assert "Withdrawn: “Mortality Target Monitoring (Infant mortality" in sent.text
    assert (
        "This changes what was said of infant mortality before: 16% in 2005-07 is not published any more."
        in sent.text
    )
    assert "• Infant mortality: relative gap 17% in 2004-06" in sent.text


def test_a_digest_ends_with_the_subscription(service: Healthgap) -> None:
    digest(service)
    service.outbox.plan(MONDAY + timedelta(hours=2))
    service.outbox.unsubscribe("C1", MONDAY + timedelta(hours=2))
    assert deliver(service, MONDAY + 2 * WEEK) == []


def test_summaries_and_a_digest_may_come_to_one_channel(service: Healthgap) -> None:
    digest(service, summaries=True)
    deliver(service, MONDAY + timedelta(hours=2))
    assert kinds(told_of(service, 3, MONDAY + DAY)) == [("release", "C1")]
    assert kinds(deliver(service, MONDAY + WEEK + DAY)) == [("digest", "C1")]


# The report of a load


def test_a_load_says_for_each_revision_whether_it_changes_what_was_posted(
    service: Healthgap, tmp_path: Path
) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    service.subscribe("C2", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    path = tmp_path / "revised.csv"
    rows = (GAP.format("2005-07", "15"), GAP.format("2001-03", "20"))
    path.write_text("\n".join([HEAD.strip(), *rows, ""]))
    details = ReleaseDetails("Revised", "Department of Health", date(2026, 11, 25))
    report = service.load([path], details, now=MONDAY + 9 * DAY, dry_run=True)
    says = "16% in 2005-07 is now 15%; by the figures to then the target is on track, not too close to call"
    series = "  infant_mortality, routine_manual, England and Wales"
    told = report.text.splitlines()
    assert f"{series}, 2001-03, relative_gap: 19 → 20" in told
    assert f"{series}, 2005-07, relative_gap: 16 → 15 (posted: {says})" in told
    assert (
        f"What 2 messages said of infant mortality, the first on 17 November 2026, changes: {says}." in told
    )
    (changed,) = report.json()["files"][0]["posted_changes"]
    assert (changed["told"], changed["messages"]) == (says, 2)


def test_a_revision_that_changes_no_posted_sentence_names_none(service: Healthgap, tmp_path: Path) -> None:
    service.subscribe("C1", by="U1", now=MONDAY)
    told_of(service, 3, MONDAY + DAY)
    path = tmp_path / "revised.csv"
    row = "infant_mortality,sole_registered,2007,value,6.4"
    path.write_text(f"{HEAD}{row}\n")
    details = ReleaseDetails("Revised", "Department of Health", date(2026, 11, 25))
    text = service.load([path], details, now=MONDAY + 9 * DAY, dry_run=True).text
    assert "2007: 6.3 → 6.4\n" in text.replace(", value", "")
    assert "posted" not in text
    assert "said of" not in text
