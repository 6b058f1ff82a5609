"""Nothing of a release before its moment, in any answer to any question; everything from it on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.catalogue import USUAL_HOUR, PublicationHour
from healthgap.config import load_catalogue
from healthgap.errors import ConfigurationError, UnknownNameError
from healthgap.files.details import ReleaseDetails
from healthgap.releases import end_of_day, publication_moment
from healthgap.reply import ChartRequest
from healthgap.service import Healthgap
from tests.sample import RELEASES, ROOT

MOMENT = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
BEFORE, AFTER = MOMENT - timedelta(seconds=1), MOMENT + timedelta(seconds=1)
NEWEST = RELEASES[-1].stem
IMR_CHART = ChartRequest("infant_mortality", "persons", "relative_gap")


def opened(folder: Path, releases: int) -> Healthgap:
    service = Healthgap.open(f"sqlite:///{folder}/{releases}.db", ROOT / "config")
    service.load(RELEASES[:releases], now=BEFORE - timedelta(days=1))
    return service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    """With the newest sample release under embargo until MOMENT."""
    service = opened(tmp_path_factory.mktemp("embargo"), 4)
    yield service
    service.close()


@pytest.fixture(scope="module")
def ignorant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    """Without that release: what this says tells nothing of it."""
    service = opened(tmp_path_factory.mktemp("ignorant"), 3)
    yield service
    service.close()


def questions() -> list[tuple[str, list[str]]]:
    """Every twentieth question of the sets, with what was asked before it."""
    lines = [
        json.loads(line)
        for path in sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [(line["question"], line.get("context", [])) for line in lines[::20]]


def test_questions_are_answered_before_the_moment_as_if_there_were_no_such_release(
    service: Healthgap, ignorant: Healthgap
) -> None:
    told_after = 0
    for question, context in questions():
        before = service.ask(question, now=BEFORE, after=context)
        assert before == ignorant.ask(question, now=BEFORE, after=context), question
        after = service.ask(question, now=AFTER, after=context)
        told_after += NEWEST in {row["release"] for row in after.figures}
    assert told_after > 90


def test_gaps_charts_and_summaries_begin_at_the_moment(service: Healthgap, ignorant: Healthgap) -> None:
    def shown(which: Healthgap, now: datetime) -> list[object]:
        picture = which.draw(IMR_CHART, now=now)
        return [picture, which.gaps(now=now), which.release_summary(now=now)]

    assert shown(service, BEFORE) == shown(ignorant, BEFORE)
    for before, after in zip(shown(service, BEFORE), shown(service, AFTER), strict=True):
        assert before != after


def test_as_of_the_day_before_knows_nothing_and_the_day_itself_everything(service: Healthgap) -> None:
    later = AFTER + timedelta(days=400)
    eve, day = end_of_day(date(2009, 1, 13)), end_of_day(date(2009, 1, 14))
    for as_of, latest in ((eve, "2004-06"), (day, "2005-07")):
        assert service.ask("infant mortality gap", now=later, as_of=as_of).message.headline.count(latest)
        assert f"in {latest}" in service.draw(IMR_CHART, now=later, as_of=as_of).alt_text
        assert service.gaps("infant_mortality", now=later, as_of=as_of)[-1]["period"] == latest
        newest = service.release_summary(now=later, as_of=as_of).release
        assert (newest == NEWEST) == (as_of == day)
    with pytest.raises(UnknownNameError, match="was not public by the end of 13 January 2009"):
        service.release_summary(NEWEST, now=later, as_of=eve)
    assert service.release_summary(NEWEST, now=later, as_of=day).release == NEWEST


def test_as_of_the_day_itself_does_not_look_behind_an_embargo_that_lasts(
    service: Healthgap, ignorant: Healthgap
) -> None:
    day = end_of_day(date(2009, 1, 14))
    told = [one.ask("infant mortality gap", now=BEFORE, as_of=day) for one in (service, ignorant)]
    assert told[0] == told[1]


def test_a_load_beside_an_embargoed_release_is_not_held_against_it(
    service: Healthgap, ignorant: Healthgap, tmp_path: Path
) -> None:
    path = tmp_path / "wild.csv"
    path.write_text(
        "indicator,group,period,measure,value\ninfant_mortality,routine_manual,2005-07,relative_gap,78\n"
    )
    details = ReleaseDetails("Public now", "Department of Health", BEFORE, "")
    told, control = (one.load([path], details, now=BEFORE, dry_run=True).text for one in (service, ignorant))
    assert told == control


# Publishers' hours, clock changes and zones


EARLIEST, LATEST = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-01-01")
NEW_YORK = PublicationHour(time(8, 30), ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("published", "hour", "moment"),
    [
        (date(2026, 3, 28), USUAL_HOUR, "2026-03-28T09:30Z"),
        (date(2026, 3, 29), USUAL_HOUR, "2026-03-29T08:30Z"),
        (date(2026, 10, 24), USUAL_HOUR, "2026-10-24T08:30Z"),
        (date(2026, 10, 25), USUAL_HOUR, "2026-10-25T09:30Z"),
        (date(2026, 3, 7), NEW_YORK, "2026-03-07T13:30Z"),
        (date(2026, 3, 8), NEW_YORK, "2026-03-08T12:30Z"),
        (datetime.fromisoformat("2026-07-01T07:00"), NEW_YORK, "2026-07-01T11:00Z"),
        (datetime.fromisoformat("2026-07-01T07:00Z"), NEW_YORK, "2026-07-01T07:00Z"),
        # 01:30 is never shown in London on 29 March 2026: half an hour after 01:00 is 02:30 summer time.
        (datetime.fromisoformat("2026-03-29T01:30"), USUAL_HOUR, "2026-03-29T01:30Z"),
        # 01:30 is shown twice on 25 October 2026: the second time is meant.
        (datetime.fromisoformat("2026-10-25T01:30"), USUAL_HOUR, "2026-10-25T01:30Z"),
        (datetime.fromisoformat("2026-10-25T00:59"), USUAL_HOUR, "2026-10-24T23:59Z"),
        (datetime.fromisoformat("2026-10-25T02:00"), USUAL_HOUR, "2026-10-25T02:00Z"),
    ],
)
def test_a_moment_of_publication_is_by_the_publishers_clocks(
    published: date | datetime, hour: PublicationHour, moment: str
) -> None:
    assert publication_moment(published, hour) == datetime.fromisoformat(moment)


@given(st.datetimes(EARLIEST, LATEST), st.sampled_from([USUAL_HOUR, NEW_YORK]))
def test_a_clock_reading_is_never_taken_for_an_earlier_moment_than_it_can_mean(
    published: datetime, hour: PublicationHour
) -> None:
    moment = publication_moment(published, hour)
    for fold in (0, 1):
        assert moment >= published.replace(tzinfo=hour.timezone, fold=fold)


def configured(folder: Path, publishers: str) -> Path:
    import shutil

    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "config" / "publishers.toml").write_text(publishers, encoding="utf-8")
    return folder / "config"


def test_a_day_means_the_publishers_own_hour(tmp_path: Path) -> None:
    config = configured(tmp_path, '["NYC Health"]\ntime = "08:30"\ntimezone = "America/New_York"\n')
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", config)
    details = ReleaseDetails("Figures", "nyc health", date(2026, 7, 1), "")
    (report,) = service.load(RELEASES[:1], details, now=AFTER).files
    assert report.release.published_at == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    service.close()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('time = "9.30"', "“9.30” is no time of day such as 09:30"),
        ('timezone = "London"', "“London” is no time zone such as Europe/London"),
        ('hour = "09:30"', "There is no such setting"),
    ],
)
def test_a_wrong_hour_is_told(tmp_path: Path, setting: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=r"publishers\.toml") as refused:
        load_catalogue(configured(tmp_path, f"[ONS]\n{setting}\n"))
    assert told in str(refused.value)


def test_without_the_file_every_publisher_has_the_usual_hour(tmp_path: Path) -> None:
    config = configured(tmp_path, "")
    (config / "publishers.toml").unlink()
    assert load_catalogue(config).hour("Anybody") == USUAL_HOUR
