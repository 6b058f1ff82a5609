"""Of whom a follow-up is: a group, the other side of the gap, everyone, one sex of two."""

from __future__ import annotations

import re

from healthgap.question.model import ABOUT_TARGETS, LEVEL_MEASURES, SEX_NAMES
from healthgap.question.thread.dangling.turn import OF_A_COURSE, Rule, Turn
from healthgap.question.thread.pairs import is_of_several

_ALONE = ("only", "just", "solely")
_HIGHER = re.compile(
    r"(?:is|are) (?:it|they|that)(?: still)? (?:the )?(?:higher|worse|highest|worst)(?: \?)?"
)


def _level_of_a_gap(turn: Turn) -> list[str]:
    """ "From what level?", “what level was it at?” after a gap: its own, and no rate."""
    words = turn.found.measure_words.get("rate", "")
    return [words] if turn.after_a_gap and words.split()[-1:] in (["level"], ["levels"]) else []


def _in_people(turn: Turn) -> list[str]:
    """ "How many babies is that?" asks of a gap for it in people, never for the number of all."""
    found = turn.found
    of_gap = turn.asked.intent != "events" and not turn.after_a_level
    of_no_deaths = "that" in found.followup or not (found.of_deaths or found.counted or found.units)
    how_many = of_gap and "count" in found.measures and of_no_deaths
    of_no_gap = turn.asked.intent == "events" and turn.last.intent not in (
        "value",
        "events",
        "explain",
        "check",
    )
    return ["how many"] if how_many or of_no_gap else []


def _deaths_behind_a_level(turn: Turn) -> list[str]:
    """ "In deaths?" after the rate of a group: all of them, or those that its gap amounts to?"""
    level = turn.asked.intent == "events" and turn.after_a_level
    return [words for words in turn.found.words_of("events") if level and words.startswith("in ")]


def _one_alone(turn: Turn) -> list[str]:
    """ "Only for men?", “and not women?” after a yes or no, which would be given for one and not of the other."""
    judged = bool(turn.last.supposed) or (turn.last.intent in ABOUT_TARGETS and bool(turn.found.sexes))
    alone = {"not", *(_ALONE if turn.last.supposed else ())} if judged and not turn.found.since else set()
    return [text for text in turn.said if not alone.isdisjoint(text.split())]


def _whose(turn: Turn) -> list[str]:
    """ "Their rate?" after a gap, which has two sides, or after the words for one of them."""
    found = turn.found
    of_a_side = turn.asked.measure in ("rate", "count")
    of_a_side = of_a_side and not (found.groups or found.indicators or found.everyone)
    return [text for text in turn.said if of_a_side and turn.after_a_gap and text == "their"]


def _its_own_side(turn: Turn) -> list[str]:
    """ "Routine and manual?" after the gap of that group: what it is, or its rate?"""
    found = turn.found
    gap = turn.last.intent == "value" and turn.after_a_gap
    named = found.cues or found.measures or found.indicators or found.sexes or found.units or found.since
    if turn.asked.intent != "value" or not gap or named or found.at or found.latest or found.everyone:
        return []
    own = {turn.catalogue.indicators[name].group for name in turn.last.indicators}
    return [turn.catalogue.groups[group].title for group in found.groups if {group} == own]


def _two_groups(turn: Turn) -> list[str]:
    """ "Have they fallen?", “ratio?” after the rates of two groups, of which the thread leads to the last."""
    if not turn.after_groups_in_turn:
        return []
    apart = () if turn.asked.measure in LEVEL_MEASURES else turn.found.measure_words.values()
    return [*(span.text for span in turn.spans if is_of_several(span)), *apart]


def _was_it_they(turn: Turn) -> list[str]:
    """ "Was it the manual group?" after a movement: whether they moved it, and not how they moved."""
    found, said = turn.found, " ".join(turn.said)
    moved = turn.last.intent in ("trend", "change_since", "run", "explain")
    who = [turn.catalogue.groups[group].title for group in found.groups] or ["everyone"] * found.everyone
    return who if moved and who and said.startswith(("was it", "is it", "was that")) else []


def _own_area_after_a_group(turn: Turn) -> list[str]:
    """ "And in England and Wales?" after the number of a group: of all there, or of the group?"""
    found = turn.found
    of_group = turn.after_a_level and turn.last.groups and turn.asked.intent == "value"
    own = found.own_area and not (found.groups or found.indicators)
    return [turn.catalogue.indicators[name].area for name in turn.last.indicators] if own and of_group else []


def _theirs_of_both(turn: Turn) -> list[str]:
    """ "And their targets?" after men and then women, of which the thread leads to the last."""
    by_sex = turn.last.sex in ("male", "female") and turn.last.before == turn.last.indicators
    many = by_sex and turn.asked.intent not in ("trend", "target_status", "compare", "change_since")
    targets = turn.found.said("target") and by_sex
    return [text for text in turn.said if text in _THEIRS and (many or targets)]


_THEIRS = ("their", "they", "them", "those", "these")


def _everyone(turn: Turn) -> list[str]:
    """ "For everyone?" of a gap, “and all the others?”."""
    found = turn.found
    bare = found.everyone and not (found.groups or found.cues or found.measures or found.indicators)
    of_a_gap = bare and turn.asked.intent == "value" and not turn.after_a_level
    others = "others" in found.general and not found.indicators
    return [*(["everyone"] if of_a_gap else []), *(["everyone else"] if others else [])]


def _gap_with_everyone(turn: Turn) -> list[str]:
    """ "Gap with everyone?" after the rate of a group that has none."""
    found = turn.found
    gap = turn.after_a_level and found.everyone and "gap" in found.measures and "pair" not in found.general
    return ["everyone"] if gap else []


def _of_a_share(turn: Turn) -> list[str]:
    """ "Of all deaths?" of a share, and a share of no group."""
    found = turn.found
    of_a_share = "share" in (turn.last.measure, turn.asked.measure)
    of_all = ["all"] if of_a_share and (found.everyone or found.own_area) else []
    of_none = turn.asked.measure == "share" and not (found.groups or turn.last.groups)
    return [*of_all, *((found.amount_words or ["share"]) if of_none else [])]


def _ratio_of_numbers(turn: Turn) -> list[str]:
    """ "Ratio?" of two numbers, of which the rates have one."""
    found = turn.found
    counted = turn.last.measure in ("count", "share") and turn.asked.intent == "value"
    apart = "ratio" in found.measures or "excess" in found.measure_words.values()
    return found.measures if counted and apart and not found.indicators else []


def _of_the_group_defined(turn: Turn) -> list[str]:
    """ "Rate?" after “what is routine and manual?”."""
    found = turn.found
    defined = set(turn.last.terms) & set(turn.catalogue.groups)
    level = turn.asked.measure in LEVEL_MEASURES or turn.asked.intent in OF_A_COURSE
    return found.measures if defined and level and not (found.groups or found.everyone) else []


def _deaths_moved(turn: Turn) -> list[str]:
    """ "Deaths are falling?" of a gap."""
    found = turn.found
    moved = turn.asked.intent in OF_A_COURSE and not (found.measures or found.indicators)
    return ["deaths"] if moved and found.of_deaths and not turn.after_a_level else []


def _higher_than_whom(turn: Turn) -> list[str]:
    """ "Is it still higher?" after the rate of a group: than among others, or than before?"""
    written = " ".join(text for text in turn.said if text not in ("by how much", "how much"))
    of_a_group = turn.last.groups and turn.last.measure == "rate"
    return [written] if of_a_group and _HIGHER.fullmatch(written) else []


def _by_no_sex(turn: Turn) -> list[str]:
    """ "Compare men and women", “and cancer?”: of which no figures are held by sex."""
    told = [turn.catalogue.indicators[name].sexes for name in turn.found.indicators]
    by_sex = turn.last.sex == "both" and not turn.found.sexes
    return [SEX_NAMES["both"]] if by_sex and any(len(sexes) < 2 for sexes in told) else []


def _which_side_of_a_level(turn: Turn) -> list[str]:
    """ "Which side moved?" after a rate, which has none."""
    of_sides = turn.asked.selection == "sides" and turn.after_a_level and "gap" not in turn.found.measures
    return ["which side"] if of_sides else []


RULES: tuple[Rule, ...] = (
    _level_of_a_gap,
    _which_side_of_a_level,
    _in_people,
    _deaths_behind_a_level,
    _one_alone,
    _whose,
    _its_own_side,
    _two_groups,
    _was_it_they,
    _own_area_after_a_group,
    _theirs_of_both,
    _everyone,
    _gap_with_everyone,
    _of_a_share,
    _ratio_of_numbers,
    _of_the_group_defined,
    _deaths_moved,
    _higher_than_whom,
    _by_no_sex,
)
