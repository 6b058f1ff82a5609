"""What of a clause a reading has no use for: the cues, times, amounts and groups that are left over.

What is left over was not understood, and then nothing is answered.
"""

from __future__ import annotations

from healthgap.catalogue import Catalogue
from healthgap.question.asked.leftovers_of_kinds import BY_KIND
from healthgap.question.asked.leftovers_of_numbers import numbers_of_what, several_measures, unused_amounts
from healthgap.question.asked.leftovers_of_people import people_and_places
from healthgap.question.asked.leftovers_of_targets import (
    beside_which_side,
    due_otherwise,
    of_another_pace,
    of_another_target,
)
from healthgap.question.asked.rules import RULES, Rule
from healthgap.question.model import LEVEL_MEASURES, SEX_NAMES
from healthgap.question.named.clause import Clause

_ABOUT_WORDS = ("list", "definition", "source", "help")
_ABOUT_RELEASES = ("source", "list", "news", "overview")
_UNDRAWN = (
    "list",
    "source",
    "help",
    "news",
    "smalltalk",
    "definition",
    "explain",
    "certainty",
    "range",
    "required",
    "overview",
)


def left_over(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """What was named and `rule` has no use for."""
    by_kind = BY_KIND.get(rule.intent)
    return [
        *clause.unused(rule.uses),
        *([] if _asks_which_by(rule, clause, catalogue) else _unused_periods(clause, rule.periods)),
        *unused_amounts(clause, rule, catalogue),
        *(by_kind(clause) if by_kind else []),
        *people_and_places(rule, clause, catalogue),
        *several_measures(rule, clause),
        *numbers_of_what(rule, clause),
        *_why_used(rule, clause),
        *_of_the_targets_held(rule, clause, catalogue),
        *_restricted_by_a_term(rule, clause, catalogue),
        *_likelier_than_when(clause),
        *_movements_of_a_value(rule, clause),
        *(["chart"] if clause.form == "chart" and rule.intent in _UNDRAWN else []),
        *_of_whom_it_is_listed(rule, clause, catalogue),
    ]


def _of_the_targets_held(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """What the targets held are not set on, where they are asked about."""
    if rule.intent == "required":
        return of_another_pace(clause, catalogue)
    if rule.intent == "projection":
        return [*beside_which_side(clause, catalogue), *of_another_target(clause, catalogue)]
    return []


def _movements_of_a_value(rule: Rule, clause: Clause) -> list[str]:
    """ "The fall in 2005-07" is no gap then."""
    is_value = rule is RULES[-1] and not (clause.counted and clause.groups)
    return clause.words_of("narrow", "widen", "change") if is_value else []


def _of_whom_it_is_listed(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """Groups and sexes of which nothing is listed, defined or published apart."""
    unused: list[str] = []
    if rule.intent == "list" and not clause.indicators:
        unused += [catalogue.groups[group].title for group in clause.groups]
    if rule.intent == "definition" or (rule.intent in _ABOUT_RELEASES and not clause.at):
        held = {sex for name in clause.subjects for sex in catalogue.indicators[name].sexes}
        unused += [SEX_NAMES[sex] for sex in clause.sexes if rule.intent == "definition" or sex not in held]
    return unused


def _restricted_by_a_term(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "The age-standardised infant mortality gap", “the rate by NS-SEC”: of something else, unless that is its meaning
    or that of the people named.
    """
    levels = not {*LEVEL_MEASURES}.isdisjoint(clause.measures)
    meant = [] if levels else [catalogue.indicators[name].definition for name in clause.subjects]
    meant += [catalogue.groups[name].definition for name in clause.groups]
    terms = [catalogue.terms[name] for name in clause.terms if name in catalogue.terms]
    other = [one for one in terms if one.restricts and not any(map(one.is_in, meant))]
    return [one.title for one in other] if rule.intent not in _ABOUT_WORDS else []


def _why_used(rule: Rule, clause: Clause) -> list[str]:
    """Why a measure is the headline, or which one is, no figure says."""
    asked = clause.hinted("chosen") and clause.hinted("why", "which")
    return ["used"] if asked and rule.intent not in _ABOUT_WORDS else []


def _likelier_than_when(clause: Clause) -> list[str]:
    """ "More likely to die than in 1997-99" is no gap between two groups."""
    words = clause.measure_words.get("gap", "")
    return [words] if "likely" in words and clause.since else []


def _unused_periods(clause: Clause, roles: frozenset[str]) -> list[str]:
    """The periods whose role the intent has no use for: a trend has no single period, a list has none at all."""
    named = {"at": clause.at, "since": clause.since, "to": clause.to, "by": clause.by, "last": clause.last}
    found = [value for role, value in named.items() if value and role not in roles]
    return [str(one) for value in found for one in (value if isinstance(value, list) else [value])]


def _asks_which_by(rule: Rule, clause: Clause, catalogue: Catalogue) -> bool:
    """ "Which are on track for 2010?", where that is when each target is due."""
    judged = rule.intent == "which" and clause.said("target", "on_track", "off_track", "met", "missed")
    dated = bool(clause.by or clause.at) and not (clause.since or clause.to or clause.last)
    return judged and dated and not due_otherwise(clause, catalogue.indicators, catalogue)
