"""Sentences about one gap, one level, one count, one share."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.facts import GapFacts, LevelFacts, RangeFacts, ShareFacts, Standing
from healthgap.catalogue import Catalogue
from healthgap.gaps import ratio
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.series import Point, Series, of_levels
from healthgap.trends import Change
from healthgap.wording import chance
from healthgap.wording.aims import judged_otherwise, requirement, target_now
from healthgap.wording.figures import missing_since
from healthgap.wording.numbers import (
    amount,
    briefly,
    decimals,
    default_decimals,
    group_title,
    is_gap,
    is_worked_back,
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
    worked_back,
)
from healthgap.wording.prose import Prose, Rank

AT_PEAK = "at the peak"


def gap(facts: GapFacts, catalogue: Catalogue) -> Prose:
    series, point, now = facts.series, facts.point, facts.standing
    unsized = "size not held; " if series.indexed and point != series.baseline else ""
    name = f"{title(series)}, {point.period}"
    prose = Prose(sentence(f"{name}: {unsized}{gap_size(series, point)}"), about=name)
    prose.note(Rank.MEANING, *not_between(facts.apart))
    prose.note(Rank.ASKED, _meaning(facts, catalogue))
    if point == now.latest:
        prose.note(Rank.MEANING, *missing_since(series, point))
        prose.note(Rank.STANDING, *history(now), *target_now(now))
        prose.caveat(Rank.DETAIL, *judged_otherwise(now.assessment, series))
    else:
        prose.note(Rank.STANDING, f"The latest is {gap_size(series, now.latest)}, in {now.latest.period}.")
        if point == series.baseline and now.assessment.target:
            prose.note(Rank.STANDING, requirement(now.assessment, series))
    _qualify(prose, facts)
    return prose


def not_between(apart: tuple[Period, Period] | None) -> list[str]:
    """Where the period beside another one was asked for, and years between the two are not held."""
    return [f"The years between {apart[0]} and {apart[1]} are not held."] if apart else []


def lacking_between(periods: Sequence[Period]) -> list[str]:
    """Periods between one and the one before it for which the gap is held, and this is not."""
    if not periods:
        return []
    lie = "figure{}, which lies between, is" if len(periods) == 1 else "figures{}, which lie between, are"
    return [f"The {lie.format(f' for {listed([*map(str, periods)])}')} not held."]


def gap_size(series: Series, point: Point) -> str:
    """The size of a gap, or how it compares with its baseline where its size is not held."""
    if series.indexed:
        return against_baseline(series, point)
    return f"{of_point(point, series)}{reversal(point, series)}"


def against_baseline(series: Series, point: Point) -> str:
    """ "2% wider than at baseline (1995-97)", of a gap of which only its change is held."""
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
    """What is held against what, in the words of the indicator, and what chance leaves of it."""
    series, point = facts.series, facts.point
    indicator = series.indicator
    group, other = (people(indicator, side, catalogue) for side in (indicator.group, indicator.comparator))
    level = indicator.level
    if series.indexed:
        return (
            f"Only how the gap between {group} and {other} changed is held, not the {level} of either side."
        )
    limits = chance.range_of(point, series)
    left_open = f" (95% range of the {what(series)} from chance: {limits})" if limits else ""
    of_levels_themselves = series.measure == "ratio" or indicator.polarity != "higher_is_better"
    above = point.value.value >= (1 if series.measure == "ratio" else 0)
    word = "higher" if above == of_levels_themselves else "lower"
    if facts.levels:
        left, right = facts.levels
        levels = of_levels(series)
        sides = f"{briefly(left, levels)} against {of_point(right, levels)}"
        return sentence(f"The {level} in {group} was {word} than in {other}: {sides}{left_open}")
    if series.measure == "ratio":
        return sentence(f"It is the {level} of {group} divided by that of {other}{left_open}")
    return sentence(f"That is how much {word} the {level} in {group} was than in {other}{left_open}")


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
            (standing.since_peak, AT_PEAK),
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
    size = briefly(change.first, series)
    ties = [point for point in series.points if point.value == change.first.value]
    when = listed([str(point.period) for point in ties]) if name == AT_PEAK else str(change.first.period)
    return f"{word} {name} ({size} in {when}{worked_back(change.first, series)}{doubt})"


def _qualify(prose: Prose, facts: GapFacts) -> None:
    """Where the number comes from, if it was not published itself or its parts do not give it; the rest in detail."""
    series, point = facts.series, facts.point
    if facts.computed:
        prose.caveat(*_held_against(facts.computed.value, point, series))
    elif point.origin == "computed":
        prose.caveat(Rank.MEANING, f"Computed from the published levels{_left_by_rounding(point, series)}.")
    elif series.measure == "ratio" and facts.levels:
        alone = ratio(facts.levels[0].value, facts.levels[1].value)
        prose.caveat(
            Rank.STANDING,
            "Read from the published relative gap, which comes from unrounded levels; the published levels give "
            f"{number(alone.value, 2)}, anywhere from {number(alone.low, 2)} to {number(alone.high, 2)}.",
        )
    elif is_worked_back(point, series) and not series.indexed:
        prose.caveat(Rank.MEANING, "It was not published itself, but worked back from the published change.")
    unknown = chance.of_value(point, series) if point.sampled is None else []
    prose.caveat(Rank.DETAIL, *unknown, *chance.basis_of(point))


def _held_against(computed: Rounded, point: Point, series: Series) -> tuple[Rank, str]:
    """Whether the published number agrees with what the published levels give."""
    places, published = default_decimals(series), f"the published {of_point(point, series)}"
    gives = (
        f"The published levels give {amount(computed.value, series, places)}, anywhere from "
        f"{span(computed, series, places)} after rounding"
    )
    if point.value.agrees_with(computed):
        return Rank.DETAIL, f"{gives}, which {published} agrees with."
    return Rank.MEANING, f"{gives}: {published} does not agree with them."


def _left_by_rounding(point: Point, series: Series) -> str:
    """ "; after rounding, anywhere from 12.6% to 17.2%", unless that is the number itself again."""
    places = default_decimals(series)
    low, high = (number(end, places) for end in (point.value.low, point.value.high))
    return "" if low == high else f"; after rounding, anywhere from {span(point.value, series, places)}"


def ranged(facts: RangeFacts, catalogue: Catalogue) -> Prose:
    """A number with what chance leaves of it, or why that cannot be worked out."""
    series, point = facts.series, facts.point
    of_level = series.measure in ("rate", "count")
    name = _level_named(series, point, catalogue) if of_level else f"{title(series)}, {point.period}"
    told = f"{name}: {of_point(point, series) if of_level else gap_size(series, point)}"
    if isinstance(point.sampling, str):
        prose = Prose(sentence(f"{told}; its 95% range cannot be worked out"))
        prose.note(Rank.MEANING, sentence(f"The reason is that {chance.UNKNOWN[point.sampling]}"))
        return prose
    prose = Prose(sentence(f"{told}; 95% range from chance: {chance.range_of(point, series)}"))
    prose.caveat(Rank.ASKED, *chance.basis_of(point))
    return prose


def by_the_year(series: Series, point: Point) -> str:
    """ " over the 3 years, about 3,282 a year", of a number that several years have in common."""
    years = point.period.years
    if series.measure != "count" or years == 1:
        return ""
    return f" over the {years} years, about {number(point.value.value / years, 0)} a year"


def _level_named(series: Series, point: Point, catalogue: Catalogue) -> str:
    """ "Infant mortality, rate, the routine and manual group, 2005-07"."""
    indicator = series.indicator
    who = people(indicator, series.group, catalogue)
    sex = f", {sex_name(series.sex)}" if sex_name(series.sex) else ""
    what = indicator.events if series.measure == "count" else level_name(indicator)
    return f"{what}, {who}{sex}, {point.period}"


def level(facts: LevelFacts, catalogue: Catalogue) -> Prose:
    series, point = facts.series, facts.point
    indicator = series.indicator
    name = _level_named(series, point, catalogue)
    told = sentence(f"{name}: {of_point(point, series)}{by_the_year(series, point)}")
    prose = Prose(told, about=sentence(name).removesuffix("."))
    prose.note(Rank.MEANING, *missing_since(series, point), *not_between(facts.apart))
    if not facts.apart:
        prose.note(Rank.MEANING, *lacking_between(facts.between))
    if facts.previous:
        moved = {1: "up from", -1: "down from", 0: "the same as"}[facts.previous.sign]
        before = facts.previous.first
        prose.note(Rank.STANDING, sentence(f"That is {moved} {briefly(before, series)} in {before.period}"))
    beside = [f"{briefly(p, s)} in {people(indicator, s.group, catalogue)}" for s, p in facts.others]
    if beside:
        prose.note(Rank.STANDING, sentence(f"In the same period: {listed(beside)}"))
    if facts.suppressed:
        groups = listed([group_title(catalogue, group) for group in facts.suppressed])
        prose.caveat(
            Rank.MEANING,
            f"The {indicator.events} of other groups are left out: those of {groups} are suppressed to protect "
            "people’s privacy, and could be worked out from them.",
        )
    if series.group in indicator.monitored:
        prose.caveat(Rank.ASKED, "This rate is monitored and is not part of the target.")
    if series.measure == "rate":
        prose.caveat(Rank.ASKED, *chance.of_value(point, series))
        prose.caveat(Rank.DETAIL, *chance.basis_of(point))
    return prose


def share(facts: ShareFacts, catalogue: Catalogue) -> Prose:
    indicator = facts.indicator
    part, whole = number(facts.part.value.value, 0), number(facts.whole.value.value, 0)
    group = people(indicator, indicator.group, catalogue)
    other = people(indicator, indicator.comparator, catalogue)
    headline = f"{indicator.events}, share in {group}, {facts.period}: {number(facts.per_cent, 0)}%"
    prose = Prose(sentence(headline))
    prose.note(Rank.ASKED, sentence(f"{part} of the {whole} {indicator.events} among {other}"))
    if facts.of_all and facts.per_cent_of_all is not None:
        every, everyone = facts.of_all.value.value, people(indicator, indicator.everyone, catalogue)
        of_all = f"{number(facts.per_cent_of_all, 1)}%"
        prose.note(Rank.ASKED, sentence(f"Of the {number(every, 0)} among {everyone} it is {of_all}"))
    return prose
