"""How a series runs against a line: when it was beyond an amount, since when it moves one way, what a target takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from healthgap.answer.checks import AheadFacts, Answer, RequiredFacts, RunFacts, ThresholdFacts
from healthgap.answer.claims import BEYOND, measured
from healthgap.answer.facts import NoTargetFacts, NotHeld
from healthgap.answer.held import Held, find, lacking, standing, target_series
from healthgap.catalogue import Indicator
from healthgap.projections import first_beyond
from healthgap.question.model import Amount, Question
from healthgap.rounding import beyond
from healthgap.series import Point, Series
from healthgap.targets import pace_start
from healthgap.trends import change


def threshold(question: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    """The periods in which the series was beyond an amount; since a period if one was named."""
    series = held.series(measured(question, indicator), indicator, sex)
    course = question.but(intent="trend", amounts=(), selection=None)
    if series.latest is None or series.indexed:
        return [lacking("measure" if series.indexed else "no figures", course, series)]
    if series.measure not in ("relative_gap",) and question.amounts[0].unit:
        return [lacking("measure", course, series)]
    points = series.points
    if question.since is not None:
        start = find(question.since, series, question)
        if isinstance(start, NotHeld):
            return [start]
        points = series.since(start.period)
    amount = question.amounts[0]
    throughout = question.selection == "each"
    after_it = throughout and len(points) > 1 and not _is_beyond(points[0], amount)
    left_out, points = (points[0], points[1:]) if after_it else (None, points)
    if question.selection == "ahead":
        return _ahead(question, series, points[0] if question.since else pace_start(series))
    kept = tuple(point for point in points if _is_beyond(point, amount))
    if not amount.bound:
        return [ThresholdFacts(series, amount, points, kept, (), None)]
    unsure = tuple(point for point in points if point.value.leaves_open(amount.value))
    crossings = [pair for pair in pairwise(points) if pair[1] in kept and pair[0] not in kept]
    crossing = crossings[-1] if crossings else None
    return [ThresholdFacts(series, amount, points, kept, unsure, crossing, throughout, left_out)]


def _ahead(question: Question, series: Series, first: Point | None) -> Sequence[Answer]:
    """The first period in which the series is beyond an amount, or has come to it, by its pace since `first`."""
    latest, amount = series.latest, question.amounts[0]
    if latest is None or first is None or first == latest:
        return [lacking("no pace", question.but(intent="trend", amounts=(), selection=None), series)]
    now, moved = latest.value.value, beyond(latest.value.value, first.value.value)
    is_beyond = BEYOND[amount.bound or ("at_least" if moved > 0 else "at_most")]
    is_there = is_beyond(now, amount.value) if amount.bound else not beyond(now, amount.value)
    is_behind = not amount.bound and is_beyond(now, amount.value)
    moves_away = not moved or is_behind or not is_beyond(math.copysign(math.inf, moved), amount.value)
    reached = (
        None
        if is_there or moves_away
        else first_beyond(first, latest, lambda value: is_beyond(value, amount.value))
    )
    was_passed = is_behind and not is_beyond(first.value.value, amount.value)
    return [AheadFacts(series, amount, first, latest, reached, moves_away, is_there or was_passed)]


def _is_beyond(point: Point, amount: Amount) -> bool:
    """Whether a point is on the side of `amount` that was asked about; of a bare one, whether it rounds to it."""
    if amount.bound in BEYOND:
        return BEYOND[amount.bound](point.value.value, amount.value)
    return beyond(abs(point.value.value - amount.value), 0.5 * 10.0 ** -(amount.decimals or 0)) <= 0


def run(question: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    """Since when the series has moved the way it moved last."""
    series = held.series(question, indicator, sex)
    if len(series.points) < 2 or series.indexed:
        return [lacking("no pace" if series.points else "no figures", question.but(intent="trend"), series)]
    signs = [change(first, last).sign for first, last in pairwise(series.points)]
    steps = next((i for i, sign in enumerate(reversed(signs)) if sign != signs[-1]), len(signs))
    first, last = series.points[-1 - steps], series.points[-1]
    return [RunFacts(series, change(first, last), steps, question.supposed)]


def required(question: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    """What has to change until the target's due period, by when and how fast, and what that means for the group."""
    series = target_series(indicator, sex, held)
    if series is None:
        return [NoTargetFacts(indicator, None)]
    now = standing(series, held.as_of)
    if now is None or now.assessment.required is None:
        return [lacking("no figures", question, series)]
    asks_level = question.measure == "rate"
    asked: Literal["", "level", "way"] = (
        "level" if asks_level else "way" if question.selection == "way" else ""
    )
    first = pace_start(series)
    so_far = change(first, now.latest) if first and first != now.latest else None
    levels = None if series.indexed else held.levels_at(indicator, sex, now.latest)
    level = _level(now.assessment.required, series, levels[1]) if levels else None
    if asks_level and (level is None or set(question.groups) - {indicator.group}):
        return [lacking("measure", question.but(measure=None, groups=()), series)]
    needed = now.assessment.needed_per_year
    return [RequiredFacts(now, needed.value if needed else None, so_far, levels, level, asked)]


def _level(required: float, series: Series, comparator: Point) -> float | None:
    """The group's level at which the gap would be `required`, with the comparator's as it is."""
    worse = 1 if series.indicator.polarity == "lower_is_better" else -1
    if series.measure == "relative_gap":
        return comparator.value.value * (1 + worse * required / 100)
    return comparator.value.value + worse * required if series.measure == "absolute_gap" else None
