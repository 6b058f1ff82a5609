"""What a last sentence asks in words that mean nothing by themselves: “It was to be cut. Have we?”, “16%. Points?”."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from healthgap.question.message.dividing import STOPS, opens_like_a_question
from healthgap.question.model import ROUGH
from healthgap.question.named.restrictions import restricts
from healthgap.question.words.spans import Span


def with_its_tail(cut: tuple[Span, ...]) -> tuple[Span, ...]:
    """`cut` with what a last sentence asks in words that mean nothing by themselves, after one that tells something.

    “We promised to cut it by 10%. Have we?” asks whether that was met. “Is that good?”, “Points?” ask what no figure
    says, or for more than that a number is right, and stay unexplained.
    """
    told, tail = _parted(cut, STOPS)
    asked = " ".join(span.text for span in tail)
    if any(span.has("cue", "target") for span in told) and _HAVE_WE.fullmatch(asked):
        return (*told, Span(asked, {"cue": ("met",)}))
    if not (_UNIT.fullmatch(asked) or _judges(asked, tail)):
        told, tail = _parted(cut, (",",))  # “16%, and is that good?”
        asked = " ".join(span.text for span in tail)
        if not _judges(asked, tail):
            return cut
    return (*told, Span(asked, {})) if any(span.said for span in told) else cut


def _parted(cut: tuple[Span, ...], marks: Collection[str]) -> tuple[tuple[Span, ...], list[Span]]:
    """`cut` up to the last of `marks` with words behind it, and those words; all of it and none without such a mark."""
    ends = (i for i in reversed(range(len(cut))) if cut[i].text in marks)
    end = next((i + 1 for i in ends if any(not span.is_mark for span in cut[i:])), len(cut))
    return cut[:end], [span for span in cut[end:] if not span.is_mark]


def without_thanks(cut: Sequence[Span]) -> Sequence[Span]:
    """`cut` without the thanks around what it asks: “thanks. source?”; thanks alone stay."""
    kept = [span for i, span in enumerate(cut) if not _is_thanks(cut, i)]
    while kept and kept[0].is_mark:
        kept.pop(0)
    told = (span for span in kept if not span.is_mark)
    asks = any(not span.is_filler or span.has("when") or span.has("allusion") for span in told)
    put = any(span.text == "?" for span in kept) or opens_like_a_question(kept) or len(kept) <= _FEW
    return kept if asks and put and len(kept) < len(cut) else cut


def says_well(cut: Sequence[Span]) -> bool:
    """ "Ok", “great”: nothing but that."""
    return all(span.is_mark or (span.text in _WELL and not span.has("cue", "thanks")) for span in cut)


def _is_thanks(cut: Sequence[Span], i: int) -> bool:
    """ "Thanks", “ok, great”; “good” after other words judges: “is 16% good?”."""
    well = cut[i].text in _WELL
    return cut[i].has("cue", "thanks") or (well and (i == 0 or cut[i - 1].is_mark or _is_thanks(cut, i - 1)))


_FEW = 4
_WELL = ("ok", "okay", "great", "good", "cool", "perfect", "thanks", "ta", "cheers")


def without_guess(cut: tuple[Span, ...]) -> tuple[Span, ...]:
    """`cut` without a guess at its own answer: “how far has it come down, about a third?”, “total deaths, 9,800?”.

    The figure that is told stands beside it. A small whole number by itself may be an age or a year, and stays.
    """
    end = len(cut)
    while end and cut[end - 1].is_mark:
        end -= 1
    start = next((i for i in reversed(range(end)) if cut[i].is_mark), 0)
    told, guess = cut[:start], cut[start:end]
    if cut[start].text == ":":
        return cut  # “2003-05: 19%?” is what is asked about
    said = [span.said for span in guess if span.said]
    merely = all(span.said or span.is_filler or span.is_mark or span.text in _OR_SO for span in guess)
    merely = merely and not any(restricts(guess, i) for i in range(len(guess)))  # “9,800 among students”
    if not (told and said and merely) or any(span.said for span in told) or any(map(_claims, guess)):
        return cut
    if any(
        span.has("cue", cue) for cue in ("target", "met", "missed", "on_track", "off_track") for span in told
    ):
        return cut  # “is it on track (20%)?”: of the target
    asked = any(
        span.has("cue", "asking") or span.has("cue", "when") or span.has("cue", "how_much") for span in told
    )
    roughly = len(said) > 1 or any(one.amount.bound or one.amount.decimals is None for one in said)
    sized = all(one.amount.unit or one.amount.decimals or one.amount.value >= _MANY for one in said)
    bounded = any(one.amount.bound not in ("", *ROUGH) for one in said)
    return cut if bounded or not (sized or (asked and roughly)) else (*told, *cut[end:])


def _claims(span: Span) -> bool:
    return span.has("cue", "stating") or span.moves or bool(span.when)


_OR_SO = ("or", "or so", "odd", "ish", "roughly", "something")
_MANY = 100


def _judges(asked: str, tail: Sequence[Span]) -> bool:
    """Whether a sentence asks if a number is something else than right: “is that good?”, “was it published?”."""
    judged = _IS_THAT.fullmatch(asked)
    told = tail[1:] if asked.startswith("and ") else tail
    plain = all(span.is_filler or span.has("cue", "published") or span.has("general") for span in told)
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
