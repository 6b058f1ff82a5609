"""A single year beside pooled years: never taken for the period before one of them, or after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.sample import NOW, opened

HEAD = "indicator,group,period,measure,value\n"
YEARS = (
    "cancer_mortality_u75,spearhead,2005,absolute_gap,17\n"
    "infant_mortality,routine_manual,2006,relative_gap,14\n"
    "infant_mortality,routine_manual,2007,relative_gap,13\n"
)


def load(service: Healthgap, folder: Path, rows: str, published: date) -> str:
    """Loads rows of figures; returns the release's id."""
    path = folder / f"{published}.csv"
    path.write_text(HEAD + rows)
    details = ReleaseDetails(f"Of {published}", "Department of Health", published)
    return service.load([path], details, now=NOW).files[0].release.id


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Healthgap]:
    with closing(opened(tmp_path)) as service:
        yield service


@pytest.fixture
def beside(plain: Healthgap, tmp_path: Path) -> Healthgap:
    """The sample, and single years beside its pooled ones."""
    load(plain, tmp_path, YEARS, date(2010, 1, 14))
    return plain


def test_what_is_told_of_the_gaps_is_as_it_was_before_the_single_years(
    plain: Healthgap, tmp_path: Path
) -> None:
    questions = (
        "cancer gap",
        "imr gap",
        "is the imr gap narrowing?",
        "is the imr target on track?",
        "overview",
    )
    before = {question: plain.ask(question, now=NOW).text.split("\n\n")[0] for question in questions}
    load(plain, tmp_path, YEARS, date(2010, 1, 14))
    for question, text in before.items():
        assert plain.ask(question, now=NOW).text.split("\n\n")[0] == text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("cancer gap", "wider than the period before (18.1 in 2003-05)"),
        ("what was the cancer gap in the period before?", "2003-05: 18.1 deaths per 100,000"),
        ("since when has the imr gap been falling?", "16% in 2005-07"),
        ("when was the imr gap narrowest?", "are compared, which are as long as each other"),
        ("cancer gap in 2005", "2005: 17 deaths per 100,000"),
        ("imr gap in 2007", "2007: 13%"),
    ],
)
def test_a_period_is_compared_with_those_as_long_and_others_are_told_by_name(
    beside: Healthgap, question: str, said: str
) -> None:
    assert said in beside.ask(question, now=NOW).text


def test_a_single_year_stands_in_the_tables(beside: Healthgap) -> None:
    reply = beside.ask("show the cancer gap as a table", now=NOW)
    table = reply.message.table
    assert table is not None
    assert [row[0] for row in table.rows] == ["1995-97", "2003-05", "2005", "2004-06"]
    assert "2005" in {row["period"] for row in reply.figures}
    rows = beside.gaps(now=NOW, indicator="cancer_mortality_u75")
    assert {row["period"] for row in rows} >= {"2005", "2004-06"}


def test_a_change_asked_about_by_name_is_not_followed_by_one_to_another_length(beside: Healthgap) -> None:
    reply = beside.ask("cancer gap since 2005", now=NOW)
    assert reply.kind == "decline"


def test_a_single_year_changes_nothing_that_channels_were_told(plain: Healthgap, tmp_path: Path) -> None:
    release = load(plain, tmp_path, YEARS, date(2010, 1, 14))
    text = plain.release_summary(release, now=NOW).text
    assert "This changes" not in text
    assert "16% in 2005-07, down from 17% in 2004-06" in text
    assert "18.4 deaths per 100,000 in 2004-06, up from 18.1 in 2003-05" in text


def test_single_years_alone_are_a_course_of_their_own(plain: Healthgap) -> None:
    text = plain.ask("infant mortality rate in sole registered births", now=NOW).text
    assert "in 2006" in text
