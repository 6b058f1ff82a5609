"""Which way something moved, in words, and whether that is the way that was taken for granted."""

from __future__ import annotations

from itertools import pairwise

from healthgap.answer.facts import TrendFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.answer.moves import WAYS
from healthgap.series import Series
from healthgap.targets import Assessment, Status
from healthgap.trends import Change, change
from healthgap.wording.aims import is_early
from healthgap.wording.numbers import (
    brief_end,
    briefly,
    change_size,
    decimals,
    default_decimals,
    end,
    is_gap,
    listed,
    number,
    unit_name,
    verb,
)


def is_otherwise(supposed: str | None, moved: Change) -> bool:
    """Whether it moved another way than was taken for granted."""
    return supposed is not None and WAYS[supposed] != moved.sign


def way(moved: Change, series: Series) -> str:
    if series.measure in ("rate", "count"):
        return {1: "rising", -1: "falling", 0: "unchanged"}[moved.sign]
    return {1: "widening", -1: "narrowing", 0: "unchanged"}[moved.sign]


def denial(supposed: str | None, moved: Change, series: Series) -> str:
    """ "It did not narrow. " before what it did, where it did not move as was taken for granted; else empty."""
    if not is_otherwise(supposed, moved):
        return ""
    words = {"narrower": ("narrow", "fall"), "wider": ("widen", "rise")}
    return f"It did not {words[supposed or ''][not is_gap(series)]}. "


def how_moved(moved: Change, series: Series, manner: Manner = PLAIN) -> str:
    """ "narrowed by 3 percentage points, from 19% to 16%"; where chance could have done it, that first."""
    size = _size(moved, series, manner)
    ends = f"from {brief_end(moved.first, series)} to {end(moved.last, series)}"
    if moved.verdict == "no clear change" and moved.sign:
        words = {"narrowed": "narrower", "widened": "wider", "fell": "lower", "rose": "higher"}
        word = words.get(verb(moved, series), "higher" if moved.sign > 0 else "lower")
        return f"no clear change; {size} {word} on the figures held, {ends}"
    if moved.sign == 0 and briefly(moved.first, series) == briefly(moved.last, series):
        return f"unchanged at {end(moved.last, series)}"
    by = f" by {size}" if size and moved.sign else ""
    yearly = f", {_a_year(moved, series)}" if manner.a_year else ""
    return f"{verb(moved, series)}{by}, {ends}{yearly}"


def _size(moved: Change, series: Series, manner: Manner) -> str:
    """How far it moved: a relative gap in points, all else in per cent; empty without a size.

    What was asked in another unit than it is usually told in is told in both.
    """
    in_unit, share = in_points(moved, series), change_size(moved, series)
    if series.measure == "relative_gap":
        return f"{share} of itself ({in_unit})" if manner.in_per_cent and share else in_unit
    return f"{in_unit} ({share})" if manner.in_unit and share else share


def _a_year(moved: Change, series: Series) -> str:
    """ "1.3 deaths per 100,000 a year", between the middles of the two periods."""
    years = moved.last.period.middle - moved.first.period.middle
    places = default_decimals(series) + 1 if series.measure == "relative_gap" else default_decimals(series)
    unit = f" {unit_name(series)}" if series.measure not in ("ratio", "count") else ""
    return f"about {number(abs(moved.difference.value) / years, places)}{unit} a year"


def in_points(moved: Change, series: Series) -> str:
    """The difference in the unit: "3 percentage points"."""
    places = max(
        decimals(moved.first, series) if moved.first.origin == "printed" else 1, decimals(moved.last, series)
    )
    size = number(abs(moved.difference.value), places)
    unit = "percentage points" if series.measure == "relative_gap" else series.indicator.unit
    unit = "" if series.measure in ("ratio", "count") else unit
    if size == "1" and unit == "percentage points":
        unit = "percentage point"
    return f"{size} {unit}".strip()


def yes_or_no(facts: TrendFacts) -> str:
    """Where one way was asked about: yes or no if the whole course and its last step agree, else each by itself."""
    if facts.supposed is None or facts.overall is None:
        return ""
    if facts.overall.reversed and is_gap(facts.series):
        return ""  # which way is narrower, once the other side is worse off?
    if facts.of_steps:
        return _of_steps(facts)
    last = change(*facts.points[-2:])
    overall, lately = (not is_otherwise(facts.supposed, moved) for moved in (facts.overall, last))
    if overall == lately:
        return "Yes" if lately else "No"
    since = f"since {facts.overall.first.period}"
    if lately:
        return f"Yes at the last reading, but no {since}"
    return f"Yes {since}, but no at the last reading"


def _of_steps(facts: TrendFacts) -> str:
    """Whether each step, or any, went the way that was asked about; of what lies between steps nothing is known."""
    steps = [change(*ends) for ends in pairwise(facts.points)]
    apart = len(steps) == 1 or any(b.period.start - a.period.start > 1 for a, b in pairwise(facts.points))
    held = ", between the periods held" if apart else ""
    otherwise = [str(step.last.period) for step in steps if is_otherwise(facts.supposed, step)]
    so = [str(step.last.period) for step in steps if not is_otherwise(facts.supposed, step)]
    if facts.of_steps == "each":
        return f"No, not in {listed(otherwise, 'or')}" if otherwise else f"Yes{held}"
    return f"Yes, in {listed(so)}" if so else f"No{held}"


def yes_no(now: Assessment, manner: Manner, status: Status | None = None) -> str:
    """The answer to whether a target is or will be met, with its verdict; empty where that was not asked.

    `status` is the verdict that decides, that of the assessment unless given.
    """
    verdict = status or now.status
    if manner.asks != "whether" or verdict == "not assessable":
        return "Cannot be said" if manner.asks == "whether" else ""
    told = "met so far" if verdict == "met" and is_early(now) else verdict
    if verdict == "too close to call":
        return "Not yet, and too close to call" if manner.hope == "reached" else f"Cannot be said, {told}"
    good = verdict in ("met", "on track")
    if manner.hope == "reached" and verdict != "met":
        over = now.pace is None
        return f"No, {told}" if over else f"Not yet, {'but' if good else 'and'} {told}"
    if not manner.hope:
        return ""
    if manner.hope == "lost" and now.pace is not None:
        return f"Cannot be said yet, {told}"
    return f"{'No' if good == (manner.hope in ('missed', 'lost')) else 'Yes'}, {told}"
