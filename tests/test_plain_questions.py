"""Plain questions as an office asks them in a week: times with two ends, sources of one figure, shares, distances."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW

IMR = "Infant mortality, relative gap"
CANCER = "Cancer mortality under 75, absolute gap"
CIRC = "Circulatory disease mortality under 75, absolute gap"
RATE = "Infant mortality, rate, the routine and manual group"


@pytest.mark.parametrize(
    "now", ["to now", "to date", "until today", "up to now", "– now", "to the latest period"]
)
@pytest.mark.parametrize("start", ["1997-99", "from 1997-99", "baseline"])
def test_a_time_up_to_now_has_two_ends(service: Healthgap, start: str, now: str) -> None:
    told = service.ask(f"infant mortality gap {start} {now}", now=NOW).text
    assert told.startswith(f"{IMR}, 1997-99 to 2005-07: widened by 3 percentage points, from 13% to 16%.")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("infant mortality gap from the peak to now", f"{IMR}, 2002-04 to 2005-07: narrowed by 3"),
        ("infant mortality gap between its peak and 2004-06", f"{IMR}, 2002-04 to 2004-06: narrowed by 2"),
        (
            "percentage change in the cancer gap, baseline to now",
            f"{CANCER}, 1995-97 to 2004-06: narrowed by 11.3%",
        ),
        ("cancer gap change, in per cent", f"{CANCER}, 1995-97 to 2004-06: narrowed by 11.3%"),
        ("cancer gap: % fall", f"{CANCER}, 1995-97 to 2004-06: narrowed by 11.3%"),
        (
            "did we meet the heart disease target",
            "Not yet, but on track: the circulatory disease gap was 24.9",
        ),
        ("does the circulatory gap meet the target", "Not yet, but on track"),
        ("do we expect to meet the heart disease target", "Yes, on track"),
        ("which targets are we falling short on", "Off track, 2 of 5: life expectancy"),
        ("are we falling short on any target", "Yes: off track, 2 of 5"),
        ("how many targets are met or on track", "Met so far, 1 of 5: cancer mortality. On track, 1 of 5"),
        (
            "is the cancer gap official data?",
            "Publisher of the figures on cancer mortality: Department of Health.",
        ),
        ("where are we on track", "Met so far, 1 of 5: cancer mortality. On track, 1 of 5"),
        ("how far behind are we on infants", f"{IMR}: from 16% in 2005-07 to at most 11.7% in 2009-11, 4.3"),
        ("how far is each gap from its target", f"{CANCER}: nothing more"),
        ("what do you hold for women", "I hold figures on life expectancy."),
        (
            "which fell faster, infant mortality in routine and manual or overall?",
            "The infant mortality rate in all",
        ),
        ("compare the change in cancer and heart disease", "The circulatory disease gap narrowed more than"),
        (
            "compare sole registrations with routine and manual infant mortality",
            "Infant mortality, rate: 6.3 per 1,000 live births in births registered by the mother alone in 2007 and "
            "5.4 in the routine and manual group in 2005-07; the periods differ, so the two are not set",
        ),
        (
            "38% of infant deaths are routine and manual",
            "It depends on what it is a share of: infant deaths, share",
        ),
        ("43% of infant deaths are routine and manual", "Right: infant deaths, share"),
        ("41% of infant deaths are routine and manual", "Wrong: infant deaths, share"),
        ("infant mortality for routine and manual and for everyone", f"{RATE}, 2005-07: 5.4 per 1,000"),
        (
            "what is a Spearhead area and what is the cancer gap there",
            "Spearhead areas: the 70 local authorities",
        ),
        (
            "sole registrations: what is their mortality?",
            "Infant mortality, rate, births registered by the mother",
        ),
    ],
)
def test_it_is_answered(service: Healthgap, text: str, line: str) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


@pytest.mark.parametrize(
    ("after", "text", "line"),
    [
        (["circulatory gap"], "vs cancer?", "The circulatory disease gap is wider than"),
        (
            ["cancer gap", "and circulatory?"],
            "which of the two is worse",
            "The circulatory disease gap is wider",
        ),
        (
            ["how much has the infant gap changed since 2002-04"],
            "since 2003-05",
            f"{IMR}, 2003-05 to 2005-07: narrowed",
        ),
        (
            ["cancer gap at baseline", "and now?"],
            "as a percentage change?",
            f"{CANCER}, 1995-97 to 2004-06: narrowed",
        ),
        (["infant mortality gap"], "and the rates behind it", f"{RATE}, 2005-07: 5.4 per 1,000"),
        (
            ["infant deaths"],
            "what percentage were routine and manual",
            "Infant deaths, share in the routine and manual",
        ),
        (["routine and manual infant deaths"], "is that 43%", "Yes: infant deaths, share"),
        (["routine and manual infant deaths"], "is that 38%", "It depends on what it is a share of"),
        (["what does routine and manual mean"], "their infant mortality rate", f"{RATE}, 2005-07: 5.4"),
        (
            ["who are routine and manual"],
            "how many infant deaths do they have",
            "Infant deaths, the routine and manual",
        ),
        (["infant mortality rate"], "by each group", f"{RATE}, 2005-07: 5.4 per 1,000"),
    ],
)
def test_it_is_answered_in_a_thread(service: Healthgap, after: list[str], text: str, line: str) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("is infant mortality deaths under one year?", "under one year"),
        ("is infant mortality for England only?", "only"),
        ("cancer gap please, earliest you have", "earliest"),
        ("excess infant deaths, 2002-04 compared to now", "2002-04 compared to now"),
        ("how many per thousand higher is the routine and manual rate", "higher"),
        ("gap between routine and manual and England and Wales", "England and Wales"),
        ("difference between sole registrations and national", "difference between"),
        ("which gap narrowed most in points", "points"),
        ("has cancer or heart disease fallen more in points", "points"),
        ("cancer gap as a number of people", "as a number of people"),
        ("how much headroom do we have on cancer", "how much headroom do we have"),
        ("by what percent is infant mortality off target", "percent"),
        ("what reduction was required for heart disease", "was"),
        ("overview for women", "women"),
        ("rates for all indicators", "rates"),
        ("which target is the most off track", "the most"),
        ("what about babies of Pakistani mothers, how is their infant mortality?", "Pakistani"),
    ],
)
def test_what_would_be_told_of_something_else_is_asked_back(
    service: Healthgap, text: str, words: str
) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind == "clarify", reply.text
    assert f"“{words}”" in reply.text, reply.text


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (["which gaps have widened"], "have any of those met the target"),
        (["which gaps have narrowed"], "are any of them off track"),
        (["which gaps have narrowed"], "which of these is furthest from target"),
        (["cancer and circulatory gaps"], "are any off track"),
        (["life expectancy gap"], "did any narrow"),
        (["life expectancy gap"], "which widened most"),
        (["compare cancer and heart disease"], "has that difference grown"),
        (["compare cancer and heart disease"], "is that gap closing"),
        (["excess infant deaths"], "is that rising"),
        (["infant deaths"], "is there a target"),
        (["infant mortality rate"], "has it met its target"),
        (["95% range of the infant mortality gap"], "is the target in it"),
        (["cancer gap", "at baseline"], "above target?"),
        (["infant deaths"], "is that 43%"),
        (["routine and manual infant deaths"], "as a percentage of the total"),
        (["is infant mortality on track"], "how many are"),
        (["infant mortality gap"], "how many people"),
        (["life expectancy gap for women"], "better or worse than men"),
        (["target for heart disease"], "has it changed"),
    ],
)
def test_nor_is_it_told_in_a_thread(service: Healthgap, after: list[str], text: str) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind == "clarify", reply.text


@pytest.mark.parametrize(
    ("after", "text"),
    [
        ([], "was heart disease on track last year"),
        ([], "did cancer meet its target last year"),
        (["infant mortality gap"], "was it on track last year"),
        (["absolute gap in infant mortality"], "is that on track"),
    ],
)
def test_no_target_is_judged_by_other_figures_than_the_latest_and_its_own(
    service: Healthgap, after: list[str], text: str
) -> None:
    assert service.ask(text, now=NOW, after=after).kind == "decline"


@pytest.mark.parametrize(
    ("after", "text", "line"),
    [
        (
            [],
            "when was the 2005-07 infant mortality gap published",
            f"{IMR}, 2005-07, published by 15 January 2009:",
        ),
        (
            [],
            "where does the cancer gap for 2003-05 come from",
            f"{CANCER}, 2003-05, published by 13 March 2008:",
        ),
        ([], "source of the infant mortality baseline", f"{IMR}, 1997-99, published on 15 September 2004:"),
        ([], "who published the 2000-02 figures", f"{IMR}, 2000-02, published on 15 September 2004:"),
        (
            ["infant mortality gap in 2003-05"],
            "when was it published?",
            f"{IMR}, 2003-05, published by 13 March 2008:",
        ),
        (
            ["routine and manual infant mortality rate in 2005-07"],
            "where is that from?",
            f"{RATE}, 2005-07, published",
        ),
        ([], "source of the life expectancy baseline", "Publisher of the figures on life expectancy:"),
        (["infant mortality gap"], "source?", "Publisher of the figures on infant mortality:"),
    ],
)
def test_the_source_of_a_period_is_that_of_its_figure(
    service: Healthgap, after: list[str], text: str, line: str
) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


def test_every_release_of_a_figure_is_named(service: Healthgap) -> None:
    told = service.ask("source of the infant mortality baseline", now=NOW).text.splitlines()
    assert told[1].startswith("Published again by 13 March 2008: Department of Health")


def test_a_period_that_is_not_held_has_no_source(service: Healthgap) -> None:
    reply = service.ask("when was the 2010-12 cancer gap published", now=NOW)
    assert reply.kind == "decline"
    assert "I have no cancer mortality gap for 2010-12." in reply.text
    by_sex = service.ask("when was the cancer gap for women in 2004-06 published", now=NOW)
    assert by_sex.text.startswith("I have no cancer mortality figures by sex.")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("infant gap 16%, down from 19% in 2002-04", "Right, all of it."),
        ("infant gap now 16%, up from 13% at baseline", "Right, all of it."),
        ("the cancer gap is 18.4, up from 18.1", "Right, all of it."),
        ("the cancer gap is 18.4, up from 18.1 the period before", "Right, all of it."),
        ("infant mortality gap was 16% in 2005-07, down from 19% in 2002-04", "Right, all of it."),
        ("infant gap 17%, down from 19% in 2002-04", "Not all of it is right."),
        ("infant gap 16%, down from 18% in 2002-04", "Not all of it is right."),
        ("infant gap 16%, up from 19% in 2002-04", "Not all of it is right."),
        ("the cancer gap was 18.4 in 2004-06, down from 18.1 in 2003-05, right?", "Not all of it is right."),
    ],
)
def test_a_press_line_is_judged_by_both_its_numbers_and_its_direction(
    service: Healthgap, text: str, verdict: str
) -> None:
    assert service.ask(text, now=NOW).text.splitlines()[0] == verdict


def test_a_press_line_that_dates_only_the_newer_number_is_asked_back(service: Healthgap) -> None:
    assert service.ask("infant gap 16% in 2005-07, down from 19%", now=NOW).kind == "clarify"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "how much of the circulatory target has been achieved",
            "about 80.5% of the way from the baseline (36.7 in",
        ),
        ("are we halfway to the circulatory target", "about 80.5% of the way"),
        ("how much of the cancer target has been met", "all of the way from the baseline (20.7 in 1995-97)"),
        (
            "how much of the infant mortality target is done",
            "further from the target than at baseline (13% in",
        ),
        ("how much of the life expectancy target for men has been met", "has to be at least 10% narrower"),
    ],
)
def test_how_much_of_the_way_to_a_target_has_gone(service: Healthgap, text: str, part: str) -> None:
    assert part in service.ask(text, now=NOW).text.splitlines()[0]


def test_a_claim_of_the_way_is_not_taken_for_one_of_the_target(service: Healthgap) -> None:
    assert service.ask("is circulatory 80% of the way to its target", now=NOW).kind == "clarify"


def test_more_big_is_bigger(service: Healthgap) -> None:
    told = service.ask("is the infants gap more big than in 1997-99?", now=NOW).text
    assert told.startswith(f"Yes: {IMR[0].lower()}{IMR[1:]}, 1997-99 to 2005-07: widened")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "where does the 11.7% come from?",
            "11.7% was not published: it is what the target on the infant mortality gap",
        ),
        (
            "where does the 36.7 come from?",
            "36.7 was not published: it is circulatory disease mortality under 75, absolute",
        ),
        (
            "where does the 0.7 come from?",
            "0.7 was not published: it is infant mortality, absolute gap, in 1997-99, computed",
        ),
        (
            "who published the 19%?",
            "19% is infant mortality, relative gap, the routine and manual group, 2002-04, published on",
        ),
        ("where does the 77.7% come from?", "No figure that I hold was published as 77.7%."),
    ],
)
def test_the_source_of_a_number_is_its_first_release_or_how_it_was_worked_out(
    service: Healthgap, text: str, line: str
) -> None:
    assert service.ask(text, now=NOW).text.startswith(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "infant mortality gap, percentage change since 1997-99",
            "widened by 23.1% of itself (3 percentage points)",
        ),
        (
            "by how many deaths per 100,000 did the circulatory gap fall?",
            "narrowed by 11.8 deaths per 100,000 (32.2%)",
        ),
        (
            "annual change in the circulatory gap",
            "to 24.9 deaths per 100,000, about 1.3 deaths per 100,000 a year.",
        ),
        ("will the infant mortality gap widen?", "No: the infant mortality gap would be about 12.0%"),
        (
            "are cancer and circulatory disease on track?",
            "Yes: the cancer mortality gap (met so far) and the circulatory",
        ),
        (
            "have cancer and heart disease met their targets?",
            "Yes for the cancer mortality gap (met so far); not yet for",
        ),
        ("are all the targets on track?", "No: off track, 2 of 5: life expectancy"),
        (
            "how have men's and women's life expectancy gaps changed?",
            "The life expectancy gap for women widened more",
        ),
        ("what are the four targets?", "Cancer mortality under 75, absolute gap, target: at most 19.5"),
        (
            "Is it right that the infant mortality gap is 0.7?",
            "Right: infant mortality, absolute gap, 2005-07: 0.7",
        ),
        (
            "which gap is furthest from its target?",
            "The gap in infant mortality is furthest from its target.",
        ),
    ],
)
def test_the_first_line_answers_what_was_asked(service: Healthgap, text: str, line: str) -> None:
    assert line in service.ask(text, now=NOW).text.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "did the cancer gap fall by 11.3 percentage points?",
            "by 11.3% of the gap, which is 2.3 deaths per 100,000, and",
        ),
        (
            "did the cancer gap fall by 2.3 per cent?",
            "by 2.3 deaths per 100,000, which is 11.3% of the gap, and not by",
        ),
        (
            "is infant mortality 5.4 per cent in the manual group?",
            "The 5.4 is per 1,000 live births, not per cent.",
        ),
        (
            "is the infant mortality gap 14.9%?",
            "The published rates, which are rounded, give 14.9%, anywhere from 12.6%",
        ),
        (
            "Is it right that the cancer gap fell from 20.7 to 18.1?",
            "The latest is 18.4 deaths per 100,000, in 2004-06.",
        ),
        (
            "the infant mortality gap fell from 19% to 16%",
            "The gap is wider than at baseline (13% in 1997-99)",
        ),
        ("how many targets are on track?", "Life expectancy counts twice, for men and for women."),
        ("which gap is furthest from its target?", "33% of the baseline gap to go."),
        ("infant mortality gap", "At the pace since the gap was widest, in 2002-04, it would be about 12.0%"),
        (
            "what did the March 2008 release say?",
            "24.9 deaths per 100,000 in 2004-06, 32.2% narrower than at baseline.",
        ),
    ],
)
def test_what_a_reader_would_ask_next_is_told(service: Healthgap, text: str, sentence: str) -> None:
    assert sentence in service.ask(text, now=NOW).text


@pytest.mark.parametrize(
    "text",
    [
        "if cancer keeps rising will it miss its target?",
        "must the circulatory gap be below 22?",
        "infant mortality gap when cancer was at its lowest",
        "infant mortality gap at cancer's baseline",
        "infant mortality gap three years on from 2001-03",
        "both gaps for infant mortality",
        "which infant mortality rate is the highest?",
        "when did cancer meet its target?",
        "are we on track on cancer and heart disease but not on life expectancy?",
        "is routine and manual better than average?",
    ],
)
def test_what_hangs_on_something_else_is_asked_back(service: Healthgap, text: str) -> None:
    assert service.ask(text, now=NOW).kind in ("clarify", "decline")
