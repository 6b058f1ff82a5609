"""What a follow-up leaves open after several things were told, or asks of several after one."""

from __future__ import annotations

import re

from healthgap.question.model import ABOUT_TARGETS
from healthgap.question.named.movements import FURTHER
from healthgap.question.thread.dangling.turn import OF_A_COURSE, Rule, Turn
from healthgap.question.thread.pairs import WHICH, is_of_three

_APART = ("difference", "the difference")
_OF_A_GAP = ("narrow", "widen", "clos")
_NEAR = re.compile("near|close|furthest|farthest")


def _bigger_after_a_change(turn: Turn) -> list[str]:
    """ "Which is bigger?", “is it smaller?” after which of two has moved more: the gap itself, or its change?"""
    last, found = turn.last, turn.found
    moved = last.since is not None and (last.intent in ("compare", "which") or last.sex == "both")
    return [words for words, _ in found.cues if words in _SIZES] if moved and not found.since else []


_SIZES = ("bigger", "larger", "smaller", "wider", "narrower", "higher", "lower", "greater")


def _difference_in_a_unit(turn: Turn) -> list[str]:
    """ "Difference in points?" after the figures of two times: between them, and no gap again."""
    apart = [text for text in turn.said if "difference" in text.split()]
    return apart if turn.last.before_at and turn.asked.intent == "value" else []


def _more_of_what(turn: Turn) -> list[str]:
    """ "Which more?" after “have they narrowed?”: which gap is wider is not asked."""
    went = turn.last.intent == "trend" and turn.asked.intent in ("compare", "trend") and not turn.found.since
    more = [words for words in turn.found.words_of("most") if words in ("more", "most", "the most")]
    return more if went and not turn.found.words_of("narrow", "widen") else []


def _both_of_what(turn: Turn) -> list[str]:
    """ "In a table with both" after one gap and another asks for two, of which the thread leads to the last alone."""
    asked, found, last = turn.asked, turn.found, turn.last
    lists = (found.indicators, found.sexes, found.measures, found.groups, found.at, last.indicators)
    two = any(len(one) > 1 for one in lists) or len(found.groups) + found.everyone > 1
    named = two or "both" in found.sexes or last.sex == "both"
    more = ("both",) if asked.intent == "value" else ("both", "all", "all of them", "each", "every")
    three = [
        span.text for span in turn.spans if is_of_three(span) and not (named and len(last.indicators) != 2)
    ]
    return three if named else [*three, *(text for text in turn.said if text in more)]


def _which_of_one(turn: Turn) -> list[str]:
    """ "Which is on track?" after one target."""
    told_two = len(turn.last.indicators) > 1 or turn.last.sex == "both"
    of_which = WHICH if turn.asked.intent in ("target_status", "projection") and not told_two else ()
    return [text for text in turn.said if text in of_which]


def _which_two(turn: Turn) -> list[str]:
    """ "Difference?", "which is worse?", "is it wider for women?" need two things; a thread leads to one."""
    asked, found, last = turn.asked, turn.found, turn.last
    both_sexes = last.sex == "both" and found.of_both_sexes
    several = len(last.indicators) > 1 or both_sexes
    named = found.indicators or (found.sexes and not both_sexes) or found.groups
    anchored = bool(last.at) and asked.intent in ("trend", "change_since")
    unsaid = not (found.since or found.at or found.latest) and (named or anchored)
    leaning = asked.intent != "explain" and (unsaid or (found.hinted("which") and not several))
    leaning = leaning or (bool(last.before) and not (found.since or found.at))
    further = [words for words, _ in found.cues if leaning and words in FURTHER]
    settled = found.since and found.to
    apart = [
        words
        for words, _ in found.cues
        if not settled
        and (
            (words in _APART and (several or not found.followup))
            or (words.startswith("the difference between") and not several)
        )
    ]
    apart += [words for words in found.measure_words.values() if words.startswith("how far apart")]
    that = ["that"] if several and asked.intent in OF_A_COURSE and "that" in found.followup else []
    return [*further, *apart, *that]


def _one_number(turn: Turn) -> list[str]:
    """ "Is it 6.5?" after two gaps: each of them, or what lies between?"""
    found = turn.found
    named = found.at or found.measures or found.indicators or found.groups
    of_each = turn.asked.claim == "value" and len(turn.last.indicators) > 1 and len(found.said_amounts) == 1
    return list(found.amount_words) if of_each and not named else []


def _between_groups(turn: Turn) -> list[str]:
    """ "Has it widened?" after the rates of two groups: the gap, or either rate?"""
    found = turn.found
    two = turn.after_a_level and (len(turn.last.groups) > 1 or turn.after_groups_in_turn)
    moved = found.words_of("narrow", "widen") if two and not (found.measures or found.indicators) else []
    return [words for words in moved if any(word.startswith(_OF_A_GAP) for word in words.split())]


def _which_extreme(turn: Turn) -> list[str]:
    """ "Which is worst?" after one gap and another, or after groups: of these, or of the periods of the last one?

    “Which is nearest?” after a target is no extreme at all.
    """
    found, last = turn.found, turn.last
    if turn.asked.intent != "extremum":
        return []
    ends = found.words_of("max", "min")
    told = (last.groups, last.at, last.indicators, ("male", "female") if last.sex == "both" else ())
    together = turn.after_groups_in_turn or any(len(one) > 1 for one in told)
    together = together and (len(last.groups) > 1 or found.hinted("which"))
    in_turn = bool(last.before) and found.hinted("which") and not found.indicators
    if (together or in_turn) and not found.said("when"):
        return ends
    return [words for words in ends if last.intent in ABOUT_TARGETS and _NEAR.search(words)]


def _the_last_two(turn: Turn) -> list[str]:
    """ "The last two" of three gaps, and no periods."""
    words = " ".join(turn.said)
    named = any(time in words for time in ("period", "year", "reading", "figure"))
    return ["the last"] if turn.found.last and len(turn.last.indicators) > 1 and not named else []


def _whose_pace(turn: Turn) -> list[str]:
    """ "At that pace?" after a change that ended earlier, or after the rates of two groups."""
    last = turn.last
    ended = bool(last.since and last.to) or len(last.at) > 1
    if turn.asked.intent != "projection" or not (ended or len(last.groups) > 1):
        return []
    return [
        words for words in turn.found.words_of("future") if not {"that", "this"}.isdisjoint(words.split())
    ]


def _source_of_both(turn: Turn) -> list[str]:
    """ "When were they published?" after one gap and another."""
    in_turn = bool(turn.last.before) and turn.last.before != turn.last.indicators
    many = turn.asked.intent == "source" and in_turn and len(turn.last.indicators) < 2
    return [text for text in turn.said if many and not _MANY.isdisjoint(text.split())]


_MANY = frozenset({"they", "them", "their", "those", "these", "both"})


RULES: tuple[Rule, ...] = (
    _source_of_both,
    _both_of_what,
    _which_of_one,
    _which_two,
    _one_number,
    _between_groups,
    _which_extreme,
    _the_last_two,
    _whose_pace,
    _bigger_after_a_change,
    _more_of_what,
    _difference_in_a_unit,
)
