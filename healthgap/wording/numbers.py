"""Numbers, periods and names as people read them: with unit and sign, rounded once, here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from healthgap.catalogue import Catalogue, Indicator
from healthgap.releases import Release
from healthgap.rounding import Rounded, half_up
from healthgap.series import Point, Series
from healthgap.trends import Change

LONDON = ZoneInfo("Europe/London")

MEASURE_NAMES = {
    "absolute_gap": "absolute gap",
    "relative_gap": "relative gap",
    "ratio": "ratio",
    "rate": "rate",
    "count": "number",
    "share": "share",
    "slope_index": "slope index",
}
HIGH_OR_LOW = ("rate", "count", "ratio")
"""Measures that are higher or lower; the others are wider or narrower."""
ORIGINS = {"printed": "published", "computed": "computed", "implied": "worked back"}
"""Where a number comes from, in the words of people."""

_SEX_NAMES = {"persons": "", "male": "men", "female": "women"}


def quantity(series: Series) -> str:
    """ "Life expectancy at birth, men, relative gap", wherever it is."""
    if series.measure == "rate":
        parts: tuple[str, ...] = (level_name(series.indicator), sex_name(series.sex))
    else:
        parts = (series.indicator.title, sex_name(series.sex), MEASURE_NAMES[series.measure])
    return ", ".join(part for part in parts if part)


def level_name(indicator: Indicator) -> str:
    """ "Infant mortality, rate", but "Life expectancy at birth", which names its level already."""
    return (
        indicator.title
        if indicator.level in indicator.title.lower()
        else f"{indicator.title}, {indicator.level}"
    )


def title(series: Series, catalogue: Catalogue | None = None) -> str:
    """The quantity with the area it is looked at in; of a level whose it is, by `catalogue`."""
    whose = elsewhere(series.indicator)
    if catalogue and series.measure in ("rate", "count"):
        whose = people(series.indicator, series.group, catalogue)
    return f"{quantity(series)}, {whose}" if whose else quantity(series)


def elsewhere(indicator: Indicator) -> str:
    """The area that an indicator is looked at in, unless that is its own."""
    return "" if indicator.at_home else indicator.area


def people(indicator: Indicator, group: str, catalogue: Catalogue) -> str:
    """One side of a gap in words: a group, in its area where that is not the indicator's own; or an area."""
    if indicator.between == "areas":
        return catalogue.groups[group].title if group == indicator.comparator else indicator.area
    where = f" in {indicator.area}" if elsewhere(indicator) else ""
    return f"{catalogue.groups[group].title}{where}"


def subject(series: Series) -> str:
    """The gap as the subject of a sentence: "the infant mortality gap", "the life expectancy gap for men"."""
    who = f" for {sex_name(series.sex)}" if sex_name(series.sex) else ""
    where = f" in {series.indicator.area}" if elsewhere(series.indicator) else ""
    return f"the {short_name(series.indicator)} gap{where}{who}"


def measured(series: Series) -> str:
    """What a sentence is about: "the infant mortality gap", or of a level "the infant mortality rate"."""
    if series.measure != "rate":
        return subject(series)
    level = "" if series.indicator.level in series.indicator.short else f" {series.indicator.level}"
    return subject(series).replace(" gap", level, 1)


def short_name(indicator: Indicator) -> str:
    """The indicator as people say it inside a sentence."""
    return indicator.short


def sex_name(sex: str) -> str:
    return _SEX_NAMES[sex]


def decimals(point: Point, series: Series) -> int:
    """As many as were printed, but one more than usual at most; for computed numbers what the printed ones can bear."""
    if point.origin == "printed" and point.figures and series.measure != "count":
        return min(point.figures[0].decimals, default_decimals(series) + 1)
    return default_decimals(series)


def default_decimals(series: Series) -> int:
    return {"relative_gap": 1, "ratio": 2, "count": 0, "share": 0}.get(
        series.measure, series.indicator.decimals
    )


def number(value: float, places: int) -> str:
    """ "9,846" or "−0.3", with a true minus sign."""
    text = f"{half_up(abs(value), places):,}"
    return f"−{text}" if value < 0 and half_up(abs(value), places) else text


def amount(value: float, series: Series, places: int) -> str:
    """A value of the series with its unit."""
    if series.measure == "relative_gap" or series.indexed:
        return f"{number(value, places)}%"
    if series.measure in ("ratio", "count"):
        return number(value, places)
    return f"{number(value, places)} {series.indicator.unit}"


def unit_name(series: Series) -> str:
    """The unit of a difference: "percentage points" of a relative gap."""
    return "percentage points" if series.measure == "relative_gap" else series.indicator.unit


def brief(value: float, series: Series, places: int) -> str:
    """A value without its unit, except for per cent, where the unit has been said."""
    return amount(value, series, places) if series.measure == "relative_gap" else number(value, places)


def of_point(point: Point, series: Series) -> str:
    return amount(point.value.value, series, decimals(point, series))


def briefly(point: Point, series: Series) -> str:
    return brief(point.value.value, series, decimals(point, series))


def span(value: Rounded, series: Series, places: int) -> str:
    """The interval of a value: "12.6% to 17.2%"."""
    return f"{brief(value.low, series, places)} to {brief(value.high, series, places)}"


def what(series: Series) -> str:
    """What a sentence about the series speaks of: "gap", "ratio", or of a level "rate" or "life expectancy"."""
    if is_gap(series):
        return "gap"
    return series.indicator.level if series.measure == "rate" else MEASURE_NAMES[series.measure]


def is_gap(series: Series) -> bool:
    """Whether it narrows and widens; a level, a number and a ratio rise and fall."""
    return series.measure in ("absolute_gap", "relative_gap")


def verb(moved: Change, series: Series) -> str:
    """What the series did, as printed: "narrowed", or of a level "fell"; a reversed gap does neither."""
    if not is_gap(series):
        return {1: "rose", -1: "fell", 0: "did not change"}[moved.sign]
    if moved.reversed:
        return {1: "moved against the group", -1: "moved in the group’s favour", 0: "did not change"}[
            moved.sign
        ]
    return {1: "widened", -1: "narrowed", 0: "did not change"}[moved.sign]


def brief_end(point: Point, series: Series) -> str:
    """The first of two ends, whose unit is that of the second."""
    return f"{briefly(point, series)}{reversal(point, series)}{in_brackets(point, series)}"


def end(point: Point, series: Series) -> str:
    """One end of a change: "36.7 deaths per 100,000 (worked back from the published change)" if not printed."""
    return f"{of_point(point, series)}{reversal(point, series)}{in_brackets(point, series)}"


def in_brackets(point: Point, series: Series) -> str:
    """ " (worked back from the published change)" of a gap that was not published itself."""
    return " (worked back from the published change)" if is_worked_back(point, series) else ""


def worked_back(point: Point, series: Series) -> str:
    """ ", worked back from the published change" of a gap that was not published itself."""
    return ", worked back from the published change" if is_worked_back(point, series) else ""


def is_worked_back(point: Point, series: Series) -> bool:
    """Whether a publisher’s change gives it; a ratio is only another reading of a published gap."""
    return point.origin == "implied" and series.measure != "ratio"


def reversal(point: Point, series: Series) -> str:
    """ " (reversed: the group is better off)" of a negative gap."""
    who = series.indicator.area if series.indicator.between == "areas" else "the group"
    return f" (reversed: {who} is better off)" if is_gap(series) and point.value.value < 0 else ""


def per_cent(value: Rounded) -> str:
    """The size of a change in per cent, without its sign, one decimal."""
    return f"{number(abs(value.value), 1)}%"


def change_size(moved: Change, series: Series) -> str:
    """ "11.3%": as published where the publisher gave it, else computed; empty where there is no size to speak of."""
    printed = series.changes.get(moved.last.period)
    if printed and printed.value is not None and moved.first == series.baseline:
        return f"{number(abs(printed.value), printed.decimals)}%"
    return per_cent(moved.per_cent) if moved.per_cent else ""


def per_cent_span(value: Rounded, places: int = 2) -> str:
    """The interval of a change in per cent, with two decimals so that it can be held against a printed one.

    Empty where both ends print the same.
    """
    low, high = sorted((abs(value.low), abs(value.high)))
    if value.low < 0 < value.high:
        return f"{number(value.low, places)}% to {number(value.high, places)}%"
    ends = (f"{number(low, places)}%", f"{number(high, places)}%")
    return "" if ends[0] == ends[1] else " to ".join(ends)


def group_title(catalogue: Catalogue, group: str) -> str:
    return catalogue.groups[group].title


def sentence(text: str) -> str:
    """With a capital at the beginning and a full stop at the end."""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?", ":")) else text + "."


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def day(moment: datetime) -> str:
    """ "14 January 2009", as in London."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def when_published(release: Release) -> str:
    """ "14 January 2009", or "by 13 March 2008" where the day is not known."""
    return release.published_words or day(release.published_at)


def hour(moment: datetime) -> str:
    """ "09:30", and "23:59:59" where it has seconds; by the clock of the moment itself."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


_ORDINALS = {
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
}


def ordinal(count: int) -> str:
    return _ORDINALS.get(count, f"{count}th")
