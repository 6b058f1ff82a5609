"""Releases in a real database: stored whole or not at all, read as of a moment, withdrawn and kept."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from healthgap.errors import UnknownNameError
from healthgap.releases import Release
from healthgap.store.database import writing
from healthgap.store.releases import Releases, find_by_content, store, stored_releases
from healthgap.store.schema import segment
from healthgap.tables import together
from tests.drawn import drawn, listed
from tests.held import figures_at, segments_of

NOW = datetime(2010, 1, 1, tzinfo=UTC)


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2009, 1, day, hour, tzinfo=UTC)


def hold(engine: Engine, order: int, published: datetime, text: str) -> Release:
    release = Release(f"r{order}", order, f"Release {order}", "DH", published, "", "f.csv", NOW)
    with writing(engine) as connection:
        store(connection, release, f"{order:064}", segments_of(drawn(text)))
    return release


def test_what_was_stored_is_read_back(engine: Engine) -> None:
    release = hold(engine, 1, at(14), "all 2001 5.10 lower=4.9 upper=5.3 count=10 denominator=1960 note=x")
    (figure,) = figures_at(Releases(engine), "infant_mortality", NOW)
    assert (figure.value, figure.decimals, figure.lower, figure.upper) == (5.1, 2, 4.9, 5.3)
    assert (figure.count, figure.denominator, figure.note, figure.missing) == (10, 1960, "x", None)
    assert (figure.sex, figure.area, figure.period.label, figure.release) == (
        "persons",
        "England",
        "2001",
        "r1",
    )
    assert Releases(engine).all() == [release]


def test_every_indicator_is_read_by_itself(engine: Engine) -> None:
    hold(engine, 1, at(14), "all 2001 5\nall 2001 70 indicator=life_expectancy\nall 2002 6")
    releases = Releases(engine)
    assert [f.value for f in figures_at(releases, "infant_mortality", NOW)] == [5, 6]
    assert [f.value for f in figures_at(releases, "life_expectancy", NOW)] == [70]
    assert figures_at(releases, "nothing_of_the_kind", NOW) == []


def test_one_area_is_read_as_if_there_were_no_other(engine: Engine) -> None:
    names = [f"area-{number:04}" for number in np.random.default_rng(7).permutation(3000)]
    first = [
        f"{group} {year} {year}.5 area={name}"
        for name in names
        for group in ("all", "x")
        for year in (2001, 2002)
    ]
    hold(engine, 1, at(10), "\n".join(first))
    hold(engine, 2, at(14), "all 2002 7 area=area-1500\nall 2001 8 area=England")
    releases = Releases(engine)
    public = releases.public(NOW)
    every = releases.said("infant_mortality", public, None, ()).figures
    assert len(every) == 12_001
    for area in ("area-0000", "area-1249", "area-1250", "area-1500", "area-2999", "England", "nowhere"):
        of_area = releases.said("infant_mortality", public, area, ()).figures
        assert list(of_area) == [f for f in every if f.area == area]
    assert releases.areas("infant_mortality", public) == {*names, "England"}
    assert releases.areas("infant_mortality", public[1:]) == {"area-1500", "England"}
    assert releases.areas("life_expectancy", public) == set()


def test_the_order_of_rows_in_a_file_leaves_no_trace(engine: Engine) -> None:
    rows = [f"all {year} {year}.5 area={area}" for year in (2002, 2001, 2003) for area in ("B", "a", "Ä")]
    for order, lines in ((1, rows), (2, rows[::-1])):
        hold(engine, order, at(14), "\n".join(lines))
    with engine.connect() as connection:
        one, other = connection.scalars(select(segment.c.data))
    assert one == other


def test_nothing_is_read_before_its_moment_and_everything_from_it_on(engine: Engine) -> None:
    hold(engine, 1, at(14, 9), "all 2001 5")
    releases = Releases(engine)
    just_before = datetime(2009, 1, 14, 8, 59, 59, 999999, tzinfo=UTC)
    assert figures_at(releases, "infant_mortality", just_before) == []
    assert releases.history("infant_mortality", None, releases.public(just_before)) == []
    assert releases.public(just_before) == []
    assert [f.value for f in figures_at(releases, "infant_mortality", at(14, 9))] == [5]


def test_reading_figures_imports_nothing_slow(engine: Engine) -> None:
    hold(engine, 1, at(14), "all 2001 5")
    script = (
        "import sys; from datetime import datetime, UTC;"
        "from healthgap.store.database import open_database; from healthgap.store.releases import Releases;"
        "releases = Releases(open_database(sys.argv[1]));"
        "found = releases.said('infant_mortality', releases.public(datetime.now(UTC)), None, ());"
        "print(len(found.figures), sorted({'alembic', 'matplotlib', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    address = engine.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", script, address], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1 []"


def test_the_newest_figure_speaks_and_history_tells_every_one(engine: Engine) -> None:
    hold(engine, 1, at(14), "all 2001 5.2\nall 2002 5.1")
    hold(engine, 2, at(10), "all 2001 5.5\nall 2000 5.6")
    releases = Releases(engine)
    speaking = {f.period.label: f.value for f in figures_at(releases, "infant_mortality", NOW)}
    assert speaking == {"2000": 5.6, "2001": 5.2, "2002": 5.1}
    told = [
        (f.release, f.period.label, f.value)
        for f in releases.history("infant_mortality", None, releases.public(NOW))
    ]
    assert told == [("r2", "2000", 5.6), ("r2", "2001", 5.5), ("r1", "2001", 5.2), ("r1", "2002", 5.1)]


def test_a_release_loaded_by_another_process_is_seen_at_once(engine: Engine) -> None:
    releases = Releases(engine)
    hold(engine, 1, at(10), "all 2001 5.5")
    assert [f.value for f in figures_at(releases, "infant_mortality", NOW)] == [5.5]
    hold(engine, 2, at(14), "all 2001 5.2")
    assert [f.value for f in figures_at(releases, "infant_mortality", NOW)] == [5.2]


def test_a_withdrawn_release_speaks_for_the_time_before_and_is_kept(engine: Engine) -> None:
    hold(engine, 1, at(10), "all 2001 5.5")
    hold(engine, 2, at(14), "all 2001 5.2")
    releases = Releases(engine)
    withdrawn = releases.withdraw("r2", "wrong denominators", now=at(20))
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_why) == (at(20), "wrong denominators")
    assert [f.value for f in figures_at(releases, "infant_mortality", at(19))] == [5.2]
    assert [f.value for f in figures_at(releases, "infant_mortality", at(20))] == [5.5]
    assert withdrawn in releases.all()


def test_what_cannot_be_withdrawn_is_said(engine: Engine) -> None:
    hold(engine, 1, at(10), "all 2001 5.5")
    releases = Releases(engine)
    with pytest.raises(UnknownNameError, match="There is no release “r7”"):
        releases.withdraw("r7", "wrong", now=NOW)
    releases.withdraw("r1", "wrong", now=NOW)
    with pytest.raises(UnknownNameError, match="withdrawn already"):
        releases.withdraw("r1", "wrong again", now=NOW)


def test_a_release_with_the_content_of_another_is_refused_and_leaves_nothing(engine: Engine) -> None:
    hold(engine, 1, at(10), "all 2001 5.5")
    other = Release("r2", 2, "Two", "DH", at(14), "", "f.csv", NOW)
    with pytest.raises(IntegrityError), writing(engine) as connection:
        store(connection, other, f"{1:064}", segments_of(drawn("all 2001 5")))
    with engine.connect() as connection:
        assert [release.id for release in stored_releases(connection)] == ["r1"]
        assert find_by_content(connection, f"{1:064}") == stored_releases(connection)[0]


def test_a_comparison_is_with_what_was_held_before(
    engine: Engine,
) -> None:
    hold(engine, 1, at(10), "all 2001 5.5\nall 2002 5.4\nall 2003 5.3")
    release = hold(engine, 2, at(14), "all 2001 5.5\nall 2003 5.2\nall 2004 5.1")
    hold(engine, 3, at(16), "all 2004 9.9")
    (indicator,) = Releases(engine).compared(release, (), now=NOW)
    changes = indicator.changes
    assert listed(changes.new) == [("all", "2004", 5.1)]
    assert listed(changes.before) == [("all", "2003", 5.3)]
    assert listed(changes.revised) == [("all", "2003", 5.2)]
    assert listed(changes.withdrawn) == [("all", "2002", 5.4)]
    assert listed(together([changes.unchanged])) == [("all", "2001", 5.5)]
