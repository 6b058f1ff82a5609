"""Sentences about how a gap moved, its extremes, its target, where its pace leads, and what the figures say of why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from healthgap.answer.facts import (
    ChangeFacts,
    ExplainFacts,
    ExtremumFacts,
    NoTargetFacts,
    ProjectionFacts,
    TargetFacts,
    TrendFacts,
)
from healthgap.answer.moves import years_from
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS
from healthgap.period import Period
from healthgap.reply import Table
from healthgap.rounding import Rounded
from healthgap.series import Point, Series, of_levels
from healthgap.trends import Change, Drivers
from healthgap.wording.figures import marks, missing_since
from healthgap.wording.gaps import (
    Prose,
    against_baseline,
    gap_size,
    history,
    off_baseline,
    requirement,
    target_now,
    verdict,
)
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    amount,
    briefly,
    decimals,
    default_decimals,
    group_title,
    listed,
    number,
    of_point,
    per_cent,
    per_cent_span,
    sentence,
    span,
    title,
)


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
    first = points[0]
    ends = (
        f"from {of_point(first, series)} in {first.period} to {of_point(latest, series)} in {latest.period}"
    )
    prose = Prose(sentence(f"{title(series, catalogue)}: {_direction(facts.overall, series)} {ends}"))
    prose.context += missing_since(series, latest)
    if facts.standing:
        prose.context += history(facts.standing)
    prose.context += _target(facts)
    if any(a.period.shared_years(b.period) for a, b in pairwise(points)):
        prose.caveats.append("Neighbouring periods share years, so they move less than single years would.")
    return prose


def _target(facts: TrendFacts) -> list[str]:
    return target_now(facts.standing) if facts.standing else []


def _direction(change: Change, series: Series) -> str:
    if series.measure in ("rate", "count"):
        return {1: "up", -1: "down", 0: "unchanged"}[change.sign]
    words = {1: "wider", -1: "narrower", 0: "unchanged"}[change.sign]
    return f"{words} (within rounding)" if change.direction == "unclear" else words


def table(series: Series, points: Sequence[Point], catalogue: Catalogue) -> Table:
    """The course as a table: period, value, where it comes from."""
    name = title(series, catalogue)
    if series.indexed:
        changes = [point for point in points if point != series.baseline]
        rows = tuple(
            (str(p.period), number(p.value.value - 100, decimals(p, series)), _origin(p)) for p in changes
        )
        return Table(name, ("Period", "Change in the gap since baseline (%)", "Origin"), rows)
    measure = series.indicator.level if series.measure == "rate" else MEASURE_NAMES[series.measure]
    unit = {"relative_gap": " (%)", "ratio": "", "count": ""}.get(
        series.measure, f" ({series.indicator.unit})"
    )
    lines = {p.period: (number(p.value.value, decimals(p, series)), _origin(p)) for p in points}
    lines |= {period: (MISSING_REASONS[why], "not printed") for period, why in _missing_among(points, series)}
    cells = tuple((str(period), *lines[period]) for period in sorted(lines))
    return Table(name, ("Period", f"{measure.capitalize()}{unit}", "Origin"), cells)


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
        prose = Prose(
            sentence(f"{title(series, catalogue)}, {last.period}: {against_baseline(series, last)}")
        )
        prose.context.append("Only this change is held, not the size of the gap in either period.")
        return prose
    verb = _verb(moved, series)
    if facts.printed is not None and facts.printed_point is not None:
        size = f"{number(abs(facts.printed.value), facts.printed_point.figures[0].decimals)}%"
    else:
        size = per_cent(moved.per_cent) if moved.per_cent else ""
    points = _points(moved, series)
    by = f" by {size}" if size and moved.sign else ""
    prose = Prose(
        sentence(
            f"{title(series, catalogue)}, {ends}: {verb}{by}, from {_end(first, series)} to {of_point(last, series)}"
        )
    )
    prose.context.append(sentence(points))
    if moved.direction == "unclear":
        prose.caveats.append("Rounding alone could hide the opposite, so this is no clear change.")
    elif moved.per_cent:
        prose.caveats.append(_how_exact(facts))
    if moved.shared_years:
        prose.caveats.append(f"The two periods share {_years(moved.shared_years)}.")
    prose.context += who_moved(facts.drivers, series, catalogue)
    return prose


def _end(point: Point, series: Series) -> str:
    implied = "an implied " if point.origin == "implied" else ""
    return f"{implied}{of_point(point, series)}"


def _verb(moved: Change, series: Series) -> str:
    if series.measure in ("rate", "count"):
        return {1: "rose", -1: "fell", 0: "did not change"}[moved.sign]
    return {1: "widened", -1: "narrowed", 0: "did not change"}[moved.sign]


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
    interval = per_cent_span(moved.per_cent)
    if facts.printed is not None:
        if moved.first.origin == "implied":
            return "As published; the baseline is implied by it."
        computed = per_cent(moved.per_cent)
        return (
            f"As published; from the printed gaps it is {computed}, anywhere from {interval} after rounding."
        )
    what = {"rate": facts.series.indicator.level, "count": "number"}.get(facts.series.measure, "gap")
    return f"Per cent of the {what}, anywhere from {interval} after rounding."


def _years(count: int) -> str:
    return "one year" if count == 1 else f"{ {2: 'two', 3: 'three', 4: 'four'}.get(count, count) } years"


def who_moved(moved: Drivers | None, series: Series, catalogue: Catalogue) -> list[str]:
    """Which side moved, by the levels as printed."""
    if moved is None:
        return []
    indicator = series.indicator
    level = of_levels(series)
    sides = []
    for group, change in ((indicator.group, moved.group), (indicator.comparator, moved.comparator)):
        verb = _verb(change, level)
        share = f" by {per_cent(change.per_cent)}" if change.per_cent and change.sign else ""
        ends = f"{briefly(change.first, level)} to {briefly(change.last, level)}"
        sides.append(f"that of {group_title(catalogue, group)} {verb}{share} ({ends})")
    text = f"The {indicator.level}{sides[0].removeprefix('that')}, {sides[1]}"
    return [sentence(text)]


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


def target(facts: TargetFacts) -> Prose:
    now, aim = facts.standing.assessment, facts.indicator.target
    series = facts.standing.series
    status = now.status
    prose = Prose(sentence(f"{title(series)}, target: {status}"))
    latest = facts.standing.latest
    prose.context.append(
        f"{requirement(now, series)} The gap was {gap_size(series, latest)}, in {latest.period}."
    )
    prose.context.append(verdict(now, series))
    prose.context += history(facts.standing)
    if aim:
        prose.context.append(f"In full: “{aim.wording}” ({aim.source})")
    return prose


def no_target(facts: NoTargetFacts) -> Prose:
    indicator = facts.indicator
    if facts.group is None:
        return Prose(sentence(f"There is no target for {indicator.short}"))
    beside = f"Their {indicator.level} is monitored beside the {indicator.short} target and is not part of it"
    return Prose(sentence(f"There is no target for {facts.group.title}"), [sentence(beside)])


def projection(facts: ProjectionFacts) -> Prose:
    series, now = facts.standing.series, facts.standing.assessment
    latest, first = facts.standing.latest, facts.first
    if facts.value is None:
        too_far = f"{title(series)}: {facts.by} is too far ahead to read from the pace since {first.period}"
        return Prose(sentence(too_far), [f"The latest is {gap_size(series, latest)}, in {latest.period}."])
    size = _projected_size(facts.value, series)
    prose = Prose(
        sentence(f"{title(series)}: about {size} in {facts.by}, if the pace since {first.period} keeps up")
    )
    if now.required is not None and now.target and facts.by == now.target.due:
        prose.context.append(f"{requirement(now, series)} {_outcome(facts)}")
        prose.context += _when_reached(facts, series)
        if now.since_baseline and facts.first != now.since_baseline.first:
            prose.context.append(f"At the pace since the baseline: {now.since_baseline.status}.")
    start = "" if series.indexed else f", {_end(first, series)} in {first.period}"
    prose.context.append(f"The gap was {gap_size(series, latest)} in {latest.period}{start}.")
    prose.caveats.append("This is arithmetic on the pace so far, not a forecast.")
    return prose


def _projected_size(value: Rounded, series: Series) -> str:
    if series.indexed:
        return off_baseline(value)
    places = default_decimals(series)
    return f"{amount(value.value, series, places)} ({span(value, series, places)} from rounding alone)"


def _outcome(facts: ProjectionFacts) -> str:
    required, value = facts.standing.assessment.required, facts.value
    if required is None or value is None:
        return ""
    if facts.standing.assessment.status == "met":
        return f"It is met on the figures for {facts.standing.latest.period}."
    if value.high <= required:
        return "At that pace it would be met: on track."
    return (
        "At that pace it would be missed: off track."
        if value.low > required
        else "Rounding alone could decide it: too close to call."
    )


def _when_reached(facts: ProjectionFacts, series: Series) -> list[str]:
    if facts.standing.assessment.status == "met" or facts.standing.assessment.required is None:
        return []
    if facts.reached is None:
        return ["At that pace the target would not be reached in any period the figures can speak of."]
    middle = years_from(facts.reached)
    side = (facts.standing.latest.period.years - 1) // 2
    return [sentence(f"On that line it would first be reached in {Period(middle - side, middle + side)}")]


def explained(facts: ExplainFacts, catalogue: Catalogue) -> Prose:
    series, moved = facts.standing.series, facts.change
    ends = f"{moved.first.period} to {moved.last.period}"
    if series.indexed:
        what = against_baseline(series, moved.last)
    else:
        size = f" by {per_cent(moved.per_cent)}" if moved.per_cent and moved.sign else ""
        what = f"{_verb(moved, series)}{size}, from {_end(moved.first, series)} to {of_point(moved.last, series)}"
    prose = Prose("The figures cannot say why, only what moved.")
    prose.context.append(sentence(f"{title(series, catalogue)}, {ends}: {what}"))
    who = who_moved(facts.drivers, series, catalogue)
    prose.context += who or [
        "The levels of both sides are not held for these periods, so which side moved cannot be said."
    ]
    if moved.last == facts.standing.latest:
        prose.context += history(facts.standing)
    return prose
