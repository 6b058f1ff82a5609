"""Areas in order, as sentences and as a table."""

from __future__ import annotations

from healthgap.answer.overviews import RankingFacts
from healthgap.catalogue import Catalogue
from healthgap.reply import Table
from healthgap.rounding import Rounded
from healthgap.series import Point, Series
from healthgap.wording.gaps import gap_size
from healthgap.wording.moves import value_head
from healthgap.wording.numbers import (
    HIGH_OR_LOW,
    ORIGINS,
    briefly,
    decimals,
    listed,
    number,
    people,
    quantity,
    sentence,
)
from healthgap.wording.prose import Prose, Rank

_NAMED = 4


def ranking(facts: RankingFacts, catalogue: Catalogue) -> Prose:
    """Who comes first, and ties with them; who follows; who is at the other end."""
    series, point = facts.places[0]
    ties = [area.indicator.area for area, _ in facts.first]
    headline = (
        f"{quantity(series)}, {point.period}: {_end(facts)} in {listed(ties)}, {gap_size(series, point)}"
    )
    prose = Prose(sentence(headline))
    rest = facts.places[len(ties) :]
    verb = "has" if len(facts.without) == 1 else "have"
    missing = f", {len(facts.without)} more {verb} none" if facts.without else ""
    if rest:
        prose.note(Rank.ASKED, sentence(f"Next: {listed([_place(*place) for place in rest[:_NAMED]])}"))
    if len(rest) > _NAMED:
        prose.note(Rank.DETAIL, sentence(f"At the other end: {_place(*facts.places[-1])}"))
    whole = f"{len(facts.places)} areas have figures for {point.period}{missing}"
    prose.note(Rank.MEANING if missing else Rank.STANDING, sentence(whole))
    if series.measure not in HIGH_OR_LOW and series.indicator.between == "areas":
        against = people(series.indicator, series.indicator.comparator, catalogue)
        prose.caveat(Rank.STANDING, sentence(f"Each area is held against {against}"))
    close = [area.indicator.area for area, at in rest if not _apart((area, at), (series, point))]
    if close:
        prose.caveat(Rank.MEANING, sentence(f"Rounding alone could put {listed(close[:_NAMED], 'or')} first"))
    return prose


def _end(facts: RankingFacts) -> str:
    """What the first place means; the narrowest gap of all may be one the other way round."""
    series, point = facts.places[0]
    if series.measure in HIGH_OR_LOW:
        return "highest" if facts.direction == "max" else "lowest"
    if facts.direction == "max":
        return "widest"
    return "narrowest" if point.value.value >= 0 else "furthest the other way"


def table(facts: RankingFacts) -> Table:
    """Every area in its place."""
    first, point = facts.places[0]
    rows = tuple(
        (series.indicator.area, number(at.value.value, decimals(at, series)), ORIGINS[at.origin])
        for series, at in facts.places
    )
    return Table(f"{quantity(first)}, {point.period}", ("Area", value_head(first), "Origin"), rows)


def _apart(one: tuple[Series, Point], other: tuple[Series, Point]) -> bool:
    """Whether rounding cannot turn the two round; that of what both are held against moves both alike."""
    first, second = _own(*one), _own(*other)
    return first.high < second.low or second.high < first.low


def _own(series: Series, point: Point) -> Rounded:
    """The area's own level, where its gap was computed from that; else the gap."""
    own = (
        one.rounded for one in point.figures if one.group == series.indicator.group and one.measure == "value"
    )
    level = next((one for one in own if one is not None), None)
    return level if level is not None and point.origin == "computed" else point.value


def _place(series: Series, point: Point) -> str:
    return f"{series.indicator.area} {briefly(point, series)}"
