"""One message in its thread -> the reply, and what the next message can lean on. Stores nothing.

Understanding, answering and wording meet here; no question is offered that would not be answered as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from healthgap.answer import answer, carried_on
from healthgap.answer.checks import Answer
from healthgap.answer.disclosure import without_disclosure
from healthgap.answer.facts import NotHeld
from healthgap.answer.held import Held
from healthgap.answer.manner import Manner, manner, without_fullness
from healthgap.question.message.dialogue import heard
from healthgap.question.message.kept import NO_OFFER, Offer, Thread
from healthgap.question.message.understand import Reader
from healthgap.question.model import Question, Unclear, Understood
from healthgap.question.phrase import phrase, phrase_all
from healthgap.question.unknown import countable
from healthgap.releases import end_of
from healthgap.reply import Message, Reply
from healthgap.wording.lists import examples
from healthgap.wording.not_understood import nothing_asked, too_long
from healthgap.wording.replies import answered, asked_back

LONGEST_QUESTION = 2000
HeldOf = Callable[[Question | Unclear], Held]
"""The figures that a part of a message asks about: those held now, or those known at the time that it names."""

_FEWEST_CHOICES, _FEW_CHOICES, _MOST_CHOICES = 2, 3, 5


@dataclass(frozen=True, slots=True)
class Exchange:
    """A reply, the thread after it, and the words of the message that may be counted as unknown."""

    reply: Reply
    thread: Thread
    unknown: tuple[str, ...] = ()


def exchange(
    text: str, thread: Thread, reader: Reader, held: Held, held_at: Callable[[datetime], Held]
) -> Exchange:
    """The reply to `text` in `thread`, from the figures `held`; `held_at` gives those known at an earlier moment."""
    if not text.strip() or len(text) > LONGEST_QUESTION:
        return Exchange(_unaskable(text, held), thread.missed(NO_OFFER))

    def held_of(part: Question | Unclear) -> Held:
        return _known(part, held, held_at)

    asked, in_full = without_fullness(text)
    if not asked.strip():
        asked = phrase(thread.last, held.catalogue) if thread.last else text
    found = heard(asked, thread, reader)
    meant = found.understanding
    if isinstance(meant, Unclear):
        return _asked_back(meant, text, thread, reader, held, held_of)
    parts = meant.questions if isinstance(meant, Understood) else meant.parts
    helds = [held_of(part) for part in parts]
    told, facts = _answers(parts, helds)
    way = replace(_way(asked, parts[0]), in_full=in_full) if _is_one(parts) else Manner(in_full=in_full)
    reply = answered(parts, without_disclosure(parts, facts, held), helds[-1], way, asked)
    choices = _standing(reply.choices, reader, held_of)
    if reply.kind == "clarify" and len(choices) < _FEWEST_CHOICES:
        choices = _standing((*choices, *_instead(_indicators(parts), held)), reader, held_of)
    offer = Offer(choices)
    if found.picked is not None and not choices:
        offer = replace(thread.offer, picked=found.picked)
    unclear = [part for part in parts if isinstance(part, Unclear)]
    return Exchange(
        replace(reply, choices=choices), thread.answered(told, offer), _unknown(unclear, text, reader)
    )


def _way(text: str, asked: Question | Unclear) -> Manner:
    """The manner of a message, and of what it goes on with: “the percentage change?”, “and since 2002-04?”."""
    way = manner(text)
    if not isinstance(asked, Question):
        return way
    share = way.in_per_cent or (asked.in_per_cent and not way.in_unit)
    return replace(way, in_per_cent=share, a_year=way.a_year or asked.a_year)


def _is_one(parts: Sequence[Question | Unclear]) -> bool:
    """Whether one thing is asked, so that its manner is that of the whole message; "are both targets met?" asks two."""
    first = parts[0]
    of_each = isinstance(first, Question) and first.intent in _OF_EACH and len(first.indicators) > 1
    return len(parts) == 1 and not of_each


_OF_EACH = ("target_status", "projection", "extremum", "threshold")


def _known(part: Question | Unclear, held: Held, held_at: Callable[[datetime], Held]) -> Held:
    """The figures known at the end of the day, month or year that a question names; else `held`."""
    if isinstance(part, Unclear) or part.known is None or part.intent == "news":
        return held
    return held_at(min(held.as_of, end_of(part.known)))


def _answers(
    parts: Sequence[Question | Unclear], helds: Iterable[Held]
) -> tuple[list[Question], list[Sequence[Answer | Unclear]]]:
    """The facts of each part, or why it was refused; and the questions that the next message leans on."""
    told: list[Question] = []
    facts: list[Sequence[Answer | Unclear]] = []
    for part, held in zip(parts, helds, strict=True):
        if isinstance(part, Unclear):
            facts.append((part,))
        else:
            of_part = answer(part, held)
            facts.append(of_part)
            told.append(carried_on(part, of_part))
    return told, facts


def _unaskable(text: str, held: Held) -> Reply:
    indicators = tuple(held.catalogue.indicators.values())
    said = too_long(LONGEST_QUESTION) if text.strip() else nothing_asked(examples(indicators)[0])
    return Reply("decline", Message(said), "", as_of=held.as_of)


def _unknown(found: Iterable[Unclear], text: str, reader: Reader) -> tuple[str, ...]:
    words = [word for part in found for word in part.unexplained]
    return countable(words, text, reader.english()) if words else ()


def _asked_back(
    found: Unclear, text: str, thread: Thread, reader: Reader, held: Held, held_of: HeldOf
) -> Exchange:
    """One question back with choices, or no with what can be asked; after two misses in a row a short help."""
    unknown = _unknown([found], text, reader)
    named = () if _indicators(_guessed(found)) else _sharing(found, held)
    if len(named) > 1:
        found = Unclear(tuple((Question("value", (name,)),) for name in named), about_figures=True)
    elif named:
        found = replace(found, guesses=())
    ways = [way for guess in found.guesses for way in _answerable(guess, held_of)]
    choices = likely = _standing((phrase_all(way, held.catalogue) for way in ways), reader, held_of)
    related = () if likely else named or _related(text, held)
    if thread.misses or len(choices) < _FEWEST_CHOICES:
        near = _indicators(_guessed(found)) or related or _indicators([thread.last] if thread.last else [])
        alike = [phrase_all(example, held.catalogue) for example in found.examples]
        choices = _standing((*likely[:_FEWEST_CHOICES], *alike, *_instead(near, held)), reader, held_of)
        choices = choices[: _MOST_CHOICES if thread.misses else _FEW_CHOICES]
    suggested = bool(likely) and found.names_what_is_left_over
    reply = asked_back(found, text, likely, choices, held, thread.misses, related)
    offer = Offer(choices, suggested, strange=bool(found.unexplained))
    return Exchange(reply, thread.missed(offer, found.lacking), unknown)


def _answerable(guess: tuple[Question, ...], held_of: HeldOf, tries: int = 2) -> list[tuple[Question, ...]]:
    """`guess` if all of it can be answered, else what can be answered in its place."""
    lacks = _lacks(guess, held_of)
    if not lacks:
        return [guess]
    if len(guess) > 1:
        refused = {lack.question for lack in lacks}
        rest = tuple(question for question in guess if question not in refused)
        return [rest] if rest else []
    if tries == 0:
        return []
    return [way for nearest in lacks[0].nearest for way in _answerable((nearest,), held_of, tries - 1)]


def _guessed(found: Unclear) -> list[Question]:
    return [question for guess in found.guesses for question in guess]


def _indicators(about: Iterable[Question | Unclear]) -> tuple[str, ...]:
    questions = [question for question in about if isinstance(question, Question)]
    return tuple(dict.fromkeys(name for question in questions for name in question.indicators))


def _sharing(found: Unclear, held: Held) -> tuple[str, ...]:
    """The indicators that have the words not understood in their names: of the word that the fewest have."""
    indicators = held.catalogue.indicators.values()
    words = {one.id: {word for name in one.aliases for word in name.lower().split()} for one in indicators}
    having = [tuple(name for name in words if word in words[name]) for word in found.unexplained]
    return min(having, key=len) if having and all(having) and not found.unused else ()


def _related(text: str, held: Held) -> tuple[str, ...]:
    """The indicators that are the nearest to something that `text` names and that is not held."""
    said = text.lower()
    return tuple(
        indicator.id
        for indicator in held.catalogue.indicators.values()
        if any(
            name in said and re.search(rf"\b{re.escape(name)}\b", said)
            for name in map(str.lower, indicator.related)
        )
    )


def _instead(near: Sequence[str], held: Held) -> list[str]:
    """Questions that work, on the indicators `near` first, to stand beside what little could be guessed."""
    indicators = held.catalogue.indicators
    listed = [phrase_all((Question("list", (name,)),), held.catalogue) for name in near]
    first, *others = examples([indicators[name] for name in near or indicators])
    return [first, *listed, *others]


def _standing(choices: Iterable[str], reader: Reader, held_of: HeldOf) -> tuple[str, ...]:
    """Those of `choices` that are understood and answered as they stand, in an empty thread; no more than fit."""
    kept: list[str] = []
    for choice in dict.fromkeys(choices):
        if len(kept) == _MOST_CHOICES:
            break
        if _stands(choice, reader, held_of):
            kept.append(choice)
    return tuple(kept)


def _stands(choice: str, reader: Reader, held_of: HeldOf) -> bool:
    meant = reader.choice(choice)
    return isinstance(meant, Understood) and not _lacks(meant.questions, held_of)


def _lacks(questions: Iterable[Question], held_of: HeldOf) -> list[NotHeld]:
    """What of `questions` is not held. Those over everything held always have an answer, which would take long."""
    named = [question for question in questions if question.indicators or question.at]
    found = [fact for question in named for fact in answer(question, held_of(question))]
    return [fact for fact in found if isinstance(fact, NotHeld)]
