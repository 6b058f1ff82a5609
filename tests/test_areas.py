"""An indicator of areas, added by its TOML files alone: its questions, rankings, tables, summary, refusals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from healthgap.errors import RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.sample import RELEASES, ROOT

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

INDICATOR = """
title = "Healthy life expectancy at birth"
short = "healthy life expectancy"
aliases = ["healthy life expectancy", "HLE", "years in good health"]
unit = "years"
level = "healthy life expectancy"
polarity = "higher_is_better"
decimals = 1
definition = "The years that a newborn baby could expect to live in good health."
source = "Office for National Statistics"
headline = "absolute_gap"
area = "England"
area_aliases = ["nationally", "the country"]
sexes = ["male", "female"]

[gap]
between = "areas"
group = "residents"
comparator = "england"
comparator_contains_group = true
everyone = "residents"
"""
RESIDENTS = """
[residents]
title = "everyone who lives there"
definition = "All people who live in an area."
source = "Office for National Statistics"
"""
# area, then men and women in 2018-20 and in 2019-21
FIGURES = """
England        63.1 63.1  63.9 63.9
Salford        56.4 57.0  59.0 58.8
St. Helens     58.0 58.2  58.5 58.5
Trafford       66.5 66.7  67.4 67.0
"Hull, City of" 53.0 53.1 57.1 57.1
Rutland        68.0 68.9  69.1 -
"""
"""Men in both periods, then women."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    service = _opened(tmp_path_factory.mktemp("areas"))
    service.load(RELEASES, now=NOW)
    _load(service, tmp_path_factory.mktemp("files") / "hle.csv", FIGURES, date(2022, 3, 4))
    yield service
    service.close()


def _opened(folder: Path) -> Healthgap:
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "config" / "indicators" / "healthy_life_expectancy.toml").write_text(INDICATOR)
    with (folder / "config" / "groups.toml").open("a") as groups:
        groups.write(RESIDENTS)
    return Healthgap.open(f"sqlite:///{folder}/healthgap.db", folder / "config")


def _load(service: Healthgap, path: Path, figures: str, published: date) -> None:
    path.write_text(_file(figures))
    service.load([path], ReleaseDetails("Healthy life expectancy by area", "ONS", published), now=NOW)


def _file(figures: str) -> str:
    lines = ["indicator,sex,area,group,period,value"]
    for row in filter(None, figures.splitlines()):
        area, cells = row[1:].split('" ') if row.startswith('"') else row.split("  ", 1)
        keys = [("male", "2018-20"), ("male", "2019-21"), ("female", "2018-20"), ("female", "2019-21")]
        for (sex, period), value in zip(keys, cells.split(), strict=True):
            lines.append(f'HLE,{sex},"{area}",residents,{period},{value}')
    return "\n".join(lines)


def first_line(service: Healthgap, question: str, *after: str) -> str:
    return service.ask(question, now=NOW, after=after).text.splitlines()[0]


GAP, LEVEL = "Healthy life expectancy at birth, {}, absolute gap", "Healthy life expectancy at birth"

ANSWERED = [
    (
        "What is the healthy life expectancy gap in Salford for men?",
        "men, absolute gap, Salford, 2019-21: 6.1 years.",
    ),
    ("HLE gap for men in Salford", "men, absolute gap, Salford, 2019-21: 6.1 years."),
    (
        "what's the gap in healthy life expectancy for men in salford in 2018-20",
        "Salford, 2018-20: 6.7 years.",
    ),
    ("relative HLE gap in Salford for women", "women, relative gap, Salford, 2019-21: 8.0%."),
    ("HLE gap Trafford men", "Trafford, 2019-21: −3.6 years (reversed: Trafford is better off)."),
    ("HLE gap in St Helens, women", "St. Helens, 2019-21: 5.4 years."),
    ("What is the HLE gap for men in Hull?", "Hull, City of, 2019-21: 10.0 years."),
    ("gap in years in good health between Salford and England, men", "Salford, 2019-21: 6.1 years."),
    ("healthy life expectancy in Salford for men", "at birth, Salford, men, 2019-21: 57.0 years."),
    (
        "What is women's healthy life expectancy in Trafford?",
        "at birth, Trafford, women, 2019-21: 67.0 years.",
    ),
    ("years in good health for men in Rutland 2018-20", "Rutland, men, 2018-20: 68.0 years."),
    ("healthy life expectancy in England for women", "at birth, England, women, 2019-21: 63.9 years."),
    ("healthy life expectancy nationally for men?", "England, men, 2019-21: 63.1 years."),
    (
        "Which area has the widest HLE gap for men?",
        "men, absolute gap, 2019-21: widest in Hull, City of, 10.0 years.",
    ),
    (
        "which council has the biggest healthy life expectancy gap for women",
        "widest in Hull, City of, 6.8 years.",
    ),
    (
        "Which local authority has the lowest healthy life expectancy for men?",
        "lowest in Hull, City of, 53.1 years.",
    ),
    ("which areas have the highest HLE for women", "women, 2019-21: highest in Trafford, 67.0 years."),
    (
        "which area had the highest HLE for women in 2018-20",
        "women, 2018-20: highest in Rutland, 69.1 years.",
    ),
    ("Where in the country is the HLE gap widest for men?", "widest in Hull, City of, 10.0 years."),
    ("HLE gap for men", "men, absolute gap, 2019-21: widest in Hull, City of, 10.0 years."),
    (
        "How has the HLE gap in Salford changed for men?",
        "Salford: narrower from 6.7 years in 2018-20 to 6.1 years",
    ),
    ("is the healthy life expectancy gap in Salford narrowing for men?", "Salford: narrower from 6.7 years"),
    (
        "trend in healthy life expectancy in Salford for women",
        "Salford: down from 59.0 years in 2018-20 to 58.8",
    ),
    ("chart of the HLE gap in Salford for men", "Salford: narrower from 6.7 years"),
    (
        "compare Salford and Trafford on HLE for women",
        "2019-21: 67.0 years in Trafford and 58.8 in Salford",
    ),
    ("When was the HLE gap in Hull widest for men?", "Hull, City of: widest in 2018-20, at 10.1 years."),
    ("what does HLE mean?", "Healthy life expectancy at birth: the years that a newborn baby could expect"),
    (
        "What is the source for healthy life expectancy?",
        "Publisher of the figures on healthy life expectancy: ONS.",
    ),
    ("Is there a target for healthy life expectancy?", "No: there is no target for healthy life expectancy."),
    ("HLE in Salford and Trafford for men", "2019-21: 66.7 years in Trafford and 57.0 in Salford"),
    ("table of the HLE gap by area for men", "widest in Hull, City of"),
    ("ratio of HLE in Salford to England for men", "men, ratio, Salford, 2019-21: 0.90."),
    ("how much has the HLE gap in Salford narrowed for men since 2018-20?", "Salford, 2018-20 to 2019-21"),
    (
        "Why did the HLE gap in Salford change for men?",
        "The figures cannot say why. Healthy life expectancy at birth, men, absolute gap, Salford",
    ),
    (
        "which area is the worst for healthy life expectancy for women?",
        "lowest in Hull, City of, 57.1 years.",
    ),
    ("Which area has the worst HLE gap for women?", "widest in Hull, City of, 6.8 years."),
    ("Which area has the narrowest HLE gap for men?", "furthest the other way in Rutland"),
    (
        "healthy life expectancy gap for women in Rutland",
        "2018-20: −5.2 years (reversed: Rutland is better off).",
    ),
    ("which area has the second widest gap", None),
    (
        "has HLE in Salford improved for men?",
        "Yes: healthy life expectancy at birth, men, Salford: up from 56.4",
    ),
    (
        "has HLE in Salford got worse for men?",
        "No: healthy life expectancy at birth, men, Salford: up from 56.4",
    ),
    (
        "is HLE in Salford getting worse for women?",
        "Yes: healthy life expectancy at birth, women, Salford: down",
    ),
    ("when was HLE in Salford best for women?", "women, Salford: highest in 2018-20, at 59.0 years."),
    (
        "is HLE in Salford at its worst for men?",
        "No: healthy life expectancy at birth, men, Salford: lowest in 2018-20",
    ),
    ("how much did HLE in Salford improve for men since 2018-20?", "2018-20 to 2019-21: rose by 1.1%"),
    (
        "how does Salford compare with England for HLE for men?",
        "men, absolute gap, Salford, 2019-21: 6.1 years.",
    ),
    ("Salford vs England HLE women", "women, absolute gap, Salford, 2019-21: 5.1 years."),
    ("is HLE in Salford lower than in England for men?", "men, absolute gap, Salford, 2019-21: 6.1 years."),
    ("Which area in England has the lowest HLE for men?", "lowest in Hull, City of, 53.1 years."),
    (
        "Has the HLE gap in Trafford narrowed for men?",
        "Healthy life expectancy at birth, men, absolute gap, Trafford: moved",
    ),
]


@pytest.mark.parametrize(("question", "expected"), [case for case in ANSWERED if case[1]])
def test_questions_about_an_indicator_of_areas_are_answered(
    service: Healthgap, question: str, expected: str
) -> None:
    assert expected in first_line(service, question)


def test_an_area_without_a_figure_for_the_newest_period_says_so(service: Healthgap) -> None:
    assert (
        "2019-21: missing, with no reason given" in service.ask("HLE gap for women in Rutland", now=NOW).text
    )


FOLLOWED = [
    ("and in Trafford?", "men, absolute gap, Trafford, 2019-21: −3.6 years"),
    ("and for women?", "women, absolute gap, Salford, 2019-21: 5.1 years."),
    ("and the relative gap?", "men, relative gap, Salford, 2019-21: 9.7%."),
    ("and in 2018-20?", "men, absolute gap, Salford, 2018-20: 6.7 years."),
    ("chart", "men, absolute gap, Salford: narrower from 6.7 years"),
    ("which area is worst?", "men, absolute gap, 2019-21: widest in Hull, City of, 10.0 years."),
    ("has it improved?", "Yes: healthy life expectancy at birth, men, absolute gap, Salford: narrower"),
]
OF_AN_ORDER = [
    ("and the highest?", "men, 2019-21: highest in Rutland, 68.9 years."),
    ("and in 2018-20?", "men, 2018-20: lowest in Hull, City of, 53.0 years."),
    ("what is it in Salford?", "at birth, Salford, men, 2019-21: 57.0 years."),
    ("and for women?", "women, 2019-21: lowest in Hull, City of, 57.1 years."),
]


@pytest.mark.parametrize(("question", "expected"), OF_AN_ORDER)
def test_follow_ups_keep_the_order_of_areas(service: Healthgap, question: str, expected: str) -> None:
    assert expected in first_line(service, question, "Which area has the lowest HLE for men?")


@pytest.mark.parametrize("question", ["how has it changed?", "chart", "is it getting worse?", "and the gap?"])
def test_what_an_order_of_areas_leaves_open_is_asked_back(service: Healthgap, question: str) -> None:
    reply = service.ask(question, now=NOW, after=["Which area has the lowest HLE for men?"])
    assert reply.kind in ("clarify", "decline")
    assert not reply.figures


@pytest.mark.parametrize(("question", "expected"), FOLLOWED)
def test_follow_ups_keep_or_change_the_area(service: Healthgap, question: str, expected: str) -> None:
    assert expected in first_line(service, question, "What is the HLE gap in Salford for men?")


REFUSED = [
    "What is the HLE gap in Wales for men?",
    "HLE gap in Salford and Wales for men",
    "infant mortality gap in Salford",
    "cancer mortality gap in Hull",
    "gap in HLE between Salford and Trafford for men",
    "HLE gap for Muslims in Salford",
    "which region has the widest HLE gap for men?",
    "which area has the widest infant mortality gap?",
    "HLE gap in Salford Royal hospital for men",
    "How has the HLE gap changed for men?",
    "Which gaps have narrowed in Salford?",
    "Does Salford have the lowest HLE for men?",
    "is it right that the HLE gap is widest in Salford for men?",
    "which area improved most in HLE for men?",
    "which area had the biggest fall in HLE for women?",
    "which area is closest to England for men's HLE?",
    "gap between the best and the worst area for HLE for men",
    "HLE in Salford since 2018-20 compared with England for men",
    "was Salford revised?",
]


@pytest.mark.parametrize("question", REFUSED)
def test_areas_that_are_not_held_or_not_named_are_never_answered_with_another_number(
    service: Healthgap, question: str
) -> None:
    reply = service.ask(question, now=NOW)
    assert reply.kind in ("clarify", "decline")
    assert not reply.figures


def test_each_choice_of_a_question_without_its_area_names_one(service: Healthgap) -> None:
    choices = service.ask("How has the HLE gap changed for men?", now=NOW).choices
    assert [first_line(service, choice).split(": ")[0].rsplit(", ", 1)[-1] for choice in choices] == [
        "City of",
        "Salford",
        "St. Helens",
    ]


def test_an_area_under_embargo_is_no_word_that_questions_know(service: Healthgap) -> None:
    before = service.ask("HLE gap in Salford for men", now=NOW, as_of=datetime(2022, 3, 4, 9, tzinfo=UTC))
    assert "salford" in before.text.lower()
    assert "nothing on “Salford”" in before.text
    assert not before.figures


def test_every_area_has_its_gaps_in_the_list(service: Healthgap) -> None:
    rows = service.gaps("healthy_life_expectancy", now=NOW)
    found = {
        row["area"]: row["value"]
        for row in rows
        if (row["sex"], row["measure"], row["period"]) == ("male", "absolute_gap", "2019-21")
    }
    assert {area: round(value, 1) for area, value in found.items()} == {
        "Hull, City of": 10.0,
        "Rutland": -5.8,
        "Salford": 6.1,
        "St. Helens": 4.9,
        "Trafford": -3.6,
    }


def test_the_summary_of_a_release_of_areas_says_where_the_gap_is_widest(service: Healthgap) -> None:
    text = service.release_summary("hle", now=NOW).text
    assert "men, absolute gap, 2019-21: widest in Hull, City of, 10.0 years." in text
    assert "women, absolute gap, 2019-21: widest in Hull, City of, 6.8 years." in text
    assert "4 areas have figures for 2019-21, 1 more has none." in text


def test_a_chart_is_of_the_area_that_was_asked_about(service: Healthgap) -> None:
    reply = service.ask("chart of the HLE gap in Salford for men", now=NOW)
    picture = service.draw(reply.message.charts[0], now=NOW)
    assert picture.title == "Healthy life expectancy at birth, Salford, men"
    assert "from 6.7 years in 2018-20 to 6.1 years in 2019-21" in picture.alt_text


def test_a_file_may_leave_out_the_only_group_that_is_published(service: Healthgap, tmp_path: Path) -> None:
    figures = "indicator,sex,area,group,period,value\nHLE,male,Wigan,,2019-21,58.1\n"
    (tmp_path / "wigan.csv").write_text(figures)
    details = ReleaseDetails("Wigan", "ONS", date(2022, 3, 5))
    report = service.load([tmp_path / "wigan.csv"], details, now=NOW, dry_run=True)
    assert "1 new" in report.text


def test_figures_for_the_comparator_of_areas_are_refused(service: Healthgap, tmp_path: Path) -> None:
    figures = "indicator,sex,area,group,period,value\nHLE,male,Wigan,england,2019-21,58.1\n"
    (tmp_path / "wigan.csv").write_text(figures)
    details = ReleaseDetails("Wigan", "ONS", date(2022, 3, 5))
    with pytest.raises(RefusedDataError, match="no group of healthy_life_expectancy"):
        service.load([tmp_path / "wigan.csv"], details, now=NOW, dry_run=True)


# What is held, new and revised in other areas

ELSEWHERE = """
Salford        57.0 57.0  59.0 58.8
St. Helens     58.0 58.2  58.5 58.5
Wigan          57.0 57.0  59.0 59.0
"""
REVISED = """
Salford        56.4 57.5  59.9 58.9
St. Helens     58.9 58.9  58.9 58.9
Wigan          57.9 57.9  59.9 -
"""


@pytest.fixture
def revised(tmp_path: Path) -> Iterator[Healthgap]:
    """Two releases, both of other areas than the indicator's own; the later one gives every figure differently."""
    service = _opened(tmp_path)
    _load(service, tmp_path / "first.csv", ELSEWHERE, date(2022, 3, 4))
    _load(service, tmp_path / "second.csv", REVISED, date(2022, 4, 4))
    yield service
    service.close()


def test_a_revision_in_any_area_is_told_with_its_area(revised: Healthgap) -> None:
    text = revised.ask("has anything been revised?", now=NOW).text
    assert text.startswith("Yes: 12 figures have been revised since they were first published.")
    assert "healthy life expectancy, Salford, men, 2018-20: 57.0, now 56.4." in text
    assert "4 more were revised." in text
    assert text.count("Revised:") == 8


def test_a_release_of_other_areas_says_what_it_revised(revised: Healthgap) -> None:
    text = revised.ask("what is new?", now=NOW).text
    assert "revised nothing" not in text
    assert "Salford, men, 2018-20: 57.0, now 56.4." in text


def test_a_release_of_other_areas_says_for_how_many_it_is_new(revised: Healthgap) -> None:
    text = revised.ask("what is new?", now=NOW, as_of=datetime(2022, 3, 31, tzinfo=UTC)).text
    assert "Healthy life expectancy: new figures for 3 areas besides England." in text
    assert "It revised no earlier figure." in text


def test_what_is_new_at_home_is_listed_once(service: Healthgap) -> None:
    context = service.ask("what is new on healthy life expectancy?", now=NOW).message.context
    assert context == (
        "Healthy life expectancy at birth, men, England: 63.1 in 2018-20 and 63.1 years in 2019-21.",
        "Healthy life expectancy at birth, women, England: 63.9 in 2018-20 and 63.9 years in 2019-21.",
        "Healthy life expectancy: new figures for 5 areas besides England.",
        "It revised no earlier figure.",
    )


def test_an_indicator_of_areas_is_listed_with_its_periods_and_how_many_areas(service: Healthgap) -> None:
    text = service.ask("what do you have", now=NOW).text
    assert "Healthy life expectancy (men), absolute gap of 5 areas: 2018-20, 2019-21." in text
    assert "no figures yet" not in text


def test_levels_are_listed_where_no_gap_can_be_told(revised: Healthgap) -> None:
    text = revised.ask("what do you have", now=NOW).text
    assert "Healthy life expectancy (men), healthy life expectancy of 3 areas: 2018-20, 2019-21." in text


def test_the_overview_says_where_a_gap_between_areas_is_widest(service: Healthgap, tmp_path: Path) -> None:
    widest = (
        "Healthy life expectancy at birth, men, absolute gap, 2019-21: widest in Hull, City of, 10.0 years."
    )
    reply = service.ask("overview", now=NOW)
    assert widest in reply.text
    assert any((row["area"], row["period"]) == ("Hull, City of", "2019-21") for row in reply.figures)
    alone = _opened(tmp_path)
    _load(alone, tmp_path / "hle.csv", FIGURES, date(2022, 3, 4))
    assert first_line(alone, "overview") == widest
    alone.close()


def test_the_sentence_below_a_ratio_says_which_level_is_the_higher_one(service: Healthgap) -> None:
    told = service.ask("ratio of HLE in Salford to England for men", now=NOW).text
    assert (
        "The healthy life expectancy in Salford was lower than in England: 57.0 against 63.1 years." in told
    )


def test_rounding_of_what_all_areas_are_held_against_changes_no_order(service: Healthgap) -> None:
    assert "Rounding alone" not in service.ask("Which area has the widest HLE gap for men?", now=NOW).text


def test_a_group_may_go_without_other_names(service: Healthgap) -> None:
    assert service.ask("HLE in Salford for everyone", now=NOW).kind in ("answer", "clarify")


def test_an_area_that_is_a_word_for_a_setting_is_found_by_its_name(tmp_path: Path) -> None:
    service = _opened(tmp_path)
    _load(service, tmp_path / "hle.csv", f"{FIGURES}Westminster  63.0 63.2  64.0 64.1\n", date(2022, 3, 4))
    assert first_line(service, "HLE in Westminster for men").endswith(
        "Westminster, men, 2019-21: 63.2 years."
    )
    service.close()
