"""Questions of something else than figures: “who set the target?”, “the two widest gaps”, “did it fall sharply?”."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.words.spans import WAYS, Span, following
from healthgap.question.words.text import words_in

SEVERAL = ("two", "three", "four", "five", "2", "3", "4", "5")
_DEGREES = words_in(
    "sharply dramatically steadily rapidly quickly fast markedly steeply "
    "substantially considerably greatly noticeably drastically hugely massively"
)


def _is_end(span: Span) -> bool:
    return span.has("cue", "max") or span.has("cue", "min")


def _several_ends(spans: Sequence[Span], i: int) -> bool:
    """ "The two widest gaps": of a series there is one."""
    after = following(spans, i)
    return after is not None and _is_end(after) and spans[i].text.removeprefix("the ") in SEVERAL


def _widest_of_all(spans: Sequence[Span], i: int) -> bool:
    """ "Is cancer the widest gap?": among others, and not over time."""
    after = following(spans, i)
    if not _is_end(spans[i]) or after is None or not after.has("measure", "gap"):
        return False
    return any(span.has("indicator") for span in spans[:i]) and spans[i - 1].text == "the"


def _by_a_degree(spans: Sequence[Span], i: int) -> bool:
    """ "Did it fall sharply?": how sharp a fall is, no figure says."""
    beside = [*spans[max(i - 1, 0) : i], *spans[i + 1 : i + 2]]
    return spans[i].text in _DEGREES and any(span.has("cue", way) for span in beside for way in WAYS)


def _most_of(spans: Sequence[Span], i: int) -> bool:
    """ "Have most of the gaps narrowed?": more than half of them, and not the one that did most."""
    after = following(spans, i)
    return spans[i].text == "most" and after is not None and after.text.startswith("of")


def asks_where(spans: Sequence[Span], i: int) -> bool:
    """ "Where is the cancer gap widest?", in a thread “where is it lowest?”: in which place, and not when."""
    if spans[i].text not in _WHERE:
        return False
    return any(span.has("cue", cue) for span in spans[i:] for cue in ("max", "min", "narrow", "widen"))


def _asks_where_of(spans: Sequence[Span], i: int) -> bool:
    return any(span.has("indicator") for span in spans[i:]) and asks_where(spans, i)


_WHERE = ("where", "where is", "where are", "where was", "where were", "where has", "where did")


def _asks_who(spans: Sequence[Span], i: int) -> bool:
    """ "Who set the target?", “who is responsible for the gap?”."""
    after = following(spans, i)
    said = {span.text for span in spans[i:]}
    does = after is not None and after.text.split()[0] in _DEEDS
    return spans[i].text in ("who", "who is") and (does or not said.isdisjoint(("responsible", "blame")))


_DEEDS = ("set", "sets", "missed", "made", "measured", "measures", "decided", "agreed", "wrote", "owns")


def _of_what_must_be(spans: Sequence[Span], i: int) -> bool:
    """ "Which gap must narrow fastest?", “… will narrow most?”: of what is to come, and not of what has been."""
    if spans[i].text not in _AHEAD or not any(span.text.startswith("which") for span in spans[:i]):
        return False
    possible = ("met",) if spans[i].text in ("could", "can", "may", "might") else ()
    return any(span.has("cue", way) for span in spans[i:] for way in ("narrow", "widen", *possible))


_AHEAD = ("need", "needs", "must", "has to", "will", "could", "would", "should", "can", "might")


def _both_of_one(spans: Sequence[Span], i: int) -> bool:
    """ "Both gaps for infants": the absolute and the relative one."""
    after, named = following(spans, i), {name for span in spans for name in span.values("indicator")}
    return spans[i].text == "both" and after is not None and after.text == "gaps" and len(named) == 1


def _all_but(spans: Sequence[Span], i: int) -> bool:
    """ "All gaps but infant mortality": the others."""
    before = {word for span in spans[:i] for word in span.text.split()}
    return spans[i].text == "but" and not before.isdisjoint(("all", "every", "both", "each"))


def _judges_nothing(spans: Sequence[Span], i: int) -> bool:
    """ "Is the cancer gap for women?", “is infant mortality deaths under one year?”: no figure says whether it is."""
    after = following(spans, i)
    if spans[0].text not in _WHETHER or not (after is None or after.is_mark):
        return False
    subject = next((span for span in spans[1:] if span.text not in _ARTICLES), spans[0])
    named = subject.has("indicator") or subject.has("measure")
    return named and not any(map(_judges, spans[1:]))


_WHETHER = ("is", "are", "was", "were", "does", "do", "did", "has", "have")


_ARTICLES = ("the", "our", "your", "a", "an", "this", "that")


def _judges(span: Span) -> bool:
    return bool(span.said or span.when or span.values("when") or span.values("form")) or (
        span.has("cue") and (not span.is_filler or any(cue in _VERDICTS for cue in span.values("cue")))
    )


_VERDICTS = ("published", "target", "met", "take")


def asks_when_published(spans: Sequence[Span], i: int) -> bool:
    """ "Were the figures published in 2009?" asks when they were; “what was published in 2009?” what they were."""
    published = spans[i].has("known") and spans[i].text.startswith("publish")
    return published and spans[0].text.split()[0] in ("was", "were", "is", "are", "did")


RULES = (
    _several_ends,
    _widest_of_all,
    _by_a_degree,
    _most_of,
    _asks_where_of,
    _asks_who,
    _of_what_must_be,
    _both_of_one,
    _all_but,
    _judges_nothing,
)
