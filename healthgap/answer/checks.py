"""What an answer rests on where something is held against the figures: a claim, a line, a target, a release, a pair.

`Answer` is any part that an answer can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.answer.facts import (
    ChangeFacts,
    Facts,
    GapFacts,
    LevelFacts,
    NotHeld,
    ShareFacts,
    Standing,
    TargetFacts,
)
from healthgap.answer.overviews import Overviews
from healthgap.catalogue import Indicator
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.question.model import Amount, Question
from healthgap.releases import Release
from healthgap.rounding import Rounded
from healthgap.series import Point, Series
from healthgap.trends import Change

Verdict = Literal["right", "wrong", "not as printed", "not checkable", "of another whole"]
Checkable = GapFacts | LevelFacts | ShareFacts | ChangeFacts | TargetFacts


@dataclass(frozen=True, slots=True)
class ThresholdFacts:
    """The points of `held` that are beyond `amount`; `unsure` are those that rounding alone decides.

    `crossing` is the last time the series went beyond it: the point before and the point after. `throughout` where it
    was asked of every point, and not of any; then `start` is the point that it was counted from and that is not beyond.
    """

    series: Series
    amount: Amount
    held: tuple[Point, ...]
    points: tuple[Point, ...]
    unsure: tuple[Point, ...]
    crossing: tuple[Point, Point] | None
    throughout: bool = False
    start: Point | None = None


@dataclass(frozen=True, slots=True)
class AheadFacts:
    """When the straight line from `first` to `latest` gets to `amount`: in the period `reached`, or None.

    None as well where that lies further ahead than it can be read; `moves_away` where it goes the other way.
    """

    series: Series
    amount: Amount
    first: Point
    latest: Point
    reached: Period | None
    moves_away: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claimed amount against the `actual` one, which is in `told`; None where no such amount is held.

    `fits` is the unit in which the amount would have been right: per cent of the gap taken for points, or the reverse,
    or the unit of a rate. `ends_a_course` where it is the last of several numbers that something is said to have gone.
    `counted_from` is the beginning that makes it right, where none was said and it is not so since the baseline; `then`
    are the periods of which a level is right, where none was said and it is not so of the latest. `close` where a bound
    lies within what rounding leaves open.
    """

    amount: Amount
    actual: Rounded | None
    verdict: Verdict
    fits: Literal["%", "points", "unit"] | None
    told: Checkable
    counted_from: Period | None = None
    then: tuple[Period, ...] = ()
    ends_a_course: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class RequiredFacts:
    """What it takes to meet a target: how much still has to change, and how fast, beside how fast it has been.

    `a_year` is the change a year that is needed, in the series' unit, None where no time is left or none was set;
    `so_far` the change that its pace is read from. `levels` are those of group and comparator now, `level` what the
    group's would have to be if the comparator's stayed as it is. `asked` where that level was the question, or how much
    of the way has gone.
    """

    standing: Standing
    a_year: float | None
    so_far: Change | None
    levels: tuple[Point, Point] | None
    level: float | None
    asked: Literal["", "level", "way"]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Since when the series moves one way: the `steps` latest changes all have the sign of `overall`."""

    series: Series
    overall: Change
    steps: int
    supposed: str | None


@dataclass(frozen=True, slots=True)
class NewsFacts:
    """What `release` says for the first time and what it revises, pair by pair; of gaps and of single levels.

    `elsewhere` says for how many areas other than its own it has new figures of an indicator.
    """

    release: Release
    is_latest: bool
    gaps: tuple[tuple[Series, tuple[Point, ...]], ...]
    levels: tuple[tuple[Series, tuple[Point, ...]], ...]
    elsewhere: tuple[tuple[Indicator, int], ...]
    revised: tuple[tuple[Figure, Figure], ...]


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """Every figure of `indicators` that a later release gave differently, with both vintages, the oldest first."""

    indicators: tuple[Indicator, ...]
    revised: tuple[tuple[Figure, Figure], ...]


@dataclass(frozen=True, slots=True)
class BesideFacts:
    """Two numbers set beside each other, in one unit where `difference` is given; None where they do not compare."""

    first: tuple[Series, Point]
    second: tuple[Series, Point]
    difference: Rounded | None


@dataclass(frozen=True, slots=True)
class MovedBesideFacts:
    """Two changes in per cent of their gaps, set beside each other: the one that moved further first.

    `as_named` where that is the one that was named first. `of_sizes` where it was asked which gap is wider, and only
    how they moved is held.
    """

    first: ChangeFacts
    second: ChangeFacts
    as_named: bool
    of_sizes: bool = False


@dataclass(frozen=True, slots=True)
class NoRelease:
    """No release of the day, month or year `known` is held, or none at all; `releases` are those that are."""

    known: str | None
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class Unranked:
    """Gaps in different units have no widest; `nearest` are questions that rank them fairly."""

    series: tuple[Series, ...]
    nearest: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class LevelsBesideFacts:
    """Two levels of one kind, the higher first, and how far they are apart; None where their periods differ."""

    first: tuple[Series, Point]
    second: tuple[Series, Point]
    difference: Rounded | None


Answer = (
    Facts
    | Overviews
    | NotHeld
    | ThresholdFacts
    | AheadFacts
    | ClaimFacts
    | RequiredFacts
    | RunFacts
    | NewsFacts
    | RevisionFacts
    | BesideFacts
    | MovedBesideFacts
    | LevelsBesideFacts
    | NoRelease
    | Unranked
)
