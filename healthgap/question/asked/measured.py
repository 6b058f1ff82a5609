"""Which measure a clause asks for, and of which groups: a gap and its two sides, or a level of one of them."""

from __future__ import annotations

import re

from healthgap.catalogue import Catalogue
from healthgap.question.model import GAP_MEASURES, LEVEL_MEASURES
from healthgap.question.named.clause import Clause

_SHARES = frozenset({"proportion", "percentage", "share", "prevalence"})
"""Levels that are shares themselves, not rates of events."""

_OF_GAPS_ALONE = re.compile(
    r"\b(?:narrow|wid(?:e|er|en)|clos|shrink|shrank|shrunk|catch|caught|apart|diverg|further|behind|inroads|fair|equal|together|"
    r"(?:right|wrong) (?:way|direction)|reductions?|(?:good|bad) news)"
)
"""Words for movements of a gap, which a level does not make or of which it would not be said."""

VALUED = re.compile(
    r"\b(?:better|worse|worsen\w*|improv\w*|deteriorat\w*|backwards?|progress\w*|headway|ground|corner|slipp\w*)\b"
)
"""Words that judge: how “we” are doing on an indicator is told of its gap, and of a level where a group is named."""

_HIGH_OR_LOW = re.compile(r"\b(?:high(?:est)?|low(?:est)?)\b")
_CHANGE = re.compile(r"(?:the )?(?:changed?|movement|reductions?)\b")
_ROSE_OR_FELL = re.compile(
    r"(?:ris(?:e|en|ing)|rose|fall(?:en|ing)?|fell|increas\w*|decreas\w*|gone (?:up|down))\b"
)
_COMPARING = (
    "narrow",
    "widen",
    "than",
    "compare",
    "why",
    "certainty",
    "side",
    "change",
    "max",
    "min",
    "events",
)
_OF_TARGETS = ("target", "on_track", "off_track", "met", "missed")


def measure(clause: Clause, catalogue: Catalogue) -> str | None:
    """The measure asked for; None for the headline gap."""
    named = [one for one in clause.measures if one != "gap"]
    if clause.units:
        named = [one for one in named if one != "count"]  # "how many per 1,000" asks for a rate
    apart = "gap" in clause.general or any("difference" in words for words, _ in clause.cues)
    people = len(clause.groups) + clause.everyone > 1
    apart = apart or (
        people and clause.hinted("than", "compare", "either_way", "narrow", "widen", "min", "max")
    )
    number = clause.dying and any(
        not said.amount.unit for said in clause.said_amounts
    )  # "did 3,749 infants die?"
    named_by_its_events = clause.said("overview")  # “everything on infant deaths”
    counted = (clause.counted and not named_by_its_events) or number
    if counted and not clause.measures and not clause.units and not apart:
        return (
            "share" if clause.groups and "percent" in clause.general and not clause.said_amounts else "count"
        )
    of_last = not clause.indicators and not clause.groups and clause.thread_measure in (None, *GAP_MEASURES)
    about_gap = "gap" in clause.measures or (
        of_last and "percent" in clause.general and bool(clause.subjects)
    )
    asks_share = "percent" in clause.general or any("percent" in words for words, _ in clause.cues)
    moved = clause.hinted("narrow", "widen", "change")
    if asks_share and about_gap and set(named) <= {"rate"} and not moved:
        return "relative_gap"
    if clause.units and not named:
        about_gap = about_gap or "difference" in clause.words_of("change")
        about_gap = about_gap or (of_last and bool(clause.subjects))
        headlines = {catalogue.indicators[indicator].headline for indicator in clause.subjects}
        if about_gap:
            return "absolute_gap" if headlines == {"relative_gap"} else None
        return "rate"
    if asks_share and clause.thread_measure == "count" and clause.measures in ([], ["count"]):
        return "share"  # “how many died?”, “what percentage were routine and manual?”
    if not named:
        counts = clause.thread_measure in ("count", "share") and not clause.indicators
        level = (_only_monitored(clause, catalogue) and not counts) or _level_of_areas(clause, catalogue)
        level = (
            level
            or _monitored_beside(clause, catalogue)
            or _level_moved(clause)
            or _levels_of_both(clause)
            or (_level_of_group(clause) and not apart)
            or _level_at_two_times(clause)
            or (clause.said("by_group") and not counts)
        )
        return "rate" if level and not about_gap else None
    if about_gap and named == ["rate"]:
        return "rate" if _apart_in_time(clause) else None
    levels = {catalogue.indicators[indicator].level for indicator in clause.subjects}
    return "rate" if named == ["share"] and levels and levels <= _SHARES else named[0]


def _apart_in_time(clause: Clause) -> bool:
    """ "The difference in the overall rate between 2004-06 and 2005-07": of one group, at two times."""
    two_times = (clause.since is not None and clause.to is not None) or len(clause.at) == 2
    one_group = len(clause.groups) + clause.everyone == 1
    return two_times and one_group and "difference" in clause.measure_words.get("gap", "")


def _level_moved(clause: Clause) -> bool:
    """ "Has infant mortality gone up?", "how much did it fall in routine and manual?": no gap is spoken of."""
    if clause.points_at_told and clause.thread_measure in (None, *GAP_MEASURES):
        return False  # “did the first one fall?”, after two gaps
    defined = (
        clause.thread_intent == "definition" and len(clause.subjects) == 1
    )  # “what is it?”, “has it fallen?”
    named = len(clause.indicators) == 1 or defined
    one = len(clause.groups) == 1 or (named and not clause.groups)
    moved = any(
        (
            not cues.isdisjoint(("narrow", "widen", "either_way", "not_narrowed"))
            and not _OF_GAPS_ALONE.search(words)
        )
        or (not cues.isdisjoint(("max", "min")) and _HIGH_OR_LOW.search(words))
        or words.startswith("still ")
        for words, cues in clause.cues
    )
    of_group = len(clause.groups) + clause.everyone == 1
    valued = [words for words in clause.words_of("narrow", "widen", "either_way") if VALUED.search(words)]
    if valued and not of_group:
        return False
    said = [words for words, _ in clause.cues]
    moved = moved or (of_group and (clause.said("max", "min") or any(map(_CHANGE.match, said))))
    between = any(said.amount.unit == "%" and said.role in ("from", "to") for said in clause.said_amounts)
    of_two = (clause.everyone and bool(clause.groups)) or any("behind" in words for words, _ in clause.cues)
    sexes = clause.of_both_sexes and not any(map(_ROSE_OR_FELL.match, said))
    of_gap = of_two or between or sexes or clause.hinted(*_OF_TARGETS)
    return one and moved and not of_gap


def _level_of_group(clause: Clause) -> bool:
    """ "Infant mortality in routine and manual, 2005-07", "… of everyone": nothing is compared."""
    compared = clause.said(*_COMPARING) or clause.hinted(*_OF_TARGETS)
    return len(clause.groups) + clause.everyone == 1 and bool(clause.indicators) and not compared


def _level_at_two_times(clause: Clause) -> bool:
    """ "Compare infant mortality in routine and manual in 2002-04 and 2005-07": with itself, and with nobody else."""
    two_times = (clause.since is not None and clause.to is not None) or len(clause.at) == 2
    one_group = len(clause.groups) + clause.everyone == 1 and bool(clause.indicators)
    return one_group and two_times and clause.hinted("compare") and not clause.hinted(*_OF_TARGETS)


def _levels_of_both(clause: Clause) -> bool:
    """ "Infant mortality in routine and manual and in everyone": a figure of each."""
    listed = len(clause.groups) + clause.everyone > 1 and clause.hinted("and")
    compared = clause.said(*_COMPARING) or clause.hinted("compare", *_OF_TARGETS)
    return listed and bool(clause.indicators) and not compared


def _monitored_beside(clause: Clause, catalogue: Catalogue) -> bool:
    """ "Sole registrations compared with routine and manual": no gap is held of one that is monitored."""
    monitored = catalogue.monitored(clause.subjects)
    moved = clause.hinted("narrow", "widen", "either_way", "change") or clause.at or clause.since
    return len(clause.groups) > 1 and not monitored.isdisjoint(clause.groups) and not moved


def _only_monitored(clause: Clause, catalogue: Catalogue) -> bool:
    """Whether the only group named is published beside the gap, as a rate."""
    monitored = catalogue.monitored(clause.subjects)
    return bool(clause.groups) and set(clause.groups) <= monitored


def _level_of_areas(clause: Clause, catalogue: Catalogue) -> bool:
    """ "Healthy life expectancy in Salford" is a level where the gap is one between areas, unless a target is named."""
    named = [catalogue.indicators[name] for name in clause.indicators]
    return bool(named) and all(one.between == "areas" for one in named) and not clause.hinted(*_OF_TARGETS)


def groups(clause: Clause, catalogue: Catalogue) -> tuple[str, ...]:
    """The groups named; “everyone” is the comparator of a gap or its group, and the whole population of a rate."""
    named = list(clause.groups)
    if clause.said("by_group") and not named and len(clause.subjects) == 1:
        return catalogue.indicators[clause.subjects[0]].published_groups
    if clause.everyone and len(clause.subjects) == 1:
        indicator = catalogue.indicators[clause.subjects[0]]
        measures = clause.measures or [clause.thread_measure or "gap"]
        level = (
            _level_of_group(clause)
            or any(measure in LEVEL_MEASURES for measure in measures)
            or bool(clause.units)
            or clause.counted
        )
        alone = level and "gap" not in clause.measures and indicator.group not in named
        named.append(indicator.everyone if alone else indicator.comparator)
    return tuple(dict.fromkeys(named))
