"""The two ends of a change in a follow-up: from when, until when, and which came first."""

from __future__ import annotations

from healthgap.question.model import ABOUT_TARGETS, LEVEL_MEASURES, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES, each_time
from healthgap.question.thread.dangling.turn import MOVED, OF_A_COURSE, Rule, Turn
from healthgap.question.thread.followups import comes_up_to_now


def from_and_to(found: Clause, last: Question) -> list[Question]:
    """The change up to the period that a thread is at, and from it: either may be meant by “did it fall?”."""
    told = last.at[0] if len(last.at) == 1 else None
    moved = bool(found.words_of(*MOVED) or found.said_amounts)
    if not moved or found.since or found.at or found.indicators:
        return []
    if last.since and last.to:
        return [last.but(intent="change_since", since=last.to, to=None, supposed=None)]
    if told is None or told.kind != "period":
        return []
    change = Question("change_since", last.indicators, last.sex, last.measure, last.groups, last.areas)
    return [change.but(since=When("baseline"), to=told), change.but(since=told)]


def _new_end(turn: Turn) -> list[str]:
    """ "To 2004-06", “from 2003-05” after a change: another end of it, and no figure of that period."""
    asked, found, last = turn.asked, turn.found, turn.last
    ends = [text for text in turn.said if text in ("to", "from", "until", "till", "up to")]
    bare = asked.intent == "value" and not (found.measures or found.indicators)
    peak = asked.intent == "extremum" and len(ends) > 1
    changed = last.intent in ("change_since", "explain", "certainty") or last.since is not None
    return ends if (bare and changed and found.at) or peak else []


def _to_that_time_or_now(turn: Turn) -> list[str]:
    """ "Change since baseline?" after the figure of another period: up to that one, or to the latest?"""
    found, last = turn.found, turn.last
    told_before = [when for when in last.before_at if when.kind == "period"]
    dated = bool(last.at) and (last.at[0].kind == "period" or bool(told_before)) and not last.since
    up_to_now = not {"has", "have", "is"}.isdisjoint(" ".join(turn.said).split())
    open_end = turn.asked.intent in ("change_since", "trend") and not (found.to or found.latest or found.at)
    counted = found.since is None or found.since.kind == "baseline"
    told_two = last.at[:1] == (When("baseline"),) and found.since is None
    moves = dated and open_end and counted and (found.since is not None or told_two)
    elsewhere = found.indicators or found.compared or up_to_now
    return ["since baseline"] if moves and not elsewhere else []


def _of_that_window(turn: Turn) -> list[str]:
    """ "By how much?", “why?” after the last three periods, “from 19% to 16%” or three times: over which span?"""
    found, last = turn.found, turn.last
    claimed = last.intent == "check" and len(last.amounts) > 1
    several = bool(last.last) or claimed or len(last.at) > 2
    asked = turn.asked.intent in ("change_since", "explain") and not (found.since or found.at or found.last)
    why = found.words_of("why", "how_much", "cause") or found.words_of(*MOVED)
    return (why or ["that"]) if several and asked and not found.indicators else []


def _since_its_end(turn: Turn) -> list[str]:
    """ "Has it gone up?", “so it has come back down?” after a change between two times that are past: since then?"""
    found, last = turn.found, turn.last
    until_then = last.since is not None and last.to is not None and last.intent in ("change_since", "explain")
    until_now = not {"has", "have"}.isdisjoint(" ".join(turn.said).split())
    named = found.since or found.at or found.latest or found.indicators or found.said("how_much")
    ways = found.words_of("narrow", "widen", "either_way")
    return ways if until_then and until_now and not named else []


def _third_end(turn: Turn) -> list[str]:
    """ "Versus 2002-04" after a change between two times: against which of them?"""
    third = turn.found.compared and bool(turn.asked.since and turn.last.since and turn.last.to)
    return ["vs"] if third else []


def _turned_round(turn: Turn) -> list[str]:
    """ "Was it wider than in 2004-06?" of an earlier time, where a change runs from the earlier to the later."""
    asked, last = turn.asked, turn.last
    if not (last.at and asked.since and asked.since.end and turn.found.compared):
        return []
    told = last.at[0]
    earlier = told.kind == "baseline" or (told.end or asked.since.end) < asked.since.end
    return turn.found.words_of(*MOVED) if earlier else []


def _after_a_figure(turn: Turn) -> list[str]:
    """After the figure of a period “did it fall?” may count from it or to it, and from whichever was told before."""
    asked, found, last = turn.asked, turn.found, turn.last
    ends = ("latest",) if asked.claim else ("baseline", "latest")
    if not last.at or last.at[0].kind in ends or comes_up_to_now(found, last):
        return []
    if found.since or found.at or found.indicators or found.form or found.last or found.latest:
        return []
    moved = found.words_of(*MOVED) if asked.intent in OF_A_COURSE else []
    claimed = found.amount_words if asked.claim == "change_since" else ()
    of_target = asked.intent == "required" or (asked.intent == "target_status" and "that" in found.followup)
    return [*claimed, *moved, *(["target"] if of_target else [])]


def _since_when(turn: Turn) -> list[str]:
    """ "By how much?" after “has it narrowed until 2003-05?”, “since when?” after a change, “from 2000-02” after one
    up to an end.
    """
    found, last = turn.found, turn.last
    if found.since:
        whole = bool(last.to) and found.since != last.to and not (found.to or found.at or found.compared)
        return [f"since {found.since}"] if whole else []
    if found.at or found.indicators:
        return []
    unsettled = last.intent == "trend" and last.to and not last.since
    run = found.words_of("run") if last.intent in ("change_since", "source", "news") else []
    return [*(["how much"] if found.said("how_much") and unsettled else []), *run]


def _run_of_a_line(turn: Turn) -> list[str]:
    """ "For how long?" of a line that was crossed."""
    crossed = turn.last.intent == "threshold" and turn.asked.intent == "run"
    return turn.found.words_of("run") if crossed else []


def _by_how_much_then(turn: Turn) -> list[str]:
    """ "By how much?" after “has it ever widened?”: at that time, and not since the baseline."""
    found, last = turn.found, turn.last
    some_time = last.intent == "trend" and last.selection in ("any", "each")
    moved = turn.asked.intent in OF_A_COURSE and found.said("how_much")
    elsewhere = found.since or found.at or found.indicators or found.form
    return found.words_of(*MOVED) if some_time and moved and not elsewhere else []


def _where_it_started(turn: Turn) -> list[str]:
    """ "What did it start with?" after a course from a time that was named: at that time, or at the baseline?"""
    named = turn.last.since is not None and turn.last.since.kind == "period"
    starts = (span.text for span in turn.spans if span.has("when", "baseline") and "base" not in span.text)
    return [*starts] if named else []


def _been_higher(turn: Turn) -> list[str]:
    """ "Has it been higher?" after a change: at any time between, or at its end?"""
    found, last = turn.found, turn.last
    higher = any(words in COMPARATIVES for words, _ in found.cues)
    ever = found.hinted("at_all") or found.since
    moved_into = last.since == When("previous") and last.to is not None  # “did it rise in 2001-03?”
    than_now = moved_into and higher and (found.latest or found.said("than"))
    been = higher and "been" in turn.said and (last.since or last.to) and not ever
    return [*(["been"] if been else []), *(["now"] if than_now else [])]


def _each_step(turn: Turn) -> list[str]:
    """ "Every period?" after “is it wider than at baseline?”: wider in each, or than the one before it?"""
    found, last = turn.found, turn.last
    moved = found.said("narrow", "widen") or found.since
    led_to = last.intent == "trend" or not last.supposed or found.indicators or moved
    kept = [words for words in found.words_of("narrow", "widen") if words.startswith("kept")]
    ended = kept if last.to and not (found.since or found.to) else []
    return [*([] if led_to or not each_time(found) else ["every period"]), *ended]


def _held_against(turn: Turn) -> list[str]:
    """ "Compared with 1997-99?" after a projection, a target or a peak: which number against that one?"""
    found = turn.found
    against = found.compared and found.since is not None and not found.indicators
    of_no_figure = turn.last.intent in (*ABOUT_TARGETS, "extremum")
    return [str(found.since)] if against and of_no_figure and turn.asked.intent != "value" else []


def _since_its_own_peak(turn: Turn) -> list[str]:
    """ "And the rates?" after the change of a gap since its peak: since that time, or since their own?"""
    since_peak = turn.last.since is not None and turn.last.since.kind == "peak"
    of_levels = turn.asked.measure in LEVEL_MEASURES and not turn.after_a_level
    elsewhere = turn.found.since or turn.found.at or turn.found.latest
    return [turn.asked.measure or ""] if since_peak and of_levels and not elsewhere else []


RULES: tuple[Rule, ...] = (
    _new_end,
    _to_that_time_or_now,
    _of_that_window,
    _since_its_end,
    _third_end,
    _turned_round,
    _after_a_figure,
    _since_when,
    _run_of_a_line,
    _by_how_much_then,
    _where_it_started,
    _been_higher,
    _each_step,
    _held_against,
    _since_its_own_peak,
)
