"""What a follow-up says that the kind of question before it has no use for: people in a list of all gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping

from healthgap.question.model import SEX_NAMES, Intent
from healthgap.question.thread.dangling.turn import MOVED, OF_A_COURSE, Rule, Turn
from healthgap.question.thread.followups import counted_anew

_WHAT_A_TARGET_IS = {"fall", "cut", "reduction", "decrease", "drop", "decline", "rise", "increase", "change"}
_WHAT_A_TARGET_IS |= {"changed", "moved", "shifted", "altered"}


def _after_all_gaps(turn: Turn) -> list[str]:
    found, last = turn.found, turn.last
    now = ["the latest"] if found.latest else []
    since = [f"since {found.since}"] if found.since and not counted_anew(last, found.since) else []
    return [
        *now,
        *since,
        *(["chart"] if found.form == "chart" and last.intent == "overview" else []),
        *(SEX_NAMES[sex] for sex in found.sexes),
        *found.groups,
        *found.measures,
        *map(str, found.at),
    ]


def _after_a_ranking(turn: Turn) -> list[str]:
    """ "How has it changed?", “chart”, “and the level?” after an order of areas: of which of them?"""
    found = turn.found
    there = ["there"] if "there" in found.followup else []
    courses = turn.asked.intent not in ("value", "extremum", "ranking", "source", "definition")
    moved = (found.words_of(*MOVED, "run", "trend", "future", "target") or ["it"]) if courses else []
    form = [found.form] if found.form == "chart" else []
    measures = [one for one in found.measures if one != turn.last.measure]
    return [*there, *moved, *form, *measures]


def _after_a_run(turn: Turn) -> list[str]:
    return ["how much"] if turn.found.said("how_much") else []


def _after_deaths_behind_a_gap(turn: Turn) -> list[str]:
    found = turn.found
    return [
        *found.groups,
        *([found.form] if found.form else []),
        *(["percent"] if "percent" in found.general else []),
        *(one for one in found.measures if one == "rate"),
        *found.words_of(*MOVED, "run", "when", "max", "min", "trend"),
    ]


def _after_a_claim(turn: Turn) -> list[str]:
    """Another time than that of “has it halved?” would lose the size; a year of three has no number that was right."""
    found, last = turn.found, turn.last
    times = [*found.at, *([found.since] if found.since else [])]
    moved = last.claim == "change_since" and not found.said_amounts
    counted = found.words_of("a_year") if last.measure == "count" else []
    return [*(map(str, times) if moved else []), *counted]


def _after_a_projection(turn: Turn) -> list[str]:
    """ "Is that better than now?", “from the baseline instead”."""
    asked, found = turn.asked, turn.found
    beside = [] if found.indicators else found.words_of("narrow", "widen", "than")
    of_target = asked.intent in ("required", "target_status") and "that" in found.followup
    points = [str(when) for when in found.at if when.kind != "period" or turn.last.since]
    apart = asked.intent == "required" and found.said("how_much", "beside_target", "off_track", "missed")
    distance = found.words_of("how_much", "beside_target", "take") if apart else []
    return [*beside, *points, *distance, *(["target"] if of_target else [])]


def _after_a_target(turn: Turn) -> list[str]:
    """ "In per cent", “in years”: what it takes has the unit of its target; “in absolute terms?” may mean the gap."""
    asked, found = turn.asked, turn.found
    units = [*(["percent"] if "percent" in found.general else []), *found.units]
    due = [str(found.by)] if found.by and not found.cues and turn.last.intent == "target_status" else []
    moves = asked.intent in (*OF_A_COURSE, "check")
    moves = moves and not (found.measures or found.indicators or found.since)
    nouns = [one for one in found.words_of("narrow", "widen", "change") if one in _WHAT_A_TARGET_IS]
    measures = found.measures if asked.measure and not (found.groups or found.hinted("asking")) else []
    beaten = found.words_of("take") if asked.intent == "required" and found.said("future") else []
    of_value = [*units, *measures] if asked.intent == "value" else []
    date = [text for text in turn.said if asked.intent == "source" and "date" in text.split()]
    return [*date, *due, *of_value, *beaten, *(nouns if moves else [])]


def _after_a_release(turn: Turn) -> list[str]:
    """ "What did the March 2008 release say?", “for men?”: all that was new is told, and nothing picked out."""
    found = turn.found
    return [*(SEX_NAMES[sex] for sex in found.sexes), *found.groups] if turn.asked.intent == "value" else []


def _after_a_source(turn: Turn) -> list[str]:
    """ "And what's the figure for men?": a figure, and not where it is from."""
    figures = [text for text in turn.said if _FIGURE.search(text)]
    return figures if turn.asked.intent == "value" and not turn.found.measures else []


_FIGURE = re.compile(r"\bwhat\b.*\b(?:figure|number|value)\b")


def _after_an_end(turn: Turn) -> list[str]:
    """ "When was it widest?", “how much has it fallen?”, “was it far above baseline?”, “what was the rate then?”."""
    found, last = turn.found, turn.last
    than_at = found.since is not None and found.since.kind == "baseline" and not found.latest
    settled = (found.since and not than_at) or found.indicators
    moved = [] if settled else found.words_of(*MOVED)
    levels = [measure for measure in found.measures if measure == "rate" and last.measure != "rate"]
    was = not {"was", "were"}.isdisjoint(" ".join(turn.said).split())
    then = found.measure_words.values() if turn.asked.intent == "value" and was else ()
    why = found.words_of("why")
    since = (
        ["since then"]
        if turn.asked.intent in ("value", "extremum") and found.since and not found.cues
        else []
    )
    of_the_end = [str(found.since)] if than_at and last.direction and not found.indicators else []
    course = [*of_the_end, *moved] if turn.asked.intent in OF_A_COURSE else []
    return [*course, *levels, *then, *why, *since]


def _how_worked_out(turn: Turn) -> list[str]:
    """ "How is that calculated?" after a share, a change or a range: how the indicator is, is another matter."""
    last, found = turn.last, turn.found
    method = (
        turn.asked.intent == "definition"
        and found.said("method")
        and not (found.measures or found.indicators)
    )
    computed = last.measure in ("share", "slope_index") or last.intent in _COMPUTED
    return found.words_of("method") if method and computed else []


def _figure_after_a_change(turn: Turn) -> list[str]:
    """ "The gap itself", “and the cancer gap now?” after a change: the size, and no change again."""
    found = turn.found
    of_gap = "gap" in found.measure_words.get("gap", "") and turn.last.intent in ("change_since", "explain")
    plain = turn.asked.intent == "value" and not (found.cues or found.at or found.since or found.last)
    sized = [text for text in turn.said if text == "itself" or (found.latest and text in _NOW)]
    return sized if of_gap and plain else []


_NOW = ("now", "the latest", "latest", "current", "currently", "today")


_COMPUTED = ("change_since", "range", "certainty", "projection", "required", "events", "explain", "compare")


_AFTER: Mapping[Intent, Rule] = {
    "overview": _after_all_gaps,
    "which": _after_all_gaps,
    "ranking": _after_a_ranking,
    "run": _after_a_run,
    "events": _after_deaths_behind_a_gap,
    "check": _after_a_claim,
    "projection": _after_a_projection,
    "target_status": _after_a_target,
    "required": _after_a_target,
    "extremum": _after_an_end,
    "news": _after_a_release,
    "source": _after_a_source,
}


def _of_no_use_there(turn: Turn) -> list[str]:
    after = _AFTER.get(turn.last.intent)
    return [*after(turn)] if after else []


RULES: tuple[Rule, ...] = (_of_no_use_there, _how_worked_out, _figure_after_a_change)
