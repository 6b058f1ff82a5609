"""What a follow-up says of a time that the last question of its thread does not lead to: “was it higher then?”."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.model import ABOUT_TARGETS, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES, each_time
from healthgap.question.words.spans import Span

_BETWEEN = ("in between", "between them", "meanwhile", "in the meantime")


def at_another_time(asked: Question, clause: Sequence[Span], found: Clause, last: Question) -> list[str]:
    """The words for times that lead nowhere, or to two places."""
    said = [span.text for span in clause]
    higher = any(words in COMPARATIVES for words, _ in found.cues)
    moved = higher or found.said("narrow", "widen", "change")
    return [
        *([text for text in said if text == "then"] if higher else []),
        *([text for text in said if text in _BETWEEN] if moved else []),
        *(
            [text for text in said if "overall" in text.split()]
            if moved and (last.since or last.last)
            else []
        ),
        *_been_higher(said, found, last, higher=higher),
        *_of_each_step(found, last),
        *_held_against(asked, found, last),
        *_up_to_now(asked, found, last),
        *_of_the_whole(asked, found, last),
    ]


def _been_higher(said: Sequence[str], found: Clause, last: Question, *, higher: bool) -> list[str]:
    """ "Has it been higher?" after a change: at any time between, or at its end?"""
    ever = found.hinted("at_all") or found.since
    moved_into = last.since == When("previous") and last.to is not None  # “did it rise in 2001-03?”
    than_now = moved_into and higher and (found.latest or found.said("than"))
    been = higher and "been" in said and (last.since or last.to) and not ever
    return [*(["been"] if been else []), *(["now"] if than_now else [])]


def _of_each_step(found: Clause, last: Question) -> list[str]:
    """ "Every period?" after “is it wider than at baseline?”: wider in each, or than the one before it?"""
    moved = found.said("narrow", "widen") or found.since
    led_to = last.intent == "trend" or not last.supposed or found.indicators or moved
    kept = [words for words in found.words_of("narrow", "widen") if words.startswith("kept")]
    ended = kept if last.to and not (found.since or found.to) else []
    return [*([] if led_to or not each_time(found) else ["every period"]), *ended]


def _held_against(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "Compared with 1997-99?" after a projection, a target or a peak: which number against that one?"""
    against = found.compared and found.since is not None and not found.indicators
    of_no_figure = last.intent in (*ABOUT_TARGETS, "extremum")
    return [str(found.since)] if against and of_no_figure and asked.intent != "value" else []


def _up_to_now(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "And now?" after a course that ended earlier, and “lower than now?” after a figure as it was known then."""
    ended = last.intent == "trend" and last.to is not None and not (found.cues or found.indicators)
    told = bool(found.cues) or found.hinted("stating")
    known_then = last.known is not None and not found.known and told and asked.intent != "check"
    return ["now"] if found.latest and (ended or known_then) else []


def _of_the_whole(asked: Question, found: Clause, last: Question) -> list[str]:
    """ "For how long?" of a line that was crossed, “in 2002-04?” of a revision, “when was it met?”, “was it in
    2004-06?” of a target.
    """
    long = found.words_of("run") if last.intent == "threshold" and asked.intent == "run" else []
    revised = map(str, found.at) if last.intent == "news" and asked.intent == "value" else []
    met = last.intent in ABOUT_TARGETS and found.said("when") and found.said("met") and found.past
    was = asked.intent == "value" and last.intent in ABOUT_TARGETS and found.at and found.past
    return [*long, *revised, *(["when"] if met else []), *(map(str, found.at) if was else [])]
