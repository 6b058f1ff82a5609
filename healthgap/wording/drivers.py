"""Sentences about what moved: which side, and what each did to the gap. The figures never say why."""

from __future__ import annotations

from collections.abc import Mapping

from healthgap.answer.facts import ExplainFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue
from healthgap.drivers import Drivers, Side
from healthgap.series import Series, of_levels
from healthgap.trends import Change
from healthgap.wording.aims import status_word
from healthgap.wording.gaps import against_baseline, gap_size, history
from healthgap.wording.numbers import (
    briefly,
    is_gap,
    listed,
    people,
    sentence,
    title,
    verb,
    what,
)
from healthgap.wording.prose import Prose, Rank
from healthgap.wording.ways import denial, how_moved

# What each side did -> the reason in arithmetic, for a gap that narrowed and for one that widened. Where rounding or
# chance hides what a side did, only the other side is named.
_NARROWED: Mapping[tuple[Side, Side], str] = {
    ("better", "better"): "{group} improved {more} than {other}",
    ("better", "worse"): "{group} improved while {other} got worse",
    ("better", "same"): "{group} improved and {other} did not",
    ("better", "unclear"): "{group} improved",
    ("worse", "worse"): "{other} got worse {more} than {group}",
    ("same", "worse"): "{other} got worse and {group} did not",
    ("unclear", "worse"): "{other} got worse",
}
_WIDENED: Mapping[tuple[Side, Side], str] = {
    ("better", "better"): "{other} improved {more} than {group}",
    ("worse", "better"): "{group} got worse while {other} improved",
    ("same", "better"): "{other} improved and {group} did not",
    ("unclear", "better"): "{other} improved",
    ("worse", "worse"): "{group} got worse {more} than {other}",
    ("worse", "same"): "{group} got worse and {other} did not",
    ("worse", "unclear"): "{group} got worse",
}


def who_moved(moved: Drivers | None, series: Series, catalogue: Catalogue) -> list[str]:
    """Which side moved, by the levels as published."""
    if moved is None:
        return []
    indicator, level = series.indicator, of_levels(series)
    first, second = (
        f"from {briefly(change.first, level)} to {briefly(change.last, level)} in {people(indicator, group, catalogue)}"
        for group, change in ((indicator.group, moved.group), (indicator.comparator, moved.comparator))
    )
    verbs = [verb(moved.group, level), verb(moved.comparator, level)]
    again = "" if verbs[0] == verbs[1] else f"{verbs[1]} "
    return [sentence(f"The {indicator.level} {verbs[0]} {first}, and {again}{second}")]


def because(moved: Drivers | None, gap: Change, series: Series, catalogue: Catalogue) -> str:
    """ "What narrowed the gap between … and …: England got worse by more than …"; empty where it cannot be said."""
    return _what_moved_it(_did_more(moved, gap, series, catalogue), gap, series)


def _what_moved_it(did_more: str, gap: Change, series: Series) -> str:
    if not did_more:
        return ""
    ends = f"between {gap.first.period} and {gap.last.period}"
    did = verb(gap, series)
    deed, _, way = {"fell": "lowered", "rose": "raised"}.get(did, did).partition(" ")
    moved_it = " ".join(filter(None, (deed, "the", what(series), way)))
    return sentence(f"What {moved_it} {ends}: {did_more}")


def _did_more(moved: Drivers | None, gap: Change, series: Series, catalogue: Catalogue) -> str:
    """ "England got worse by more than …".

    Empty where the levels do not move the gap the way that the gap as told moved, or hide which side it was.
    """
    if moved is None or gap.sign == 0 or "no clear change" in (gap.verdict, gap.direction):
        return ""
    total = moved.group_part.value + moved.comparator_part.value
    if gap.direction == "unclear" or total * gap.sign <= 0:
        return ""
    reasons = _NARROWED if gap.sign < 0 else _WIDENED
    reason = reasons.get((moved.group_side, moved.comparator_side))
    if reason is None:
        return ""
    indicator = series.indicator
    absolute = series.measure == "absolute_gap"
    said = reason.format(
        group=people(indicator, indicator.group, catalogue),
        other=people(indicator, indicator.comparator, catalogue),
        more="by more" if absolute else "faster",
    )
    in_proportion = "" if absolute or "faster" not in said else "in proportion, "
    return f"{in_proportion}{said}"


_NO_CAUSES = "The figures cannot say why."


def explained(facts: ExplainFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    """That figures give no causes, and what they show; what is not as was taken for granted before all."""
    series, moved = facts.standing.series, facts.change
    ends = f"{moved.first.period} to {moved.last.period}"
    told = against_baseline(series, moved.last) if series.indexed else how_moved(moved, series)
    told = sentence(f"{title(series, catalogue)}, {ends}: {told}")
    premise = _not_the_widest(facts) if manner.superlative else ""
    premise = premise or denial(facts.supposed, moved, series).strip()
    premise = premise or ("It did not move so far." if facts.too_far else "")
    did_more = _did_more(facts.drivers, moved, series, catalogue)
    sides = who_moved(facts.drivers, series, catalogue)
    if not sides and is_gap(series):
        sides = [
            "The levels of both sides are not held for these periods, so which side moved cannot be said."
        ]
    if facts.of_sides and is_gap(series):
        first, *others = [sentence(did_more), *sides] if did_more else sides
        prose = Prose(" ".join(filter(None, (premise, told, first))))
        prose.note(Rank.ASKED, *others)
        prose.caveat(Rank.STANDING, _NO_CAUSES)
    else:
        prose = Prose(f"{_standing_of_target(facts, manner)}{premise or _NO_CAUSES} {told}")
        prose.note(Rank.ASKED, _what_moved_it(did_more, moved, series), *sides)
        if premise:
            prose.caveat(Rank.MEANING, _NO_CAUSES)
    if (facts.supposed or not did_more) and moved.last == facts.standing.latest and is_gap(series):
        prose.note(Rank.MEANING if facts.supposed else Rank.STANDING, *history(facts.standing))
    return prose


def _standing_of_target(facts: ExplainFacts, manner: Manner) -> str:
    """ "Target: met so far. " where somebody asks why it is missed or on track, which it may not be; else empty."""
    now = facts.standing.assessment
    return f"Target: {status_word(now)}. " if manner.hope and now.target else ""


def _not_the_widest(facts: ExplainFacts) -> str:
    """ "It is not the widest held: 16% in 2005-07, against 19% in 2001-03 and 2002-04."; empty where it is."""
    series, latest = facts.standing.series, facts.standing.latest
    most = max(point.value.value for point in series.points)
    widest = [point for point in series.points if point.value.value == most]
    if series.indexed or latest in widest:
        return ""
    when = listed([str(point.period) for point in widest])
    word = "widest" if is_gap(series) else "highest"
    now = f"{gap_size(series, latest)} in {latest.period}"
    return f"It is not the {word} held: {now}, against {gap_size(series, widest[0])} in {when}."
