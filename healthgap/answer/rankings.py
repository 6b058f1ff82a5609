"""Areas in order of their gap, or of their level, at one period."""

from __future__ import annotations

from typing import Literal

from healthgap.answer.facts import NotHeld
from healthgap.answer.held import Held, find, lacking
from healthgap.answer.overviews import AcrossAreas, RankingFacts
from healthgap.catalogue import Indicator
from healthgap.question.model import Question, When
from healthgap.series import Point, Series

_OFFERED = 3


def ranking(question: Question, indicator: Indicator, sex: str, held: Held) -> list[RankingFacts | NotHeld]:
    """Every area that figures are held for but the indicator's own, at one period, the latest of any unless said."""
    everywhere = held.everywhere(indicator)
    series = [everywhere.series(question, area, sex) for area in everywhere.other_areas(indicator)]
    held_somewhere = [one for one in series if one.latest]
    if not held_somewhere:
        return [lacking("areas", question, everywhere.series(question, indicator, sex))]
    newest = max(held_somewhere, key=_latest_period)
    at = find((question.at or (When("latest"),))[0], newest, question)
    if isinstance(at, NotHeld):
        return [at]
    places = [(one, one.by_period[at.period]) for one in series if at.period in one.by_period]
    without = tuple(one.indicator.area for one in series if at.period not in one.by_period)
    end = _end(question.direction, newest)
    ordered = sorted(places, key=_size, reverse=end == "max")
    return [RankingFacts(end, tuple(ordered), without)]


def _end(direction: str | None, series: Series) -> Literal["max", "min"]:
    """A gap is worst where it is widest; a level where its polarity says."""
    if direction in ("worst", "best"):
        level = series.measure == "rate" and series.indicator.polarity == "higher_is_better"
        return "max" if (direction == "worst") != level else "min"
    return "min" if direction == "min" else "max"


def which_area(question: Question, indicator: Indicator, held: Held) -> NotHeld:
    """No area was named where one is needed: the same question about those with the widest gaps."""
    found = ranking(question.but(at=(), direction="max"), indicator, question.sex or indicator.sexes[0], held)
    places = [place for fact in found if isinstance(fact, RankingFacts) for place in fact.places[:_OFFERED]]
    nearest = tuple(question.but(areas=(series.indicator.area,)) for series, _ in places)
    return NotHeld("which area", question, indicator, nearest=nearest)


def widest(indicator: Indicator, sex: str, held: Held) -> list[RankingFacts]:
    """The areas by their gap now, the widest first; nothing where gaps are not between areas, or none is held."""
    if indicator.between != "areas":
        return []
    found = ranking(Question("ranking", (indicator.id,), sex, direction="max"), indicator, sex, held)
    return [fact for fact in found if isinstance(fact, RankingFacts)]


def across_areas(indicator: Indicator, sex: str, held: Held) -> AcrossAreas:
    """For how many areas, and in which periods, gaps between areas are held; their levels where no gap is."""
    everywhere = held.everywhere(indicator)
    areas = everywhere.other_areas(indicator)
    gaps = [everywhere.gap(area, sex) for area in areas]
    levels = [everywhere.level(area, sex, indicator.group) for area in (indicator, *areas)]
    measure, series = (indicator.headline, gaps) if any(one.points for one in gaps) else ("rate", levels)
    told = [one for one in series if one.points]
    periods = sorted({point.period for one in told for point in one.points})
    return AcrossAreas(indicator, sex, measure, len(told), tuple(periods))


def _latest_period(series: Series) -> tuple[float, int]:
    return series.points[-1].period.order


def _size(place: tuple[Series, Point]) -> float:
    return place[1].value.value
