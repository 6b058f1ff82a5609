"""Targets of every shape: what they require, how far there, their status, and the other gap's verdict beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from healthgap.catalogue import Target
from healthgap.config import load_catalogue
from healthgap.errors import ConfigurationError
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Sampling
from healthgap.series import Point, Series
from healthgap.targets import as_if_set_on, assess, pace_start, revised_baseline
from tests.sample import ROOT

IMR = load_catalogue(ROOT / "config").indicators["infant_mortality"]


def point(label: str, value: float, decimals: int = 0) -> Point:
    return Point(Period.parse(label), Rounded.printed(value, decimals), "printed", ())


def target(shape: str, size: float | None = None, due: str | None = "2009-11", **more: object) -> Target:
    assert IMR.target is not None
    return replace(IMR.target, shape=shape, size=size, due=Period.parse(due) if due else None, **more)


def series(aim: Target, *points: Point, measure: str = "relative_gap") -> Series:
    return Series(replace(IMR, target=aim), "persons", IMR.group, measure, points, False, {}, {})


BASELINE = point("1997-99", 13)
AT_MOST, AT_LEAST = target("level_at_most", 5.0, measure=None), target("level_at_least", 5.0, measure=None)
NARROWER, NO_GAP = target("narrower"), target("no_gap")

STATUSES = [
    (NARROWER, [BASELINE, point("2009-11", 12)], "met"),
    (NARROWER, [BASELINE, point("2009-11", 13)], "too close to call"),
    (NARROWER, [BASELINE, point("2009-11", 14)], "off track"),
    (NARROWER, [point("1997-99", 13.0, 1), point("2009-11", 13.1, 1)], "off track"),
    (NO_GAP, [BASELINE, point("2009-11", 0)], "met"),
    (NO_GAP, [BASELINE, point("2009-11", -2)], "met"),
    (NO_GAP, [BASELINE, point("2009-11", 1)], "off track"),
    (target("halve"), [BASELINE, point("2009-11", 6)], "met"),
    (target("halve"), [BASELINE, point("2009-11", 8)], "off track"),
    (target("halve", due=None), [BASELINE, point("2005-07", 9)], "off track"),
    (target("halve", baseline=None), [BASELINE, point("2005-07", 9)], "not assessable"),
    (target("cut_gap", 10), [point("1997-99", -3), point("2009-11", -4)], "not assessable"),
    (target("gap_at_most", 11), [BASELINE, point("2005-07", 11)], "on track"),
    (AT_MOST, [point("1997-99", 6.3, 1), point("2005-07", 5.3, 1)], "on track"),
    (AT_MOST, [point("1997-99", 6.3, 1), point("2009-11", 5.1, 1)], "off track"),
    (AT_LEAST, [point("1997-99", 4.0, 1), point("2005-07", 4.9, 1)], "on track"),
    (AT_LEAST, [point("1997-99", 4.0, 1), point("2005-07", 4.1, 1)], "off track"),
    (AT_LEAST, [point("1997-99", 4.0, 1), point("2005-07", 5.1, 1)], "met"),
    # what counts is the figure for the due period, also once later ones are out
    (target("cut_gap", 10), [BASELINE, point("2009-11", 11), point("2010-12", 14)], "met"),
    (target("cut_gap", 10), [BASELINE, point("2009-11", 14), point("2010-12", 11)], "off track"),
    (target("cut_gap", 10, due="2010"), [BASELINE, point("2009-11", 11), point("2010-12", 14)], "met"),
    (target("cut_gap", 10, due="2010"), [BASELINE, point("2008-10", 14)], "off track"),
    (target("cut_gap", 10, due="2010"), [BASELINE, point("2011-13", 11)], "met"),
]


@pytest.mark.parametrize(("aim", "points", "status"), STATUSES)
def test_each_shape_is_judged_by_its_own_rule(aim: Target, points: list[Point], status: str) -> None:
    measure = "rate" if aim.shape.startswith("level") else "relative_gap"
    assert assess(series(aim, *points, measure=measure)).status == status


def test_how_far_there_and_what_a_year_would_do() -> None:
    found = assess(series(target("cut_gap", 40), point("1997-99", 20), point("2005-07", 16)))
    assert found.required == pytest.approx(12)
    assert found.distance is not None
    assert found.share_gone is not None
    assert found.needed_per_year is not None
    assert (found.distance.value, found.distance.low, found.distance.high) == pytest.approx((4, 3.5, 4.5))
    assert found.share_gone.value == pytest.approx(50)
    needed = found.needed_per_year  # 2006 to 2010
    assert (needed.value, needed.low, needed.high) == pytest.approx((-1, -1.125, -0.875))


def test_no_pace_is_needed_for_what_is_met_or_due() -> None:
    met = assess(series(target("cut_gap", 10), BASELINE, point("2005-07", 11)))
    due = assess(series(target("cut_gap", 10), BASELINE, point("2009-11", 14)))
    assert met.needed_per_year is None
    assert due.needed_per_year is None
    assert due.distance is not None


@pytest.mark.parametrize(("aim", "first"), [(AT_MOST, "2000-02"), (AT_LEAST, "2001-03")])
def test_the_pace_of_a_level_is_counted_from_its_worst_period(aim: Target, first: str) -> None:
    levels = (
        point("1997-99", 5.5, 1),
        point("2000-02", 6.0, 1),
        point("2001-03", 5.2, 1),
        point("2005-07", 5.4, 1),
    )
    start = pace_start(series(aim, *levels, measure="rate"))
    assert start is not None
    assert str(start.period) == first


@pytest.mark.parametrize(("kept", "required"), [("percentage", 12.6), ("value", 11.7)])
def test_a_revised_baseline_moves_what_is_required_or_does_not(kept: str, required: float) -> None:
    aim = target("cut_gap", 10, baseline_value=13.0, if_revised=kept)
    revised = series(aim, point("1997-99", 14), point("2005-07", 16))
    assert assess(revised).required == pytest.approx(required)
    assert revised_baseline(revised) == (13.0, revised.points[0])
    assert revised_baseline(series(aim, BASELINE, point("2005-07", 16))) is None


def test_keeping_the_value_needs_the_value(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "indicators"
    folder.mkdir(parents=True)
    for name in ("groups.toml", "terms.toml", "indicators/infant_mortality.toml"):
        (tmp_path / "config" / name).write_text((ROOT / "config" / name).read_text("utf-8"), "utf-8")
    file = folder / "infant_mortality.toml"
    file.write_text(file.read_text("utf-8") + 'if_revised = "value"\n', "utf-8")
    with pytest.raises(ConfigurationError, match="needs its first baseline_value"):
        load_catalogue(tmp_path / "config")


def test_the_other_gap_is_judged_by_the_same_rule_unless_the_size_is_not_its_own() -> None:
    absolute = series(target("cut_gap", 10), point("1997-99", 0.7, 1), measure="absolute_gap")
    moved = as_if_set_on(absolute)
    assert moved is not None
    assert assess(moved).required == pytest.approx(0.63)
    assert as_if_set_on(series(target("gap_at_most", 10), measure="absolute_gap")) is None


def with_chance(label: str, value: float, error: float) -> Point:
    half = 1.96 * error
    return replace(
        point(label, value, 1), sampling=Sampling(error, Interval(value - half, value + half), "counts")
    )


def test_chance_makes_a_projection_too_close_to_call_and_leaves_what_was_published() -> None:
    aim = target("cut_gap", 10)
    latest = {
        "off track": with_chance("2005-07", 19, 0.1),
        "too close to call": with_chance("2005-07", 19, 2),
        "met": with_chance("2009-11", 17, 3),
    }
    for status, last in latest.items():
        assert assess(series(aim, with_chance("1997-99", 20, 0.1), last)).status == status


def test_a_target_on_a_level_is_none_of_the_gap() -> None:
    assert assess(series(AT_MOST, BASELINE, point("2005-07", 4))).target is None
