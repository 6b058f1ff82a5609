"""What an answer on one series rests on, as values: numbers with their series and figures, and no prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.catalogue import Group, Indicator
from healthgap.drivers import Drivers, Excess
from healthgap.gradients import Gradient
from healthgap.measures.fingertips import RecentTrend
from healthgap.period import Period
from healthgap.projections import Projection
from healthgap.question.model import Question, When
from healthgap.rounding import Rounded
from healthgap.sampling import Unsampled
from healthgap.series import Point, Series
from healthgap.targets import Assessment, Reading, Status
from healthgap.trends import Change, TrendTest


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one gap stands: `since_baseline`, `since_peak` and `last` are changes to the latest period.

    Each is None where it does not apply: no such point held, or it is the latest itself. `overdue` where the period
    that the target is judged on is over, and the figure for it is not held.
    """

    series: Series
    latest: Point
    since_baseline: Change | None
    since_peak: Change | None
    last: Change | None
    falls_in_a_row: int
    assessment: Assessment
    overdue: bool


@dataclass(frozen=True, slots=True)
class OtherMeasure:
    """The gap by the measure that was not asked about: relative beside absolute, absolute beside relative.

    `assessment` judges it as if the target were set on it; None where the target's size belongs to one measure.
    """

    series: Series
    change: Change
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class GapFacts:
    """The gap at one period. `levels` are the two sides as printed, `computed` what they give beside a printed gap.

    `apart` are this period and the one it was counted from, where years between the two are not held.
    """

    series: Series
    point: Point
    levels: tuple[Point, Point] | None
    computed: Point | None
    standing: Standing
    apart: tuple[Period, Period] | None = None


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """The rate of one group, or a count, at one period. `others` are the same measure of other groups then.

    Other counts are left out where those of the groups in `suppressed` could be worked out from them. `apart` are this
    period and the one it was counted from, where years between the two are not held; `between` the periods between the
    two for which a gap is held and this is not.
    """

    series: Series
    point: Point
    previous: Change | None
    others: tuple[tuple[Series, Point], ...]
    suppressed: tuple[str, ...]
    apart: tuple[Period, Period] | None = None
    between: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """How much of the comparator's events fell in the group; `of_all` are those of everyone, where that is another."""

    indicator: Indicator
    period: Period
    part: Point
    whole: Point
    per_cent: float
    of_all: Point | None = None

    @property
    def per_cent_of_all(self) -> float | None:
        return 100 * self.part.value.value / self.of_all.value.value if self.of_all else None


@dataclass(frozen=True, slots=True)
class TrendFacts:
    """The course of a series over `points`; `standing` is None for a level.

    `supposed` is the direction of which it was asked whether it is so: of the whole, of "each" step or of "any".
    """

    series: Series
    points: tuple[Point, ...]
    overall: Change | None
    standing: Standing | None
    recent: RecentTrend | None = None
    supposed: str | None = None
    of_steps: str | None = None

    @property
    def listed(self) -> tuple[Point, ...]:
        """What a table lists: of the whole course also the longer and shorter periods beside it."""
        return self.series.held if self.points == self.series.points else self.points


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """The change between two periods; `printed` is the publisher's own in per cent, where there is one.

    `other` is the change of the other gap, relative or absolute, between the same periods; None where it is not held.
    `between` are the periods between those two of which only the headline gap is held, where it is the last change.
    """

    series: Series
    change: Change
    printed: Rounded | None
    printed_point: Point | None
    drivers: Drivers | None
    other: OtherMeasure | None = None
    supposed: str | None = None
    standing: Standing | None = None
    between: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtremumFacts:
    """The widest or narrowest points of a series, or of its `part` that was asked about; several where they tie.

    `claimed` is the point said to be one; `beyond` where it is asked whether any lies beyond the latest.
    """

    series: Series
    direction: Literal["max", "min"]
    points: tuple[Point, ...]
    standing: Standing
    claimed: Point | None = None
    beyond: bool = False
    part: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """Where the gap stands against its target; `other` is the other gap since the same baseline, where it is held."""

    standing: Standing
    indicator: Indicator
    other: OtherMeasure | None = None


@dataclass(frozen=True, slots=True)
class NoTargetFacts:
    """There is no target on this; `group` is set where it is a monitored group beside a gap that has one."""

    indicator: Indicator
    group: Group | None


@dataclass(frozen=True, slots=True)
class ProjectionFacts:
    """The straight line since `first`, read at `by`; `reached` is the first period in which it would meet the target.

    `line` is None where `by` is too far ahead, `reached` where no target is due in `by`, or none is met in any period
    that the line can speak of. `status` is what it would mean for the target, where `by` is its due period. `others`
    are the other readings that can be made for `by`, `supposed` the direction that was asked about.
    """

    standing: Standing
    first: Point
    by: Period
    line: Projection | None
    status: Status
    reached: Period | None
    others: tuple[Reading, ...] = ()
    supposed: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainFacts:
    """What the figures show where somebody asks why: the change, and which side moved.

    `supposed` is the direction that was taken for granted; `too_far` where the size was, and it did not move so far;
    `of_sides` where it was asked which side moved, and not why.
    """

    standing: Standing
    change: Change
    drivers: Drivers | None
    supposed: str | None = None
    too_far: bool = False
    of_sides: bool = False


@dataclass(frozen=True, slots=True)
class CertaintyFacts:
    """Whether a change is more than chance: `change` has its limits.

    `test` is the test over periods that share no year, `recent` Fingertips' of a level; None where there is none.
    """

    series: Series
    change: Change
    test: TrendTest | None
    recent: RecentTrend | None


@dataclass(frozen=True, slots=True)
class RangeFacts:
    """What chance leaves of the number at one period, where the figures held tell it."""

    series: Series
    point: Point


@dataclass(frozen=True, slots=True)
class ExcessFacts:
    """The events that the gap at one period stands for."""

    indicator: Indicator
    sex: str
    gap: Point
    counted: Point
    excess: Excess


@dataclass(frozen=True, slots=True)
class SlopeFacts:
    """The slope index at one period; `sides` are the series of the groups in order, `series` names the index."""

    series: Series
    sides: tuple[Series, ...]
    gradient: Gradient


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
    | CertaintyFacts
    | RangeFacts
    | ExcessFacts
    | SlopeFacts
)

Lack = Literal[
    "no figures",
    "suppressed",
    "sex",
    "group",
    "area",
    "areas",
    "which area",
    "measure",
    "period",
    "year inside",
    "last year",
    "no pace",
    "past target",
    "pair",
    "slope",
    "no counts",
    "no limits",
]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """What was asked for is not held. `question` is what was asked, `nearest` complete questions that can be answered.

    `periods` are the periods that are held, or for a year inside pooled periods those that contain it. `missing` is
    why a figure is not there, `unsampled` why there are no limits. Where no figures are, `known` are the indicators
    that have any.
    """

    lack: Lack
    question: Question
    indicator: Indicator
    series: Series | None = None
    when: When | None = None
    missing: str | None = None
    periods: tuple[Period, ...] = ()
    nearest: tuple[Question, ...] = ()
    suppressed: tuple[str, ...] = ()
    unsampled: Unsampled | None = None
    known: tuple[Indicator, ...] = ()
