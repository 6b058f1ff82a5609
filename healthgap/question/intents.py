"""A clause -> its readings: the question by each rule that applies, with the words that it has no use for."""

from __future__ import annotations

from dataclasses import dataclass

from healthgap.catalogue import Catalogue
from healthgap.question.asks import ever_beyond, sides_compared
from healthgap.question.clause import Clause
from healthgap.question.fills import as_gap, claimed
from healthgap.question.measured import groups, measure
from healthgap.question.model import Intent, Question
from healthgap.question.rules import RULES, Rule

BOTH_GAPS = ("relative_gap", "absolute_gap")
_TOLD_TWICE = ("value", "trend", "change_since", "extremum")
_EVERYWHERE = ("ranking", "which", "overview", "list", "definition", "source", "help", "smalltalk")
_ABOUT_WORDS = ("list", "definition", "source", "help")
_OF_ANYTHING = {
    "asking",
    "stating",
    "which",
    "define",
    "future",
    "when",
    "ever",
    "and",
    "or",
    "not",
    "advice",
}
_OF_NOTHING = ("source", "list", "overview", "help")
_SEXES = {"male": "men", "female": "women", "both": "both sexes"}
_ABOUT_RELEASES = ("source", "list", "news", "overview")
_ABOUT_TARGETS = ("target_status", "required", "projection")
_OF_ONE_SIDE = ("higher", "lower", "worse", "better")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with the words that this reading had no use for."""

    question: Question
    unused: tuple[str, ...]


def readings(clause: Clause, catalogue: Catalogue) -> list[Reading]:
    """Every reading of a clause whose rule applies, those with nothing left over first, then in the rules' order."""
    found = [_reading(rule, clause, catalogue) for rule in RULES if rule.applies(clause)]
    return sorted(found, key=lambda reading: len(reading.unused) > 0)


def as_kind(intent: Intent, clause: Clause, catalogue: Catalogue) -> Question | None:
    """The question of a kind that a clause may mean, whatever else it says; None where it lacks what the kind needs."""
    rule = next(rule for rule in reversed(RULES) if rule.intent == intent)
    question = _reading(rule, clause, catalogue).question
    question = question.but(indicators=question.indicators or tuple(clause.subjects))
    if question.by and question.by.kind != "period":
        question = question.but(by=None)
    known = {*catalogue.terms, *catalogue.groups}
    question = question.but(terms=tuple(term for term in question.terms if term in known))
    named = question.indicators or question.terms or (intent in _OF_NOTHING and _asks_of_figures(clause))
    return question if named and (intent != "which" or selects(question)) else None


def _asks_of_figures(clause: Clause) -> bool:
    """Whether any word says what is asked, beyond what every question says."""
    asked = any(not meanings <= _OF_ANYTHING for _, meanings in clause.cues)
    return bool(asked or clause.measures or clause.terms or clause.hints - _OF_ANYTHING)


def selects(question: Question) -> bool:
    """Whether it is over all gaps and can be answered: which is the widest cannot, as units differ."""
    return question.intent == "which" and question.selection not in (None, "widest", "narrowest")


def _reading(rule: Rule, clause: Clause, catalogue: Catalogue) -> Reading:
    unused = _left_over(rule, clause, catalogue)
    question = Question(
        intent=rule.intent,
        indicators=_indicators(clause, rule.intent),
        sex=_sex(clause),
        measure=measure(clause, catalogue),
        groups=groups(clause, catalogue),
        areas=tuple(clause.areas),
        at=tuple(dict.fromkeys(clause.at)),
        since=clause.since,
        to=clause.to,
        by=clause.by,
        last=clause.last,
        form=clause.form,
        known=clause.known,
    )
    question = rule.fill(clause, question)
    if rule.intent == "target_status":
        unused += _no_due_years(question, catalogue)
    if question.intent == "change_since":
        unused += [str(when) for when in question.at]  # a change has two ends; a third period is left over
    return Reading(question, tuple(unused))


def _no_due_years(question: Question, catalogue: Catalogue) -> list[str]:
    """A year, as in “the target for 2020”, after that of every target asked about."""
    targets = [catalogue.indicators[name].target for name in question.indicators]
    year = question.by.end if question.by and question.by.kind == "period" else None
    last = max((target.due.end for target in targets if target and target.due), default=year)
    return [str(question.by)] if year and last and year > last else []


def _left_over(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """What was named and `rule` has no use for."""
    unused = [
        *clause.unused(rule.uses),
        *_unused_periods(clause, rule.periods),
        *_unused_amounts(clause, rule, catalogue),
    ]
    if rule.intent == "definition" or (rule.intent in _ABOUT_RELEASES and not clause.subjects):
        unused += [_SEXES[sex] for sex in clause.sexes]
    if rule.intent == "which":
        unused += _not_of_all(clause, catalogue)
    if rule.fill is as_gap or (rule.fill is claimed and sides_compared(clause)):
        unused += _other_sides(clause, catalogue)
    if clause.between_sexes:
        unused.append("between the sexes")
    one_side = not (clause.groups or clause.everyone or clause.own_area)
    if clause.between_areas and (one_side or len(clause.areas) > 1):
        unused.append("between the areas")
    unused += [*_why_used(clause, rule), *_higher_than_whom(clause)]
    named = set(clause.measures) - {"gap"} - ({"count"} if clause.units else set())
    both_gaps = named == set(BOTH_GAPS) and rule.intent in _TOLD_TWICE
    if len(named) > 1 and rule.intent != "definition" and not both_gaps:
        unused.append(" and ".join(sorted(named)).replace("_", " "))
    if clause.areas and rule.intent in _EVERYWHERE:
        unused += clause.areas
    if rule.intent == "extremum":
        unused += _no_peak_said(clause)
    if rule.intent in ("trend", "change_since") and ever_beyond(clause):
        unused.append("ever")
    if clause.said("max") and {"rate", "gap"} <= set(clause.measures):
        unused.append("gap")  # "the rate at the peak of the gap": of which of the two?
    if rule.intent == "which" and clause.said("narrow") and clause.said("widen") and not clause.said("or"):
        unused.append("widened")
    if rule.intent == "source":
        unused += [str(when) for when in clause.at if when.kind in ("last_year", "this_year")]
    if rule.intent in _ABOUT_TARGETS:
        unused += [str(when) for when in clause.at if when.kind in ("baseline", "peak", "previous")]
    return unused


def _not_of_all(clause: Clause, catalogue: Catalogue) -> list[str]:
    """What a selection over all gaps has no use for: groups, and a time other than each one's baseline."""
    unused = [catalogue.groups[group].title for group in clause.groups]
    if clause.since is not None and clause.since.kind != "baseline":
        when = {"previous": "the period before"}.get(clause.since.kind, str(clause.since))
        unused.append(f"since {when}")
    return unused


def _no_peak_said(clause: Clause) -> list[str]:
    """The periods that are not said to be the peak, as in “was it widest in 2002-04?”; “than in 2002-04” counts all."""
    said = len(clause.at) == 1 and clause.hinted("stating") and not clause.said("when")
    return [*([] if said else map(str, clause.at)), *(["than"] if clause.compared else [])]


def _higher_than_whom(clause: Clause) -> list[str]:
    """ "Is it higher in routine and manual?": than among others, or than before?"""
    one_side = len(clause.groups) == 1 and not (clause.everyone or clause.measures)
    dated = clause.at or clause.since or clause.thread_intent or clause.said("either_way", "why", "than")
    return [words for words, _ in clause.cues if words in _OF_ONE_SIDE] if one_side and not dated else []


def _why_used(clause: Clause, rule: Rule) -> list[str]:
    """Why a measure is the headline, or which one is, no figure says."""
    asked = clause.hinted("chosen") and clause.hinted("why", "which")
    return ["used"] if asked and rule.intent not in _ABOUT_WORDS else []


def _other_sides(clause: Clause, catalogue: Catalogue) -> list[str]:
    """The groups in a comparison of people that are not the two sides of the gap, which would be told instead."""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    sides = {side for one in asked for side in (one.group, one.comparator)}
    return [catalogue.groups[group].title for group in clause.groups if group not in sides]


def _unused_periods(clause: Clause, roles: frozenset[str]) -> list[str]:
    """The periods whose role the intent has no use for: a trend has no single period, a list has none at all."""
    named = {"at": clause.at, "since": clause.since, "to": clause.to, "by": clause.by, "last": clause.last}
    found = [value for role, value in named.items() if value and role not in roles]
    return [str(one) for value in found for one in (value if isinstance(value, list) else [value])]


def _unused_amounts(clause: Clause, rule: Rule, catalogue: Catalogue) -> list[str]:
    """Numbers that somebody named and the intent has no use for; of "doubled" only that something widened.

    “The 10% target” names a target by its size, where that is its size.
    """
    if "amount" in rule.uses:
        return []
    targets = [catalogue.indicators[name].target for name in clause.subjects]
    sizes = (
        {target.size if target else None for target in targets} if rule.intent in _ABOUT_TARGETS else set()
    )
    return [
        said.words
        for said in clause.said_amounts
        if not (said.verb and "multiple" in rule.uses)
        and not (said.amount.unit == "%" and not said.amount.bound and sizes == {said.amount.value})
    ]


def bare(clause: Clause, catalogue: Catalogue) -> Question:
    """What a clause names that asks nothing by itself, as a follow-up may."""
    return _reading(RULES[-1], clause, catalogue).question


def _indicators(clause: Clause, intent: Intent) -> tuple[str, ...]:
    """The indicators named, or the only one that publishes the group that was named."""
    if clause.indicators or not clause.groups or intent in ("definition", "which", "list"):
        return tuple(clause.indicators)
    return tuple(clause.subjects)


def _sex(clause: Clause) -> str | None:
    if not clause.sexes:
        return None
    return clause.sexes[0] if len(clause.sexes) == 1 else "both"
