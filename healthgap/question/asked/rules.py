"""The intents as ordered rules: when each applies, which cues and periods it has a use for, what it adds.

A cue that a rule has no use for is left over, and then the question was not understood in full. A new kind of question
is one more rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from healthgap.question.asked import asks, asks_of_targets, fills, statements
from healthgap.question.model import Intent, Question
from healthgap.question.named import movements
from healthgap.question.named.clause import Clause

_DIRECTION = frozenset({"narrow", "widen", "either_way", "not_narrowed", "already"})
_STATUS = frozenset({"target", "on_track", "off_track", "met", "missed", "undecided", "deadline", "already"})


@dataclass(frozen=True, slots=True)
class Rule:
    """`applies` looks at the whole clause; `uses` are the cues that get a meaning, `periods` the roles."""

    intent: Intent
    applies: Callable[[Clause], bool]
    uses: frozenset[str]
    periods: frozenset[str] = frozenset()
    fill: Callable[[Clause, Question], Question] = lambda clause, question: question


_AT, _SPAN = frozenset({"at"}), frozenset({"since", "to"})

RULES: tuple[Rule, ...] = (
    Rule("smalltalk", asks.is_smalltalk, frozenset({"smalltalk", "abuse", "thanks"}), fill=fills.talked),
    Rule("definition", asks.asks_what_it_is_for, frozenset({"why", "or"}), fill=fills.of_its_meaning),
    Rule("help", lambda s: s.hinted("help") and asks.nothing_named(s), frozenset({"help", "which", "list"})),
    Rule(
        "explain",
        movements.asks_which_side,
        _DIRECTION | {"side", "or", "change", "most", "cause", "why", "stay", "how_much", "which", "closed"},
        _AT | _SPAN,
        fills.of_the_gap,
    ),
    Rule(
        "explain",
        lambda s: s.said("why") and not s.said("undecided"),
        _DIRECTION
        | _STATUS
        | {
            "why",
            "stay",
            "trend",
            "change",
            "max",
            "min",
            "most",
            "how_much",
            "future",
            "size",
            "multiple",
            "side",
            "or",
        },
        _AT | _SPAN,
        fills.supposing,
    ),
    Rule(
        "threshold",
        statements.is_ahead,
        _DIRECTION | {"amount", "when", "ever", "at_all", "future", "met", "closed", "size"},
        frozenset({"since"}),
        fills.ahead,
    ),
    Rule(
        "threshold",
        statements.is_threshold,
        _DIRECTION | {"amount", "when", "ever", "at_all", "periods", "which", "list", "trend", "size", "run"},
        frozenset({"since"}),
        fills.beyond_a_line,
    ),
    Rule(
        "check",
        statements.is_check,
        _DIRECTION | {"amount", "change", "than", "compare", "target", "how_much", "size"},
        _AT | _SPAN,
        fills.claimed,
    ),
    Rule(
        "news",
        asks.is_news,
        frozenset({"news", "revised", "source", "change", "list", "which", "overview", "when"}),
        fill=fills.told,
    ),
    Rule(
        "source",
        asks.is_next_release,
        frozenset({"next_release", "source", "when", "list", "which", "future", "deadline"}),
        _AT,
        fills.where_from,
    ),
    Rule(
        "run",
        movements.asks_run,
        _DIRECTION | {"run", "trend", "change", "when", "how_much"},
        fill=fills.since_when,
    ),
    Rule(
        "value", asks.is_by_group, frozenset({"by_group", "max", "min", "list", "which"}), _AT, fills.by_group
    ),
    Rule(
        "range", asks.asks_range, frozenset({"range", "certainty", "how_much", "size"}), _AT, fills.of_level
    ),
    Rule(
        "certainty",
        movements.asks_certainty,
        _DIRECTION | {"certainty", "change", "trend", "how_much", "or", "than"},
        _AT | _SPAN,
    ),
    Rule("value", asks.counts_a_year, frozenset({"a_year", "how_much"}), _AT, fills.as_number),
    Rule("value", asks.counts_level, frozenset({"events"}), _AT, fills.as_number),
    Rule(
        "events",
        asks.asks_events,
        frozenset({"events", "excess", "how_much", "compare", "cause", "define"}),
        _AT,
        fills.events_of,
    ),
    Rule(
        "definition",
        asks_of_targets.defines_a_verdict,
        _DIRECTION | _STATUS | {"define", "range", "certainty", "method", "or", "and"},
        fill=fills.with_terms,
    ),
    Rule(
        "target_status",
        asks_of_targets.lists_targets,
        asks_of_targets.LISTED | asks_of_targets.JUDGED,
        fill=fills.of_every_target,
    ),
    Rule(
        "required",
        asks_of_targets.is_distance_of_all,
        frozenset({"take", "target", "which", "overview", "on_track", "off_track", "indicators", "list"}),
        fill=fills.of_every_target,
    ),
    Rule(
        "definition",
        asks.is_definition,
        frozenset({"define", "method", "compare", "change", "or", "and", "which", "news", "revised"}),
        fill=fills.with_terms,
    ),
    Rule(
        "which",
        asks.is_which,
        _DIRECTION
        | _STATUS
        | {
            "which",
            "list",
            "compare",
            "no_target",
            "max",
            "min",
            "most",
            "trend",
            "indicators",
            "change",
            "how_much",
            "future",
        },
        frozenset({"since"}),
        fills.with_selection,
    ),
    Rule("which", asks.is_ranking, frozenset({"which", "max", "min", "compare", "size"}), fill=fills.ranked),
    Rule(
        "ranking",
        asks.orders_areas,
        frozenset({"areas", "which", "max", "min", "size", "list"}),
        _AT,
        fills.end_first,
    ),
    Rule(
        "value", asks_of_targets.asks_baseline_years, frozenset({"periods", "when", "which", "target"}), _AT
    ),
    Rule("value", asks.apportions, frozenset({"narrow", "source"}), _AT),
    Rule(
        "list",
        asks.is_list,
        frozenset({"list", "periods", "which", "indicators", "trend"}),
        fill=fills.periods_wanted,
    ),
    Rule(
        "source",
        asks.is_source,
        frozenset({"source", "published", "when", "list", "which", "amount"}),
        _AT,
        fills.where_from,
    ),
    Rule(
        "required",
        asks_of_targets.is_share_of_the_way,
        _STATUS | {"way", "narrow", "how_much", "take", "beside_target", "change"},
        fill=fills.of_the_way,
    ),
    Rule(
        "required",
        asks_of_targets.is_required,
        _DIRECTION
        | _STATUS
        | {"take", "beside_target", "a_year", "how_much", "when", "size", "trend", "change", "future", "min"},
        frozenset({"at", "by"}),
        fills.required,
    ),
    Rule(
        "projection",
        asks_of_targets.is_projection,
        _DIRECTION
        | _STATUS
        | {"future", "when", "trend", "change", "how_much", "compare", "size", "beside_target", "take"},
        frozenset({"at", "by", "since"}),
        fills.due,
    ),
    Rule(
        "target_status",
        asks_of_targets.is_target,
        _STATUS | {"when", "how_much", "trend", "size", "compare", "narrow", "or", "why"},
        frozenset({"at", "by"}),
        fills.due,
    ),
    Rule(
        "compare",
        movements.compares,
        _DIRECTION
        | {
            "compare",
            "than",
            "or",
            "and",
            "define",
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
        fills.set_beside,
    ),
    Rule("value", movements.apart_at, frozenset({"change", "how_much"}), _AT),
    Rule(
        "extremum",
        movements.asks_extremum,
        frozenset(
            {
                "max",
                "min",
                "when",
                "trend",
                "which",
                "list",
                "periods",
                "size",
                "narrow",
                "widen",
                "at_all",
                "than",
            }
        ),
        _AT | {"since"},
        fills.with_direction,
    ),
    Rule(
        "change_since",
        movements.is_change_between_ends,
        _DIRECTION | {"change", "how_much", "compare", "than", "trend", "or", "a_year"},
        _AT | _SPAN,
        fills.changed,
    ),
    Rule(
        "trend",
        movements.is_trend,
        _DIRECTION | {"trend", "change", "list", "at_all"},
        _SPAN | {"last"},
        fills.heading,
    ),
    Rule(
        "overview",
        lambda s: (
            s.said("overview", "indicators", "either_way") and not s.indicators and "it" not in s.followup
        ),
        frozenset({"either_way", "which", "overview", "indicators", "trend", "target", "on_track", "list"}),
        fill=fills.over_all,
    ),
    Rule("value", asks_of_targets.baseline_of_target, frozenset({"target"}), _AT),
    Rule(
        "value",
        movements.sides_compared,
        _DIRECTION | {"than", "compare", "how_much", "size", "change"},
        _AT,
        fills.as_gap,
    ),
    Rule(
        "compare",
        movements.levels_beside,
        frozenset({"widen", "narrow", "than", "or", "which", "compare"}),
        _AT,
        fills.as_levels,
    ),
    Rule("value", asks.names_a_figure, frozenset({"overview", "size", "how_much"}), _AT),
)

SELECTIONS: Mapping[str, str] = {
    "narrowed": "have narrowed",
    "widened": "have widened",
    "not_narrowed": "have not narrowed",
    "narrowed_lately": "have narrowed since the previous period",
    "widened_lately": "have widened since the previous period",
    "narrowed_most": "has narrowed most",
    "widened_most": "has widened most",
    "on_track": "are on track",
    "off_track": "are not on track",
    "met": "have met their target",
    "not_met": "have not met their target",
    "undecided": "are too close to call",
    "no_target": "have no target",
    "furthest": "is furthest from its target",
    "closest": "is closest to its target",
    "widest": "is the widest",
    "narrowest": "is the narrowest",
}
