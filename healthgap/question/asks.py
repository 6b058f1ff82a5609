"""What a clause has to hold for each kind of question: the conditions of `rules`, one function for each.

Those of questions with an amount in them stand in `statements`.
"""

from __future__ import annotations

from healthgap.question.clause import Clause
from healthgap.question.model import When

COMPARATIVES = {"higher", "lower", "bigger", "smaller", "larger", "greater", "wider", "narrower"}
COMPARATIVES |= {"better", "worse"}
FURTHER = COMPARATIVES | {"more", "faster", "quicker"}


def nothing_named(clause: Clause) -> bool:
    return not (clause.names_something or clause.terms)


def is_smalltalk(clause: Clause) -> bool:
    return (
        clause.hinted("smalltalk") and nothing_named(clause) and not clause.unused(frozenset({"smalltalk"}))
    )


def is_definition(clause: Clause) -> bool:
    named = bool(clause.terms or clause.groups or clause.indicators or clause.measures)
    named = named or (clause.said("method") and bool(clause.subjects) and not clause.hinted("or"))
    if "pair" in clause.general:
        return False  # "the difference between the two" is a number
    if clause.latest:
        return False  # "… and what is the most recent figure for it" wants a figure
    if clause.indicators and any("difference" in words for words, _ in clause.cues):
        return False  # "the difference between the cancer gap and the circulatory gap" is a number
    contrasted = len(clause.terms) + len(clause.groups) + len(clause.measures)
    defining = [words for words, cues in clause.cues if "define" in cues]
    if defining and contrasted < 2 and all("difference" in words for words in defining):
        return clause.said("method") and named  # "the difference between the rates" is a number
    if clause.said("define", "method"):
        return named
    bare = not clause.indicators and not clause.cues and bool(clause.terms or clause.groups)
    return (
        bare
        and not set(clause.measures) - set(clause.terms) - {"ratio"}
        and "gap" not in clause.measures
        and not clause.at
        and clause.hinted("define")
    )


def takes_for_granted(clause: Clause) -> str | None:
    """ "wider" or "narrower", where the words take one of them for granted of a gap."""
    of_level = {"rate", "count", "share"} & set(clause.measures)
    comparing = bool(clause.at) and (clause.compared or clause.said("than"))
    return None if of_level or comparing else way_said(clause)


def way_said(clause: Clause) -> str | None:
    """Which way something is said to have moved; of a level "narrower" is down."""
    if clause.said("either_way", "not_narrowed", "not") or sides_compared(clause):
        return None
    ways = [way for way, cue in (("narrower", "narrow"), ("wider", "widen")) if clause.said(cue)]
    return ways[0] if len(ways) == 1 else None


def is_required(clause: Clause) -> bool:
    """What it would take to meet the target, which a follow-up need not name."""
    takes = clause.said("take") or (clause.hinted("take") and clause.said("a_year"))
    return (
        takes
        and not _from_a_period(clause)
        and (clause.said("target", "met", "on_track") or not clause.indicators or _of_a_target(clause))
    )


def _of_a_target(clause: Clause) -> bool:
    """ "How far off is it?", "the pace needed": of a target, which is not named."""
    takes = [words for words, cues in clause.cues if "take" in cues]
    return any(
        words.startswith(("how far off", "what would it take"))
        or words.endswith(("needed", "required", "must"))
        for words in takes
    )


def is_projection(clause: Clause) -> bool:
    """What is to come, by the pace so far; "the chances of infant death" are a rate."""
    ahead = [words for words, cues in clause.cues if "future" in cues]
    of_what = clause.said(
        "target", "met", "missed", "on_track", "off_track", "narrow", "widen", "closed", "size"
    )
    chances = all(words in _CHANCES for words in ahead) and not (of_what or clause.by or clause.thread_intent)
    return (bool(ahead) and not chances) or (clause.by is not None and not clause.said("deadline"))


_CHANCES = (
    "chance",
    "chances",
    "odds",
    "likely",
    "unlikely",
    "probability",
    "likelihood",
    "prospect",
    "prospects",
)


def _from_a_period(clause: Clause) -> bool:
    """ "How far is it from the baseline?" asks for a change and not for a target."""
    return clause.since is not None or any(
        when.kind in ("baseline", "peak", "previous") for when in clause.at
    )


def is_news(clause: Clause) -> bool:
    """What a release brought; "what did we say in 2008?" where no thread says of what."""
    nothing_else = nothing_named(clause) and not clause.subjects
    return clause.said("news") or (clause.known is not None and (clause.said("source") or nothing_else))


def is_ranking(clause: Clause) -> bool:
    """ "Which gap is the widest?" over all of them: the units do not compare."""
    gaps = "gap" in clause.measures or clause.said("which")
    wanted = clause.hinted("which") and clause.said("max", "min") and gaps
    return bool(wanted) and not (
        clause.indicators or clause.groups or clause.at or clause.said("target", "when")
    )


def is_which(clause: Clause) -> bool:
    selects = clause.hinted(
        "narrow", "widen", "not_narrowed", "on_track", "off_track", "met", "missed", "no_target"
    )
    selects = selects or (clause.said("target") and clause.said("most", "min"))
    of_two = len(clause.subjects) > 1 and _sets_beside(clause)
    leans = any(words in FURTHER for words, _ in clause.cues)  # "which is worse?", of two
    leans = leans and not (clause.measures or clause.said("which"))
    of_those = bool(clause.thread_intent) and any(words in _LEANING for words, _ in clause.cues)
    leans = leans or (of_those and not clause.said(*_TARGETS))
    over_all = not (clause.indicators or of_two or leans)
    return over_all and clause.hinted("which") and selects and not clause.said("either_way")


def lately(clause: Clause) -> bool:
    """ "Which gaps fell in the latest period?", "… since the period before?"."""
    return clause.since == When("previous") or (clause.since is None and clause.latest)


def asks_run(clause: Clause) -> bool:
    """ "Since when?", unless it asks since when a target is met or a statement right."""
    of_verdict = clause.thread_intent in ("target_status", "check") and not clause.indicators
    return clause.said("run") and not of_verdict


def orders_areas(clause: Clause) -> bool:
    ordered = clause.hinted("max", "min", "most", "widen", "narrow") or clause.form or clause.said("list")
    return clause.said("areas") and bool(ordered)


def is_list(clause: Clause) -> bool:
    if clause.said("trend") and clause.measures:
        return False
    if any(words in _LEANING for words, _ in clause.cues):
        return False
    return clause.said("list", "periods") or (
        not clause.indicators and clause.said("which", "indicators") and not clause.said("overview")
    )


_LEANING = ("list them", "name them", "which of those", "which of these", "which of them", "which of the two")


def is_source(clause: Clause) -> bool:
    """ "Where do they come from?", "which release is the 18.4 from?": of one bare amount at most, and no statement."""
    said = clause.said_amounts
    bare = all(not one.amount.bound and one.amount.decimals is not None for one in said)
    states = bool(said) and clause.hinted("stating") and not clause.hinted("which", "asking")
    return (
        clause.said("source", "published")
        and not clause.said("trend")
        and bare
        and len(said) < 2
        and not states
    )


def is_target(clause: Clause) -> bool:
    if _of_its_baseline(clause) or (
        compares(clause) and clause.said("compare") and not clause.said(*_TARGETS)
    ):
        return False
    if clause.said("take") and not clause.said("target", "met") and _from_a_period(clause):
        return False
    return clause.said("target", "off_track", "met", "missed", "deadline") or clause.hinted("on_track")


_TARGETS = ("target", "off_track", "met", "missed", "deadline")


def _of_its_baseline(clause: Clause) -> bool:
    """ "The baseline figure for the target": what the target starts from, not where it stands."""
    at_baseline = [when.kind for when in clause.at] == ["baseline"]
    belongs = "baseline_of_target" in clause.general
    return belongs and at_baseline and all(meanings <= {"target"} for _, meanings in clause.cues)


def baseline_of_target(clause: Clause) -> bool:
    return bool(clause.indicators) and clause.said("target") and _of_its_baseline(clause)


def compares(clause: Clause) -> bool:
    """Several indicators or both sexes set beside each other, or the levels of two groups."""
    if len(clause.groups) + clause.everyone > 1 and set(clause.measures) <= {"rate", "count"}:
        return clause.said("compare") or (clause.said("most") and clause.hinted("than", "or"))
    larger = _sets_beside(clause)
    several = max(map(len, (clause.indicators, clause.sexes, clause.areas))) > 1 or "both" in clause.sexes
    several = several or (larger and len(clause.subjects) > 1)  # "which is bigger?" after two
    beside = larger or clause.hinted("compare", "than", "or", "most", "max", "min", "change")
    beside = beside or bool(clause.since and clause.hinted("narrow", "widen"))
    return several and (beside or (len(clause.areas) > 1 and not clause.cues))


def _sets_beside(clause: Clause) -> bool:
    """ "Which is bigger?", "which narrowed more?"."""
    said = [words.split() for words, _ in clause.cues]
    return any(words[-1] == "more" or not COMPARATIVES.isdisjoint(words) for words in said)


def asks_extremum(clause: Clause) -> bool:
    """ "When was it widest?", "has it ever been smaller?"."""
    return ever_beyond(clause) or (clause.hinted("max", "min") and not clause.said("narrow", "widen"))


def ever_beyond(clause: Clause) -> bool:
    """ "Has it ever been smaller?" asks for the smallest, and for no movement."""
    said = clause.hinted("at_all") and any(words in COMPARATIVES for words, _ in clause.cues)
    return said and not clause.said_amounts


def is_change(clause: Clause) -> bool:
    ends = clause.since is not None
    people = bool(clause.groups) and clause.said("than") and clause.since is None
    if clause.form or sides_compared(clause) or people:
        return False
    if len(clause.at) == 2 and clause.said("compare", "change"):
        return True
    if clause.said("how_much") and clause.thread_intent in ("trend", "run") and not clause.indicators:
        return True  # "has it widened?", "by how much?"
    moved = clause.said("narrow", "widen", "either_way", "change", "not_narrowed")
    return (
        ends and (moved or clause.pair_of_periods or clause.compared or clause.said("compare", "than"))
    ) or (moved and clause.said("how_much", "than"))


_EACH_TIME = frozenset({"every year", "each year", "year after year", "year on year", "year by year"})
_EACH_TIME |= {"every period", "each period", "period after period", "period by period"}
_EACH_TIME |= {"every single year", "every single period", "each time", "every time", "every single time"}


def is_change_between_ends(clause: Clause) -> bool:
    """ "Has it come down every year since?", "ever since?" ask for what lies between the ends, too."""
    return is_change(clause) and not (each_time(clause) or clause.hinted("at_all"))


def each_time(clause: Clause) -> bool:
    """ "Did it fall every year?" is no yes or no of the two ends."""
    return any(words in _EACH_TIME for words, _ in clause.cues)


def levels_beside(clause: Clause) -> bool:
    """ "Is the sole registered rate higher than in routine and manual?": which of two levels is the higher one."""
    people = len(clause.groups) + clause.everyone > 1
    beside = clause.hinted("than", "or", "compare") and any(words in COMPARATIVES for words, _ in clause.cues)
    level = clause.measures == ["rate"] or (not clause.measures and "mortality" in clause.general)
    return people and beside and level and clause.since is None


def sides_compared(clause: Clause) -> bool:
    """ "How much higher in routine and manual than for everyone": people are compared, not periods."""
    people = len(clause.groups) + clause.everyone > 1
    apart = clause.said("widen", "narrow") or bool({"ratio", "gap"} & set(clause.measures))
    apart = apart or any(words in _APART for words, _ in clause.cues)
    return people and clause.since is None and clause.said("than", "compare") and apart


def is_trend(clause: Clause) -> bool:
    return not (sides_compared(clause) or levels_beside(clause)) and (
        clause.said("trend", "narrow", "widen", "either_way", "not_narrowed", "change")
        or clause.form is not None
        or clause.last is not None
        or clause.since is not None
        or clause.to is not None
    )


def apportions(clause: Clause) -> bool:
    """ "What share fell in routine and manual?", "… come from manual families?": where deaths fell, nothing moved."""
    return (
        "share" in clause.measures
        and bool(clause.groups)
        and clause.since is None
        and all(words in _FELL_TO for words, _ in clause.cues)
    )


_FELL_TO = ("fell", "fall", "falls", "came from", "come from", "comes from")


def apart_at(clause: Clause) -> bool:
    """ "How much was the difference in 2003-05?" asks for the gap then, since a change has two ends."""
    apart = [words for words, cues in clause.cues if "change" in cues]
    between = bool(clause.groups) or clause.everyone or len(clause.at) == 1
    return between and clause.since is None and bool(apart) and all(words in _APART for words in apart)


_APART = ("difference", "the difference", "how different")


def asks_which_side(clause: Clause) -> bool:
    """ "Did the poor do worse or everyone better?": what drove the gap, not where it stands."""
    moved = clause.said("widen", "narrow", "either_way", "change")
    both_ways = clause.said("widen") and clause.said("narrow") and clause.said("or")
    two_causes = clause.said("cause") and clause.hinted("or") and len(clause.groups) + clause.everyone > 1
    which = any("side" in cues and words.startswith(("which", "either")) for words, cues in clause.cues)
    between = clause.said("side") and (clause.everyone or clause.hinted("or"))
    sides = (which or between) and len(clause.subjects) < 2
    return ((sides or two_causes) and moved) or (clause.everyone and both_ways)


def asks_certainty(clause: Clause) -> bool:
    """Whether a *change* is real; that a gap is "significant" by itself says something else."""
    moved = clause.said("narrow", "widen", "either_way", "not_narrowed", "change", "trend")
    return clause.said("certainty") and (moved or clause.since is not None or not clause.indicators)


def counts_level(clause: Clause) -> bool:
    """ "How many deaths is that?" after the rate of a group: its number, and no gap's."""
    of_that = {words for words, cues in clause.cues if "events" in cues}
    return clause.thread_measure == "rate" and bool(of_that) and of_that <= _HOW_MANY_THAT_IS


_HOW_MANY_THAT_IS = {
    f"how many {who} is {what}" for who in ("deaths", "people", "babies") for what in ("that", "it")
}


def counts_a_year(clause: Clause) -> bool:
    """ "Infant deaths per year": a number over several years is told by the year as well."""
    of_last = clause.thread_measure == "count" and not (clause.indicators or clause.measures)
    number = of_last or clause.counted or "count" in clause.measures
    return clause.said("a_year") and number and not clause.units and "gap" not in clause.measures


def asks_events(clause: Clause) -> bool:
    """ "How many deaths is that?" after a gap: the events that it stands for."""
    after_a_gap = clause.thread_measure in (None, "absolute_gap", "relative_gap", "ratio")
    counted = "count" in clause.measures
    of_that = counted and "that" in clause.followup and after_a_gap
    of_the_gap = counted and "gap" in clause.measures and not clause.units
    more = clause.counted and clause.hinted("excess")
    return ((clause.hinted("events") or more) and not clause.units) or of_that or of_the_gap
