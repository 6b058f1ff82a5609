"""The course of a gap or a level as a picture: what is drawn, as values, and `draw` to PNG or SVG bytes.

It draws the numbers and words it is given; it computes no figure, and writes no file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period of a line.

    `middle_year` places it, `period` is written under it and `text` beside it. `low` and `high` are what
    rounding leaves open, `chance` the 95% limits of what chance leaves; None where that is not to be drawn. `places`
    are the decimals that the value is told with.
    """

    period: str
    middle_year: float
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    baseline: bool = False
    places: int = 1
    chance: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ChartLine:
    """Points in the order of time; a period without a figure has none. `label` tells lines apart."""

    points: tuple[ChartPoint, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChartTarget:
    """A level to reach. `text` is written at it; `due_middle` is None where no due period was published."""

    value: float
    text: str
    due_period: str = ""
    due_middle: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """All lines share one unit, which `subtitle` names with the measure and who is held against whom."""

    title: str
    subtitle: str
    lines: tuple[ChartLine, ...]
    source: str
    alt_text: str
    target: ChartTarget | None = None


def draw(chart: Chart, form: Literal["png", "svg"]) -> bytes:
    """The picture as a file's bytes, with its title and alt text inside.

    PNG is 960 pixels wide, for 480 at double density; its height follows from how many lines the words take.
    """
    # matplotlib takes most of a second to import, and most questions need no picture.
    from healthgap.charts.picture import compose

    out = io.BytesIO()
    metadata = {"Title": chart.title, "Description": f"{chart.alt_text} {chart.source}"}
    unsaid: dict[str, None] = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
    compose(chart).savefig(out, format=form, metadata=metadata | unsaid)
    return out.getvalue()
