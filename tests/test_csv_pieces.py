"""CSV files read block by block: where a block ends leaves no trace in what is read, or in what is said of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthgap.config import load_catalogue
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.content import read_content
from healthgap.files.details import ReleaseDetails
from healthgap.files.text import read
from healthgap.load_report import FileReport
from healthgap.loading import load
from healthgap.progress import silent
from healthgap.store.database import open_database
from tests.sample import ROOT

HEAD = ("indicator", "group", "period", "value", "note")
WHOLE = 1 << 22
NOW = datetime(2010, 1, 1, tzinfo=UTC)
MANY = settings(max_examples=300, deadline=None)

Row = tuple[str, ...]
Numbered = list[tuple[int, Row]]

plain_cells = st.sampled_from(["", " ", "5.1", "NA", "révisé", "'", "\ufeff", "\x0b", "\x85", "x" * 40])
quoted_cells = st.sampled_from(
    ["", "5", "a, b", "two\nlines", "two\r\nlines", 'said "x"', "\n", '"', "é" * 9]
)
bad_lines = st.sampled_from(["", "  ", "a,b", "a,b,c,d,e,f", ",,,,", '5" wide,,,,', ',,"a"b,,', ',,,,"open'])
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
codecs = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])


def rows_of(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of which none is blank."""
    others = st.lists(cells, min_size=len(HEAD) - 1, max_size=len(HEAD) - 1)
    return st.lists(others.map(lambda row: [*row, "last"]), max_size=25)


def read_at_once(data: bytes, block: int) -> tuple[Numbered, list[str]]:
    """The rows of a file with their numbers, and what is wrong with it, when so many bytes are read at once."""
    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        raw = read(read_content(path), HEAD, problems, silent("", ""), block)
        numbers = raw.row_numbers() if raw and raw.rows else []
    columns = [column.cast(pa.string()).to_pylist() for column in raw.columns] if raw else []
    return list(zip(numbers, zip(*columns, strict=True), strict=True)), [str(one) for one in problems]


def as_text(rows: Sequence[Sequence[str]], ends: str, *, quoting: int) -> str:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator=ends, quoting=quoting)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return sink.getvalue()


@MANY
@given(
    st.one_of(rows_of(plain_cells), rows_of(quoted_cells)),
    st.sampled_from([("\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_MINIMAL), ("\r", csv.QUOTE_ALL)]),
    codecs,
    st.booleans(),
    st.integers(300, 700),
)
def test_every_cell_is_read_as_it_was_written(
    rows: list[list[str]], style: tuple[str, int], codec: str, last_end: bool, block: int
) -> None:
    ends, quoting = style
    text = as_text(rows, ends, quoting=quoting)
    data = (text if last_end else text.removesuffix(ends)).encode(codec, "replace")
    as_decoded = [tuple(cell.encode(codec, "replace").decode(codec) for cell in row) for row in rows]
    written = [tuple(cell.replace("\r\n", "\n") for cell in row) for row in as_decoded]
    found, problems = read_at_once(data, block)
    assert found == list(enumerate(written, start=2))
    assert problems == []


@MANY
@given(
    st.lists(st.tuples(st.one_of(rows_of(plain_cells), bad_lines), line_ends), max_size=8),
    codecs,
    st.integers(300, 700),
)
def test_a_damaged_file_is_read_or_refused_the_same_in_small_blocks(
    parts: list[tuple[list[list[str]] | str, str]], codec: str, block: int
) -> None:
    lines = [
        line + ends
        for part, ends in parts
        for line in ([part] if isinstance(part, str) else map(",".join, part))
    ]
    data = ("A title\n\n" + ",".join(HEAD) + "\n" + "".join(lines)).encode(codec, "replace")
    (found, problems), (in_whole, problems_in_whole) = read_at_once(data, block), read_at_once(data, WHOLE)
    assert bool(problems) == bool(problems_in_whole)
    assert problems or found == in_whole


def test_more_words_in_all_than_any_block_has_are_all_read() -> None:
    """Columns of few words are kept narrower than those of many."""
    for many in (1, 65_535, 65_536, 90_000):
        rows = [
            ("i", "all", "2001", "5" if n < many // 2 else "5.25", f"word {n % many}") for n in range(100_000)
        ]
        found, problems = read_at_once(as_text(rows, "\n", quoting=csv.QUOTE_MINIMAL).encode(), 1 << 18)
        assert found == list(enumerate(rows, start=2))
        assert problems == []


GOOD = [
    f"infant_mortality,Area {n // 50},{('all', 'routine_manual')[n % 2]},{1950 + n // 2 % 25},{n % 90 / 10},{'x' * 40}"
    for n in range(60_000)
]
LAST = len(GOOD) + 2  # the row number of what comes after
NUMBER = "“oops” is not a number. Expected a number such as 6.3, or NA."
OPEN = (
    "A quote opens a cell here, and the one that should close it is missing or stands elsewhere. "
    "Expected a quote at each end of the cell, and two for every quote inside."
)
SWALLOWED = (
    "A quote opens this cell and another closes it rows further down: all between is one cell. "
    "Expected a quote at each end of the cell, and two for every quote inside."
)


def loaded(folder: Path, lines: Sequence[str], codec: str = "utf-8", ends: str = "\n") -> FileReport:
    """Loads a file of more than one block of the size that is read at once in earnest."""
    path = folder / "x.csv"
    path.write_bytes(ends.join(["indicator,area,group,period,value,note", *lines]).encode(codec))
    engine = open_database(f"sqlite:///{folder / 'x.db'}")
    try:
        details = ReleaseDetails("T", "DH", date(2009, 6, 1))
        return load(engine, load_catalogue(ROOT / "config"), [path], details, now=NOW).files[0]
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("last", "codec"),
    [
        ("infant_mortality,Leeds,all,2001,5.1,", "utf-8"),
        ("infant_mortality,Leeds,all,2001,5.1,\n", "utf-8-sig"),
        ("infant_mortality,Ynys Môn,all,2001,5.1,", "latin-1"),
        ("infant_mortality,Leeds,all,2001,5.1,\n\n\n", "utf-8"),
        ('infant_mortality,Leeds,all,2001,5.1,"two\nlines"', "utf-8"),
        (
            'infant_mortality,Leeds,all,2001,5.1,"deaths, births, sources,\nmethods, limits, and more"',
            "utf-8",
        ),
        (f"infant_mortality,Leeds,all,2001,5.1,{'x' * 3_500_000}", "utf-8"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_large_file_is_loaded_whole_whatever_its_end(
    tmp_path: Path, last: str, codec: str, ends: str
) -> None:
    assert loaded(tmp_path, [*GOOD, last], codec, ends).rows == len(GOOD) + 1


@pytest.mark.parametrize(
    ("lines", "codec", "told"),
    [
        ([*GOOD, "infant_mortality,Leeds,all,2001,oops,"], "utf-8", f"row {LAST}, value: {NUMBER}"),
        ([*GOOD, "infant_mortality,Ynys Môn,all,2001,oops,"], "latin-1", f"row {LAST}, value: {NUMBER}"),
        (["", *GOOD, "infant_mortality,Leeds,all,2001,oops,"], "utf-8", f"row {LAST + 1}, value: {NUMBER}"),
        ([*GOOD, GOOD[0]], "utf-8", f"row {LAST}, value: This figure stands in row 2 already."),
        ([*GOOD, "a,b"], "utf-8", f"row {LAST}: This row has 2 cells. Expected 6, as in the head."),
        ([*GOOD, 'infant_mortality,Leeds,all,2001,5,"one', *GOOD[:2]], "utf-8", f"row {LAST}: {OPEN}"),
        (['infant_mortality,Leeds,all,2001,5,"one', *GOOD, *GOOD], "utf-8", f"row 2: {OPEN}"),
        (
            [
                *GOOD,
                'infant_mortality,Leeds,all,2001,5,"one',
                *GOOD[:2],
                'infant_mortality,Bath,all,2001,5,two"',
            ],
            "utf-8",
            f"row {LAST}, note: {SWALLOWED}",
        ),
        (
            [*GOOD, 'infant_mortality,"Leeds,all,2001,5,', "", 'infant_mortality,Bath",all,2001,5,'],
            "latin-1",
            f"row {LAST}, area: {SWALLOWED}",
        ),
        (["x" * 20_000_000], "utf-8", "This file cannot be read as CSV. Expected one figure a line."),
    ],
    ids=range(10),
)
def test_what_is_wrong_in_a_large_file_is_told_by_its_row(
    tmp_path: Path, lines: list[str], codec: str, told: str
) -> None:
    with pytest.raises(RefusedDataError) as refused:
        loaded(tmp_path, lines, codec)
    assert [str(one).removeprefix("x.csv, ").removeprefix("x.csv: ") for one in refused.value.problems] == [
        told
    ]
