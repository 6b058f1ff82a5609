"""What one half of a message or of a thread must not take from the other, nor drop: both are told, or it is asked back.

A thread is the questions before the last one; an answer is told by how it begins.
"""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW, asked_in

TOLD = [
    ("The cancer gap fell from 18.1 to 18.4. Right?", "Not all of it is right"),
    ("The infant mortality gap fell from 18% to 16%. Right?", "Right, all of it"),
    ("The Mail says the infant mortality gap rose from 16% to 18%. Is that true?", "Wrong, all of it"),
    ("A paper says the infant mortality gap has gone up from 16% to 17%. Is that true?", "Wrong, all of it"),
    (
        "What is circulatory disease?",
        "Circulatory disease mortality under 75: deaths from heart disease, stroke and",
    ),
    (
        "What is life expectancy?",
        "Life expectancy at birth: the average number of years a newborn baby would liv",
    ),
    (
        "How is the cancer gap measured?",
        "The cancer mortality gap is the difference in rate between Spearhead areas and",
    ),
    (
        "How is infant mortality measured?",
        "Infant mortality: deaths of babies before their first birthday, for every 1,00",
    ),
    (
        "What drove the narrowing of the infant mortality gap? >> And the widening?",
        "The figures cannot say why. Infant mortality, relative gap, 1997-99 to 2005-07",
    ),
    (
        "What narrowed the infant mortality gap?",
        "The figures cannot say why. Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "What widened the infant mortality gap until 2002-04?",
        "The figures cannot say why. Infant mortality, relative gap, 1997-99 to 2002-04",
    ),
    (
        "The infant mortality rate for everyone fell from 5.6 in 1997-99 to 4.7 in 2005-07. True?",
        "Right, all of it",
    ),
    (
        "Is the life expectancy target for men missed?",
        "Cannot be said yet, off track: the life expectancy gap for men was 2% wider th",
    ),
    (
        "Which targets are on track and off track?",
        "Met so far, 1 of 5: cancer mortality. On track, 1 of 5: circulatory disease",
    ),
    (
        "What drove the narrowing of the infant mortality gap? >> How much did it narrow?",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage p",
    ),
    (
        "Has the infant mortality gap narrowed? >> What drove it?",
        "The figures cannot say why. Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "Did the infant mortality gap narrow because the manual group improved or because everyone else did worse?",
        "Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "How many babies does the gap stand for? >> what is the relative gap",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "Have the infant mortality figures been revised? >> what is the gap",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "When were the cancer figures published? >> ok what's the gap then",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "Who publishes the life expectancy figures? >> what is the gap for women",
        "Life expectancy at birth, women, relative gap, 2004-06: size not held; 11% wid",
    ),
    (
        "What does infant mortality mean? >> what is the rate",
        "Infant mortality, rate, all births in England and Wales, 2005-07: 4.9 per 1,00",
    ),
    (
        "When will the circulatory target be met? >> how big is the gap",
        "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9 deaths per",
    ),
    (
        "Why did the cancer gap widen in 2004-06? >> how big is the gap",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "when were the circulatory figures published and what is the gap",
        "The latest figures on circulatory disease were published by 13 March 2008",
    ),
    (
        "have the infant mortality figures been revised and what is the gap now",
        "No: no figure held on infant mortality has been revised since it was first pub",
    ),
    (
        "what is meant by the cancer gap and what is it now",
        "The cancer mortality gap is the difference in rate between Spearhead areas and",
    ),
    (
        "how do you define infant mortality and what is the rate for routine and manual",
        "Infant mortality: deaths of babies before their first birthday, for every 1,00",
    ),
    (
        "how big is the circulatory gap and how is it defined",
        "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9 deaths per",
    ),
    (
        "What is the infant mortality gap? >> how is it defined and what was it at baseline",
        "Infant mortality: deaths of babies before their first birthday, for every 1,00",
    ),
    (
        "I need the publication date and the value for the latest cancer gap so that I can put both in the annex",
        "The latest figures on cancer mortality were published by 13 March 2008",
    ),
    (
        "the date of publication and size of the circulatory gap",
        "The latest figures on circulatory disease were published by 13 March 2008",
    ),
    (
        "source and value of the circulatory gap in 2004-06",
        "Publisher of the figures on circulatory disease: Department of Health. The lat",
    ),
    (
        "the source and the size of the cancer gap at baseline",
        "Publisher of the figures on cancer mortality: Department of Health. The latest",
    ),
    (
        "Since when has the cancer gap been widening? >> why",
        "The figures cannot say why. Cancer mortality under 75, absolute gap, 2003-05 t",
    ),
    (
        "Since when has the infant mortality gap been falling? >> why",
        "The figures cannot say why. Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "Is the infant mortality gap narrowing? >> why",
        "The figures cannot say why. Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "Has the cancer gap gone up? >> by how much",
        "Cancer mortality under 75, absolute gap, 2003-05 to 2004-06: widened by 1.7%",
    ),
    (
        "define infant mortality and life expectancy",
        "Infant mortality: deaths of babies before their first birthday, for every 1,00",
    ),
    (
        "what do cancer mortality and circulatory disease mean",
        "Cancer mortality under 75: deaths from cancer of people under 75, for every 10",
    ),
    (
        "what is the target for cancer and when is it due",
        "Cancer mortality under 75, absolute gap, target: at most 19.5 deaths per 100,0",
    ),
    (
        "when is the circulatory target due and what is it",
        "Circulatory disease mortality under 75, absolute gap, target: at most 22.0 dea",
    ),
    (
        "the target and the due date for infant mortality",
        "Infant mortality, relative gap, target: at most 11.7% in 2009-11, 10% less tha",
    ),
    (
        "I would like to see the gap in infant mortality for every period between 2000-02 and 2004-06",
        "Infant mortality, relative gap: wider from 16% in 2000-02 to 17% in 2004-06",
    ),
    (
        "Was the infant mortality gap widest in 2002-04? >> and since then",
        "Infant mortality, relative gap: narrower from 19% in 2002-04 to 16% in 2005-07",
    ),
    (
        "What does absolute gap mean? >> what is it for infant mortality?",
        "Infant mortality, absolute gap, 2005-07: 0.7",
    ),
    (
        "What does baseline mean? >> what is it for cancer?",
        "Cancer mortality under 75, absolute gap, 1995-97: 20.7",
    ),
    (
        "What does infant mortality mean? >> and the latest figure?",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "What is the cancer gap at baseline? >> what is the latest gap?",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4",
    ),
    ("what is the cancer gap >> what does it mean", "Cancer mortality under 75: deaths from cancer"),
    (
        "What was the infant mortality gap in 2002-04 and in 2005-07? >> why did it change?",
        "The figures cannot say why. Infant mortality, relative gap, 2002-04 to 2005-07",
    ),
    (
        "What was the cancer gap in 2003-05 and 2004-06? >> why did it rise",
        "The figures cannot say why. Cancer mortality under 75, absolute gap, 2003-05 to 2004-06",
    ),
    ("Why hasn't the women's gap narrowed?", "The figures cannot say why. Life expectancy at birth, women,"),
    (
        "Why isn't the women's target on track?",
        "Target: off track. The figures cannot say why. Life expectancy at birth, women,",
    ),
    (
        "how is the cancer gap defined >> how big is it",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4",
    ),
    ("What's the ratio of routine and manual to all?", "Infant mortality, ratio, 2005-07: 1.16"),
    ("What groups do you have for infant mortality?", "I hold figures on infant mortality"),
    ("What is infant mortality measured in?", "Infant mortality: deaths of babies"),
]
BOTH_TOLD = [
    ("when were the circulatory figures published and what is the gap", "gap, 2004-06: 24.9"),
    ("have the infant mortality figures been revised and what is the gap now", "gap, 2005-07: 16%"),
    ("what is meant by the cancer gap and what is it now", "gap, 2004-06: 18.4"),
    ("how do you define infant mortality and what is the rate for routine and manual", "2005-07: 5.4 per"),
    ("How is the cancer gap defined and how big is it?", "gap, 2004-06: 18.4"),
    ("who published the 2000-02 infant mortality gap and what was it", "gap, 2000-02: 16%"),
    ("how big is the circulatory gap and how is it defined", "deaths from heart disease, stroke"),
    ("the date of publication and size of the circulatory gap", "gap, 2004-06: 24.9"),
    ("define infant mortality and life expectancy", "Life expectancy at birth: the average"),
    ("what is the target for cancer and when is it due", "2009-11"),
]
ASKED_BACK = [
    "The cancer gap fell from 18.1 to 18.4 in the last year. Right?",
    "Did the circulatory gap fall from 36.7 to 24.9 in the last year?",
    "The infant mortality gap narrowed from 18% to 16% over the last year. Right?",
    "The infant mortality gap narrowed from 17% to 16% this year. Right?",
    "the infant mortality gap went from 13% to 19%. Right?",
    "Of the gaps off track, which is closest to its target?",
    "Of the gaps that widened, which is closest to its target?",
    "Among the gaps that narrowed, which widened in the latest period?",
    "Which of the gaps that narrowed is furthest from its target?",
    "Which gaps have widened? >> Which is closest to its target?",
    "Which targets are off track? >> Which is the furthest off?",
    "Which gaps narrowed in the latest period? >> Which narrowed most?",
    "Which gaps are off track? >> Which narrowed most?",
    "The cancer gap narrowed by 11.3%. Right? >> And in the latest period?",
    "What drove the narrowing of the infant mortality gap? >> In the latest year?",
    "Is it true that the infant mortality gap narrowed by 3 points since 2002-04? >> And in the latest year?",
    "has the cancer gap narrowed since baseline? >> and in the latest period?",
    "Infant mortality fell in the manual group but the gap widened. True?",
    "Infant mortality fell in England and Wales but rose in the manual group. Right?",
    "The absolute gap in infant mortality narrowed but the relative gap widened. Right?",
    "The infant mortality gap narrowed although the target was missed. Right?",
    "Has the infant mortality gap narrowed? >> Was it the manual group or everyone?",
    "Has the infant mortality gap narrowed since 2002-04? >> Was it the manual group?",
    "Has the manual group caught up with the average since 2002-04?",
    "Is it right that the infant mortality target was set in 2004?",
    "Give me all cancer figures",
    "All infant mortality rates",
    "How many infants died in the manual group? >> And in England and Wales?",
    "What was the cancer gap at baseline? >> in the routine and manual group",
    "Is the cancer target on track? >> and for routine and manual",
    "Life expectancy gap for men >> and for manual workers",
    "What is the cancer gap? >> and for single mothers",
    "source of the cancer gap >> and for routine and manual",
    "When was the infant mortality gap widest? >> why",
    "What was the infant mortality gap in 2001-03? >> and what was it at baseline >> how much did it rise",
    "What was the cancer gap in 2003-05? >> percentage change since baseline",
    "What was the cancer gap in 2003-05? >> change since baseline",
    "how did the cancer gap change from 1995-97 to 2003-05 and then to 2004-06",
    "What's the target for infant mortality? >> what rate would that mean",
    "What's the infant mortality gap? >> what does that mean in babies",
    "What is the life expectancy gap for men? >> and women? >> and their targets",
    "What is the cancer gap? >> and circulatory? >> when were they published",
    "What's the infant mortality gap? >> chart with cancer",
    "What's new in the latest release? >> for men",
    "What did the March 2008 release say? >> and for women",
    "When was the routine and manual rate lowest? >> what was the gap",
    "What is the cancer gap? >> what is it?",
    "Is the cancer target met? >> what was it?",
    "Is there no figure for men's life expectancy?",
    "Why is there no figure for women?",
    "What is the life expectancy gap? >> no figure for men?",
    "Has circulatory narrowed? >> in the last period?",
    "Has the infant mortality gap fallen in each of the last three periods? >> so how much has it fallen?",
    "What is the trend in the infant mortality gap over the last three periods? >> why",
    "Did the infant mortality gap go from 19% to 16%? >> why",
    "Why are there two overall rates for infant mortality?",
    "A colleague says the infant mortality gap was 18% in 2003-05, 17% in 2004-06 and 16% in 2005-07. True? >> why",
    "Is the cancer target met? >> what are they?",
    "What is the cancer gap? >> was it higher before?",
    "Was the cancer gap higher before?",
]


@pytest.mark.parametrize(("thread", "opening"), TOLD)
def test_what_was_asked_is_told(service: Healthgap, thread: str, opening: str) -> None:
    kind, text = asked_in(service, thread)
    assert (kind, text[: len(opening)]) == ("answer", opening)


@pytest.mark.parametrize(("text", "second"), BOTH_TOLD)
def test_the_second_half_is_told_as_well(service: Healthgap, text: str, second: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    assert second in reply.text


@pytest.mark.parametrize("thread", ASKED_BACK)
def test_what_leads_nowhere_or_to_two_things_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"
