"""The intents as ordered rules: when each applies, which cues and periods it has a use for, what it adds.

A cue that a rule has no use for is left over, and then the question was not understood in full. A new kind of question
is one more rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from healthgap.question.clause import Clause
from healthgap.question.model import Intent, Question, When

_DIRECTION = frozenset({"narrow", "widen", "either_way", "not_narrowed"})
_STATUS = frozenset({"target", "on_track", "off_track", "met", "missed", "deadline"})


@dataclass(frozen=True, slots=True)
class Rule:
    """`applies` looks at the whole clause; `uses` are the cues that get a meaning, `periods` the roles."""

    intent: Intent
    applies: Callable[[Clause], bool]
    uses: frozenset[str]
    periods: frozenset[str] = frozenset()
    fill: Callable[[Clause, Question], Question] = lambda clause, question: question


def _nothing_named(clause: Clause) -> bool:
    return not (clause.names_something or clause.terms)


def _is_smalltalk(clause: Clause) -> bool:
    return (
        clause.hinted("smalltalk") and _nothing_named(clause) and not clause.unused(frozenset({"smalltalk"}))
    )


def _is_definition(clause: Clause) -> bool:
    named = bool(clause.terms or clause.groups or clause.indicators or clause.measures)
    if clause.said("define", "method"):
        return named
    bare = not clause.indicators and not clause.cues and bool(clause.terms or clause.groups)
    return (
        bare
        and not set(clause.measures) - set(clause.terms) - {"ratio"}
        and "gap" not in clause.measures
        and not clause.at
        and clause.hinted("define")
    )


def _is_which(clause: Clause) -> bool:
    selects = clause.hinted(
        "narrow", "widen", "not_narrowed", "on_track", "off_track", "met", "missed", "no_target"
    )
    selects = selects or (clause.said("target") and clause.said("most"))
    return not clause.indicators and clause.hinted("which") and selects and not clause.said("either_way")


def _is_ranking(clause: Clause) -> bool:
    ordered = clause.hinted("max", "min", "most", "widen", "narrow") or clause.form or clause.said("list")
    return clause.said("areas") and bool(ordered)


def _is_list(clause: Clause) -> bool:
    if clause.said("trend") and clause.measures:
        return False
    return clause.said("list", "periods") or (
        not clause.indicators and clause.said("which", "indicators") and not clause.said("overview")
    )


def _is_target(clause: Clause) -> bool:
    return clause.said("target", "off_track", "met", "missed", "deadline") or clause.hinted("on_track")


def _compares(clause: Clause) -> bool:
    """Several indicators or both sexes set beside each other, or the levels of two groups."""
    if len(clause.groups) + clause.everyone > 1 and set(clause.measures) <= {"rate", "count"}:
        return clause.said("compare")
    several = max(map(len, (clause.indicators, clause.sexes, clause.areas))) > 1 or "both" in clause.sexes
    beside = clause.hinted("compare", "than", "or", "most", "max", "min", "either_way", "widen", "narrow")
    return several and (beside or not clause.cues)


def _is_change(clause: Clause) -> bool:
    ends = clause.since is not None
    if clause.form or _sides_compared(clause):
        return False
    if len(clause.at) == 2 and clause.said("compare", "change"):
        return True
    moved = clause.said("narrow", "widen", "either_way", "change", "not_narrowed")
    return (
        ends and (moved or clause.pair_of_periods or clause.compared or clause.said("compare", "than"))
    ) or (moved and clause.said("how_much", "than"))


def _sides_compared(clause: Clause) -> bool:
    """ "How much higher in routine and manual than for everyone": people are compared, not periods."""
    people = len(clause.groups) + clause.everyone > 1
    return (
        people and clause.since is None and clause.said("than", "compare") and clause.said("widen", "narrow")
    )


def _is_trend(clause: Clause) -> bool:
    return not _sides_compared(clause) and (
        clause.said("trend", "narrow", "widen", "either_way", "not_narrowed", "change")
        or clause.form is not None
        or clause.last is not None
        or clause.since is not None
    )


def _with_terms(clause: Clause, question: Question) -> Question:
    terms = list(clause.terms) or [measure for measure in clause.measures if measure != "rate"]
    if clause.indicators and not clause.said("method") and not clause.measures and not clause.groups:
        terms = [term for term in terms if term not in ("gap",)]
        return question.but(terms=tuple(terms), measure=None)
    if clause.groups and not clause.indicators:
        terms = [*clause.groups, *(term for term in terms if term not in ("gap", "target"))]
    return question.but(terms=tuple(dict.fromkeys(terms)), measure=None, groups=())


def _with_selection(clause: Clause, question: Question) -> Question:
    most = clause.hinted("most", "max", "min")
    if clause.said("no_target"):
        selection = "no_target"
    elif clause.said("not_narrowed"):
        selection = "not_narrowed"
    elif clause.said("off_track", "missed"):
        selection = "off_track"
    elif clause.said("met"):
        selection = "met"
    elif clause.said("target") and most:
        selection = "furthest"
    elif clause.said("narrow"):
        selection = "narrowed_most" if most else "narrowed"
    elif clause.said("widen"):
        selection = "widened_most" if most else "widened"
    elif clause.hinted("on_track"):
        selection = "on_track"
    return question.but(selection=selection, measure=None)


def _as_gap(clause: Clause, question: Question) -> Question:
    relative = any("percent" in words for words, _ in clause.cues) or "percent" in clause.general
    return question.but(measure="relative_gap" if relative else None, groups=())


def _with_direction(clause: Clause, question: Question) -> Question:
    return question.but(direction="max" if clause.hinted("max") else "min")


def _end_first(clause: Clause, question: Question) -> Question:
    if clause.said("worst", "best"):
        return question.but(direction="worst" if clause.said("worst") else "best")
    return question.but(direction="min" if clause.hinted("min", "narrow") else "max")


def _from_the_start(clause: Clause, question: Question) -> Question:
    """A change needs two ends: from the baseline to the latest unless said otherwise."""
    at = question.at
    if len(at) == 2 and question.since is None:
        first, second = sorted(at, key=lambda when: (when.end or 0, when.start or 0))
        return question.but(since=first, to=second, at=())
    if len(at) == 1 and question.since is not None and question.to is None and at[0].kind == "period":
        return question.but(to=at[0], at=())
    if question.since is None:
        return question.but(since=When("baseline"))
    return question


def _due(clause: Clause, question: Question) -> Question:
    if question.at and question.by is None:
        return question.but(by=question.at[0], at=())
    return question


def _where_from(clause: Clause, question: Question) -> Question:
    return question.but(measure=None)


def _periods_wanted(clause: Clause, question: Question) -> Question:
    return question.but(terms=("periods",) if clause.said("periods") else ())


_AT, _SPAN = frozenset({"at"}), frozenset({"since", "to"})

RULES: tuple[Rule, ...] = (
    Rule("smalltalk", _is_smalltalk, frozenset({"smalltalk"})),
    Rule("help", lambda s: s.said("help") and _nothing_named(s), frozenset({"help", "which", "list"})),
    Rule(
        "explain",
        lambda s: s.said("why"),
        _DIRECTION | _STATUS | {"why", "trend", "change", "max", "min", "most", "how_much", "future", "size"},
        _AT | _SPAN,
    ),
    Rule(
        "definition",
        _is_definition,
        frozenset({"define", "method", "compare", "change", "or", "and", "which"}),
        fill=_with_terms,
    ),
    Rule(
        "which",
        _is_which,
        _DIRECTION
        | _STATUS
        | {
            "which",
            "compare",
            "no_target",
            "max",
            "min",
            "most",
            "trend",
            "indicators",
            "change",
            "how_much",
        },
        frozenset({"since"}),
        _with_selection,
    ),
    Rule(
        "ranking",
        _is_ranking,
        frozenset({"areas", "which", "max", "min", "most", "widen", "narrow", "size", "list"}),
        _AT,
        _end_first,
    ),
    Rule(
        "list",
        _is_list,
        frozenset({"list", "periods", "which", "indicators", "trend"}),
        fill=_periods_wanted,
    ),
    Rule(
        "source",
        lambda s: s.said("source") and not s.said("trend"),
        frozenset({"source", "when", "list", "which"}),
        _AT,
        _where_from,
    ),
    Rule(
        "projection",
        lambda s: s.said("future") or (s.by is not None and not s.said("deadline")),
        _DIRECTION | _STATUS | {"future", "when", "trend", "change", "how_much", "compare", "size"},
        frozenset({"at", "by", "since"}),
        _due,
    ),
    Rule(
        "target_status",
        _is_target,
        _STATUS | {"when", "how_much", "trend", "size", "compare", "narrow", "or"},
        frozenset({"at", "by"}),
        _due,
    ),
    Rule(
        "compare",
        _compares,
        _DIRECTION
        | {
            "compare",
            "than",
            "or",
            "and",
            "most",
            "max",
            "min",
            "trend",
            "change",
            "how_much",
            "which",
            "size",
        },
        _AT | _SPAN,
    ),
    Rule(
        "extremum",
        lambda s: s.hinted("max", "min"),
        frozenset({"max", "min", "when", "trend", "which", "list", "periods", "size"}),
        frozenset({"since"}),
        _with_direction,
    ),
    Rule(
        "change_since",
        _is_change,
        _DIRECTION | {"change", "how_much", "compare", "than", "trend", "or"},
        _AT | _SPAN,
        _from_the_start,
    ),
    Rule("trend", _is_trend, _DIRECTION | {"trend", "change", "list"}, _SPAN | {"last"}),
    Rule(
        "overview",
        lambda s: s.said("overview", "indicators", "either_way") and not s.indicators,
        frozenset({"either_way", "which", "overview", "indicators", "trend", "target", "on_track", "list"}),
    ),
    Rule("value", _sides_compared, _DIRECTION | {"than", "compare", "how_much", "size"}, _AT, _as_gap),
    Rule("value", lambda s: bool(s.indicators or s.groups), frozenset({"overview", "size", "how_much"}), _AT),
)

SELECTIONS: Mapping[str, str] = {
    "narrowed": "have narrowed",
    "widened": "have widened",
    "not_narrowed": "have not narrowed",
    "narrowed_most": "has narrowed most",
    "widened_most": "has widened most",
    "on_track": "are on track",
    "off_track": "are not on track",
    "met": "have met their target",
    "no_target": "have no target",
    "furthest": "is furthest from its target",
}
