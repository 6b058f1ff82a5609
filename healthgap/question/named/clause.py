"""What one clause of a message names, and the words that say what is asked. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from healthgap.question.model import When
from healthgap.question.words.amounts import Said


@dataclass(slots=True)
class Clause:
    """What was found in one clause.

    `subjects` are the indicators it is about: those named, or else implied by a group or by the thread.
    `measure_words` is how each measure was called, `bare_terms` those that stand for nothing but their meaning.
    `compared` where something stands against a time, `after` where a time itself is left out; `steps` are how many
    periods "previous" and "next" count, `anchor` is what from, if not the latest. `turned` where an earlier time is
    said to be higher or lower than now, `in_a_group` where a group is, `past` where something was, `points_at_told`
    where an indicator is the first or the other one of those told, `going_on` where it
    has been moving for some time. `counted` where deaths are named with what they are of, `dying` where people are said
    to die, `of_deaths` where deaths are spoken of at all, `deaths_named` by a noun.
    `unexplained` are words that nothing explains, `astray` known ones that make another question of the rest.
    `cues` are the words that say what is asked, each with all it can mean; `hints` are what mere fillers can mean.
    """

    indicators: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    own_area: bool = False
    everyone: bool = False
    sexes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    measure_words: dict[str, str] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    bare_terms: list[str] = field(default_factory=list)
    cues: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)
    general: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    form: str | None = None
    at: list[When] = field(default_factory=list)
    since: When | None = None
    to: When | None = None
    by: When | None = None
    last: int | None = None
    said_amounts: list[Said] = field(default_factory=list)
    known: str | None = None
    latest: bool = False
    thread_measure: str | None = None
    thread_intent: str | None = None
    steps: int = 1
    anchor: When | None = None
    turned: bool = False
    in_a_group: bool = False
    past: bool = False
    points_at_told: bool = False
    going_on: bool = False
    pair_of_periods: bool = False
    compared: bool = False
    after: bool = False
    counted: bool = False
    dying: bool = False
    of_deaths: bool = False
    deaths_named: bool = False
    between_sexes: bool = False
    between_areas: bool = False
    followup: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    def said(self, *cues: str) -> bool:
        """Whether one of `cues` was said in so many words."""
        return any(cue in meanings for cue in cues for _, meanings in self.cues)

    def hinted(self, *cues: str) -> bool:
        """Whether one of `cues` was said, or may be meant by a filler."""
        return self.said(*cues) or not self.hints.isdisjoint(cues)

    def words_of(self, *cues: str) -> list[str]:
        """The words that say one of `cues`."""
        return [words for words, meanings in self.cues if not meanings.isdisjoint(cues)]

    def unused(self, uses: frozenset[str]) -> list[str]:
        """The words none of whose meanings is among `uses`."""
        return [words for words, meanings in self.cues if meanings.isdisjoint(uses)]

    @property
    def of_both_sexes(self) -> bool:
        return len(self.sexes) > 1 or "both" in self.sexes

    @property
    def amount_words(self) -> tuple[str, ...]:
        return tuple(said.words for said in self.said_amounts)

    @property
    def names_something(self) -> bool:
        return bool(
            self.indicators
            or self.groups
            or self.areas
            or self.own_area
            or self.sexes
            or self.measures
            or self.at
            or self.since
            or self.by
            or self.form
        )


def add_once(values: list[str], value: str) -> None:
    if value not in values:
        values.append(value)
