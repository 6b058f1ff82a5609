"""What a last sentence asks in words that mean nothing by themselves: “It was to be cut. Have we?”, “16%. Points?”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.dividing import STOPS
from healthgap.question.spans import Span


def with_its_tail(cut: tuple[Span, ...]) -> tuple[Span, ...]:
    """`cut` with what a last sentence asks in words that mean nothing by themselves, after one that tells something.

    “We promised to cut it by 10%. Have we?” asks whether that was met. “Is that good?”, “Points?” ask what no figure
    says, or for more than that a number is right, and stay unexplained.
    """
    stops = [
        i for i, span in enumerate(cut) if span.text in STOPS and any(not one.is_mark for one in cut[i:])
    ]
    if not stops:
        return cut
    told, tail = cut[: stops[-1] + 1], [span for span in cut[stops[-1] :] if not span.is_mark]
    asked = " ".join(span.text for span in tail)
    if any(span.has("cue", "target") for span in told) and _HAVE_WE.fullmatch(asked):
        return (*told, Span(asked, {"cue": ("met",)}))
    of_number = any(span.said for span in told) and (_UNIT.fullmatch(asked) or _judges(asked, tail))
    return (*told, Span(asked, {})) if of_number else cut


def _judges(asked: str, tail: Sequence[Span]) -> bool:
    """Whether a sentence asks if a number is something else than right: “is that good?”, “was it published?”."""
    judged = _IS_THAT.fullmatch(asked)
    plain = all(span.is_filler or span.has("cue", "published") or span.has("general") for span in tail)
    return judged is not None and plain and _TRUTH.isdisjoint(judged[1].split())


_HAVE_WE = re.compile(
    r"(?:so )?(?:(?:have|has|did|do|are|is|was|were) (?:we|it|they|that|this|he|she|ministers|the government)"
    r"(?: (?:done|do|doing|manage|managed|succeed|succeeded|there))?(?: (?:it|so|that|to))?|"
    r"where are we(?: now)?|so|and)"
)
_UNIT = re.compile(
    r"(?:(?:is|was) (?:that|it) )?(?:in )?(?:a )?(?:(?:percentage )?points?|per ?cent(?:age)?|percentage|%|deaths)"
)
_IS_THAT = re.compile(r"(?:so |and |but )?(?:is|was|are|were) (?:that|it|this|those|they) (.+)")
_TRUTH = frozenset({"right", "correct", "true", "accurate", "fair", "so", "case", "still", "really", "now"})
