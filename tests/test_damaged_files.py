"""Two thousand damaged files: each is loaded with every row it has, or refused by name with nothing stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest
from sqlalchemy import func, select

from healthgap.config import load_catalogue
from healthgap.errors import RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.loading import load
from healthgap.store.database import open_database
from healthgap.store.schema import release, segment
from tests.workbooks import ods, xlsx

ROOT = Path(__file__).parent.parent
SAMPLES = [path.read_bytes() for path in sorted((ROOT / "sample").glob("*.csv"))]
DETAILS = ReleaseDetails("Damaged", "Nobody", date(2009, 6, 1))
NOW = datetime(2010, 1, 1, tzinfo=UTC)
FILES, ROUNDS = 2_000, 10
NONSENSE = (
    "",
    "NA",
    "-1",
    "1e400",
    "nan",
    "=A1",
    "'",
    '"',
    '""',
    "\n",
    "5,4",
    "∞",
    "x" * 300,
    "[c]",
    "0x1F",
    "１２",
)
SEPARATORS = (b",", b";", b"\t", b"|", b" ", b",,")

Random = np.random.Generator
Damage = Callable[[bytes, Random], bytes]


def flip(data: bytes, random: Random) -> bytes:
    flipped = bytearray(data)
    for place in random.integers(0, len(data), random.integers(1, 20)):
        flipped[place] = random.integers(0, 256)
    return bytes(flipped)


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.integers(0, len(data))]


def cut_out(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.integers(0, len(data), 2))
    return data[:start] + data[end:]


def insert_noise(data: bytes, random: Random) -> bytes:
    place = random.integers(0, len(data))
    return data[:place] + random.bytes(random.integers(1, 60)) + data[place:]


def double_row(lines: list[bytes], random: Random) -> list[bytes]:
    return [*lines, lines[random.integers(0, len(lines))]]


def drop_row(lines: list[bytes], random: Random) -> list[bytes]:
    place = random.integers(0, len(lines))
    return lines[:place] + lines[place + 1 :]


def swap_rows(lines: list[bytes], random: Random) -> list[bytes]:
    one, other = random.integers(0, len(lines), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def replace_cell(lines: list[bytes], random: Random) -> list[bytes]:
    row = random.integers(0, len(lines))
    cells = lines[row].split(b",")
    cells[random.integers(0, len(cells))] = str(random.choice(NONSENSE)).encode()
    lines[row] = b",".join(cells)
    return lines


def change_separator(lines: list[bytes], random: Random) -> list[bytes]:
    first = random.integers(0, len(lines))
    other = SEPARATORS[random.integers(0, len(SEPARATORS))]
    return [line if row < first else line.replace(b",", other) for row, line in enumerate(lines)]


def mix_encodings(lines: list[bytes], random: Random) -> list[bytes]:
    row = random.integers(0, len(lines))
    text = lines[row].decode("utf-8", "replace") + " – é"
    lines[row] = text.encode(
        str(random.choice(["latin-1", "cp1252", "utf-16", "utf-8-sig", "utf-7"])), "replace"
    )
    return lines


def change_line_end(lines: list[bytes], random: Random) -> list[bytes]:
    row = random.integers(0, len(lines))
    lines[row] += (b"\r", b"\r\r", b"\n\n", b"\x0b", b"\xc2\x85")[random.integers(0, 5)]
    return lines


def by_line(damage: Callable[[list[bytes], Random], list[bytes]]) -> Damage:
    def damaged(data: bytes, random: Random) -> bytes:
        lines = data.split(b"\n")
        for _ in range(random.integers(1, 4)):
            lines = damage(lines, random) or [b""]
        return b"\n".join(lines)

    return damaged


BYTES: tuple[Damage, ...] = (flip, cut, cut_out, insert_noise)
LINES = (double_row, drop_row, swap_rows, replace_cell, change_separator, mix_encodings, change_line_end)
TEXT: tuple[Damage, ...] = (*BYTES, *map(by_line, LINES))


def whole_files() -> Iterator[tuple[str, bytes, tuple[Damage, ...]]]:
    """Each sample release as CSV, and the last as every other kind of file, with what may befall it."""
    for data in SAMPLES:
        yield "csv", data, TEXT
    table = list(csv.reader(io.StringIO(SAMPLES[-1].decode())))
    parquet = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(SAMPLES[-1])), parquet)
    yield "xlsx", xlsx({"Figures": table}), BYTES
    yield "ods", ods({"Figures": table}), BYTES
    yield "parquet", parquet.getvalue(), BYTES


def rows_of(data: bytes) -> int:
    """How many rows of figures a CSV file has, told by Python's own reader."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    head = next(line for line in text.splitlines() if line.strip(" ,;\t"))
    records = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    return sum(any(cell.strip() for cell in record) for record in records) - 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_damaged_file_is_loaded_whole_or_refused_by_name(tmp_path: Path, turn: int) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    catalogue, files = load_catalogue(ROOT / "config"), list(whole_files())
    stored = loaded = taken = refused = 0
    for number in range(turn, FILES, ROUNDS):
        random = np.random.default_rng([20081121, number])
        kind, data, damages = files[number % len(files)]
        data = damages[random.integers(0, len(damages))](data, random)
        path = tmp_path / f"damaged-{number}.{kind}"
        path.write_bytes(data)
        try:
            (report,) = load(engine, catalogue, [path], DETAILS, now=NOW).files
        except RefusedDataError as error:
            named = {problem.file for problem in error.problems}
            refused += named == {path.name}
        else:
            loaded += not report.already_loaded
            stored += report.rows
            taken += 1
            assert report.already_loaded or kind != "csv" or report.rows == rows_of(data)
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(release)) == loaded
            assert (connection.scalar(select(func.sum(segment.c.rows))) or 0) == stored
    engine.dispose()
    assert taken + refused == FILES // ROUNDS  # each refusal names its file
    assert min(loaded, refused) > 5
