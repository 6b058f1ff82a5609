"""Sentences about what moved: which side, and what each did to the gap. The figures never say why."""

from __future__ import annotations

from collections.abc import Mapping

from healthgap.answer.facts import ExplainFacts
from healthgap.catalogue import Catalogue
from healthgap.drivers import Drivers, Side
from healthgap.rounding import Rounded
from healthgap.series import Series, of_levels
from healthgap.trends import Change
from healthgap.wording.gaps import against_baseline, history
from healthgap.wording.numbers import (
    briefly,
    change_size,
    default_decimals,
    end,
    is_gap,
    listed,
    number,
    of_point,
    people,
    per_cent,
    per_cent_span,
    sentence,
    title,
    verb,
)
from healthgap.wording.prose import Prose

_WORTH_SAYING = 0.5
"""Percentage points: an interval narrower than this tells the reader nothing."""

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
    """Which side moved, by the levels as printed, with what rounding leaves."""
    if moved is None:
        return []
    indicator = series.indicator
    level = of_levels(series)
    sides = []
    for group, change in ((indicator.group, moved.group), (indicator.comparator, moved.comparator)):
        share = f" by {per_cent(change.per_cent)}" if change.per_cent and change.sign else ""
        ends = f"{briefly(change.first, level)} to {briefly(change.last, level)}"
        left = _left_by_rounding(change) if share else ""
        sides.append(
            f"that of {people(indicator, group, catalogue)} {verb(change, level)}{share} ({ends}{left})"
        )
    text = f"The {indicator.level}{sides[0].removeprefix('that')}, {sides[1]}"
    return [sentence(text)]


def _left_by_rounding(change: Change) -> str:
    """ ", 6.8% to 10.1% after rounding", where that is more than a slip of the last digit."""
    size = change.per_cent
    worth_saying = size is not None and size.high - size.low >= _WORTH_SAYING
    return f", {per_cent_span(size, 1)} after rounding" if size and worth_saying else ""


def because(moved: Drivers | None, gap: Change, series: Series, catalogue: Catalogue) -> str:
    """ "The gap narrowed because England got worse by more than Spearhead areas."; empty where it cannot be said.

    It cannot where the levels do not move the gap the way that the gap as told moved, or hide which side it was.
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
    in_proportion = "" if absolute or "faster" not in said else ", in proportion,"
    return sentence(f"The gap {verb(gap, series)} because{in_proportion} {said}")


def parts(moved: Drivers, series: Series) -> str:
    """ "By the printed levels the group’s own change took 9.4 percentage points off, its comparator’s put 3.9 on."."""
    unit = "percentage points" if series.measure == "relative_gap" else series.indicator.unit
    unit = "" if series.measure == "ratio" else f" {unit}"
    places = default_decimals(series)
    said = [
        f"the {whose} change {'put' if part.value > 0 else 'took'} {_size(part, places)}{unit} "
        f"{'on' if part.value > 0 else 'off'}"
        for whose, part in (("group’s", moved.group_part), ("comparator’s", moved.comparator_part))
    ]
    both = moved.group_part.value + moved.comparator_part.value
    together = f"{number(abs(both), places)}{unit} {'more' if both > 0 else 'less'} together"
    return sentence(f"By the printed levels {listed(said)}, {together}")


def _size(part: Rounded, places: int) -> str:
    return number(abs(part.value), places)


def explained(facts: ExplainFacts, catalogue: Catalogue) -> Prose:
    """What moved; of which side it came first, where the levels tell, and that figures give no causes."""
    series, moved = facts.standing.series, facts.change
    ends = f"{moved.first.period} to {moved.last.period}"
    if series.indexed:
        what = against_baseline(series, moved.last)
    else:
        size = f" by {change_size(moved, series)}" if moved.per_cent and moved.sign else ""
        what = (
            f"{verb(moved, series)}{size}, from {end(moved.first, series)} to {of_point(moved.last, series)}"
        )
    told = f"{title(series, catalogue)}, {ends}: {what}"
    cannot = "The figures cannot say why, only what moved."
    reason = because(facts.drivers, moved, series, catalogue)
    if facts.mistaken:
        prose = Prose(sentence(f"It did not: {told[0].lower()}{told[1:]}"), [reason] if reason else [])
    else:
        prose = Prose(reason or cannot, [sentence(told)])
    prose.context += who_moved(facts.drivers, series, catalogue) or [
        "The levels of both sides are not held for these periods, so which side moved cannot be said."
    ]
    if facts.drivers and reason:
        prose.context.append(parts(facts.drivers, series))
        prose.caveats.append("That is arithmetic: the figures cannot say why.")
    elif moved.last == facts.standing.latest and is_gap(series):
        prose.context += history(facts.standing)
    return prose
