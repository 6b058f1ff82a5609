"""What a message in a thread points back at beside what it names, and would be left out: “are it and cancer met?”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.model import Question, Unclear
from healthgap.question.words.spans import Span

_IT = r"\b(?:it|that|this|these|those|they|them|(?:this|that) one)\b"
_NAMED = r"(?:also |for |in |on |with |the )*<named>"
_BESIDE = re.compile(
    rf"{_IT}(?= and {_NAMED})|{_IT}(?=[^<]* (?:like|as|unlike|ahead of|behind) {_NAMED})|same as(?= {_NAMED})"
)
_ONE_BEFORE = re.compile(
    r"\b(?:the )?(?:previous one|one before|(?:last|first) (?:two|three|2|3))\b"
    r"(?! (?:that|it|periods?|years?|figures?|readings?|values?|releases?|updates?)\b)"
)
_SAME_TWO = re.compile(r"\bsame (?:two|three|both)\b(?! (?:periods?|years?)\b)")
_ADDS = re.compile(r"(?:now |and |also |please |can you |could you )*(?:add|include)\b")
_ANY = re.compile(
    r"(?:and |but |so )*(?:has |have |is |are )?(?:there )?(?:been )?any(?:thing)?\b(?! (?:gap|target|indicator)s?\b)"
)


def left_out(cut: Sequence[Span], last: Question, asked: tuple[Question, ...]) -> Unclear | None:
    """What a message may mean that points at what was told, where none of the questions `asked` is of that."""
    told = set(last.indicators)
    if not told:
        return None
    words = " ".join("<named>" if span.has("indicator") or span.has("sex") else span.text for span in cut)
    of_it = any(told <= set(one.indicators) and last.sex in (None, one.sex) for one in asked)
    beside = _BESIDE.search(words) if not of_it else None
    if beside and "<named>" not in words[: beside.start()]:
        return Unclear((_with(last, asked), asked), unused=(beside[0],))
    if not of_it and _ADDS.match(words) and all(one.indicators for one in asked):
        return Unclear((_with(last, asked), asked), unused=("add",))
    several = _ONE_BEFORE.search(words) if set(last.before) - told else None
    several = several or _SAME_TWO.search(words)
    if several:  # “the previous one”, after two gaps: that gap, or that period?
        return Unclear((asked,), unused=(several[0],))
    compared = _beside_those(words, last, asked)
    if compared:
        return Unclear(compared, unused=("with",) if _WITH.match(words) else ())
    on_all = any(one.intent == "which" and not one.indicators for one in asked)
    anything = _ANY.match(words) if on_all else None
    if anything:
        return Unclear(
            ((last.but(intent="trend", at=(), selection=None),), asked), unused=(anything[0].split()[-1],)
        )
    return None


def _beside_those(
    words: str, last: Question, asked: tuple[Question, ...]
) -> tuple[tuple[Question, ...], ...]:
    """ "And with infant mortality?" after two were compared: all of them beside each other, or it alone?"""
    one = asked[0]
    if len(asked) > 1 or one.at or one.since:
        return ()
    groups = len(last.groups) > 1 and one.indicators == last.indicators and set(one.groups) - set(last.groups)
    if groups and _WITH.match(words):
        return ((one.but(groups=(*last.groups, *one.groups)),), asked)
    another = last.intent == "compare" and len(last.indicators) > 1 and len(one.indicators) == 1
    another = another and not set(one.indicators) & set(last.indicators)
    if not another or not (_WITH.match(words) or one.intent == "compare"):
        return ()
    return ((last.but(indicators=(*last.indicators, *one.indicators)),), (Question("value", one.indicators),))


_WITH = re.compile(
    r"(?:and |also |what about |how about )*(?:compared )?(?:with|to|against|versus|vs|beside)\b"
)


def _with(last: Question, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions `asked`, of what was told as well."""
    return tuple(
        one.but(sex="both")
        if one.indicators == last.indicators
        else one.but(indicators=(*last.indicators, *one.indicators))
        for one in asked
    )
