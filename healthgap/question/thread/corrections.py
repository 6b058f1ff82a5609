"""Mends of what was just said: “no, the absolute one”, “not cancer, circulatory”, “the others?”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.catalogue import Catalogue
from healthgap.question.model import Question, When
from healthgap.question.named.negations import denies_a_verdict, is_more_than
from healthgap.question.words.spans import Span

_LISTED = ("indicator", "when", "sex")
_DENIES = ("not", "but not", "rather than", "instead of")
_CONNECTS = frozenset({"but", "and", "rather", "instead"})


def without_denied(spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` without “not X” where another X of its kind is named: “2002-04, not 2003-05” asks for 2002-04."""
    gone: set[int] = set()
    for i, span in enumerate(spans):
        if span.text not in _DENIES or denies_a_verdict(spans, i) or is_more_than(spans, i):
            continue
        named = (
            j for j in range(i + 1, len(spans)) if not spans[j].is_filler or spans[j].has("when", "latest")
        )
        denied = next(named, None)
        if denied is not None and _is_replaced(spans, denied):
            gone |= {i, denied}
    return tuple(span for i, span in enumerate(spans) if i not in gone)


def _is_replaced(spans: Sequence[Span], denied: int) -> bool:
    others = [span for i, span in enumerate(spans) if i != denied]
    return any(spans[denied].values(kind) and any(other.values(kind) for other in others) for kind in _LISTED)


def without_opening(spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` without the words that take a question back before it is put another way: “no, …”, “sorry, I meant …”."""
    start = 0
    while start < len(spans) and (spans[start].is_mark or _takes_back(spans, start)):
        start += 1
    return tuple(spans[start:]) if any(span.has("correction") for span in spans[:start]) else tuple(spans)


def without_corrected(spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` without what is put right on the spot: “since 1995-97, sorry, 2003-05”, “men - I mean women”."""
    kept: list[Span] = []
    for span in spans:
        end = start = len(kept)
        while start and (
            kept[start - 1].is_mark or kept[start - 1].has("correction") or kept[start - 1].text == "or"
        ):
            start -= 1
        corrected = start > 0 and any(one.has("correction") for one in kept[start:end])
        if corrected and any(span.values(kind) and kept[start - 1].values(kind) for kind in _LISTED):
            kept[start - 1 : end] = []
        kept.append(span)
    return tuple(kept)


def put_right(spans: Sequence[Span]) -> int:
    """Where in a message it is put another way: “cancer gap? No wait, circulatory”; 0 where it is not."""
    for i in range(1, len(spans)):
        end = i
        while end < len(spans) and (spans[end].is_mark or _takes_back(spans, end)):
            end += 1
        said = [span.text for span in spans[i:end] if not span.is_mark]
        apart = spans[i - 1].is_mark or len(said) > 1 or "never mind" in said
        if apart and _names_or_asks(spans[end:]) and any(text in _WITHDRAWS for text in said):
            return i
    return 0


_WITHDRAWS = (
    "no",
    "never mind",
    "scratch that",
    "nope",
    "wait",
    "scrap that",
    "ignore that",
    "forget that",
    "make that",
    "correction",
    "strike that",
)


def _names_or_asks(spans: Sequence[Span]) -> bool:
    first = next((span for span in spans if span.text != "the"), None)
    kinds = (*_LISTED, "measure", "group", "area")
    return first is not None and (any(first.values(kind) for kind in kinds) or first.has("cue", "asking"))


def _takes_back(spans: Sequence[Span], i: int) -> bool:
    """Whether span `i` takes back what was said; a “no” does only apart from what follows."""
    if spans[i].text not in ("no", "never mind") or i + 1 == len(spans):
        return spans[i].has("correction")
    after = spans[i + 1]
    if spans[i].text == "never mind":
        return after.is_mark  # “never mind the peak” leaves the peak out, and nothing else
    apart = after.is_mark or after.has("correction") or after.text == "the"
    return apart or after.when is not None  # “no women” may leave them out


def _merely_follows(span: Span) -> bool:
    """Whether a span only carries on, as “and” does; “now” says when."""
    return span.has("followup") and not span.has("when")


def _asked_again(words: str, last: Question) -> Question | None:
    """ "When was that?" of an extreme, “which aren't?”, “narrowed?” of a list: asked once more, or of the others."""
    of_one = len(last.at) < 2 and not last.before
    of_a_time = last.intent == "extremum" or (last.intent == "value" and not last.groups)
    if last.intent == "value" and of_one and _WHICH_ARE_HELD.fullmatch(words):
        return None
    if of_a_time and _WHEN_WAS_THAT.fullmatch(words):
        return last
    if last.intent != "which":
        return None
    if _WHICH_NOT.fullmatch(words):
        opposite = _OPPOSITES.get(last.selection or "")
        return last.but(selection=opposite) if opposite else None
    chosen = _SELECTED.get(words)
    kind = next((kind for kind in ("_lately", "_most") if (last.selection or "").endswith(kind)), "")
    moved = chosen in ("narrowed", "widened")
    return last.but(selection=f"{chosen}{kind}" if moved else chosen) if chosen else None


_WHICH_NOT = re.compile(r"(?:which|what)(?: ones?| of them)?(?: (?:are|is|have|has|do|does|did))? not")
_WHEN_WAS_THAT = re.compile(
    r"(?:for )?(?:when|(?:in )?(?:which|what) (?:periods?|years?))(?: was| is| are)?"
    r"(?: that| it| this| those)?(?: from| for)?"
)
_WHICH_ARE_HELD = re.compile(r"(?:which|what) periods")
_SELECTED = {
    "narrowed": "narrowed",
    "widened": "widened",
    "on track": "on_track",
    "off track": "off_track",
    "met": "met",
}
_OPPOSITES = {"on_track": "off_track", "off_track": "on_track", "met": "not_met", "narrowed": "not_narrowed"}


def alluded(spans: Sequence[Span], last: Question, catalogue: Catalogue) -> tuple[Question, ...]:
    """The questions that “the others?”, “both?” or “which aren’t?” can mean after `last`, best first, if any."""
    said = [span for span in spans if not (span.is_mark or span.text in _CONNECTS or _merely_follows(span))]
    words = " ".join(span.text for span in said)
    if words in ("both", "both of them", "for both"):
        if len(last.indicators) > 1 or last.sex == "both":
            return (last,)
        return (last.but(sex="both"),) if last.sex else ()
    again = _asked_again(words, last)
    if again:
        return (again,)
    if not any(span.has("allusion") for span in said) or not all(
        span.has("allusion") or span.is_filler for span in said
    ):
        return ()
    told = (*last.before, *last.indicators)
    others = tuple(name for name in catalogue.indicators if name not in told)
    plain = not (last.sex or last.groups or last.measure or any(when.kind == "period" for when in last.at))
    if plain and last.intent in _ALIKE_OF_ALL and last.since in (None, When("baseline")) and others:
        return (last.but(indicators=others, before=()),)
    each = [last.but(indicators=(name,), sex=None, groups=(), measure=None) for name in others]
    return (Question("overview"), *each[:3]) if last.indicators else ()


_ALIKE_OF_ALL = ("value", "trend", "change_since", "target_status", "required", "projection", "explain")
