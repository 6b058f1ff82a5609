"""When releases are public, which of them speak, and what one changes of another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.comparison import compare
from healthgap.releases import (
    Release,
    end_of_day,
    preceding,
    publication_moment,
    speaking,
)
from healthgap.tables import STORED_SCHEMA, figures, newest, together
from tests.drawn import drawn, listed

NOTHING = STORED_SCHEMA.empty_table()


def release(order: int, published: datetime, withdrawn: datetime | None = None) -> Release:
    return Release(f"r{order}", order, f"Release {order}", "DH", published, "", "f.csv", published, withdrawn)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2009, 1, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        (date(2009, 1, 14), datetime(2009, 1, 14, 9, 30, tzinfo=UTC)),
        (date(2009, 7, 14), datetime(2009, 7, 14, 8, 30, tzinfo=UTC)),
        (datetime.fromisoformat("2009-07-14T07:00"), datetime(2009, 7, 14, 6, 0, tzinfo=UTC)),
        (
            datetime.fromisoformat("2009-07-14T07:00-05:00"),
            datetime(2009, 7, 14, 12, tzinfo=UTC),
        ),
    ],
)
def test_a_date_means_half_past_nine_in_london(published: date | datetime, moment: datetime) -> None:
    assert publication_moment(published) == moment


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_ends_just_before_the_next_begins_in_london(day: date) -> None:
    moment = end_of_day(day)
    assert publication_moment(day) < moment < publication_moment(day + timedelta(days=1))
    next_midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    assert moment + timedelta(microseconds=1) == publication_moment(next_midnight)


def test_a_release_is_embargoed_then_public_then_withdrawn() -> None:
    one = release(1, at(14), withdrawn=at(20))
    states = [one.state(at(14, 11)), one.state(at(14)), one.state(at(19)), one.state(at(20))]
    assert states == ["embargoed", "public", "public", "withdrawn"]


def test_a_release_withdrawn_under_embargo_never_speaks() -> None:
    one = release(1, at(14), withdrawn=at(10))
    assert speaking([one], at(12)) == speaking([one], at(15)) == []


def test_the_release_published_last_has_the_last_word_and_of_two_at_once_the_one_loaded_last() -> None:
    late, early, same = release(1, at(14)), release(2, at(10)), release(3, at(14))
    assert [one.order for one in speaking([late, early, same], at(15))] == [2, 1, 3]


def test_a_release_is_compared_with_earlier_editions_that_still_stand() -> None:
    first, gone, this, later = (
        release(1, at(1)),
        release(2, at(2), withdrawn=at(3)),
        release(3, at(5)),
        release(4, at(6)),
    )
    assert preceding([later, this, gone, first], this, at(7)) == [first]
    assert preceding([later, this, gone, first], this, at(2)) == [first, gone]


def test_of_each_key_the_newest_release_speaks_even_when_it_says_missing() -> None:
    table = together([drawn("all 2001 5.1\nall 2002 5.2", "old"), drawn("all 2002 NA\nall 2003 5.3", "new")])
    assert [(f.period.label, f.value, f.release) for f in figures(newest(table))] == [
        ("2001", 5.1, "old"),
        ("2002", None, "new"),
        ("2003", 5.3, "new"),
    ]


def test_a_comparison_tells_new_revised_unchanged_and_withdrawn_apart() -> None:
    held = drawn("all 2001 5.1\nall 2002 5.2\nall 2003 NA\nall 2004 5.4\nall 2005 5.5")
    changes = compare(
        drawn("all 2006 5.6\nall 2001 5.1\nall 2002 5.9\nall 2003 5.3\nall 2004 NA"), held, NOTHING
    )
    assert listed(changes.new) == [("all", "2006", 5.6)]
    assert listed(changes.unchanged) == [("all", "2001", 5.1)]
    assert listed(changes.before) == [("all", "2002", 5.2), ("all", "2003", None)]
    assert listed(changes.revised) == [("all", "2002", 5.9), ("all", "2003", 5.3)]
    assert listed(changes.withdrawn) == [("all", "2004", 5.4)]


@pytest.mark.parametrize(
    ("before", "after", "revised"),
    [
        ("all 2001 5.1 count=10", "all 2001 5.1 count=11", True),
        ("all 2001 5.1 count=10", "all 2001 5.1", False),
        ("all 2001 5.1", "all 2001 5.1 lower=4.9", False),
        ("all 2001 5.1 lower=4.8", "all 2001 5.1 lower=4.9", True),
        ("all 2001 5", "all 2001 5.0", False),
        ("all 2001 NA", "all 2001 NA missing=suppressed", True),
        ("all 2001 NA", "all 2001 NA", False),
        ("all 2001 5.1", "all 2001 5.1 note=final", False),
    ],
)
def test_what_counts_as_a_revision(before: str, after: str, revised: bool) -> None:
    changes = compare(drawn(after), drawn(before), NOTHING)
    assert (changes.revised.num_rows, changes.unchanged.num_rows) == ((1, 0) if revised else (0, 1))


@pytest.mark.parametrize(
    ("periods", "withdrawn"),
    [
        ("2001 2002 2003 2004 2005", []),
        ("2005", []),
        ("2001 2005 2006", []),
        ("2001 2003 2005", ["2002", "2004"]),
        ("2002 2003 2005", ["2004"]),
        ("2006", []),
    ],
)
def test_an_edition_withdraws_a_period_only_when_it_repeats_both_neighbours(
    periods: str, withdrawn: list[str]
) -> None:
    previous = drawn("\n".join(f"all {year} 5" for year in range(2001, 2006)))
    changes = compare(drawn("\n".join(f"all {year} 5" for year in periods.split())), previous, previous)
    assert [period for _, period, _ in listed(changes.withdrawn)] == withdrawn


def test_neighbours_are_those_of_the_same_series() -> None:
    previous = drawn("all 2001 5\nall 2003 5\nroutine_manual 2002 6")
    changes = compare(drawn("all 2001 5\nall 2003 5"), previous, previous)
    assert changes.withdrawn.num_rows == 0


FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(["all", "routine_manual"]), st.integers(2001, 2008)),
    st.sampled_from(["1", "2", "NA"]),
)


@given(FIGURES, FIGURES)
def test_a_comparison_agrees_with_the_slow_and_obvious_one(
    before: dict[tuple[str, int], str], after: dict[tuple[str, int], str]
) -> None:
    held, figures = (
        drawn("\n".join(f"{group} {year} {value}" for (group, year), value in one.items()))
        for one in (before, after)
    )
    changes = compare(figures, held, NOTHING)
    both = before.keys() & after.keys()
    blanked = {key for key in both if after[key] == "NA" != before[key]}
    assert changes.new.num_rows == len(after.keys() - before.keys())
    assert changes.unchanged.num_rows == sum(before[key] == after[key] for key in both)
    assert changes.withdrawn.num_rows == len(blanked)
    assert {(group, int(period)) for group, period, _ in listed(changes.revised)} == {
        key for key in both - blanked if before[key] != after[key]
    }
