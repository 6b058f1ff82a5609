"""An indicator added by its TOML alone: other polarity, unit, groups, sexes and financial years, no code changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from tests.sample import NOW, ROOT

INDICATOR = """
title = "Physically active adults"
short = "physical activity"
aliases = ["physical activity", "physically active adults", "active adults", "exercise", "PAA"]
unit = "per cent of adults"
unit_aliases = ["per cent of adults", "percent of adults", "% of adults"]
level = "proportion"
polarity = "higher_is_better"
decimals = 1
definition = "Adults who do at least 150 minutes of moderate activity a week."
source = "Active Lives Survey."
headline = "absolute_gap"
area = "Borsetshire"
area_aliases = ["Borsetshire", "the county"]
scope_aliases = ["adults", "aged 19 and over"]
sexes = ["male", "female"]

[gap]
group = "coastal"
comparator = "inland"
comparator_contains_group = false
everyone = "borsetshire"
monitored = []

[target]
wording = "To narrow the gap in physical activity between the coast and inland by a fifth by 2017/18."
shape = "cut_gap"
measure = "absolute_gap"
size = 20
baseline = "2013/14"
due = "2017/18"
deadline = "by 2017/18"
source = "Borsetshire Joint Strategy"
"""
GROUPS = """
[coastal]
title = "the coastal wards"
aliases = ["coastal wards", "coastal", "the coast", "seaside"]
definition = "Wards with a shore."
source = "Borsetshire Council"

[inland]
title = "the inland wards"
aliases = ["inland wards", "inland"]
definition = "All other wards."
source = "Borsetshire Council"

[borsetshire]
title = "all of Borsetshire"
aliases = ["all wards", "whole county"]
definition = "Every ward."
source = "Borsetshire Council"
"""
LEVELS = {"2013/14": (50.2, 60.4), "2014/15": (51.0, 60.9), "2015/16": (53.1, 61.6)}

# What a question means: intent, sex, measure, groups, the periods at, since and to. Left out is None or empty.
QUESTIONS = {
    "What is the physical activity gap?": "value",
    "physical activity gap": "value",
    "gap in exercise between coastal and inland wards": "value groups=coastal,inland",
    "PAA gap": "value",
    "whats the gap in physically active adults pls": "value",
    "phsyical activty gap": "value",
    "Physical activity gap for men": "value sex=male",
    "physical activity gap for women in 2014/15": "value sex=female at=2014/15",
    "physical activity gap 2014-15": "value at=2014-15",
    "physical activity gap, FY 2014/15": "value at=2014/15",
    "exercise gap in the financial year 2013-14": "value at=2013/14",
    "absolute gap in physical activity": "value measure=absolute_gap",
    "relative gap in physical activity": "value measure=relative_gap",
    "physical activity ratio coastal to inland": "value measure=ratio groups=coastal,inland",
    "proportion of active adults in coastal wards": "value measure=rate groups=coastal",
    "rate of physical activity in coastal wards": "value measure=rate groups=coastal",
    "level of physical activity in the inland wards": "value measure=rate groups=inland",
    "physical activity gap at baseline": "value at=baseline",
    "physical activity gap in the previous period": "value at=previous",
    "Is the physical activity gap narrowing?": "trend supposed=narrower",
    "How has the physical activity gap changed over time?": "trend",
    "trend in the exercise gap for women": "trend sex=female",
    "chart of the physical activity gap": "trend form=chart",
    "physical activity gap as a table": "trend form=table",
    "physical activity gap csv": "trend form=csv",
    "physical activity gap over the last 2 periods": "trend last=2",
    "How much has the physical activity gap narrowed since baseline?": "change_since since=baseline supposed=narrower",
    "How much has the exercise gap changed since 2014/15?": "change_since since=2014/15",
    "change in the physical activity gap between 2013/14 and 2015/16": "change_since since=2013/14 to=2015/16",
    "Is the physical activity target on track?": "target_status",
    "will the physical activity target be met?": "projection",
    "what will the physical activity gap be in 2017/18": "projection by=2017/18",
    "When was the physical activity gap widest?": "extremum direction=max",
    "when was the exercise gap smallest": "extremum direction=min",
    "compare the physical activity gap for men and women": "compare sex=both",
    "Why did the physical activity gap narrow?": "explain supposed=narrower",
    "What does physical activity mean?": "definition",
    "How is the physical activity gap calculated?": "definition terms=gap",
    "source for physical activity": "source",
    "which periods do you have for physical activity": "list terms=periods",
    "physical activity gap in Borsetshire": "value",
    "physical activity gap for adults": "value",
}
REFUSED = (
    *("physical activity gap in Leeds", "childhood physical activity gap", "physical activity gap in 2014"),
    *("physical activity gap in routine and manual", "physical activity gap among students", "swimming gap"),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    folder = tmp_path_factory.mktemp("new")
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "config" / "indicators" / "physical_activity.toml").write_text(INDICATOR)
    with (folder / "config" / "groups.toml").open("a") as groups:
        groups.write(GROUPS)
    service = Healthgap.open(f"sqlite:///{folder}/healthgap.db", folder / "config")
    service.load([figures(folder)], DETAILS, now=NOW)
    yield service
    service.close()


DETAILS = ReleaseDetails(
    "Active lives", "Borsetshire Council", date(2017, 5, 1), "https://example.org/active"
)


def figures(folder: Path) -> Path:
    lines = ["indicator,sex,group,period,measure,value"]
    for sex, more in (("male", 1.1), ("female", -0.9)):
        for period, (coastal, inland) in LEVELS.items():
            lines.append(f"physical_activity,{sex},coastal,{period},value,{coastal + more:.1f}")
            lines.append(f"physical_activity,{sex},inland,{period},value,{inland:.1f}")
    path = folder / "active.csv"
    path.write_text("\n".join(lines))
    return path


def meant(part: Mapping[str, Any]) -> str:
    """What was understood, in the notation above."""
    named = {name: value for name, value in part.items() if name not in ("intent", "indicators")}
    told = [
        f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in named.items()
    ]
    return " ".join([part["intent"], *told])


@pytest.mark.parametrize(("text", "meaning"), QUESTIONS.items())
def test_it_is_understood_and_answered(service: Healthgap, text: str, meaning: str) -> None:
    reply = service.ask(text, now=NOW)
    assert [meant(part) for part in reply.question] == [meaning]
    assert reply.question[0]["indicators"] == ["physical_activity"]
    assert reply.kind == "answer"


@pytest.mark.parametrize("text", REFUSED)
def test_what_it_does_not_have_is_refused(service: Healthgap, text: str) -> None:
    assert service.ask(text, now=NOW).kind != "answer"


def test_its_numbers_are_its_own(service: Healthgap) -> None:
    reply = service.ask("physical activity gap for men in 2015/16", now=NOW)
    assert reply.message.headline == (
        "Physically active adults, men, absolute gap, 2015/16: 7.4 per cent of adults."  # 61.6 less 54.2
    )


def test_its_target_is_reached_in_one_of_its_own_periods(service: Healthgap) -> None:
    headline = service.ask(
        "When will the physical activity target be reached for men?", now=NOW
    ).message.headline
    assert "would first be reached in 2016/17, if the pace since 2013/14 keeps up" in headline
