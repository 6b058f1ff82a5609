"""What words of a follow-up point back at: the time, the people, or one of the two things that its thread told of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from healthgap.question.model import OTHER_SEX, Question
from healthgap.question.words.spans import Span

_OF_PEOPLE = ("for", "among", "amongst", "in", "of", "with")


def resolved(spans: Sequence[Span], last: Question, groups: Collection[str]) -> tuple[Span, ...]:
    """`spans` with what each points at in its place: “the infant mortality gap then”, “the first one”, “for them”.

    `groups` are the ids of all groups. Where `last` leads to nothing that could be meant, the word is left with no
    meaning but that it points.
    """
    defined = [term for term in last.terms if term in groups]
    found = [_one_of_two(span, last) for span in spans]
    named = {name for span in found for name in span.values("indicator")}
    elsewhere = not named <= set(last.indicators)
    dated = any(span.has("when") for span in found)
    told = list(found)
    of_group = len(defined) == 1 and not any(span.has("group") for span in found)
    for i, span in enumerate(found):
        if of_group and (_is_people(found, i) or span.text.split()[-1] in ("their", "they")):
            told[i] = Span(span.text, {"group": (*defined,)})
        elif elsewhere and _is_people(found, i):
            told[i] = _nowhere(span)
        elif _is_time(found, i) and (not dated or _opens_a_span(found, i)):
            ahead = last.intent == "projection" and any(one.has("measure") for one in found)
            found_out = (
                last.intent in ("extremum", "threshold", "run") or ahead
            )  # that period is not known here
            told[i] = _nowhere(span) if found_out else _at_the_time(span, last, elsewhere=elsewhere)
    return tuple(told)


def _nowhere(span: Span) -> Span:
    return Span(span.text, {"pointing": ("nowhere",)})


def _one_of_two(span: Span, last: Question) -> Span:
    """ "The former", “the other one”: of two indicators told one after the other, or of the sexes."""
    kind, pair = _told_apart(last)
    if len(pair) > len(_PAIR) and _points_at_one(span):
        return _nowhere(span)
    told_last = bool(last.before) or kind == "sex"
    first = span.has("pointing", "first") or (span.has("pointing", "other") and told_last)
    if not (first or span.has("pointing", "second")):
        return span
    if len(pair) != 2:
        elsewhere = bool(last.at or last.before) or last.intent == "extremum"
        return _nowhere(span) if elsewhere else span  # else “the first one” is the first period
    return Span(span.text, {kind: (pair[0 if first else 1],), "pointing": ("told",)})


_PAIR = ("first", "second")


def _points_at_one(span: Span) -> bool:
    return any(span.has("pointing", place) for place in (*_PAIR, "other"))


def _told_apart(last: Question) -> tuple[str, tuple[str, ...]]:
    """The kind and the names of what a thread told one after the other: indicators, or the sexes of one."""
    if last.sex == "both":
        return "sex", ("male", "female")
    if last.sex in OTHER_SEX and last.before in ((), last.indicators):
        return "sex", (OTHER_SEX[last.sex], last.sex)
    return "indicator", () if last.before == last.indicators else (*last.before, *last.indicators)


def _is_people(spans: Sequence[Span], i: int) -> bool:
    """Whether span `i` speaks of people or places as told before: “for them”, “there” at the end, “that group”."""
    span = spans[i]
    if not span.has("pointing", "people"):
        return False
    if span.text == "them":
        return i > 0 and spans[i - 1].text in _OF_PEOPLE
    return span.text != "there" or _is_last(spans, i)


def _is_time(spans: Sequence[Span], i: int) -> bool:
    """Whether span `i` speaks of the time told before; “then” does only at the end of something that is asked."""
    if not spans[i].has("pointing", "time"):
        return False
    if spans[i].text != "then":
        return True
    if _opens_a_span(spans, i):
        return True
    asked = any(not (span.is_filler or span.is_mark or span.has("followup")) for span in spans[:i])
    of_whom = spans[i - 1].text in _IT_WAS and all(
        span.is_filler or span.has("group") or span.is_mark for span in spans[i + 1 :]
    )
    return of_whom or (asked and _is_last(spans, i) and not spans[i - 1].has("role"))


_IT_WAS = ("it", "they", "was it", "were they", "what was it")


def _opens_a_span(spans: Sequence[Span], i: int) -> bool:
    """ "From then to 2004-06", “since then”."""
    return i > 0 and spans[i - 1].text in ("from", "between", "since")


def _is_last(spans: Sequence[Span], i: int) -> bool:
    return all(span.is_mark for span in spans[i + 1 :])


def _at_the_time(span: Span, last: Question, *, elsewhere: bool) -> Span:
    """The only period told; where it was not named, the latest of one series is not that of another."""
    told = last.at[0] if len(last.at) == 1 else last.to
    if told is not None and told.kind in ("period", "baseline", "peak"):
        return Span(span.text, {"when": (str(told),)}, told if told.kind == "period" else None)
    if last.at or (elsewhere and not (last.since or last.to) and span.text != "then"):
        return _nowhere(span)
    return span
