"""What is asked: ordered rules over the cues of a clause.

A rule names the cues it needs and the ones it makes use of. A cue that the chosen rule has no use for means that the
question was not understood in full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from healthgap.catalogue import Catalogue
from healthgap.question.model import Intent, Question, When
from healthgap.question.slots import Slots

_GAPS = ("absolute_gap", "relative_gap", "ratio")
_LEVELS = ("rate", "count", "share")
_DIRECTION = frozenset({"narrow", "widen", "either_way", "not_narrowed"})
_STATUS = frozenset({"target", "on_track", "off_track", "met", "missed", "deadline"})


@dataclass(frozen=True, slots=True)
class Rule:
    """`applies` looks at the whole clause; `uses` are the cues this intent gives a meaning to."""

    intent: Intent
    applies: Callable[[Slots], bool]
    uses: frozenset[str]
    fill: Callable[[Slots, Question], Question] = lambda slots, question: question


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with the words that this reading had no use for."""

    question: Question
    unused: tuple[str, ...]


def readings(slots: Slots, catalogue: Catalogue) -> list[Reading]:
    """Every reading of a clause whose rule applies, those with nothing left over first, then in the rules' order."""
    found = [_reading(rule, slots, catalogue) for rule in RULES if rule.applies(slots)]
    return sorted(found, key=lambda reading: len(reading.unused) > 0)


def _reading(rule: Rule, slots: Slots, catalogue: Catalogue) -> Reading:
    unused = slots.unused(rule.uses)
    question = Question(
        intent=rule.intent,
        indicators=_indicators(slots, rule.intent, catalogue),
        sex=_sex(slots),
        measure=_measure(slots, catalogue),
        groups=_groups(slots, catalogue),
        at=tuple(dict.fromkeys(slots.at)),
        since=slots.since,
        to=slots.to,
        by=slots.by,
        last=slots.last,
        form=slots.form,
    )
    if slots.between_sexes and "male" in slots.sexes + ["male" if "both" in slots.sexes else ""]:
        unused.append("between the sexes")
    if len(set(slots.measures) - {"gap"}) > 1 and rule.intent != "definition":
        unused.append(" and ".join(sorted(set(slots.measures) - {"gap"})).replace("_", " "))
    return Reading(rule.fill(slots, question), tuple(unused))


def bare(slots: Slots, catalogue: Catalogue) -> Question:
    """The slots of a clause that asks nothing by itself, as a follow-up may."""
    return _reading(RULES[-1], slots, catalogue).question


def _indicators(slots: Slots, intent: Intent, catalogue: Catalogue) -> tuple[str, ...]:
    """The indicators named, or the only one that publishes the group that was named."""
    if slots.indicators or not slots.groups or intent in ("definition", "which", "list"):
        return tuple(slots.indicators)
    owners = [name for name, entry in catalogue.indicators.items() if set(slots.groups) <= set(entry.groups)]
    return tuple(owners) if len(owners) == 1 else ()


def _sex(slots: Slots) -> str | None:
    if not slots.sexes:
        return None
    return slots.sexes[0] if len(slots.sexes) == 1 else "both"


def _measure(slots: Slots, catalogue: Catalogue) -> str | None:
    named = [measure for measure in slots.measures if measure != "gap"]
    about_gap = "gap" in slots.measures
    if "percent" in slots.general and about_gap and not named and not slots.hinted("narrow", "widen", "change"):
        return "relative_gap"
    if slots.units and not named:
        headlines = {catalogue.indicators[indicator].headline for indicator in slots.indicators}
        if about_gap:
            return "absolute_gap" if headlines == {"relative_gap"} else None
        return "rate"
    if not named:
        return None
    if about_gap and named == ["rate"]:
        return None
    return named[0]


def _groups(slots: Slots, catalogue: Catalogue) -> tuple[str, ...]:
    """The groups named; “everyone” is the comparator of a gap and the whole population of a rate."""
    groups = list(slots.groups)
    if slots.everyone and len(slots.indicators) == 1:
        indicator = catalogue.indicators[slots.indicators[0]]
        level = any(measure in _LEVELS for measure in slots.measures) or bool(slots.units)
        groups.append(indicator.everyone if level and "gap" not in slots.measures else indicator.comparator)
    return tuple(dict.fromkeys(groups))


# ---- when each rule applies --------------------------------------------------------------------------------------


def _nothing_named(slots: Slots) -> bool:
    return not (slots.names_something or slots.terms)


def _is_smalltalk(slots: Slots) -> bool:
    return slots.hinted("smalltalk") and _nothing_named(slots) and not slots.unused(frozenset({"smalltalk"}))


def _is_definition(slots: Slots) -> bool:
    named = bool(slots.terms or slots.groups or slots.indicators or slots.measures)
    if slots.said("define", "method"):
        return named
    bare = not slots.indicators and not slots.cues and bool(slots.terms or slots.groups)
    return bare and not set(slots.measures) - set(slots.terms) - {"ratio"} and "gap" not in slots.measures and not slots.at and slots.hinted("define")


def _is_which(slots: Slots) -> bool:
    selects = slots.hinted(
        "narrow", "widen", "not_narrowed", "on_track", "off_track", "met", "missed", "no_target", "max", "min"
    )
    return not slots.indicators and slots.hinted("which") and selects


def _is_list(slots: Slots) -> bool:
    return slots.said("list", "periods") or (
        not slots.indicators and slots.said("which", "indicators") and not slots.said("overview")
    )


def _is_target(slots: Slots) -> bool:
    return slots.said("target", "off_track", "met", "missed", "deadline") or slots.hinted("on_track")


def _compares(slots: Slots) -> bool:
    several = len(slots.indicators) > 1 or len(slots.sexes) > 1 or "both" in slots.sexes
    levels = len(slots.groups) + slots.everyone > 1 and slots.said("compare") and set(slots.measures) <= {"rate", "count"}
    return levels or several and (
        slots.hinted("compare", "than", "or", "most", "max", "min", "either_way", "widen", "narrow") or not slots.cues
    )


def _is_change(slots: Slots) -> bool:
    ends = slots.since is not None
    moved = slots.said("narrow", "widen", "either_way", "change", "not_narrowed")
    return (ends and (moved or slots.pair_of_periods or slots.said("compare", "than"))) or (
        moved and slots.said("how_much", "than", "how_many")
    )


def _is_trend(slots: Slots) -> bool:
    return (
        slots.said("trend", "narrow", "widen", "either_way", "not_narrowed", "change")
        or slots.form is not None
        or slots.last is not None
        or slots.since is not None
    )


# ---- what each rule adds -----------------------------------------------------------------------------------------


def _with_terms(slots: Slots, question: Question) -> Question:
    terms = list(slots.terms) or [measure for measure in slots.measures if measure != "rate"]
    if slots.indicators and not slots.said("method") and not slots.measures and not slots.groups:
        terms = [term for term in terms if term not in ("gap",)]
        return question.but(terms=tuple(terms), measure=None)
    if slots.groups and not slots.indicators:
        terms = [*slots.groups, *(term for term in terms if term not in ("gap", "target"))]
    return question.but(terms=tuple(dict.fromkeys(terms)), measure=None, groups=())


def _with_selection(slots: Slots, question: Question) -> Question:
    most = slots.hinted("most", "max", "min")
    if slots.said("no_target"):
        selection = "no_target"
    elif slots.said("not_narrowed"):
        selection = "not_narrowed"
    elif slots.said("off_track", "missed"):
        selection = "off_track"
    elif slots.said("met"):
        selection = "met"
    elif slots.said("narrow"):
        selection = "narrowed_most" if most else "narrowed"
    elif slots.said("widen"):
        selection = "widened_most" if most else "widened"
    elif slots.hinted("on_track"):
        selection = "furthest" if most or slots.said("how_much") else "on_track"
    else:
        selection = "widened_most" if slots.hinted("max") else "narrowed_most"
    return question.but(selection=selection, measure=None)


def _with_direction(slots: Slots, question: Question) -> Question:
    return question.but(direction="max" if slots.hinted("max") else "min")


def _from_the_start(slots: Slots, question: Question) -> Question:
    """A change needs two ends: from the baseline to the latest unless said otherwise."""
    at = question.at
    if len(at) == 2 and question.since is None:
        return question.but(since=at[0], to=at[1], at=())
    if len(at) == 1 and question.since is not None and question.to is None and at[0].kind == "period":
        return question.but(to=at[0], at=())
    if question.since is None:
        return question.but(since=When("baseline"))
    return question


def _due(slots: Slots, question: Question) -> Question:
    if question.at and question.by is None:
        return question.but(by=question.at[0], at=())
    return question


def _earliest_first(slots: Slots, question: Question) -> Question:
    return question


def _where_from(slots: Slots, question: Question) -> Question:
    return question.but(measure=None)


def _periods_wanted(slots: Slots, question: Question) -> Question:
    return question.but(terms=("periods",) if slots.said("periods") else ())


RULES: tuple[Rule, ...] = (
    Rule("smalltalk", _is_smalltalk, frozenset({"smalltalk"})),
    Rule("help", lambda s: s.said("help") and _nothing_named(s), frozenset({"help"})),
    Rule(
        "explain",
        lambda s: s.said("why"),
        _DIRECTION | _STATUS | {"why", "trend", "change", "max", "min", "most", "how_much", "future", "size"},
    ),
    Rule("definition", _is_definition, frozenset({"define", "method", "compare", "change", "or", "and"}), _with_terms),
    Rule("which", _is_which, _DIRECTION | _STATUS | {"which", "no_target", "max", "min", "most", "trend", "indicators", "change", "how_much"}, _with_selection),
    Rule("list", _is_list, frozenset({"list", "periods", "which", "indicators", "trend"}), _periods_wanted),
    Rule("source", lambda s: s.said("source") and not s.said("trend"), frozenset({"source", "when", "list"}), _where_from),
    Rule(
        "projection",
        lambda s: s.said("future") or (s.by is not None and not s.said("deadline")),
        _DIRECTION | _STATUS | {"future", "when", "trend", "change", "how_much", "compare"},
        _due,
    ),
    Rule("target_status", _is_target, _STATUS | {"when", "how_much", "trend"}, _due),
    Rule("compare", _compares, _DIRECTION | {"compare", "than", "or", "and", "most", "max", "min", "trend", "change", "how_much", "which"}),
    Rule(
        "extremum",
        lambda s: s.hinted("max", "min") and bool(s.indicators),
        frozenset({"max", "min", "when", "trend", "narrow", "widen", "which"}),
        _with_direction,
    ),
    Rule("change_since", _is_change, _DIRECTION | {"change", "how_much", "compare", "than", "trend", "or"}, _from_the_start),
    Rule("trend", _is_trend, _DIRECTION | {"trend", "change", "compare"}),
    Rule("overview", lambda s: s.said("overview", "indicators") and not s.indicators, frozenset({"overview", "indicators", "trend"})),
    Rule("value", lambda s: bool(s.indicators or s.groups), frozenset({"overview", "size"})),
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
