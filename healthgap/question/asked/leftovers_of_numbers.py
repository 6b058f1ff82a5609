"""Measures and numbers that a reading has no use for, and numbers of nobody says what."""

from __future__ import annotations

from healthgap.catalogue import Catalogue
from healthgap.question.asked.fills import ahead
from healthgap.question.asked.rules import Rule
from healthgap.question.model import ABOUT_TARGETS, Question
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import HOW_FAR
from healthgap.question.words.amounts import Said

BOTH_GAPS = ("relative_gap", "absolute_gap")
_TOLD_TWICE = ("value", "trend", "change_since", "extremum")


def several_measures(rule: Rule, clause: Clause) -> list[str]:
    named = set(clause.measures) - {"gap"} - ({"count"} if clause.units else set())
    either = clause.hinted("or") and clause.hinted("stating")  # “is it relative or absolute?”
    two = named in map(set, (BOTH_GAPS, number_and_rate(clause)))
    both = two and rule.intent in _TOLD_TWICE and not either
    if len(named) > 1 and rule.intent != "definition" and not both:
        return [" and ".join(sorted(named)).replace("_", " ")]
    if {"share", "gap"} <= set(clause.measures) and rule.intent == "value":
        return ["gap"]
    if {"rate", "gap"} <= set(clause.measures) and len(clause.at) > 1:
        return ["rate"]  # "gap 2001-03, rate 2002-04"
    at_the_peak_of_which = clause.said("max") and {"rate", "gap"} <= set(clause.measures)
    return ["gap"] if at_the_peak_of_which else []  # "the rate at the peak of the gap"


def number_and_rate(clause: Clause) -> tuple[str, ...]:
    """The two measures that are named in one breath, “number and rate of infant deaths”; empty where none are."""
    words = clause.measure_words
    together = "count" in words and words["count"] == words.get("rate")
    return ("count", "rate") if together else ()


def numbers_of_what(rule: Rule, clause: Clause) -> list[str]:
    """Numbers of people who are not said to die, shares of no group, and more or fewer than nobody says."""
    unused = []
    people = bool(clause.groups) or clause.everyone
    of_no_deaths = "count" in clause.measures and not (clause.of_deaths or clause.units)
    of_last = clause.thread_measure in ("count", "rate", "share")
    if rule.intent in ("value", "trend") and of_no_deaths and not of_last:
        unused.append(clause.measure_words.get("count", "number"))
    if rule.intent == "value" and clause.thread_intent is None:
        if "percent" in clause.general and not (clause.measures or people):
            unused.append("percent")  # “infant mortality as a percentage”: its gap, or its rate?
        if (
            "deaths" in clause.general
            and people
            and not (clause.indicators or clause.measures or clause.units)
        ):
            unused.append("deaths")  # “R&M deaths”: their number, or how likely they are?
    unused += _shares_and_courses(rule, clause)
    if rule.intent == "value":
        unused += [words for words, _ in clause.cues if words in HOW_FAR]
    supposed = [words for words in clause.words_of("events") if words.endswith("gap")]
    if rule.intent == "events" and "rate" in clause.measures and not clause.counted:
        unused += supposed  # “the rate without the gap”
    compared = people or clause.said("than", "compare", "excess", "cause")
    if rule.intent in ("events", "value") and not compared:
        unused += [word for word in ("more", "fewer") if word in clause.general]
    return unused


def _shares_and_courses(rule: Rule, clause: Clause) -> list[str]:
    """ "43% of all infant deaths", and excess deaths as a percentage or over time, of which nothing is told."""
    unused = []
    of_all = clause.counted and (clause.own_area or (bool(clause.groups) and clause.everyone))
    per_cent = any(said.amount.unit == "%" for said in clause.said_amounts)
    shared = clause.own_area and ("share" in clause.measures or "percent" in clause.general)
    if of_all and ((rule.intent == "value" and shared) or (rule.intent == "check" and per_cent)):
        unused.append("all")  # of those whose group is known, or of all?
    excess = "events" in clause.hints or ((clause.counted or clause.of_deaths) and clause.hinted("excess"))
    if rule.intent in ("trend", "change_since", "compare", "extremum", "threshold", "check") and excess:
        unused.append("excess")
    if rule.intent == "events" and ("share" in clause.measures or "percent" in clause.general):
        unused.append("percent")
    if "count" in clause.measures and "others" in clause.general:
        unused.append("the rest")  # of all, the group is a part
    return unused


def unused_amounts(clause: Clause, rule: Rule, catalogue: Catalogue) -> list[str]:
    """Numbers that somebody named and the intent has no use for; of "doubled" only that something widened.

    “The 10% target” names a target by its size, where that is its size.
    """
    if rule.fill is ahead and clause.said("met") and not (clause.measures or clause.groups):
        return [
            said.words for said in clause.said_amounts if not said.amount.unit
        ]  # "when will infants hit 11.7?"
    if "amount" in rule.uses:
        return []
    targets = [catalogue.indicators[name].target for name in clause.subjects]
    if clause.said("beside_target"):
        return list(clause.amount_words)  # "10% above its target"
    of_target = rule.intent in ABOUT_TARGETS and (clause.said("target") or not clause.by)
    of_target = of_target and (rule.intent != "required" or clause.said("target", "met"))
    sizes = {target.size if target else None for target in targets} if of_target else set()
    # A relative gap is in per cent itself: “10%” may be its size.
    of_gap = any(target and target.measure == "relative_gap" for target in targets)
    return [
        said.words
        for said in clause.said_amounts
        if not (said.verb and "multiple" in rule.uses)
        and not (sizes == {said.amount.value} and _names_a_target(said, clause, of_gap))
    ]


def _names_a_target(said: Said, clause: Clause, of_gap: bool) -> bool:
    """ "The 10% target", and not “if it fell by 10%”, “get to 10%”."""
    fallen = any(
        words.startswith(("fell", "fall", "drop")) for words, cues in clause.cues if "narrow" in cues
    )
    named = said.amount.unit == "%" and not said.amount.bound and said.role not in ("to", "from", "at")
    return named and (clause.said("target", "narrow") or not of_gap) and not (fallen and said.role == "by")


def share_of_what(question: Question, clause: Clause) -> list[str]:
    """A share that is not one of deaths in a group, as of births; and a rate that is wanted as a percentage."""
    if question.measure == "rate":
        return ["percent"] if "percent" in clause.general else []
    named = clause.deaths_named and (clause.groups or clause.everyone)
    unnamed = question.measure == "share" and not (named or clause.thread_intent)
    return [clause.measure_words.get("share", "share")] if unnamed else []
