"""Groups, sexes and areas that a reading would not tell of, or not as they were meant."""

from __future__ import annotations

import re

from healthgap.catalogue import Catalogue
from healthgap.question.asked.fills import as_gap, claimed, of_the_gap
from healthgap.question.asked.rules import RULES, Rule
from healthgap.question.model import LEVEL_MEASURES, SEX_NAMES
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import NOUNS, sides_compared

_EVERYWHERE = ("ranking", "which", "news", "overview", "list", "definition", "source", "help", "smalltalk")
_COURSES = ("trend", "change_since", "compare", "extremum")
_FAR = re.compile(r"\b(?:clos|near|furth|farth|similar)")
_OF_ONE_SIDE = ("higher", "lower", "worse", "better")
_OF_BOTH_SIDES = frozenset({"gap", "relative_gap", "ratio"})


def people_and_places(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
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
    return [
        *unused,
        *_group_then(rule, clause, catalogue),
        *_both_of_what(rule, clause, catalogue),
        *([] if rule.fill is as_gap else _higher_than_whom(clause)),
        *_either_side(rule, clause),
        *_level_of_one_side(rule, clause),
    ]


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


def _is_set_beside(clause: Clause, catalogue: Catalogue) -> bool:
    """ "Routine and manual against England and Wales": everyone there, and not whom the gap is held against."""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    another = len(asked) == 1 and asked[0].between == "groups" and asked[0].comparator != asked[0].everyone
    beside = clause.said("than") or clause.hinted("compare")
    apart = any("difference" in words for words, _ in clause.cues)
    return another and len(clause.groups) == 1 and (beside or apart)


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


def _group_then(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Routine and manual in 2001-03": its rate, or its gap?"""
    named = clause.indicators or clause.measures or clause.units or clause.everyone or clause.of_deaths
    asked = named or clause.thread_intent or clause.cues or not clause.at
    if rule is not RULES[-1] or asked or set(clause.groups) & catalogue.monitored(clause.subjects):
        return []
    return [catalogue.groups[group].title for group in clause.groups]


def _either_side(rule: Rule, clause: Clause) -> list[str]:
    """ "Is the gap wider for the one or for the other?": a gap is of both."""
    sides = len(clause.groups) + clause.everyone > 1 and _OF_BOTH_SIDES.issuperset(clause.measures)
    both_ways = clause.said("narrow") and clause.said("widen")
    of_both = rule.intent in ("value", "trend", "change_since") and not both_ways
    return ["or"] if sides and of_both and clause.hinted("or") else []


def _level_of_one_side(rule: Rule, clause: Clause) -> list[str]:
    """ "Which side moved the rate in routine and manual?": that rate is of one side."""
    one = rule.fill is of_the_gap and len(clause.groups) + clause.everyone == 1
    return [measure for measure in clause.measures if one and measure in LEVEL_MEASURES]


def _higher_than_whom(clause: Clause) -> list[str]:
    """ "Is it higher in routine and manual?": than among others, or than before?"""
    named = len(clause.groups) + clause.everyone + clause.said("side") or int(clause.own_area)
    one_side = named == 1 and set(clause.measures) <= {"rate", "count"}
    thread = clause.thread_intent and not (clause.groups or clause.everyone)
    dated = clause.at or clause.since or thread or clause.said("either_way", "than")
    return [words for words, _ in clause.cues if words in _OF_ONE_SIDE] if one_side and not dated else []


def _both_of_what(rule: Rule, clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Cancer gap, both", “both measures”: two of what?"""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    one = (len(asked) == 1 and len(asked[0].sexes) < 2) or rule.intent == "list"
    named = (clause.sexes, clause.measures, clause.groups, clause.at, [clause.since, clause.to])
    two = clause.compared or clause.groups or any(len(list(filter(None, several))) > 1 for several in named)
    return ["both"] if "both" in clause.general and one and not two else []


def _other_sides(clause: Clause, catalogue: Catalogue) -> list[str]:
    """The groups in a comparison of people that are not the two sides of the gap, which would be told instead."""
    asked = [catalogue.indicators[name] for name in clause.subjects]
    sides = {side for one in asked for side in (one.group, one.comparator)}
    return [catalogue.groups[group].title for group in clause.groups if group not in sides]


def _without_a_unit(clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "0.7 higher than": in the unit of the rates, or in per cent, where the headline is a relative gap?"""
    relative = any(catalogue.indicators[name].headline == "relative_gap" for name in clause.subjects)
    bare = [said.words for said in clause.said_amounts if not said.amount.unit]
    return bare if relative and not clause.units else []
