"""When a number that somebody named is held against the figures: as a threshold to find, or as a statement to check."""

from __future__ import annotations

from healthgap.question.model import ROUGH
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import COMPARATIVES, is_change, sides_compared, way_said
from healthgap.question.words.amounts import OLD_AGE, Said


def is_threshold(clause: Clause) -> bool:
    """ "When was it below 18%?", "was it ever above 20%?", "when was it 19%?": one level, and some time to be found."""
    if len(clause.said_amounts) != 1 or "ratio" in clause.measures or clause.last:
        return False
    said = clause.said_amounts[0]
    if not said.amount.bound:
        return _is_bare_level(said) and clause.hinted("when", "ever") and _asks_only_when(clause)
    times = [cues for words, cues in clause.cues if words != "last" and not _lists_periods(words, cues)]
    goes_on = clause.thread_intent == "threshold" and not clause.cues  # “and below 18%?”
    asked_when = goes_on or any(cues & {"when", "ever", "periods", "run"} for cues in (*times, clause.hints))
    wanted = asked_when and said.amount.value < OLD_AGE
    is_old_age = said.doubtful and said.amount.value >= OLD_AGE
    if is_old_age or (said.doubtful and not (wanted or clause.said("narrow", "widen"))):
        return False
    counted = clause.since is not None and not is_change(clause)
    sometime = goes_on or counted or clause.hinted("when", "ever", "periods", "run")
    return said.amount.bound in ("above", "below", "at_least", "at_most") and said.role != "by" and sometime


def _lists_periods(words: str, cues: frozenset[str]) -> bool:
    """ "Periods under 25" may be of young mothers; "in which periods was it" is a time to be found."""
    return "periods" in cues and not words.startswith(("in what", "in which", "what", "which"))


def _is_bare_level(said: Said) -> bool:
    return said.role in ("", "at") and not said.verb and said.amount.decimals is not None


def _asks_only_when(clause: Clause) -> bool:
    times = {"when", "ever", "periods", "which"}
    only = all(cues & times and words != "last" for words, cues in clause.cues)
    return only and not (clause.at or clause.since or clause.by)


def is_ahead(clause: Clause) -> bool:
    """ "When will it fall below 10%?", "when will the gap close?": a level that may come."""
    said = clause.said_amounts
    if not clause.said("future") or clause.said("target") or clause.last:
        return False
    if not (clause.hinted("when") or (clause.hinted("ever") and clause.said("closed"))):
        return False
    level = len(said) == 1 and not (said[0].doubtful or said[0].verb or said[0].role == "by")
    level = level and said[0].amount.bound not in ROUGH and not _is_a_cut(clause, said[0])
    return (level or (not said and clause.said("closed"))) and "ratio" not in clause.measures


def _is_a_cut(clause: Clause, said: Said) -> bool:
    """ "Be 10% below baseline", “be 3 points lower”, “be half what it is now”: so much less, and no level."""
    fallen = clause.said("narrow", "widen") and not said.role
    less = clause.since is not None or fallen or said.amount.decimals is None
    return less and not said.amount.bound


def is_check(clause: Clause) -> bool:
    """A statement with amounts in it, all of one change or all of levels; what they are of has to be said."""
    if not clause.said_amounts or clause.hinted(*_NO_STATEMENT):
        return False
    predicate = len(clause.said_amounts) == 1 and _is_predicate(clause, clause.said_amounts[0])
    if not (clause.hinted("stating") or clause.said("narrow", "widen") or predicate):
        return False
    if any(said.verb in _COMMANDS for said in clause.said_amounts) and not clause.hinted("stating"):
        return False
    if any(said.words.startswith("up to") for said in clause.said_amounts):
        return False  # “the rate is up to 5.4”: at most, or has risen?
    moving = clause.said("narrow", "widen") and not sides_compared(clause)
    if moving and any(said.role == "at" for said in clause.said_amounts):
        return False  # “now at 15%, is it narrowing?”
    if clause.said("how_much", "not_narrowed", "either_way") or _is_doubtful(clause):
        return False
    if clause.said("target"):
        held_against = clause.said("than")  # "is 16% higher than the target?"
        amount = clause.said_amounts[0].amount
        no_more = amount.bound in ("at_most", "below") or (amount.bound and amount.unit != "%")
        alone = len(clause.said_amounts) == 1 and not (clause.at or clause.since)
        of_gap = not (clause.groups or clause.everyone or clause.units or "rate" in clause.measures)
        no_more = no_more or clause.said_amounts[0].role == "from"
        return alone and of_gap and not (held_against or no_more)  # a target is a bound itself, and on a gap
    return _is_claimed_change(clause) if claims_change(clause) else _is_claimed_level(clause)


_NO_STATEMENT = ("asking", "when", "ever", "why", "pretend", "which")
_COMMANDS = ("halve", "double", "triple")


def _is_doubtful(clause: Clause) -> bool:
    """Whether an amount may be of something else: an age, a part, per cent of a ratio, or of a level nobody named."""
    if "ratio" in clause.measures and any(said.amount.unit for said in clause.said_amounts):
        return True
    bare = any(not said.amount.unit and said.amount.decimals is not None for said in clause.said_amounts)
    of_gap = clause.said("excess", "events", "cause") or "gap" in clause.measures
    if clause.counted and bare and of_gap and not clause.units:
        return True  # “517 excess deaths” are no gap
    number = clause.units or (clause.counted and set(clause.measures) <= {"count"})
    if len(clause.said_amounts) == 1 and _is_predicate(clause, clause.said_amounts[0]):
        return False
    if any(said.doubtful and (said.amount.bound or not number) for said in clause.said_amounts):
        return True
    of_what = clause.measures or clause.units or clause.counted or clause.groups or clause.said("target")
    of_what = of_what or (clause.dying and bare) or any(when.kind == "baseline" for when in clause.at)
    return bool(clause.indicators) and not of_what


def _is_predicate(clause: Clause, said: Said) -> bool:
    """ "The circulatory gap below 25?" says nothing else of the gap, and ages are under 25 or over, not below."""
    alone = bool(clause.subjects and clause.measures) and not clause.cues
    below = said.words.startswith(("below", "above")) or said.words.split()[1:2] == ["than"]
    below = below or bool(said.amount.bound and (said.amount.unit or said.amount.decimals))
    return alone and below and said.amount.value < OLD_AGE


def claims_change(clause: Clause) -> bool:
    """Whether an amount says how far something moved: "by 3 points", "halved", "fell 3 points"."""
    moves = clause.said("narrow", "widen", "change") and not sides_compared(clause)
    return not clause.said("target") and any(
        said.role == "by" or said.verb or (moves and not said.role and not said.is_level)
        for said in clause.said_amounts
    )


def _is_claimed_change(clause: Clause) -> bool:
    """One amount of one gap that moved, and ends that a change has: none, a beginning, or two."""
    ends = len(clause.at) == 0 or (len(clause.at) == 1 and clause.since is not None)
    ways = {words for words, meanings in clause.cues if meanings & {"narrow", "widen"}}
    moved = not ways or not ways <= COMPARATIVES or clause.since is not None
    if (not clause.measures and clause.groups) or "rate" in clause.measures:
        moved = moved and not any(words.startswith(_VALUED) for words, _ in clause.cues)
    turned = bool(clause.at) and clause.compared and not ways.isdisjoint(COMPARATIVES)
    return len(clause.said_amounts) == 1 and ends and moved and not turned and len(clause.indicators) < 2


_UNLIKELY = {"wider": ("below", "at_most"), "narrower": ("above", "at_least")}

# Of a level these are up or down, depending on its polarity.
_VALUED = ("improv", "better", "worse", "got better", "got worse", "deteriorat")


def _is_claimed_level(clause: Clause) -> bool:
    """One amount, or as many as there are periods; "from 19% in 2002-04 to 16%" ends with the latest."""
    amounts = len(clause.said_amounts)
    latest = clause.said_amounts[-1].role == "to" and len(clause.at) == 1
    if amounts > 1 and any(when.kind in ("last_year", "this_year") for when in clause.at):
        return False  # "from 18% to 16% in the last year": which two periods?
    ends = [said.role for said in clause.said_amounts] == ["from", "to"] and not clause.at
    if clause.said_amounts[0].role == "from" and not (ends or (amounts > 1 and clause.at)):
        return False  # "down from 17%": when, and to what?
    if any(said.amount.unit == "points" or said.words == "half" for said in clause.said_amounts):
        return False  # of a relative gap per cent are meant, or its size in points? And half of what?
    if clause.said_amounts[0].amount.bound in _UNLIKELY.get(way_said(clause) or "", ()):
        return False  # "widened below 6"
    alone = amounts == 1 and len(clause.at) < 2
    return clause.since is None and (alone or ends or amounts == len(clause.at) + latest)
