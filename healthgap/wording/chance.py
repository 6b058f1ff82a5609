"""Sentences about chance: what it leaves of a gap, whether a change is more than it, and why that is not known."""

from __future__ import annotations

from collections.abc import Mapping

from healthgap.answer.facts import CertaintyFacts, ExcessFacts
from healthgap.catalogue import Catalogue
from healthgap.measures.fingertips import RecentTrend
from healthgap.sampling import FEWEST_EVENTS, Interval, Unsampled
from healthgap.series import Point, Series
from healthgap.trends import Change, TrendTest
from healthgap.wording.numbers import (
    brief,
    default_decimals,
    is_gap,
    number,
    of_point,
    people,
    sentence,
    title,
    verb,
    what,
)
from healthgap.wording.prose import Prose, Rank

UNKNOWN: Mapping[Unsampled, str] = {
    "no counts": "neither counts with denominators nor limits of both sides are held",
    "few events": f"there were fewer than {FEWEST_EVENTS} events on one side",
    "share unknown": "the comparator contains the group, and the group’s share of it is not known",
    "not consistent": "the counts or limits of the two sides contradict each other",
    "not printed": "a figure in it was not printed itself",
}
_PARTLY_HELD = ("few events", "share unknown", "not consistent")


def of_value(point: Point, series: Series) -> list[str]:
    """What chance leaves of a number; why it is not known, where some of what it needs is held; else nothing."""
    found = point.sampling
    if isinstance(found, str):
        return [f"95% range not computed: {UNKNOWN[found]}."] if found in _PARTLY_HELD else []
    return [f"95% range from chance: {limits(found.interval, series)}."]


def range_of(point: Point, series: Series) -> str:
    """ "13.2% to 18.8%", where it is known."""
    return limits(point.sampled.interval, series) if point.sampled else ""


def basis_of(point: Point) -> list[str]:
    """What the range of chance rests on, where there is one."""
    found = point.sampled
    if found is None:
        return []
    if found.basis == "published limits":
        return ["The range is as published."]
    basis = "the counts" if found.basis == "counts" else "the published limits of both sides"
    if found.share is None:
        return [f"The range comes from {basis}."]
    share = number(100 * found.share, 0)
    return [f"The range comes from {basis}; the group is {share}% of its comparator, which is allowed for."]


def limits(interval: Interval, series: Series) -> str:
    """ "13.2% to 18.8%"."""
    places = default_decimals(series)
    return f"{brief(interval.low, series, places)} to {brief(interval.high, series, places)}"


def of_change(moved: Change, series: Series) -> str:
    """What chance leaves of a change, or that it cannot be said; one sentence."""
    if moved.difference_limits is None:
        return f"Whether the {what(series)} moved more than by chance cannot be said from the figures held."
    verdict = (
        "so it may be chance alone" if moved.verdict == "no clear change" else "so it is more than chance"
    )
    return f"95% range from chance: {_change_ends(moved, series)}, {verdict}."


def _change_ends(moved: Change, series: Series) -> str:
    """ "23.5% narrower to 3.2% wider"; the difference in its unit where per cent of the first gap has no limits."""
    in_per_cent = moved.per_cent_limits
    found = in_per_cent or moved.difference_limits
    if found is None:
        return ""
    places = 1 if in_per_cent else default_decimals(series)
    unit = "%" if in_per_cent else _unit(series)
    ends = sorted((found.low, found.high), key=lambda end: end * moved.sign)
    lower, higher = _words(moved, series)
    return " to ".join(f"{number(abs(end), places)}{unit} {higher if end > 0 else lower}" for end in ends)


def _unit(series: Series) -> str:
    if series.measure == "relative_gap":
        return " percentage points"
    return "" if series.measure in ("ratio", "count") else f" {series.indicator.unit}"


def _words(moved: Change, series: Series) -> tuple[str, str]:
    as_gap = is_gap(series) and not moved.reversed
    return ("narrower", "wider") if as_gap else ("lower", "higher")


def certainty(facts: CertaintyFacts, catalogue: Catalogue) -> Prose:
    """Yes or no clear change first, then the interval, then the tests."""
    series, moved = facts.series, facts.change
    first, last = (f"{of_point(point, series)} in {point.period}" for point in (moved.first, moved.last))
    beyond_chance = moved.verdict not in (None, "no clear change")
    opening = f"Yes, it {verb(moved, series)}" if beyond_chance else "No clear change"
    prose = Prose(sentence(f"{title(series, catalogue)}: {opening}, from {first} to {last}"))
    prose.note(Rank.MEANING, of_change(moved, series))
    if facts.test:
        prose.note(Rank.ASKED, tested(facts.test, series))
    if facts.recent:
        prose.note(Rank.ASKED, recent(facts.recent, series))
    if moved.shared_years:
        prose.caveat(Rank.ASKED, "The two periods share years; the range allows for that.")
    return prose


def tested(test: TrendTest, series: Series) -> str:
    """The test over periods that share no year, in one sentence."""
    first, last = test.points[0].period, test.points[-1].period
    over = f"Over the {len(test.points)} periods that share no year, {first} to {last},"
    if test.verdict == "no clear change":
        return f"{over} there is no clear trend."
    moved = {
        "narrower": "got narrower",
        "wider": "got wider",
        "in favour": "moved in the group’s favour",
        "against": "moved against the group",
    }[test.verdict]
    pace = f"{number(abs(test.slope), default_decimals(series) + 1)}{_unit(series)}"
    return f"{over} it {moved} by {pace} a year, beyond chance."


def recent(found: RecentTrend, series: Series) -> str:
    """Fingertips' recent trend in one sentence, or why its rule gives none."""
    if found.reason:
        return found.reason
    words = {"Increasing": "it is increasing", "Decreasing": "it is decreasing"}
    said = words.get(found.marker, "there is no significant change")
    return f"Over the latest five years {said}, by Fingertips’ recent-trend rule."


def excess(facts: ExcessFacts, catalogue: Catalogue) -> Prose:
    """How many events the gap stands for."""
    indicator, found = facts.indicator, facts.excess
    group, other = (people(indicator, side, catalogue) for side in (indicator.group, indicator.comparator))
    size, happened = (
        number(abs(found.number.value), 0),
        f"{number(found.count, 0)} {indicator.events or 'events'}",
    )
    fewer = "fewer" if found.number.value >= 0 else "more"
    of_them = f"of the {happened}" if found.number.value >= 0 else f"on top of the {happened}"
    prose = Prose(
        sentence(f"{indicator.title}, {found.period}: the gap stands for about {size} {of_them} in {group}")
    )
    years = f", about {number(abs(found.per_year), 0)} a year" if found.period.years > 1 else ""
    sign = 1 if found.number.value >= 0 else -1
    low, high = sorted(sign * end for end in (found.number.low, found.number.high))
    left = f"{number(low, 0)} to {number(high, 0)} after rounding"
    if found.limits:
        low, high = sorted(sign * end for end in (found.limits.low, found.limits.high))
        left += f"; 95% range from chance: {number(low, 0)} to {number(high, 0)}"
    prose.note(
        Rank.ASKED,
        sentence(f"That many {fewer} would have happened at the {indicator.level} of {other}{years}; {left}"),
    )
    prose.caveat(
        Rank.MEANING,
        "That is arithmetic on the gap, and says nothing of what could have been prevented.",
    )
    return prose
