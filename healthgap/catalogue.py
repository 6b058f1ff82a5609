"""What is measured, for whom, against whom, and what was promised: indicators, groups, targets, terms, mappings.

Values only. `healthgap.config` reads them from `config/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal
from zoneinfo import ZoneInfo

from healthgap.mapping import FileMapping
from healthgap.period import Period

Polarity = Literal["lower_is_better", "higher_is_better"]
GapMeasure = Literal["absolute_gap", "relative_gap"]
Sides = Literal["groups", "areas"]
Shape = Literal["cut_gap", "gap_at_most", "level_at_most", "level_at_least", "no_gap", "narrower", "halve"]
Kept = Literal["percentage", "value"]

SEXES = ("persons", "male", "female")

_PER_CENT = re.compile(r"%|per ?cent\b", re.IGNORECASE)
_PER_NUMBER = re.compile(r"\bper (\d[\d,]*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """People that a figure describes, or is held against; `loosely` are names for others who are much the same."""

    id: str
    title: str
    aliases: tuple[str, ...]
    definition: str
    source: str
    loosely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A word that people ask the meaning of; it `restricts` where it says of whom, or how, a figure is."""

    id: str
    title: str
    aliases: tuple[str, ...]
    definition: str
    source: str
    restricts: bool = False

    def is_in(self, definition: str) -> bool:
        """Whether a definition says so by one of its names."""
        return any(alias.lower() in definition.lower() for alias in self.aliases)


@dataclass(frozen=True, slots=True)
class PublicationHour:
    """When on its day something is published, by the clocks of `timezone`."""

    time: time
    timezone: ZoneInfo


# When British official statistics come out: Code of Practice for Statistics, T3.6.
USUAL_HOUR = PublicationHour(time(9, 30), ZoneInfo("Europe/London"))


@dataclass(frozen=True, slots=True)
class Target:
    """A promise about a gap or a level.

    `size` is per cent for `cut_gap`, the indicator's unit (per cent for a relative gap) for the other sized
    shapes, and None for `no_gap`, `narrower` and `halve`. `measure` is None for the shapes on a level, which
    then name a `group`.
    `baseline` and `due` are None where none was published, and then that is said. `baseline_value` is the baseline as
    it was when the target was set; where it was revised since, `if_revised` says what the target keeps: the
    "percentage", counted from the revised baseline, or the "value" that it required at first.
    """

    shape: Shape
    measure: GapMeasure | None
    group: str
    size: float | None
    baseline: Period | None
    due: Period | None
    deadline: str
    wording: str
    source: str
    baseline_value: float | None = None
    if_revised: Kept = "percentage"

    @property
    def cut(self) -> float | None:
        """The share of its baseline that is to be taken off a gap, in per cent; None for any other shape."""
        return self.size if self.shape == "cut_gap" else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity with a fixed definition, unit and polarity.

    `home` is the area that it and its target are about, `area` the one that it is looked at in, see `seen_in`.

    `group` against `comparator` is the pair that its gap is about; `monitored` groups are published beside it and
    are no part of the target; `ordered` are all groups of a social order, the most disadvantaged first, for its slope
    index; `everyone` is the group that a question about "the overall rate" means. `between` says
    what the sides of the gap are: two groups of one area, or the people of an area and those of `home`, who then are
    the `comparator`. `crude` says that a level is events ÷ people × the `multiplier`, not standardised, so that
    counts in a file can be held against it, and one alone gives its standard error. `sources` are publishers, the one
    to be believed first; without any the newest release is. `related` names other things, not held, that this is the
    nearest to; `parts` are those of its own names that mean only a part of it.
    """

    id: str
    title: str
    short: str
    aliases: tuple[str, ...]
    unit: str
    unit_aliases: tuple[str, ...]
    level: str
    events: str
    events_aliases: tuple[str, ...]
    polarity: Polarity
    decimals: int
    crude: bool
    definition: str
    source: str
    sources: tuple[str, ...]
    headline: GapMeasure
    home: str
    area: str
    area_aliases: tuple[str, ...]
    scope_aliases: tuple[str, ...]
    related: tuple[str, ...]
    parts: tuple[str, ...]
    sexes: tuple[str, ...]
    between: Sides
    group: str
    comparator: str
    comparator_contains_group: bool
    everyone: str
    monitored: tuple[str, ...]
    target: Target | None
    ordered: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group that figures may be published for, the gap's own first, without repeats."""
        return tuple(
            dict.fromkeys((self.group, self.comparator, self.everyone, *self.monitored, *self.ordered))
        )

    @property
    def multiplier(self) -> float | None:
        """How many people or events the unit is about: 1,000 in "per 1,000 live births"; None for years."""
        if _PER_CENT.search(self.unit):
            return 100.0
        number = _PER_NUMBER.search(self.unit)
        return float(number[1].replace(",", "")) if number else None

    def in_per_cent(self, measure: str) -> bool:
        """Whether figures of `measure` are per cents, by the unit or since all of their kind are."""
        return measure not in ("value", "absolute_gap") or _PER_CENT.search(self.unit) is not None

    @property
    def published_groups(self) -> tuple[str, ...]:
        """The groups that figures are published for: between areas, the comparator is the people of one of them."""
        return tuple(group for group in self.groups if self.between == "groups" or group != self.comparator)

    def seen_in(self, area: str) -> Indicator:
        """The same indicator in another area, for which no target was set."""
        return self if area == self.area else replace(self, area=area, target=None)

    @property
    def at_home(self) -> bool:
        return self.area == self.home


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that `config/` declares about figures, by id; hours by the publisher's folded name.

    `holidays` are the days, apart from weekends, that are no working days.
    """

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, Group]
    terms: Mapping[str, Term]
    mappings: Mapping[str, FileMapping]
    hours: Mapping[str, PublicationHour]
    holidays: frozenset[date] = frozenset()

    def hour(self, publisher: str | None) -> PublicationHour:
        """When on their day the releases of a publisher come out."""
        return self.hours.get((publisher or "").casefold(), USUAL_HOUR)

    def monitored(self, indicators: Iterable[str]) -> frozenset[str]:
        """The groups that are published beside the gaps of `indicators`, by their rates alone."""
        return frozenset(group for name in indicators for group in self.indicators[name].monitored)

    @property
    def apart(self) -> frozenset[str]:
        """The indicators on which sources are kept apart, since a rule says which of them speaks."""
        return frozenset(name for name, indicator in self.indicators.items() if indicator.sources)
