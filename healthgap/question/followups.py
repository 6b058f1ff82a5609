"""Merges an elliptical follow-up ("and for women?", "since when?", "chart") with the thread's last question."""

from __future__ import annotations

from healthgap.question.model import Question
from healthgap.question.slots import Slots

_OWN_SUBJECT = ("which", "overview", "help", "smalltalk", "list", "no_target", "indicators")


def is_elliptical(slots: Slots) -> bool:
    """Whether a clause leans on what was asked before: it names no indicator, or nothing but one."""
    if slots.said(*_OWN_SUBJECT) or slots.hinted("smalltalk"):
        return False
    if not slots.indicators:
        return True
    asks = slots.cues or slots.measures or slots.at or slots.since or slots.by or slots.form or slots.last
    return not asks and bool(slots.followup)


def merged(asked: Question, slots: Slots, last: Question) -> Question:
    """`last` with everything that the follow-up said put in its place.

    `asked` is the follow-up read on its own; a "value" there only moves the last question elsewhere.
    """
    if asked.intent == "value":
        return _moved(slots, last, asked)
    kept = last.but(intent=asked.intent, selection=None, terms=asked.terms, direction=asked.direction)
    kept = kept.but(form=asked.form, last=asked.last)
    if asked.intent not in ("value", "explain"):
        kept = kept.but(at=())
    if asked.indicators:
        kept = kept.but(indicators=asked.indicators)
    if asked.intent in ("target_status", "projection", "source", "list"):
        kept = kept.but(measure=None, groups=(), since=None, to=None)
    return _said(kept, slots, asked)


def _moved(slots: Slots, last: Question, asked: Question) -> Question:
    """The same question about another indicator, sex, group, measure or period."""
    question = last
    if slots.indicators:
        question = question.but(indicators=tuple(slots.indicators), sex=None, groups=())
    question = _said(question, slots, asked)
    if asked.at:
        question = question.but(intent="value", at=asked.at, since=None, to=None, last=None)
    return question


def _said(question: Question, slots: Slots, asked: Question) -> Question:
    if asked.sex:
        question = question.but(sex=asked.sex)
    if asked.measure or "gap" in slots.measures:
        question = question.but(measure=asked.measure)
    if asked.groups:
        question = question.but(groups=asked.groups)
    if asked.since:
        question = question.but(since=asked.since, to=asked.to, at=())
    if asked.by:
        question = question.but(by=asked.by)
    return question
