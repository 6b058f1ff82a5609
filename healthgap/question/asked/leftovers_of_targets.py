"""What questions of targets have no use for: where they stand, what they take, what is to come."""

from __future__ import annotations

import re
from collections.abc import Iterable

from healthgap.catalogue import Catalogue
from healthgap.question.model import Question
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import EACH_TIME

NONE_LEFT = ("close", "closed", "caught up", "went away")


def of_each_time(clause: Clause) -> list[str]:
    """ "Every period", where one verdict is told."""
    return [words for words, _ in clause.cues if words in EACH_TIME]


def _turns(clause: Clause) -> list[str]:
    """Points of a series that a target has no use for, and “ever”."""
    judged = clause.said("met", "on_track", "off_track", "beside_target")
    ever = ["ever"] if clause.hinted("at_all") and judged and not clause.said("future") else []
    turns = [str(when) for when in clause.at if when.kind in ("baseline", "peak", "previous")]
    return [*ever, *turns]


_PER_CENT = re.compile("per ?cent|%")


_BEHIND = re.compile("behind|short|adrift|close to|near to|gap to")


_NOT_WHETHER = ("when", "which", "define", "how_much", "met", "on_track", "missed", "off_track")


def still_to_go(clause: Clause) -> list[str]:
    """What is needed now and in the unit of the target: no time that is past, no per cent of the gap, no deaths."""
    past = [str(when) for when in (*clause.at, *([clause.by] if clause.by else [])) if clause.past]
    per_cent = ["percent"] if "percent" in clause.general and not clause.said_amounts else []
    of_deaths = [clause.measure_words.get("count", "deaths")] if {"count"} & set(clause.measures) else []
    when = clause.words_of("beside_target") if clause.said("when") else []
    # “How far was it from its target?”: of all that was asked for, or of what is left?
    was = ["was"] if clause.past and clause.said("take") else []
    return [
        *_turns(clause),
        *_behind_whom(clause),
        *was,
        *past,
        *per_cent,
        *of_deaths,
        *_to_nothing(clause),
        *when,
    ]


def _to_nothing(clause: Clause) -> list[str]:
    """ "To close the gap" is more than its target asks for."""
    return [words for words, _ in clause.cues if words in NONE_LEFT]


def _met_when(clause: Clause) -> list[str]:
    """ "When did it meet its target?" is not when that is due."""
    asks = clause.said("when") and clause.said("met") and not clause.said("deadline", "future", "take")
    return ["when"] if asks and clause.thread_intent is None else []


def _behind_whom(clause: Clause) -> list[str]:
    """ "Does Spearhead fall short of England?": behind people, and no target."""
    sides = clause.groups or clause.own_area or clause.everyone or len(clause.indicators) > 1
    named = sides and not clause.said("target")
    return [words for words, _ in clause.cues if named and _BEHIND.search(words)]


def due_when(clause: Clause) -> list[str]:
    """ "Is it due in 2009?" asks when it is due, and not whether it may be met."""
    dated = [str(when) for when in (*clause.at, *([clause.by] if clause.by else []))]
    asks = clause.hinted("stating") and not clause.hinted(*_NOT_WHETHER)
    of_deaths = (clause.counted or clause.dying) and "gap" not in clause.measures
    judged = clause.said("on_track", "met", "missed", "off_track") or clause.hinted("asking")
    of_what = clause.said("target") and not judged
    fall = clause.hinted("take") and clause.said("narrow")  # “by what per cent must it fall?”
    cuts = clause.words_of("narrow") if asks and (of_deaths or of_what) else []
    cuts += clause.words_of("target") if asks and of_what and (clause.own_area or clause.everyone) else []
    kinds = [
        one for one in clause.measures if asks and one in ("relative_gap", "absolute_gap", "rate", "ratio")
    ]
    return [
        *_turns(clause),
        *of_each_time(clause),
        *_to_nothing(clause),
        *(dated if asks else []),
        *_met_when(clause),
        *(["percent"] if "percent" in clause.general and clause.said("off_track", "missed") else []),
        *([words for words in clause.words_of("how_much") if _PER_CENT.search(words)] if fall else []),
        *([] if clause.said("undecided") else clause.words_of("why")),
        *_behind_whom(clause),
        *cuts,
        *kinds,
    ]


def of_what_is_ahead(clause: Clause) -> list[str]:
    """Numbers of deaths and the next period, which nothing projects, a second time, and the target of another year."""
    of_target = clause.said("target", "met", "missed", "on_track", "off_track")
    numbers = clause.counted or clause.dying or "count" in clause.measures
    of_gap = clause.units or {"gap", "rate", "share"} & set(clause.measures)
    deaths = ["deaths"] if numbers and not (of_gap or of_target) else []
    close = [words for words, _ in clause.cues if words in ("close", "closed")]
    of_year = ["target"] if clause.by and clause.said("target") and not clause.said("future") else []
    # “If it keeps rising, will it miss?” is at another pace than is told.
    supposed = of_target and clause.said("widen")
    # “Narrower than at baseline in 2010?” is no pace since then.
    against = clause.compared or any(
        words.endswith("baseline") for words in clause.words_of("narrow", "widen")
    )
    beside = [f"than {clause.since}"] if clause.since and against else []
    second = [str(when) for when in (clause.at if clause.by else clause.at[1:]) if when.kind == "period"]
    return [
        *_turns(clause),
        *(clause.words_of("narrow", "widen") if supposed else []),
        *(when.kind for when in clause.at if when.kind == "last_year"),
        *beside,
        *second,
        *deaths,
        *close,
        *of_year,
        *(when.kind for when in clause.at if when.kind == "next"),
    ]


def of_another_target(clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Will the target be met by 2008?", “will the absolute gap meet its target?”: none is set so."""
    if not clause.said("target", "met", "missed"):
        return []
    return [*due_otherwise(clause, clause.subjects, catalogue), *_of_another_measure(clause, catalogue)]


def beside_which_side(clause: Clause, catalogue: Catalogue) -> list[str]:
    """ "Will life expectancy be above target?": the target is on its gap, which it would be well to be below."""
    better = any(catalogue.indicators[name].polarity == "higher_is_better" for name in clause.subjects)
    return clause.words_of("beside_target") if better and "gap" not in clause.measures else []


def of_another_pace(clause: Clause, catalogue: Catalogue) -> list[str]:
    """A time, a measure or a group that no target is set for, and so requires nothing."""
    groups = set(clause.groups) & catalogue.monitored(clause.subjects)
    others = [one for one in _of_another_measure(clause, catalogue) if one not in ("rate", "share")]
    return [
        *due_otherwise(clause, clause.subjects, catalogue),
        *others,
        *(catalogue.groups[one].title for one in groups),
    ]


def _of_another_measure(clause: Clause, catalogue: Catalogue) -> list[str]:
    aims = {aim.measure for name in clause.subjects if (aim := catalogue.indicators[name].target)}
    return [one for one in clause.measures if one not in {"gap", *aims}]


def due_otherwise(clause: Clause, indicators: Iterable[str], catalogue: Catalogue) -> list[str]:
    """A time that is not that of the targets of `indicators`, by which nothing is required of them."""
    targets = [catalogue.indicators[name].target for name in indicators]
    dues = [target.due for target in targets if target and target.due]
    named = [when for when in (clause.by, *clause.at) if when and when.kind == "period"]
    return [
        str(when)
        for when in named
        if not all(when.names(due) or (when.is_year and due.contains_year(when.end or 0)) for due in dues)
    ]


def no_due_years(question: Question, catalogue: Catalogue) -> list[str]:
    """A year, as in “the target for 2020”, after that of every target asked about."""
    targets = [catalogue.indicators[name].target for name in question.indicators]
    year = question.by.end if question.by and question.by.kind == "period" else None
    last = max((target.due.end for target in targets if target and target.due), default=year)
    return [str(question.by)] if year and last and year > last else []
