"""Sentences that hold something against the figures: a claim, a threshold, a run, what a target takes, two gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.catalogue import Catalogue
from healthgap.question.phrase import amount_words
from healthgap.series import Point, Series, of_levels
from healthgap.wording import gaps, moves, targets, ways
from healthgap.wording.aims import requirement, verdict
from healthgap.wording.gaps import gap_size, history
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    amount,
    brief,
    briefly,
    change_size,
    default_decimals,
    end,
    listed,
    number,
    of_point,
    people,
    sentence,
    subject,
    title,
    verb,
)
from healthgap.wording.prose import Prose

_VERDICTS = {
    "right": "Right",
    "wrong": "Wrong",
    "not as printed": "Not what the printed figures give",
    "not checkable": "Not checkable",
}
_MOST_LISTED = 6

_TELL: Mapping[type, Callable[[Any, Catalogue], Prose]] = {
    f.GapFacts: gaps.gap,
    f.LevelFacts: gaps.level,
    f.ShareFacts: gaps.share,
    f.ChangeFacts: moves.changed,
    f.TargetFacts: lambda fact, _: targets.target(fact),
}


def claim(facts: c.ClaimFacts, catalogue: Catalogue) -> Prose:
    """The verdict with the figures as they are; of the rest only what explains the verdict."""
    plain = replace(facts.told, supposed=None) if isinstance(facts.told, f.ChangeFacts) else facts.told
    told = _TELL[type(plain)](plain, catalogue)
    if isinstance(facts.told, f.TargetFacts):
        told = _target(facts.told)
    since = f" only since {facts.only_since}" if facts.only_since else ""
    prose = Prose(f"{_VERDICTS[facts.verdict]}{since}: {_in_sentence(told.headline)}")
    if facts.verdict == "not checkable":
        prose.context += _not_checkable(facts, told)
        return prose
    if facts.fits:
        prose.context.append(_taken_for_the_other(facts))
    elif facts.verdict == "not as printed":
        prose.context.append(
            f"Rounding alone could make it {amount_words(facts.amount)}, so that is not ruled out."
        )
    if isinstance(facts.told, f.ChangeFacts) and facts.fits is None:
        prose.context += told.context[:1]
        prose.context += history(facts.told.standing) if facts.told.standing else []
    if isinstance(facts.told, f.TargetFacts):
        prose.context += told.context
    prose.caveats += told.caveats
    return prose


def _not_checkable(facts: c.ClaimFacts, told: Prose) -> list[str]:
    if facts.actual is None:
        return ["No figure of that kind is held to check it against.", *told.context[:1]]
    bound = number(facts.amount.value, facts.amount.decimals or 0)
    return [f"The printed figure is rounded, and could lie on either side of {bound}.", *told.caveats]


def _target(facts: f.TargetFacts) -> Prose:
    """What the target asks for, by its share of the baseline as well where it is one."""
    now, aim = facts.standing, facts.indicator.target
    told = requirement(now.assessment, now.series)
    if aim and aim.shape == "cut_gap" and aim.size is not None and not now.series.indexed:
        share = f"The target is a gap at least {number(aim.size, 0)}% narrower than at baseline, "
        told = told.replace("The target is ", share, 1)
    return Prose(told, [f"In full: “{aim.wording}” ({aim.source})"] if aim else [])


def together(claims: Sequence[c.ClaimFacts]) -> Prose:
    """One line over the verdicts on a statement with several numbers."""
    verdicts = {claim.verdict for claim in claims}
    if verdicts == {"right"}:
        return Prose("Right, all of it.")
    return Prose("Wrong, all of it." if verdicts == {"wrong"} else "Not all of it is right.")


def _taken_for_the_other(facts: c.ClaimFacts) -> str:
    """Per cent of the gap and percentage points, the classic mistake."""
    size = number(facts.amount.value, facts.amount.decimals or 0)
    points = "percentage point" if size == "1" else "percentage points"
    if facts.fits == "points":
        return f"It moved by {size} {points}; per cent of the gap is another thing."
    return f"The {size}% is per cent of the gap, not percentage points."


def threshold(facts: c.ThresholdFacts, catalogue: Catalogue) -> Prose:
    series = facts.series
    line = f"{_BOUNDS[facts.amount.bound]} {brief(facts.amount.value, series, facts.amount.decimals or 0)}"
    name = title(series, catalogue)
    held = f"{facts.held[0].period} to {facts.held[-1].period}"
    if not facts.points:
        prose = Prose(sentence(f"No: {_in_sentence(name)}, was never {line} in any period held, {held}"))
    elif len(facts.points) == len(facts.held):
        prose = Prose(sentence(f"{name}: {line} in every period held, {held}"))
    else:
        prose = Prose(sentence(f"{name}: {line} in {_periods(facts.points, series)}"))
    if facts.crossing:
        before, after = facts.crossing
        ends = f"from {end(before, series)} in {before.period} to {of_point(after, series)} in {after.period}"
        prose.context.append(sentence(f"It last went {line} in {after.period}: {ends}"))
    latest = facts.held[-1]
    if latest not in facts.points:
        prose.context.append(sentence(f"The latest is {gap_size(series, latest)}, in {latest.period}"))
    if facts.unsure:
        where = listed([str(point.period) for point in facts.unsure])
        prose.caveats.append(f"In {where} the printed figure is so close that rounding alone decides.")
    if facts.amount.unit == "points" and series.measure == "relative_gap":
        prose.caveats.append("This gap is in per cent of the comparator’s level, not in points.")
    return prose


_BOUNDS = {"above": "above", "below": "below", "at_least": "at or above", "at_most": "at or below"}


def _in_sentence(name: str) -> str:
    return name[0].lower() + name[1:]


def _periods(points: Sequence[Point], series: Series) -> str:
    if len(points) > _MOST_LISTED:
        first, last = _with_size(points[0], series), _with_size(points[-1], series)
        return f"{len(points)} periods, first in {first} and last in {last}"
    return listed([_with_size(point, series) for point in points])


def _with_size(point: Point, series: Series) -> str:
    implied = "an implied " if point.origin == "implied" else ""
    return f"{point.period} ({implied}{briefly(point, series)})"


def run(facts: c.RunFacts, catalogue: Catalogue) -> Prose:
    """Since when it moves one way; where another way was taken for granted, that first."""
    series, moved = facts.series, facts.overall
    way = ways.way(moved, series)
    ends = f"from {end(moved.first, series)} to {of_point(moved.last, series)} in {moved.last.period}"
    name = title(series, catalogue)
    wrong = facts.supposed is not None and ways.is_otherwise(facts.supposed, moved)
    if moved.sign == 0:
        told = f"unchanged since {moved.first.period}, at {of_point(moved.last, series)}"
    else:
        row = f", {facts.steps} times in a row" if facts.steps > 1 else ""
        told = f"{way} since {moved.first.period}{row}, {ends}"
    opening = f"It has not: {_in_sentence(name)}" if wrong else name
    prose = Prose(sentence(f"{opening}: {told}" if not wrong else f"{opening}, is {told}"))
    if moved.direction == "unclear":
        prose.caveats.append("Rounding alone could hide the opposite, so this is no clear change.")
    if facts.steps > 1 and moved.last.period.years > 1:
        prose.caveats.append("Neighbouring periods share years, so they do not move independently.")
    return prose


def required(facts: c.RequiredFacts, catalogue: Catalogue) -> Prose:
    """What has to change until the due period, the pace it takes and the pace there has been."""
    now, series = facts.standing, facts.standing.series
    assessment, latest = now.assessment, now.latest
    distance, target = assessment.distance, assessment.target
    if assessment.status == "met" or distance is None or target is None or assessment.required is None:
        prose = Prose(
            sentence(f"{title(series)}: nothing more has to happen, the target is met on the latest figures")
        )
        prose.context.append(
            f"{requirement(assessment, series)} The latest is {gap_size(series, latest)}, in {latest.period}."
        )
        prose.context.append(verdict(assessment, series))
        return prose
    due = f" in {target.due}" if target.due else ""
    if series.indexed:
        return Prose(
            sentence(
                f"{title(series)}: it is {gap_size(series, latest)} in {latest.period} and has to be at least "
                f"{number(100 - assessment.required, 0)}% narrower{due}"
            ),
            [verdict(assessment, series)],
        )
    places = default_decimals(series)
    goal = amount(assessment.required, series, places)
    bound = "at least" if target.shape == "level_at_least" else "at most"
    by = f"{number(abs(distance.value), places)} {_points(series)}"
    told = f"{title(series)}: from {of_point(latest, series)} in {latest.period} to {bound} {goal}{due}, {by} less"
    told = sentence(told)
    levels = _level(facts, series, catalogue)
    prose = Prose(levels[0], [told]) if facts.level_asked and levels else Prose(told)
    prose.context += [*_pace(facts, series, places), *(line for line in levels if line != prose.headline)]
    prose.context.append(f"Status: {assessment.status}.")
    return prose


def _points(series: Series) -> str:
    return "percentage points" if series.measure == "relative_gap" else series.indicator.unit


def _pace(facts: c.RequiredFacts, series: Series, places: int) -> list[str]:
    if facts.a_year is None:
        return []
    needed = f"That is {number(abs(facts.a_year), places)} {_points(series)} a year"
    moved = facts.so_far
    if moved is None:
        return [sentence(needed)]
    word = "fell" if moved.a_year < 0 else "rose"
    so_far = number(abs(moved.a_year), places)
    return [sentence(f"{needed}; since {moved.first.period} it {word} by {so_far} a year")]


def _level(facts: c.RequiredFacts, series: Series, catalogue: Catalogue) -> list[str]:
    """What the group's own level would have to be, if the comparator's stood still."""
    if facts.levels is None or facts.level is None:
        return []
    indicator, level = series.indicator, of_levels(series)
    group, comparator = (
        people(indicator, side, catalogue) for side in (indicator.group, indicator.comparator)
    )
    bound = "at most" if indicator.polarity == "lower_is_better" else "at least"
    places = indicator.decimals
    return [
        sentence(
            f"If the {indicator.level} in {comparator} stayed at {of_point(facts.levels[1], level)}, that of {group} "
            f"would have to be {bound} {amount(facts.level, level, places)}; it was {of_point(facts.levels[0], level)}"
        )
    ]


def beside(facts: c.BesideFacts, catalogue: Catalogue) -> Prose:
    (one, one_point), (other, _) = facts.first, facts.second
    names = f"{subject(one)} and {subject(other)}"
    if facts.difference is None:
        why = "their periods differ" if one.measure == other.measure else "they are in different units"
        return Prose(sentence(f"{names} cannot be set against each other: {why}"))
    places = default_decimals(one)
    if number(facts.difference.value, places) == number(0, places):
        return Prose(sentence(f"{names} are as wide as each other in {one_point.period}"))
    size = (
        f"{number(facts.difference.value, places)} {_points(one)}"
        if one.measure != "ratio"
        else number(facts.difference.value, places)
    )
    measure = MEASURE_NAMES[one.measure]
    return Prose(sentence(f"{subject(one)} is the wider {measure}, by {size} in {one_point.period}"))


def moved_beside(facts: c.MovedBesideFacts, catalogue: Catalogue) -> Prose:
    """Which gap moved further, in per cent of itself."""
    one, other = facts.first, facts.second
    if one.change.sign != other.change.sign or not one.change.sign:
        told = [f"{subject(fact.series)} {verb(fact.change, fact.series)}" for fact in (one, other)]
        return Prose(sentence(f"{told[0]} and {told[1]}"))
    how = verb(one.change, one.series)
    sizes = [change_size(fact.change, fact.series) for fact in (one, other)]
    further = (
        f"{subject(one.series)} {how} more than {subject(other.series)}: by {sizes[0]} against {sizes[1]}"
    )
    unsaid = ["The size of neither gap is held, only how it changed."] if one.series.indexed else []
    return Prose(sentence(further), unsaid)
