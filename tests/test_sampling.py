"""What chance leaves of levels, gaps and changes: verified values, an obvious second opinion, laws, and simulation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.catalogue import Indicator
from healthgap.config import load_catalogue
from healthgap.figures import Figure
from healthgap.measures import proportion, rate
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import (
    Pair,
    correlation,
    of_absolute_gap,
    of_level,
    of_pair,
    of_ratio,
    of_relative_gap,
    ratio_limits,
)
from healthgap.series import Point, Series, gap_series
from healthgap.trends import change, trend_test
from tests.sample import ROOT

CATALOGUE = load_catalogue(ROOT / "config")
IMR = CATALOGUE.indicators["infant_mortality"]
CANCER = CATALOGUE.indicators["cancer_mortality_u75"]
APART = replace(IMR, comparator_contains_group=False)

counts = st.integers(10, 100_000)


def figure(group: str, value: float | None, label: str = "2005-07", **more: float | None) -> Figure:
    """A level of infant mortality per 1,000, with one decimal printed unless said otherwise."""
    given = {"decimals": 1, "lower": None, "upper": None, "count": None, "denominator": None, **more}
    missing = None if value is not None else "suppressed"
    return Figure(
        IMR.id, "persons", IMR.area, group, Period.parse(label), "value", value, int(given["decimals"] or 0),
        given["lower"], given["upper"], given["count"], given["denominator"], missing, None, "", "r",
    )  # fmt: skip


def crude(group: str, count: float, births: float, label: str = "2005-07") -> Figure:
    """The same from a count and its births, printed in full."""
    return figure(group, 1000 * count / births, label, decimals=6, count=count, denominator=births)


def pair(group: Figure, comparator: Figure, indicator: Indicator = IMR) -> Pair:
    found = of_pair(group, comparator, indicator)
    assert isinstance(found, Pair), found
    return found


def test_a_group_of_41_per_cent_of_its_comparator_has_the_variances_that_simulation_found() -> None:
    group = figure("routine_manual", 5.9, count=144.68, denominator=24_522)
    comparator = figure("all_ns_sec", 4.9, count=293.07, denominator=59_810)
    within, apart = pair(group, comparator), pair(group, comparator, APART)
    assert within.share == pytest.approx(0.41, abs=1e-4)
    errors = (within.difference_error, within.log_ratio_error, apart.difference_error, apart.log_ratio_error)
    d, log_ratio, d_apart, log_ratio_apart = ((error or 0) ** 2 for error in errors)
    assert d / 1000**2 == pytest.approx(1.254e-7, rel=3e-3)
    assert log_ratio == pytest.approx(0.00350, rel=3e-3)
    assert d_apart / 1000**2 == pytest.approx(3.227e-7, rel=3e-3)
    assert log_ratio_apart == pytest.approx(0.01033, rel=3e-3)


def test_the_published_example_of_a_narrowing_that_may_be_chance() -> None:
    left = ratio_limits(20.7, 18.4, 1.1**2, 1.0**2, 0)
    assert left is not None
    assert [round(100 * (1 - end), 1) for end in (left.high, left.low)] == [-3.2, 23.5]


@given(counts, counts, st.integers(100_000, 10_000_000), st.integers(100_000, 10_000_000))
def test_a_comparator_with_the_group_in_it_is_the_group_and_the_rest(
    in_group: int, in_rest: int, births: int, other_births: int
) -> None:
    """The slow way: group and rest are independent, and everything follows from the two."""
    group = crude("routine_manual", in_group, births)
    everyone = crude("all_ns_sec", in_group + in_rest, births + other_births)
    found = pair(group, everyone)
    share = births / (births + other_births)
    variances = [(1000 / births) ** 2 * in_group, (1000 / other_births) ** 2 * in_rest]
    assert found.difference_error == pytest.approx((1 - share) * math.sqrt(sum(variances)), rel=1e-6)
    assert found.log_ratio_error == pytest.approx(
        math.sqrt(1 / in_group - 1 / (in_group + in_rest)), rel=1e-6
    )


@given(counts, counts, st.integers(2, 100))
def test_so_many_times_the_people_leave_the_gap_and_narrow_its_limits_by_the_root(
    in_group: int, in_rest: int, times: int
) -> None:
    small = pair(crude("routine_manual", in_group, 10**6), crude("all_ns_sec", in_group + in_rest, 3 * 10**6))
    large = pair(
        crude("routine_manual", times * in_group, times * 10**6),
        crude("all_ns_sec", times * (in_group + in_rest), times * 3 * 10**6),
    )
    assert (small.difference_error or 0) / (large.difference_error or 1) == pytest.approx(math.sqrt(times))
    assert (small.log_ratio_error or 0) / (large.log_ratio_error or 1) == pytest.approx(math.sqrt(times))


@given(counts, counts)
def test_swapping_sides_that_share_nobody_keeps_the_error_and_inverts_the_ratio(one: int, other: int) -> None:
    there = pair(crude("routine_manual", one, 10**6), crude("all_ns_sec", other, 2 * 10**6), APART)
    back = pair(crude("all_ns_sec", other, 2 * 10**6), crude("routine_manual", one, 10**6), APART)
    assert there.difference_error == pytest.approx(back.difference_error)
    ratio = of_ratio(there.group / there.comparator, there)
    inverse = of_ratio(back.group / back.comparator, back)
    assert not isinstance(ratio, str)
    assert not isinstance(inverse, str)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx(
        (1 / inverse.interval.high, 1 / inverse.interval.low)
    )


@given(counts, counts, st.sampled_from([0.01, 10, 100]))
def test_another_unit_keeps_the_limits_of_the_relative_gap(one: int, other: int, unit: float) -> None:
    def limits(scale: float) -> tuple[float, float]:
        sides = [
            replace(crude("g", count, 10**6), value=scale * count / 1000, decimals=9)
            for count in (one, one + other)
        ]
        found = pair(sides[0], replace(sides[1], denominator=3.0 * 10**6, value=scale * (one + other) / 3000))
        gap = 100 * (found.group / found.comparator - 1)
        sampled = of_relative_gap(gap, found, "lower_is_better")
        assert not isinstance(sampled, str)
        return sampled.interval.low, sampled.interval.high

    assert limits(unit) == pytest.approx(limits(1))


def test_worse_off_is_positive_with_limits_in_order_whatever_the_polarity() -> None:
    found = pair(crude("routine_manual", 300, 100_000), crude("all_ns_sec", 800, 300_000))
    for polarity, gap in (("lower_is_better", 12.5), ("higher_is_better", -12.5)):
        sampled = of_relative_gap(gap, found, polarity)
        assert not isinstance(sampled, str)
        assert sampled.interval.low < gap < sampled.interval.high


REASONS = {
    "no counts at all": (figure("g", 5.4), figure("c", 4.7), IMR, "no counts"),
    "one side without": (crude("g", 300, 60_000), figure("c", 4.7), IMR, "no counts"),
    "no event in the group": (crude("g", 0, 60_000), crude("c", 800, 160_000), IMR, "few events"),
    "nine events": (crude("g", 9, 2_000), crude("c", 800, 160_000), IMR, "few events"),
    "nine events outside the group": (crude("g", 300, 60_000), crude("c", 309, 160_000), IMR, "few events"),
    "more events than the comparator that it is part of": (
        crude("g", 900, 60_000),
        crude("c", 800, 160_000),
        IMR,
        "not consistent",
    ),
    "suppressed": (figure("g", None), crude("c", 800, 160_000), IMR, "not printed"),
    "a group as large as its comparator": (
        crude("g", 300, 160_000),
        crude("c", 800, 160_000),
        IMR,
        "share unknown",
    ),
    "limits, and nobody knows how many people": (
        figure("g", 5.4, lower=5.2, upper=5.6),
        figure("c", 4.7, lower=4.6, upper=4.8),
        IMR,
        "share unknown",
    ),
    "the count of a standardised rate": (
        figure("g", 126.4, count=9000),
        figure("c", 108.0, count=40_000),
        CANCER,
        "no counts",
    ),
    "a rate that its count and denominator do not give": (
        figure("g", 126.4, count=9000, denominator=5_000_000),
        figure("c", 108.0, count=40_000, denominator=30_000_000),
        CANCER,
        "no counts",
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_limits_are_refused_with_the_reason(name: str) -> None:
    group, comparator, indicator, reason = REASONS[name]
    assert of_pair(group, comparator, indicator) == reason


def test_limits_of_both_sides_and_their_people_give_limits_of_the_gap() -> None:
    group = figure("g", 126.4, lower=124.0, upper=128.8, denominator=14_000_000)
    comparator = figure("c", 108.0, lower=107.0, upper=109.0, denominator=50_000_000)
    found = pair(group, comparator, CANCER)
    sampled = of_absolute_gap(18.4, found)
    assert not isinstance(sampled, str)
    assert (found.basis, found.share) == ("limits", 0.28)
    own, beside = 4.8 / 3.92, 2.0 / 3.92
    assert sampled.error == pytest.approx(math.sqrt(own**2 + beside**2 - 2 * 0.28 * own**2), rel=1e-4)


def test_a_level_has_its_published_limits_or_those_of_its_count() -> None:
    published = of_level(figure("g", 5.4, lower=5.2, upper=5.7, count=3749), IMR)
    counted = of_level(figure("g", 5.4, count=3749), IMR)
    assert not isinstance(published, str)
    assert not isinstance(counted, str)
    assert (published.interval.low, published.interval.high) == (5.2, 5.7)
    assert counted.error == pytest.approx(5.4 / math.sqrt(3749))


def test_the_limits_of_a_level_are_those_that_measures_gives_for_its_count() -> None:
    few = of_level(figure("g", 20.0, count=20, denominator=1000), IMR)
    share = of_level(figure("g", 95.0, count=19, denominator=20), replace(IMR, unit="%"))
    byar, wilson = rate(20, 1000, multiplier=1000), proportion(19, 20, multiplier=100)
    for found, ohid in ((few, byar), (share, wilson)):
        assert not isinstance(found, str)
        assert found.interval.low == pytest.approx(float(ohid.lower))
        assert found.interval.high == pytest.approx(float(ohid.upper))


def test_limits_that_leave_a_ratio_anything_are_none() -> None:
    group, comparator = (
        figure("g", 0.05, lower=0.01, upper=80.0, decimals=2),
        figure("c", 4.7, lower=4.6, upper=4.8),
    )
    both = pair(group, comparator, APART)
    assert of_ratio(0.05 / 4.7, both) == of_relative_gap(-99.0, both, "lower_is_better") == "not consistent"
    assert not isinstance(of_absolute_gap(-4.65, both), str)


def test_nearly_everybody_is_not_taken_for_certain() -> None:
    coverage = replace(APART, unit="%", polarity="higher_is_better")
    everybody = figure("g", 100.0, count=40, denominator=40)
    others = figure("c", 90.0, count=900, denominator=1000)
    both = pair(everybody, others, coverage)
    wilson = proportion(40, 40, multiplier=100)
    assert math.sqrt(both.group_variance) == pytest.approx(
        float(wilson.upper - wilson.lower) / 3.92, rel=1e-3
    )
    assert math.sqrt(both.comparator_variance) == pytest.approx(100 * math.sqrt(0.9 * 0.1 / 1000))


def test_the_publishers_limits_of_a_printed_gap_go_first() -> None:
    gap = replace(figure(IMR.group, 14.0, lower=10.0, upper=18.0), measure="relative_gap")
    sides = [crude(IMR.group, 3749, 694_000), crude(IMR.comparator, 8709, 1_853_000)]
    point = gap_series([gap, *sides], IMR, "persons", "relative_gap").latest
    assert point is not None
    assert point.sampled is not None
    assert (point.sampled.basis, point.sampled.interval.low) == ("published limits", 10.0)


def test_periods_go_together_by_the_years_they_share() -> None:
    def share(one: str, other: str) -> float:
        return correlation(Period.parse(one), Period.parse(other))

    assert share("2004-06", "2005-07") == pytest.approx(2 / 3)
    assert share("2001-03", "2005-07") == 0
    assert share("2005-07", "2006") == pytest.approx(1 / math.sqrt(3))


DRAWS = 3000
TOLERANCE = 3.5 * math.sqrt(0.95 * 0.05 / DRAWS)
"""How far a true 95% may lie from what so many draws show."""


def test_95_per_cent_limits_of_a_gap_hold_the_truth_95_times_in_100() -> None:
    random = np.random.default_rng(20050701)
    births, others = 60_000, 90_000
    rate, other_rate = 0.0060, 0.0045
    everyone = (births * rate + others * other_rate) / (births + others)
    difference, relative = 1000 * (rate - everyone), 100 * (rate / everyone - 1)
    inside = np.zeros(2)
    for in_group, in_rest in zip(
        random.poisson(births * rate, DRAWS), random.poisson(others * other_rate, DRAWS), strict=True
    ):
        found = pair(
            crude("g", float(in_group), births), crude("c", float(in_group + in_rest), births + others)
        )
        absolute = of_absolute_gap(found.group - found.comparator, found)
        per_cent = of_relative_gap(100 * (found.group / found.comparator - 1), found, "lower_is_better")
        assert not isinstance(absolute, str)
        assert not isinstance(per_cent, str)
        inside += [absolute.interval.holds(difference), per_cent.interval.holds(relative)]
    assert inside / DRAWS == pytest.approx([0.95, 0.95], abs=TOLERANCE)


@pytest.mark.parametrize("last", ["2004-06", "2005-07"])
def test_95_per_cent_limits_of_a_change_hold_the_truth_though_pooled_periods_share_years(last: str) -> None:
    """Yearly deaths are drawn, pooled by three, and the gap of the group within everyone is followed."""
    random = np.random.default_rng(7)
    births, others = 40_000, 60_000
    rates = np.array([0.0075, 0.0073, 0.0071, 0.0069, 0.0067])
    other_rates = np.full(5, 0.0045)
    in_group = random.poisson(births * rates, (DRAWS, 5))
    in_rest = random.poisson(others * other_rates, (DRAWS, 5))
    start = int(last[:4]) - 2003

    def gap(group: float, rest: float, label: str) -> Point:
        sides = [
            crude(IMR.group, group, 3 * births, label),
            crude(IMR.comparator, group + rest, 3 * (births + others), label),
        ]
        point = gap_series(sides, IMR, "persons", "absolute_gap").latest
        assert point is not None
        return point

    def of_years(group: np.ndarray, rest: np.ndarray) -> tuple[Point, Point]:
        before = gap(group[:3].sum(), rest[:3].sum(), "2003-05")
        return before, gap(group[start : start + 3].sum(), rest[start : start + 3].sum(), last)

    truth = change(*of_years(births * rates, others * other_rates))
    assert truth.per_cent is not None
    inside = np.zeros(2)
    for draw in range(DRAWS):
        found = change(*of_years(in_group[draw], in_rest[draw]))
        assert found.difference_limits is not None
        assert found.per_cent_limits is not None
        inside += [
            found.difference_limits.holds(truth.difference.value),
            found.per_cent_limits.holds(truth.per_cent.value),
        ]
    assert inside / DRAWS == pytest.approx([0.95, 0.95], abs=TOLERANCE)


def sampled(label: str, value: float, error: float) -> Point:
    """A gap with a standard error, as limits that were printed with it."""
    gap = replace(
        figure(IMR.group, value, label, lower=value - 1.959964 * error, upper=value + 1.959964 * error),
        measure="relative_gap",
    )
    point = gap_series([gap], IMR, "persons", "relative_gap").latest
    assert point is not None
    return point


VERDICTS = [
    (("1997-99", 20.7, 1.1), ("2004-06", 18.4, 1.0), "no clear change"),
    (("1997-99", 20.7, 0.5), ("2004-06", 18.4, 0.5), "narrower"),
    (("1997-99", 18.4, 0.5), ("2004-06", 20.7, 0.5), "wider"),
    (("2003-05", 20.0, 0.6), ("2004-06", 18.6, 0.6), "narrower"),  # two years shared: less can be chance
    (("2001-03", 20.0, 0.6), ("2004-06", 18.6, 0.6), "no clear change"),
]


@pytest.mark.parametrize(("first", "last", "verdict"), VERDICTS)
def test_narrower_and_wider_are_said_only_where_the_limits_support_it(
    first: tuple[str, float, float], last: tuple[str, float, float], verdict: str
) -> None:
    assert change(sampled(*first), sampled(*last)).verdict == verdict


def test_without_limits_there_is_no_verdict_and_near_zero_no_per_cent() -> None:
    plain = Point(Period.parse("1997-99"), Rounded.printed(13, 0), "printed", ())
    assert change(plain, sampled("2004-06", 18.4, 1.0)).verdict is None
    near_zero = change(sampled("1997-99", 1.0, 0.9), sampled("2004-06", 3.0, 0.3))
    assert near_zero.difference_limits is not None
    assert near_zero.per_cent_limits is None


def test_a_trend_is_tested_over_periods_that_share_no_year() -> None:
    falling = [
        sampled(f"{year}-{year + 2 - 2000:02}", 40 - 2 * (year - 2000), 1.0) for year in range(2000, 2010)
    ]
    found = trend_test(falling)
    assert found is not None
    assert [str(point.period) for point in found.points] == ["2000-02", "2003-05", "2006-08", "2009-11"]
    years, values = np.array([2001, 2004, 2007, 2010.0]), np.array([40, 34, 28, 22.0])
    assert found.slope == pytest.approx(np.polyfit(years, values, 1)[0])
    half = 1.959964 / math.sqrt(np.sum((years - years.mean()) ** 2))
    assert found.limits.high - found.slope == pytest.approx(half, rel=1e-6)
    assert found.verdict == "narrower"


def test_overlapping_periods_alone_are_too_few_for_a_test() -> None:
    assert (
        trend_test([sampled(f"{year}-{year + 2 - 2000:02}", 20.0, 1.0) for year in range(2000, 2005)]) is None
    )


def test_a_series_of_gaps_carries_limits_where_both_sides_are_counted() -> None:
    held = [
        crude(IMR.group, 4000, 700_000, "2002-04"),
        crude(IMR.comparator, 9000, 1_850_000, "2002-04"),
        figure(IMR.group, 5.4, "2005-07"),
        figure(IMR.comparator, 4.7, "2005-07"),
    ]
    series: Series = gap_series(held, IMR, "persons", "relative_gap")
    assert [isinstance(point.sampling, str) for point in series.points] == [False, True]
    assert series.points[1].sampling == "no counts"
