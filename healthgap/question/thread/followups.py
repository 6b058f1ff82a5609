"""Merges an elliptical follow-up ("and for women?", "since when?", "chart") with the thread's last question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.asked.asks import is_which
from healthgap.question.asked.fills import with_terms
from healthgap.question.model import ABOUT_TARGETS, GAP_MEASURES, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import each_time, stands
from healthgap.question.thread.meant import asks_of_it, asks_what_it_is, meant_so, merely_to_reach
from healthgap.question.words.spans import Span

_OWN_SUBJECT = ("which", "overview", "help", "smalltalk", "list", "no_target", "indicators")
_OF_TARGETS_AND_RELEASES = ("target_status", "projection", "source", "list", "required", "news")
_OF_EVERY_TARGET = ("target_status", "required")
_OVER_ALL = ("overview", "which")
_SOMETIME = ("projection", "threshold", "extremum")
_TIMES = ("year", "years", "period", "periods")
_MOVES = ("change_since", "trend", "certainty", "explain")


def is_elliptical(clause: Clause, last: Question) -> bool:
    """Whether a clause leans on `last`, what was asked before: it names no indicator, or nothing but one.

    A group that only another indicator has names that one. Mere courtesies lean on nothing: people also talk to each
    other in a thread.
    """
    if last.intent == "definition" and not last.indicators:  # "what is R&M?", "and a spearhead area?"
        figures = clause.indicators or clause.measures or clause.cues or clause.since
        return bool(clause.terms or clause.groups) and not figures
    if not clause.indicators and not set(clause.subjects) <= set(last.indicators):
        return False
    if len(last.indicators) > 1 and any(words.startswith("which of the two") for words, _ in clause.cues):
        return not clause.indicators
    if last.indicators and (asks_standing(clause) or (last.intent == "required" and merely_to_reach(clause))):
        return True
    if clause.said(*_OWN_SUBJECT) or clause.hinted("smalltalk") or is_which(clause):
        return False
    if not clause.indicators:
        leans = (
            clause.cues,
            clause.terms,
            clause.units,
            clause.everyone,
            clause.last,
            clause.latest,
            clause.known,
            "percent" in clause.general and last.measure != "rate",
            asks_of_it(clause, last),
        )
        return clause.names_something or bool(clause.said_amounts) or any(leans)
    if (
        "that" in clause.followup
        and "count" in clause.measures
        and set(clause.indicators) <= set(last.indicators)
    ):
        return not (clause.at or clause.since)  # "how many babies is that?"
    carries_on = not {"and", "what about", "how about"}.isdisjoint(clause.followup)
    goes_on = clause.measures == ["gap"] and carries_on
    since_then = carries_on and last.intent == "change_since"  # “and for cancer since its baseline?”
    asks = (
        (clause.measures and not goes_on)  # “and the cancer gap?”
        or clause.units
        or clause.at
        or (clause.since and not since_then)
        or clause.by
        or clause.form
        or clause.last
        or clause.known
        or (clause.everyone and not clause.groups)
    )
    return not asks and not clause.unused(frozenset({"and", "compare"}))


def is_of_that_kind(spans: Sequence[Span], clause: Clause, last: Question) -> bool:
    """ "What about the one on life expectancy for women?" after a target: that target."""
    alone = not (clause.measures or clause.at or clause.since or clause.unused(frozenset({"and"})))
    return alone and last.intent in ABOUT_TARGETS and any(span.text.startswith("the one ") for span in spans)


def asks_standing(clause: Clause) -> bool:
    """ "How are we doing?", “where do we stand?”: in a thread on that, and by itself on everything."""
    words = clause.words_of("overview")
    named = clause.names_something or clause.unused(frozenset({"overview", "which", "trend"}))
    return bool(words) and all(map(_STANDING.fullmatch, words)) and not (named or clause.everyone)


_STANDING = re.compile(
    r"how (?:are|is) (?:we|it|things) (?:doing|going|looking|getting on)|how are things|"
    r"where (?:do|are) we(?: stand| at)?|where we are|(?:the )?state of play|(?:the )?(?:latest |headline )?position|"
    r"what is (?:the latest|happening)"
)


def merged(asked: Question, clause: Clause, last: Question) -> Question:
    """`last` with everything that the follow-up said put in its place.

    `asked` is the follow-up read on its own; a "value" there only moves the last question elsewhere.
    """
    if asks_standing(clause):
        intent = last.intent if last.intent in ABOUT_TARGETS else "value"
        return Question(intent, last.indicators, last.sex, last.measure, last.groups, last.areas)
    if asked.intent == "which" or (asked.intent == "definition" and asked.terms):
        return asked
    last = _unclaimed(last, clause)
    if last.intent == "definition" and not last.indicators:
        return with_terms(clause, last)
    if clause.form and not (clause.cues or clause.indicators or clause.last) and _has_a_course(last):
        return _said(last.but(form=clause.form), clause, asked)
    asked = meant_so(asked, clause, last)
    if last.intent in _OVER_ALL and asked.indicators:
        return asked
    if last.intent == "which" and asked.since:
        return last.but(selection=counted_anew(last, asked.since) or last.selection)
    if last.intent == "ranking" and (asked.areas or asked.intent == "extremum"):
        return _of_areas(asked, last)
    if asked.intent == "value":
        return _moved(clause, last, asked)
    if last.intent in _SOMETIME and asked.since and not (clause.cues or _is_its_end(asked.since, last)):
        return last.but(since=asked.since, to=asked.to)
    return _said(_of_kind(_than_then(asked, clause, last), clause, last), clause, asked)


def _of_areas(asked: Question, last: Question) -> Question:
    """One of the areas that were put in order, or “and the highest?”."""
    if asked.areas:
        return last.but(intent="value", areas=asked.areas, direction=None, at=asked.at or last.at)
    return last.but(direction=asked.direction, at=asked.at or last.at)


def counted_anew(last: Question, since: When) -> str | None:
    """The selection of “which have narrowed?” where it counts from `since` instead; None where it cannot."""
    moved = (last.selection or "").removesuffix("_lately")
    selections = (
        {"baseline": moved, "previous": f"{moved}_lately"} if moved in ("narrowed", "widened") else {}
    )
    return selections.get(since.kind)


def _has_a_course(last: Question) -> bool:
    """ "As a csv?" after all gaps, or after so many periods: of them, and of no others."""
    return last.intent == "overview" or (last.intent == "trend" and last.last is not None)


def _is_its_end(since: When, last: Question) -> bool:
    """ "Since then?" after “when was it widest?”: what has become of it, and no extreme."""
    return last.intent == "extremum" and since.kind == "peak" and last.direction in ("max", "worst")


def _of_kind(asked: Question, clause: Clause, last: Question) -> Question:
    """`last` as a question of the kind of `asked`, without what that kind has no use for."""
    kept = last.but(
        intent=asked.intent,
        selection=_selected(asked, last),
        terms=asked.terms,
        direction=asked.direction,
        form=asked.form or (last.form if asked.last or (asked.since and not clause.cues) else None),
        last=asked.last,
        amounts=asked.amounts,
        claim=asked.claim,
        supposed=asked.supposed or (last.supposed if asked.selection == "sides" else None),
        in_per_cent=asked.in_per_cent or last.in_per_cent,
        a_year=asked.a_year or last.a_year,
    )
    if asked.last:
        kept = kept.but(since=None, to=None)
    if asked.intent in _MOVES or asked.claim == "change_since":
        kept = _since_then(kept.but(to=None) if clause.latest else kept, asked, clause)
    if asked.since and not (clause.cues or asked.amounts):  # "is it narrowing?", "since 2002-04?"
        intent = last.intent if last.intent in ("change_since", "explain") else asked.intent
        kept = kept.but(intent=intent, supposed=last.supposed, selection=last.selection)
    if each_time(clause) and last.supposed and not asked.supposed:  # “has it fallen?”, “every period?”
        kept = kept.but(supposed=last.supposed, selection="each")
    if asked.intent == "check":
        of_level = asked.claim == "value"
        told = kept.at if len(kept.at) == len(asked.amounts) else ()
        then = (When("latest"),) if clause.latest else told
        kept = kept.but(known=None) if clause.latest else kept  # “is it 16% now?”, whatever was known then
        counted = _counted_from(last, asked.at[0], clause) if asked.at else ()
        at = asked.at or then if of_level else ()
        kept = kept.but(
            at=at, beside=(*counted, *asked.beside), to=None if of_level or asked.since else kept.to
        )
    elif asked.intent == "extremum":
        kept = _of_an_end(kept, asked, clause, last)
    elif asked.intent in ("range", "compare"):
        kept = kept.but(at=asked.at or (() if clause.latest else kept.at))
    elif asked.intent not in ("value", "explain", "change_since", "trend", "certainty", "events"):
        kept = kept.but(at=())
    if asked.indicators:
        kept = kept.but(indicators=asked.indicators)
    return _of_one_figure(kept, asked, clause, last) if asked.intent in _OF_TARGETS_AND_RELEASES else kept


def _selected(asked: Question, last: Question) -> str | None:
    """What a question of that kind selects by; every target again, in “what are the targets?”, “are they met?”."""
    if last.selection == "all" and asked.intent in _OF_EVERY_TARGET:
        return asked.selection or "all"
    selects = asked.intent in ("threshold", "extremum", "trend", "explain", *_OF_TARGETS_AND_RELEASES)
    return asked.selection if selects else None


def _goes_on_as_told(clause: Clause, last: Question) -> bool:
    """ "If that continues?", “at that pace?” after a change since some time, up to now."""
    told = last.since is not None and last.to is None and last.intent in ("change_since", "trend")
    pointed = any(_AS_TOLD.search(words) for words, _ in clause.cues)
    return told and (pointed or "that" in clause.followup)


_AS_TOLD = re.compile(r"\b(?:that|this|such|same)\b")


def _of_an_end(kept: Question, asked: Question, clause: Clause, last: Question) -> Question:
    """ "Was that the peak?" is of the time told; “when was it widest?” of all that is held, whatever was told of."""
    claimed = clause.hinted("stating") and not (clause.hinted("when", "which") or asked.selection)
    told = last.at or ((last.to,) if last.to else ())
    of_that = len(told) == 1 and (claimed or "that" in clause.followup)
    kept = kept.but(at=asked.at or (told if of_that else ()))
    return kept if asked.since or asked.to else kept.but(since=None, to=None)


def _of_one_figure(kept: Question, asked: Question, clause: Clause, last: Question) -> Question:
    """A target or a source is of the indicator; only the group, the gap or the period told before may matter."""
    if (
        asked.intent == "source"
        and last.intent in ("value", "source")
        and last.at
        and asked.selection != "next"
    ):
        return kept.but(at=asked.at or last.at, since=None, to=None)  # “where is that from?”
    if clause.said("when") and not clause.said("deadline"):
        kept = kept.but(by=asked.by)  # “what will it be in 2010?”, “when would it meet the target?”
    if asked.intent == "projection":
        return kept.but(since=last.since if _goes_on_as_told(clause, last) else None, to=None)
    of_one = asked.intent == "target_status" and last.measure == "rate" and len(kept.groups) == 1
    gap = last.measure if asked.intent == "target_status" and last.measure in GAP_MEASURES else None
    return kept.but(measure=gap, groups=kept.groups if of_one else (), since=None, to=None)


def _since_then(kept: Question, asked: Question, clause: Clause) -> Question:
    """ "In 2002-04?", “and now?”, “has it fallen?”, or “how much better is it now?”: since the period told before."""
    if kept.at == (When("latest"),) and kept.beside:
        return kept.but(since=kept.beside[0], at=(), beside=())
    if comes_up_to_now(clause, kept):
        return kept.but(since=kept.at[0], at=())
    if kept.before_at == (When("peak"),) and not (kept.since or kept.at or asked.at):
        return kept.but(since=When("peak"))  # “at its peak?”, “and now?”, “by how much has it fallen?”
    if clause.latest and len(kept.at) == 1 and not asked.at:
        return kept.but(since=kept.at[0], at=())
    return kept


def comes_up_to_now(clause: Clause, last: Question) -> bool:
    """ "What is it?", “what was it in 2002-04?”, “so it has fallen?”: from then up to the latest."""
    told = last.before_at == (When("latest"),) and len(last.at) == 1
    moves = clause.said("narrow", "widen", "change", "either_way") and not clause.past
    named = clause.since or clause.at or clause.indicators or clause.form or clause.last
    return told and moves and not named


def _moved(clause: Clause, last: Question, asked: Question) -> Question:
    """The same question about another indicator, sex, group, measure or period."""
    if asks_what_it_is(clause, last, asked):
        told = last.at if clause.past or "it" in clause.followup else ()
        measure = last.measure if last.intent == "source" else None
        last = Question("value", last.indicators, last.sex, measure, last.groups, last.areas, told)
    of_target = last.intent in ABOUT_TARGETS
    told_now = last.intent in ("projection", "source", "extremum") and clause.latest
    of_gap = "gap" in clause.measure_words.get("gap", "") or clause.hinted("asking", "size")
    gap = asked.measure or ("gap" in clause.measures and of_gap and not clause.indicators)
    elsewhere = told_now or (of_target and gap and last.intent != "projection")
    question = last.but(intent="value", by=None, since=None, direction=None) if elsewhere else last
    how_many = clause.measure_words.get("gap", "").startswith(("how many", "how much"))
    if last.intent in ("trend", "change_since") and clause.hinted("asking") and (clause.latest or how_many):
        question = Question("value", last.indicators, last.sex, last.measure, last.groups, last.areas)
    again = set(clause.indicators) <= set(last.indicators) and (last.groups or "that" in clause.followup)
    if clause.indicators and not again:
        supposed = last.supposed if last.intent == "trend" else None
        sex = last.sex if last.sex in ("male", "female") else None  # “are women on track?”, “and for cancer?”
        question = question.but(indicators=tuple(clause.indicators), sex=sex, groups=(), supposed=supposed)
    question = _said(question, clause, asked)
    same_time = any(word.endswith(_TIMES) for word in clause.followup)  # "now circulatory for those years"
    if clause.latest and not (asked.at or asked.since or same_time):
        dated = last.at and not last.at[0].is_step and last.at[0].kind != "latest"
        told = last.at[:1] if dated and not _goes_elsewhere(clause) else ()
        question = question.but(at=(When("latest"),) if told else (), beside=told, known=None)
    if asked.at and _is_further_ahead(asked, last):
        return question.but(by=asked.at[0], at=())
    if asked.at:
        question = question.but(
            amounts=(), claim=None, beside=(*_counted_from(last, asked.at[0], clause), *asked.beside)
        )
        intent = last.intent if last.intent in ("events", "range", "ranking") else "value"
        question = question.but(intent=intent, at=asked.at, since=None, to=None, last=None)
    return question


def _is_further_ahead(asked: Question, last: Question) -> bool:
    """ "And in 2009-11?" after what it will be in 2006-08."""
    ends = [when.end for when in (last.by, asked.at[0]) if when and when.end]
    return last.intent == "projection" and len(ends) > 1 and ends[0] < ends[1]


def _unclaimed(last: Question, clause: Clause) -> Question:
    """The question that a claim answers: “9,846 died. How many in routine and manual?” claims nothing of them."""
    elsewhere = _goes_elsewhere(clause) or clause.everyone or clause.latest or clause.at or clause.since
    if last.intent == "extremum" and clause.since:
        return last.but(at=())  # “was it widest in 2002-04?”, “and since then?”
    if last.intent != "check" or clause.said_amounts or not elsewhere:
        return last
    if last.claim not in ("value", "change_since"):
        return last
    since = last.since or (When("baseline") if last.claim == "change_since" else None)
    return last.but(intent=last.claim, since=since, amounts=(), claim=None, selection=None)


def _goes_elsewhere(clause: Clause) -> bool:
    """Whether something else than before is named, of which the time alone is kept."""
    return bool(clause.indicators or clause.sexes or clause.groups or clause.measures or clause.areas)


def _counted_from(last: Question, step: When, clause: Clause) -> tuple[When, ...]:
    """What "the one before that" counts from: what was told last, itself a step on if it was one."""
    if clause.anchor or not step.is_step or not last.at:
        return ()
    if not last.at[0].is_step:
        return last.at[:1]
    return last.beside if _goes_elsewhere(clause) else (*last.beside, last.at[0])


def _said(question: Question, clause: Clause, asked: Question) -> Question:
    if asked.sex:
        question = question.but(sex=asked.sex)
    of_change = question.intent == "change_since" and "percent" in clause.general and not clause.measures
    counted = question.measure in ("count", "share") and not (clause.measures or clause.units)
    numbers = counted and asked.measure == "rate"
    if (asked.measure or "gap" in clause.measures) and not (of_change or numbers):
        question = question.but(measure=asked.measure)
    if asked.groups or "pair" in clause.general:
        level = question.intent in ("trend", "change_since", "run") and len(asked.groups) == 1
        level = level and question.measure in (None, *GAP_MEASURES) and "gap" not in clause.measures
        question = question.but(groups=asked.groups, measure="rate" if level else question.measure)
    if asked.areas or clause.own_area:
        question = question.but(areas=asked.areas)
    if asked.since and (clause.since or asked.to or not question.since):
        beside = clause.since is not None and asked.to is None and len(question.at) == 1
        beside = beside and (asked.since.is_step or not _up_to_now(clause))
        end = question.at[0] if beside and question.at[0] != asked.since else asked.to
        steps = asked.beside or ((end,) if end and asked.since.is_step else ())
        since, end = _in_order(asked.since, end)
        question = question.but(since=since, to=end, at=(), beside=steps)
    if asked.known:
        question = question.but(known=asked.known)
    if asked.by:
        question = question.but(by=asked.by)
    return question


def _than_then(asked: Question, clause: Clause, last: Question) -> Question:
    """ "Is it lower now?" holds two times against each other; “is it falling now?” asks for the way."""
    than_then = asked.intent == "trend" and stands(clause) and clause.latest and len(last.at) == 1
    return asked.but(intent="change_since") if than_then else asked


def _up_to_now(clause: Clause) -> bool:
    """ "Has it fallen since 2003-05?" after the figure of another time: until now, and not until then."""
    moved = clause.said("narrow", "widen", "either_way", "change", "trend")
    return moved and not (clause.past or clause.compared or clause.said("compare", "than"))


def _in_order(one: When, other: When | None) -> tuple[When, When | None]:
    """The earlier of two periods first; “vs 2005-07” after 1997-99 is the later one."""
    if other and one.end and other.end and (other.end, other.start) < (one.end, one.start):
        return other, one
    return one, other
