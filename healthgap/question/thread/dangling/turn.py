"""A follow-up beside the question that it follows: what every rule of this package looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from healthgap.catalogue import Catalogue
from healthgap.question.model import GAP_MEASURES, LEVEL_MEASURES, Question
from healthgap.question.named.clause import Clause
from healthgap.question.words.spans import Span

MOVED = ("narrow", "widen", "either_way", "change", "how_much", "certainty")
OF_A_COURSE = ("trend", "change_since", "certainty")


@dataclass(frozen=True, slots=True)
class Turn:
    """`asked` is the follow-up read by itself, from `spans`, in which `found` was found; `last` the question before."""

    asked: Question
    spans: Sequence[Span]
    found: Clause
    last: Question
    catalogue: Catalogue

    @property
    def said(self) -> list[str]:
        return [span.text for span in self.spans]

    @property
    def after_a_level(self) -> bool:
        """Whether a rate, a number or a share was told."""
        return self.last.measure in LEVEL_MEASURES

    @property
    def after_a_gap(self) -> bool:
        return self.last.measure in (None, *GAP_MEASURES) and not self.last.groups

    @property
    def after_groups_in_turn(self) -> bool:
        """Whether one group was told after another of the same indicator; a thread leads to the last."""
        return bool(self.last.groups) and self.last.before == self.last.indicators


Rule = Callable[[Turn], Iterable[str]]
"""The words of a turn that stand in its way by this rule; none where nothing does."""
