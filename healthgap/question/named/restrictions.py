"""Framing words that restrict after all: “for a student's essay” asks about everyone, “among students” does not.

The people and places around a question are allowed anywhere, since none of them restricts a figure; but where such a
word stands as a restriction would, it is taken for one, and then it is not explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from healthgap.question.words.spans import Span

_AMONG = {"among", "amongst", "in", "within", "across", "between", "without", "per"}
_FOR = {"for", "of", "with", "by"}
_BARE = {
    "during",
    "under",
    "since",
    "after",
    "before",
    "at",
    "from",
    "outside",
    "near",
    "around",
    "over",
    "about",
}
_WHICH_OF_THEM = {
    "the",
    "all",
    "some",
    "most",
    "many",
    "other",
    "these",
    "those",
    "new",
    "young",
    "old",
    "local",
}
_WHOSE = {"my", "our", "your", "their", "a", "an"}
_NAMES_A_SERIES = ("indicator", "measure")


def restricts(spans: Sequence[Span], i: int) -> bool:
    """Whether the framing word at `i` stands where a restriction would.

    “among students”, “for students”, “student cancer gap” and “cancer gap students” restrict; “for my students”, “a
    student asks” and “students: …” do not.
    """
    if spans[i].has("qualifier"):
        return i + 1 < len(spans) and _names_a_series(spans[i + 1])
    if not spans[i].surrounds:
        return False
    if any(_names_a_series(spans[j]) for j in (i - 1, i + 1) if 0 <= j < len(spans)):
        return True
    before = [word for span in spans[:i] for word in span.text.split()]
    determiners = []
    while before and before[-1] in _WHICH_OF_THEM | _WHOSE:
        determiners.append(before.pop())
    if not before or before[-2:] == ["behalf", "of"]:
        return False
    if not determiners and before[-1] in _BARE:
        return True
    if spans[i].has("people") and _is_any_one(spans, i, before[-1], determiners):
        return True
    one_person = not _WHOSE.isdisjoint(determiners) or (
        "the" in determiners and not spans[i].text.endswith("s")
    )
    return before[-1] in _AMONG or (before[-1] in _FOR and not one_person)


def narrowing(spans: Sequence[Span]) -> tuple[str, ...]:
    """The one of two indicators that restricts the other: “heart disease in babies”, “baby cancer deaths”."""
    if any(span.has("cue", "compare") or span.has("cue", "than") for span in spans):
        return ()
    named = [i for i, span in enumerate(spans) if span.has("indicator")]
    for left, right in pairwise(named):
        between = [
            span.text
            for span in spans[left + 1 : right]
            if span.text not in _WHICH_OF_THEM | _WHOSE and not span.has("measure", "gap")
        ]
        apart = spans[left].values("indicator") != spans[right].values("indicator")
        if apart and (
            not between or (len(between) == 1 and between[0] in _AMONG | {"of", "with", "from", "at"})
        ):
            return (spans[right].text,)
    return ()


def _is_any_one(spans: Sequence[Span], i: int, lead: str, determiners: Sequence[str]) -> bool:
    """Whether a figure is asked of any such person: “the gap of a teacher”, “the cancer gap for a teacher?”."""
    last = i + 1 == len(spans) or spans[i + 1].is_mark
    named = any(_names_a_series(span) for span in spans[:i])
    return named and bool({"a", "an"} & set(determiners)) and (lead == "of" or (lead == "for" and last))


def _names_a_series(span: Span) -> bool:
    return not span.is_filler and any(span.values(kind) for kind in _NAMES_A_SERIES)
