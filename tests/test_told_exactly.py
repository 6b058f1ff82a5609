"""Answers that claim no more than rounded figures bear, and deny nothing that is held, through the front door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.sample import NOW, ROOT

HEAD = "indicator,group,period,measure,value\n"
LONG = f"""{HEAD}infant_mortality,routine_manual,2004-06,value,0.766863837871061
infant_mortality,routine_manual,2005-07,value,0.666863837871061
"""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Healthgap]:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    yield service
    service.close()


# The rate is printed as 5.4, the gap as 16%.
BOUNDS = [
    ("Is the infant mortality rate in routine and manual above 5.42?", "Not checkable"),
    ("Is the infant mortality rate in routine and manual below 5.44?", "Not checkable"),
    ("Is the infant mortality gap above 15.8%?", "Not checkable"),
    ("Is the infant mortality gap above 16%?", "No"),
    ("Is the infant mortality rate in routine and manual above 5.3?", "Yes"),
    ("Is the infant mortality rate in routine and manual below 5.5?", "Yes"),
    ("Is the infant mortality rate in routine and manual above 5.5?", "No"),
    ("Is the infant mortality gap above 15%?", "Yes"),
    ("Is the infant mortality gap at least 16%?", "Yes"),
]


@pytest.mark.parametrize(("question", "verdict"), BOUNDS)
def test_a_bound_is_judged_only_where_rounding_leaves_no_doubt(
    service: Healthgap, question: str, verdict: str
) -> None:
    assert service.ask(question, now=NOW).text.startswith(f"{verdict}: ")


def test_a_bound_that_rounding_hides_says_so(service: Healthgap) -> None:
    text = service.ask(BOUNDS[0][0], now=NOW).text
    assert "5.4 per 1,000 live births" in text
    assert "the published figure is rounded, and could lie on either side of 5.42." in text.lower()


@pytest.mark.parametrize("question", ["infant mortality gap", "infant mortality rate in routine and manual"])
def test_without_any_figures_no_indicator_is_offered(empty: Healthgap, question: str) -> None:
    reply = empty.ask(question, now=NOW)
    assert reply.text.splitlines()[1:] == ["No figures are held yet."]
    assert not reply.choices


def test_only_indicators_with_figures_are_offered_instead(tmp_path: Path, empty: Healthgap) -> None:
    (tmp_path / "cancer.csv").write_text(f"{HEAD}cancer_mortality_u75,england,2005-07,value,117.1\n")
    empty.load([tmp_path / "cancer.csv"], ReleaseDetails("Cancer", "DH", date(2009, 1, 1)), now=NOW)
    assert "Other indicators: cancer mortality.\n" in f"{empty.ask('infant mortality gap', now=NOW).text}\n"


def test_decimals_beyond_reason_are_not_told_but_kept(tmp_path: Path, empty: Healthgap) -> None:
    (tmp_path / "long.csv").write_text(LONG)
    empty.load([tmp_path / "long.csv"], ReleaseDetails("Long", "DH", date(2009, 1, 1)), now=NOW)
    reply = empty.ask("infant mortality rate in routine and manual", now=NOW)
    assert "2005-07: 0.67 per 1,000 live births." in reply.text
    assert "0.666" not in reply.text
    assert 0.666863837871061 in [row["value"] for row in reply.figures]
    moved = empty.ask(
        "How much has the infant mortality rate in routine and manual fallen since 2004-06?", now=NOW
    )
    assert "fell by 13.0%" in moved.text
    assert "after rounding" not in moved.text


def test_what_chance_leaves_of_several_rates_says_of_which(service: Healthgap) -> None:
    caveats = service.ask(
        "infant mortality rate, all with a valid NS-SEC and all births, 2005-07", now=NOW
    ).message.caveats
    assert [caveat.split(": ")[0] for caveat in caveats] == [
        "Infant mortality, rate, all births where the father’s occupation is known, 2005-07",
        "Infant mortality, rate, all births in England and Wales, 2005-07",
    ]
