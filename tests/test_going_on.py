"""Threads that go on with all that was told: its periods, pace, measures and people, and each of several things.

A thread is the questions before the last one; an answer is told by how it begins.
"""

from __future__ import annotations

import pytest

from healthgap.question.message.kept import NO_OFFER, Thread
from healthgap.question.model import Question
from healthgap.service import Healthgap
from tests.sample import NOW, asked_in

TOLD = [
    (
        "is the cancer gap on track >> and the others?",
        "Circulatory disease mortality under 75, absolute gap, target: on track. The ga",
    ),
    ("has the cancer gap narrowed >> and the rest?", "Not of each of them"),
    ("cancer gap >> circulatory gap >> and the others?", "Infant mortality, relative gap, 2005-07: 16%"),
    (
        "circulatory gap >> which period is that for?",
        "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9 deaths per",
    ),
    (
        "cancer gap >> which years is that",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "cancer gap at baseline >> which years?",
        "Cancer mortality under 75, absolute gap, 1995-97: 20.7 deaths per 100,000",
    ),
    (
        "has the cancer gap narrowed? >> by how much?",
        "Cancer mortality under 75, absolute gap, 1995-97 to 2004-06: narrowed by 11.3%",
    ),
    (
        "which gaps have widened >> since the period before, not since baseline",
        "Wider than in the period before, 1 of 2: cancer mortality",
    ),
    (
        "when was the cancer gap below 19 >> and above 20?",
        "Yes: cancer mortality under 75, absolute gap: above 20 in 1995-97 (20.7)",
    ),
    (
        "when was the cancer gap below 19 >> and for circulatory, below 30?",
        "Yes: circulatory disease mortality under 75, absolute gap: below 30 in 2004-06",
    ),
    (
        "relative gap in infant mortality >> what's the absolute?",
        "Infant mortality, absolute gap, 2005-07: 0.7 per 1,000 live births",
    ),
    (
        "infant mortality gap >> what's an absolute gap",
        "Absolute gap: the difference between the group and its comparator, in the indi",
    ),
    (
        "number of infant deaths >> same for routine and manual and for sole registrations",
        "Infant deaths, the routine and manual group, 2005-07: 3,749 over the 3 years",
    ),
    (
        "infant mortality gap 2003-05 >> the one after, and the one after that",
        "Infant mortality, relative gap, 2004-06: 17%",
    ),
    (
        "change in the cancer gap from 1995-97 to 2003-05 >> and since then?",
        "Cancer mortality under 75, absolute gap, 2003-05 to 2004-06: widened by 1.7%",
    ),
    (
        "change in the cancer gap 1995-97 to 2003-05 >> and from there to the latest",
        "Cancer mortality under 75, absolute gap, 2003-05 to 2004-06: widened by 1.7%",
    ),
    (
        "infant mortality gap at its peak >> how far have we come down from there",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage p",
    ),
    ("when was the infant mortality gap widest? >> and now?", "Infant mortality, relative gap, 2005-07: 16%"),
    (
        "infant mortality gap >> deaths in R&M",
        "Infant deaths, the routine and manual group, 2005-07: 3,749 over the 3 years",
    ),
    (
        "infant mortality rate in R&M >> deaths for everyone",
        "Infant deaths, all births in England and Wales, 2005-07: 9,846 over the 3 year",
    ),
    (
        "infant deaths in routine and manual >> and altogether?",
        "Infant deaths, all births in England and Wales, 2005-07: 9,846 over the 3 year",
    ),
    (
        "change in the infant mortality gap since baseline >> if that continues?",
        "Infant mortality, relative gap: about 17.5% (16.5% to 18.5% from rounding alon",
    ),
    (
        "how much has the R&M infant mortality rate fallen since 2002-04? >> at that pace?",
        "Infant mortality, rate, the routine and manual group: about 4.7 per 1,000 live",
    ),
    (
        "infant mortality gap >> 2000-02 >> up or down from the one before?",
        "Infant mortality, relative gap, 1997-99 to 2000-02: widened by 3 percentage po",
    ),
    (
        "infant mortality gap >> 2002-04 >> change on the previous period",
        "Infant mortality, relative gap, 2001-03 to 2002-04: unchanged at 19%",
    ),
    (
        "infant mortality gap >> what's routine and manual? >> and the rate for them?",
        "Infant mortality, rate, the routine and manual group, 2005-07: 5.4 per 1,000 l",
    ),
    (
        "infant mortality gap >> what's R&M? >> how many deaths there?",
        "Infant deaths, the routine and manual group, 2005-07: 3,749 over the 3 years",
    ),
    (
        "infant mortality rate in R&M >> source? >> and in 2002-04",
        "Infant mortality, rate, the routine and manual group, 2002-04: 5.9 per 1,000 l",
    ),
    (
        "infant mortality absolute gap >> what does infant mortality mean? >> and in 2002-04",
        "Infant mortality, absolute gap, 2002-04: 1.0 per 1,000 live births",
    ),
    (
        "infant mortality rate in R&M vs average >> so the gap is 0.7?",
        "Right: infant mortality, absolute gap, 2005-07: 0.7 per 1,000 live births",
    ),
    (
        "cancer gap >> up about 2% since 2003-05?",
        "Right: cancer mortality under 75, absolute gap, 2003-05 to 2004-06: widened by",
    ),
    (
        "infant mortality gap >> did the R&M rate fall by a sixth?",
        "No, by less than that: infant mortality, rate, the routine and manual group, 1",
    ),
    (
        "cancer and circulatory gaps >> by how much do they differ?",
        "The circulatory disease gap is wider than the cancer mortality gap, by 6.5 dea",
    ),
    (
        "circulatory gap and life expectancy gap for women >> on track?",
        "Circulatory disease mortality under 75, absolute gap, target: on track. The ga",
    ),
    (
        "infant mortality gap and rate in R&M >> and at baseline?",
        "Infant mortality, relative gap, 1997-99: 13%",
    ),
    (
        "relative and absolute infant mortality gap >> same for cancer",
        "I have no figures on the relative gap in cancer mortality",
    ),
    (
        "infant mortality gap >> all targets",
        "Cancer mortality under 75, absolute gap, target: met so far. The gap was 18.4",
    ),
    (
        "cancer gap >> breast cancer? >> ok all cancers, at baseline",
        "Cancer mortality under 75, absolute gap, 1995-97: 20.7 deaths per 100,000",
    ),
    (
        "cancer gap >> and in 2007? >> ok the latest then",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "infant mortality gap >> ok thanks. what about 2001-03?",
        "Infant mortality, relative gap, 2001-03: 19%",
    ),
    (
        "infant mortality gap in 2003-05 >> and the cancer gap?",
        "Cancer mortality under 75, absolute gap, 2003-05: 18.1 deaths per 100,000",
    ),
    (
        "what is the circulatory gap? >> And cancer? And the difference between them?",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "cancer gap >> when will it be back at 18.1?",
        "Cancer mortality under 75, absolute gap: would first be at 18.1 in 2006-08, if",
    ),
    (
        "cancer gap >> thanks. when was that published?",
        "The latest figures on cancer mortality were published by 13 March 2008",
    ),
    (
        "cancer gap >> thanks. source?",
        "Publisher of the figures on cancer mortality: Department of Health. The latest",
    ),
    (
        "cancer gap >> thanks. which period is that?",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    ("cancer gap >> thanks", "You are welcome"),
    ("summary of all the targets >> thank you, the minister will be delighted", "You are welcome"),
    ("cancer and infant mortality gaps >> have both narrowed?", "Not of each of them"),
    (
        "life expectancy gap for men and women >> the first one",
        "Life expectancy at birth, men, relative gap, 2004-06: size not held; 2% wider",
    ),
    (
        "infant mortality gap >> and cancer? >> their targets?",
        "Infant mortality, relative gap, target: too close to call. The gap was 16% in",
    ),
    (
        "circulatory gap >> and cancer? >> table of them",
        "Circulatory disease mortality under 75, absolute gap: 24.9 deaths per 100,000",
    ),
    (
        "gap and target for cancer >> only the gap",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "infant mortality gap in 2002-04 >> and from there to 2005-07?",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage p",
    ),
]
ASKED_BACK = [
    "male life expectancy gap >> and the others",
    "is the cancer target on track? >> by how much?",
    "which gaps have narrowed >> since 2003-05",
    "cancer gap >> below 20?",
    "infant mortality gap in 2006-08 >> and the direction of travel?",
    "infant mortality gap >> routine and manual?",
    "infant deaths in R&M >> excess",
    "infant mortality gap >> 2003-05 >> change since baseline by then",
    "infant mortality gap >> 2002-04 >> versus the target",
    "infant mortality gap >> what does sole registered mean? >> rate?",
    "is circulatory on track? >> by how much will it beat it?",
    "circulatory gap >> what will it be in 2009-11? >> by how much below target?",
    "infant mortality rate in R&M >> by how much is it higher?",
    "infant mortality gap >> R&M rate and share",
    "is infant mortality on track? >> which gaps are?",
    "life expectancy gap >> whose has widened more?",
    "infant mortality rate overall >> R&M >> lone mothers >> which is highest?",
    "cancer and circulatory gaps >> the smaller",
    "what's the infant mortality target? >> in absolute terms?",
    "cancer gap >> the difference between them",
    "project circ to 2010 >> try 2007-09 instead",
    "cancer and circulatory gaps >> together that is 43.3?",
    "cancer and circulatory gaps >> is it 6.5?",
    "infant mortality rate in routine and manual and everyone >> is it widening?",
    "cancer, circulatory and infant mortality gaps >> the first one",
    "relative and absolute gap in infant mortality >> the first one",
    "cancer, circulatory and infant mortality gaps >> the last two",
    "circulatory gap >> and cancer? >> which is worst?",
    "how much did the infant mortality gap change between 1997-99 and 2002-04? >> at that pace?",
    "infant mortality rate in routine and manual and overall >> at that pace?",
    "infant mortality in sole registered births >> in deaths",
]


@pytest.mark.parametrize(("thread", "begins"), TOLD)
def test_it_is_told(service: Healthgap, thread: str, begins: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert text.startswith(begins)


@pytest.mark.parametrize("thread", ASKED_BACK)
def test_it_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"


@pytest.mark.parametrize(
    ("thread", "subjects"),
    [
        (
            "circulatory gap and life expectancy gap for women >> on track?",
            ("Circulatory", "Life expectancy"),
        ),
        ("infant mortality gap and rate in R&M >> and at baseline?", ("13%", "6.3 per 1,000")),
        ("infant mortality gap >> rate and number of deaths >> for R&M", ("3,749", "5.4 per 1,000")),
        (
            "infant mortality gap 2003-05 >> the one after, and the one after that",
            ("2004-06: 17%", "2005-07: 16%"),
        ),
    ],
)
def test_each_of_several_is_told(service: Healthgap, thread: str, subjects: tuple[str, ...]) -> None:
    _, text = asked_in(service, thread)
    assert all(subject in text for subject in subjects)


def test_a_thread_of_two_things_survives_a_restart() -> None:
    """What is kept of a thread holds each of them."""
    told = Thread().answered(
        [Question("value", ("cancer_mortality_u75",)), Question("value", ("life_expectancy",), "female")],
        NO_OFFER,
    )
    kept = Thread.from_json(told.last.as_json() if told.last else None, told.as_json())
    assert kept.also == told.also == (Question("value", ("cancer_mortality_u75",)),)


def test_what_is_to_come_is_offered_where_its_figure_is_not_held(service: Healthgap) -> None:
    reply = service.ask("infant mortality gap in 2007-09", now=NOW)
    assert reply.kind == "decline"
    assert "What will the infant mortality gap be in 2007-09?" in reply.choices
    assert not any(
        "2019-21" in one for one in service.ask("infant mortality gap in 2019-21", now=NOW).choices
    )
