"""What is kept of a thread from one message to the next: the last thing understood, and the choices that stand open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from healthgap.question.model import Question, When
from healthgap.question.thread.pairs import told_before

_TALK = ("smalltalk", "help")
_ABOUT_WORDS = ("definition", "source", "list")


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices of a reply.

    `suggested` where it asked “did you mean …?” of the first; `picked` is the number of the one taken since, from 0.
    `strange` where a word was not known, which may have restricted what was asked.
    """

    choices: tuple[str, ...] = ()
    suggested: bool = False
    picked: int | None = None
    strange: bool = False

    def as_json(self) -> dict[str, Any]:
        told = {"suggested": self.suggested, "picked": self.picked, "strange": self.strange}
        return {"choices": list(self.choices), **told}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Offer:
        """The inverse of `as_json`."""
        choices, strange = tuple(values["choices"]), values.get("strange", True)
        return cls(choices, values["suggested"], values["picked"], strange)


NO_OFFER = Offer()


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said before: what was understood `last`, the `offer` that stands open, how many `misses` came since.

    `also` are the questions that the last message asked besides, of other things or of other kinds; `lacking` is the
    one that was asked back and named no indicator.
    """

    last: Question | None = None
    offer: Offer = NO_OFFER
    misses: int = 0
    also: tuple[Question, ...] = ()
    lacking: Question | None = None

    def answered(self, questions: Sequence[Question], offer: Offer) -> Thread:
        """The thread after `questions` were answered. What leads nowhere, like thanks, is not leant on."""
        thread = self._after(questions[-1] if questions else None, offer)
        apart = {_subject_of(question): question for question in questions if question.intent not in _TALK}
        last = questions[-1] if questions else None
        also = tuple(one for one in apart.values() if last and _subject_of(one) != _subject_of(last))
        return replace(thread, also=also)

    def _after(self, question: Question | None, offer: Offer) -> Thread:
        if question is None or question.intent in _TALK:
            return Thread(self.last, offer)
        leads = question.indicators or question.intent not in _ABOUT_WORDS
        leads = leads or (question.intent == "definition" and (self.last is None or not self.last.indicators))
        if not leads:
            return Thread(self.last and self.last.but(terms=question.terms), offer)
        last = self.last
        if question.intent in _ABOUT_WORDS and last is not None and last.indicators == question.indicators:
            question = question.but(sex=last.sex, measure=last.measure, groups=last.groups)
        before = told_before(self.last, question) if self.last else ()
        before_at = self._time_before(question)
        return Thread(question.but(before=before, before_at=before_at), offer)

    def _time_before(self, question: Question) -> tuple[When, ...]:
        """The time of the same thing told before `question`, where each was a figure of one time."""
        last = self.last
        if last is not None and _is_now_after_the_peak(question, last):
            return (When("peak"),)
        if last is None or last.but(at=question.at, beside=question.beside) != question or question.beside:
            return ()
        times = [one.at or (When("latest"),) for one in (last, question)]
        single = question.intent == "value" and not last.beside and len(times[0]) == len(times[1]) == 1
        return times[0] if single and times[0] != times[1] else ()

    def as_json(self) -> dict[str, Any]:
        """What stands open, as plain values; `last` is kept by itself."""
        also = {"also": [one.as_json() for one in self.also]} if self.also else {}
        lacking = {"lacking": self.lacking.as_json()} if self.lacking else {}
        return {"misses": self.misses, **self.offer.as_json(), **also, **lacking}

    @classmethod
    def from_json(cls, last: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Thread:
        """The inverse of `Question.as_json` and `as_json`; `values` may be empty."""
        question = Question.from_json(last) if last else None
        if not values:
            return cls(question)
        also = tuple(map(Question.from_json, values.get("also", ())))
        lacking = Question.from_json(values["lacking"]) if values.get("lacking") else None
        return cls(question, Offer.from_json(values), values["misses"], also, lacking)

    def missed(self, offer: Offer, lacking: Question | None = None) -> Thread:
        """The thread after a message that was asked back or declined without having been understood."""
        return replace(self, offer=offer, misses=self.misses + 1, lacking=lacking)


def _is_now_after_the_peak(question: Question, last: Question) -> bool:
    """ "What was it at its peak?", “and now?”."""
    peaked = last.intent == "extremum" and last.direction in ("max", "worst") and not (last.since or last.at)
    return peaked and question == last.but(intent="value", direction=None)


def _subject_of(question: Question) -> tuple[object, ...]:
    of_what = (question.indicators, question.sex, question.groups, question.areas, question.measure)
    return (question.intent, *of_what, question.since, question.to)
