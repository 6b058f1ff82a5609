"""What judges a figure, holds it against the latest, counts it by the year or adds another figure to it."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import asked_in

ANSWERED = [
    (
        "By how much a year has the circulatory gap fallen? >> And cancer?",
        "about 0.3 deaths per 100,000 a year",
    ),
    (
        "By how much a year did the infant mortality rate fall in the routine and manual group since 2002-04? "
        ">> And since 1997-99?",
        "a year",
    ),
    ("What is the cancer gap? >> And circulatory? >> And the targets?", "Circulatory disease"),
    ("What is the cancer gap? >> And circulatory? >> And the targets?", "Cancer mortality"),
    (
        "What is the cancer gap? >> And circulatory? >> Are the targets met?",
        "Yes for the cancer mortality gap",
    ),
    ("What is the cancer gap? >> And circulatory? >> What were the baselines?", "20.7"),
    ("What is the life expectancy gap for men? >> And for women? >> And the targets?", "men"),
    ("I need the cancer gap, the circulatory gap and the targets.", "at most 22.0"),
    ("What was the cancer gap in 2003-05? >> Is it lower now?", "No"),
    ("What is the infant mortality gap? >> ok", "whenever you like"),
    ("cancer target >> ok, thanks!", "You are welcome"),
    ("What is the infant mortality gap? >> ok great, source?", "Department of Health"),
    ("Is the infant mortality gap 16%, is that right?", "Right"),
    ("I have a meeting at 4. What is the cancer gap?", "18.4"),
    ("The circulatory target is 22 and we are at 24.9, correct?", "Right, all of it"),
    ("What is the cancer gap? >> which periods do you have?", "1995-97"),
]

NOT_ANSWERED = [
    *("Is a 16% gap in infant mortality a lot?", "Is a gap of 16% in infant mortality large?"),
    *(
        "What is the infant mortality gap? >> is 16% good?",
        "What is the infant mortality gap? >> is 16% bad?",
    ),
    *("What is the infant mortality gap? >> is 16% ok?", "What is the infant mortality gap? >> is 16% high?"),
    "Is the infant mortality gap 16%, and is that good?",
    "The infant mortality gap is 16%. Is that good, please?",
    "The infant mortality gap is 16%, right? Is that good?",
    "16% that's a lot for the infant mortality gap",
    "What was the cancer gap in 2003-05? >> Is it higher than the latest one?",
    "What was the infant mortality gap in 2002-04? >> Is it lower than the latest one?",
    "What was the infant mortality gap in 2002-04? >> Is it the same as the latest one?",
    "What was the cancer gap at baseline? >> Is the latest figure lower?",
    "What was the infant mortality gap in 2000-02? >> Is that higher or lower than the latest?",
    "What was the infant mortality gap in 2003-05? >> And the period before? >> How much has it fallen since then?",
    "What is the cancer gap? >> And before that? >> And before that? >> How much has it fallen since then?",
    "Is 18.4 the cancer gap? >> For which years?",
    "How much has the cancer gap narrowed? >> Over which years?",
    "What is the infant mortality rate? >> Which side moved?",
    "Can we say progress has been made on circulatory but not on life expectancy?",
    "The cancer target is 19.5 and we are at 17, correct?",
    "The cancer gap is 18.4 and we were at 25 before, correct?",
    "The infant mortality gap is 16 per cent and we started at 10, correct?",
]


@pytest.mark.parametrize(("thread", "told"), ANSWERED)
def test_it_is_told(service: Healthgap, thread: str, told: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert told in text


@pytest.mark.parametrize("thread", NOT_ANSWERED)
def test_it_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"
