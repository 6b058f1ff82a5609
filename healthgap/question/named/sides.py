"""Which way round two groups of people stand in a comparison: the worse-off first, or their comparator.

A gap is held the one way only: of “lower in all births” the base is another, and “16% better” is its opposite.
"""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.catalogue import Indicator
from healthgap.question.words.spans import Span

_UP = frozenset({"higher", "worse", "greater", "larger", "bigger", "more", "exceed", "exceeds"})
_DOWN = frozenset({"lower", "better", "smaller", "less", "fewer"})
_BY_WHICH = frozenset({"than", "than in", "exceed", "exceeds", "below", "above"})


def wrong_way_round(spans: Sequence[Span], i: int, subjects: Sequence[Indicator]) -> bool:
    """Whether span `i` compares the two sides of a gap in the order, or with the word, that turns it round."""
    if len(subjects) != 1:
        return False
    one = subjects[0]
    if spans[i].has("measure", "ratio"):
        return _sides(spans, one)[:2] == ["comparator", "group"]
    said = frozenset(spans[i].text.split())
    if said.isdisjoint(_UP | _DOWN):
        return False
    worse = not said.isdisjoint(_UP if one.polarity == "lower_is_better" or "worse" in said else _DOWN)
    than = next((j for j in range(i, len(spans)) if spans[j].text in _BY_WHICH), None)
    if than is None:
        return stands_in_a_group(spans, i) and _sides(spans, one) == (["comparator"] if worse else ["group"])
    before, after = _sides(spans[:than], one), _sides(spans[than:], one)
    if not (before and after):
        return False
    return (before[-1], after[0]) == ("comparator", "group") or (
        (before[-1], after[0]) == ("group", "comparator") and not worse
    )


def stands_in_a_group(spans: Sequence[Span], i: int) -> bool:
    """Whether span `i` says that something is higher or lower in a group: “higher in routine and manual”."""
    following = [span for span in spans[i + 1 : i + 4] if span.text != "the"]
    return (
        spans[i].text in ("higher", "lower")
        and len(following) > 1
        and following[0].text in ("in", "among", "amongst", "for", "within")
        and bool(following[1].values("group"))
    )


def _sides(spans: Sequence[Span], indicator: Indicator) -> list[str]:
    """The sides of the gap of `indicator` that are named, in order."""
    sides: list[str] = []
    for span in spans:
        if span.has("group", indicator.group):
            sides.append("group")
        elif span.has("group", indicator.comparator) or _is_everyone(span):
            sides.append("comparator")
    return sides


def _is_everyone(span: Span) -> bool:
    return span.has("general", "comparator") or (span.has("general", "everyone") and not span.is_filler)
