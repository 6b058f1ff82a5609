"""The statements of the published record, each answered from the figures of the sample releases.

Sources: PharmaTimes on the Department of Health's releases of 13 March 2008 and 14 January 2009; written answers of the
House of Commons of 15 September 2004 and 25 October 2006.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW, opened

STATEMENTS = [
    # infant mortality, the release of January 2009
    ("What is the infant mortality gap?", "Infant mortality, relative gap, 2005-07: 16%."),
    ("What is the infant mortality gap?", "5.4 against 4.7 per 1,000 live births"),
    ("What is the infant mortality gap, in full?", "12.6% to 17.2% after rounding, which the published 16% agrees"),
    ("What was the infant mortality gap at baseline?", "1997-99: 13%."),
    ("What was the IMR gap in 2002-04?", "2002-04: 19%."),
    ("infant mortality gap 2003 to 2005", "2003-05: 18%."),
    ("infant mortality gap in the previous period", "2004-06: 17%."),
    ("infant mortality gap 2001/03", "2001-03: 19%."),
    ("infant mortality gap in 2000-02", "2000-02: 16%."),
    ("What is the infant mortality rate for all babies?", "all births in England and Wales, 2005-07: 4.9 per 1,000"),
    ("What is the infant mortality rate for all babies?", "down from 5.0 in 2004-06"),
    ("How many infant deaths were there in 2005-07?", "2005-07: 9,846 over the 3 years, about 3,282 a year."),
    ("How many infant deaths were there in 2005-07?", "3,749 in the routine and manual group"),
    ("How many infant deaths were there in 2005-07?", "8,709 in all births where the father’s occupation is known"),
    ("What share of infant deaths were in routine and manual?", "2005-07: 43%."),
    ("What share of infant deaths were in routine and manual?", "3,749 of the 8,709 infant deaths"),
    ("Has the infant mortality gap widened since baseline?", "widened by 3 percentage points, from 13% to 16%"),
    ("How much has the infant mortality gap narrowed since 2002-04?", "by 3 percentage points, from 19% to 16%"),
    ("Trend in the infant mortality gap", "wider than at baseline (13% in 1997-99)"),
    ("Trend in the infant mortality gap", "narrower than at the peak (19% in 2001-03 and 2002-04)"),
    ("Trend in the infant mortality gap", "the third fall in a row"),
    ("What is the rate for sole registrations?", "2007: 6.3 per 1,000 live births"),
    ("sole registrations rate in 2006", "2006: 6.3 per 1,000 live births"),
    ("What is the rate for sole registrations?", "monitored and is not part of the target"),
    ("is there a target for sole registrations?", "No: there is no target for births registered by the mother alone."),
    ("What is the infant mortality target?", "at most 11.7% in 2009-11"),
    ("Will IMR be on target at the pace since 2002-04?", "about 12.0% (10.2% to 13.8% from rounding alone) in 2009-11"),
    ("Will the IMR target be met at the pace since 2002-04?", "too close to call"),
    ("Is the infant mortality target on track?", "Cannot be said, too close to call: "),
    ("how much has the R&M infant mortality rate fallen since 1997-99", "fell by 14.3%"),
    ("how much has the R&M infant mortality rate fallen since 1997-99, in full", "As a share of the rate, the change"),
    ("How much has the infant mortality gap narrowed since 2002-04? In full", "As a share of the gap, the change"),
    # mortality targets, the release of March 2008
    ("What was the cancer gap in 1995-97?", "1995-97: 20.7 deaths per 100,000."),
    ("cancer gap 2003-5", "2003-05: 18.1 deaths per 100,000."),
    ("What is the cancer gap?", "2004-06: 18.4 deaths per 100,000."),
    ("How much has the cancer gap narrowed since the baseline?", "narrowed by 11.3%"),
    ("How much has the cancer gap narrowed since baseline, in full?", "it is 11.1%, anywhere from 10.65% to 11.57%"),
    ("Has the cancer target been met?", "Yes, met so far: the cancer mortality gap was 18.4"),
    ("What is the cancer gap?", "wider than the period before (18.1 in 2003-05)"),
    ("What is the circulatory gap?", "2004-06: 24.9 deaths per 100,000."),
    ("By how much has the circulatory gap fallen?", "by 32.2%, from 36.7 (worked back from the published change)"),
    ("What is the target for circulatory disease?", "at most 22.0 deaths per 100,000 in 2009-11"),
    ("Is circulatory disease on track?", "Yes, on track: "),
    ("What is the life expectancy gap for men?", "2% wider than at baseline (1995-97)"),
    ("What is the life expectancy gap for women?", "11% wider than at baseline (1995-97)"),
    ("What is the life expectancy gap for women?", "size not held"),
    ("Which gaps have narrowed?", "Narrower than at baseline, 2 of 5: circulatory disease and cancer mortality."),
    ("Which targets have been met?", "Met so far, 1 of 5: cancer mortality."),
    # the written answers
    ("routine and manual infant mortality rate in 1997-99", "1997-99: 6.3 per 1,000 live births"),
    ("routine and manual infant mortality rate in 2001-03", "2001-03: 6.0 per 1,000 live births"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), STATEMENTS)
def test_a_published_statement_is_answered_from_the_figures(
    service: Healthgap, question: str, expected: str
) -> None:
    reply = service.ask(question, now=NOW)
    assert reply.kind == "answer"
    assert expected in reply.text


def test_figures_say_where_each_number_comes_from(service: Healthgap) -> None:
    figures = service.ask("What is the infant mortality gap?", now=NOW).figures
    origins = {(f["measure"], f["period"], round(f["value"], 1)): f["origin"] for f in figures}
    assert origins["relative_gap", "2005-07", 16.0] == "printed"
    assert origins["relative_gap", "2005-07", 14.9] == "computed"
    baseline = service.ask("How much has the circulatory gap fallen?", now=NOW).figures
    assert ("implied", 36.7) in {(f["origin"], round(f["value"], 1)) for f in baseline}


def test_the_answer_is_the_one_known_on_the_day(tmp_path: Path) -> None:
    from datetime import date

    from healthgap.releases import end_of_day

    service = opened(tmp_path)
    before = service.ask("What is the infant mortality gap?", now=NOW, as_of=end_of_day(date(2009, 1, 13)))
    on_it = service.ask("What is the infant mortality gap?", now=NOW, as_of=end_of_day(date(2009, 1, 14)))
    service.close()
    assert before.message.headline == "Infant mortality, relative gap, 2004-06: 17%."
    assert on_it.message.headline == "Infant mortality, relative gap, 2005-07: 16%."
