"""What is said in a roundabout way means what the plain words mean: who says so, what it is due to, in each period."""

from __future__ import annotations

import pytest

from healthgap.question.model import Question, Understood
from healthgap.service import Healthgap
from tests.sample import NOW, asked_in
from tests.test_question import READER


def asked(said: str) -> tuple[Question, ...]:
    *before, text = said.split(" >> ")
    last: Question | None = None
    for one in before:
        found = READER.understand(one, last)
        assert isinstance(found, Understood), one
        last = found.questions[-1]
    understood = READER.understand(text, last)
    assert isinstance(understood, Understood), (said, understood)
    return understood.questions


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        (
            "My supervisor says the infant mortality gap is 16%. Is she right?",
            "is the infant mortality gap 16%?",
        ),
        (
            "A charity claims the cancer gap has halved. Is that right?",
            "is it right that the cancer gap halved?",
        ),
        (
            "The minister states that the infant mortality gap has widened since 1997-99. Is that accurate?",
            "has the infant mortality gap widened since 1997-99?",
        ),
        (
            "I have been told the cancer gap went back up after 2003-05. Can that be right?",
            "has the cancer gap widened since 2003-05?",
        ),
        (
            "is it right that the infant mortality gap peaked at 18% in 2003-05?",
            "was the infant mortality gap 18% in 2003-05? was that the peak?",
        ),
        (
            "Has the circulatory gap come down by the 40% we committed to?",
            "has circulatory met its target of 40%?",
        ),
        ("has the cancer gap come down by the 6% in the target?", "has cancer met its target of 6%?"),
        (
            "has the narrowing in infant mortality come from improvement in R&M or from the national rate?",
            "is the narrowing in infant mortality due to routine and manual or everyone?",
        ),
        (
            "infant gap since the peak? >> was that poorer families doing better or everyone else doing worse",
            "infant gap since the peak? >> did poorer families do better or everyone do worse?",
        ),
        ("Decompose the narrowing of the IMR gap since 2002-04", "why did the IMR gap narrow since 2002-04?"),
        ("Which targets are on track? >> and the ones that aren't?", "which targets are not on track?"),
        (
            "infant mortality gap in each three-year period from 1997-99",
            "infant mortality gap, every period since 1997-99",
        ),
        ("What precisely do you mean by Spearhead?", "what does Spearhead mean?"),
        ("does circulatory disease include strokes?", "what does circulatory disease mean?"),
        ("journalist says infant gap is 13 pct. right??", "is it right that the infant gap is 13%?"),
        (
            "has the infant mortality gap come down three times running?",
            "has the infant mortality gap come down in each of the last three periods?",
        ),
        ("will every single one of the targets be met?", "will all the targets be met?"),
        ("cancer gap, source", "what is the cancer gap and its source?"),
        ("what infant mortality data is there?", "what data do you have on infant mortality?"),
        (
            "all the infant mortality gaps from 2000-02 to 2005-07",
            "trend in the infant mortality gap from 2000-02 to 2005-07",
        ),
        (
            "infant gap >> what will it be in 2010? >> when would it meet the target?",
            "when will the infant gap meet its target?",
        ),
        ("which of the gaps have got worse, not better?", "which gaps have got worse?"),
        (
            "is it ok to sign off that the infant mortality gap is 16%?",
            "is it right that the infant mortality gap is 16%?",
        ),
    ],
)
def test_it_means_what_the_plain_words_mean(said: str, plainly: str) -> None:
    assert asked(said) == asked(plainly)


def test_then_and_now_are_two_times() -> None:
    then, now = asked("infant mortality gap in 2002-04 >> R&M rate then, and now?")
    assert [str(when) for when in (*then.at, *now.at)] == ["2002-04", "latest"]


@pytest.mark.parametrize(
    "said",
    [
        "My rural supervisor says the infant mortality gap is 16%. Is she right?",
        "The Manchester report says the infant mortality gap is 16%. Is that right?",
        "does circulatory disease include diabetes?",
        "What's the infant mortality gap, stroke?",
        "what is the infant mortality target and who set it?",
        "how much has the infant mortality gap narrowed since the peak? >> and the rates?",
        "infant mortality gap for our PCT",
        "Of all the inequalities monitored, where has the gap grown?  only monitored",
        "has the infant mortality gap risen in any of the last six periods?",
        "has the infant mortality gap been above 16% in each of the last four periods?",
    ],
)
def test_what_restricts_or_is_not_known_is_asked_back(service: Healthgap, said: str) -> None:
    assert asked_in(service, said)[0] != "answer"


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("has the infant mortality gap fallen in each of the last three periods?", "Yes: "),
        ("did the infant mortality gap fall in each of the last four periods?", "No, not in 2002-04: "),
        ("did the cancer gap fall in each of the last two periods?", "No, not in 2004-06: "),
        ("has the infant mortality gap been cut by the 10% promised?", "Not yet, and too close to call: "),
        (
            "did the poor do worse or everyone better in infant mortality?",
            "Infant mortality, relative gap, 1997-99 to",
        ),
    ],
)
def test_the_first_words_answer(service: Healthgap, said: str, first: str) -> None:
    assert service.ask(said, now=NOW).message.headline.startswith(first)


def test_each_of_more_periods_than_are_held_has_no_yes_or_no(service: Healthgap) -> None:
    headline = service.ask(
        "did the infant mortality gap fall in each of the last six periods?", now=NOW
    ).message.headline
    assert headline.startswith("No, not in 2000-02")
    headline = service.ask(
        "did the cancer gap fall in each of the last three periods?", now=NOW
    ).message.headline
    assert not headline.startswith(("Yes", "No"))


def test_a_rate_that_fell_in_both_groups_is_told_of_both(service: Healthgap) -> None:
    reply = service.ask("has IMR fallen in both groups?", now=NOW)
    assert [question["groups"] for question in reply.question] == [["routine_manual", "all_ns_sec"]]
