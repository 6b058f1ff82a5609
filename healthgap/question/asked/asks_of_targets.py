"""What a clause has to hold where it asks of targets: where they stand, what they take, what is to come."""

from __future__ import annotations

import re

from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import compares


def lists_targets(clause: Clause) -> bool:
    """ "What are the targets?", “the target for each indicator”, “… and are they met?”: all of them, each judged."""
    plural = any(_EVERY.search(words) for words, _ in clause.cues)
    named = clause.indicators or clause.groups or clause.sexes or clause.measures or clause.at or clause.since
    judged = JUDGED if clause.hinted("and") else frozenset()
    asks = all(cues & (LISTED | judged) for words, cues in clause.cues)
    lists = clause.hinted("list", "define", "indicators", "which")
    return clause.said("target") and plural and asks and lists and not (named or clause.said("most"))


_EVERY = re.compile(
    r"\b(?:targets|goals|objectives|pledges|commitments|each|every|all)\b|(?:have|has)(?: got)? a (?:target|goal)"
)


LISTED = frozenset({"target", "list", "which", "indicators", "define", "asking"})
JUDGED = frozenset({"and", "met", "missed", "on_track", "off_track"})


def is_share_of_the_way(clause: Clause) -> bool:
    """ "How much of the target has been achieved?", “are we halfway?”: of the way from the baseline."""
    words = clause.words_of("way")
    return any(one != "how much of" for one in words) or (bool(words) and clause.said("target"))


def is_distance_of_all(clause: Clause) -> bool:
    """ "How far is each gap from its target?"."""
    far = any(words.startswith("how far") for words in clause.words_of("take"))
    every = any(_EVERY.search(words) or _GAPS.search(words) for words, _ in clause.cues)
    named = (
        clause.indicators or clause.groups or clause.sexes or clause.at or clause.since or clause.said("most")
    )
    every = every or clause.everyone or clause.measure_words.get("gap", "").endswith("gaps")
    return far and clause.said("target") and every and not named


_GAPS = re.compile(r"\b(?:gaps|everything)\b")


def defines_a_verdict(clause: Clause) -> bool:
    """ "What does on track mean?", where “what is on track?” asks for the gaps that are."""
    meant = any(words.split()[0] in _MEANT for words in clause.words_of("define"))
    return meant and bool(clause.terms) and not (clause.indicators or clause.groups)


_MEANT = ("mean", "means", "meaning", "define", "defined", "definition", "meant")


def is_required(clause: Clause) -> bool:
    """What it would take to meet the target, which a follow-up need not name; "is it above it?" asks how far too."""
    if _ahead_of_a_target(clause):
        return False
    beaten = any(words.startswith(("beat", "short of")) for words, _ in clause.cues)
    how_far = clause.said("how_much") and (clause.said("off_track", "missed") or beaten)
    must = "must" in clause.hints and clause.by is not None  # “what must it be by 2010?”
    beside = clause.said("beside_target") or how_far or must
    takes = beside or clause.said("take") or (clause.hinted("take") and clause.said("a_year"))
    of_target = beside or clause.said("target", "met", "on_track") or _of_a_target(clause)
    return takes and not _from_a_period(clause) and (of_target or not clause.indicators)


def _ahead_of_a_target(clause: Clause) -> bool:
    """ "How far off target will it be in 2010?", “will it be below target?”: of what is to come, and not of today."""
    distances = [words for words in clause.words_of("take") if not _DISTANCE.match(words)]
    dated = clause.by is not None or bool(clause.at) or clause.said("beside_target")
    return clause.said("future") and dated and not distances and "must" not in clause.hints


_DISTANCE = re.compile(r"(?:how (?:far|short)|points away|away|the shortfall)\b")


def _of_a_target(clause: Clause) -> bool:
    """ "How far off is it?", "the pace needed": of a target, which is not named."""
    takes = clause.words_of("take")
    return any(
        words.startswith((*_HOW_FAR_OFF, "where should", "what would it take", "how much left to"))
        or words.endswith(
            ("needed", "required", "need", "must", "to go", "to come", "to do", "shortfall", "left")
        )
        or _MUST.match(words)
        or not _NEEDED.isdisjoint(words.split())
        for words in takes
    )


_NEEDED = frozenset({"needed", "required", "necessary", "target"})


_HOW_FAR_OFF = ("how far off", "how far behind", "how far ahead", "how short", "how far short")


_MUST = re.compile(
    "(?:still )?(?:need|has|have|ought|must|got)[a-z]* (?:still )?(?:to )?(?:still )?"
    "(?:get|fall|drop|come|go|narrow|shrink|close|decline|decrease|improve|be|reduce)"
)


def is_projection(clause: Clause) -> bool:
    """What is to come, by the pace so far; "the chances of infant death" are a rate."""
    ahead = clause.words_of("future")
    of_what = clause.said(
        "target", "met", "missed", "on_track", "off_track", "narrow", "widen", "closed", "size"
    )
    of_some_time = clause.by or clause.thread_intent or (clause.at and "gap" in clause.measures)
    chances = all(words in _CHANCES for words in ahead) and not (of_what or of_some_time)
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


def is_target(clause: Clause) -> bool:
    if _of_its_baseline(clause) or (
        compares(clause) and clause.said("compare") and not clause.said(*TARGETS)
    ):
        return False
    if clause.said("take") and not clause.said("target", "met") and _from_a_period(clause):
        return False
    told_why = clause.said("why") and clause.said("undecided")  # “why is it too close to call?”
    return (
        told_why
        or clause.said("target", "off_track", "met", "missed", "deadline")
        or clause.hinted("on_track")
    )


TARGETS = ("target", "off_track", "met", "missed", "deadline")


def _of_its_baseline(clause: Clause) -> bool:
    """ "The baseline figure for the target": what the target starts from, not where it stands."""
    at_baseline = [when.kind for when in clause.at] == ["baseline"]
    belongs = "baseline_of_target" in clause.general
    return belongs and at_baseline and all(meanings <= {"target"} for _, meanings in clause.cues)


def baseline_of_target(clause: Clause) -> bool:
    return bool(clause.indicators) and clause.said("target") and _of_its_baseline(clause)


def asks_baseline_years(clause: Clause) -> bool:
    """ "Which years are the baseline for infant mortality?": its period, told with its figure."""
    at_baseline = [when.kind for when in clause.at] == ["baseline"]
    asks = all(not cues.isdisjoint(("periods", "when", "which", "target")) for _, cues in clause.cues)
    return bool(clause.indicators) and at_baseline and clause.said("periods") and asks
