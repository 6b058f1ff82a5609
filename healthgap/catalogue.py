"""What is measured, for whom, against whom, and what was promised: indicators, groups, targets, terms, mappings.

Values only. `healthgap.config` reads them from `config/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from healthgap.mapping import FileMapping
from healthgap.period import Period

Polarity = Literal["lower_is_better", "higher_is_better"]
GapMeasure = Literal["absolute_gap", "relative_gap"]
Shape = Literal["cut_gap", "gap_at_most", "level_at_most", "level_at_least", "no_gap", "narrower", "halve"]

SEXES = ("persons", "male", "female")


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
    definition: str
    source: str
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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that `config/` declares about figures, by id."""

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, Group]
    terms: Mapping[str, Term]
    mappings: Mapping[str, FileMapping]
