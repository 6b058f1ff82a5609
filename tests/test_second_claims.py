"""Statements that say more than a number: which way it moved, of which period, what else is so."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("the circulatory gap rose to 24.9, right?", ["Not all of it is right.", "Right: ", "Wrong: "]),
        ("the circulatory gap fell to 24.9, right?", ["Right: "]),
        (
            "did the infant mortality gap rise to 16%?",
            ["Right, counted from 1997-99.", "Yes: ", "Yes since 1997-99: "],
        ),
        (
            "did the infant mortality gap fall to 16%?",
            ["Right, counted from 2004-06.", "Yes: ", "Yes since 2004-06: "],
        ),
        (
            "the infant mortality gap widened to 18% in 2003-05, right?",
            ["Right, counted from ", "Right: ", "Right since "],
        ),
        ("has the routine and manual rate risen to 5.4?", ["Not all of it is right.", "Yes: ", "No: "]),
        (
            "infant deaths fell to 9,846 in 2005-07, right?",
            ["Not all of it can be checked.", "Right: ", "Not checkable: "],
        ),
        ("the infant mortality gap was 13%?", ["No longer: ", "It was 13% in 1997-99."]),
        ("is the cancer gap 25?", ["No: "]),
        ("is the infant mortality target 12%?", ["No: the target is a gap at least 10% narrower"]),
        ("is the infant mortality target 11.7%?", ["Yes: "]),
        ("is the circulatory target more than 30%?", ["Yes: the target is a gap at least 40% narrower"]),
        ("is the cancer target above 15%?", ["No: the target is a gap at least 6% narrower"]),
        ("the cancer gap is 18.4 and the target is 6%, right?", ["Right, all of it."]),
    ],
)
def test_the_verdict_is_on_all_that_was_said(service: Healthgap, text: str, lines: list[str]) -> None:
    told = service.ask(text, now=NOW).text.split("\n")
    for line, opening in zip(told, lines, strict=False):
        assert line.startswith(opening), told


@pytest.mark.parametrize(
    "text",
    [
        "the infant mortality gap is 16% and rising, right?",
        "the infant mortality gap is 16%, a record low",
        "the circulatory gap is 24.9 and off track, right?",
        "the cancer gap is 18.4 and wider than baseline, right?",
        "the cancer gap fell 11% and is still falling, right?",
        "the circulatory gap fell by 32%, exceeding the 40% target, true?",
        "the routine and manual rate is up to 5.4",
        "is the cancer target at most 6%?",
        "is the circulatory gap within 3 of its target?",
        "is circulatory 40% above its target?",
    ],
)
def test_a_second_claim_that_is_not_judged_is_asked_back(service: Healthgap, text: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "clarify", reply.text
    assert not reply.figures


@pytest.mark.parametrize(
    ("before", "text", "opening"),
    [
        (
            ["infant mortality gap since 2002-04"],
            "by how much?",
            "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage points",
        ),
        (
            ["infant mortality gap change 1997-99 to 2002-04"],
            "why?",
            "The figures cannot say why. Infant mortality, relative gap, 1997-99 to 2002-04: widened by 6",
        ),
        (
            ["was it wider in 2001-03 than in 2005-07?"],
            "infant mortality",
            "Infant mortality, relative gap, 2001-03 to 2005-07: narrowed by 3 percentage points",
        ),
        (["what was the gap in 2003-05?"], "infants", "Infant mortality, relative gap, 2003-05: 18%."),
        (
            ["infant mortality gap 2002-04"],
            "was it the peak?",
            "Yes: infant mortality, relative gap: widest in",
        ),
    ],
)
def test_a_thread_keeps_the_time_that_it_is_about(
    service: Healthgap, before: list[str], text: str, opening: str
) -> None:
    assert service.ask(text, now=NOW, after=before).text.startswith(opening)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        (
            "has cancer improved more than circulatory disease?",
            "No: the circulatory disease gap narrowed more",
        ),
        (
            "is the infant gap above its target?",
            "Yes. Infant mortality, relative gap: from 16% in 2005-07 to at most",
        ),
        ("is the cancer gap above its target?", "No. Cancer mortality under 75, absolute gap: nothing more"),
        ("is the circulatory gap within its target?", "No. Circulatory disease mortality under 75, absolute"),
        ("is anything on track?", "Yes: "),
        ("is infant mortality down since 2004-06?", "Yes: infant mortality, rate"),
        (
            "why did the infant mortality gap change between 1997-99 and 2002-04?",
            "The figures cannot say why. Infant mortality, relative gap, 1997-99 to 2002-04",
        ),
    ],
)
def test_it_is_answered_of_what_was_named(service: Healthgap, text: str, opening: str) -> None:
    assert service.ask(text, now=NOW).text.startswith(opening)


def test_two_spans_of_time_are_two_answers(service: Healthgap) -> None:
    reply = service.ask("infant mortality gap 1997-99 to 2002-04 and 2002-04 to 2005-07", now=NOW)
    assert "1997-99 to 2002-04: widened by 6" in reply.text
    assert "2002-04 to 2005-07: narrowed by 3" in reply.text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "did the infant mortality gap fall from 19% to 16%?",
            [
                "Right, all of it.",
                "Yes: infant mortality, relative gap, 2002-04: 19%.",
                "Yes: infant mortality",
            ],
        ),
        ("did the cancer gap go from 20.7 to 18.4?", ["Right, all of it.", "Yes: ", "Yes: "]),
        (
            "has the infant mortality gap risen from 19% to 16%?",
            ["Not all of it is right.", "Yes: ", "Yes: ", "No: infant mortality, relative gap, 2002-04 to"],
        ),
        (
            "the infant mortality gap narrowed from 20% to 15%",
            ["Wrong, all of it.", "Wrong: infant mortality, relative gap, 1997-99: 13%."],
        ),
        ("did the routine and manual rate fall from 6.3 to 5.4?", ["Right, all of it."]),
        ("is the cancer baseline 20.7?", ["Yes: cancer mortality under 75, absolute gap, 1995-97: 20.7"]),
        ("is the infant mortality baseline 16%?", ["No: infant mortality, relative gap, 1997-99: 13%."]),
        (
            "did 9,846 babies die in 2005-07?",
            ["Yes: infant deaths, all births in England and Wales, 2005-07"],
        ),
    ],
)
def test_two_ends_without_a_time_are_those_of_the_figures(
    service: Healthgap, text: str, lines: list[str]
) -> None:
    told = service.ask(text, now=NOW).text.split("\n")
    for line, opening in zip(told, lines, strict=False):
        assert line.startswith(opening), told


def test_two_ends_after_one_figure_are_not_both_of_its_period(service: Healthgap) -> None:
    told = service.ask("so it's gone from 17 to 16", now=NOW, after=["infant mortality gap in 2004-06"]).text
    assert told.startswith("Right, all of it.")
    assert "2005-07: 16%." in told


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("have we cut the cancer gap by 6%?", "By more than that: cancer mortality under 75"),
        ("we have cut the cancer gap by 6%", "It narrowed by more than that."),
        ("has the cancer gap halved?", "No, by less than that: cancer mortality under 75"),
        ("the circulatory gap has fallen by 40%", "It narrowed by less than that."),
    ],
)
def test_a_change_that_went_further_is_told_apart(service: Healthgap, text: str, remark: str) -> None:
    assert remark in service.ask(text, now=NOW).text


def test_a_change_that_went_the_other_way_did_so_by_no_less(service: Healthgap) -> None:
    assert "than that" not in service.ask("the infant mortality gap has fallen by 5 points", now=NOW).text
