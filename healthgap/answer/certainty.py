"""Whether a change is more than chance, and how many events a gap stands for, where the figures allow it."""

from __future__ import annotations

from healthgap.answer.facts import CertaintyFacts, ExcessFacts, Facts, NotHeld, RangeFacts
from healthgap.answer.held import Held, ends_asked, find, lacking
from healthgap.catalogue import Indicator
from healthgap.drivers import excess
from healthgap.measures.fingertips import PERIODS, RecentTrend, recent_trend, recent_trend_of_proportions
from healthgap.question.model import GAP_MEASURES, Question, When
from healthgap.sampling import is_proportion
from healthgap.series import Series
from healthgap.trends import change, trend_test


def certainty(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The change asked about with what chance leaves of it, and the tests that the series allows.

    Where the limits of either end are not known that is said, with the reason, and nothing is claimed.
    """
    series = held.series(question, indicator, sex)
    ends = ends_asked(question, series)
    if isinstance(ends, NotHeld):
        return [ends]
    unknown = [end.sampling for end in ends if isinstance(end.sampling, str)]
    if unknown:
        plain = question.but(
            intent="change_since", since=When.of(ends[0].period), to=When.of(ends[1].period), at=()
        )
        return [NotHeld("no limits", question, indicator, series, nearest=(plain,), unsampled=unknown[0])]
    is_gap = series.measure in GAP_MEASURES
    test = trend_test(series.points) if is_gap else None
    return [CertaintyFacts(series, change(*ends), test, None if is_gap else recent(series))]


def chance_range(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """What chance leaves of the number of each period asked about, be it known or not."""
    series = held.series(question, indicator, sex)
    points = [find(when, series, question) for when in question.at or (When("latest"),)]
    return [one if isinstance(one, NotHeld) else RangeFacts(series, one) for one in points]


def recent(series: Series) -> RecentTrend | None:
    """Fingertips' recent trend of a level over its latest five periods, or the reason why its rule gives none.

    None of anything else, with fewer periods, or where their limits are not known.
    """
    points = series.points[-PERIODS:]
    if series.measure != "rate" or len(points) < PERIODS:
        return None
    periods = [point.period for point in points]
    figures = [point.figures[0] for point in points]
    if is_proportion(series.indicator) and all(figure.count and figure.denominator for figure in figures):
        return recent_trend_of_proportions(
            periods, [f.count or 0.0 for f in figures], [f.denominator or 0.0 for f in figures]
        )
    limits = [point.sampled.interval for point in points if point.sampled]
    if len(limits) < PERIODS:
        return None
    values = [point.value.value for point in points]
    return recent_trend(periods, values, [end.low for end in limits], [end.high for end in limits])


def events(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The events in the group that would not have happened at its comparator's level."""
    series = held.gap(indicator, sex, "relative_gap")
    if series.latest is None:
        return [lacking("no counts", question.but(intent="value", measure="count"), series)]
    gap = find((question.at or (When("latest"),))[0], series, question)
    if isinstance(gap, NotHeld):
        return [gap]
    counted = held.count(indicator, sex, indicator.group).by_period.get(gap.period)
    if counted is None or series.indexed or indicator.polarity != "lower_is_better":
        return [lacking("no counts", question, series)]
    found = excess(counted.value.value, gap, held.pair_at(indicator, sex, gap))
    if found is None:
        return [lacking("no counts", question, series)]
    return [ExcessFacts(indicator, sex, gap, counted, found)]
