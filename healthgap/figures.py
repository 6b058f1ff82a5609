"""One figure, and the columns of a set of figures.

`COLUMNS` is the order and meaning of every table of figures: in files, in stored segments, in exports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.period import Period
from healthgap.rounding import Rounded

Measure = Literal["value", "absolute_gap", "relative_gap", "absolute_gap_change", "relative_gap_change"]
Origin = Literal["printed", "computed", "implied"]

MEASURES: tuple[Measure, ...] = (
    "value",
    "absolute_gap",
    "relative_gap",
    "absolute_gap_change",
    "relative_gap_change",
)
KEY = ("indicator", "sex", "area", "group", "period", "measure")
COLUMNS = (*KEY, "value", "decimals", "lower", "upper", "count", "denominator", "missing", "mark", "note")

MISSING_REASONS = {
    "suppressed": "suppressed to protect people’s privacy",
    "not_available": "not available",
    "not_applicable": "not applicable",
    "low_quality": "withheld for low reliability",
    "negligible": "too small to print",
    "blank": "left blank by the publisher",
    "unexplained": "missing, with no reason given",
}
# What stands in the place of a missing figure, in lower case, in British official statistics and elsewhere.
# Source: Government Analysis Function, Using symbols in tables, definitions and notes.
_UNEXPLAINED = ("na", "n/a", "n.a.", "#n/a", "nan", "null", "-", "--", "–", ".", "<na>")
MISSING_CODES = {
    "": "blank",
    **dict.fromkeys(("*", "[c]", "c", "suppressed", "confidential"), "suppressed"),
    **dict.fromkeys(("[x]", "x", ":", "..", "not available"), "not_available"),
    **dict.fromkeys(_UNEXPLAINED, "unexplained"),
    **dict.fromkeys(("[z]", "z", "not applicable"), "not_applicable"),
    **dict.fromkeys(("[u]", "u"), "low_quality"),
    **dict.fromkeys(("[low]", "low"), "negligible"),
}
# For these reasons nobody is to learn the value, by reckoning it from others either.
WITHHELD = ("suppressed", "low_quality")

# What publishers say of figures that they print all the same, by the letter they mark them with.
# Source: Government Analysis Function, Using symbols in tables, definitions and notes.
MARKS = {
    "p": "provisional",
    "e": "estimated",
    "f": "forecast",
    "r": "marked as revised",
    "b": "after a break in the series",
    "u": "of low reliability",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure as printed.

    `value` is None when it is missing, and then `missing` is one of MISSING_REASONS. `mark` is None or one of MARKS:
    what the publisher said of a value that is printed. Units: the indicator's unit
    for `value` and `absolute_gap`, per cent for the other measures. `decimals` is how many were printed. `lower` and
    `upper` are the publisher's 95% limits, `count` and `denominator` events and people at risk; None where not given.
    """

    indicator: str
    sex: str
    area: str
    group: str
    period: Period
    measure: Measure
    value: float | None
    decimals: int
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    missing: str | None
    mark: str | None
    note: str
    release: str

    @property
    def key(self) -> tuple[str, str, str, str, Period, str]:
        """What a figure is of; two figures with one key are two vintages of it."""
        return (self.indicator, self.sex, self.area, self.group, self.period, self.measure)

    @property
    def rounded(self) -> Rounded | None:
        """The value with its rounding interval; None when it is missing."""
        return None if self.value is None else Rounded.printed(self.value, self.decimals)
