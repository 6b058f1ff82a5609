"""Sentences about the slope index."""

from __future__ import annotations

from healthgap.answer.facts import SlopeFacts
from healthgap.catalogue import Catalogue
from healthgap.gradients import Gradient
from healthgap.series import Series
from healthgap.wording.chance import UNKNOWN, limits
from healthgap.wording.numbers import (
    amount,
    default_decimals,
    group_title,
    number,
    of_point,
    sentence,
    span,
    title,
)
from healthgap.wording.prose import Prose, Rank


def slope(facts: SlopeFacts, catalogue: Catalogue) -> Prose:
    """The index, the ends of the line that it is the distance of, and what rounding and chance leave."""
    series, found = facts.series, facts.gradient
    places, first = default_decimals(series), found.points[0]
    size = amount(found.slope.value, series, places)
    reversal = " (reversed: the disadvantaged end is better off)" if found.slope.value < 0 else ""
    sides = zip((facts.sides[0], facts.sides[-1]), (first, found.points[-1]), strict=True)
    ends = " and ".join(f"{group_title(catalogue, side.group)} {of_point(p, side)}" for side, p in sides)
    prose = Prose(sentence(f"{title(series)}, {first.period}: {size}{reversal}"))
    prose.note(Rank.ASKED, sentence(_line(found, series)))
    prose.note(Rank.DETAIL, sentence(f"The groups at the ends: {ends}"))
    prose.caveat(Rank.STANDING, f"After rounding, anywhere from {span(found.slope, series, places)}.")
    prose.caveat(Rank.ASKED, _chance(found, series))
    return prose


def _line(found: Gradient, series: Series) -> str:
    """From where to where the line goes, which the index is the distance of, and the ratio of its ends."""
    places = default_decimals(series)
    ratio = ""
    if found.ratio is not None:
        ratio = f": a ratio of {number(found.ratio, 2)}"
    if found.ratio_limits:
        ends = (number(end, 2) for end in (found.ratio_limits.low, found.ratio_limits.high))
        ratio += f" (95% range {' to '.join(ends)})"
    return (
        f"A straight line through the {len(found.points)} groups, each weighing as many people as it has, goes from "
        f"{number(found.disadvantaged.value, places)} at the disadvantaged end to "
        f"{amount(found.advantaged.value, series, places)} at the other{ratio}"
    )


def _chance(found: Gradient, series: Series) -> str:
    if isinstance(found.sampling, str):
        return f"95% range not computed: {UNKNOWN[found.sampling]}."
    return f"95% range from chance: {limits(found.sampling.interval, series)}, from the range of each group."
