"""The slope index of an indicator whose groups stand in a social order, at one period or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from healthgap.answer.facts import Facts, NotHeld, SlopeFacts
from healthgap.answer.held import Held, find, lacking
from healthgap.catalogue import Indicator
from healthgap.gradients import gradient
from healthgap.question.model import Question, When
from healthgap.series import Point, Series


def slope(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """One fact for each period; needs the level of every group, with the people in it."""
    sides = [held.level(indicator, sex, group) for group in indicator.ordered]
    whole = tuple(_whole(sides))
    if not whole:
        return [lacking("slope", question, sides[0] if sides else held.gap(indicator, sex))]
    told = replace(sides[0], measure="slope_index", held=whole)
    return [_slope(when, told, sides, question) for when in question.at or (When("latest"),)]


def _whole(sides: list[Series]) -> Iterator[Point]:
    """The points of the first group in whose periods every group has its level and its people."""
    for point in sides[0].held if sides else ():
        levels = [side.by_period.get(point.period) for side in sides]
        if all(level and (level.figures[0].denominator or 0) > 0 for level in levels):
            yield point


def _slope(when: When, told: Series, sides: list[Series], question: Question) -> Facts | NotHeld:
    at = find(when, told, question)
    if isinstance(at, NotHeld):
        return at
    points = [side.by_period[at.period] for side in sides]
    people = [point.figures[0].denominator or 0.0 for point in points]
    return SlopeFacts(told, tuple(sides), gradient(points, people, told.indicator.polarity))
