"""Single values: the gap, the level of a group, a count, a share, at one period or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from healthgap.answer.facts import Facts, GapFacts, LevelFacts, NotHeld, ShareFacts
from healthgap.answer.held import Held, find, lacking, left_out, lying_between, standing
from healthgap.catalogue import Indicator
from healthgap.question.model import Question, When
from healthgap.series import Point, Series
from healthgap.trends import change

_LATEST = (When("latest"),)


def value(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """One fact for each period, and for each group where levels were asked for."""
    if question.measure == "share":
        return [_share(question, indicator, sex, held)]
    if question.measure in ("rate", "count"):
        return _levels(question, indicator, sex, held)
    series = held.gap(indicator, sex, question.measure)
    return [_gap(when, series, question, held) for when in question.at or _LATEST]


def _gap(when: When, series: Series, question: Question, held: Held) -> Facts | NotHeld:
    point = find(when, series, question)
    now = standing(series, held.as_of)
    if isinstance(point, NotHeld) or now is None:
        return point if isinstance(point, NotHeld) else lacking("no figures", question, series)
    levels = None if series.indexed else held.levels_at(series.indicator, series.sex, point)
    apart = left_out(when, point, series)
    return GapFacts(series, point, levels, held.computed_beside(series, point), now, apart)


def _levels(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    groups = question.groups or (indicator.everyone,)
    measure = "count" if question.measure == "count" else "rate"
    found: list[Facts | NotHeld] = []
    for group in groups:
        series = held.series(question.but(measure=measure, groups=(group,)), indicator, sex)
        for when in question.at or _LATEST:
            point = find(when, series, question)
            found.append(point if isinstance(point, NotHeld) else _level(series, point, when, held))
    if question.direction:
        found.sort(key=_size, reverse=question.direction == "max")
    of_several = len(groups) > 1
    return [
        _of_all_like_it(fact, found) if of_several and isinstance(fact, NotHeld) else fact for fact in found
    ]


def _of_all_like_it(lack: NotHeld, found: Sequence[Facts | NotHeld]) -> NotHeld:
    """`lack` as that of every group it holds for, so that it is not said of those whose figure stands beside it."""
    alike = (
        one.series.group
        for one in found
        if isinstance(one, NotHeld) and one.series and (one.lack, one.when) == (lack.lack, lack.when)
    )
    return replace(lack, question=lack.question.but(groups=tuple(dict.fromkeys(alike))))


def _size(fact: Facts | NotHeld) -> float:
    """The level told; what is not held comes last of the highest."""
    return fact.point.value.value if isinstance(fact, LevelFacts) else float("-inf")


def _level(series: Series, point: Point, when: When, held: Held) -> LevelFacts:
    look_up = held.count if series.measure == "count" else held.level
    others = []
    suppressed = (
        held.suppressed(series.indicator, series.sex, point.period) if series.measure == "count" else ()
    )
    for group in () if suppressed else series.indicator.groups:
        other = look_up(series.indicator, series.sex, group)
        beside = other.by_period.get(point.period)
        if other.group != series.group and beside:
            others.append((other, beside))
    previous = series.before(point)
    moved = change(previous, point) if previous else None
    beside = {"previous": series.after(point), "next": series.before(point)}.get(when.kind, point) or point
    earlier, later = sorted((point.period, beside.period))
    between = lying_between(earlier, later, series, held)
    return LevelFacts(series, point, moved, tuple(others), suppressed, left_out(when, point, series), between)


def _share(question: Question, indicator: Indicator, sex: str, held: Held) -> Facts | NotHeld:
    group = question.groups[0] if question.groups else indicator.group
    part = held.count(indicator, sex, group)
    whole = held.count(indicator, sex, indicator.comparator)
    point = find((question.at or _LATEST)[0], part, question)
    if isinstance(point, NotHeld):
        return point
    all_of_them = whole.by_period.get(point.period)
    whole_groups = (indicator.comparator, indicator.everyone)
    if all_of_them is None or all_of_them.value.value == 0 or group in whole_groups:
        return lacking("measure", question, part)
    per_cent = 100 * point.value.value / all_of_them.value.value
    everyone = held.count(indicator, sex, indicator.everyone).by_period.get(point.period)
    of_all = everyone if indicator.everyone != indicator.comparator else None
    return ShareFacts(indicator, point.period, point, all_of_them, per_cent, of_all)
