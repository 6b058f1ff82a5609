"""Sentences about a target: where the gap stands, how far it has to go, and where its pace leads."""

from __future__ import annotations

from healthgap.answer.facts import NoTargetFacts, OtherMeasure, ProjectionFacts, TargetFacts
from healthgap.answer.moves import years_from
from healthgap.period import Period
from healthgap.projections import Projection
from healthgap.series import Series
from healthgap.targets import Assessment, Reading, revised_baseline
from healthgap.trends import Change
from healthgap.wording import chance
from healthgap.wording.aims import (
    judged_otherwise,
    off_baseline,
    pace_since_baseline,
    read_off,
    requirement,
    status,
    target_now,
)
from healthgap.wording.gaps import gap_size, history
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    amount,
    default_decimals,
    end,
    listed,
    number,
    of_point,
    per_cent,
    sentence,
    title,
    verb,
    what,
)
from healthgap.wording.prose import Prose

_READINGS = {
    "least squares": "by a line through all points",
    "constant ratio": "at the same per cent a year",
    "levels": "with each side’s level on its own line",
}


def target(facts: TargetFacts) -> Prose:
    now, aim = facts.standing.assessment, facts.indicator.target
    series = facts.standing.series
    judged = now.latest or facts.standing.latest
    prose = Prose(
        f"{title(series)}, target: {now.status}. The {what(series)} was {gap_size(series, judged)} in {judged.period}. "
        f"{requirement(now, series)}"
    )
    prose.context += [*progress(now, series), status(now, series), *history(facts.standing)]
    prose.caveats += judged_otherwise(now, series)
    prose.caveats += other_measure(facts.other, facts.standing.since_baseline, series, now)
    since = facts.standing.since_baseline
    if since and since.verdict == "no clear change":
        prose.caveats.append(chance.of_change(since, series))
    prose.caveats += _revised(series)
    if aim:
        prose.caveats.append(f"In full: “{aim.wording}” ({aim.source})")
    return prose


def progress(now: Assessment, series: Series) -> list[str]:
    """ "It has 4.3 percentage points to go, a fall of 1.1 a year."; empty where nothing is left, or no size known."""
    distance, gone, needed = now.distance, now.share_gone, now.needed_per_year
    if distance is None or series.indexed or now.status == "met":
        return []
    places = max(default_decimals(series), 1)
    unit = " percentage points" if series.measure == "relative_gap" else f" {series.indicator.unit}"
    share = f"; {number(gone.value, 0)}% of the way is done" if gone and 0 < gone.value < 100 else ""
    way = "rise" if needed and needed.value > 0 else "fall"
    pace = f", a {way} of {number(abs(needed.value), places)} a year" if needed else ""
    return [f"It has {number(abs(distance.value), places)}{unit} to go{pace}{share}."]


def other_measure(
    other: OtherMeasure | None, told: Change | None, series: Series, now: Assessment | None = None
) -> list[str]:
    """The other gap, where it moved the other way or would be judged otherwise; nothing where both agree."""
    if other is None or told is None:
        return []
    beside = other.change
    opposite = told.sign * beside.sign < 0
    judged = other.assessment
    otherwise = bool(now and judged and "not assessable" not in (now.status, judged.status))
    otherwise = otherwise and now is not None and judged is not None and now.status != judged.status
    if not (opposite or otherwise) or beside.direction == "unclear":
        return []
    size = f" by {per_cent(beside.per_cent)}" if beside.per_cent and beside.sign else ""
    conclusion = f": {judged.status}, were the target set on it" if otherwise and judged else ""
    return [
        sentence(
            f"The {MEASURE_NAMES[other.series.measure]} says otherwise: it {verb(beside, other.series)}{size}, from "
            f"{of_point(beside.first, other.series)} in {beside.first.period} to "
            f"{of_point(beside.last, other.series)} in {beside.last.period}{conclusion}"
        )
    ]


def _revised(series: Series) -> list[str]:
    found, target = revised_baseline(series), series.indicator.target
    if found is None or target is None:
        return []
    first, held = found
    kept = "percentage" if target.if_revised == "percentage" else "value that it required at first"
    then = amount(first, series, default_decimals(series))
    now = of_point(held, series)
    return [f"The baseline was {then} when the target was set and is now {now}; the target keeps its {kept}."]


def no_target(facts: NoTargetFacts) -> Prose:
    indicator = facts.indicator
    if facts.group is None:
        return Prose(sentence(f"There is no target for {indicator.short}"))
    beside = f"Their {indicator.level} is monitored beside the {indicator.short} target and is not part of it"
    return Prose(sentence(f"There is no target for {facts.group.title}"), [sentence(beside)])


def projection(facts: ProjectionFacts) -> Prose:
    series, now = facts.standing.series, facts.standing.assessment
    latest, first = facts.standing.latest, facts.first
    if facts.line is None:
        too_far = f"{title(series)}: {facts.by} is too far ahead to read from the pace since {first.period}"
        return Prose(sentence(too_far), [f"The latest is {gap_size(series, latest)}, in {latest.period}."])
    size = _projected_size(facts.line, series)
    about_target = now.required is not None and now.target is not None and facts.by == now.target.due
    judged = f": {facts.status}" if about_target and facts.status != "not assessable" else ""
    keeps_up = f"if the pace since {first.period} keeps up{judged}"
    prose = Prose(sentence(f"{title(series)}: about {size} in {facts.by}, {keeps_up}"))
    if about_target:
        asked = target_now(facts.standing) if now.status == "met" else [requirement(now, series)]
        prose.context += [*asked, *_when_reached(facts, series)]
        if now.since_baseline and facts.first != now.since_baseline.first:
            prose.caveats.append(pace_since_baseline(now.since_baseline, series))
    prose.caveats += _others(facts, about_target)
    start = "" if series.indexed else f", {end(first, series)} in {first.period}"
    prose.context.append(f"The {what(series)} was {gap_size(series, latest)} in {latest.period}{start}.")
    prose.caveats.append("This is arithmetic on the pace so far, not a forecast.")
    return prose


def _projected_size(line: Projection, series: Series) -> str:
    if series.indexed:
        return off_baseline(line.value)
    return f"{amount(line.value.value, series, default_decimals(series))} ({read_off(line, series)})"


def _others(facts: ProjectionFacts, about_target: bool) -> list[str]:
    """The readings that say something else: another status, or without a target intervals that do not meet."""
    series = facts.standing.series
    if facts.line is None or series.indexed:
        return []
    told = [
        _other(reading, series, about_target)
        for reading in facts.others
        if (reading.status != facts.status if about_target else _apart(reading.projection, facts.line))
    ]
    return [sentence(f"Other readings differ: {listed(told)}")] if told else []


def _apart(one: Projection, other: Projection) -> bool:
    """Whether neither rounding nor chance could make the two the same."""
    by_chance = one.limits and other.limits and one.limits.meets(other.limits)
    return not (by_chance or one.value.agrees_with(other.value))


def _other(reading: Reading, series: Series, about_target: bool) -> str:
    size = amount(reading.at_due.value, series, default_decimals(series))
    judged = f" ({reading.status})" if about_target else ""
    return f"{_READINGS[reading.projection.method]} {size}{judged}"


def _when_reached(facts: ProjectionFacts, series: Series) -> list[str]:
    if facts.standing.assessment.status == "met":
        return []
    if facts.reached is None:
        return ["At that pace the target would not be reached in any period the figures can speak of."]
    middle = years_from(facts.reached)
    side = (facts.standing.latest.period.years - 1) // 2
    return [sentence(f"On that line it would first be reached in {Period(middle - side, middle + side)}")]
