"""What is said of two times, of each period, of a target: judged as it was said, or asked back; never half of it."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW

IMR, CANCER = "infant mortality, relative gap", "cancer mortality under 75, absolute gap"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("is the infant mortality target a gap of 10%?", "No: the target is"),
        ("is the infant mortality target a gap of 11.7%?", "Yes: the target is"),
        ("is the infant mortality target to cut the gap by 11.7%?", "No: the target is"),
        ("is the circulatory target to cut the gap by 40%?", "Yes: the target is"),
        ("is the circulatory target to cut the gap to 40%?", "No: the target is"),
        ("is the infant mortality target at least 11.7%?", "No: the target is"),
        ("is the infant mortality target at least 10%?", "Yes: the target is"),
        ("was the infant mortality gap above 18%?", f"No longer: {IMR}, 2005-07: 16%."),
        ("did the cancer gap fall below 18.2?", f"No longer: {CANCER}, 2004-06: 18.4"),
        ("did the infant mortality gap rise to 19%?", f"No longer: {IMR}, 2005-07: 16%."),
        ("was the circulatory gap above 40?", "No: circulatory disease"),
        ("has the cancer gap risen by nearly 2% since 2003-05?", "Yes: cancer mortality"),
        ("has the rate in routine and manual fallen by almost 1 per 1,000?", "Yes: infant mortality, rate"),
        ("has the infant mortality gap fallen in all periods since 2001-03?", "No, not in 2002-04"),
        ("has the cancer gap fallen ever since 1995-97?", "Yes since 1995-97, but no at the last reading"),
        (
            "has the infant mortality gap ever been wider than now?",
            "Yes: infant mortality, relative gap: widest",
        ),
        (
            "has the infant mortality gap been above 13% since baseline?",
            "Yes: infant mortality, relative gap: above 13%",
        ),
        ("did the routine and manual rate fall from 6 to 5.4?", "Right, all of it."),
        ("what targets are there?", "Cancer mortality under 75, absolute gap, target"),
        (
            "since when have you had cancer figures?",
            "Cancer mortality, absolute gap: 1995-97, 2003-05, 2004-06.",
        ),
        (
            "have we failed to cut the infant mortality gap?",
            "Infant mortality, relative gap: 16% in 2005-07, wider",
        ),
        (
            "of cancer and circulatory, which has seen the larger reduction?",
            "The circulatory disease gap narrowed",
        ),
    ],
)
def test_it_is_judged_as_it_was_said(service: Healthgap, text: str, line: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


def test_no_longer_says_when_it_was(service: Healthgap) -> None:
    told = service.ask("was the infant mortality gap above 18%?", now=NOW).text
    assert "It was more than 18% in 2001-03 and 2002-04." in told


@pytest.mark.parametrize(
    "text",
    [
        "is the target death rate for cancer 19.5 per 100,000?",
        "is the target for sole registrations 11.7%?",
        "is infant mortality 4.3 points from its target?",
        "has the infant mortality gap risen in any of the last six periods?",
        "was the infant mortality gap above 18% for three periods in a row?",
        "was the infant mortality gap previously above 18%?",
        "is the infant mortality gap now lower than ever?",
        "has the cancer gap ever been above baseline?",
        "has the infant mortality gap been wider than at baseline in every period?",
        "was the infant mortality gap ever above 18% after 2002-04?",
        "is the circulatory gap now lower than the cancer gap at baseline?",
        "routine and manual rate now vs the average in 1997-99",
        "is the cancer gap at its peak wider than the circulatory gap?",
        "is the cancer gap lower than in 2003-05 and 1995-97?",
        "is the infant mortality gap lower than both 2003-05 and 2004-06?",
        "did the circulatory gap fall and then rise?",
        "did life expectancy gap widen for men but not women?",
        "did neither rate rise in infant mortality?",
        "which of the two life expectancy gaps is wider?",
        "did the infant mortality gap widen in 2001-03 or in 2004-06?",
        "compare the fall in 2004-06 with the fall in 2005-07 infant mortality gap",
        "has the infant mortality gap ever been below the target?",
        "when was the infant mortality gap below the target?",
        "which target is bigger, cancer or circulatory?",
        "which gaps have ever widened?",
        "which gaps have narrowed but are off track?",
        "is the target for circulatory to cut it from 36.7?",
        "is the target to narrow the infant mortality gap?",
        "is it 43% of all infant deaths?",
        "is the infant mortality gap back to its baseline?",
        "when was the cancer target set?",
    ],
)
def test_what_would_be_half_of_it_is_asked_back(service: Healthgap, text: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "clarify", reply.text


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (
            "infant mortality rate in routine and manual and all births",
            "what is the difference between these two?",
        ),
        ("infant mortality gap", "so it's 4.3 points from target"),
        ("circulatory gap", "so it has 2.9 to go"),
        ("when was the infant mortality gap widest?", "and cancer then?"),
        ("when was the infant mortality gap widest?", "the first one?"),
        ("infant mortality target", "is it to cut the gap by 10%?"),
        ("sole registration rate", "what is the gap between the two?"),
    ],
)
def test_nor_is_half_of_it_told_in_a_thread(service: Healthgap, before: str, text: str) -> None:
    assert service.ask(text, now=NOW, after=[before]).kind == "clarify"


def test_two_numbers_of_one_period_are_no_fall(service: Healthgap) -> None:
    assert service.ask("did infant deaths fall from 9,846 to 8,709?", now=NOW).kind == "decline"


def test_from_then_begins_at_the_period_told(service: Healthgap) -> None:
    told = service.ask(
        "how much did it fall from then to 2004-06?", now=NOW, after=["infant mortality gap in 2002-04"]
    )
    assert told.text.startswith("Infant mortality, relative gap, 2002-04 to 2004-06: narrowed by 2")


def test_above_its_target_is_said_of_a_gap_and_not_of_life_expectancy(service: Healthgap) -> None:
    assert service.ask("is the infant mortality gap above its target?", now=NOW).text.startswith("Yes. ")
    assert not service.ask("is life expectancy above its target?", now=NOW).text.startswith(("Yes", "No"))
