"""What is measured, for whom, against whom, and what was promised: indicators, groups, targets, terms, mappings.

Values only. `healthgap.config` reads them from `config/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Literal
from zoneinfo import ZoneInfo

from healthgap.mapping import FileMapping
from healthgap.period import Period

Polarity = Literal["lower_is_better", "higher_is_better"]
GapMeasure = Literal["absolute_gap", "relative_gap"]
Shape = Literal["cut_gap", "gap_at_most", "level_at_most", "level_at_least", "no_gap", "narrower", "halve"]

SEXES = ("persons", "male", "female")

_PER_CENT = re.compile(r"%|per ?cent\b", re.IGNORECASE)
_PER_NUMBER = re.compile(r"\bper (\d[\d,]*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """People that a figure describes, or is held against."""

    id: str
    title: str
    aliases: tuple[str, ...]
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that people ask the meaning of."""

    id: str
    title: str
    aliases: tuple[str, ...]
    definition: str
    source: str


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
    `baseline` and `due` are None where none was published, and then that is said.
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


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity with a fixed definition, unit and polarity.

    `group` against `comparator` is the pair that its gap is about; `monitored` groups are published beside it and
    are no part of the target; `everyone` is the group that a question about "the overall rate" means.
    `from_counts` says that a level is its count ÷ its denominator × the `multiplier`: not so where it is standardised
    by age, or is no rate. `sources` are publishers, the one to be believed first; without any the newest release is.
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
    from_counts: bool
    definition: str
    source: str
    sources: tuple[str, ...]
    headline: GapMeasure
    area: str
    area_aliases: tuple[str, ...]
    scope_aliases: tuple[str, ...]
    sexes: tuple[str, ...]
    group: str
    comparator: str
    comparator_contains_group: bool
    everyone: str
    monitored: tuple[str, ...]
    target: Target | None

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group that figures may be published for, the gap's own first, without repeats."""
        return tuple(dict.fromkeys((self.group, self.comparator, self.everyone, *self.monitored)))

    @property
    def multiplier(self) -> float | None:
        """How many people or events the unit is about: 1,000 in "per 1,000 live births"; None for years."""
        if _PER_CENT.search(self.unit):
            return 100.0
        number = _PER_NUMBER.search(self.unit)
        return float(number[1].replace(",", "")) if number else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that `config/` declares about figures, by id; hours by the publisher's folded name."""

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, Group]
    terms: Mapping[str, Term]
    mappings: Mapping[str, FileMapping]
    hours: Mapping[str, PublicationHour]

    def hour(self, publisher: str | None) -> PublicationHour:
        """When on their day the releases of a publisher come out."""
        return self.hours.get((publisher or "").casefold(), USUAL_HOUR)

    @property
    def apart(self) -> frozenset[str]:
        """The indicators on which sources are kept apart, since a rule says which of them speaks."""
        return frozenset(name for name, indicator in self.indicators.items() if indicator.sources)
