"""What a clause has to hold where it asks how something moved, lay at its widest, or stands beside something else."""

from __future__ import annotations

import re

from healthgap.question.model import LEVEL_MEASURES, When
from healthgap.question.named.clause import Clause

COMPARATIVES = {"higher", "lower", "bigger", "smaller", "larger", "greater", "wider", "narrower"}
COMPARATIVES |= {"better", "worse"}
BEYOND = ("above", "over", "below", "under")
FURTHER = COMPARATIVES | {"more", "faster", "quicker"}


def takes_for_granted(clause: Clause) -> str | None:
    """ "wider" or "narrower", where the words take one of them for granted of a gap."""
    of_level = set(LEVEL_MEASURES) & set(clause.measures)
    comparing = bool(clause.at or clause.to) and (
        clause.compared or clause.said("than") or clause.hinted("or")
    )
    return None if of_level or comparing else way_said(clause)


def way_said(clause: Clause) -> str | None:
    """Which way something is said to have moved: "narrower" or "wider", of a level down or up, "better" or "worse"."""
    if clause.said("either_way", "not_narrowed", "not"):
        return None
    than_others = COMPARATIVES if sides_compared(clause) else set()  # “16% higher than average, up from 17%”
    moves = {cue: set(clause.words_of(cue)) - than_others for cue in ("narrow", "widen")}
    valued = all(map(_VALUED.search, set().union(*moves.values())))
    named = ("better", "worse") if valued else ("narrower", "wider")
    named = named[::-1] if clause.turned else named
    ways = [way for way, words in zip(named, moves.values(), strict=True) if words]
    return ways[0] if len(ways) == 1 else None


def stands(clause: Clause) -> bool:
    """Whether all that is said of a way is where something stands beside another time: “lower”, and not “falling”."""
    ways = clause.words_of("narrow", "widen")
    return bool(ways) and COMPARATIVES.issuperset(ways)


_VALUED = re.compile(r"\b(?:better|worse|worst|improv\w*|worsen\w*|deteriorat\w*)\b|good news|bad news")


def lately(clause: Clause) -> bool:
    """ "Which gaps fell in the latest period?", "… since the period before?"."""
    return clause.since == When("previous") or (clause.since is None and clause.latest)


def asks_run(clause: Clause) -> bool:
    """ "Since when?", unless it asks since when a target is met or a statement right."""
    of_verdict = clause.thread_intent in ("target_status", "check") and not clause.indicators
    return clause.said("run") and not of_verdict


def compares(clause: Clause) -> bool:
    """Several indicators or both sexes set beside each other, or the levels of two groups."""
    if len(clause.groups) + clause.everyone > 1 and set(clause.measures) <= {"rate", "count"}:
        ways = clause.words_of("narrow", "widen", "most")
        # “was it the one doing better or the other worse?”
        of_each = len(ways) > 1 and not {"worse", "better"}.isdisjoint(ways)
        return clause.said("compare") or (clause.said("most") and clause.hinted("than", "or") and not of_each)
    larger = sets_beside(clause)
    several = max(len(clause.indicators), len(clause.areas)) > 1 or clause.of_both_sexes
    leans = larger or (clause.said("compare") and bool(clause.thread_intent))
    several = several or (leans and len(clause.subjects) > 1)  # "which is bigger?" after two
    beside = larger or clause.hinted("compare", "than", "or", "most", "max", "min", "change")
    beside = beside or bool(clause.since and clause.hinted("narrow", "widen"))
    return several and (beside or (len(clause.areas) > 1 and not clause.cues))


def sets_beside(clause: Clause) -> bool:
    """ "Which is bigger?", "which narrowed more?"; “are both narrower?”, “are they getting wider?” are of each."""
    asks = clause.hinted("than", "which", "or", "compare") or clause.said("by_group")
    of_each = "both" in clause.general and not clause.hinted("than", "which")
    than_then = (clause.since or clause.at) and not clause.hinted("which", "or")
    if of_each or than_then or not asks:
        return False
    said = [words.split() for words, _ in clause.cues if not _BECOMING.match(words)]
    return any(words[-1] in _BY_MORE or not COMPARATIVES.isdisjoint(words) for words in said)


_BECOMING = re.compile(r"(?:get|gets|got|gotten|getting|become|becoming|became)\b")
_BY_MORE = ("more", "further", "faster", "quicker")


def moved_further(clause: Clause) -> bool:
    """ "Which narrowed more?", "has it done better than cancer?": changes stand beside each other, and no sizes."""
    further = clause.said("most", "change") or any(words.endswith(" more") for words, _ in clause.cues)
    if (
        clause.thread_intent in ("trend", "change_since", "run")
        and clause.said("most")
        and clause.said("than")
    ):
        return True  # "is it narrowing?", "faster than cancer?"
    if any(_PROGRESS.search(words) for words, _ in clause.cues):
        return True
    said = {words for words, _ in clause.cues}
    if said & COMPARATIVES and {words.split()[-1] for words in said} & NOUNS:
        return True  # “which has seen the larger reduction?”
    moved = any(words not in COMPARATIVES for words in clause.words_of("narrow", "widen"))
    several = (len(clause.indicators) > 1 or clause.of_both_sexes) and not (clause.at or clause.since)
    if moved and several and clause.hinted("compare", "than", "or"):
        return True  # “has cancer narrowed compared with circulatory?”
    changes = any(words in _CHANGES for words, _ in clause.cues)
    if changes and (
        clause.said("most")
        or (several and (clause.of_both_sexes or clause.hinted("compare", "than", "or", "and")))
    ):
        return True
    return further and clause.said("narrow", "widen")


def improved_most(clause: Clause) -> bool:
    """ "The biggest improvement", “the most progress”: which way is said with how far."""
    return improved(clause) and clause.hinted("most", "max") and not clause.said("min")


def improved(clause: Clause) -> bool:
    """ "Where has there been progress?", “the biggest improvement”."""
    return any(_IMPROVED.search(words) for words, _ in clause.cues)


_IMPROVED = re.compile("improve|progress|reduction")
_PROGRESS = re.compile(
    r"progress|improved? (?:more|faster)|(?:doing|did|done) better|most improved|improvement"
)
_CHANGES = ("change", "changes", "the change in", "changed", "move", "moved", "movement", "shift", "shifted")
NOUNS = {
    "reduction",
    "fall",
    "drop",
    "cut",
    "decline",
    "decrease",
    "rise",
    "increase",
    "narrowing",
    "widening",
}


def asks_extremum(clause: Clause) -> bool:
    """ "When was it widest?", "has it ever been smaller?"."""
    return ever_beyond(clause) or (clause.hinted("max", "min") and not clause.said("narrow", "widen"))


def ever_beyond(clause: Clause) -> bool:
    """ "Has it ever been smaller?" asks for the smallest, and for no movement."""
    said = clause.hinted("at_all") and any(words in COMPARATIVES for words, _ in clause.cues)
    return said and not clause.said_amounts


HOW_FAR = ("how far has", "how far have", "how far did")


def is_change(clause: Clause) -> bool:
    ends = clause.since is not None
    people = bool(clause.groups) and clause.said("than") and clause.since is None
    apportioned = "share" in clause.measures and bool(clause.groups)  # “what share fell in …”
    if clause.form or sides_compared(clause) or people or (apportioned and not ends):
        return False
    if len(clause.at) == 2 and clause.said("compare", "change"):
        return True
    if (
        clause.said("how_much")
        and clause.thread_intent in ("trend", "run", "change_since")
        and not clause.indicators
    ):
        return True  # "has it widened?", "by how much?"
    moved = clause.said("narrow", "widen", "either_way", "change", "not_narrowed")
    moved = moved or any(words in HOW_FAR for words, _ in clause.cues)
    sized = clause.said("how_much", "than", "a_year") or (moved and _in_per_cent(clause))
    if any(_PERIOD_BY_PERIOD.search(words) for words, _ in clause.cues) and not clause.said("how_much"):
        return False
    course = any(words in _COURSES for words, _ in clause.cues)
    two = (clause.pair_of_periods and not course) or clause.compared or clause.said("compare", "than")
    return (ends and (moved or two)) or (moved and sized)


_PERIOD_BY_PERIOD = re.compile(r"\b(?:by|to) (?:period|year)\b")
_COURSES = ("trend", "trends", "series", "time series", "course", "trajectory", "timeline", "history")


def _in_per_cent(clause: Clause) -> bool:
    """ "The change as a percentage", “% fall”: its size, where it is called a change or by a noun."""
    nouns = any(words in _CHANGES or words in NOUNS for words, _ in clause.cues)
    return nouns and not {"percent", "points"}.isdisjoint(clause.general)


EACH_TIME = frozenset({"every year", "each year", "year after year", "year on year", "year by year"})
EACH_TIME |= {"every period", "each period", "period after period", "period by period"}
EACH_TIME |= {"continuously", "consistently", "uninterruptedly", "without interruption", "without a break"}
EACH_TIME |= {"all periods", "all the periods", "in all periods", "in all the periods"}
EACH_TIME |= {"every single year", "every single period", "each time", "every time", "every single time"}


def is_change_between_ends(clause: Clause) -> bool:
    """ "Has it come down every year since?", "been coming down since?" ask for what lies between the ends, too."""
    return is_change(clause) and not (each_time(clause) or clause.hinted("at_all") or _goes_on(clause))


def _goes_on(clause: Clause) -> bool:
    lately = clause.since == When("previous")
    return clause.going_on and not (clause.said("how_much") or lately)


_EACH_PERIOD = re.compile(r"(?:for |in |at |over )?(?:every|each)(?: single)? (?:period|year|time)\b")


def each_time(clause: Clause) -> bool:
    """ "Did it fall every year?", “it kept falling from … to …” are no yes or no of the two ends."""
    said = any(words in EACH_TIME or _EACH_PERIOD.match(words) for words, _ in clause.cues)
    return said or any(words.startswith(("kept ", "keeps ")) for words in clause.words_of("narrow", "widen"))


def levels_beside(clause: Clause) -> bool:
    """ "Is the sole registered rate higher than in routine and manual?": which of two levels is the higher one."""
    people = len(clause.groups) + clause.everyone > 1
    beside = clause.hinted("than", "or", "compare") and any(words in COMPARATIVES for words, _ in clause.cues)
    level = clause.measures == ["rate"] or (not clause.measures and "mortality" in clause.general)
    return people and beside and level and clause.since is None


def sides_compared(clause: Clause) -> bool:
    """ "How much higher in routine and manual than for everyone": people are compared, not periods."""
    if one_side_higher(clause):
        return True
    people = len(clause.groups) + clause.everyone > 1
    if len(clause.areas) == 1 and clause.groups and clause.since is None and clause.hinted("than", "compare"):
        return True  # “how does Leeds compare with England?”
    apart = clause.said("widen", "narrow") or bool({"ratio", "gap"} & set(clause.measures))
    apart = apart or any(words in _APART for words, _ in clause.cues)
    return people and clause.since is None and clause.said("than", "compare") and apart


def one_side_higher(clause: Clause) -> bool:
    """ "Is infant mortality higher in routine and manual?": than among the others."""
    one_side = (
        len(clause.groups) == 1 and not (clause.everyone or clause.sexes) and len(clause.indicators) == 1
    )
    asked = clause.hinted("stating") or clause.said("how_much")
    dated = clause.at or clause.since or clause.latest or clause.said_amounts or clause.thread_intent
    other = clause.said("than", "compare", "why", "when", "either_way", "target", "not") or clause.measures
    higher = all(words in ("higher", "lower") for words in clause.words_of("narrow", "widen"))
    return clause.in_a_group and one_side and higher and bool(asked) and not (dated or other)


def is_trend(clause: Clause) -> bool:
    return not (sides_compared(clause) or levels_beside(clause)) and (
        clause.said("trend", "narrow", "widen", "either_way", "not_narrowed", "change")
        or (clause.said("list") and bool(clause.measures))
        or clause.form is not None
        or clause.last is not None
        or clause.since is not None
        or clause.to is not None
    )


def apart_at(clause: Clause) -> bool:
    """ "How much was the difference in 2003-05?" asks for the gap then, since a change has two ends."""
    apart = clause.words_of("change")
    between = bool(clause.groups or clause.units) or clause.everyone or len(clause.at) == 1
    return between and clause.since is None and bool(apart) and all(words in _APART for words in apart)


_APART = ("difference", "the difference", "how different")


def asks_which_side(clause: Clause) -> bool:
    """ "Did the poor do worse or everyone better?": what drove the gap, not where it stands."""
    moved = clause.said("widen", "narrow", "either_way", "change", "closed")
    either = any("side" in cues and _WHICH_SIDE.search(words) for words, cues in clause.cues)
    between = clause.said("side") and (clause.everyone or clause.hinted("or"))
    of_sizes = (
        clause.measures and not clause.everyone and sets_beside(clause)
    )  # “which of the two gaps is wider?”
    one = len(clause.subjects) < 2 and not clause.of_both_sexes
    of_each = any("side" in words.split() for words, _ in clause.cues)  # “which side moved the two gaps?”
    sides = (one or of_each) and (_one_or_the_other(clause) or ((either or between) and not of_sizes))
    both_ways = clause.everyone and clause.said("widen") and clause.said("narrow") and clause.said("or")
    return (sides and moved) or both_ways


_WHICH_SIDE = re.compile(r"^(?:which|either)\b|\bor\b")


def _one_or_the_other(clause: Clause) -> bool:
    """ "Was it routine and manual or everyone that narrowed it?", “… because of the one or the other”."""
    sides = len(clause.groups) + clause.everyone + clause.said("side") > 1
    moved_the_gap = "gap" in clause.measures and not (clause.said("most", "compare") or stands(clause))
    asked = clause.hinted("cause", "why") or moved_the_gap
    return sides and clause.hinted("or") and asked and not clause.said("than", "when")


def asks_certainty(clause: Clause) -> bool:
    """Whether a *change* is real; that a gap is "significant" by itself says something else."""
    return clause.said("certainty") and (of_a_change(clause) or not clause.indicators)


def of_a_change(clause: Clause) -> bool:
    """Whether something is said to move, or a time to count from is named."""
    moved = clause.said("narrow", "widen", "either_way", "not_narrowed", "change", "trend")
    return moved or clause.since is not None
