"""Questions on promises and on numbers of deaths: what is to come or still to go, what would have been, and whose.

A thread is the questions before the last one.
"""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import asked_in

TO_COME_AND_STILL_TO_GO = [
    (
        "will the circulatory gap be below target in 2010?",
        "Yes, on track: the circulatory disease gap would",
    ),
    ("will circulatory be above target in 2009-11?", "No, on track: the circulatory disease gap would"),
    ("will infant mortality be above target in 2010?", "Cannot be said, too close to call"),
    (
        "how far off target will infant mortality be in 2009-11?",
        "Infant mortality, relative gap: about 12.0%",
    ),
    ("is circulatory below target?", "No. Circulatory disease"),
    ("is the circulatory target out of reach?", "No, on track"),
    ("is the life expectancy target out of reach?", "Yes, off track"),
    ("is the circulatory target out of our reach?", "No, on track"),
    ("is the life expectancy target beyond our reach?", "Yes, off track"),
    ("which targets are met so far?", "Met so far, 1 of 5: cancer mortality."),
    ("where does the 6% come from?", "6% is the cut that the cancer mortality target asks for"),
    (
        "what percentage cut is still needed in the circulatory gap?",
        "Circulatory disease mortality under 75",
    ),
    ("how far have we got to go on infant mortality?", "Infant mortality, relative gap: from 16%"),
    ("what's the shortfall on infant mortality?", "Infant mortality, relative gap: from 16%"),
    (
        "why is infant mortality too close to call?",
        "Infant mortality, relative gap, target: too close to call.",
    ),
    ("is infant mortality a PSA target?", "Infant mortality, relative gap, target: at most 11.7%"),
    (
        "is the cancer target a percentage?",
        "Cancer mortality under 75, absolute gap, target: at most 19.5",
    ),
    (
        "the infant mortality target is 11.7, so how far off are we?",
        "Infant mortality, relative gap: from 16%",
    ),
    (
        "the cancer target is 19.5, so are we there?",
        "Cancer mortality under 75, absolute gap, target: met so far",
    ),
    (
        "infant mortality rate in routine and manual >> what will it be in 2010?",
        "Infant mortality, rate, the",
    ),
    (
        "absolute gap in infant mortality >> what will it be in 2009-11?",
        "Infant mortality, absolute gap: about",
    ),
    (
        "what will the infant mortality gap be in 2010? >> and the absolute gap?",
        "Infant mortality, absolute gap",
    ),
    (
        "what will the infant mortality gap be in 2010? >> and now?",
        "Infant mortality, relative gap, 2005-07: 16%",
    ),
    ("infant mortality relative gap >> will it meet its target?", "Cannot be said, too close to call"),
    (
        "infant mortality gap ever above 18%? >> and since 2003-05?",
        "No: infant mortality, relative gap, was never",
    ),
    (
        "when was the infant mortality gap widest? >> and since 2003-05?",
        "Infant mortality, relative gap: widest since",
    ),
    (
        "when was the infant mortality gap widest? >> since then?",
        "Infant mortality, relative gap: narrower from 19%",
    ),
]
NUMBERS = [
    (
        "how many R&M deaths are down to the gap?",
        "Infant mortality, 2005-07: the gap stands for about 517",
    ),
    (
        "how many infant deaths are down to inequality?",
        "Infant mortality, 2005-07: the gap stands for about 517",
    ),
    ("R&M makes up 43% of infant deaths, right?", "Right: infant deaths, share"),
    ("who makes up the R&M group?", "The routine and manual group: babies whose father"),
    (
        "how many infant deaths? >> by group",
        "Infant deaths, the routine and manual group, 2005-07: 3,749",
    ),
    ("infant mortality rate in R&M >> how many deaths?", "Infant deaths, the routine and manual group"),
    (
        "infant mortality gap as of 14 march 2008 >> is it 16% now?",
        "Yes: infant mortality, relative gap, 2005-07",
    ),
    (
        "infant mortality gap as of 14 march 2008 >> is it still 17%?",
        "No longer: infant mortality, relative gap",
    ),
    (
        "is the cancer gap narrowing but the circulatory gap widening?",
        "Not of each of them.",
    ),
]
AFTER_TWO_TIMES = [
    (
        "cancer gap in 2003-05 >> and now? >> it fell by 11%?",
        "Wrong: cancer mortality under 75, absolute gap, 2003-05",
    ),
    (
        "infant mortality gap in 2004-06 >> and now? >> did it fall by more than 2 points?",
        "No: infant mortality",
    ),
    (
        "infant mortality gap >> was it 19% and is it 16% now?",
        "Right, though not all of it of the latest figures.",
    ),
    (
        "cancer gap at baseline >> and circulatory? >> which is wider now?",
        "The circulatory disease gap is wider",
    ),
    (
        "percentage change for cancer and circulatory",
        "Cancer mortality under 75, absolute gap, 1995-97 to 2004-06",
    ),
    ("trend in cancer vs circulatory", "Cancer mortality under 75, absolute gap: 18.4"),
]
BESIDE_A_GUESS = [
    (
        "how many babies died in R&M families 2005-07, 3,700 odd?",
        "Infant deaths, the routine and manual group",
    ),
    ("what's the cancer gap, about 18?", "Cancer mortality under 75, absolute gap, 2004-06: 18.4"),
    ("infant mortality gap vs 2002-04, 3 points?", "Infant mortality, relative gap, 2002-04 to 2005-07"),
]
ANOTHER_DATE_TARGET_OR_AMOUNT = [
    "when will infant mortality be half what it is now?",
    "when will the infant mortality gap be 5 points lower?",
    "when will the circulatory gap be 5 lower?",
    "will the infant mortality gap be above baseline in 2009-11?",
    "will life expectancy be above target in 2010?",
    "has any target's status changed?",
    "is the cancer target met in each spearhead area?",
    "is cancer just met?",
    "when are new cancer figures due?",
    "where did the cancer gap end up?",
    "do women live longer than men?",
    "when will the infant mortality gap fall another 10%?",
    "does circulatory have to fall another 40%?",
    "by what per cent must circulatory fall to meet target?",
    "will the infant mortality gap be narrower than baseline in 2010?",
    "why is the cancer target so low?",
    "which minister set the cancer target?",
    "when did infant mortality go off track?",
    "did cancer move away from target?",
    "will the infant mortality target be met a year early?",
    "will women live longer by 2010?",
    "absolute gap in infant mortality >> how far from target?",
    "sole registered infant mortality >> will it meet its target?",
    "cancer relative gap >> will it meet its target?",
    "how many infant deaths in 2005-07? >> what will it be in 2010?",
    "what would it take to meet the infant mortality target? >> by 2012?",
    "is infant mortality on track? >> was it in 2004-06?",
    "is infant mortality on track? >> which ones are?",
    "will infant mortality meet its target? >> which will?",
    "how far is infant mortality from its target? >> who is nearest?",
    "cancer gap, both",
    "infant mortality, both measures",
    "infant mortality gap in 2002-04 >> and in 2005-07? >> how far apart are they?",
]
NUMBERS_OF_NO_FIGURE = [
    "16% of R&M deaths are excess, right?",
    "about half a percent of babies die, right?",
    "were there 9,846 infant deaths? >> a year?",
    "were there 9.8k infant deaths?",
    "is it right that the circulatory gap is 20-odd?",
    "cancer gap >> to the nearest whole number?",
    "compare the numbers of infant deaths in R&M and everyone",
    "ratio of R&M infant deaths to all infant deaths",
    "infant mortality rate in routine and manual >> and all births? >> ratio?",
    "is the drop in routine and manual larger than in the comparator?",
    "there are 16% more deaths in R&M, right?",
    "is the fall in the infant mortality gap down to R&M?",
    "how many R&M babies would have died with no gap?",
    "how many infant deaths are not excess?",
    "R&M infant deaths at everyone's rate",
    "infant mortality by group, not rates",
    "difference between R&M deaths and all deaths",
    "ratio of infant deaths in R&M to all",
    "number of infant deaths in R&M >> ratio",
    "which is larger, the number of deaths in R&M or the rest?",
    "infant mortality rate in R&M >> how many infant deaths?",
    "how many babies died in R&M? >> out of how many?",
    "what share of routine and manual deaths does the gap stand for?",
    "how many infant deaths does the gap amount to? >> as a percentage",
    "how many infant deaths does the gap amount to? >> table",
    "was cancer in the last release?",
    "how many days between the releases?",
    "infant mortality gap in each release",
    "infant mortality gap as of 14 march 2008 >> is that the latest?",
]
ONE_OF_TWO = [
    "cancer gap in 2003-05 >> and at baseline? >> so it fell by 2.6?",
    "infant mortality gap at baseline >> and at the peak? >> so it widened by 6 points?",
    "has cancer narrowed since both baseline and the previous period?",
    "is the infant mortality gap wider than at baseline and in 2004-06?",
    "compare the cancer gap with baseline and 2003-05",
    "is the infant mortality gap wider than at baseline but narrowing?",
    "is it only women whose life expectancy gap widened?",
    "is it women only whose gap widened?",
    "has the life expectancy gap widened for women only?",
    "has just cancer narrowed?",
    "has exactly one gap narrowed?",
    "is the cancer gap exactly 18?",
    "is the cancer gap down on both 1995-97 and 2003-05?",
    "infant mortality gap vs 1997-99 vs 2002-04",
    "did life expectancy widen for men? >> and not women?",
    "is cancer, not circulatory, met?",
    "cancer gap >> how much wider is circulatory?",
    "is circulatory still wider than cancer was at baseline?",
    "just cancer narrowed, right?",
    "did the life expectancy gap widen for men? >> only for men?",
    "did the gap widen for women rather than men?",
    "is circulatory narrowing rather than cancer?",
    "women's life expectancy gap widened, not the men's, right?",
    "which gaps have narrowed? >> and of those, which are off track?",
    "cancer, circulatory and infant mortality gaps >> which of the three widened?",
    "absolute gap in infant mortality >> and relative? >> which has widened?",
    "cancer gap at baseline >> is that wider than circulatory now?",
    "compare cancer and circulatory >> has the wider one narrowed?",
]


@pytest.mark.parametrize(
    ("thread", "first"), [*TO_COME_AND_STILL_TO_GO, *NUMBERS, *AFTER_TWO_TIMES, *BESIDE_A_GUESS]
)
def test_it_is_told_as_asked(service: Healthgap, thread: str, first: str) -> None:
    kind, text = asked_in(service, thread)
    assert kind == "answer"
    assert text.startswith(first)


@pytest.mark.parametrize("thread", [*ANOTHER_DATE_TARGET_OR_AMOUNT, *NUMBERS_OF_NO_FIGURE, *ONE_OF_TWO])
def test_what_would_be_passed_over_is_asked_back(service: Healthgap, thread: str) -> None:
    assert asked_in(service, thread)[0] == "clarify"


@pytest.mark.parametrize("text", ["has any target changed status?", "are there any new targets?"])
def test_what_became_of_the_targets_is_no_list_of_them(service: Healthgap, text: str) -> None:
    assert asked_in(service, text)[0] != "answer"


def test_a_sex_that_no_indicator_has_is_declined_for_each(service: Healthgap) -> None:
    kind, text = asked_in(service, "cancer and circulatory gap, men")
    assert kind == "decline"
    assert "no cancer mortality figures by sex" in text
    assert "no circulatory disease figures by sex" in text


def test_each_way_that_was_claimed_of_two_is_judged(service: Healthgap) -> None:
    _, text = asked_in(service, "the cancer gap has narrowed but the circulatory gap has widened. right?")
    assert text.startswith("Not of each of them.\nYes since 1995-97, but no at the last reading: cancer")
    assert "\nNo: circulatory disease" in text


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("infant mortality gap is down 2 points, right?", "Right since 2003-05: "),
        ("the infant mortality gap has fallen by 5 points, true?", "Wrong: "),
        (
            "The infant mortality gap was 19% and is 16%. Is that right?",
            "Right, though not all of it of the latest figures.",
        ),
        ("has the cancer gap fallen by 6%?", "By more than that: "),
        ("has the circulatory gap fallen by 40 per cent?", "No, by less than that: "),
        ("is the infant mortality ratio 1?", "No: "),
        ("did the routine and manual rate fall by 1 since 2002-04?", "No, by less than that: "),
        ("is the cancer gap 18?", "Yes: "),
        ("is the cancer target 6?", "Yes: the target is a gap at least 6% narrower"),
        ("is R&M 43% of deaths?", "Yes: infant deaths, share"),
        ("did cancer narrow and circulatory widen?", "Not of each of them."),
    ],
)
def test_a_size_is_judged_from_the_time_that_fits_it(service: Healthgap, text: str, verdict: str) -> None:
    assert asked_in(service, text)[1].startswith(verdict)


def test_the_rest_is_told_to_hold_the_group(service: Healthgap) -> None:
    assert "“the rest” are not held alone" in asked_in(service, "gap between R&M and the rest")[1]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("has cancer narrowed but circulatory widened?", "\nNo: circulatory disease"),
        (
            "is it true that circulatory narrowed and men's life expectancy narrowed?",
            "\nNo: life expectancy at birth, men",
        ),
    ],
)
def test_what_is_asked_of_two_is_judged_of_each(service: Healthgap, text: str, second: str) -> None:
    assert second in asked_in(service, text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "life expectancy gap, 65?",
        "cancer gap, 75?",
        "what's 16%",
        "16% of what?",
        "infant mortality gap, 28?",
    ],
)
def test_a_number_that_may_be_an_age_is_no_guess(service: Healthgap, text: str) -> None:
    assert asked_in(service, text)[0] != "answer"


def test_no_target_is_set_on_a_rate(service: Healthgap) -> None:
    assert (
        "The target is set on the gap, and not on a rate."
        in asked_in(service, "is the R&M rate on track?")[1]
    )


def test_a_period_is_of_both_groups_before_it(service: Healthgap) -> None:
    text = asked_in(service, "infant mortality rate in routine and manual and the comparator in 2002-04")[1]
    assert "the routine and manual group, 2002-04: 5.9" in text
    assert "occupation is known, 2002-04: 4.9" in text
    assert "2005-07" not in text


def test_a_list_of_times_is_told_in_full(service: Healthgap) -> None:
    text = asked_in(service, "cancer gap baseline, 2003-05, latest")[1]
    assert all(told in text for told in ("1995-97: 20.7", "2003-05: 18.1", "18.4"))
