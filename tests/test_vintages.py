"""What a new vintage does to what was said: statuses, channels that were told, withdrawals, and two sources."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from healthgap.errors import UnknownNameError
from healthgap.files.details import ReleaseDetails
from healthgap.load_report import FileReport, OldFigures, StatusChange
from healthgap.service import Healthgap
from tests.sample import NOW, RELEASES, ROOT

HEAD = "indicator,group,period,measure,value\n"
LATER = NOW + timedelta(days=1)
NEWEST = "2009-01-14-infant-mortality-2007"
DETAILS = ReleaseDetails("Corrected figures", "Department of Health", datetime(2009, 2, 1, tzinfo=UTC), "")
GAP = "infant_mortality,routine_manual,{},relative_gap,{}"


@pytest.fixture
def service(database_url: str) -> Iterator[Healthgap]:
    service = Healthgap.open(database_url, ROOT / "config")
    service.load(RELEASES, now=NOW)
    yield service
    service.close()


def loaded(
    service: Healthgap, folder: Path, *lines: str, details: ReleaseDetails = DETAILS, dry_run: bool = False
) -> FileReport:
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    (report,) = service.load([path], details, now=LATER, dry_run=dry_run).files
    return report


def tell(service: Healthgap, channels: Sequence[str], now: datetime) -> None:
    """Subscribes channels before a release comes and marks its summary as posted in each."""
    service.outbox.plan(now)
    for _ in channels:
        taken = service.outbox.claim(now, timedelta(seconds=45))
        assert taken
        service.outbox.done(service.outbox.posted(taken, "1.1", now))


@pytest.fixture
def told(database_url: str) -> Iterator[Healthgap]:
    """With two channels that got the summary of the newest sample release."""
    service = Healthgap.open(database_url, ROOT / "config")
    service.load(RELEASES[:3], now=NOW - timedelta(days=2))
    for channel in ("C1", "C2"):
        service.subscribe(channel, by="U1", now=NOW - timedelta(days=1))
    service.load(RELEASES[3:], now=NOW)
    tell(service, ("C1", "C2"), NOW)
    yield service
    service.close()


def test_a_load_says_which_target_status_it_changes(service: Healthgap, tmp_path: Path) -> None:
    before = service.ask("is infant mortality on track?", now=NOW).text
    assert "too close to call" in before
    report = loaded(service, tmp_path, GAP.format("2005-07", "11"), dry_run=True)
    assert report.statuses == (
        StatusChange("infant_mortality", "infant mortality", "persons", "too close to call", "met"),
    )
    assert service.ask("is infant mortality on track?", now=LATER).text == before


def test_a_revision_that_changes_no_status_says_nothing_of_one(service: Healthgap, tmp_path: Path) -> None:
    assert loaded(service, tmp_path, GAP.format("2003-05", "17")).statuses == ()


def test_a_load_says_who_was_told_the_old_figures(told: Healthgap, tmp_path: Path) -> None:
    report = loaded(told, tmp_path, GAP.format("2005-07", "11"))
    assert report.told == (OldFigures(NEWEST, 2, NOW),)
    assert report.json()["told_before"] == [{"release": NEWEST, "channels": 2, "since": NOW.isoformat()}]
    assert loaded(told, tmp_path, GAP.format("2006-08", "14")).told == ()


def test_the_text_of_a_load_tells_both(told: Healthgap, tmp_path: Path) -> None:
    path = tmp_path / "corrected.csv"
    path.write_text(HEAD + GAP.format("2005-07", "11"), encoding="utf-8")
    assert told.load([path], DETAILS, now=LATER).text.splitlines()[1:] == [
        "Revised:",
        "  infant_mortality, routine_manual, England and Wales, 2005-07, relative_gap: 16 → 11",
        "10 figures of the publisher’s last edition are not in this file and stand as they were.",
        f"2 channels were told the old figures of {NEWEST}, the first on 21 November 2026.",
        "This changes the status of the target on infant mortality from too close to call to met.",
        "Worth a look:",
        "  row 2, infant_mortality, routine_manual, England and Wales, 2005-07, relative_gap: "
        "printed 11, but its two levels, partly held before, give 14.9, anywhere from 12.6 to 17.2",
    ]


def test_a_summary_tells_a_status_that_changed_and_counts_what_the_release_brings(
    service: Healthgap, tmp_path: Path
) -> None:
    report = loaded(service, tmp_path, GAP.format("2005-07", "11"), GAP.format("2004-06", "17"))
    text = service.release_summary(report.release.id, now=LATER).text
    assert "Before this release the target was too close to call." in text
    assert (
        "Revised: infant mortality, relative gap, the routine and manual group, 2005-07: 16, now 11." in text
    )
    assert "Figures in it: 0 new, 1 revised, 0 no longer published, 1 unchanged." in text


def test_a_summary_tells_what_is_no_longer_published(service: Healthgap, tmp_path: Path) -> None:
    report = loaded(service, tmp_path, GAP.format("2005-07", "[x]"))
    text = service.release_summary(report.release.id, now=LATER).text
    assert (
        "No longer published: infant mortality, relative gap, the routine and manual group, 2005-07" in text
    )


# Withdrawals


def test_a_withdrawal_says_what_why_and_what_holds_now(told: Healthgap) -> None:
    told.withdraw(NEWEST, "the denominators were wrong", now=LATER)
    assert told.outbox.warned(NEWEST, LATER) == 2
    assert told.withdrawal(NEWEST).text.splitlines() == [
        "Withdrawn: “Mortality Target Monitoring (Infant mortality, inequalities): update to include data for 2007”, "
        "published by Department of Health, by 15 January 2009. Please do not use its figures.",
        "The reason given: the denominators were wrong.",
        "Infant mortality, relative gap: now 17% in 2004-06 (withdrawn: 16% in 2005-07).",
        "",
        "What was held with the withdrawn release, and what is held now.",
        "",
        "Gaps with the withdrawn release and without it",
        "Gap               With it         Without it",
        "infant mortality  16% in 2005-07  17% in 2004-06",
    ]


def test_a_channel_hears_of_its_own_indicators_only(told: Healthgap) -> None:
    told.withdraw(NEWEST, "wrong", now=LATER)
    assert "17%" not in told.withdrawal(NEWEST, indicators=("cancer_mortality_u75",)).text


def test_a_withdrawn_release_that_leaves_nothing_says_so(told: Healthgap) -> None:
    for release in RELEASES[:3]:
        told.withdraw(release.stem, "wrong", now=LATER)
    told.withdraw(NEWEST, "wrong", now=LATER)
    assert "no figures are held any more (withdrawn: 16% in 2005-07)" in told.withdrawal(NEWEST).text


def test_a_release_that_stands_has_no_withdrawal(told: Healthgap) -> None:
    with pytest.raises(UnknownNameError, match="is not withdrawn"):
        told.withdrawal(NEWEST)


# Two sources


DH, ONS, OTHER = "Department of Health", "Office for National Statistics", "Another office"
RATE = "What is the infant mortality rate in all births in 2005-07?"


@pytest.fixture
def two_sources(tmp_path: Path) -> Iterator[Healthgap]:
    """With a rule that the Office for National Statistics goes before the Department of Health."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config" / "indicators" / "infant_mortality.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'sources = ["{ONS.lower()}", "{DH}"]\n{text}', encoding="utf-8")
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", tmp_path / "config")
    yield service
    service.close()


def printed(service: Healthgap, folder: Path, publisher: str, month: int, value: str) -> FileReport:
    """A release of `publisher` in that month of 2010 with the rate of all births."""
    details = ReleaseDetails("Figures", publisher, datetime(2010, month, 1, tzinfo=UTC), "")
    (folder / "files").mkdir(exist_ok=True)
    line = f"infant_mortality,all,2005-07,value,{value}"
    return loaded(service, folder / "files", line, details=details)


def test_the_first_source_listed_speaks_and_an_answer_names_what_the_other_prints(
    two_sources: Healthgap, tmp_path: Path
) -> None:
    printed(two_sources, tmp_path, ONS, 1, "4.8")
    printed(two_sources, tmp_path, DH, 2, "4.9")
    reply = two_sources.ask(RATE, now=LATER)
    assert reply.message.headline.endswith("2005-07: 4.8 per 1,000 live births.")
    assert reply.message.caveats == (
        "Department of Health prints 4.9 for infant mortality, rate, all births in England and Wales, 2005-07.",
    )


def test_without_a_rule_the_newest_release_speaks_alone(service: Healthgap, tmp_path: Path) -> None:
    printed(service, tmp_path, ONS, 1, "4.8")
    assert printed(service, tmp_path, DH, 2, "4.7").revised.count == 1
    reply = service.ask(RATE, now=LATER)
    assert reply.message.headline.endswith("2005-07: 4.7 per 1,000 live births.")
    assert not [line for line in reply.message.caveats if "prints" in line]


@pytest.mark.parametrize(
    ("said", "speaks", "beside"),
    [
        ([(DH, "4.9")], "4.9", []),
        ([(DH, "4.9"), (ONS, "4.9")], "4.9", []),
        ([(DH, "4.9"), (ONS, "5")], "5", []),
        ([(DH, "4.9"), (ONS, "4.8"), (ONS, "4.7")], "4.7", ["4.9"]),
        ([(DH, "4.9"), (ONS, "[x]")], "4.9", []),
        ([(DH, "4.9"), (ONS, "[c]")], None, []),
        ([(OTHER, "4.1"), (DH, "4.9")], "4.9", ["4.1"]),
        ([(DH, "4.9"), (OTHER, "4.1")], "4.9", ["4.1"]),
        ([(OTHER, "4.1")], "4.1", []),
    ],
)
def test_which_source_speaks_and_which_stands_beside(
    two_sources: Healthgap, tmp_path: Path, said: list[tuple[str, str]], speaks: str | None, beside: list[str]
) -> None:
    for month, (publisher, value) in enumerate(said, 1):
        printed(two_sources, tmp_path, publisher, month, value)
    text = two_sources.ask(RATE, now=LATER).text
    assert (f": {speaks} per 1,000" in text) if speaks else ("suppressed" in text)
    assert [value for value in ("4.9", "4.1", "4.8") if f"prints {value} for" in text] == beside


def test_sources_kept_apart_are_revised_by_themselves_only(two_sources: Healthgap, tmp_path: Path) -> None:
    printed(two_sources, tmp_path, ONS, 1, "4.8")
    other = printed(two_sources, tmp_path, DH, 2, "4.9")
    assert (other.new.count, other.revised.count) == (1, 0)
    own = printed(two_sources, tmp_path, ONS, 3, "4.7")
    assert [
        (change.before.value, change.after.value)
        for change in own.revised.changes
        if change.before and change.after
    ] == [(4.8, 4.7)]


def test_a_release_for_which_another_source_speaks_moves_no_gap_in_its_summary(
    two_sources: Healthgap, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    for month, publisher, value in ((1, ONS, "16"), (2, DH, "19")):
        details = ReleaseDetails("Gaps", publisher, datetime(2010, month, 1, tzinfo=UTC), "")
        report = loaded(two_sources, tmp_path / "files", GAP.format("2005-07", value), details=details)
    text = two_sources.release_summary(report.release.id, now=LATER).message.headline
    assert text == "New figures from Department of Health: “Gaps”."


def test_both_sources_of_a_printed_gap_are_named_even_one_unit_apart(
    two_sources: Healthgap, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for publisher, month, gap, rate in ((ONS, 1, "16", "5.4"), (DH, 2, "17", "5.5")):
        details = ReleaseDetails("Figures", publisher, datetime(2010, month, 1, tzinfo=UTC), "")
        lines = (GAP.format("2005-07", gap), f"infant_mortality,routine_manual,2005-07,value,{rate}")
        loaded(two_sources, folder, *lines, "infant_mortality,all_ns_sec,2005-07,value,4.7", details=details)
    reply = two_sources.ask("What is the infant mortality gap?", now=LATER)
    assert reply.message.headline.endswith("2005-07: 16%.")
    told = [text for text in reply.message.caveats if text.startswith(DH)]
    assert [text.removeprefix(f"{DH} prints ").split(" for ")[0] for text in told] == ["17", "5.5"]
    assert "No: no figure held" in two_sources.ask("has anything been revised?", now=LATER).text
