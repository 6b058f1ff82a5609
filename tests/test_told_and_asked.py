"""Messages of several sentences: something told and something asked, a list of what is wanted, a question put right."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "The cancer gap was 20.7 at baseline. Has it widened since 2003-05?",
            "Cancer mortality under 75, absolute gap, 2003-05 to 2004-06: widened by 1.7%",
        ),
        (
            "In 2002-04 the infant mortality gap was 19%. How much has it changed since 1997-99?",
            "Infant mortality, relative gap, 1997-99 to 2005-07: widened by 3 percentage points",
        ),
        (
            "The infant mortality gap rose from 13% to 16%. Is it still rising?",
            "Yes since 1997-99, but no at the last reading",
        ),
        (
            "The infant mortality gap was 17% in 2004-06. What is it now?",
            "Infant mortality, relative gap, 2005-07: 16%.",
        ),
        (
            "Infant mortality is 4.9 per 1,000. What's the gap?",
            "Infant mortality, relative gap, 2005-07: 16%.",
        ),
        (
            "There were 9,846 infant deaths in 2005-07. How many of those were in routine and manual?",
            "Infant deaths, the routine and manual group, 2005-07: 3,749",
        ),
        (
            "We promised to cut the infant mortality gap by 10%. Have we done it?",
            "Infant mortality, relative gap, target: too close to call.",
        ),
        (
            "The circulatory target was a 40% cut. Did we?",
            "Circulatory disease mortality under 75, absolute gap, target",
        ),
        ("I have 3 slides. Has the cancer gap narrowed since baseline?", "Yes: cancer mortality under 75"),
        ('The minister will say "we have met our cancer target". Is that right?', "Yes, met so far"),
        ("The infant mortality gap rose from 13% to 15%. Is it still rising?", "Not all of it is right."),
        (
            "Item 5 on the agenda. Has the cancer gap narrowed since baseline?",
            "Yes: cancer mortality under 75",
        ),
        ("Has the cancer gap narrowed since baseline? See para 5.", "Yes: cancer mortality under 75"),
        ("para 4.2: is the circulatory gap narrowing?", "Yes: circulatory disease"),
        ("9.30: is the cancer gap narrowing?", "Yes since 1995-97, but no at the last reading"),
        ("tell me by 6 if the cancer gap narrowed", "Cancer mortality under 75, absolute gap: 18.4"),
        ("will cancer have met its target?", "Yes, on track"),
        ("I'm 40. Has the circulatory gap narrowed?", "Yes: circulatory disease"),
        (
            "We'll be told that the circulatory gap fell 40%. Did it?",
            "No, by less than that: circulatory disease",
        ),
        (
            "The minister will want the cancer gap. What is it?",
            "Cancer mortality under 75, absolute gap, 2004-06: 18.4",
        ),
        ("Infant mortality in routine and manual is 5.4. And overall?", "Infant mortality, rate, all births"),
        (
            "The infant mortality gap was 13% in 1997-99. And now?",
            "Infant mortality, relative gap, 2005-07: 16%.",
        ),
        (
            "The cancer gap narrowed by 11.3%. And circulatory?",
            "Circulatory disease mortality under 75, absolute gap, 1995-97",
        ),
        (
            "Meeting on 12 March. What is the cancer gap?",
            "Cancer mortality under 75, absolute gap, 2004-06: 18.4",
        ),
    ],
)
def test_the_question_is_answered_first_where_what_was_told_is_right(
    service: Healthgap, text: str, first: str
) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    assert reply.text.startswith(first)


def test_what_was_told_is_held_against_the_figures_after_what_was_asked(service: Healthgap) -> None:
    reply = service.ask("The infant mortality gap was 17% in 2004-06. What is it now?", now=NOW)
    assert "\nRight: infant mortality, relative gap, 2004-06: 17%." in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "There were 3,749 infant deaths in routine and manual in 2005-07. Is that per year?",
        "The cancer gap fell by 11.3%. Is that percentage points?",
        "The infant mortality gap is 16%. Is that percentage points?",
        "I know the gap is narrower than at the peak, but is the infant mortality gap narrower than at baseline?",
        "The life expectancy gap for women widened by 11%. Is that good?",
        "The circulatory gap in 1995-97 was 36.7. Was it published?",
        "The circulatory gap fell by 32.2%. Points?",
        "The infant mortality gap narrowed last time, but has it narrowed overall?",
        "The circulatory gap is 24.9. Has it been higher?",
        "IMR gap, male infants only",
        "the opposition doubts the infant gap is 16%. are they right?",
        "unless the infant gap is 16% we are fine, right?",
        "I'm 80, so the cancer gap is 18.4 for me, right?",
        "how many infant deaths on day 1?",
        "9846 infant deaths yesterday, right?",
        "life expectancy gap not only men but women",
        "cancer gap in New England",
    ],
)
def test_where_a_sentence_leans_on_the_one_before_it_is_asked_back(service: Healthgap, text: str) -> None:
    assert service.ask(text, now=NOW).kind == "clarify"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Latest infant mortality gap, change since baseline, will the target be met?",
            ["2005-07: 16%.", "1997-99 to 2005-07: widened by 3", "about 12.0%"],
        ),
        (
            "- infant mortality gap now - change since 2002-04 - rate in routine and manual",
            ["2005-07: 16%.", "2002-04 to 2005-07: narrowed by 3", "5.4 per 1,000"],
        ),
        ("1) cancer gap 2) circulatory target on track?", ["18.4 deaths per 100,000", "on track"]),
        ("number and rate of infant deaths", ["9,846", "4.9 per 1,000"]),
        ("infant mortality gap, change since baseline", ["widened by 3 percentage points"]),
    ],
)
def test_a_list_is_told_item_by_item(service: Healthgap, text: str, told: list[str]) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    places = [reply.text.index(words) for words in told]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "What's the cancer gap? No wait, circulatory",
            "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9",
        ),
        (
            "What is the cancer gap? Actually no, what's the infant mortality gap?",
            "Infant mortality, relative gap",
        ),
        ("What is the life expectancy gap for men? No wait, women", "Life expectancy at birth, women"),
        (
            "What is the infant mortality gap in 2002-04? Scrap that, 2003-05",
            "Infant mortality, relative gap, 2003-05: 18%",
        ),
        (
            "What's the relative - no, absolute - gap in infant mortality?",
            "Infant mortality, absolute gap, 2005-07: 0.7",
        ),
        (
            "Has the cancer gap narrowed since 1995-97 - sorry 2003-05?",
            "No: cancer mortality under 75, absolute gap, 2003-05 to 2004-06",
        ),
        ("cancer gap no wait circulatory", "Circulatory disease mortality under 75"),
        ("cancer gap, never mind, infant gap", "Infant mortality, relative gap, 2005-07: 16%"),
        ("What is the infant mortality gap? No spin please.", "Infant mortality, relative gap, 2005-07: 16%"),
    ],
)
def test_a_question_put_right_in_one_message_is_answered_as_it_was_meant(
    service: Healthgap, text: str, first: str
) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.text.startswith(first)
    assert len(reply.question) == 1


@pytest.mark.parametrize(
    "text",
    [
        "has the infant gap been wider since 2000-02?",
        "is the infant gap more than half the baseline?",
        "has the infant gap fallen in more than half of the periods?",
        "the infant gap has narrowed in two of the last three periods",
        "the infant gap has fallen one point a period since 2002-04",
        "last time the infant mortality gap rose",
        "last time the infant gap was 19%",
        "is the cancer gap higher than in 2003-05 but lower than in 1995-97?",
        "infant gap straight after the peak",
        "is the infant gap back to baseline?",
        "at the pace of the last period what will the cancer gap be?",
        "how much has the difference between the circulatory and cancer gaps shrunk since baseline?",
        "when was the cancer gap closest to the circulatory gap?",
        "is the routine and manual rate double the average?",
        "did the cancer gap fall by 2006?",
        "deaths underlying the latest routine and manual infant rate",
        "Infant mortality in routine and manual fell from 6.3 to 5.4 per 1,000 births, while the gap widened. Right?",
    ],
)
def test_a_turn_of_phrase_is_not_answered_without_it(service: Healthgap, text: str) -> None:
    assert service.ask(text, now=NOW).kind != "answer"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("the infant gap fell every period from 2001-03 to 2005-07", "No, not in 2002-04: "),
        ("infant gap kept widening from 2000-02 to 2003-05", "No, not in 2002-04 or 2003-05: "),
        ("has the infant gap narrowed in every period held?", "No, not in 2000-02, 2001-03 or 2002-04: "),
        ("the infant gap rose until 2003-05", "Yes since 1997-99, but no at the last reading: "),
        (
            "Infant mortality in routine and manual was 16% higher than average in 2005-07, up from 17% in 2004-06?",
            "Not all of it is right.",
        ),
        ("are things moving the right way on circulatory", "Yes: circulatory disease"),
        ("how are all the targets doing", "Met so far, 1 of 5: cancer mortality. On track, 1 of 5"),
    ],
)
def test_the_way_is_judged_at_each_step(service: Healthgap, text: str, first: str) -> None:
    assert service.ask(text, now=NOW).text.startswith(first)


def test_the_period_that_a_line_is_counted_from_is_told_where_it_lies_on_the_other_side(
    service: Healthgap,
) -> None:
    reply = service.ask("has the infant gap been below 18% since 2003-05?", now=NOW)
    assert reply.text.startswith("Yes: ")
    assert "In 2003-05 itself it was 18%." in reply.text


@pytest.mark.parametrize(
    ("after", "text", "first"),
    [
        (
            "how much did the infant gap rise between 1997-99 and 2001-03?",
            "and how much did it fall after?",
            "Infant mortality, relative gap, 2001-03 to 2005-07: narrowed by 3",
        ),
        (
            "infant mortality gap in 1997-99",
            "has it narrowed since 2002-04?",
            "Yes: infant mortality, relative gap, 2002-04 to 2005-07",
        ),
        ("has the infant gap fallen since 2001-03?", "every year since then?", "No, not in 2002-04: "),
        (
            "infant mortality rate in routine and manual",
            "ok and the deaths behind that",
            "Infant deaths, the routine and manual group",
        ),
        (
            "infant mortality rate in routine and manual",
            "sorry, R&M being who?",
            "The routine and manual group: ",
        ),
        (
            "9,846 infant deaths in 2005-07, right?",
            "and in routine and manual?",
            "Infant deaths, the routine and manual group, 2005-07: 3,749",
        ),
    ],
)
def test_a_thread_is_counted_from_where_it_is(service: Healthgap, after: str, text: str, first: str) -> None:
    assert service.ask(text, now=NOW, after=[after]).text.startswith(first)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        ("infant mortality gap in 2001-03", "had it risen by then?"),
        ("cancer gap in 2003-05", "had it met the target by then?"),
        ("infant gap at its peak", "compared with baseline?"),
        ("infant gap at its peak", "was that above target?"),
        ("infant gap in 2000-02", "until when?"),
        ("has the infant gap fallen since 2002-04?", "was it higher then?"),
        ("is the infant gap wider than at baseline?", "every period?"),
        ("has the infant gap changed since 2000-02?", "was it higher in between?"),
        ("did the infant gap rise in 2001-03?", "was it higher than now?"),
        ("cancer gap in 2003-05", "did it keep falling?"),
        ("cancer gap in 2003-05", "did it fall further?"),
        ("cancer gap", "how much higher was it at baseline?"),
        ("what will the infant gap be in 2009-11?", "compared with 1997-99?"),
        ("trend in the infant gap until 2002-04", "and now?"),
        ("what is the cancer target?", "when was it met?"),
        ("has the infant gap ever been above 18?", "for how long?"),
        ("has the infant gap fallen since 2002-04?", "how many times?"),
        ("compare cancer and circulatory disease", "how much more did it narrow?"),
    ],
)
def test_what_a_thread_does_not_lead_to_is_asked_back(service: Healthgap, after: str, text: str) -> None:
    assert service.ask(text, now=NOW, after=[after]).kind != "answer"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("has the infant gap fallen by 3 points?", "Yes since 2002-04: "),
        ("I want to know if the infant gap fell by 3 points", "Yes since 2002-04: "),
        ("the infant gap is at 18.30 right?", "Wrong: "),
        ("is figure 17 right for the infant gap?", "No longer: "),
    ],
)
def test_a_number_that_is_claimed_is_no_page_and_no_hour(service: Healthgap, text: str, verdict: str) -> None:
    assert service.ask(text, now=NOW).text.startswith(verdict)


def test_changes_of_shares_set_beside_each_other_are_no_error(service: Healthgap) -> None:
    before = ["compare infant and cancer mortality since baseline"]
    assert service.ask("and the share?", now=NOW, after=before).kind != "answer"


def test_the_widest_of_a_part_of_the_series_says_so(service: Healthgap) -> None:
    told = service.ask("is the infant mortality gap the lowest since 2002-04?", now=NOW).text
    assert told.startswith("Yes: infant mortality, relative gap: narrowest since 2002-04 in 2005-07, at 16%.")
    assert "Only 2002-04, 2003-05, 2004-06 and 2005-07 are compared." in told
