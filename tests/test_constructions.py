"""Families of questions: counted from the time a thread spoke of, alternatives, numbered parts, levels side by side."""

from __future__ import annotations

import pytest

from healthgap.question.model import Question, Unclear, Understood, When
from tests.test_question import CANCER, CIRC, IMR, READER, period, read

PEAK = "When was the infant mortality gap widest?"


@pytest.mark.parametrize(
    ("text", "before", "intent", "since"),
    [
        ("since then?", PEAK, "trend", When("peak")),
        ("and how much has it come down since?", PEAK, "change_since", When("peak")),
        ("did it fall each year since", PEAK, "trend", When("peak")),
        ("fallen how much since", "infant gap in 2002-04", "change_since", period("2002-04")),
        ("and since then?", "infant gap in 2002-04", "trend", period("2002-04")),
        (
            "has it fallen every year since then",
            "How much has the cancer gap narrowed since 2003-05?",
            "trend",
            period("2003-05"),
        ),
    ],
)
def test_since_then_counts_from_the_time_the_thread_spoke_of(
    text: str, before: str, intent: str, since: When
) -> None:
    found = read(text, before)
    assert (found.intent, found.since, found.to, found.at) == (intent, since, None, ())


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("how much has it fallen since?", "What is the cancer gap?"),
        ("and since then?", "When was the cancer gap narrowest?"),
        ("since then in Wales?", PEAK),
    ],
)
def test_since_then_is_asked_back_where_no_one_time_was_spoken_of(text: str, before: str) -> None:
    assert isinstance(READER.understand(text, read(before)), Unclear)


def test_without_a_thread_nothing_is_counted_from_an_unnamed_time() -> None:
    assert isinstance(READER.understand("How much has the cancer gap fallen since?"), Unclear)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is it 16 or 17 for infant mortality?", Question("value", (IMR,))),
        (
            "was it 18% or 19% in 2002-04, the infant gap",
            Question("value", (IMR,), measure="relative_gap", at=(period("2002-04"),)),
        ),
        (
            "the R&M rate, is it 5.4 or 4.7",
            Question("value", (IMR,), measure="rate", groups=("routine_manual",)),
        ),
        (
            "has the infant gap come down every year since 2002-04",
            Question("trend", (IMR,), selection="each"),
        ),
        ("what is the cancer gap per 100 thousand", Question("value", (CANCER,))),
        (
            "is the sole registered rate higher than for routine and manual?",
            Question("compare", (IMR,), measure="rate", groups=("sole_registered", "routine_manual")),
        ),
        (
            "Which is higher, the infant mortality rate in routine and manual or in sole registrations?",
            Question("compare", (IMR,), measure="rate", groups=("routine_manual", "sole_registered")),
        ),
        ("name one gap that has widened", Question("which", selection="widened")),
        (
            "how much deaths of babies were in the routine and manual group in 2005-07",
            Question("value", (IMR,), measure="count", groups=("routine_manual",), at=(period("2005-07"),)),
        ),
    ],
)
def test_constructions_of_plain_and_clumsy_english(text: str, expected: Question) -> None:
    assert read(text).but(since=None, supposed=None) == expected.but(claim=None)


@pytest.mark.parametrize(
    "text",
    [
        "is the infant mortality gap 16 or 17 in Leeds",
        "is the infant mortality gap for mums of 16 or 17 wider",
        "infant mortality, is it 16 or 17 year old mums",
        "Is the infant mortality gap narrowed by 2 or 3 points",
        "which PCT has the worst infant mortality?",
        "is the sole registered rate higher than for Bangladeshi mums",
        "1. infant gap 2. gap in Leeds",
        "name one gap that has widened in Leeds",
    ],
)
def test_what_is_left_over_is_asked_back(text: str) -> None:
    assert not isinstance(READER.understand(text), Understood)


@pytest.mark.parametrize(
    "text",
    [
        "1. What is the cancer gap? 2. Is the circulatory target met?",
        "2 questions: 1 what is the cancer gap and 2 is the circulatory target met",
        "a) what is the cancer gap b) is the circulatory target met",
        "1) what is the cancer gap 2) is the circulatory target on track?",
    ],
)
def test_numbered_questions_are_asked_one_by_one(text: str) -> None:
    found = READER.understand(text)
    assert isinstance(found, Understood)
    assert [(one.intent, one.indicators) for one in found.questions] == [
        ("value", (CANCER,)),
        ("target_status", (CIRC,)),
    ]
