"""A question asked back for want of its indicator, and what a thread points at beside what a message names.

A thread is the questions before the last one. Each line was answered with something else once.
"""

from __future__ import annotations

import pytest

from healthgap.question.message.kept import NO_OFFER, Thread
from healthgap.question.model import Question, When
from healthgap.service import Healthgap
from tests.sample import NOW, asked_in

COMPLETED = [
    (
        "What was the gap in 2004-06? >> And in 2003-05? >> cancer",
        "Cancer mortality under 75, absolute gap, 2003-05",
    ),
    ("im gap 05-07 >> 04-06 >> 03-05 >> infant mortality", "Infant mortality, relative gap, 2003-05: 18%"),
    (
        "Did the gap fall between 2004-06 and 2005-07? >> infant mortality",
        "Infant mortality, relative gap, 2004-06 to",
    ),
    (
        "What was it in 1997-99? >> the routine and manual rate",
        "Infant mortality, rate, the routine and manual group, 1997-99",
    ),
    (
        "When was it lowest? >> the infant mortality rate",
        "Infant mortality, rate, all births in England and Wales: lowest in",
    ),
    ("How many deaths? >> infants", "Infant deaths, all births in England and Wales, 2005-07: 9,846"),
    (
        "How many died in 2005-07? >> infants in routine and manual",
        "Infant deaths, the routine and manual group, 2005-07: 3,749",
    ),
    (
        "How far off are we? >> infants",
        "Infant mortality, relative gap: from 16% in 2005-07 to at most 11.7%",
    ),
    ("How is it measured? >> cancer", "Cancer mortality under 75: deaths from cancer"),
    ("Will we meet the target? >> all of them", "Cancer mortality under 75, absolute gap: about 17.1"),
    ("What are the targets? >> are they met?", "Not of each of them."),
    (
        "What are the targets? >> when are they due?",
        "Cancer mortality under 75, absolute gap, target: due by 2010",
    ),
    (
        "What are the targets and are they met?",
        "Cancer mortality under 75, absolute gap, target: at most 19.5",
    ),
    (
        "What is the infant mortality gap? >> which periods?",
        "Infant mortality, relative gap: 1997-99, 2000-02",
    ),
    ("What is the infant mortality gap? >> which period?", "Infant mortality, relative gap, 2005-07: 16%"),
    ("Was it 18% in 2002-04? >> infants", "Wrong: infant mortality, relative gap, 2002-04: 19%."),
    (
        "In the 2008 release, had it narrowed? >> infants",
        "As known at the end of 2008: Yes at the last reading",
    ),
    (
        "What was the rate in the routine group? >> infants",
        "Infant mortality, rate, the routine and manual group, 2005-07",
    ),
    (
        "The department says the heart disease gap is down 32.2%. Does that add up?",
        "Yes: circulatory disease",
    ),
    # the percentage, the release and the gap of a thread are kept
    (
        "What is the percentage change in the infant mortality gap since baseline? >> And since 2002-04?",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 15.8% of itself",
    ),
    (
        "infant mortality gap, percentage change since baseline >> And for cancer since its baseline?",
        "Cancer mortality under 75, absolute gap, 1995-97 to 2004-06: narrowed by 11.3%",
    ),
    (
        "What did the 2006 release say? >> and what was the infant gap?",
        "As known at the end of 2006: Infant mortality, relative gap, 2002-04: 19%",
    ),
    (
        "What is the infant mortality gap? >> what is the cancer one? >> did the first one fall?",
        "Yes at the last reading, but no since 1997-99: infant mortality, relative gap",
    ),
    ("What does infant mortality mean? >> has it fallen?", "Yes: infant mortality, rate, all births"),
    (
        "What will the infant gap be in 2006-08? >> and in 2009-11?",
        "Infant mortality, relative gap: about 12.0%",
    ),
    (
        "Are women in deprived areas falling behind on life expectancy? >> How many years less do they live?",
        "Life expectancy at birth, women, relative gap, 2004-06: size not held",
    ),
    (
        "What are the rates behind the infant mortality gap in 2002-04?",
        "Infant mortality, rate, the routine and manual group, 2002-04: 5.9",
    ),
    (
        "infant mortality gap over time >> Now the underlying rates",
        "Infant mortality, rate, the routine and manual group: down from 6.3",
    ),
    (
        "Compare routine and manual infant mortality in 2002-04 and 2005-07",
        "Infant mortality, rate, the routine and manual group, 2002-04 to 2005-07: fell by 8.5%",
    ),
    ("Is infant mortality at a record low?", "Yes, of the periods held: infant mortality, rate"),
    (
        "cancer target has been met, is that right and when is the target date?",
        "Cancer mortality under 75, absolute gap, target: due by 2010",
    ),
]


@pytest.mark.parametrize(("thread", "told"), COMPLETED)
def test_what_was_asked_is_told_of_what_is_named(service: Healthgap, thread: str, told: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert text.startswith(told)


NOT_ANSWERED = [
    "What was it in 2002-04? >> cancer",
    "ca gap u75 >> 03-05 >> cvd",
    "How many deaths? >> cancer",
    "What is the rate? >> cancer",
    "What was the asthma gap in 2003-05? >> cancer",
    "When was the asthma gap widest? >> infants",
    "What is held for 2003-05? >> Infant mortality?",
    "Is the gap wider for women? >> cancer",
    "Is the gap bigger for boys than for girls?",
    # what a thread is at stands beside what is named
    "What was the infant mortality gap in 2003-05? >> same as cancer?",
    "What is the cancer gap? >> Are it and circulatory on track?",
    "What is the cancer gap? >> What is the target for it and for circulatory?",
    "What is the cancer gap? >> is it off track like life expectancy?",
    "What is the infant mortality gap? >> is it met, like cancer?",
    "What is the life expectancy gap for men? >> is it off track like for women?",
    "Compare the cancer and circulatory gaps in 2004-06 >> Add life expectancy",
    "What is the circulatory gap? >> is it the only one on track?",
    "What is the infant mortality gap? >> and the cancer gap? >> back to the previous one, is it on track?",
    "What is the infant mortality gap? >> and the cancer gap? >> how have the last two changed?",
    "What is the life expectancy gap for women? >> has any progress been made?",
    "What are spearhead areas? >> which gaps are measured on them?",
    # a way or a time that was not told
    "How much did the cancer gap narrow between 1995-97 and 2003-05? >> Has it gone up?",
    "What is the cancer gap? >> if it keeps widening, will the target be met?",
    "Is the cancer target on track? >> if the rise continues?",
    "How did the infant mortality gap change from 2001 to 2003?",
    "Is it fair to say the gap for babies has doubled? >> What would be fair?",
    "What would be the right figure for the infant mortality gap?",
    "What was the cancer gap in 2000-02? >> the nearest",
    "Projected infant mortality gap 2009-11? >> From 2002-04 on or from baseline?",
    "What is the gap for sole registered births? >> Calculate it from the rates",
    "What period does the latest cancer data cover?",
    "What is new in the latest release? >> does it cover cancer?",
    "What did the 2006 release say? >> how many infants died?",
    "What did the 2006 release say? >> infant mortality trend",
    "What was the latest infant gap in the 2008 release?",
    "Who counts as routine and manual? >> is their mortality higher?",
    "What would it take to meet the infant mortality target? >> what rate would routine and manual need?",
]


@pytest.mark.parametrize("thread", NOT_ANSWERED)
def test_it_is_asked_back_or_declined(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"


def test_a_word_that_was_not_understood_is_asked_about_with_what_is_named(service: Healthgap) -> None:
    reply = service.ask("cancer", now=NOW, after=["What was the asthma gap in 2003-05?"])
    assert reply.choices[0] == "What was the cancer mortality gap in 2003-05?"


def test_both_that_a_thread_and_a_message_name_are_the_first_choice(service: Healthgap) -> None:
    reply = service.ask("Are it and circulatory on track?", now=NOW, after=["What is the cancer gap?"])
    assert reply.choices[0] == "Are the cancer mortality and circulatory disease targets on track?"


def test_no_choice_ends_before_it_begins(service: Healthgap) -> None:
    reply = service.ask("Did the gap fall between 2004-06 and 2005-07?", now=NOW)
    assert "How much has the infant mortality gap changed between 2004-06 and 2005-07?" in reply.choices
    assert not [choice for choice in reply.choices if choice.endswith("2003-05?")]


def test_what_lacks_its_indicator_is_kept_with_its_thread() -> None:
    lacking = Question("value", at=(When.parse("2003-05"),))
    thread = Thread().missed(NO_OFFER, lacking)
    assert Thread.from_json(None, thread.as_json()).lacking == lacking
