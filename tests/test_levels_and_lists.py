"""What was read as something near it: levels as gaps, lists cut short, restrictions after the number."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from healthgap.service import Healthgap
from tests.notation import acceptable
from tests.sample import NOW
from tests.test_question_sets import in_any_order, meanings

READ_AS = [
    ([], "Has infant mortality fallen?", "trend imr measure=rate"),
    ([], "Has the infant mortality gap fallen?", "trend imr"),
    (
        [],
        "Is infant mortality in routine and manual lower than in 1997-99?",
        "change_since imr measure=rate group=rm since=1997-99",
    ),
    (
        [],
        "When was infant mortality lowest in routine and manual?",
        "extremum imr measure=rate group=rm dir=min",
    ),
    ([], "infant mortality in routine and manual, 2005-07", "value imr measure=rate group=rm at=2005-07"),
    ([], "infant mortality gap in routine and manual, 2005-07", "value imr at=2005-07"),
    ([], "Excess deaths in routine and manual, last period", "events imr group=rm"),
    ([], "infant mortality gap in the last period", "value imr"),
    ([], "infant mortality gap: up or down on the last figure?", "change_since imr since=previous"),
    ([], "cancer gap: the last figure and the one before", "value cancer at=latest,previous"),
    ([], "How much has the cancer gap narrowed since the nineties?", "change_since cancer since=baseline"),
    ([], "Is it right that the circulatory gap has halved since the mid-90s?", "check circ since=baseline"),
    (
        [],
        "Circulatory: baseline, latest, target.",
        "value circ at=baseline & value circ & target_status circ",
    ),
    ([], "the baseline of the cancer target", "value cancer at=baseline"),
    ([], "Cancer and circulatory: which of the two narrowed more?", "compare cancer,circ since=baseline"),
    (["circulatory gap, all years"], "only the last four", "trend circ last_n=4"),
    (["infant mortality gap 2003-05"], "same years for cancer", "value cancer at=2003-05"),
    (
        ["infant mortality gap 2001-03"],
        "was it higher than the one before?",
        "change_since imr since=previous to=2001-03",
    ),
    (["cancer gap since baseline"], "how does that compare with circulatory?", "compare cancer,circ"),
    ([], "What are the infant mortality and cancer gaps?", "value imr,cancer"),
    ([], "gap between cancer and circulatory", "compare cancer,circ"),
    ([], "What did the release of March 2008 say on the infant mortality gap?", "news imr known=2008-03"),
    (
        ["How far has the infant mortality gap fallen since its 2002-04 peak?"],
        "in per cent?",
        "change_since imr since=2002-04",
    ),
    (
        ["Infant mortality rate, routine and manual, the last four periods"],
        "Do the same for the sole registrations.",
        "trend sole last_n=4",
    ),
    (
        [],
        "Which fell faster, infant mortality in routine and manual or overall?",
        "compare imr measure=rate group=rm,all since=baseline",
    ),
    ([], "infant mortality gap 2000-02 onwards", "trend imr since=2000-02"),
    (
        ["how many points has the circulatory gap fallen since 1995-97"],
        "as a percentage of baseline then",
        "change_since circ since=1995-97",
    ),
    (["summary of all the targets"], "can you do that as a table", "overview out=table"),
]


@pytest.mark.parametrize(("before", "text", "meaning"), READ_AS)
def test_it_is_read_as_meant(service: Healthgap, before: Sequence[str], text: str, meaning: str) -> None:
    reply = service.ask(text, now=NOW, after=before)
    assert reply.kind == "answer", reply.text
    assert in_any_order(acceptable([meaning]), meanings(reply)), (reply.question, reply.text)


@pytest.mark.parametrize(
    "text",
    [
        "how many live births in the routine and manual group 2005-07",
        "total live births behind the infant mortality gap",
        "infant mortality gap, boys only, 2005-07",
        "Is cancer mortality in Spearhead areas higher?",
        "Did the infant mortality gap widen because routine and manual deaths rose?",
        "Is 18.4 below the cancer target?",
        "Is 16% higher than the target for infant mortality?",
        "Is there an infant mortality target for 2020?",
        "Name the council with the highest infant mortality",
        "What would the Tories do differently on infant deaths?",
        "Why does infant mortality use the relative gap?",
        "What is the gap for men in the newest release?",
        "What did the Guardian say in 2008 about infant mortality?",
        "Has circulatory mortality fallen?",
        "infant mortality gap and rate for 2004-06",
        "infant mortality rate and cancer gap in 2004-06",
        "infant mortality gap and infant mortality target in 2002-04",
        "infant mortality gap 2001-03 rate 2002-04",
        "change in routine and manual rate and gap since 2001-03",
        "what share of routine and manual deaths is the gap?",
        "did the infant mortality gap rise from 13% to 19% in 2002-04?",
        "was the infant mortality gap 3 points higher in 2002-04 than in 2005-07?",
        "the infant mortality gap was 19% in 2002-04, up 3 points since 1997-99",
        "what will the infant mortality gap be next period?",
    ],
)
def test_no_number_is_told_for_what_is_only_near(service: Healthgap, text: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind != "answer", reply.text
    assert not reply.figures


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Did the infant mortality gap fall every year?", "No, not in 2000-02, 2001-03 or 2002-04: infant"),
        ("Has the infant mortality gap narrowed every time since 2002-04?", "Yes: infant"),
        ("Has the circulatory gap kept falling every year?", "Yes, between the periods held: circulatory"),
        ("Has the cancer gap ever widened?", "Yes, in 2004-06: cancer"),
        ("Has the infant mortality gap ever widened since 2002-04?", "No: infant"),
        (
            "Has the cancer gap ever been smaller?",
            "Yes: cancer mortality under 75, absolute gap: narrowest in",
        ),
        ("Has the circulatory gap ever been smaller?", "No: circulatory"),
        (
            "Was the infant mortality gap widest in 2000-02?",
            "No: infant mortality, relative gap: widest in 2001-03",
        ),
        ("Did the infant mortality gap peak in 2002-04?", "Yes: infant"),
        ("Was the infant mortality gap ever above 18%?", "Yes: infant"),
        ("Have all gaps narrowed?", "No: not narrower than at baseline, 3 of 5"),
        ("Has any gap widened?", "Yes: wider than at baseline, 3 of 5"),
        ("Are all targets on track?", "No: "),
        ("Which gaps narrowed in the latest period?", "Narrower than in the period before, 1 of 2: infant"),
        ("Have we hit the circulatory target?", "Not yet, but on track"),
        ("Isn't the infant mortality gap wider than at baseline?", "Yes: infant"),
    ],
)
def test_yes_and_no_are_of_what_was_asked(service: Healthgap, text: str, opening: str) -> None:
    headline = service.ask(text, now=NOW).message.headline
    assert headline.startswith(opening), headline


def test_a_change_since_the_first_period_is_carried_on_in_its_thread(service: Healthgap) -> None:
    reply = service.ask("chart it", now=NOW, after=["How much has the infant mortality rate changed?"])
    assert reply.kind == "answer"
    assert "2004-06 to 4.9" in reply.message.headline


def test_levels_that_moved_are_told_as_levels(service: Healthgap) -> None:
    asked = (
        "Did the routine and manual rate fall faster than the rate for everyone between 1997-99 and 2005-07?"
    )
    told = service.ask(asked, now=NOW).message.headline
    assert told == (
        "Cannot be said: the infant mortality rate in all births where the father’s occupation is known fell more than "
        "the infant mortality rate in the routine and manual group on the published figures, by 16.1% against 14.3%."
    )


def test_both_is_asked_back_where_the_thread_leads_to_one(service: Healthgap) -> None:
    reply = service.ask("in a table with both please", now=NOW, after=["cancer gap by year"])
    assert "both" in reply.unexplained


def test_the_overview_is_a_table_where_one_is_wanted(service: Healthgap) -> None:
    table = service.ask("overview as a table", now=NOW).message.table
    assert table is not None
    assert table.rows[2] == (
        "infant mortality",
        "relative gap",
        "2005-07",
        "16%",
        "13% (1997-99)",
        "too close to call",
    )
