"""Questions whose answer lies on the limit that they name, or so near to it that rounding alone decides.

A thread is the questions before the last one.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.courier import deliver
from tests.sample import NOW, RELEASES, asked_in, opened

HEAD = "indicator,group,period,measure,value\n"


def told(service: Healthgap, thread: str) -> str:
    """The text of the reply to the last of the questions in `thread`."""
    return asked_in(service, thread)[1]


ON_THE_LIMIT = [
    ("is the absolute infant mortality gap above 0.7?", "No: "),
    ("is the absolute infant mortality gap at most 0.7?", "Yes: "),
    ("did the routine and manual rate fall by at least 0.9?", "Yes: "),
    ("did the routine and manual rate fall by at least 0.6 since 2001-03?", "Yes: "),
    ("did the routine and manual rate fall by at least 0.4 between 1997-99 and 2002-04?", "Yes: "),
    ("did the routine and manual rate fall by less than 10% since 2001-03?", "No: "),
    ("did the routine and manual rate fall by at least 10% since 2001-03?", "Yes: "),
    ("did the overall infant mortality rate fall by at least 2% since 2004-06?", "Yes: "),
    ("did the cancer gap rise by at least 0.3 since 2003-05?", "Yes: "),
    ("has the cancer gap widened by at least 1.7% since last time?", "Yes: "),
    ("has the cancer gap widened by less than 1.7% since last time?", "No: "),
    ("has the routine and manual rate fallen by at least 14.3%?", "Yes: "),
    ("has the circulatory gap fallen by more than 11.8?", "No: "),
    ("did the absolute infant mortality gap narrow by at least 0.3 since 2002-04?", "Yes: "),
    (
        "was the absolute infant mortality gap ever above 0.7?",
        "Yes: infant mortality, absolute gap: above 0.7 in 2001-03 (1.0) and 2002-04 (1.0).",
    ),
    (
        "when will the absolute infant mortality gap be 0.7?",
        "Infant mortality, absolute gap: already at 0.7, at 0.7 ",
    ),
    (
        "when was the absolute infant mortality gap 0.7?",
        "Infant mortality, absolute gap: at 0.7 in 1997-99 and",
    ),
]
BY_A_LITTLE = [
    ("is the infant mortality gap just over 5%?", "No: "),
    ("is the infant mortality gap a little under 40%?", "No: "),
    ("is the absolute circulatory gap just over 24.5?", "Yes: "),
    ("is the absolute circulatory gap slightly above 24.0?", "No: "),
    ("is the infant mortality gap just over 15%?", "Not what the published figures give: "),
    ("is the infant mortality gap just below 17%?", "Not what the published figures give: "),
]
NO_MORE_THAN_SO_MUCH = [
    ("did infant mortality in routine and manual fall by less than 10%?", "No: "),
    ("did infant mortality in routine and manual fall by at most 10%?", "No: "),
    ("did the infant mortality gap narrow by less than 2 points?", "No: "),
    ("did the infant mortality gap narrow by no more than 2 points?", "No: "),
]


@pytest.mark.parametrize(("thread", "start"), [*ON_THE_LIMIT, *BY_A_LITTLE, *NO_MORE_THAN_SO_MUCH])
def test_a_limit_is_held_against_decimals_from_the_baseline(
    service: Healthgap, thread: str, start: str
) -> None:
    assert told(service, thread).startswith(start)


ROUNDING_DECIDES = [
    (
        "was the routine and manual rate above 6 in 2001-03?",
        "In 2001-03 the published figure is so close that rounding alone decides.",
    ),
    (
        "is the infant mortality gap at least 16%?",
        "In 2005-07 the published figure is so close that rounding alone decides.",
    ),
    (
        "did infant mortality in routine and manual fall by at least 14%?",
        "The published figures are so close that rounding alone decides.",
    ),
    (
        "did infant mortality in routine and manual fall by at least 15%?",
        "Not what the published figures give: ",
    ),
    (
        "did infant mortality in routine and manual fall by at least 15%?",
        "Rounding alone could make it at least 15%, so that is not ruled out.",
    ),
    (
        "infant mortality rate for everyone >> was it ever above 5?",
        "was never above 5 on the published figures, in any period held",
    ),
    (
        "which fell more, routine and manual or everyone?",
        "group on the published figures, by 16.1% against 14.3%.",
    ),
    (
        "which fell more, routine and manual or everyone?",
        "Rounding alone could put either first, so that is too close to call.",
    ),
    ("did infant mortality in routine and manual fall more than in everyone?", "Cannot be said: "),
    (
        "which fell more per 1,000, routine and manual or everyone?",
        "fell as much as the infant mortality rate in the routine and manual group on the published figures, by 0.9",
    ),
]
BEYOND_ROUNDING = [
    "did infant mortality in routine and manual fall by at least 10%?",
    "did the infant mortality gap narrow by at least 2 points since 2002-04?",
    "which fell more since 2002-04, routine and manual or everyone?",
    "which gap narrowed more, cancer or circulatory?",
]


@pytest.mark.parametrize(("thread", "said"), ROUNDING_DECIDES)
def test_what_rounding_alone_decides_is_told_so(service: Healthgap, thread: str, said: str) -> None:
    assert said in told(service, thread)


@pytest.mark.parametrize("thread", BEYOND_ROUNDING)
def test_what_rounding_cannot_decide_is_not_put_in_doubt(service: Healthgap, thread: str) -> None:
    text = told(service, thread)
    assert "ounding alone" not in text
    assert "on the published figures" not in text


def test_a_limit_that_the_figure_went_away_from_is_not_close(service: Healthgap) -> None:
    text = told(service, "did the infant mortality gap narrow by at least 3 points since 1997-99?")
    assert text.startswith("No: ")
    assert "ounding alone" not in text


AS_THEY_ARE = [
    (
        "infant mortality in routine and manual fell by 0.9%, true?",
        "which is 14.3% of the rate, and not by 0.9%",
    ),
    (
        "infant mortality in routine and manual fell by 14.3 points, true?",
        "It moved by 14.3% of the rate, which",
    ),
    (
        "ratio infant mortality >> change since 2002-04",
        "What lowered the ratio between 2002-04 and 2005-07: ",
    ),
    ("ratio infant mortality >> why?", "What raised the ratio between 1997-99 and 2005-07: "),
    (
        "infant mortality by group in 2007",
        "no infant mortality figure for 2007 alone in the routine and manual group, all births where the father’s "
        "occupation is known and all births in England and Wales; the figures pool several years.",
    ),
    (
        "will the men's gap be narrower by 2010?",
        "No: the life expectancy gap for men would be about 3% wider",
    ),
    ("will the men's gap be wider by 2010?", "Yes: the life expectancy gap for men would be about 3% wider"),
    (
        "infant mortality rate in routine and manual >> and last time?",
        "The figures for 2003-05 and 2004-06, which lie between, are not held.",
    ),
    (
        "infant mortality rate in routine and manual in 2002-04 >> and the next?",
        "The figures for 2003-05 and 2004-06, which lie between, are not held.",
    ),
]


@pytest.mark.parametrize(("thread", "said"), AS_THEY_ARE)
def test_each_sentence_is_of_what_it_holds_for(service: Healthgap, thread: str, said: str) -> None:
    assert said in told(service, thread)


def test_a_step_of_one_last_digit_is_a_change_whichever_figures_it_lies_between(tmp_path: Path) -> None:
    service = opened(tmp_path)
    path = tmp_path / "cancer.csv"
    path.write_text(f"{HEAD}cancer_mortality_u75,spearhead,2005-07,absolute_gap,18.3\n")
    service.load([path], ReleaseDetails("Cancer", "Department of Health", date(2026, 1, 1)), now=NOW)
    text = told(service, "did the cancer gap narrow since 2004-06?")
    service.close()
    assert text.startswith("Yes: ")
    assert "ounding alone" not in text


def test_an_alert_is_given_on_its_limit(tmp_path: Path) -> None:
    service = opened(tmp_path, 3)
    words = "when the absolute gap in infant mortality is at most 0.7"
    condition = service.condition(words, now=NOW)
    assert condition
    service.alerts.add("C1", condition.as_json(), "U1", NOW, words)
    service.load(RELEASES[3:], now=NOW + timedelta(days=1))
    (alert,) = deliver(service, NOW + timedelta(days=1))
    service.close()
    assert "is at most 0.7: 0.7 per 1,000 live births in 2005-07" in alert.text
