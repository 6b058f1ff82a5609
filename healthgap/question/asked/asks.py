"""What a clause has to hold for each kind of question: the conditions of `rules`, one function for each.

Those of targets stand in `asks_of_targets`, of questions with an amount in them in `statements`, of movements and
comparisons in `movements`.
"""

from __future__ import annotations

import re

from healthgap.question.asked.asks_of_targets import TARGETS
from healthgap.question.model import GAP_MEASURES
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import FURTHER, improved, of_a_change, sets_beside


def nothing_named(clause: Clause) -> bool:
    return not (clause.names_something or clause.terms)


def names_a_figure(clause: Clause) -> bool:
    """An indicator or a group; or the gap of a sex that only one indicator is held by."""
    of_a_sex = bool(clause.subjects and clause.sexes) and not (clause.thread_intent or clause.latest)
    return bool(clause.indicators or clause.groups) or (of_a_sex and "gap" in clause.measures)


_IT = {"it", "that", "this", "they", "those"}


def is_smalltalk(clause: Clause) -> bool:
    return (
        clause.hinted("smalltalk") and nothing_named(clause) and not clause.unused(frozenset({"smalltalk"}))
    )


def _defines_it(clause: Clause) -> bool:
    """ "How is it defined?", “what does it mean?”."""
    it = "it" in clause.followup
    defines = ("define" in cues and (it or not _IT.isdisjoint(words.split())) for words, cues in clause.cues)
    return bool(clause.cues) and all(defines)


def is_definition(clause: Clause) -> bool:
    named = bool(clause.terms or clause.groups or clause.indicators or clause.measures)
    named = named or (bool(clause.subjects) and _defines_it(clause))
    named = named or (clause.said("method") and bool(clause.subjects) and not clause.hinted("or"))
    if "pair" in clause.general or ("ratio" in clause.measures and len(clause.groups) + clause.everyone > 1):
        return False  # "the difference between the two" is a number, “the ratio of routine and manual to all” too
    if clause.latest or "count" in clause.measures:
        return False  # "… and what is the most recent figure for it" wants a figure
    if clause.indicators and any("difference" in words for words, _ in clause.cues):
        return False  # "the difference between the cancer gap and the circulatory gap" is a number
    contrasted = len(clause.terms) + len(clause.groups) + len(clause.measures)
    defining = clause.words_of("define")
    if defining and contrasted < 2 and all("difference" in words for words in defining):
        return clause.said("method") and named  # "the difference between the rates" is a number
    if clause.said("define", "method"):
        return named
    bare = not clause.indicators and not clause.cues and bool(clause.terms or clause.groups)
    figure = clause.thread_intent not in (None, "definition") and set(clause.terms) <= set(clause.measures)
    if figure and clause.measures:
        return False  # “what is the absolute gap?” after the relative one
    return (
        bare
        and not set(clause.measures) - set(clause.terms) - {"ratio"}
        and "gap" not in clause.measures
        and "mortality" not in clause.general  # “what is the mortality of sole registrations?” is a rate
        and not clause.at
        and clause.hinted("define")
    )


def asks_what_it_is_for(clause: Clause) -> bool:
    """ "Why three years together?": the meaning of the word says what that is for."""
    return clause.said("why") and bool(clause.bare_terms) and not of_a_change(clause)


def is_news(clause: Clause) -> bool:
    """What a release brought; "what did we say in 2008?" where no thread says of what."""
    nothing_else = nothing_named(clause) and not clause.subjects
    return clause.said("news") or (clause.known is not None and (clause.said("source") or nothing_else))


def is_by_group(clause: Clause) -> bool:
    """ "Infant mortality by social group", “who has the highest?”: the level of each group."""
    other = clause.groups or clause.since or clause.said_amounts or clause.terms
    words = clause.words_of("by_group")
    ends = clause.said("max", "min") and not any(one.startswith(("who", "which")) for one in words)
    return bool(words) and len(clause.subjects) == 1 and not (other or ends or "gap" in clause.measures)


def asks_range(clause: Clause) -> bool:
    """ "What is the confidence interval?": of a number, and of no change."""
    of_number = clause.indicators or clause.thread_intent in ("value", "compare", "range")
    number = clause.counted or {"count", "share"} & {*clause.measures, clause.thread_measure}
    whether = clause.hinted("stating") and not clause.hinted("asking")  # “is the baseline within the range?”
    return clause.said("range") and bool(of_number) and not (of_a_change(clause) or number or whether)


def is_ranking(clause: Clause) -> bool:
    """ "Which gap is the widest?" over all of them: the units do not compare."""
    gaps = "gap" in clause.measures or clause.said("which")
    wanted = clause.hinted("which") and clause.said("max", "min") and gaps
    return bool(wanted) and not (
        clause.indicators or clause.groups or clause.at or clause.said("target", "when")
    )


def is_which(clause: Clause) -> bool:
    selects = clause.hinted(
        "narrow", "widen", "not_narrowed", "on_track", "off_track", "met", "missed", "no_target", "undecided"
    )
    selects = selects or (clause.said("target") and clause.said("most", "min")) or improved(clause)
    of_two = len(clause.subjects) > 1 and sets_beside(clause)
    leans = any(words in FURTHER for words, _ in clause.cues)  # "which is worse?", of two
    leans = leans and not (clause.measures or clause.said("which") or clause.since)
    of_those = bool(clause.thread_intent) and any(words in _LEANING for words, _ in clause.cues)
    leans = leans or (of_those and not (clause.measures or clause.said(*TARGETS)))
    over_all = not (clause.indicators or of_two or leans)
    return over_all and clause.hinted("which") and selects and not clause.said("either_way")


def orders_areas(clause: Clause) -> bool:
    ordered = clause.hinted("max", "min", "most", "widen", "narrow") or clause.form or clause.said("list")
    return clause.said("areas") and bool(ordered)


def is_list(clause: Clause) -> bool:
    if (clause.said("trend") or _of_figures(clause)) and clause.measures:
        return False
    if clause.said("overview") and not (clause.indicators or clause.said("periods")):
        return False  # "list all gaps", and not what there is
    if any(words in _LEANING or words in ("which ones", "which one") for words, _ in clause.cues):
        return False
    which = [words for words in clause.words_of("which", "indicators") if not words.startswith(_OF_ANY)]
    return clause.said("list", "periods") or (
        not clause.indicators and bool(which) and not clause.said("overview")
    )


_OF_ANY = (
    "are ",
    "have ",
    "has ",
    "is ",
    "where ",
    "whose",
    "what has",
    "what have",
    "how many are",
    "how many have",
)


def _of_figures(clause: Clause) -> bool:
    """ "List the infant mortality rates": the figures themselves."""
    return bool(clause.indicators) and set(clause.words_of("list")) <= {"list", "list of", "enumerate"}


_LEANING = ("list them", "name them", "which of those", "which of these", "which of them", "which of the two")


def is_next_release(clause: Clause) -> bool:
    """ "When do new figures come out?", “when is the next figure due?”."""
    due_next = clause.said("deadline") and any(when.kind == "next" for when in clause.at)
    return clause.said("next_release") or (due_next and not clause.said("target", "met"))


def is_source(clause: Clause) -> bool:
    """ "Where do they come from?", "which release is the 18.4 from?": of one bare amount at most, and no statement."""
    said = clause.said_amounts
    bare = all(not one.amount.bound and one.amount.decimals is not None for one in said)
    states = bool(said) and clause.hinted("stating") and not clause.hinted("which", "asking")
    when_published = clause.said("when") and clause.hinted("published")
    return (
        (clause.said("source", "published") or when_published)
        and not clause.said("trend")
        and bare
        and len(said) < 2
        and not states
    )


def apportions(clause: Clause) -> bool:
    """ "What share fell in routine and manual?", "… come from manual families?": where deaths fell, nothing moved."""
    return (
        "share" in clause.measures
        and bool(clause.groups)
        and clause.since is None
        and all(words in _FELL_TO for words, _ in clause.cues)
    )


_FELL_TO = ("fell", "fall", "falls", "fell in", "fall in", "falls in", "came from", "come from", "comes from")


def counts_level(clause: Clause) -> bool:
    """ "How many deaths is that?", “the deaths behind it?” after the rate of a group: its number, and no gap's."""
    of_that = set(clause.words_of("events"))
    of_rate = clause.thread_measure == "rate" and "gap" not in clause.measures
    return of_rate and bool(of_that) and all(map(_HOW_MANY_THAT_IS.fullmatch, of_that))


_HOW_MANY_THAT_IS = re.compile(
    r"deaths behind|represents?|how many (?:infant |baby )?(?:deaths|people|babies) (?:is|are|does|do) "
    r"(?:that|it|this|they)(?: (?:represent|mean|come to|amount to|equal|make|based on))?"
)


def counts_a_year(clause: Clause) -> bool:
    """ "Infant deaths per year": a number over several years is told by the year as well."""
    of_last = clause.thread_measure == "count" and not (clause.indicators or clause.measures)
    number = of_last or clause.counted or "count" in clause.measures
    return clause.said("a_year") and number and not clause.units and "gap" not in clause.measures


def asks_events(clause: Clause) -> bool:
    """ "How many deaths is that?" after a gap: the events that it stands for."""
    after_a_gap = clause.thread_measure in (None, *GAP_MEASURES)
    counted = "count" in clause.measures
    of_that = counted and not {"that", "those"}.isdisjoint(clause.followup) and after_a_gap
    of_the_gap = counted and "gap" in clause.measures and not clause.units
    more = clause.counted and clause.hinted("excess")
    return ((clause.hinted("events") or more) and not clause.units) or of_that or of_the_gap
