"""What a question means, as plain values that survive a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from healthgap.period import Period

Intent = Literal[
    "value",
    "trend",
    "change_since",
    "compare",
    "extremum",
    "ranking",
    "which",
    "target_status",
    "projection",
    "overview",
    "list",
    "definition",
    "source",
    "explain",
    "certainty",
    "range",
    "events",
    "threshold",
    "check",
    "required",
    "run",
    "news",
    "help",
    "smalltalk",
]
GAP_MEASURES = ("absolute_gap", "relative_gap", "ratio")
LEVEL_MEASURES = ("rate", "count", "share")
ABOUT_TARGETS: tuple[Intent, ...] = ("target_status", "required", "projection")
WhenKind = Literal[
    "period", "baseline", "peak", "previous", "next", "latest", "last_year", "this_year", "first"
]
Unit = Literal["%", "points", ""]
OTHER_SEX = {"male": "female", "female": "male"}
SEX_NAMES = {"male": "men", "female": "women", "both": "both sexes"}
Bound = Literal["", "about", "nearly", "just_above", "above", "below", "at_least", "at_most"]
ROUGH: tuple[Bound, ...] = ("about", "nearly", "just_above")


@dataclass(frozen=True, slots=True)
class When:
    """A point in a series: a period as somebody wrote it, or one relative to the figures held.

    `start` and `end` are years, equal for a single year, and None for every kind but "period". A `financial` year is
    named by the year in which it begins. "first" is where a change is counted from that no one said: of a level, the
    first period held.
    """

    kind: WhenKind
    start: int | None = None
    end: int | None = None
    financial: bool = False

    @classmethod
    def of(cls, period: Period) -> When:
        return cls("period", period.start, period.end, period.financial)

    @classmethod
    def parse(cls, text: str) -> When:
        """The inverse of str()."""
        if text[0].isdecimal():
            return cls.of(Period.parse(text))
        kinds: dict[str, WhenKind] = {kind: kind for kind in get_args(WhenKind)}
        return cls(kinds[text])

    @property
    def is_year(self) -> bool:
        return self.kind == "period" and self.start == self.end and not self.financial

    @property
    def is_step(self) -> bool:
        """Whether it counts from another time: the one before it, or the one after."""
        return self.kind in ("previous", "next")

    def names(self, period: Period) -> bool:
        """Whether this is `period` as people write it: 2013-14 is the financial year 2013/14 where that is held."""
        if self.financial == period.financial:
            return (self.start, self.end) == (period.start, period.end)
        return period.financial and (self.start, self.end) == (period.start, period.end + 1)

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return self.kind
        return Period(self.start, self.end, self.financial).label


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that somebody named, to hold figures against.

    `unit` is per cent, percentage points, or "" for the indicator's own unit or none. `decimals` are those written;
    None for a word such as "a third" or "halved", which stands for whatever is nearest to it.
    """

    value: float
    unit: Unit = ""
    bound: Bound = ""
    decimals: int | None = 0

    @classmethod
    def parse(cls, text: str) -> Amount:
        """The inverse of str()."""
        bound, value, unit, decimals = text.split("|")
        bounds: dict[str, Bound] = {name: name for name in get_args(Bound)}
        units: dict[str, Unit] = {name: name for name in get_args(Unit)}
        return cls(float(value), units[unit], bounds[bound], int(decimals) if decimals else None)

    def __str__(self) -> str:
        decimals = "" if self.decimals is None else self.decimals
        return f"{self.bound}|{self.value!r}|{self.unit}|{decimals}"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked.

    `indicators` are ids, empty where none was named. `sex` is None, "male", "female" or "both". `measure` is None for
    the indicator's headline gap, else "absolute_gap", "relative_gap", "ratio", "rate", "count", "share" or
    "slope_index". `groups` are ids; empty means the gap's own pair. `areas` are names as published; empty means the
    indicator's own. Periods: `at` (empty is the latest), `beside` (what "previous" and "next" count from, by steps if
    it is itself "previous" or "next"; empty is the latest), `since`, `to`, `by`. `last` counts the latest periods.
    `direction` is "max" or "min", or by the polarity "worst" or "best". `selection` is what a "which" question
    selects by, "all" where every target is asked about, "ahead" of a threshold that is still to come, "each" or
    "any" step of a trend that is asked whether it went as supposed, "each" also of a line that was to be kept to
    throughout, "beyond" where an extreme is asked whether it lay beyond the latest, "cut" or "level" of a target
    that is claimed, "way" of how much of the way to it has gone, "sides" where it is asked which side moved a gap.
    `terms` are what is to be defined, `form` None or "chart", "table", "csv".

    `amounts` are what a threshold asks about or a statement claims, in the order of `at` where there are several;
    `claim` is the kind of question whose answer they should be. `supposed` is the direction that was taken for granted,
    "wider" or "narrower", or what depends on the polarity, "better" or "worse"; it makes no other question, nor does
    `in_per_cent`, whether a change is wanted as a share of what it was, `a_year`, whether by the year. `known` is
    the day, month or year at whose end, or in which release, something was known: YYYY-MM-DD, YYYY-MM or YYYY; None for
    now. `before` are the indicators that its thread told just before, its own where that was of the other sex or group,
    `before_at` the time of the same thing told just before; they make no other question.
    """

    intent: Intent
    indicators: tuple[str, ...] = ()
    sex: str | None = None
    measure: str | None = None
    groups: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    at: tuple[When, ...] = ()
    beside: tuple[When, ...] = ()
    since: When | None = None
    to: When | None = None
    by: When | None = None
    last: int | None = None
    direction: str | None = None
    selection: str | None = None
    terms: tuple[str, ...] = ()
    form: str | None = None
    amounts: tuple[Amount, ...] = ()
    claim: str | None = None
    supposed: str | None = field(default=None, compare=False)
    in_per_cent: bool = field(default=False, compare=False)
    a_year: bool = field(default=False, compare=False)
    known: str | None = None
    before: tuple[str, ...] = field(default=(), compare=False)
    before_at: tuple[When, ...] = field(default=(), compare=False)

    def but(self, **changes: Any) -> Question:
        return replace(self, **changes)

    def as_json(self) -> dict[str, Any]:
        """Only what was said, as plain values."""
        values: dict[str, Any] = {}
        for name, value in asdict(self).items():
            if name in ("at", "beside", "since", "to", "by", "before_at"):
                value = _whens_as_json(getattr(self, name))
            elif name == "amounts":
                value = [str(amount) for amount in self.amounts]
            elif isinstance(value, tuple):
                value = list(value)
            if value:
                values[name] = value
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Question:
        """The inverse of `as_json`. Raises KeyError or ValueError for anything else."""
        fields = dict(values)
        for name in ("indicators", "groups", "areas", "terms", "before"):
            fields[name] = tuple(fields.get(name, ()))
        for name in ("at", "beside", "before_at"):
            fields[name] = tuple(When.parse(text) for text in fields.get(name, ()))
        fields["amounts"] = tuple(Amount.parse(text) for text in fields.get("amounts", ()))
        for name in ("since", "to", "by"):
            if name in fields:
                fields[name] = When.parse(fields[name])
        return cls(**fields)


def _whens_as_json(value: When | tuple[When, ...] | None) -> Any:
    if isinstance(value, tuple):
        return [str(when) for when in value]
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Understood:
    """Every part of the message was understood."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something was left over. `guesses` are the best readings without it, best first.

    `unexplained` are words that mean nothing here, `unused` words that mean something but not in the best reading.
    `examples` are of the kinds that a message resembles which neither names nor asks for anything. `pressed` where
    somebody wants a number to be made up. `lacking` is what was asked where it names no indicator.
    """

    guesses: tuple[tuple[Question, ...], ...]
    unexplained: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    about_figures: bool = False
    pressed: bool = False
    examples: tuple[tuple[Question, ...], ...] = ()
    lacking: Question | None = None

    @property
    def names_what_is_left_over(self) -> bool:
        """Whether words stood in the way, so that the best reading without them is a guess at what was meant."""
        return bool(self.unexplained or self.unused)


@dataclass(frozen=True, slots=True)
class Partly:
    """Several questions, each a whole one; those that are `Unclear` are refused in their place, the others answered."""

    parts: tuple[Question | Unclear, ...]


Understanding = Understood | Partly | Unclear
