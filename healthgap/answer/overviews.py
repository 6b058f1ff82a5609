"""What an answer over many areas or indicators, or over all that is held, rests on; values, and no prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.answer.facts import Standing
from healthgap.catalogue import Group, Indicator, Term
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.question.model import Amount
from healthgap.releases import Release
from healthgap.series import Point, Series
from healthgap.targets import Assessment


@dataclass(frozen=True, slots=True)
class RankingFacts:
    """The areas in order of one measure at one period, each with its point, the asked-for end first.

    `without` are the areas with no figure then; they are in no place of the order.
    """

    direction: Literal["max", "min"]
    places: tuple[tuple[Series, Point], ...]
    without: tuple[str, ...]

    @property
    def first(self) -> tuple[tuple[Series, Point], ...]:
        """The first place, with those that tie with it."""
        size = self.places[0][1].value.value
        return tuple(place for place in self.places if place[1].value.value == size)


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """The gaps that a "which" question selects, in order, and those it does not.

    `monitored` are the groups whose level is published beside a gap, by their titles, where targets are asked about;
    `unknown` the gaps of which it cannot be said.
    """

    selection: str
    chosen: tuple[Standing, ...]
    rest: tuple[Standing, ...]
    monitored: tuple[tuple[Indicator, str], ...] = ()
    unknown: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """Where every gap held stands, in the catalogue's order; `rankings` are those between areas, the widest first."""

    standings: tuple[Standing, ...]
    rankings: tuple[RankingFacts, ...]


@dataclass(frozen=True, slots=True)
class AcrossAreas:
    """What is held of an indicator of areas: `measure` for so many `areas`, in `periods`."""

    indicator: Indicator
    sex: str
    measure: str
    areas: int
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What is held: each indicator with the periods of its gap, and of its `levels` and counts, group by group.

    `about_periods` where the periods were asked for.
    """

    series: tuple[Series | AcrossAreas, ...]
    levels: tuple[Series, ...]
    about_periods: bool


@dataclass(frozen=True, slots=True)
class DefinitionFacts:
    """What is to be defined; `about` is the indicator that was named with it."""

    entries: tuple[Indicator | Group | Term, ...]
    about: Indicator | None


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A number that no release printed: of `point`, or where that is None what the target requires."""

    series: Series
    point: Point | None
    assessment: Assessment | None = None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The releases that speak on `indicators`, newest first.

    `wanted` is "next" where the next release was asked for, "published" where the day of publication was. `printed`
    are the figures that were published as `amount`, where the source of a number was asked for, `worked` what it was
    worked out as, `promised` the indicators whose target takes just that share off the gap. `dated` are the points of
    the periods asked about. Both with the releases that published them as they stand, the oldest first.
    """

    indicators: tuple[Indicator, ...]
    releases: tuple[Release, ...]
    wanted: str | None = None
    amount: Amount | None = None
    printed: tuple[tuple[Figure, tuple[Release, ...]], ...] = ()
    worked: tuple[WorkedOut, ...] = ()
    promised: tuple[Indicator, ...] = ()
    dated: tuple[tuple[Series, Point, tuple[Release, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """A greeting, thanks, or a call for help: there is nothing to look up."""

    intent: Literal["help", "smalltalk"]
    indicators: tuple[Indicator, ...]
    about: str | None = None


Overviews = (
    RankingFacts | SelectionFacts | OverviewFacts | ListFacts | DefinitionFacts | SourceFacts | TalkFacts
)
