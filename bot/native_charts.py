"""A chart as a block that Slack draws itself, where it can do so without misleading.

Limits: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from itertools import pairwise

from bot.blocks import Block
from bot.text import clip
from healthgap.charts import Chart, ChartLine

_POINTS, _TITLE, _LABEL = 20, 50, 50


def native_chart(chart: Chart) -> Block | None:
    """The chart as a block; None for several lines, no point, or more of them than Slack takes.

    Slack puts all periods at one distance: those that are not are drawn as bars, since the slope of a line would
    not be the pace. The target, which Slack has no line for, is a series of its own.
    """
    if len(chart.lines) != 1 or not 0 < len(chart.lines[0].points) <= _POINTS:
        return None
    line = chart.lines[0]
    values = {point.period: round(point.value, point.places) for point in line.points}
    series = [{"name": "Figure", "data": _data(values)}]
    if chart.target:
        series.append({"name": "Target", "data": _data(dict.fromkeys(values, round(chart.target.value, 2)))})
    return {
        "type": "data_visualization",
        "title": clip(chart.title, _TITLE),
        "chart": {
            "type": "line" if _even(line) else "bar",
            "series": series,
            "axis_config": {"categories": list(values), "y_label": clip(chart.subtitle, _LABEL)},
        },
    }


def _data(values: dict[str, float]) -> list[dict[str, str | float]]:
    return [{"label": period, "value": value} for period, value in values.items()]


def _even(line: ChartLine) -> bool:
    years = [point.middle_year for point in line.points]
    return len({later - earlier for earlier, later in pairwise(years)}) == 1
