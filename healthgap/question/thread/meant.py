"""What a follow-up means after what was told, where its words alone would ask something else."""

from __future__ import annotations

import re

from healthgap.question.model import GAP_MEASURES, Question
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import way_said


def meant_so(asked: Question, clause: Clause, last: Question) -> Question:
    """ "And for circulatory, below 30?" of the gap as before; “and to reach the one for men?” of what it takes."""
    if last.intent == asked.intent == "threshold" and not clause.measures:
        return asked.but(measure=None)
    if last.intent == "required" and asked.indicators and merely_to_reach(clause):
        return asked.but(intent="required")
    if last.intent == "explain" and asked.intent == "trend" and not clause.hinted("stating", "asking"):
        return asked.but(intent="explain", supposed=way_said(clause))  # “and the widening?”
    if asked.intent == "explain" and _between_two(last) and not (asked.at or asked.since or asked.to):
        since, to = sorted(last.at, key=lambda when: when.end or 0)
        return asked.but(since=since, to=to)
    how = asked.intent == "definition" and clause.said("method") and last.intent == "value"
    if how and not asked.terms and last.measure in GAP_MEASURES:
        return asked.but(terms=(last.measure,))  # “how is that worked out?” of an absolute gap
    if _takes_its_way_from(last, asked, clause):
        return asked.but(supposed=last.supposed, since=last.since, to=last.to)
    return asked


def _between_two(last: Question) -> bool:
    """ "The gap in 2002-04 and 2005-07", “why did it change?”."""
    return len(last.at) == 2 and all(when.kind == "period" for when in last.at)


def merely_to_reach(clause: Clause) -> bool:
    """ "And to reach the one for men?"."""
    return bool(clause.cues) and all(_TO_REACH.fullmatch(words) for words, _ in clause.cues)


_TO_REACH = re.compile(r"(?:to )?(?:reach|meet|hit|make|get to)|and|target")


def _takes_its_way_from(last: Question, asked: Question, clause: Clause) -> bool:
    """ "What drove the narrowing?", “by how much?”; “since when has it been falling?”, “why?”: since it went so."""
    courses = {"change_since": ("explain", "trend"), "explain": ("run", "trend")}
    went = last.supposed is not None and last.intent in courses.get(asked.intent, ())
    elsewhere = clause.since or clause.at or clause.latest or clause.groups or clause.measures
    return went and not (
        elsewhere or last.at or last.selection or asked.supposed not in (None, last.supposed)
    )


def asks_what_it_is(clause: Clause, last: Question, asked: Question) -> bool:
    """ "What is the gap?", “and how big is it?” after who published it, why it moved or what it means: its figure."""
    asking = clause.hinted("asking", "size") or clause.latest
    whole = asking and (asked.measure or "gap" in clause.measures)
    now = clause.latest and last.intent in ("definition", "news")  # “and what is it now?”
    return asks_of_it(clause, last) or (last.intent in OF_NO_FIGURE and bool(whole or now))


def asks_of_it(clause: Clause, last: Question) -> bool:
    """ "How big is it?" where no figure was told."""
    asking = clause.hinted("asking", "size") and "it" in clause.followup
    return last.intent in OF_NO_FIGURE and asking


OF_NO_FIGURE = (
    "source",
    "news",
    "definition",
    "events",
    "explain",
    "projection",
    "certainty",
    "list",
    "run",
)
