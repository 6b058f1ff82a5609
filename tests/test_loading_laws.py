"""Laws of loading: what a file says counts, and neither its order, spelling nor how often or in what pieces it came."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.figures import Figure
from healthgap.files.details import ReleaseDetails
from healthgap.load_report import FileReport
from healthgap.loading import load
from healthgap.store.database import open_database
from healthgap.store.releases import Releases
from healthgap.store.schema import segment
from tests.held import figures_at
from tests.slow_changes import Counts, Row, slow_counts

ROOT = Path(__file__).parent.parent
NOW = datetime(2010, 1, 1, tzinfo=UTC)
HEAD = ("indicator", "area", "group", "period", "value", "lower", "count", "note")
FEW = settings(max_examples=25, deadline=None)

keys = st.tuples(
    st.just("infant_mortality"),
    st.sampled_from(["England and Wales", "Leeds", "Ynys Môn"]),
    st.sampled_from(["all", "routine_manual"]),
    st.integers(2000, 2006).map(str),
)
cells = st.tuples(
    st.sampled_from(["5.1", "5.10", "6", "NA", "[c]", "5.2"]),
    st.sampled_from(["", "4.9", "5"]),
    st.sampled_from(["", "10", "11"]),
    st.sampled_from(["", "révisé", 'said "twice"', "two\nlines", "a, b; c"]),
)
editions = st.dictionaries(keys, cells, min_size=1, max_size=25).map(
    lambda rows: [Row(*key, *cell) for key, cell in rows.items()]
)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "config")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables and nothing in them, to be copied: migrating takes longer than a load."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


class Store:
    """A new database to load files into."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder, self._engine, self._files = folder, engine, 0

    def load(self, data: bytes, day: int = 1) -> FileReport:
        self._files += 1
        path = self._folder / f"f{self._files}.csv"
        path.write_bytes(data)
        details = ReleaseDetails("T", "DH", date(2009, 6, day))
        return load(self._engine, catalogue(), [path], details, now=NOW).files[0]

    def segments(self) -> list[bytes]:
        with self._engine.connect() as connection:
            return list(connection.scalars(select(segment.c.data)))

    def known(self) -> dict[object, tuple[object, ...]]:
        figures = figures_at(Releases(self._engine), "infant_mortality", NOW)
        return {figure.key: told(figure) for figure in figures}


def told(figure: Figure) -> tuple[object, ...]:
    return (figure.value, figure.decimals, figure.lower, figure.count, figure.missing, figure.note)


@contextmanager
def store(empty: Path) -> Iterator[Store]:
    with TemporaryDirectory() as name:
        path = Path(name) / "x.db"
        shutil.copy(empty, path)
        engine = open_database(f"sqlite:///{path}")
        yield Store(Path(name), engine)
        engine.dispose()


def as_csv(rows: Sequence[Row], head: Sequence[str] = HEAD, separator: str = ",", ends: str = "\n") -> str:
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, head, delimiter=separator, lineterminator=ends)
    writer.writeheader()
    writer.writerows(row._asdict() for row in rows)
    return sink.getvalue()


@FEW
@given(
    editions,
    st.data(),
    st.permutations(HEAD),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1"]),
)
def test_order_separator_and_encoding_leave_no_trace(
    empty: Path,
    rows: list[Row],
    data: st.DataObject,
    head: list[str],
    separator: str,
    ends: str,
    encoding: str,
) -> None:
    other = as_csv(data.draw(st.permutations(rows)), head, separator, ends).encode(encoding)
    with store(empty) as plain, store(empty) as changed:
        plain.load(as_csv(rows).encode())
        changed.load(other)
        assert plain.segments() == changed.segments()


@FEW
@given(editions, st.data())
def test_a_file_in_two_releases_says_what_it_says_in_one(
    empty: Path, rows: list[Row], data: st.DataObject
) -> None:
    first = [row for row in rows if data.draw(st.booleans())]
    pieces = [piece for piece in (first, [row for row in rows if row not in first]) if piece]
    with store(empty) as whole, store(empty) as split:
        whole.load(as_csv(rows).encode())
        for day, piece in enumerate(pieces, start=1):
            split.load(as_csv(piece).encode(), day)
        assert whole.known() == split.known()


@FEW
@given(editions)
def test_what_is_loaded_twice_changes_nothing(empty: Path, rows: list[Row]) -> None:
    with store(empty) as held:
        held.load(as_csv(rows).encode())
        before = held.known()
        assert held.load(as_csv(rows).encode()).already_loaded
        again = held.load(as_csv(rows).encode() + b"\n", day=2)
        assert (again.new.count, again.revised.count, again.unchanged) == (0, 0, len(rows))
        assert held.known() == before


@settings(max_examples=40, deadline=None)
@given(st.lists(editions, min_size=2, max_size=4))
def test_a_slow_comparison_counts_the_same_changes(empty: Path, vintages: list[list[Row]]) -> None:
    with store(empty) as held:
        for number, rows in enumerate(vintages):
            report = held.load(as_csv(rows).encode() + b"\n" * number, day=number + 1)
            found = Counts(
                report.new.count,
                report.revised.count,
                report.withdrawn.count,
                report.unchanged,
                report.missing,
                report.filled,
                report.blanked,
                report.left_out,
            )
            assert found == slow_counts(vintages[:number], rows)
