"""Sentences about one gap, one level, one count, one share."""

from __future__ import annotations

from healthgap.answer.facts import GapFacts, LevelFacts, ShareFacts, Standing
from healthgap.catalogue import Catalogue
from healthgap.gaps import ratio
from healthgap.series import Point, Series, of_levels
from healthgap.trends import Change
from healthgap.wording import chance
from healthgap.wording.aims import judged_otherwise, target_now
from healthgap.wording.figures import missing_since
from healthgap.wording.numbers import (
    amount,
    briefly,
    decimals,
    default_decimals,
    group_title,
    is_gap,
    level_name,
    listed,
    number,
    of_point,
    ordinal,
    people,
    reversal,
    sentence,
    sex_name,
    span,
    title,
    what,
)
from healthgap.wording.prose import Prose


def gap(facts: GapFacts, catalogue: Catalogue) -> Prose:
    series, point = facts.series, facts.point
    headline = f"{title(series)}, {point.period}: {gap_size(series, point)}"
    prose = Prose(sentence(headline))
    meaning = _meaning(facts, catalogue)
    if meaning:
        prose.context.append(meaning)
    if point == facts.standing.latest:
        prose.context += [
            *missing_since(series, point),
            *history(facts.standing),
            *target_now(facts.standing),
        ]
        prose.caveats += judged_otherwise(facts.standing.assessment, series)
    else:
        prose.context.append(
            f"The latest is {gap_size(series, facts.standing.latest)}, in {facts.standing.latest.period}."
        )
    prose.caveats += _caveats(facts)
    return prose


def gap_size(series: Series, point: Point) -> str:
    """The size of a gap, or how it compares with its baseline where its size is not held."""
    if series.indexed:
        return against_baseline(series, point)
    return f"{of_point(point, series)}{reversal(point, series)}"


def against_baseline(series: Series, point: Point) -> str:
    """ "2% wider than at baseline (1995-97)"."""
    if point == series.baseline:
        return "the baseline, whose size is not held"
    moved = point.value.value - 100
    places = decimals(point, series)
    if number(abs(moved), places) == number(0, places):
        words = "as wide as"
    else:
        words = f"{number(abs(moved), places)}% {'wider' if moved > 0 else 'narrower'} than"
    when = f" ({series.baseline.period})" if series.baseline else ""
    return f"{words} at baseline{when}"


def _meaning(facts: GapFacts, catalogue: Catalogue) -> str:
    """What is held against what, in the words of the indicator."""
    series, point = facts.series, facts.point
    indicator = series.indicator
    group, other = (
        people(indicator, indicator.group, catalogue),
        people(indicator, indicator.comparator, catalogue),
    )
    if series.indexed:
        change = f"This is the change in the gap between {group} and {other}"
        return sentence(
            f"{change}; the size of the gap is not held, nor the {indicator.level} of either side"
        )
    sides = ""
    if facts.levels:
        left, right = facts.levels
        level = of_levels(series)
        sides = f": {briefly(left, level)} against {of_point(right, level)}"
    if series.measure == "ratio":
        return sentence(f"The {indicator.level} of {group} divided by that of {other}{sides}")
    higher = point.value.value >= 0
    if indicator.polarity == "higher_is_better":
        higher = not higher
    size = amount(abs(point.value.value), series, decimals(point, series))
    comparison = f"{size} {'higher' if higher else 'lower'} than"
    return sentence(f"The {indicator.level} in {group} was {comparison} in {other}{sides}")


def history(standing: Standing) -> list[str]:
    """Against baseline, peak and the period before: both halves of a mixed picture."""
    against = set_against(standing)
    return [sentence(f"The {what(standing.series)} is {against}")] if against else []


def set_against(standing: Standing) -> str:
    """ "wider than at baseline (13% in 1997-99) and narrower than the period before (17% in 2004-06)"; or empty."""
    series = standing.series
    if series.indexed:
        return ""
    parts = [
        _against(change, name, series)
        for change, name in (
            (standing.since_baseline, "at baseline"),
            (standing.since_peak, "at the peak"),
            (standing.last, "the period before"),
        )
        if change and not _is_repeat(change, standing)
    ]
    run = standing.falls_in_a_row
    row = f", the {ordinal(run)} fall in a row" if parts and run > 1 else ""
    return f"{listed(parts)}{row}"


def _is_repeat(change: Change, standing: Standing) -> bool:
    """The period before may itself be the baseline or the peak; said once."""
    earlier = [c for c in (standing.since_baseline, standing.since_peak) if c and c is not change]
    return change is standing.last and any(c.first == change.first for c in earlier)


def _against(change: Change, name: str, series: Series) -> str:
    computed = "computed" in (change.first.origin, change.last.origin)
    as_gap = is_gap(series) and not change.reversed
    more, less = ("wider", "narrower") if as_gap else ("higher", "lower")
    same = "about the same as" if computed else "the same as"
    word = {1: f"{more} than", -1: f"{less} than", 0: same}[change.sign]
    doubt = ", within rounding" if change.direction == "unclear" else ""
    doubt = doubt or (", within chance" if change.verdict == "no clear change" and change.sign else "")
    implied = "an implied " if change.first.origin == "implied" else ""
    size = briefly(change.first, series)
    where = f"in {change.first.period}"
    return f"{word} {name} ({implied}{size} {where}{doubt})"


def _caveats(facts: GapFacts) -> list[str]:
    series, point = facts.series, facts.point
    said = []
    if facts.computed:
        places = default_decimals(series)
        agree = point.value.agrees_with(facts.computed.value)
        verdict = "agrees" if agree else "does not agree, and is given as printed"
        said.append(
            f"The printed levels give {amount(facts.computed.value.value, series, places)}, anywhere from "
            f"{span(facts.computed.value, series, places)} after rounding, so the printed "
            f"{of_point(point, series)} {verdict}."
        )
    elif point.origin == "computed":
        said.append(f"Computed from the printed levels{_left_by_rounding(point, series)}.")
    elif series.measure == "ratio" and facts.levels:
        alone = ratio(facts.levels[0].value, facts.levels[1].value)
        said.append(
            "Read from the printed relative gap, which comes from unrounded levels; the printed levels give "
            f"{number(alone.value, 2)}, anywhere from {number(alone.low, 2)} to {number(alone.high, 2)}."
        )
    elif point.origin == "implied":
        said.append("Implied by other printed figures, not printed itself.")
    return [*said, *chance.of_value(point, series)]


def _left_by_rounding(point: Point, series: Series) -> str:
    """ "; rounding leaves 12.6% to 17.2%", unless that is the number itself again."""
    places = default_decimals(series)
    low, high = (number(end, places) for end in (point.value.low, point.value.high))
    return "" if low == high else f"; rounding leaves {span(point.value, series, places)}"


def level(facts: LevelFacts, catalogue: Catalogue) -> Prose:
    series, point = facts.series, facts.point
    indicator = series.indicator
    who = people(indicator, series.group, catalogue)
    sex = f", {sex_name(series.sex)}" if sex_name(series.sex) else ""
    what = indicator.events if series.measure == "count" else level_name(indicator)
    name = f"{what}, {who}{sex}, {point.period}"
    pooled = (
        f" over the {point.period.years} years"
        if series.measure == "count" and point.period.years > 1
        else ""
    )
    prose = Prose(
        sentence(f"{name}: {of_point(point, series)}{pooled}"), about=sentence(name).removesuffix(".")
    )
    if facts.previous:
        moved = {1: "up from", -1: "down from", 0: "the same as"}[facts.previous.sign]
        prose.context.append(
            sentence(
                f"That is {moved} {briefly(facts.previous.first, series)} in {facts.previous.first.period}"
            )
        )
    prose.context += missing_since(series, point)
    beside = [f"{people(indicator, s.group, catalogue)} {briefly(p, s)}" for s, p in facts.others]
    if beside:
        prose.context.append(sentence(f"In the same period: {listed(beside)}"))
    if facts.suppressed:
        groups = listed([group_title(catalogue, group) for group in facts.suppressed])
        prose.caveats.append(
            f"The {indicator.events} of other groups are left out: those of {groups} are suppressed to protect "
            "people’s privacy, and could be worked out from them."
        )
    if series.group in indicator.monitored:
        prose.caveats.append("This rate is monitored and is not part of the target.")
    if series.measure == "rate":
        prose.caveats += chance.of_value(point, series)
    return prose


def share(facts: ShareFacts, catalogue: Catalogue) -> Prose:
    indicator = facts.indicator
    part, whole = number(facts.part.value.value, 0), number(facts.whole.value.value, 0)
    group = people(indicator, indicator.group, catalogue)
    other = people(indicator, indicator.comparator, catalogue)
    headline = f"{indicator.events}, share in {group}, {facts.period}: {number(facts.per_cent, 0)}%"
    return Prose(sentence(headline), [sentence(f"{part} of the {whole} {indicator.events} among {other}")])
