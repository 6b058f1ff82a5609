"""What an answer rests on, as values: numbers with their series and figures, and no prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.catalogue import Group, Indicator, Term
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.question.model import Amount, Question, When
from healthgap.releases import Release
from healthgap.rounding import Rounded
from healthgap.series import Point, Series
from healthgap.targets import Assessment
from healthgap.trends import Change, Drivers


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one gap stands: `since_baseline`, `since_peak` and `last` are changes to the latest period.

    Each is None where it does not apply: no such point held, or it is the latest itself.
    """

    series: Series
    latest: Point
    since_baseline: Change | None
    since_peak: Change | None
    last: Change | None
    falls_in_a_row: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class GapFacts:
    """The gap at one period. `levels` are the two sides as printed, `computed` what they give beside a printed gap."""

    series: Series
    point: Point
    levels: tuple[Point, Point] | None
    computed: Point | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """The rate of one group, or a count, at one period. `others` are the same measure of other groups then."""

    series: Series
    point: Point
    previous: Change | None
    others: tuple[tuple[Series, Point], ...]


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """How much of the comparator's events fell in the group."""

    indicator: Indicator
    period: Period
    part: Point
    whole: Point
    per_cent: float


@dataclass(frozen=True, slots=True)
class TrendFacts:
    """The course of a series over `points`; `standing` is None for a level.

    `supposed` is the direction of which it was asked whether it is so.
    """

    series: Series
    points: tuple[Point, ...]
    overall: Change | None
    standing: Standing | None
    supposed: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The change between two periods; `printed` is the publisher's own in per cent, where there is one.

    `supposed` is the direction that was taken for granted; `standing` is set where the change ends at the latest gap.
    """

    series: Series
    change: Change
    printed: Rounded | None
    printed_point: Point | None
    drivers: Drivers | None
    supposed: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class ExtremumFacts:
    """The widest or narrowest points of a series; several where they tie."""

    series: Series
    direction: Literal["max", "min"]
    points: tuple[Point, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """Where the gap stands against its target."""

    standing: Standing
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class NoTargetFacts:
    """There is no target on this; `group` is set where it is a monitored group beside a gap that has one."""

    indicator: Indicator
    group: Group | None


@dataclass(frozen=True, slots=True)
class ProjectionFacts:
    """The straight line since `first`, read at `by`; `reached` is the year in which it would get to the target."""

    standing: Standing
    first: Point
    by: Period
    value: Rounded | None
    reached: float | None


@dataclass(frozen=True, slots=True)
class ExplainFacts:
    """What the figures show where somebody asks why: the change, and which side moved.

    `supposed` is the direction and `claim` the size that was taken for granted.
    """

    standing: Standing
    change: Change
    drivers: Drivers | None
    supposed: str | None = None
    claim: ClaimFacts | None = None


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """The gaps that a "which" question selects, in order, and those it does not."""

    selection: str
    chosen: tuple[Standing, ...]
    rest: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """Where every gap held stands, in the catalogue's order."""

    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What is held: each indicator with the periods of its gap; `about_periods` where the periods were asked for."""

    series: tuple[Series, ...]
    about_periods: bool


@dataclass(frozen=True, slots=True)
class DefinitionFacts:
    """What is to be defined; `about` is the indicator that was named with it."""

    entries: tuple[Indicator | Group | Term, ...]
    about: Indicator | None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The releases that speak on `indicators`, newest first.

    `wanted` is "next" where the next release was asked for, "published" where the day of publication was.
    """

    indicators: tuple[Indicator, ...]
    releases: tuple[Release, ...]
    wanted: str | None = None


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """A greeting, thanks, or a call for help: there is nothing to look up."""

    intent: Literal["help", "smalltalk"]
    indicators: tuple[Indicator, ...]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class ThresholdFacts:
    """The points of `held` that are beyond `amount`; `unsure` are those that rounding alone decides.

    `crossing` is the last time the series went beyond it: the point before and the point after.
    """

    series: Series
    amount: Amount
    held: tuple[Point, ...]
    points: tuple[Point, ...]
    unsure: tuple[Point, ...]
    crossing: tuple[Point, Point] | None


Verdict = Literal["right", "wrong", "not as printed", "not checkable"]
Checkable = GapFacts | LevelFacts | ShareFacts | ChangeFacts | TargetFacts


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claimed amount against the `actual` one, which is in `told`; None where no such amount is held.

    `fits` is the unit in which the amount would have been right: per cent of the gap taken for points, or the reverse.
    `only_since` is the beginning that makes it right, where none was said and it is not so since the baseline.
    """

    amount: Amount
    actual: Rounded | None
    verdict: Verdict
    fits: Literal["%", "points"] | None
    told: Checkable
    only_since: Period | None = None


@dataclass(frozen=True, slots=True)
class RequiredFacts:
    """What it takes to meet a target: how much still has to change, and how fast, beside how fast it has been.

    `a_year` is the change a year that is needed, in the series' unit, None where no time is left or none was set;
    `so_far` the change that its pace is read from. `levels` are those of group and comparator now, `level` what the
    group's would have to be if the comparator's stayed as it is; `level_asked` where that was the question.
    """

    standing: Standing
    a_year: float | None
    so_far: Change | None
    levels: tuple[Point, Point] | None
    level: float | None
    level_asked: bool


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Since when the series moves one way: the `steps` latest changes all have the sign of `overall`."""

    series: Series
    overall: Change
    steps: int
    supposed: str | None


@dataclass(frozen=True, slots=True)
class NewsFacts:
    """What `release` says for the first time and what it revises, pair by pair; of gaps and of single levels."""

    release: Release
    is_latest: bool
    gaps: tuple[tuple[Series, tuple[Point, ...]], ...]
    levels: tuple[tuple[Series, tuple[Point, ...]], ...]
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
    """Two changes in per cent of their gaps, set beside each other: the one that moved further first."""

    first: ChangeFacts
    second: ChangeFacts


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


Facts = (
    GapFacts
    | LevelFacts
    | ShareFacts
    | TrendFacts
    | ChangeFacts
    | ExtremumFacts
    | TargetFacts
    | NoTargetFacts
    | ProjectionFacts
    | ExplainFacts
    | SelectionFacts
    | OverviewFacts
    | ListFacts
    | DefinitionFacts
    | SourceFacts
    | TalkFacts
    | ThresholdFacts
    | ClaimFacts
    | RequiredFacts
    | RunFacts
    | NewsFacts
    | RevisionFacts
    | BesideFacts
    | MovedBesideFacts
)

Lack = Literal[
    "no figures", "sex", "group", "measure", "period", "year inside", "last year", "no pace", "pair"
]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What was asked for is not held. `question` is what was asked, `nearest` complete questions that can be answered.

    `periods` are the periods that are held, or for a year inside pooled periods those that contain it.
    """

    lack: Lack
    question: Question
    indicator: Indicator
    series: Series | None = None
    when: When | None = None
    missing: str | None = None
    periods: tuple[Period, ...] = ()
    nearest: tuple[Question, ...] = ()


Answer = Facts | NotHeld | NoRelease | Unranked
"""One part of an answer: facts, or what is to be said in their place."""
