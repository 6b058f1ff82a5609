"""The four readings of a later period, with what rounding and chance leave of each."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from healthgap.config import load_catalogue
from healthgap.period import Period
from healthgap.projections import (
    Sides,
    constant_ratio,
    first_beyond,
    least_squares,
    levels_apart,
    straight_line,
)
from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Sampling, correlation
from healthgap.series import Point
from tests.sample import ROOT

IMR = load_catalogue(ROOT / "config").indicators["infant_mortality"]


def point(label: str, value: float, error: float | None = None, decimals: int = 0) -> Point:
    chance = (
        Sampling(error, Interval(value - 1.96 * error, value + 1.96 * error), "counts") if error else None
    )
    return Point(
        Period.parse(label),
        Rounded.printed(value, decimals),
        "printed",
        (),
        chance if chance else "no counts",
    )


GAPS = [
    point("2001-03", 19, 1.2),
    point("2002-04", 19, 1.1),
    point("2003-05", 18, 1.0),
    point("2005-07", 16, 0.9),
]


def test_a_line_through_all_points_is_the_least_squares_line() -> None:
    found = least_squares(GAPS, 2010)
    assert found is not None
    years = [gap.period.middle for gap in GAPS]
    slope, start = np.polyfit(years, [gap.value.value for gap in GAPS], 1)
    assert found.value.value == pytest.approx(start + slope * 2010)
    corners = [
        np.polyval(np.polyfit(years, values, 1), 2010)
        for values in itertools.product(*[(gap.value.low, gap.value.high) for gap in GAPS])
    ]
    assert (found.value.low, found.value.high) == pytest.approx((min(corners), max(corners)))


def test_chance_in_the_line_allows_for_the_years_that_its_points_share() -> None:
    """The slow way: the covariances of all points as a matrix, and the line as a row of weights."""
    found = least_squares(GAPS, 2010)
    assert found is not None
    assert found.limits is not None
    errors = [gap.sampled.error for gap in GAPS if gap.sampled]
    covariance = np.array(
        [
            [correlation(a.period, b.period) * s * t for b, t in zip(GAPS, errors, strict=True)]
            for a, s in zip(GAPS, errors, strict=True)
        ]
    )
    design = np.array([[1, gap.period.middle] for gap in GAPS])
    weights = np.array([1, 2010]) @ np.linalg.pinv(design)
    half = 1.959964 * np.sqrt(weights @ covariance @ weights)
    assert found.limits.high - found.value.value == pytest.approx(half, rel=1e-5)


def test_the_same_per_cent_every_year() -> None:
    found = constant_ratio(point("2002-04", 20), point("2005-07", 16), 2009)
    assert found is not None
    assert found.value.value == pytest.approx(16 * 0.8)
    assert (found.value.low, found.value.high) == pytest.approx((15.5**2 / 20.5, 16.5**2 / 19.5))


def test_each_sides_level_on_its_own_line() -> None:
    sides = Sides(
        (point("2002-04", 5.9, 0.09, 1), point("2005-07", 5.4, 0.09, 1)),
        (point("2002-04", 4.9, 0.05, 1), point("2005-07", 4.7, 0.05, 1)),
        0.37,
    )
    found = levels_apart(sides, 2009, IMR, "relative_gap")
    assert found is not None
    assert found.value.value == pytest.approx(100 * (4.9 / 4.5 - 1))
    assert found.limits is not None
    assert found.limits.low < found.value.value < found.limits.high
    without = levels_apart(replace(sides, share=None), 2009, IMR, "relative_gap")
    assert without is not None
    assert without.limits is None  # the group is in its comparator, and nobody knows how much of it it is


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(0, 16))
def test_no_reading_reaches_further_than_twice_what_was_observed(a: int, b: int, c: int, ahead: int) -> None:
    points = [point("2000", a), point("2002", b), point("2004", c)]
    sides = Sides((points[0], points[2]), (points[0], points[2]), None)
    found = [
        straight_line(points[0], points[2], 2004 + ahead),
        least_squares(points, 2004 + ahead),
        constant_ratio(points[0], points[2], 2004 + ahead),
        levels_apart(sides, 2004 + ahead, IMR, "relative_gap"),
    ]
    if ahead > 8:
        assert found == [None] * 4
    for reading in found:
        assert reading is None or reading.value.low <= reading.value.value <= reading.value.high


def test_a_rising_level_reaches_what_it_has_to_rise_to() -> None:
    first, last = point("2000", 70), point("2004", 74)
    assert first_beyond(first, last, lambda level: level >= 76) == Period(2006, 2006)
    assert first_beyond(first, last, lambda level: level > 76) == Period(2007, 2007)
    assert first_beyond(first, last, lambda level: level <= 72) is None


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(1, 8),
    st.integers(0, 400),
    st.sampled_from([1, 2, 3, 5]),
)
def test_a_line_gets_somewhere_in_the_first_period_centred_after_it_crosses(
    before: int, now: int, span: int, tenths: int, years: int
) -> None:
    first = Point(Period(2000, 1999 + years), Rounded.printed(before, 0), "printed", ())
    last = Point(Period(2000 + span, 1999 + span + years), Rounded.printed(now, 0), "printed", ())
    wanted = Fraction(tenths, 10)
    assume(wanted < now)
    years_ahead = (now - wanted) * span / (before - now) if now < before else Fraction(0)  # 0: it moves away
    moved = math.ceil(years_ahead)
    there = Period(2000 + span + moved, 1999 + span + years + moved)
    reached = first_beyond(first, last, lambda value: value <= float(wanted))
    assert reached == (there if 0 < years_ahead <= 2 * span else None)


def test_a_line_through_financial_years_gets_somewhere_in_a_financial_year() -> None:
    first, last = point("2013/14", 10), point("2015/16", 8)
    assert first_beyond(first, last, lambda gap: gap <= 6.5) == Period.parse("2017/18")


def test_two_points_that_are_no_time_apart_make_no_line() -> None:
    first, last = point("2000-02", 10), point("2001", 8)
    assert first_beyond(first, last, lambda gap: gap <= 6.5) is None


def test_too_few_points_make_no_line_and_nothing_above_zero_no_ratio() -> None:
    assert least_squares(GAPS[:2], 2006) is None
    assert constant_ratio(point("2002-04", 20), point("2005-07", -1), 2009) is None


def test_a_gap_that_may_be_zero_by_chance_has_no_rate_of_decline() -> None:
    assert constant_ratio(point("2002-04", 20, 3.0), point("2005-07", 16, 3.0), 2009) is not None
    assert constant_ratio(point("2002-04", 20, 3.0), point("2005-07", 16, 9.0), 2009) is None
    assert constant_ratio(point("2002-04", 0.1, 30.0, 2), point("2005-07", 0.1, 30.0, 2), 2009) is None


def test_a_projection_looks_ahead_and_not_back() -> None:
    assert straight_line(GAPS[0], GAPS[-1], 2005) is None
    assert constant_ratio(GAPS[0], GAPS[-1], 2005) is None
