"""What of a clause a reading has no use for: the cues, times, amounts and groups that are left over.

What is left over was not understood, and then nothing is answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from healthgap.catalogue import Catalogue
from healthgap.question.asked.fills import ahead, as_gap, claimed, of_the_gap
from healthgap.question.asked.leftovers_of_kinds import BY_KIND
from healthgap.question.asked.rules import RULES, Rule
from healthgap.question.model import ABOUT_TARGETS, LEVEL_MEASURES, SEX_NAMES, Question
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import HOW_FAR, NOUNS, sides_compared
from healthgap.question.words.amounts import Said

BOTH_GAPS = ("relative_gap", "absolute_gap")
_TOLD_TWICE = ("value", "trend", "change_since", "extremum")
_EVERYWHERE = ("ranking", "which", "news", "overview", "list", "definition", "source", "help", "smalltalk")
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
_COURSES = ("trend", "change_since", "compare", "extremum")
_FAR = re.compile(r"\b(?:clos|near|furth|farth|similar)")
_OF_ONE_SIDE = ("higher", "lower", "worse", "better")


def left_over(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """What was named and `rule` has no use for."""
    unused = [
        *clause.unused(rule.uses),
        *(_unused_periods(clause, rule.periods) if not _asks_which_by(rule, clause, catalogue) else []),
        *_unused_amounts(clause, rule, catalogue),
        *(BY_KIND[rule.intent](clause) if rule.intent in BY_KIND else []),
        *_people_and_places(rule, clause, catalogue),
        *_several_measures(rule, clause),
        *_numbers_of_what(rule, clause),
        *_why_used(rule, clause),
        *_group_then(rule, clause, catalogue),
        *_both_of_what(rule, clause, catalogue),
        *(_on_which_side(clause, catalogue) if rule.intent == "projection" else []),
        *([] if rule.fill is as_gap else _higher_than_whom(clause)),
        *_either_side(rule, clause),
        *_level_of_one_side(rule, clause),
        *_restricted_by_a_term(rule, clause, catalogue),
        *_another_target(rule, clause, catalogue),
        *_likelier_than_when(clause),
    ]
    if rule is RULES[-1] and not (clause.counted and clause.groups):
        unused += clause.words_of("narrow", "widen", "change")  # “the fall in 2005-07” is no gap then
    if clause.form == "chart" and rule.intent in _UNDRAWN:
        unused.append("chart")
    if rule.intent == "required":
        unused += _due_otherwise(clause, clause.subjects, catalogue)
        set_on = {target.measure for name in clause.subjects if (target := catalogue.indicators[name].target)}
        unused += [one for one in clause.measures if one not in {"gap", "rate", "share", *set_on}]
        unused += [
            catalogue.groups[one].title for one in set(clause.groups) & catalogue.monitored(clause.subjects)
        ]
    if rule.intent == "list":
        unused += [clause.form] if clause.form in ("csv", "table") else []
        unused += [] if clause.indicators else [catalogue.groups[group].title for group in clause.groups]
        unused += [] if clause.said("periods") or not clause.latest else ["the latest"]
    numbers = clause.dying or "percent" in clause.general or {"share", "count"} & set(clause.measures)
    if rule.intent == "source" and numbers:
        unused += clause.words_of("source")  # “what share of deaths come from …”
    if rule.intent == "check" and "only" in clause.general:
        unused.append("only")
    if rule.intent == "check" and clause.of_both_sexes:
        unused += clause.words_of("than")  # “11% wider for women than for men”
    if rule.intent == "definition" and clause.groups and "rate" in clause.measures:
        unused.append("rate")
    if rule.intent == "definition" or (rule.intent in _ABOUT_RELEASES and not clause.at):
        held = {sex for name in clause.subjects for sex in catalogue.indicators[name].sexes}
        unused += [SEX_NAMES[sex] for sex in clause.sexes if rule.intent == "definition" or sex not in held]
    return unused


def _people_and_places(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """Groups, sexes and areas that the reading would not tell of."""
    unused: list[str] = []
    if rule is RULES[-1] and _only_a_group(clause, catalogue):
        unused += [catalogue.groups[group].title for group in clause.groups]
    if rule.intent == "which":
        unused += [catalogue.groups[group].title for group in clause.groups]
        unused += [SEX_NAMES[sex] for sex in clause.sexes]
    if rule.fill is as_gap:  # “is the fall in routine and manual larger?”
        unused += [words for words in clause.words_of("narrow", "widen") if NOUNS & {*words.split()}]
    if rule.fill in (as_gap, of_the_gap) or (rule.fill is claimed and sides_compared(clause)):
        unused += _other_sides(clause, catalogue)
    if rule.fill is claimed and sides_compared(clause):
        unused += ["the rest"] if "others" in clause.general else []
        unused += _without_a_unit(clause, catalogue)
    of_both_gaps = (
        rule.intent == "compare"
        and "gap" in clause.measures
        and "difference" in " ".join(clause.words_of("compare"))
    )
    if clause.between_sexes and not of_both_gaps:
        unused.append("between the sexes")
    one_side = not (clause.groups or clause.everyone or clause.own_area)
    if clause.between_areas and (one_side or len(clause.areas) > 1):
        unused.append("between the areas")
    unused += _of_areas(rule, clause, catalogue)
    if clause.own_area and not clause.everyone and _is_set_beside(clause, catalogue):
        unused.append(catalogue.indicators[clause.subjects[0]].home)
    if clause.areas and rule.intent in _EVERYWHERE:
        unused += clause.areas
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


def _another_target(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Will the target be met by 2008?", “will the absolute gap meet its target?”: none is set so."""
    if rule.intent != "projection" or not clause.said("target", "met", "missed"):
        return []
    aims = {aim.measure for name in clause.subjects if (aim := catalogue.indicators[name].target)}
    others = [one for one in clause.measures if one not in {"gap", *aims}]
    return [*_due_otherwise(clause, clause.subjects, catalogue), *others]


def _either_side(rule: Rule, clause: Clause) -> list[str]:
    """ "Is the gap wider for the one or for the other?": a gap is of both."""
    sides = len(clause.groups) + clause.everyone > 1 and _OF_BOTH_SIDES.issuperset(clause.measures)
    both_ways = clause.said("narrow") and clause.said("widen")
    of_both = rule.intent in ("value", "trend", "change_since") and not both_ways
    return ["or"] if sides and of_both and clause.hinted("or") else []


_OF_BOTH_SIDES = frozenset({"gap", "relative_gap", "ratio"})


def _level_of_one_side(rule: Rule, clause: Clause) -> list[str]:
    """ "Which side moved the rate in routine and manual?": that rate is of one side."""
    one = rule.fill is of_the_gap and len(clause.groups) + clause.everyone == 1
    return [measure for measure in clause.measures if one and measure in LEVEL_MEASURES]


def _is_set_beside(clause: Clause, catalogue: Catalogue) -> bool:
    """ "Routine and manual against England and Wales": everyone there, and not whom the gap is held against."""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    another = len(asked) == 1 and asked[0].between == "groups" and asked[0].comparator != asked[0].everyone
    beside = clause.said("than") or clause.hinted("compare")
    apart = any("difference" in words for words, _ in clause.cues)
    return another and len(clause.groups) == 1 and (beside or apart)


def _of_areas(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """Ends of an order of areas, taken for those of one area's course; and whom areas are held against, in both."""
    groups, ends = [catalogue.groups[group].title for group in clause.groups], clause.words_of("max", "min")
    unused: list[str] = []
    if rule.intent == "extremum" and clause.areas and clause.hinted("stating") and not clause.said("when"):
        unused += [words for words in ends if not words.startswith("at ")]  # “does Hull have the lowest?”
    if clause.areas and rule.intent in _COURSES and "gap" not in clause.measures:
        unused += groups  # “Leeds since 2015-17 against England”
    if rule.intent == "ranking":
        unused += [one for one in clause.measures if one in ("count", "share")]
        unused += groups if any(map(_FAR.search, ends)) else []  # “closest to England”
        unused += clause.words_of("min") if clause.said("max") and clause.said("min") else []
    return unused


def _only_a_group(clause: Clause, catalogue: Catalogue) -> bool:
    """ "R&M?": one side of a gap, and nothing that is asked of it."""
    monitored = catalogue.monitored(clause.subjects)
    asks = (
        clause.indicators,
        clause.measures,
        clause.units,
        clause.cues,
        clause.at,
        clause.since,
        clause.everyone,
        clause.counted,
    )
    return bool(set(clause.groups) - monitored) and not any(asks) and clause.thread_intent is None


def _several_measures(rule: Rule, clause: Clause) -> list[str]:
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


def _numbers_of_what(rule: Rule, clause: Clause) -> list[str]:
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


def _higher_than_whom(clause: Clause) -> list[str]:
    """ "Is it higher in routine and manual?": than among others, or than before?"""
    named = len(clause.groups) + clause.everyone + clause.said("side") or int(clause.own_area)
    one_side = named == 1 and set(clause.measures) <= {"rate", "count"}
    dated = clause.at or clause.since or clause.thread_intent or clause.said("either_way", "than")
    return [words for words, _ in clause.cues if words in _OF_ONE_SIDE] if one_side and not dated else []


def _likelier_than_when(clause: Clause) -> list[str]:
    """ "More likely to die than in 1997-99" is no gap between two groups."""
    words = clause.measure_words.get("gap", "")
    return [words] if "likely" in words and clause.since else []


def _why_used(rule: Rule, clause: Clause) -> list[str]:
    """Why a measure is the headline, or which one is, no figure says."""
    asked = clause.hinted("chosen") and clause.hinted("why", "which")
    return ["used"] if asked and rule.intent not in _ABOUT_WORDS else []


def _on_which_side(clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Will life expectancy be above target?": the target is on its gap, which it would be well to be below."""
    better = any(catalogue.indicators[name].polarity == "higher_is_better" for name in clause.subjects)
    return clause.words_of("beside_target") if better and "gap" not in clause.measures else []


def _both_of_what(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Cancer gap, both", “both measures”: two of what?"""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    one = (len(asked) == 1 and len(asked[0].sexes) < 2) or rule.intent == "list"
    named = (clause.sexes, clause.measures, clause.groups, clause.at, [clause.since, clause.to])
    two = clause.compared or clause.groups or any(len(list(filter(None, several))) > 1 for several in named)
    return ["both"] if "both" in clause.general and one and not two else []


def _without_a_unit(clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "0.7 higher than": in the unit of the rates, or in per cent, where the headline is a relative gap?"""
    relative = any(catalogue.indicators[name].headline == "relative_gap" for name in clause.subjects)
    bare = [said.words for said in clause.said_amounts if not said.amount.unit]
    return bare if relative and not clause.units else []


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


def no_due_years(question: Question, catalogue: Catalogue) -> list[str]:
    """A year, as in “the target for 2020”, after that of every target asked about."""
    targets = [catalogue.indicators[name].target for name in question.indicators]
    year = question.by.end if question.by and question.by.kind == "period" else None
    last = max((target.due.end for target in targets if target and target.due), default=year)
    return [str(question.by)] if year and last and year > last else []


def _group_then(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Routine and manual in 2001-03": its rate, or its gap?"""
    named = clause.indicators or clause.measures or clause.units or clause.everyone or clause.of_deaths
    asked = named or clause.thread_intent or clause.cues or not clause.at
    if rule is not RULES[-1] or asked or set(clause.groups) & catalogue.monitored(clause.subjects):
        return []
    return [catalogue.groups[group].title for group in clause.groups]


def _asks_which_by(rule: Rule, clause: Clause, catalogue: Catalogue) -> bool:
    """ "Which are on track for 2010?", where that is when each target is due."""
    judged = rule.intent == "which" and clause.said("target", "on_track", "off_track", "met", "missed")
    dated = bool(clause.by or clause.at) and not (clause.since or clause.to or clause.last)
    return judged and dated and not _due_otherwise(clause, catalogue.indicators, catalogue)


def _due_otherwise(clause: Clause, indicators: Iterable[str], catalogue: Catalogue) -> list[str]:
    """A time that is not that of the targets of `indicators`, by which nothing is required of them."""
    targets = [catalogue.indicators[name].target for name in indicators]
    dues = [target.due for target in targets if target and target.due]
    named = [when for when in (clause.by, *clause.at) if when and when.kind == "period"]
    return [
        str(when)
        for when in named
        if not all(when.names(due) or (when.is_year and due.contains_year(when.end or 0)) for due in dues)
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
