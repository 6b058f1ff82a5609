"""What a thread told of two, set beside each other: periods of one gap, indicators, sexes, groups told in turn."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from healthgap.question.model import Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES, sets_beside
from healthgap.question.words.spans import Span

WHICH_ONE = (
    "which one",
    "which ones",
    "which of them",
    "which of the two",
    "which of these",
    "which of those",
)
WHICH = ("which", *WHICH_ONE)
BOTH = (
    "both",
    "both of them",
    "they",
    "them",
    "these",
    "those",
    "the two",
    "the two of them",
    "each other",
)
_TWO = frozenset({"both", "two"})
_NEARER = COMPARATIVES | {"nearer", "closer", "further", "nearest", "closest", "furthest", "more"}
IT = frozenset({"that", "it", "this"})


def beside_last(clause: Clause, spans: Sequence[Span], last: Question) -> None:
    """ "How does that compare with cancer?", “vs cancer?”: what was told stands beside what is named, at one time."""
    points_back = clause.said("compare") and not IT.isdisjoint(clause.followup)
    first = next((span for span in spans if span.text not in ("and", "but", "so")), None)
    points_back |= first is not None and first.has("role", "since") and first.has("cue", "compare")
    points_back = points_back or (clause.said("than") and not (clause.at or clause.since))
    levels = last.measure == "rate" and len(last.groups) == 1 and len(clause.groups) + clause.everyone == 1
    if points_back and levels and not clause.indicators and set(clause.measures) <= {"rate"}:
        clause.groups[:0] = last.groups
        clause.at = clause.at or list(last.at)
        clause.followup = [word for word in clause.followup if word not in IT]
        return
    another = len(clause.indicators) == 1 and not set(clause.indicators) & set(last.indicators)
    if not (points_back and another and last.indicators):
        return
    if last.intent in ("projection", "extremum"):
        clause.astray.append("that")  # what is to come, or the widest, beside the latest of another
        return
    clause.indicators[:0] = last.indicators
    clause.since = clause.since or last.since
    clause.at = clause.at or list(last.at)
    clause.astray += ["now"] if clause.latest and last.at else []
    clause.followup = [word for word in clause.followup if word not in IT]


def of_the_two(clause: Clause, last: Question) -> None:
    """ "Which is bigger?" after both sexes, “the difference?” after two times: what was told stands beside itself."""
    if any((clause.indicators, clause.sexes, clause.groups, clause.at, clause.last)):
        return
    which = clause.hinted("which") or any(words.startswith("who ") for words, _ in clause.cues)
    if which and _each_judged(clause) and (last.sex == "both" or len(last.indicators) > 1):
        clause.cues = [(words, cues) for words, cues in clause.cues if words not in WHICH]
        clause.hints.discard("which")
    elif last.sex == "both" and (which or "pair" in clause.general):
        _of_both_sexes(clause)
    elif len(last.at) == 2 and last.intent == "value" and len(last.indicators) == 1:
        _of_both_times(clause, last, which=which)


def _each_judged(clause: Clause) -> bool:
    """ "Which is on track?", “which of them has widened?” after two: each is told."""
    judged = clause.hinted("on_track", "off_track", "met", "missed", "undecided", "narrow", "widen")
    ranked = clause.hinted("most", "max", "min") or sets_beside(clause)
    bare = all("which" not in cues or words in WHICH for words, cues in clause.cues)
    return judged and bare and not ranked


def _of_both_sexes(clause: Clause) -> None:
    valued = any(words in ("better", "worse") for words, _ in clause.cues)  # of the gap, or for them?
    if valued or not (sets_beside(clause) or clause.said("compare")):
        return
    clause.sexes = ["male", "female"]
    # “who has the bigger gap?”
    clause.cues = [(words, cues) for words, cues in clause.cues if "by_group" not in cues]
    clause.hints.add("which")


def _of_both_times(clause: Clause, last: Question, *, which: bool) -> None:
    apart = any(words in _APART for words, _ in clause.cues)
    of_both = which or apart or "pair" in clause.general or clause.said("compare")
    moved = clause.said("change", "compare", "narrow", "widen", "either_way")
    if clause.since or not (of_both and moved):
        return
    clause.since, clause.to = sorted(last.at, key=_order_in_time)
    clause.general.discard("pair")
    clause.hints.discard("which")
    clause.compared = True


def _order_in_time(when: When) -> tuple[int, int]:
    """By its last year; the baseline and the peak stand before any period, the latest after all."""
    if when.kind == "period":
        return when.end or 0, when.start or 0
    return (_AFTER_ALL, 0) if when.kind == "latest" else (0, 0)


_AFTER_ALL = 9999


def of_both(clause: Sequence[Span], last: Question) -> Question:
    """`last` as a question of the two that a thread told one after the other, where a message speaks of them both."""
    said = [span.text for span in clause]
    words = {word for text in said for word in text.split()}
    asked = any(text.startswith(("which", "who ", "whose")) for text in said)
    which = asked and not _NEARER.isdisjoint(words)
    their = "their" in words and bool(last.before) and last.before != last.indicators
    of_them = any(span.has("form") and "them" in span.text.split() for span in clause)  # “table of them”
    both = (
        which
        or _OF_EACH.search(" ".join(said)) is not None
        or their
        or of_them
        or any(map(is_of_several, clause))
        or any(span.has("general", "pair") for span in clause)
    )
    apart = all(span.is_mark or span.is_filler or span.text in _APART for span in clause)
    both = both or (bool(last.before_at) and apart and not _APART.isdisjoint(said))
    if both and last.before_at:
        return last.but(at=(*last.before_at, *(last.at or (When("latest"),))), before=(), before_at=())
    if not (both and last.before):
        return last
    if last.before == last.indicators:
        return last if last.groups else last.but(sex="both", before=())
    told = (*last.before, *last.indicators)
    return last.but(indicators=told[-_counted(words) :], before=())


def told_before(last: Question, question: Question) -> tuple[str, ...]:
    """The indicators told before `question`, which came after `last`: of the same time and measure; its own where that
    was of other people.
    """
    if len(last.indicators) != 1 or len(question.indicators) != 1:
        return ()
    if (last.indicators, last.sex, last.groups) == (question.indicators, question.sex, question.groups):
        return last.before
    alike = (last.at, last.measure) == (question.at, question.measure)
    earlier = [name for name in last.before if name not in (*last.indicators, *question.indicators)]
    return (*earlier, *last.indicators) if alike else ()


def is_of_several(span: Span) -> bool:
    """ "Both", “them”, “all three”: what speaks of all that was told, or of so many."""
    return span.text in BOTH or is_of_three(span)


def is_of_three(span: Span) -> bool:
    return span.has("general", "both") and "three" in span.text.split()


_OF_EACH = re.compile(r"\b(?:the|are|were|will) (?:the )?(?:targets|baselines|gaps|rates|goals|peaks)\b")


_APART = frozenset({"difference", "the difference", "what is the difference"})


def _counted(words: Collection[str]) -> int:
    """How many were spoken of: “both”, “all three”, or all that were told, as “which of them?”."""
    return 2 if not _TWO.isdisjoint(words) else 3 if "three" in words else 0
