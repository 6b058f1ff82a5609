"""A target in a follow-up: of which figure, and by when."""

from __future__ import annotations

from healthgap.question.model import ABOUT_TARGETS, GAP_MEASURES
from healthgap.question.thread.dangling.turn import Rule, Turn


def _of_no_target(turn: Turn) -> list[str]:
    """ "Until when?", “in which year?” after a figure, “how much more?” after a comparison: nothing of a target."""
    if turn.last.intent in (*ABOUT_TARGETS, "check") or turn.found.said("target"):
        return []
    until = [words for words in turn.found.words_of("deadline") if words.startswith(_UNTIL)]
    of_two = turn.last.intent == "compare" and turn.asked.intent == "required"
    return [*until, *(turn.found.words_of("take") if of_two else [])]


_UNTIL = ("until", "till", "in which year", "in what year")


def _of_what_target(turn: Turn) -> list[str]:
    """A target, after a number that none is set on, a range, or the figure at a baseline; another date for what it
    takes; and numbers of deaths that are to come.
    """
    asked, found, last = turn.asked, turn.found, turn.last
    if asked.intent not in ABOUT_TARGETS or found.indicators or found.measures:
        return []
    if last.intent == "required" and found.by:
        return [str(found.by)]
    ahead = asked.intent == "projection"
    of_deaths = last.measure in ("count", "share") or last.intent == "events"
    if ahead and not found.said("target", "met", "missed", "on_track", "off_track"):
        return ["deaths"] if of_deaths else []
    promised = (turn.catalogue.indicators[name].target for name in last.indicators)
    of_other_gap = last.measure in GAP_MEASURES and last.measure not in {
        aim.measure for aim in promised if aim
    }
    of_levels = of_deaths or (last.measure == "rate" and (ahead or not last.groups))
    of_levels = of_levels or (asked.intent != "target_status" and (of_other_gap or bool(last.groups)))
    at_baseline = asked.intent == "required" and bool(last.at) and last.at[0].kind == "baseline"
    return ["target"] if of_levels or last.intent == "range" or at_baseline else []


def _met_then(turn: Turn) -> list[str]:
    """ "When was it met?", “was it in 2004-06?” of a target."""
    if turn.last.intent not in ABOUT_TARGETS or not turn.found.past:
        return []
    met = turn.found.said("when") and turn.found.said("met")
    was = turn.found.at if turn.asked.intent == "value" else ()
    return [*(["when"] if met else []), *map(str, was)]


def _needed(turn: Turn) -> list[str]:
    """ "What rate would routine and manual need?" after a target: none of today."""
    of_today = turn.last.intent in ABOUT_TARGETS and turn.asked.intent == "value"
    return [text for text in turn.said if of_today and not _NEEDS.isdisjoint(text.split())]


def _pace_from(turn: Turn) -> list[str]:
    """ "From 2002-04 or from baseline?", “is that from 2002-04?” after a projection: from when its pace is."""
    said = [text for text in turn.said if text in ("from", "starting", "starting from", "based on")]
    of_a_time = turn.asked.intent in ("value", "extremum", "source")
    return said if turn.last.intent == "projection" and of_a_time else []


_NEEDS = frozenset({"need", "needs", "needed", "require", "requires", "required"})

RULES: tuple[Rule, ...] = (_of_no_target, _of_what_target, _met_then, _needed, _pace_from)
