"""Steps from a named time, moves into one, levels beside the baseline, every group and target, what chance leaves."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW

IMR = "Infant mortality, relative gap"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("infant gap the period before 2003-05", f"{IMR}, 2002-04: 19%."),
        ("infant gap one before 2004-06", f"{IMR}, 2003-05: 18%."),
        ("infant gap two periods before 2003-05", f"{IMR}, 2001-03: 19%."),
        ("infant gap the period after 2002-04", f"{IMR}, 2003-05: 18%."),
        ("infant gap 3 periods after 2000-02", f"{IMR}, 2003-05: 18%."),
        ("infant gap in 2003-05 v the previous period", f"{IMR}, 2002-04 to 2003-05: narrowed by 1"),
        ("infant gap 2003-05 change on previous period", f"{IMR}, 2002-04 to 2003-05: narrowed by 1"),
        (
            "did the infant gap fall in 2005-07",
            "Yes: infant mortality, relative gap, 2004-06 to 2005-07: narrowed",
        ),
        (
            "did the cancer gap fall in 2004-06",
            "No: cancer mortality under 75, absolute gap, 2003-05 to 2004-06: wid",
        ),
        ("how much did the infant gap rise in 2001-03", f"{IMR}, 2000-02 to 2001-03: widened by 3"),
        (
            "was the infant gap higher in 2001-03 than now",
            "Yes: infant mortality, relative gap, 2001-03 to 2005-07",
        ),
        (
            "was the infant gap smaller at baseline",
            "Yes: infant mortality, relative gap, 1997-99 to 2005-07: wid",
        ),
        (
            "was the cancer gap smaller at baseline",
            "No: cancer mortality under 75, absolute gap, 1995-97 to 2004-06",
        ),
        (
            "is the infant gap above its baseline",
            "Yes: infant mortality, relative gap, 1997-99 to 2005-07: wid",
        ),
        (
            "is the CVD gap above baseline",
            "No: circulatory disease mortality under 75, absolute gap, 1995-97",
        ),
        ("how high did the infant gap get", f"{IMR}: widest in 2001-03 and 2002-04, at 19%."),
        (
            "which moved more at the last reading, cancer or infant mortality",
            "The infant mortality gap narrowed and",
        ),
        (
            "was the cancer gap lower last time",
            "Yes: cancer mortality under 75, absolute gap, 2003-05 to 2004-06: wid",
        ),
        (
            "is the infant gap lower than last time",
            "Yes: infant mortality, relative gap, 2004-06 to 2005-07: narr",
        ),
        (
            "did the cancer gap fall at the last reading",
            "No: cancer mortality under 75, absolute gap, 2003-05 to",
        ),
        ("infant gap 2003-05 against the next period", f"{IMR}, 2003-05 to 2004-06: narrowed by 1"),
    ],
)
def test_a_time_is_counted_from_the_one_that_is_named(service: Healthgap, text: str, line: str) -> None:
    assert service.ask(text, now=NOW).message.headline.startswith(line)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("infant mortality gap prior to 2003-05", "prior"),
        ("infant gap following baseline", "following"),
        ("how high has the infant gap been", "how high has"),
        ("is infant mortality lowest in routine and manual?", "lowest"),
        ("is infant mortality lower in routine and manual?", "lower"),
        ("sole registered has the highest infant mortality rate, right?", "highest"),
        ("is the infant mortality gap 16 percentage points?", "16 percentage points"),
        ("the cancer gap was 18.1 and is now 18.4, right?", "18.1"),
        ("the infant mortality gap rose to 19% and then fell to 16%, right?", "to 19"),
        ("the cancer gap was 20.7 and the circulatory gap was 36.7 at baseline, true?", "20.7"),
        ("is the infant target relative", "relative_gap"),
        ("is the infant target for 2010", "2010"),
        ("is the infant target easy", "target easy"),
        ("has the infant target been dropped", "been dropped"),
        ("what would the routine and manual rate be without the gap", "without the gap"),
        ("how many babies die a day", "die a day"),
        ("which target are we closest to missing", "missing"),
        ("which target is the biggest cut", "which target"),
        ("which gap has seen the smallest improvement", "smallest"),
        ("what percentage of infant deaths are excess", "percent"),
        ("what per cent of the dead babies come from routine and manual parents", "come from"),
        ("list the spearhead areas", "Spearhead areas"),
        ("is the infant mortality gap back to where it was in 2000-02?", "back to where"),
        ("what is the confidence interval for infant deaths", "confidence interval"),
        ("did the infant gap get as high as 19%", "get"),
        ("has the cancer gap been lower than 18.4", "been"),
        ("did the infant gap start falling in 2004-06", "2004-06"),
        ("is the infant gap well above baseline", "well"),
        ("did the infant gap rise in 2001-03 and 2002-04", "2002-04"),
        ("which gaps were wider last time", "wider"),
        ("how far above target was the infant gap in 2003-05", "2003-05"),
        ("is the absolute infant gap above target", "absolute_gap"),
        ("by what percentage does the infant gap need to fall", "percent"),
        ("is the gap higher in routine and manual", "higher"),
        ("is life expectancy higher for women than men", "higher"),
        ("where have we made most progress towards target", "target"),
        ("how many years behind England are women in spearhead areas on life expectancy", "behind"),
        ("is the infant mortality gap relative or absolute?", "absolute gap and relative gap"),
    ],
)
def test_what_another_reading_would_pass_over_is_asked_back(
    service: Healthgap, text: str, words: str
) -> None:
    reply = service.ask(text, now=NOW)
    assert reply.kind != "answer", reply.text
    assert any(words in one for one in reply.unexplained), reply.unexplained


@pytest.mark.parametrize(
    ("after", "text", "line"),
    [
        (
            "cancer gap at baseline",
            "it's 18.4 now, right?",
            "Right: cancer mortality under 75, absolute gap, 2004-06",
        ),
        (
            "circulatory gap at baseline",
            "it's 36.7 now?",
            "No longer: circulatory disease mortality under 75, absolute gap",
        ),
        (
            "infant mortality gap in 2003-05",
            "is it still 18%?",
            "No longer: infant mortality, relative gap, 2005-07: 16%",
        ),
        (
            "infant mortality gap in 2003-05",
            "it was 19% the period before, right?",
            "Right: infant mortality, relative",
        ),
        (
            "infant mortality gap in 2002-04",
            "was it 18% in the period after?",
            "Yes: infant mortality, relative gap, 2003",
        ),
        (
            "infant mortality gap 2003-05",
            "was it 19% two periods before?",
            "Yes: infant mortality, relative gap, 2001",
        ),
        (
            "infant mortality target",
            "rate in routine and manual",
            "Infant mortality, rate, the routine and manual",
        ),
        (
            "infant mortality target",
            "how many deaths?",
            "Infant deaths, all births in England and Wales, 2005-07",
        ),
        ("infant mortality rate for sole registered", "is it on track?", "No: there is no target for births"),
        (
            "is the circulatory gap narrowing?",
            "faster than cancer?",
            "The circulatory disease gap narrowed more than",
        ),
        (
            "what is the infant mortality gap?",
            "what's the confidence interval?",
            f"{IMR}, 2005-07: 16%; 95% range",
        ),
        (
            "what are the targets?",
            "and for cancer?",
            "Cancer mortality under 75, absolute gap, target: met so far",
        ),
        (
            "infant mortality gap in 2002-04",
            "was it still 19% then?",
            "Right: infant mortality, relative gap, 2002-04",
        ),
        (
            "infant mortality gap in 2003-05",
            "margin of error?",
            f"{IMR}, 2003-05: 18%; its 95% range cannot be",
        ),
        (
            "infant mortality gap",
            "and the 95% range in 2004-06?",
            f"{IMR}, 2004-06: 17%; its 95% range cannot be",
        ),
        (
            "which group has the highest infant mortality?",
            "and what is the target?",
            f"{IMR}, target: at most 11.7%",
        ),
    ],
)
def test_a_thread_is_left_where_now_or_another_number_is_named(
    service: Healthgap, after: str, text: str, line: str
) -> None:
    assert service.ask(text, now=NOW, after=[after]).message.headline.startswith(line)


@pytest.mark.parametrize(
    ("after", "text", "words"),
    [
        ("cancer gap in 2003-05", "it fell by 12.6% from baseline, right?", "by 12.6 %"),
        ("cancer gap at baseline", "it fell to 18.4, right?", "to 18.4"),
        ("infant mortality gap in 2002-04", "has it dropped below 17%?", "below 17 %"),
        ("infant mortality gap 1997-99", "the rate in routine and manual is 5.4, right?", "5.4"),
        ("what is the cancer target?", "is it a fall of 6%?", "fall"),
        ("is the circulatory gap narrowing?", "so deaths are falling?", "deaths"),
        ("when was the cancer gap narrowest?", "was it met then?", "then"),
        ("cancer gap 2003-05", "had the target been met?", "had"),
        ("infant mortality rate for sole registered", "gap with everyone?", "everyone"),
        ("where have we made most progress", "lately?", "the latest"),
        ("did the infant gap fall in 2004-06", "and in 2002-04?", "2002-04"),
        ("infant mortality by group", "which is highest?", "highest"),
    ],
)
def test_what_a_thread_does_not_settle_is_asked_back(
    service: Healthgap, after: str, text: str, words: str
) -> None:
    reply = service.ask(text, now=NOW, after=[after])
    assert reply.kind != "answer", reply.text
    assert words in reply.unexplained


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("what are the targets", "Cancer mortality under 75, absolute gap, target: at most 19.5"),
        ("list the targets", "Cancer mortality under 75, absolute gap, target: at most 19.5"),
        ("which targets are too close to call", "Too close to call, 1 of 5: infant mortality."),
        ("list all gaps", "Narrower than at baseline: the gaps in cancer mortality"),
        ("which is furthest from its target", "The gap in infant mortality is furthest from its target."),
        ("where have we made the most progress", "The gap in circulatory disease has narrowed most"),
        (
            "do we have a target for infant mortality",
            "Yes: infant mortality, relative gap, target: at most 11.7%",
        ),
        ("are women on track", "No, off track: the life expectancy gap for women"),
        (
            "is cancer mortality higher in spearhead areas",
            "Cancer mortality under 75, absolute gap, 2004-06: 18.4",
        ),
        ("what does met so far mean", "Met, met so far: the latest gap is at or beyond"),
        ("what does too close to call mean", "Too close to call: rounding, or for a projection chance"),
        ("how far does the infant gap need to fall", f"{IMR}: from 16% in 2005-07 to at most 11.7%"),
        ("how long until the infant gap closes", f"{IMR}: would not close within any period"),
        (
            "95% CI for the infant mortality gap",
            f"{IMR}, 2005-07: 16%; 95% range from chance: 13.2% to 18.8%.",
        ),
        (
            "error bars on the cancer gap",
            "Cancer mortality under 75, absolute gap, 2004-06: 18.4 deaths per 100,000; its",
        ),
        ("where have we made progress", "Narrower than at baseline, 2 of 5:"),
        (
            "who has the highest infant mortality",
            "Infant mortality, rate, births registered by the mother alone",
        ),
        ("95% range of the ratio in infant mortality", "Infant mortality, ratio, 2005-07: 1.16; 95% range"),
        (
            "confidence interval on infant mortality in routine and manual, latest",
            "Infant mortality, rate, the routine and manual group, 2005-07: 5.4 per",
        ),
    ],
)
def test_what_is_asked_of_all_or_of_one_is_told_first(service: Healthgap, text: str, line: str) -> None:
    assert service.ask(text, now=NOW).message.headline.startswith(line)


def test_every_target_is_told_with_what_it_asks_for(service: Healthgap) -> None:
    told = service.ask("what are the targets?", now=NOW).text
    assert told.count("target: ") == 5
    assert all(size in told for size in ("19.5", "22.0", "11.7%"))


def test_the_rates_of_every_group_are_told(service: Healthgap) -> None:
    told = service.ask("infant mortality by social group", now=NOW).text
    assert all(size in told for size in ("5.4 per", "4.7 per", "4.9 per", "6.3 per"))


@pytest.mark.parametrize(
    "text", ["gap and target for infant mortality", "the gap, and is it on track, for infant mortality"]
)
def test_what_stands_at_the_end_is_what_all_of_it_is_about(service: Healthgap, text: str) -> None:
    told = service.ask(text, now=NOW).text
    assert "relative gap, 2005-07: 16%" in told
    assert "at most 11.7%" in told


def test_one_before_a_meeting_is_no_period_before(service: Healthgap) -> None:
    told = service.ask("quick one before my 10am - inf mort gap, latest?", now=NOW)
    assert told.message.headline == f"{IMR}, 2005-07: 16%."
