"""What words of a follow-up point back at: “then”, “the first one”, “for them”; and lines kept to, steps over years."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW

IMR = "Infant mortality, relative gap"
TWO = ["cancer gap", "infant mortality gap"]


@pytest.mark.parametrize(
    ("after", "text", "words"),
    [
        (["cancer gap"], "and infant mortality in the same period", "in the same period"),
        (TWO, "cancer for that period", "for that period"),
        (["life expectancy gap", "for women"], "cancer for them", "them"),
        (["cancer gap"], "infant mortality there", "there"),
        (["infant mortality rate in routine and manual"], "the cancer gap for that group", "for that group"),
        (TWO, "which has widened", "which"),
        (["life expectancy gap"], "which one is worse", "which one"),
        (["when was the infant mortality gap widest"], "how much wider was it than at baseline", "wider"),
    ],
)
def test_what_points_at_nothing_told_is_asked_back(
    service: Healthgap, after: list[str], text: str, words: str
) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind == "clarify"
    assert words in reply.unexplained


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (["cancer gap in 2003-05"], "the circulatory gap then"),
        (["cancer gap in 2003-05"], "infant mortality rate then"),
        (["cancer gap in 2003-05"], "was cancer on track then"),
        (["infant mortality gap in 2002-04"], "how many infant deaths then"),
        (["circulatory gap"], "how much has it changed on the year before"),
        ([], "has the circulatory gap fallen since last time?"),
    ],
)
def test_what_is_not_held_of_that_time_is_declined(service: Healthgap, after: list[str], text: str) -> None:
    assert service.ask(text, now=NOW, after=after).kind == "decline"


def test_the_period_beside_says_which_years_lie_between(service: Healthgap) -> None:
    reply = service.ask("and the period before?", now=NOW, after=["circulatory gap"])
    assert "1995-97: 36.7" in reply.text.splitlines()[0]
    assert "The years between 1995-97 and 2004-06 are not held." in reply.text
    assert "are not held" not in service.ask("cancer gap in the period before", now=NOW).text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("has the infant mortality gap been above 16% since 2001-03?", "No, not in every period: infant"),
        ("has the cancer gap been below 18.3 since 2003-05?", "No, not in every period: cancer"),
        (
            "has the cancer gap been over 18 since 2003-05?",
            "Yes: cancer mortality under 75, absolute gap: above 18",
        ),
        ("has the infant mortality gap ever been above 18% since 2001-03?", "Yes: infant mortality"),
        (
            "has the infant mortality gap been widening since baseline?",
            "Yes since 1997-99, but no at the last",
        ),
        ("has cancer narrowed compared with circulatory?", "The circulatory disease gap narrowed more"),
        ("is the cancer gap close to 18?", "Yes: cancer mortality under 75, absolute gap, 2004-06: 18.4"),
        ("is the circulatory gap nearly 26?", "No: circulatory disease"),
        ("what must the routine and manual rate be by 2010?", "If the rate in all births where"),
        ("which is lower, the infant mortality gap in 1997-99 or 2005-07?", f"{IMR}, 1997-99 to 2005-07"),
        ("since when has the cancer gap been falling?", "It did not narrow at the last reading."),
        ("infant mortality gap to one decimal place", f"{IMR}, 2005-07: 16%."),
    ],
)
def test_first_lines(service: Healthgap, text: str, line: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("all gaps but infant mortality", "but"),
        ("how much has the infant mortality gap narrowed in the last three years?", "the last three years"),
        ("is the infant mortality gap in double figures?", "double figures"),
        ("what would it take to get the infant mortality gap to 10%?", "to 10 %"),
        ("is the infant mortality gap on track for 10%?", "on track"),
        ("what would it take to close the cancer gap?", "close"),
        ("is the cancer gap on track to close?", "close"),
        ("what would it take to meet the circulatory target by 2007-09?", "2007-09"),
        ("how far is infant mortality from its 2012 target?", "2012"),
        ("is the cancer gap close to the circulatory gap?", "close to"),
        ("were the cancer figures published in 2009?", "published in 2009"),
        ("has the infant mortality gap been wider than baseline since 2000-02?", "since 2000-02"),
        ("is it 43% of all infant deaths in england and wales?", "all"),
        ("mean infant mortality gap", "mean"),
    ],
)
def test_what_makes_another_question_is_asked_back(service: Healthgap, text: str, words: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "clarify"
    assert words in reply.unexplained, reply.unexplained


def test_a_share_is_told_of_everyone_as_well(service: Healthgap) -> None:
    told = service.ask("what share of infant deaths is in routine and manual?", now=NOW).text
    assert "2005-07: 43%." in told
    assert "Of the 9,846 among all births in England and Wales it is 38.1%." in told


def test_double_check_claims_nothing(service: Healthgap) -> None:
    assert service.ask("double check that please", now=NOW, after=["circulatory gap"]).kind != "answer"
