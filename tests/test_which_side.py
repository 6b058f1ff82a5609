"""Which of its two sides moved a gap: told before that figures give no causes, over the time the question means."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW, asked_in

SINCE_THE_PEAK = (
    "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3 percentage points, from 19% to 16%. "
)
GROUP_FASTER = f"{SINCE_THE_PEAK}In proportion, the routine and manual group improved faster"
SINCE_BASELINE = (
    "Infant mortality, relative gap, 1997-99 to 2005-07: widened by 3 percentage points, from 13% to 16%. "
)
ALL_FASTER = (
    f"{SINCE_BASELINE}In proportion, all births where the father’s occupation is known improved faster"
)
NOT_HELD = "The levels of both sides are not held for these periods, so which side moved cannot be said."

TOLD = [
    ("was it routine and manual or everyone that narrowed the infant mortality gap?", GROUP_FASTER),
    ("what drove the fall in the infant mortality gap, the bottom or the average?", GROUP_FASTER),
    (
        "did the infant mortality gap close because the manual group did better or everybody else stood still?",
        GROUP_FASTER,
    ),
    (
        "is the infant mortality gap getting better because routine and manual improved or because all did worse?",
        GROUP_FASTER,
    ),
    ("which side moved the infant mortality gap?", ALL_FASTER),
    ("was it the group or everyone that moved the infant mortality gap?", ALL_FASTER),
    (
        "was the widening in the infant mortality gap up to 2002-04 because routine and manual rose or because the "
        "national rate dropped faster?",
        "Infant mortality, relative gap, 1997-99 to 2002-04: widened by 6 percentage points, from 13% to 19%. "
        "In proportion, all births",
    ),
    (
        "why has the infant mortality gap narrowed? >> so did the poor do better or everyone worse?",
        GROUP_FASTER,
    ),
    (
        "which side moved the cancer gap?",
        "Cancer mortality under 75, absolute gap, 1995-97 to 2004-06: narrowed by 11.3%, from 20.7 to 18.4 deaths per "
        f"100,000. {NOT_HELD}",
    ),
]


@pytest.mark.parametrize(("thread", "opening"), TOLD)
def test_the_first_line_says_which_side_moved(service: Healthgap, thread: str, opening: str) -> None:
    kind, text = asked_in(service, thread)
    assert (kind, text[: len(opening)]) == ("answer", opening)


def test_that_figures_give_no_causes_is_told_after_it(service: Healthgap) -> None:
    lines = service.ask("which side moved the infant mortality gap?", now=NOW).text.splitlines()
    assert lines.index("The figures cannot say why.") > 0


@pytest.mark.parametrize(
    "said",
    [
        "is the infant mortality gap wider for routine and manual or for everyone?",
        "was it routine and manual or sole registered that narrowed the infant mortality gap?",
        "was it smokers or everyone that moved the infant mortality gap?",
        "was it routine and manual in Leeds or everyone that narrowed the infant mortality gap?",
    ],
)
def test_other_sides_and_other_comparisons_are_not_answered(service: Healthgap, said: str) -> None:
    assert service.ask(said, now=NOW).figures == ()


def test_it_is_offered_as_a_question_that_is_answered(service: Healthgap) -> None:
    said = "was it the poorer group improving or the national rate that got the infant mortality gap to 16%?"
    reply = service.ask(said, now=NOW)
    assert "Which side moved the infant mortality gap?" in reply.choices
