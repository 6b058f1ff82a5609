"""What is said beside a question, and threads after one that was asked back: answered, or asked back again.

A thread is the questions before the last one; an answer is told by how it begins.
"""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW, asked_in

TOLD = [
    (
        "Has the infant mortality gap narrowed? Target is 11.7%",
        "Yes at the last reading, but no since 1997-99: infant mortality, relative gap: 16% in 20",
    ),
    (
        "Has the circulatory gap widened? The target is 40%.",
        "No: circulatory disease mortality under 75, absolute gap: 24.9 deaths per 100,000 in 200",
    ),
    (
        "Is the life expectancy gap for men narrowing? We're off track.",
        "No: life expectancy at birth, men, relative gap, 2004-06: size not held; 2% wider than a",
    ),
    (
        "Is the circulatory gap narrowing? We are off track.",
        "Yes: circulatory disease mortality under 75, absolute gap: 24.9 deaths per 100,000 in 20",
    ),
    (
        "Has the cancer gap narrowed? It's 18.4 now.",
        "Yes since 1995-97, but no at the last reading: cancer mortality under 75, absolute gap",
    ),
    (
        "infant mortality rate in routine and manual >> what's the fall",
        "Infant mortality, rate, the routine and manual group, 1997-99 to 2005-07: fell by 14.3%",
    ),
    (
        "cancer gap >> what's the reduction",
        "Cancer mortality under 75, absolute gap, 1995-97 to 2004-06: narrowed by 11.3%",
    ),
    (
        "infant mortality gap >> what is the rise since baseline",
        "Infant mortality, relative gap, 1997-99 to 2005-07: widened by 3 percentage points, from",
    ),
    (
        "men's life expectancy gap >> no women please",
        "Life expectancy at birth, men, relative gap, 2004-06: size not held; 2% wider than at ba",
    ),
    (
        "infant mortality gap >> no, the absolute one",
        "Infant mortality, absolute gap, 2005-07: 0.7 per 1,000 live births",
    ),
    (
        "life expectancy gap for men >> no I meant women",
        "Life expectancy at birth, women, relative gap, 2004-06: size not held; 11% wider than at",
    ),
    (
        "infant mortality gap series >> start at 2002-04",
        "Infant mortality, relative gap: narrower from 19% in 2002-04 to 16% in 2005-07",
    ),
    ("What did the infant mortality gap start at?", "Infant mortality, relative gap, 1997-99: 13%"),
    (
        "Has the circulatory gap been halved?",
        "No, by less than that: circulatory disease mortality under 75, absolute gap, 1995-97 to",
    ),
    (
        "Has the cancer gap been cut by a third?",
        "No, by less than that: cancer mortality under 75, absolute gap, 1995-97 to 2004-06: narr",
    ),
    (
        "cancer gap >> circulatory gap >> infant mortality gap >> and all three at baseline?",
        "Cancer mortality under 75, absolute gap, 1995-97: 20.7 deaths per 100,000",
    ),
    (
        "cancer gap >> circulatory gap >> infant mortality gap >> and both at baseline?",
        "Circulatory disease mortality under 75, absolute gap, 1995-97: 36.7 deaths per 100,000",
    ),
    (
        "cancer gap >> and for infants >> and heart disease >> all three targets",
        "Cancer mortality under 75, absolute gap, target: met so far. The gap was 18.4 deaths per",
    ),
    (
        "infant mortality gap over time >> and lowest >> since 2002-04 I meant",
        "Infant mortality, relative gap: narrowest since 2002-04 in 2005-07, at 16%",
    ),
    (
        "put cancer and circulatory side by side for me >> for 2004-06, I should have said",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "Compare the cancer gap and the circulatory gap >> do a csv of that",
        "Cancer mortality under 75, absolute gap: 18.4 deaths per 100,000 in 2004-06, narrower th",
    ),
    (
        "circulatory gap at baseline >> taken from which publication >> fine. and where is it now?",
        "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9 deaths per 100,000",
    ),
    (
        "what is meant by spearhead area >> and how do they differ from England on cancer deaths",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "Is the cancer target on track? >> Right, and infant mortality? The clerk wants both in one line.",
        "Infant mortality, relative gap, target: too close to call. The gap was 16% in 2005-07, a",
    ),
    (
        "what are the main drivers of the cancer gap",
        "The figures cannot say why. Cancer mortality under 75, absolute gap, 1995-97 to 2004-06",
    ),
    (
        "For the evidence pack, what is the cancer gap for 2003-05?",
        "Cancer mortality under 75, absolute gap, 2003-05: 18.1 deaths per 100,000",
    ),
    ("I'm writing about infant mortality. What is the gap?", "Infant mortality, relative gap, 2005-07: 16%"),
    (
        "I'm preparing a note on infant mortality. What is the infant mortality gap?",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "The infant mortality gap was 13% in 1997-99. What is it now?",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "We need the cancer gap, but only for 2003-05.",
        "Cancer mortality under 75, absolute gap, 2003-05: 18.1 deaths per 100,000",
    ),
    (
        "How has infant mortality changed, but only since 2002-04?",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage p",
    ),
    (
        "If we take 2002-04 as the baseline, how much has the infant mortality gap changed?",
        "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage p",
    ),
    (
        "If the baseline was 2000-02, how much would infant mortality have changed?",
        "Infant mortality, relative gap, 2000-02 to 2005-07: unchanged at 16%",
    ),
    (
        "When it comes to cancer, are we on track?",
        "Yes, met so far: the cancer mortality gap was 18.4 deaths per 100,000 in 2004-",
    ),
    (
        "Is the cancer gap at its widest?",
        "No: cancer mortality under 75, absolute gap: widest in 1995-97, at 20.7 deaths",
    ),
    (
        "Is the infant mortality gap the worst ever?",
        "No: infant mortality, relative gap: widest in 2001-03 and 2002-04, at 19%",
    ),
    (
        "Is it right that the infant mortality gap peaked in 2003-05?",
        "No: infant mortality, relative gap: widest in 2001-03 and 2002-04, at 19%",
    ),
    ("Cancer gap, with source.", "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000"),
    (
        "For our baseline report: the infant mortality gap in 2005-07.",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "What is the infant mortality gap? At the latest count.",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    (
        "What is the infant mortality gap? In deaths.",
        "Infant mortality, 2005-07: the gap stands for about 517 of the 3,749 infant de",
    ),
    (
        "For a slide on Monday, what is the infant mortality gap in babies rather than percent?",
        "Infant mortality, 2005-07: the gap stands for about 517 of the 3,749 infant de",
    ),
    (
        "I don't want a percentage. What is the infant mortality gap?",
        "Infant mortality, absolute gap, 2005-07: 0.7 per 1,000 live births",
    ),
    ("IMR gap as a ratio, not a percentage", "Infant mortality, ratio, 2005-07: 1.16"),
    (
        "Cancer and circulatory disease: gaps, baselines, targets.",
        "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000",
    ),
    (
        "For cancer the target, for infant mortality the trend, please.",
        "Cancer mortality under 75, absolute gap, target: met so far. The gap was 18.4",
    ),
    (
        "The board would like cancer in 2003-05; for infant mortality the newest will do.",
        "Cancer mortality under 75, absolute gap, 2003-05: 18.1 deaths per 100,000",
    ),
    (
        "which targets will be met by 2010?",
        "Met so far, 1 of 5: cancer mortality. On track, 1 of 5: circulatory disease",
    ),
    ("which target are we furthest from meeting?", "The gap in infant mortality is furthest from its target"),
    (
        "which has done better, cancer or circulatory?",
        "The circulatory disease gap narrowed more than the cancer mortality gap, by 32",
    ),
    (
        "headline numbers for everything please",
        "Narrower than at baseline: the gaps in cancer mortality and circulatory diseas",
    ),
    (
        "cancer gap is 18.4, right?",
        "Right: cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,0",
    ),
    (
        "the infant mortality target is 11.7, so how far off are we?",
        "Infant mortality, relative gap: from 16% in 2005-07 to at most 11.7% in 2009-1",
    ),
    (
        "not the gap, the infant rate",
        "Infant mortality, rate, all births in England and Wales, 2005-07: 4.9 per 1,00",
    ),
    ("infant needed pace", "Infant mortality, relative gap: from 16% in 2005-07 to at most 11.7% in 2009-1"),
    (
        "gap to target, circulatory",
        "Circulatory disease mortality under 75, absolute gap: from 24.9 deaths per 100",
    ),
    ("cancer gap? source?", "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000"),
    ("infant gap in rates", "Infant mortality, absolute gap, 2005-07: 0.7 per 1,000 live births"),
    ("what are the gaps?", "Narrower than at baseline: the gaps in cancer mortality and circulatory diseas"),
]

ASKED_BACK = [
    "infant mortality gap >> unlike cancer >> is it on track",
    "cancer gap >> skip circulatory >> is it on track",
    "women's life expectancy gap >> leave men out of it >> is it on track",
    "cancer gap >> breast cancer? >> is it on track",
    "circulatory gap >> just strokes >> is it on track",
    "cancer gap >> for smokers >> since baseline",
    "What's the infant mortality gap in the Spearhead areas?",
    "When Labour took office, what was the infant mortality gap?",
    "Before the election, what was the infant mortality gap?",
    "Now at 15%, is the infant mortality gap narrowing?",
    "Is the circulatory gap (24.9) narrowing?",
    "Has the cancer gap, 18.4, narrowed?",
    "How much has the infant mortality gap fallen from the peak, 2002-04?",
    "From its peak in 2002-04, how much has the infant mortality gap narrowed?",
    "cancer gap >> heart disease can wait",
    "cancer and circulatory gaps >> take out circulatory",
    "cancer gap >> and all three at baseline?",
    "cancer gap >> circulatory gap >> and all three at baseline?",
    "what proportion of all baby deaths are from routine and manual homes >> and what proportion of births",
    "the infant mortality gap since 1997-99 among students",
    "cancer gap: past two data points in the gallery",
    "female LE, off goal by how much",
    "life expectancy & infants: either moving the right way?",
    "How has the life expectancy gap changed? We already have the men.",
    "Life expectancy gap please. Another team does men.",
    "How has the life expectancy gap moved? Everyone but men.",
    "What is the cancer gap? 2004-06 we have.",
    "Which gaps are on track? Cancer we know.",
    "Are we on track with cancer? Circulatory disease we know.",
    "What is the infant mortality gap? The year I need is 2003.",
    "What is the infant mortality gap? We are only interested in boys.",
    "What is the infant mortality gap? Sorry, I meant the cancer gap.",
    "What are the targets? My team covers infant mortality and cancer.",
    "What are the gaps? For cancer and circulatory disease only.",
    "We use 2002-04 as the base. How much has the infant mortality gap changed?",
    "When the cancer gap was 18.1, what was the infant mortality gap?",
    "For the latest period that both have, what are the cancer gap and the infant mortality gap?",
    "What is the infant mortality gap between England and Wales?",
    "Is the circulatory gap the largest?",
    "The draft says the cancer gap is the smallest. Is that right?",
    "The leaflet says one gap has widened. Is that right?",
    "The draft says life expectancy is off track for women only. Right?",
    "The draft says the cancer figures come from Hansard. Is that right?",
    "The draft says the baseline for cancer is 1997-99. Is that right?",
    "How much has the cancer gap changed since we last published?",
    "How did the infant mortality gap change from the 2008 release to the 2009 release?",
    "Why is cancer measured as an absolute gap?",
    "Why is the baseline of cancer 1995-97?",
    "Is the cancer gap on track? Target: 12%",
    "Is cancer on track (20%)?",
    "By how much has the infant mortality gap changed over the last three years?",
    "infant gap is 16% - is that good",
    "R&M rate is 5.4 - is that falling",
    "cancer gap fell 11%, is it still falling",
    "cancer gap is 18.4, baseline was?",
    "deaths were 9846, R&M?",
    "infant gap was 13% at baseline, today?",
    "infant, not the gap",
    "why is cancer absolute",
    "who computed the cancer gap",
    "does the infant gap include lone mothers",
    "data since when, cancer",
    "infant over the last three years",
    "change between the two releases, infant",
    "what was R&M in 1997-99",
]


@pytest.mark.parametrize(("thread", "told"), TOLD)
def test_it_is_answered(service: Healthgap, thread: str, told: str) -> None:
    assert asked_in(service, thread)[1].startswith(told)


@pytest.mark.parametrize("thread", ASKED_BACK)
def test_it_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"


def test_what_was_not_understood_hides_nothing_that_both_readings_agree_on(service: Healthgap) -> None:
    """After “in points, not per cent” the target is that of the gap told, whichever way it was meant."""
    after = [
        "has the CVD gap narrowed since the baseline?",
        "how much is that in per cent",
        "in points, please, not",
    ]
    reply = service.ask("is that enough for the target", now=NOW, after=after)
    assert reply.text.startswith("Circulatory disease mortality under 75, absolute gap, target: on track")
