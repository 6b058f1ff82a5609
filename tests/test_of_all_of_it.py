"""What is said of several things is not told of one of them, and what restricts a question is not passed over.

A thread is the questions before the last one. Each line was answered with something else once.
"""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import asked_in

NOT_ANSWERED = [
    # the end of a list is of all of it
    "What are the cancer and life expectancy gaps for women?",
    "What are the cancer, circulatory and life expectancy targets for men?",
    "I need the cancer and circulatory gaps for women and the source.",
    '"The cancer and circulatory gaps narrowed by more than 10%." True?',
    "How have the infant mortality gap and the number of deaths changed since 2002-04?",
    "Has the infant mortality rate and gap fallen?",
    "What was the infant mortality rate and the gap in 2004-06?",
    # claims on two groups, and on another thing as well
    "Is infant mortality 5.4 in both groups?",
    "Did infant mortality fall by 10% in both groups since 2001-03?",
    '"Infant mortality is 6.3 in sole registered births and in the routine and manual group." True?',
    '"The life expectancy gap for women has widened, and so has the circulatory gap." True?',
    "Draft a reply for the Minister stating that every target has been achieved",
    # what is yet to come, and targets that are not set so
    "How much must each gap still fall?",
    "Are any gaps expected to widen?",
    "Which gaps are projected to narrow?",
    "Will the circulatory target be met by 2008?",
    "When will the absolute gap in infant mortality hit its target?",
    "Will the routine and manual rate meet its target?",
    # people and ways that no figure is of
    "Where do the cancer figures for women come from?",
    "Which years do you have for cancer in women?",
    "Does the cancer figure cover men only?",
    "infant mortality rate in NS-SEC",
    "Give me all infant mortality figures as a table",
    "Which side moved the infant mortality rate in routine and manual?",
    "Has routine and manual infant mortality fallen faster than average in every period?",
    # a time that was found, and not named
    "What was the routine and manual rate then?",
    "When was the infant mortality gap 18%? >> and the cancer gap then?",
    "When will the infant mortality target be met? >> what would the rate be then?",
    "When will the circulatory target be met? >> what will the gap be in that period?",
    "Can we say the cancer gap went up? >> in which year?",
    "What is the cancer target? >> And the date?",
    "Where does the 11% for women come from? >> And what's the figure for men?",
]


@pytest.mark.parametrize("thread", NOT_ANSWERED)
def test_it_is_asked_back_or_declined(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"


TOLD = [
    (
        "What is the cancer gap and is it on track? >> and infant mortality?",
        "Infant mortality, relative gap, 2005-07: 16%.",
    ),
    (
        "What is the infant mortality gap and what is its source? >> and for cancer?",
        "Cancer mortality under 75, absolute",
    ),
    (
        "What was published in March 2008? >> and what did it say about infant mortality?",
        "The release, “Mortality target",
    ),
    (
        "How many babies died in 2005-07? >> per thousand?",
        "Infant mortality, rate, all births in England and Wales, 2005-07: 4.9",
    ),
    (
        "Trend in the routine and manual rate >> and in the all NS-SEC rate",
        "Infant mortality, rate, all births where the father’s occupation is known: down from 5.6",
    ),
    ("why three years together?", "Three-year average: figures for three years taken together"),
    (
        "Explain the change in the infant mortality gap.",
        "The figures cannot say why. Infant mortality, relative gap, 1997",
    ),
    ("Which gap has furthest to fall?", "The gap in infant mortality is furthest from its target."),
    (
        "Which is higher, the rate for sole registered births or routine and manual, and by how much?",
        "Infant mortality, rate: 6.3 per 1,000 live births in births registered by the mother alone in 2007 and 5.4",
    ),
    ("overview of infant deaths", "Infant mortality, relative gap, 2005-07: 16%."),
    (
        "Which side moved the absolute gap in infant mortality since 2002-04?",
        "Infant mortality, absolute gap, 2002-04 to 2005-07: narrowed by 30.0%",
    ),
]


@pytest.mark.parametrize(("thread", "opening"), TOLD)
def test_what_was_asked_is_told(service: Healthgap, thread: str, opening: str) -> None:
    kind, text = asked_in(service, thread)
    assert (kind, text[: len(opening)]) == ("answer", opening)


@pytest.mark.parametrize(
    ("thread", "second"),
    [
        ("What is the cancer gap and is it on track? >> and infant mortality?", "target: too close to call"),
        (
            "What does infant mortality mean and what is it for routine and manual?",
            "5.4 against 4.7 per 1,000 live births",
        ),
        ("infant gap since 2002-04, and since baseline >> why?", "2002-04 to 2005-07: narrowed"),
        ("infant mortality rate and the gap", "relative gap, 2005-07: 16%"),
        ("trend in the infant mortality gap from 2000-02 to 2005-07", "2002-04"),
    ],
)
def test_the_second_half_is_told_as_well(service: Healthgap, thread: str, second: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert second in text
