"""What a follow-up leaves open after several things were told: of which of them, or of all of them together?"""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.model import Question
from healthgap.question.named.clause import Clause
from healthgap.question.words.spans import Span

_LEVELS = ("rate", "count", "share")
_OF_A_GAP = ("narrow", "widen", "clos")


def after_several(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """The words that may be of one, of each, or of what lies between them."""
    return [
        *_one_number(asked, found, last),
        *_between_groups(found, last),
        *_which_of_a_chain(asked, found, last),
        *_the_last_two(clause, found, last),
        *_whose_pace(asked, found, last),
        *_deaths_behind_a_level(asked, found, last),
    ]


def _one_number(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Is it 6.5?" after two gaps: each of them, or what lies between?"""
    named = found.at or found.measures or found.indicators or found.groups
    of_each = asked.claim == "value" and len(last.indicators) > 1 and len(found.said_amounts) == 1
    return list(found.amount_words) if of_each and not named else []


def _between_groups(found: Clause, last: Question) -> list[str]:
    """ "Has it widened?" after the rates of two groups: the gap, or either rate?"""
    in_turn = bool(last.groups) and last.before == last.indicators
    two = last.measure in _LEVELS and (len(last.groups) > 1 or in_turn)
    moved = found.words_of("narrow", "widen") if two and not (found.measures or found.indicators) else []
    return [words for words in moved if any(word.startswith(_OF_A_GAP) for word in words.split())]


def _which_of_a_chain(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Which is worst?" after one gap and another: of the gaps, or of the periods of the last one?"""
    several = bool(last.before) or len(last.indicators) > 1
    of_which = (
        asked.intent == "extremum" and found.hinted("which") and not (found.said("when") or found.indicators)
    )
    return found.words_of("max", "min") if several and of_which else []


def _the_last_two(clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """ "The last two" of three gaps, and no periods."""
    words = " ".join(span.text for span in clause)
    named = any(time in words for time in ("period", "year", "reading", "figure"))
    return ["the last"] if found.last and len(last.indicators) > 1 and not named else []


def _whose_pace(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "At that pace?" after a change that ended earlier, or after the rates of two groups."""
    pace = [
        words
        for words, cues in found.cues
        if "future" in cues and not {"that", "this"}.isdisjoint(words.split())
    ]
    ended = bool(last.since and last.to) or len(last.at) > 1
    return pace if asked.intent == "projection" and (ended or len(last.groups) > 1) else []


def _deaths_behind_a_level(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "In deaths?" after the rate of a group: all of them, or those that its gap amounts to?"""
    level = asked.intent == "events" and last.measure in _LEVELS
    return [words for words in found.words_of("events") if level and words.startswith("in ")]
