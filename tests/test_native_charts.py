"""A chart as Slack draws it says what the picture says, and is no line where a line's slope would mislead."""

from __future__ import annotations

import pytest

from bot.blocks import Block, Layout
from bot.native_charts import native_chart
from healthgap.charts import Chart, ChartLine, ChartPoint
from healthgap.reply import ChartRequest
from healthgap.service import Healthgap
from tests.sample import NOW, opened
from tests.slack.limits import refusals


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Healthgap:
    return opened(tmp_path_factory.mktemp("store"))


def block_of(service: Healthgap, indicator: str, measure: str, sex: str = "persons") -> Block:
    request = ChartRequest(indicator, sex, measure)
    block = native_chart(service.draw(request, now=NOW).chart)
    assert block
    assert refusals(Layout("The gap.", (block,))) == []
    return block


def test_it_holds_the_printed_values_and_the_target(service: Healthgap) -> None:
    chart = block_of(service, "infant_mortality", "relative_gap")["chart"]
    figures, target = chart["series"]
    assert figures["data"][0] == {"label": "1997-99", "value": 13}
    assert figures["data"][-1] == {"label": "2005-07", "value": 16}
    assert {point["value"] for point in target["data"]} == {11.7}


def test_periods_at_different_distances_are_bars(service: Healthgap) -> None:
    assert block_of(service, "cancer_mortality_u75", "absolute_gap")["chart"]["type"] == "bar"


def drawn(years: range) -> Block | None:
    points = tuple(ChartPoint(str(year), year, 4.94, "4.9") for year in years)
    return native_chart(Chart("Infant mortality", "Rate", (ChartLine(points),), "", ""))


def test_yearly_figures_are_a_line_told_as_precisely_as_in_words() -> None:
    block = drawn(range(2001, 2021))
    assert block
    assert block["chart"]["type"] == "line"
    assert block["chart"]["series"][0]["data"][0] == {"label": "2001", "value": 4.9}


@pytest.mark.parametrize("years", [range(2001, 2022), range(0)])
def test_more_points_than_slack_takes_or_none_are_left_to_the_picture(years: range) -> None:
    assert drawn(years) is None
