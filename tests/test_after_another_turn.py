"""What a turn means after a correction, a claim, a comparison, or a question that was not understood."""

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
]


@pytest.mark.parametrize(("thread", "told"), ANSWERED)
def test_it_is_told(service: Healthgap, thread: str, told: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert told in text


@pytest.mark.parametrize("thread", NOT_ANSWERED)
def test_it_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] != "answer"
