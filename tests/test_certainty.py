"""Uncertainty through the front door: small files with counts or limits, loaded and asked about."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.reply import ChartRequest
from healthgap.service import Healthgap
from tests.sample import NOW, ROOT

HEAD = "indicator,sex,group,period,measure,value,lower,upper,count,denominator,note\n"
DETAILS = ReleaseDetails(title="Drawn for a test", publisher="A test", published=date(2020, 1, 1))

# Routine and manual: 40,000 births a year of 100,000. The gap is 20.0%, 15.1%, 12.5% and 11.9%.
BIRTHS, OTHERS = 400_000, 600_000
DEATHS = {"1997-99": (3200, 3467), "2000-02": (2700, 3165), "2003-05": (2400, 2933), "2006-08": (2200, 2716)}


def imr(label: str, in_group: int, in_rest: int) -> str:
    rows = (("routine_manual", in_group, BIRTHS), ("all_ns_sec", in_group + in_rest, BIRTHS + OTHERS))
    return "".join(
        f"infant_mortality,persons,{group},{label},value,{1000 * deaths / births:.3f},,,{deaths},{births},\n"
        for group, deaths, births in rows
    )


COUNTED = "".join(imr(label, *deaths) for label, deaths in DEATHS.items())
# A rise and fall that is smaller than chance, in periods that share two of three years.
NOISY = imr("1997-99", 330, 400) + imr("1998-00", 340, 400)
REVERSED = imr("1997-99", 3200, 3467) + imr("2005-07", 2000, 4000)
OVERTAKEN = REVERSED + imr("2000-02", 3000, 3600)
POOLED = "".join(
    imr(f"{year}-{year % 100 + 2:02d}", 2400 - 20 * (year - 2000), 3000) for year in range(2000, 2005)
)
CIRCULATORY = """\
circulatory_mortality_u75,persons,spearhead,1995-97,value,178.2,,,,,
circulatory_mortality_u75,persons,england,1995-97,value,141.5,,,,,
circulatory_mortality_u75,persons,spearhead,2006-08,value,97.4,,,,,
circulatory_mortality_u75,persons,england,2006-08,value,74.8,,,,,
"""
YEARLY = "".join(
    f"cancer_mortality_u75,persons,england,{year},value,{rate},{rate - 1},{rate + 1},,,\n"
    f"cancer_mortality_u75,persons,spearhead,{year},value,{rate + 20},{rate + 18},{rate + 22},,,\n"
    for year, rate in zip(range(2001, 2006), (130.0, 126.0, 123.0, 119.0, 115.0), strict=True)
)
FEW = (
    "infant_mortality,persons,routine_manual,2005-07,value,5.4,,,8,1480,\n"
    "infant_mortality,persons,all_ns_sec,2005-07,value,4.7,,,800,170000,\n"
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Healthgap]:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    yield service
    service.close()


def load(service: Healthgap, folder: Path, rows: str) -> None:
    file = folder / "figures.csv"
    file.write_text(HEAD + rows, "utf-8")
    service.load([file], DETAILS, now=NOW)


ANSWERS = [
    (
        COUNTED,
        "What is the infant mortality gap, in full?",
        "the group is 40% of its comparator, which is allowed for",
    ),
    (
        COUNTED,
        "What is the infant mortality gap?",
        "(95% range of the gap from chance: 8.5% to 15.4%)",
    ),
    (
        COUNTED,
        "Is the change in the infant mortality gap real?",
        "Infant mortality, relative gap: Yes, it narrowed",
    ),
    (
        COUNTED,
        "Is the change in the infant mortality gap real?",
        "Over the 4 periods that share no year, 1997-99 to",
    ),
    (
        COUNTED,
        "How much has the infant mortality gap narrowed since 2003-05?",
        "no clear change; 0.6 percentage points narrower on the figures held",
    ),
    (COUNTED, "How much has the infant mortality gap narrowed?", "so it is more than chance"),
    (
        COUNTED,
        "How many deaths does the infant mortality gap amount to?",
        "about 234 of the 2,200 infant deaths",
    ),
    (
        COUNTED,
        "infant mortality gap: did the poor do worse or everyone better?",
        "from 20.0% to 11.9%. In proportion, the routine and manual group improved faster",
    ),
    (COUNTED, "At the pace since 2000-02, what will the infant mortality gap be in 2009-11?", "from chance)"),
    (NOISY, "Is the change in the infant mortality gap real?", "No clear change"),
    (NOISY, "Is the change in the infant mortality gap real?", "share years; the range allows for that"),
    (REVERSED, "What is the infant mortality gap?", "2005-07: −16.7% (reversed: the group is better off)."),
    (REVERSED, "What is the infant mortality gap?", "The gap is lower than at baseline (20.0% in 1997-99)"),
    (REVERSED, "How much has the infant mortality gap narrowed?", "moved in the group’s favour"),
    (REVERSED, "Is the change in the infant mortality gap real?", "Yes, it moved in the group’s favour"),
    (REVERSED, "How many deaths does the infant mortality gap amount to?", "about 400 on top of the 2,000"),
    (REVERSED, "Is the infant mortality target on track?", "Yes, met so far: the infant"),
    (CIRCULATORY, "How much has the absolute gap in circulatory mortality changed?", "narrowed by 38.4%"),
    (
        CIRCULATORY,
        "How much has the absolute gap in circulatory mortality changed?",
        "The relative gap says otherwise: it widened by 16.5%, from 25.9% in 1995-97 to 30.2% in 2006-08.",
    ),
    (
        CIRCULATORY,
        "Is the circulatory target on track?",
        "to 30.2% in 2006-08: off track, were the target set on it.",
    ),
    (CIRCULATORY, "Is the circulatory target on track?", "Yes, on track: the circulatory disease gap"),
    (
        YEARLY,
        "Trend in the cancer mortality rate in England",
        "it is decreasing, by Fingertips’ recent-trend rule",
    ),
    (OVERTAKEN, "Is the change in the infant mortality gap real?", "it moved in the group’s favour by 4."),
    (
        POOLED,
        "Is the change in the infant mortality rate in routine and manual real?",
        "Fingertips gives no recent trend for pooled periods",
    ),
    (COUNTED, "table of the infant mortality gap", "2006-08  11.9              computed  8.5 to 15.4"),
    (YEARLY, "What is the cancer gap, in full?", "the group’s share of it is not known"),
    (
        FEW,
        "What is the infant mortality gap, in full?",
        "95% range not computed: there were fewer than 10 events",
    ),
]


@pytest.mark.parametrize(("rows", "question", "expected"), ANSWERS)
def test_an_answer_says_what_chance_leaves(
    service: Healthgap, tmp_path: Path, rows: str, question: str, expected: str
) -> None:
    load(service, tmp_path, rows)
    reply = service.ask(question, now=NOW)
    assert reply.kind == "answer", reply.text
    assert expected in reply.text


REFUSALS = [
    (
        CIRCULATORY,
        "Is the change in the circulatory gap real?",
        "neither counts with denominators nor limits",
    ),
    (YEARLY, "Is the change in the cancer gap since 2001 real?", "the group’s share of it is not known"),
    (
        CIRCULATORY,
        "How many deaths does the circulatory gap amount to?",
        "cannot be said: that needs the number",
    ),
    (CIRCULATORY, "slope index for circulatory disease", "It needs every group in order of deprivation"),
]


@pytest.mark.parametrize(("rows", "question", "expected"), REFUSALS)
def test_where_figures_do_not_allow_it_the_reason_is_given_and_no_number(
    service: Healthgap, tmp_path: Path, rows: str, question: str, expected: str
) -> None:
    load(service, tmp_path, rows)
    reply = service.ask(question, now=NOW)
    assert reply.kind == "decline", reply.text
    assert expected in reply.text
    assert not reply.figures


FOLLOW_UPS = [
    ("What is the infant mortality gap?", "is that change real?", "Yes, it narrowed"),
    (
        "How much has the infant mortality gap narrowed since 2003-05?",
        "is that significant?",
        "No clear change",
    ),
    (
        "What was the infant mortality gap in 2000-02?",
        "how many deaths is that?",
        "2000-02: the gap stands for",
    ),
    (
        "Has the infant mortality gap narrowed?",
        "did the poor do worse or everyone better?",
        "In proportion, the routine and manual group improved faster",
    ),
]


@pytest.mark.parametrize(("first", "then", "expected"), FOLLOW_UPS)
def test_a_follow_up_leans_on_what_was_asked_before(
    service: Healthgap, tmp_path: Path, first: str, then: str, expected: str
) -> None:
    load(service, tmp_path, COUNTED)
    reply = service.ask(then, now=NOW, after=[first])
    assert expected in reply.text


def test_a_gap_that_is_significant_and_a_group_without_one_are_asked_back(
    service: Healthgap, tmp_path: Path
) -> None:
    load(service, tmp_path, COUNTED)
    for text in (
        "is the infant mortality gap statistically significant?",
        "how many deaths does the infant mortality gap amount to in sole registrations?",
        "What is the real infant mortality gap?",
    ):
        reply = service.ask(text, now=NOW)
        assert reply.kind != "answer", reply.text


def test_how_many_that_is_counts_the_group_after_its_rate_and_the_gap_after_a_gap(
    service: Healthgap, tmp_path: Path
) -> None:
    load(service, tmp_path, COUNTED)
    rate = ["What is the infant mortality rate in routine and manual?"]
    for asked in ("how many is that?", "how many deaths is that?", "and how many actual babies is that"):
        of_group = service.ask(asked, now=NOW, after=rate).message.headline
        assert of_group.startswith("Infant deaths, the routine and manual group, "), asked
    for asked, after in (
        ("how many extra deaths is that?", rate),
        ("how many is that?", ["infant mortality gap"]),
    ):
        of_gap = service.ask(asked, now=NOW, after=after).message.headline
        assert "the gap stands for about" in of_gap, asked


def test_the_table_of_gaps_has_limits_verdicts_and_the_pace_needed(tmp_path: Path) -> None:
    """Through the command line, as an analyst would."""
    file = tmp_path / "figures.csv"
    file.write_text(HEAD + COUNTED + CIRCULATORY, "utf-8")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/healthgap.db",
        "HEALTHGAP_CONFIG": str(ROOT / "config"),
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "healthgap", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
        return done.stdout

    run("load", str(file), "--title", "Drawn", "--publisher", "A test", "--published", "2020-01-01")
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--format", "csv"))))
    latest = next(
        row for row in rows if (row["period"], row["measure"]) == ("2006-08", "relative_gap") and row["low"]
    )
    circulatory, infant = (
        next(row for row in rows if row["indicator"] == name and row["status"])
        for name in ("circulatory_mortality_u75", "infant_mortality")
    )
    assert latest["indicator"] == "circulatory_mortality_u75"
    assert circulatory["sampling_basis"] == "not computed: no counts"
    assert (circulatory["absolute_status"], circulatory["relative_status"]) == ("on track", "off track")
    assert float(circulatory["needed_per_year"]) == pytest.approx(-(22.6 - 0.6 * 36.7) / 3)
    assert (infant["sampling_basis"], infant["change_verdict"]) == ("counts", "narrower")
    assert float(infant["group_share"]) == pytest.approx(40)
    assert float(infant["sampling_low"]) < float(infant["value"]) < float(infant["sampling_high"])
    answer = json.loads(run("ask", "Is the change in the infant mortality gap real?", "--json"))
    assert (answer["kind"], answer["question"]["parts"][0]["intent"]) == ("answer", "certainty")
    told = {(row["measure"], row["period"]): row for row in answer["figures"]}
    for name, column in (
        ("relative_gap", "{}"),
        ("relative_gap_change", "change_{}"),
        ("difference", "difference_{}"),
    ):
        period = "1997-99 to 2006-08" if name == "relative_gap_change" else "2006-08"
        for end in ("low", "high", "sampling_low", "sampling_high"):
            assert told[name, period][end] == pytest.approx(float(infant[column.format(end)])), (name, end)
        assert told[name, period]["sampling_basis"] == "counts"


def test_a_number_of_an_answer_carries_what_rounding_and_chance_leave_or_why_not(
    service: Healthgap, tmp_path: Path
) -> None:
    load(service, tmp_path, COUNTED + CIRCULATORY)

    def told(question: str) -> dict[str, dict[str, Any]]:
        return {row["measure"]: dict(row) for row in service.ask(question, now=NOW).figures}

    circulatory = told("What is the circulatory gap?")
    assert circulatory["absolute_gap"]["low"] == pytest.approx(178.15 - 141.55)
    assert circulatory["value"]["high"] - circulatory["value"]["low"] == pytest.approx(0.1)
    assert circulatory["required"]["low"] is None
    assert circulatory["value"]["sampling_basis"] == "not computed: no counts"
    events = told("How many deaths does the infant mortality gap amount to?")["events_of_gap"]
    assert events["sampling_low"] < events["low"] < events["value"] < events["high"] < events["sampling_high"]
    projected = told("At the pace since 2000-02, what will the infant mortality gap be in 2009-11?")
    assert {name for name in projected if name.startswith("projection_")} == {
        "projection_since",
        "projection_least_squares",
        "projection_constant_ratio",
        "projection_levels",
    }
    assert projected["projection_since"]["sampling_low"] < projected["projection_since"]["low"]


def test_a_chart_says_what_chance_leaves_where_that_is_known(service: Healthgap, tmp_path: Path) -> None:
    load(service, tmp_path, COUNTED + CIRCULATORY)

    def alt_text(indicator: str, measure: str) -> str:
        return service.draw(ChartRequest(indicator, "persons", measure), now=NOW, form="svg").alt_text

    assert alt_text("infant_mortality", "relative_gap").endswith(
        "95% range from chance in 2006-08: 8.5% to 15.4%."
    )
    assert "hance" not in alt_text("circulatory_mortality_u75", "absolute_gap")


def test_a_gap_that_was_overtaken_did_not_narrow(service: Healthgap, tmp_path: Path) -> None:
    load(service, tmp_path, REVERSED)
    verdicts = {row["change_verdict"] for row in service.gaps("infant_mortality", now=NOW)}
    assert verdicts == {None, "in favour"}


LEVEL_TARGET = """\
[target]
wording = "A rate of at most 4.5 by 2010."
shape = "level_at_most"
size = 4.5
group = "routine_manual"
baseline = "1997-99"
due = "2009-11"
source = "A test"
"""


@pytest.fixture
def with_a_level_target(tmp_path: Path) -> Iterator[Healthgap]:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config" / "indicators" / "infant_mortality.toml"
    file.write_text(file.read_text("utf-8").partition("[target]")[0] + LEVEL_TARGET, "utf-8")
    service = Healthgap.open(f"sqlite:///{tmp_path}/level.db", tmp_path / "config")
    load(service, tmp_path, COUNTED)
    yield service
    service.close()


def test_a_target_on_a_level_is_told_of_the_level_in_its_own_words(with_a_level_target: Healthgap) -> None:
    text = with_a_level_target.ask("Is the infant mortality target on track?", now=NOW).text
    assert text.startswith("Cannot be said, too close to call: the infant mortality rate was 5.50")
    assert "in 2006-08, and the target is at most 4.5" in text
    assert "The rate is lower than at baseline" in text
    projected = with_a_level_target.ask("Will the infant mortality target be met? In full", now=NOW).text
    assert "at the same per cent a year 4.9 per 1,000 live births (off track)" in projected
    assert "own line" not in projected  # a level has no two sides


def test_a_target_on_a_level_says_nothing_of_the_gap(with_a_level_target: Healthgap) -> None:
    assert "target" not in with_a_level_target.ask("What is the infant mortality gap?", now=NOW).text
    chosen = with_a_level_target.ask("Which targets are not on track?", now=NOW).text
    assert "rate, 2006-08: 5.50 per 1,000 live births" in chosen
