"""What a message means in its thread: a choice picked, by its button or in words, or what leans on what was said.

A choice is a complete question; picking it is asking it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.question.message.dividing import MOST_PARTS
from healthgap.question.message.kept import Offer, Thread
from healthgap.question.message.lacking import ASKING, completed
from healthgap.question.message.understand import Reader
from healthgap.question.model import Partly, Question, Unclear, Understanding, Understood
from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.text import tokens

_GOES_ON = re.compile(
    r"\s*(?:and|n|&|or|same|also|what about|how about)\s+(?:for\s+|in\s+)?\S+\s*\??\s*$", re.IGNORECASE
)
_CARRIES_ON = re.compile(r"\s*(?:and|also|same|what about|how about|for|in|with)\b", re.IGNORECASE)


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
    words = {token.text for token in tokens(message, lexicon.wording.contractions) if token.text[0].isalnum()}
    picks = lexicon.wording.picks
    known = frozenset().union(*picks.values()) | lexicon.wording.positions.keys()
    return frozenset(words - picks["around"]) if words <= known else frozenset()


def _picked(said: frozenset[str], offer: Offer, reader: Reader) -> Heard | None:
    """The choice that the words `said` mean; asked again where they leave it open, None where they are no pick."""
    places = _by_time(said, offer, reader) or _places(said, offer, reader.lexicon)
    if len(places) == 1:
        return Heard(reader.choice(offer.choices[places[0]]), places[0])
    if offer.picked is not None and not places:
        return None
    if not places and not said.isdisjoint(reader.lexicon.wording.picks["none"]):
        return Heard(Understood((Question("help"),)))
    return Heard(Unclear(_readings(offer.choices, reader)))


def _by_time(said: frozenset[str], offer: Offer, reader: Reader) -> list[int]:
    """ "The earlier one": of the choices, where they differ in their period."""
    earlier, later = (
        not said.isdisjoint(reader.lexicon.wording.picks[name]) for name in ("earlier", "later")
    )
    found = [reader.choice(one) for one in offer.choices] if earlier or later else []
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
    named = {lexicon.wording.positions[word] for word in said if word in lexicon.wording.positions}
    if named:
        return [place % size for place in named if -size <= place < size]
    proposed = [0] if offer.suggested or size == 1 else []
    if not said.isdisjoint(lexicon.wording.picks["other"]):
        settled = proposed if offer.picked is None else [offer.picked]
        return [place for place in range(size) if place not in settled]
    agreed = not said.isdisjoint(lexicon.wording.picks["yes"]) and said.isdisjoint(
        lexicon.wording.picks["none"]
    )
    return proposed if agreed and offer.picked is None else []


def _in_other_words(message: str, thread: Thread, reader: Reader) -> Heard:
    """A choice pressed or repeated, a full question, or what leans on one of the choices or on what was before them."""
    offer = thread.offer
    if message in offer.choices:
        place = offer.choices.index(message)
        return Heard(reader.choice(message), place)
    alone = reader.understand(message)
    whole = completed(message, alone, thread.lacking, reader) if thread.lacking else None
    doubted = offer.strange or (offer.suggested and thread.lacking != Question("definition"))
    if doubted and isinstance(whole, Understood) and thread.lacking != Question("value"):
        # Meant without the words that were not understood?
        return Heard(Unclear((whole.questions,), about_figures=True))
    if whole and not doubted:
        return Heard(whole)
    of_which = _of_which(alone, offer, reader)
    if of_which is not None:
        return Heard(reader.choice(offer.choices[of_which]), of_which)
    merged = _in_thread(message, thread, reader)
    goes_on = bool(thread.misses) and (_GOES_ON.match(message) is not None or _names_alone(message, alone))
    if offer.picked is not None or (isinstance(alone, Understood | Partly) and not goes_on):
        return Heard(merged)
    named = _named(message, offer.choices, reader.lexicon)
    if named is not None and not (offer.strange and _CARRIES_ON.match(message)):
        chosen = reader.choice(offer.choices[named])
        elsewhere = offer.strange or (isinstance(merged, Understood) and _subject(merged) != _subject(chosen))
        if not (thread.last and thread.misses and elsewhere and isinstance(chosen, Understood)):
            return Heard(chosen, named)
        ways = [way.questions for way in (merged, chosen) if isinstance(way, Understood)]
        return Heard(Unclear(tuple(dict.fromkeys(ways))))
    return Heard(_leaning(message, thread, reader) if thread.misses else merged)


def _names_alone(message: str, alone: Understanding) -> bool:
    """Whether a message goes on with a question that was not understood: “and the cancer gap?”, “infant mortality”."""
    if not (isinstance(alone, Understood) and len(alone.questions) == 1):
        return False
    named, words = alone.questions[0], set(message.lower().split())
    bare = named == Question("value", named.indicators, named.sex, groups=named.groups)
    carries_on = _CARRIES_ON.match(message) is not None and named.intent == "value"
    return (bare or carries_on) and words.isdisjoint(ASKING)


def _subject(found: Understanding) -> tuple[object, ...]:
    """What a whole question is about: “since baseline” may ask for a change or for a course of the same thing."""
    one = found.questions[0] if isinstance(found, Understood) else None
    return (one.indicators, one.sex, one.groups, one.areas) if one else ()


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
    alone = reader.understand(message)
    if isinstance(alone, Understood):
        return Unclear((alone.questions,), about_figures=True)
    return merged[0] if merged else alone


def _named(message: str, choices: Sequence[str], lexicon: Lexicon) -> int | None:
    """The only choice with every word of `message`, as “2005-07” or “the cancer one”; a question of its own is none."""
    words = (
        {token.text for token in tokens(message, lexicon.wording.contractions)}
        - lexicon.wording.picks["around"]
        - {".", "?"}
    )
    if not words.isdisjoint(ASKING):
        return None
    told = [{token.text for token in tokens(choice, lexicon.wording.contractions)} for choice in choices]
    alone = sum(map(str.isdigit, words)) == 1  # “2004” is no part of 2004-06
    places = [
        place
        for place, choice in enumerate(told)
        if words <= choice and not (alone and sum(map(str.isdigit, choice)) > 1)
    ]
    return places[0] if len(places) == 1 and words else None


def _readings(choices: Sequence[str], reader: Reader) -> tuple[tuple[Question, ...], ...]:
    found = map(reader.choice, choices)
    return tuple(one.questions for one in found if isinstance(one, Understood))
