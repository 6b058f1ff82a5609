"""Sentences on a line that a series crosses: when it was beyond it, and when it would be."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer import checks as c
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue
from healthgap.question.model import Amount
from healthgap.rounding import beyond
from healthgap.series import Point, Series
from healthgap.wording.aims import when_reached
from healthgap.wording.gaps import gap_size
from healthgap.wording.numbers import brief, briefly, end, listed, of_point, sentence, title, worked_back
from healthgap.wording.prose import Prose, Rank

_MOST_LISTED = 6
_BOUNDS = {"above": "above", "below": "below", "at_least": "at or above", "at_most": "at or below"}


def threshold(facts: c.ThresholdFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    series = facts.series
    line, name = _line(facts.amount, series), title(series, catalogue)
    told = f"Yes: {name[0].lower()}{name[1:]}" if manner.asks == "whether" else name
    held = f"{facts.held[0].period} to {facts.held[-1].period}"
    if not facts.points:
        printed = " on the published figures," if facts.unsure else ""
        never = f"was never {line}{printed} in any period held, {held}"
        prose = Prose(sentence(f"No: {name[0].lower()}{name[1:]}, {never}"))
    elif len(facts.points) == len(facts.held):
        prose = Prose(sentence(f"{told}: {line} in every period held, {held}"))
    else:
        same = not facts.amount.bound and all(
            not beyond(point.value.value, facts.amount.value) for point in facts.points
        )
        where = _where(facts.points) if same else _periods(facts.points, series)
        told = f"No, not in every period: {name[0].lower()}{name[1:]}" if facts.throughout else told
        prose = Prose(sentence(f"{told}: {line} in {where}"))
    if facts.start:
        prose.note(Rank.MEANING, f"In {facts.start.period} itself it was {of_point(facts.start, series)}.")
    if facts.crossing:
        before, after = facts.crossing
        ends = f"from {end(before, series)} in {before.period} to {of_point(after, series)} in {after.period}"
        prose.note(Rank.ASKED, sentence(f"It last went {line} in {after.period}: {ends}"))
    latest = facts.held[-1]
    if latest not in facts.points:
        prose.note(Rank.STANDING, sentence(f"The latest is {gap_size(series, latest)}, in {latest.period}"))
    if facts.unsure:
        prose.caveat(
            Rank.MEANING,
            f"In {_where(facts.unsure)} the published figure is so close that rounding alone decides.",
        )
    if facts.amount.unit == "points" and series.measure == "relative_gap":
        prose.caveat(Rank.MEANING, "This gap is in per cent of the comparator’s level, not in points.")
    return prose


def _periods(points: Sequence[Point], series: Series) -> str:
    if len(points) > _MOST_LISTED:
        first, last = _with_size(points[0], series), _with_size(points[-1], series)
        return f"{len(points)} periods, first in {first} and last in {last}"
    return listed([_with_size(point, series) for point in points])


def _where(points: Sequence[Point]) -> str:
    return listed([str(point.period) for point in points])


def _with_size(point: Point, series: Series) -> str:
    return f"{point.period} ({briefly(point, series)}{worked_back(point, series)})"


def ahead(facts: c.AheadFacts, catalogue: Catalogue) -> Prose:
    """When it would get there if it goes on as it has, or that it is there already."""
    series, latest, name = facts.series, facts.latest, title(facts.series, catalogue)
    closed = facts.amount.value == 0
    line = _line(facts.amount, series)
    if facts.is_there:
        passed = "past " if not facts.amount.bound and beyond(latest.value.value, facts.amount.value) else ""
        line = line.removeprefix("at ") if passed else line
        return Prose(
            sentence(f"{name}: already {passed}{line}, at {of_point(latest, series)} in {latest.period}")
        )
    pace = f"if the pace since {facts.first.period} keeps up"
    deed = "close" if closed else f"be {line}"
    when = when_reached(deed, facts.reached, facts.first, series, facts.moves_away)
    prose = Prose(sentence(f"{name}: would {when}, {pace}"))
    prose.note(
        Rank.ASKED,
        f"The latest is {gap_size(series, latest)}, in {latest.period}; it was "
        f"{end(facts.first, series)} in {facts.first.period}.",
    )
    prose.caveat(Rank.MEANING, "This is arithmetic on the pace so far, not a forecast.")
    return prose


def _line(amount: Amount, series: Series) -> str:
    """ "below 18%", "at or above 5.4", "at 19%"."""
    return f"{_BOUNDS.get(amount.bound, 'at')} {brief(amount.value, series, amount.decimals or 0)}"
