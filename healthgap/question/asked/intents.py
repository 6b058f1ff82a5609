"""A clause -> its readings: the question by each rule that applies, with the words that it has no use for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from healthgap.catalogue import Catalogue
from healthgap.question.asked import measured
from healthgap.question.asked.fills import of_the_gap
from healthgap.question.asked.leftovers import left_over
from healthgap.question.asked.leftovers_of_numbers import BOTH_GAPS, number_and_rate, share_of_what
from healthgap.question.asked.leftovers_of_targets import no_due_years
from healthgap.question.asked.rules import RULES, Rule
from healthgap.question.model import Intent, Question, When
from healthgap.question.named.clause import Clause

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
_OF_NOTHING = ("source", "list", "overview", "news", "help")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with the words that this reading had no use for."""

    question: Question
    unused: tuple[str, ...]


def readings(clause: Clause, catalogue: Catalogue) -> list[Reading]:
    """Every reading of a clause whose rule applies, those with nothing left over first, then in the rules' order."""
    found = [_reading(rule, clause, catalogue) for rule in RULES if rule.applies(clause)]
    return sorted(found, key=lambda reading: len(reading.unused) > 0)


def as_kind(kind: Question, clause: Clause, catalogue: Catalogue) -> Question | None:
    """The question of a kind that a clause may mean, whatever else it says; None where it lacks what the kind needs."""
    of_sides = kind.selection == "sides"
    rule = next(
        rule
        for rule in reversed(RULES)
        if rule.intent == kind.intent and (rule.fill is of_the_gap) == of_sides
    )
    question = _reading(rule, clause, catalogue).question
    known = {*catalogue.terms, *catalogue.groups}
    dated = question.since is not None and question.since.kind == "period"
    indicators = question.indicators or tuple(clause.subjects)
    measure = kind.measure or question.measure
    is_headline = {catalogue.indicators[name].headline for name in indicators} == {measure}
    question = question.but(
        indicators=indicators,
        measure=None if is_headline else measure,
        direction=kind.direction or question.direction,
        selection=kind.selection or question.selection,
        at=question.at or kind.at,
        since=question.since if dated else kind.since or question.since,
        by=question.by if question.by and question.by.kind == "period" else None,
        terms=tuple(term for term in question.terms if term in known),
    )
    if question.intent == "which":  # of all gaps, and so of none that is named
        return None if clause.subjects else question
    return question if question.indicators or question.terms or question.intent in _OF_NOTHING else None


def at_once(question: Question, clause: Clause) -> tuple[Question, ...]:
    """`question`, or the two that it is at once: both gaps, number and rate, or the widest and the narrowest."""
    for both in (BOTH_GAPS, number_and_rate(clause)):
        if both and set(both) <= set(clause.measures) and question.measure in both:
            return tuple(question.but(measure=measure) for measure in both)
    if question.intent == "extremum" and clause.said("max") and clause.said("min"):
        return tuple(question.but(direction=direction) for direction in ("max", "min"))
    return (question,)


def asks_of_figures(clause: Clause) -> bool:
    """Whether any word says what is asked, beyond what every question says."""
    asked = any(not meanings <= _OF_ANYTHING for _, meanings in clause.cues)
    return bool(asked or clause.measures or clause.terms or clause.hints - _OF_ANYTHING)


def selects(question: Question) -> bool:
    """Whether it is over all gaps and can be answered: which is the widest cannot, as units differ."""
    return question.intent == "which" and question.selection not in (None, "widest", "narrowest")


def _reading(rule: Rule, clause: Clause, catalogue: Catalogue) -> Reading:
    unused = left_over(rule, clause, catalogue)
    question = Question(
        intent=rule.intent,
        indicators=_indicators(clause, rule.intent),
        sex=_sex(clause),
        measure=measured.measure(clause, catalogue),
        groups=measured.groups(clause, catalogue),
        areas=tuple(clause.areas),
        at=tuple(dict.fromkeys(clause.at)),
        beside=_counted_from(clause),
        since=clause.since,
        to=clause.to,
        by=clause.by,
        last=clause.last,
        form=clause.form,
        known=clause.known,
    )
    question = rule.fill(clause, question)
    if rule.intent == "value":
        unused += share_of_what(question, clause)
    if question.measure == "rate" and "not the rate" in clause.general:
        unused.append("not the rate")
    if question.measure == "rate" and any("percentage point" in words for words in clause.amount_words):
        unused.append("percentage points")
    if question.measure in ("rate", "count") and "others" in clause.general and not clause.groups:
        unused.append("everyone else")
    if question.intent == "which" and question.selection is None:
        unused.append("which")
    if question.intent == "definition" and not (
        question.terms or question.indicators or clause.thread_intent
    ):
        unused.append("what")
    if rule.intent == "target_status":
        unused += no_due_years(question, catalogue)
    if question.intent == "change_since":
        unused += [str(when) for when in question.at]  # a change has two ends; a third period is left over
        question = question.but(in_per_cent=_in_per_cent(clause), a_year=clause.hinted("a_year"))
    return Reading(question, tuple(unused))


def _in_per_cent(clause: Clause) -> bool:
    words = [words for words, cues in clause.cues if cues & {"change", "how_much"}]
    return "percent" in clause.general or any(_PER_CENT.search(one) for one in words)


_PER_CENT = re.compile(r"\bper ?cent|%")


def _counted_from(clause: Clause) -> tuple[When, ...]:
    """What the last of several steps counts from: the time named, and the steps before it."""
    anchor = (clause.anchor,) if clause.anchor else ()
    step = next((when for when in clause.at if when.is_step), When("previous"))
    return (*anchor, *(step,) * (clause.steps - 1))


def bare(clause: Clause, catalogue: Catalogue) -> Question:
    """What a clause names that asks nothing by itself, as a follow-up may."""
    return _reading(RULES[-1], clause, catalogue).question


def _indicators(clause: Clause, intent: Intent) -> tuple[str, ...]:
    """The indicators named, or the only one that publishes the group or by the sex that was named."""
    implied = clause.groups or clause.sexes
    of_all = intent in ("definition", "which") or (intent == "list" and not clause.sexes)
    if clause.indicators or not implied or of_all:
        return tuple(clause.indicators)
    return tuple(clause.subjects)


def _sex(clause: Clause) -> str | None:
    if not clause.sexes:
        return None
    return clause.sexes[0] if len(clause.sexes) == 1 else "both"
