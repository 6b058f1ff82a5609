"""What a message in a thread leans on: the last thing understood, and the choices offered since.

A choice is a complete question; picking it, by its button or in words, is asking it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from healthgap.question.message.dividing import MOST_PARTS
from healthgap.question.message.understand import Reader
from healthgap.question.model import Partly, Question, Unclear, Understanding, Understood, When
from healthgap.question.thread.pairs import told_before
from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.text import tokens

_TALK = ("smalltalk", "help")
_ASKING = frozenset(
    {"how", "what", "when", "why", "which", "who", "has", "have", "is", "are", "was", "did", "does"}
)
_ABOUT_WORDS = ("definition", "source", "list")
_GOES_ON = re.compile(
    r"\s*(?:and|n|&|or|same|also|what about|how about)\s+(?:for\s+|in\s+)?\S+\s*\??\s*$", re.IGNORECASE
)


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


def _subject_of(question: Question) -> tuple[object, ...]:
    of_what = (question.indicators, question.sex, question.groups, question.areas, question.measure)
    return (question.intent, *of_what, question.since, question.to)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message means in its thread; `picked` is the number of the choice that it took, from 0."""

    understanding: Understanding
    picked: int | None = None


def heard(message: str, thread: Thread, reader: Reader) -> Heard:
    """What `message` means in `thread`: a choice picked, a question of its own, or one that leans on the last."""
    offer = thread.offer
    if not offer.choices:
        return Heard(_in_thread(message, thread, reader))
    said = _picking(message, reader.lexicon)
    return (_picked(said, offer, reader) if said else None) or _in_other_words(message, thread, reader)


def _in_thread(message: str, thread: Thread, reader: Reader) -> Understanding:
    """What `message` means after all that the last one asked: “on track?” after two gaps is asked of each."""
    found = reader.understand(message, thread.last)
    if not (thread.also and isinstance(found, Understood)):
        return found
    if _ONE_OF_THEM.search(message):
        return Unclear(tuple((one,) for one in (*thread.also, thread.last) if one), about_figures=True)
    ways = [*(reader.understand(message, one) for one in thread.also), found]
    each = tuple(dict.fromkeys(question for way in ways for question in _questions(way)))
    if each == found.questions:
        return found
    whole = all(isinstance(way, Understood) for way in ways) and len(each) <= MOST_PARTS
    return Understood(each) if whole else Unclear((found.questions,), about_figures=True)


_ONE_OF_THEM = re.compile(
    r"\b(?:first|second|former|latter|last|other) (?:one|two)\b|^\W*(?:just |only )?the (?:first|second|last)\W*$",
    re.I,
)


def _questions(found: Understanding) -> tuple[Question, ...]:
    return found.questions if isinstance(found, Understood) else ()


def _picking(message: str, lexicon: Lexicon) -> frozenset[str]:
    """The words of `message` that pick, if it has no others but those that go with them."""
    words = {token.text for token in tokens(message, lexicon.contractions) if token.text[0].isalnum()}
    picks = lexicon.picks
    known = frozenset().union(*picks.values()) | lexicon.positions.keys()
    return frozenset(words - picks["around"]) if words <= known else frozenset()


def _picked(said: frozenset[str], offer: Offer, reader: Reader) -> Heard | None:
    """The choice that the words `said` mean; asked again where they leave it open, None where they are no pick."""
    places = _by_time(said, offer, reader) or _places(said, offer, reader.lexicon)
    if len(places) == 1:
        return Heard(reader.understand(offer.choices[places[0]]), places[0])
    if offer.picked is not None and not places:
        return None
    if not places and not said.isdisjoint(reader.lexicon.picks["none"]):
        return Heard(Understood((Question("help"),)))
    return Heard(Unclear(_readings(offer.choices, reader)))


def _by_time(said: frozenset[str], offer: Offer, reader: Reader) -> list[int]:
    """ "The earlier one": of the choices, where they differ in their period."""
    earlier, later = (not said.isdisjoint(reader.lexicon.picks[name]) for name in ("earlier", "later"))
    found = [reader.understand(choice) for choice in offer.choices] if earlier or later else []
    dated = {
        place: one.questions[0].at[0]
        for place, one in enumerate(found)
        if isinstance(one, Understood) and one.questions[0].at
    }
    if len(set(dated.values())) < 2:
        return []
    in_order = sorted(dated, key=lambda place: (dated[place].end or 0, dated[place].start or 0))
    return [in_order[0 if earlier else -1]]


def _places(said: frozenset[str], offer: Offer, lexicon: Lexicon) -> list[int]:
    size = len(offer.choices)
    named = {lexicon.positions[word] for word in said if word in lexicon.positions}
    if named:
        return [place % size for place in named if -size <= place < size]
    proposed = [0] if offer.suggested or size == 1 else []
    if not said.isdisjoint(lexicon.picks["other"]):
        settled = proposed if offer.picked is None else [offer.picked]
        return [place for place in range(size) if place not in settled]
    agreed = not said.isdisjoint(lexicon.picks["yes"]) and said.isdisjoint(lexicon.picks["none"])
    return proposed if agreed and offer.picked is None else []


def _in_other_words(message: str, thread: Thread, reader: Reader) -> Heard:
    """A choice pressed or repeated, a full question, or what leans on one of the choices or on what was before them."""
    offer = thread.offer
    if message in offer.choices:
        place = offer.choices.index(message)
        return Heard(reader.understand(message), place)
    alone = reader.understand(message)
    completed = _completed(message, alone, thread.lacking, reader) if thread.lacking else None
    doubted = offer.strange or (offer.suggested and thread.lacking != Question("definition"))
    if doubted and isinstance(completed, Understood) and thread.lacking != Question("value"):
        # Meant without the words that were not understood?
        return Heard(Unclear((completed.questions,), about_figures=True))
    if completed and not doubted:
        return Heard(completed)
    of_which = _of_which(alone, offer, reader)
    if of_which is not None:
        return Heard(reader.understand(offer.choices[of_which]), of_which)
    merged = _in_thread(message, thread, reader)
    goes_on = bool(thread.misses) and _GOES_ON.match(message) is not None
    if offer.picked is not None or (isinstance(alone, Understood | Partly) and not goes_on):
        return Heard(merged)
    named = _named(message, offer.choices, reader.lexicon)
    if named is not None:
        chosen = reader.understand(offer.choices[named])
        elsewhere = offer.strange or (isinstance(merged, Understood) and _subject(merged) != _subject(chosen))
        if not (thread.last and thread.misses and elsewhere and isinstance(chosen, Understood)):
            return Heard(chosen, named)
        ways = [way.questions for way in (merged, chosen) if isinstance(way, Understood)]
        return Heard(Unclear(tuple(dict.fromkeys(ways))))
    return Heard(_leaning(message, thread, reader) if thread.misses else merged)


def _subject(found: Understanding) -> tuple[object, ...]:
    """What a whole question is about: “since baseline” may ask for a change or for a course of the same thing."""
    one = found.questions[0] if isinstance(found, Understood) else None
    return (one.indicators, one.sex, one.groups, one.areas) if one else ()


def _completed(
    message: str, alone: Understanding, lacking: Question, reader: Reader
) -> Understood | Unclear | None:
    """What `lacking` asks with the indicator that a mere name gives it: “cancer”, “the routine and manual rate”.

    None where the message is a question of its own, or does not give it.
    """
    if _ALL.fullmatch(message):
        return Understood((lacking.but(indicators=tuple(reader.catalogue.indicators)),))
    if isinstance(alone, Understood) and len(alone.questions) == 1:
        named = alone.questions[0]
        words = {token.text for token in tokens(message, reader.lexicon.contractions)}
        if named.intent != "value" or not words.isdisjoint(_ASKING):
            return None
        if lacking.intent in _OF_ONE_SERIES:
            measure = lacking.measure or named.measure
            said = {"measure": measure, "groups": named.groups, "sex": named.sex, "at": named.at}
            given = {name: value for name, value in said.items() if value}
            return Understood((lacking.but(indicators=named.indicators, **given),))
    elif not isinstance(alone, Unclear) or alone.unexplained:
        return None
    merged = reader.understand(message, lacking)
    if isinstance(merged, Understood) or (isinstance(merged, Unclear) and merged.lacking):
        return merged
    return None


_OF_ONE_SERIES = ("value", "trend", "change_since", "extremum", "definition", "check", "threshold")
_ALL = re.compile(
    r"\W*(?:and |for )*(?:all|all (?:the )?(?:four|4|indicators|gaps|targets)|everything|each|every one)"
    r"(?:,? (?:of (?:them|these|those|it)|please|pls))*\W*",
    re.I,
)


def _of_which(named: Understanding, offer: Offer, reader: Reader) -> int | None:
    """Where it was asked which indicator is meant: the place of the one that was `named`, and nothing else."""
    if not isinstance(named, Understood):
        return None
    wanted = named.questions[0].indicators
    if named.questions != (Question("value", wanted),):
        return None
    ways = [way[0] for way in _readings(offer.choices, reader)]
    alike = len({way.but(indicators=()) for way in ways if way.indicators}) == 1
    asked = [way.indicators for way in ways]
    of_one = [indicators for indicators in asked if indicators]
    apart = len(set(of_one)) == len(of_one) > 1 and len(asked) == len(offer.choices)
    return asked.index(wanted) if alike and apart and wanted in asked else None


def _leaning(message: str, thread: Thread, reader: Reader) -> Understanding:
    """What leans on a question that was asked back: on its likely meaning, or on what was understood before it.

    Where both lead to the same, and no word was strange that may have restricted it, there is nothing to ask.
    """
    offer = thread.offer
    leant_on = [guess[0] for guess in _readings(offer.choices[:1], reader)] if offer.suggested else []
    leant_on += [thread.last] if thread.last else []
    merged = [reader.understand(message, question) for question in leant_on]
    ways = dict.fromkeys(way.questions for way in merged if isinstance(way, Understood))
    agreed = len(ways) == 1 and len(merged) > 1 and all(isinstance(way, Understood) for way in merged)
    if agreed and not offer.strange:
        return merged[0]
    if ways:
        return Unclear(tuple(ways))
    return merged[0] if merged else reader.understand(message)


def _named(message: str, choices: Sequence[str], lexicon: Lexicon) -> int | None:
    """The only choice with every word of `message`, as “2005-07” or “the cancer one”; a question of its own is none."""
    words = (
        {token.text for token in tokens(message, lexicon.contractions)} - lexicon.picks["around"] - {".", "?"}
    )
    if not words.isdisjoint(_ASKING):
        return None
    told = [{token.text for token in tokens(choice, lexicon.contractions)} for choice in choices]
    places = [place for place, choice in enumerate(told) if words <= choice]
    return places[0] if len(places) == 1 and words else None


def _readings(choices: Sequence[str], reader: Reader) -> tuple[tuple[Question, ...], ...]:
    found = [reader.understand(choice) for choice in choices]
    return tuple(one.questions for one in found if isinstance(one, Understood))
