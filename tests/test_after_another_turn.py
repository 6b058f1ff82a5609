"""What a turn means after a correction, a claim, a comparison, two times, or a question that was not understood."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import asked_in

ANSWERED = [
    ("What is the rate in 2002-04? >> Routine and manual", "5.9 per 1,000"),
    ("What is the rate? >> Routine and manual >> And in 2002-04?", "5.9 per 1,000"),
    ("What does sole registered mean? >> What's the rate? >> Infant mortality", "6.3 per 1,000"),
    ("What does routine and manual mean? >> What's the rate? >> Infant mortality", "5.4 per 1,000"),
    ("What would be the exact fall in the circulatory gap?", "narrowed by 32.2%"),
    ("What would be the latest infant mortality gap?", "2005-07: 16%"),
    ("What would be the infant mortality gap at the current pace?", "in 2009-11"),
    (
        "What's the absolute gap in infant mortality? >> How is that worked out?",
        "Absolute gap: the difference",
    ),
    ("What's the infant mortality ratio? >> How is that calculated?", "divided by"),
    ("What is the infant mortality gap? >> Which periods do you have?", "1997-99"),
    ("What was the cancer gap in 2003-05? >> No, the infant mortality gap", "2003-05: 18%"),
    ("What was the cancer gap at baseline? >> Sorry, the infant mortality gap", "1997-99: 13%"),
    ("When was the cancer gap highest? >> Not cancer, the infant mortality gap", "at 19%"),
    ("Is it right that the infant mortality gap was 17% in 2004-06? >> 2003-05: 19%?", "Wrong:"),
    ("Is it right that the infant mortality gap was 17% in 2004-06? >> 2003-05: 18%?", "Right:"),
    ("How many infant deaths were there in all births? >> R&M: 3,479?", "Wrong:"),
    ("How many infant deaths were there in all births? >> R&M: 3,749?", "Right:"),
    ("Infant mortality gap: 16%?", "Right:"),
    ("When was the 17% infant mortality gap published?", "published by 13 March 2008"),
    ("The opposition will say that the cancer gap has widened since 1995-97. Is she right?", "No:"),
    ("What was the infant mortality gap at its peak? >> And now? >> By how much has it fallen?", "from 19%"),
    ("What was the infant mortality gap at its peak? >> And now? >> Has it fallen since baseline?", "13%"),
    ("What is the infant mortality gap? >> What rates is that based on?", "5.4 per 1,000"),
    ("What is the infant mortality gap? >> Which numbers are behind it?", "5.4 per 1,000"),
    ("Which numbers are behind the infant mortality gap?", "5.4 per 1,000"),
    ("How much has the infant mortality gap narrowed in relation to 2002-04?", "2002-04 to 2005-07"),
    ("What was the infant mortality gap in the last published period?", "2005-07: 16%"),
    ("Which gap is closest to its target?", "not in this order: cancer mortality"),
    ("Has the infant mortality gap enlarged?", "Yes since 1997-99"),
    ("Is there evidence that the infant mortality gap has narrowed since 2002-04?", "Yes:"),
    ("How far has the infant mortality gap come down, measured against 2002-04?", "2002-04 to 2005-07"),
    ("Infant mortality gap 2005-07 >> And 2004-06? >> Difference?", "2004-06 to 2005-07: narrowed by 1"),
    ("What is the infant mortality gap? >> What was it in 2002-04? >> So it's fallen?", "Yes:"),
    (
        "What is the infant mortality gap? >> What was it in 2002-04? >> By how much has it fallen?",
        "from 19%",
    ),
    ("What is the cancer gap? >> What was it at baseline? >> So it has halved?", "Wrong:"),
]
NOT_ANSWERED = [
    *("What was the gap at its peak? >> When was that?", "What was it before? >> When was that?"),
    "Would it be wrong to say the infant mortality gap has narrowed since 2002-04?",
    "Would it be wrong to say the cancer target has been met?",
    "Would it be wrong if the minister said the cancer gap widened?",
    "When did the infant mortality gap last rise? >> And the cancer gap?",
    "Which group improved faster? >> For infant mortality",
    "Infant mortality gap in Spearhead areas? >> And the rate?",
    "Infant mortality for teenage mothers? >> And the gap?",
    "What is the gap in London? >> infants",
    "When did the infant mortality gap begin to fall? >> What was it then?",
    "Has the cancer gap ever widened? >> By how much?",
    "Has the cancer gap fallen every year? >> By how much did it rise?",
    "Is the infant mortality gap falling? >> From what level?",
    "Did the infant mortality gap go from 19 to 16? >> Between which periods?",
    "Was the infant mortality gap ever above 18%? >> Which periods?",
    "What share of infant deaths is in R&M? >> How do you work that out?",
    "By how much has the circulatory gap fallen? >> How is that calculated?",
    "How does the cancer gap compare with circulatory? >> And with infant mortality?",
    "How does the rate for routine and manual compare with all births? >> And with sole registered?",
    "Has circulatory narrowed more than cancer? >> And which is bigger?",
    "Have the cancer and infant mortality gaps narrowed? >> Which more?",
    "How reliable is the cancer gap?",
    "Is the cancer gap 18.4? >> circulatory: 29.4?",
    "What is the change in the cancer gap? >> no, the gap itself",
    "What is the change in the cancer gap? >> the gap now",
    "What was the infant mortality gap in 2002-04? >> and in 2005-07? >> difference in percent?",
    "What was the infant mortality rate in 2002-04? >> and in 2005-07? >> difference in points?",
    "Infant mortality gap in 2006? >> and in 2004?",
    "What is the infant mortality gap? >> What was it in 2002-04? >> Had it fallen?",
    "What is the infant mortality gap? >> What was it in 2002-04? >> And in 2003-05? >> Did it fall?",
    "The infant mortality gap has narrowed since 2002-04, would that be wrong?",
]


@pytest.mark.parametrize(("thread", "told"), ANSWERED)
def test_it_is_told(service: Healthgap, thread: str, told: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert told in text


@pytest.mark.parametrize("thread", NOT_ANSWERED)
def test_it_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"
