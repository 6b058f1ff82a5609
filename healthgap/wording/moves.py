"""Sentences about how a gap or a level moved: its course, a change, its extremes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from healthgap.answer.facts import ChangeFacts, ExtremumFacts, TrendFacts
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS
from healthgap.period import Period
from healthgap.reply import Table
from healthgap.series import Point, Series
from healthgap.trends import Change
from healthgap.wording import chance, drivers
from healthgap.wording.aims import judged_otherwise, target_now
from healthgap.wording.figures import marks, missing_since
from healthgap.wording.gaps import against_baseline, gap_size, history, set_against
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    change_size,
    decimals,
    default_decimals,
    end,
    is_gap,
    listed,
    number,
    per_cent,
    per_cent_span,
    sentence,
    title,
    verb,
)
from healthgap.wording.prose import Prose
from healthgap.wording.targets import other_measure
from healthgap.wording.ways import is_otherwise, opening, yes_or_no


def trend(facts: TrendFacts, catalogue: Catalogue) -> Prose:
    series, points = facts.series, facts.points
    latest = points[-1]
    if len(points) == 1 or facts.overall is None:
        return Prose(
            sentence(
                f"{title(series, catalogue)}: one period is held, {latest.period}: {gap_size(series, latest)}"
            )
        )
    if series.indexed:
        return Prose(
            sentence(f"{title(series, catalogue)}, {latest.period}: {against_baseline(series, latest)}"),
            _target(facts),
        )
    against = set_against(facts.standing) if facts.standing and facts.standing.since_baseline else ""
    whole = bool(against) and points == series.points
    course = (
        f"{gap_size(series, latest)} in {latest.period}, {against}" if whole else _ends(facts, facts.overall)
    )
    told = f"{title(series, catalogue)}: {course}"
    word = yes_or_no(facts)
    prose = Prose(sentence(f"{word}: {told[0].lower()}{told[1:]}" if word else told))
    prose.context += missing_since(series, latest)
    if facts.standing and not whole:
        prose.context += history(facts.standing)
    prose.context += _target(facts)
    if facts.standing:
        prose.caveats += judged_otherwise(facts.standing.assessment, series)
    if facts.recent and not facts.recent.reason:
        prose.context.append(chance.recent(facts.recent, series))
    if any(a.period.shared_years(b.period) for a, b in pairwise(points)):
        prose.caveats.append("Neighbouring periods share years, so they move less than single years would.")
    return prose


def _target(facts: TrendFacts) -> list[str]:
    return target_now(facts.standing) if facts.standing else []


def _ends(facts: TrendFacts, overall: Change) -> str:
    """ "narrower from 19% in 2002-04 to 16% in 2005-07"."""
    first, last = facts.points[0], facts.points[-1]
    ends = f"from {end(first, facts.series)} in {first.period} to {end(last, facts.series)} in {last.period}"
    return f"{_direction(overall, facts.series)} {ends}"


def _direction(change: Change, series: Series) -> str:
    if not is_gap(series):
        return {1: "up", -1: "down", 0: "unchanged"}[change.sign]
    if change.reversed:
        return verb(change, series)
    words = {1: "wider", -1: "narrower", 0: "unchanged"}[change.sign]
    return f"{words} (within rounding)" if change.direction == "unclear" else words


def table(series: Series, points: Sequence[Point], catalogue: Catalogue) -> Table:
    """The course as a table: period, value, where it comes from, and what chance leaves where that is known."""
    name = title(series, catalogue)
    if series.indexed:
        changes = [point for point in points if point != series.baseline]
        rows = tuple(
            (str(p.period), number(p.value.value - 100, decimals(p, series)), _origin(p)) for p in changes
        )
        return Table(name, ("Period", "Change in the gap since baseline (%)", "Origin"), rows)
    lines = {
        p.period: (number(p.value.value, decimals(p, series)), _origin(p), _limits(p, series)) for p in points
    }
    lines |= {
        period: (MISSING_REASONS[why], "not printed", "") for period, why in _missing_among(points, series)
    }
    heads = ("Period", value_head(series), "Origin", "95% limits")
    shown = len(heads) if any(point.sampled for point in points) else len(heads) - 1
    cells = tuple((str(period), *lines[period])[:shown] for period in sorted(lines))
    return Table(name, heads[:shown], cells)


def _limits(point: Point, series: Series) -> str:
    """ "13.2 to 18.8"; nothing where chance is not known."""
    if point.sampled is None:
        return ""
    ends = (point.sampled.interval.low, point.sampled.interval.high)
    return " to ".join(number(end, default_decimals(series)) for end in ends)


def value_head(series: Series) -> str:
    """The head over a column of values: "Relative gap (%)"."""
    measure = series.indicator.level if series.measure == "rate" else MEASURE_NAMES[series.measure]
    unit = {"relative_gap": " (%)", "ratio": "", "count": ""}.get(
        series.measure, f" ({series.indicator.unit})"
    )
    return f"{measure.capitalize()}{unit}"


def _origin(point: Point) -> str:
    """ "printed, provisional"."""
    return ", ".join((point.origin, *marks(point)))


def _missing_among(points: Sequence[Point], series: Series) -> list[tuple[Period, str]]:
    """The periods from the first of `points` on that have no value, up to the last unless that is the latest."""
    first, last = points[0].period, points[-1].period
    whole = points[-1] == series.latest
    return [
        (period, why) for period, why in series.missing.items() if first < period and (whole or period < last)
    ]


def changed(facts: ChangeFacts, catalogue: Catalogue) -> Prose:
    series, moved = facts.series, facts.change
    first, last = moved.first, moved.last
    ends = f"{first.period} to {last.period}"
    if series.indexed:
        name = opening(facts.supposed, moved, f"{title(series, catalogue)}, {last.period}")
        prose = Prose(sentence(f"{name}: {against_baseline(series, last)}"))
        prose.context.append("Only this change is held, not the size of the gap in either period.")
        return prose
    size = change_size(moved, series)
    points = _points(moved, series)
    by = f" by {size}" if size and moved.sign and moved.verdict != "no clear change" else ""
    name = opening(facts.supposed, moved, f"{title(series, catalogue)}, {ends}")
    told = f"{_moved(moved, series)}{by}, from {end(first, series)} to {end(last, series)}"
    prose = Prose(sentence(f"{name}: {told}"))
    prose.context.append(sentence(points))
    if moved.direction == "unclear":
        prose.caveats.append("Rounding alone could hide the opposite, so this is no clear change.")
    elif moved.per_cent:
        prose.caveats.append(_how_exact(facts))
    if moved.difference_limits or is_gap(series):
        prose.caveats.append(chance.of_change(moved, series))
    if moved.shared_years:
        prose.caveats.append(f"The two periods share {_years(moved.shared_years)}.")
    if facts.standing and is_otherwise(facts.supposed, moved):
        prose.context += history(facts.standing)
    else:
        prose.context += drivers.who_moved(facts.drivers, series, catalogue)
    prose.caveats += other_measure(facts.other, moved, series)
    reason = drivers.because(facts.drivers, moved, series, catalogue)
    prose.context += [reason] if reason else []
    return prose


def _moved(moved: Change, series: Series) -> str:
    """What it did; where chance could have done it, that first, and then what the printed figures say."""
    if moved.verdict != "no clear change" or not moved.sign:
        return verb(moved, series)
    words = {"narrowed": "narrower", "widened": "wider", "fell": "lower", "rose": "higher"}
    word = words.get(verb(moved, series), "higher" if moved.sign > 0 else "lower")
    size = f"{per_cent(moved.per_cent)} {word}" if moved.per_cent else word
    return f"no clear change; {size} on the printed figures"


def _points(moved: Change, series: Series) -> str:
    """The difference in the unit: percentage points for a relative gap."""
    places = max(
        decimals(moved.first, series) if moved.first.origin == "printed" else 1, decimals(moved.last, series)
    )
    size = number(abs(moved.difference.value), places)
    if moved.sign == 0:
        return "The two figures are the same as printed"
    unit = "percentage points" if series.measure == "relative_gap" else series.indicator.unit
    unit = "" if series.measure in ("ratio", "count") else unit
    if size == "1" and unit == "percentage points":
        unit = "percentage point"
    return f"That is {size} {unit} {'more' if moved.sign > 0 else 'less'}".replace("  ", " ")


def _how_exact(facts: ChangeFacts) -> str:
    moved = facts.change
    if moved.per_cent is None:
        return ""
    if facts.printed is not None:
        interval = per_cent_span(moved.per_cent)
        if moved.first.origin == "implied":
            return "As published; the baseline is implied by it."
        computed = per_cent(moved.per_cent)
        left = f", anywhere from {interval} after rounding" if interval else ""
        return f"As published; from the printed gaps it is {computed}{left}."
    interval = per_cent_span(moved.per_cent, 1)
    if not interval:
        return ""
    what = {"rate": facts.series.indicator.level, "count": "number"}.get(facts.series.measure, "gap")
    return f"As a share of the {what}, the change is anywhere from {interval} after rounding."


def _years(count: int) -> str:
    return "one year" if count == 1 else f"{ {2: 'two', 3: 'three', 4: 'four'}.get(count, count) } years"


def extremum(facts: ExtremumFacts, catalogue: Catalogue) -> Prose:
    series = facts.series
    word = "widest" if facts.direction == "max" else "narrowest"
    if series.measure in ("rate", "count"):
        word = "highest" if facts.direction == "max" else "lowest"
    when = listed([str(point.period) for point in facts.points])
    prose = Prose(
        sentence(f"{title(series, catalogue)}: {word} in {when}, at {gap_size(series, facts.points[0])}")
    )
    latest = facts.standing.latest
    if latest not in facts.points:
        prose.context.append(sentence(f"The latest is {gap_size(series, latest)}, in {latest.period}"))
    prose.context.append(
        sentence(f"Of the {len(series.points)} periods held, {series.points[0].period} to {latest.period}")
    )
    if any(point.origin == "implied" for point in facts.points):
        prose.caveats.append("That figure is implied by a printed change, not printed itself.")
    return prose
