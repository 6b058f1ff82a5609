"""CSV files: separated by comma, semicolon or tab, with line breaks inside quotes and titles above the head.

Read in blocks, every cell as a place in a list of the distinct words of its column, so that files of many times the
memory's size can be read.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.errors import Problem
from healthgap.files.content import Content, bytes_of
from healthgap.files.encoding import Text, text_in
from healthgap.files.heads import above_note, figures_above, head_row
from healthgap.files.raw import Kind, RawTable
from healthgap.progress import Step
from healthgap.tables import WORDS, in_one_piece

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_BLANK = " \t\r\n,;"
_RAGGED_LISTED = 5
_HEAD_WITHIN = 30
# Larger blocks use more memory, smaller ones make more dictionaries to bring together: 1 to 8 MB are equally quick.
_BLOCK = 1 << 22
_PIECE = _BLOCK * 3 // 4  # with the rest of its last line it is a block, if the line is no giant
_CORES = 2
# Most columns have few distinct words: two bytes a row rather than four are less to hold, copy and look up.
_NARROW_WORDS, _FEW = pa.dictionary(pa.uint16(), pa.string()), 1 << 14

_Cells = list[pa.Array]  # a column each


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of a CSV file that is not blank: its number, its cells, and after how many lines it ends."""

    number: int
    cells: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """What stands between the cells of a text, the row of its heads, and the rows above that."""

    separator: str
    head: _Record
    above: tuple[_Record, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text, by bytes, that ends where a line does and begins with so many lines of its head."""

    start: int
    end: int
    head: int


def read(content: Content, known: Collection[str], problems: list[Problem], step: Step) -> RawTable | None:
    """The table of a CSV file; None when `problems` says why there is none.

    Its head is the row with the most `known` heads, else the first that is not blank.
    """
    text = text_in(content, problems)
    if text is None:
        return None
    try:
        layout = _layout(text, known)
        if layout is None:
            problems.append(
                Problem(content.name, "This file is empty.", expected="a head, and a figure a line")
            )
            return None
        problems += _figures_above(content, layout)
        columns, ragged = _columns(text, layout, step)
        if ragged:
            problems += _ragged_rows(text, layout)
    except (csv.Error, pa.ArrowInvalid):
        problems.append(
            Problem(content.name, "This file cannot be read as CSV.", expected="one figure a line")
        )
        return None
    return RawTable(
        content.name,
        layout.head.cells,
        columns,
        partial(_row_numbers, text, layout, len(columns[0])),
        Kind("CSV", text.encoding, _SEPARATORS[layout.separator]),
        notes=(*text.notes, *above_note(len(layout.above))),
    )


def _rows(text: Text, separator: str) -> Any:
    csv.field_size_limit(_BLOCK)  # longer cells are refused as no CSV
    return csv.reader(text.lines(), delimiter=separator)


def _records(text: Text, separator: str) -> Iterator[_Record]:
    rows = _rows(text, separator)
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip(_BLANK) for cell in cells):
            yield _Record(number, tuple(cells), rows.line_num)


def _layout(text: Text, known: Collection[str]) -> _Layout | None:
    """The layout of a text; None where every row is blank.

    The separator is the one by which the head has the most known columns, or else the most columns.
    """
    found = []
    for separator in _SEPARATORS:
        first = tuple(islice(_records(text, separator), _HEAD_WITHIN))
        if not first:
            return None
        place, names = head_row([record.cells for record in first], known)
        layout = _Layout(separator, first[place], first[:place])
        found.append(((names, len(first[place].cells)), layout))
    return max(found, key=lambda one: one[0])[1]


def _figures_above(content: Content, layout: _Layout) -> Iterator[Problem]:
    for record in layout.above:
        if figures_above(record.cells):
            message = "This row of figures stands above the heads of the columns."
            yield Problem(content.name, message, row=record.number, expected="the heads first")


def _columns(text: Text, layout: _Layout, step: Step) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The cells of every row of the right width, and whether any other has something in it."""
    if all(record.number <= layout.head.number for record in _records(text, layout.separator)):
        return tuple(pa.chunked_array([], WORDS) for _ in layout.head.cells), False
    try:
        return _parsed(text, layout, step), False
    except pa.ArrowInvalid:
        return _columns_of_whole_rows(text, layout)


def _columns_of_whole_rows(text: Text, layout: _Layout) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The same for a text that has rows of another width: the reading that `_ragged_rows` explains."""
    ragged: list[int] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip(_BLANK):
            ragged.append(row.actual_columns)
        return "skip"

    with pa.OSFile(str(text.content.path)) as file:
        table = arrow_csv.read_csv(file, **_options(text, layout, layout.head.lines, skip))
    return _joined([list(column.chunks) for column in table.columns]), bool(ragged)


def _parsed(text: Text, layout: _Layout, step: Step) -> tuple[pa.ChunkedArray, ...]:
    """The columns of a CSV file. Raises pa.ArrowInvalid where a row has another width than the head."""
    columns: list[list[pa.Array]] = [[] for _ in layout.head.cells]
    blocks = _in_pieces if _is_plain(text, layout) else _in_one_go
    with pa.OSFile(str(text.content.path)) as file:
        for done, batches in blocks(text, layout, file):
            for batch in batches:
                for column, cells in zip(columns, batch, strict=True):
                    column.append(cells)
            step(done, text.content.size)
    return _joined(columns)


def _in_one_go(text: Text, layout: _Layout, file: pa.NativeFile) -> Iterator[tuple[int, list[_Cells]]]:
    """The rows of a text block by block, with the place in the file after each."""
    options = _options(text, layout, layout.head.lines)
    for batch in arrow_csv.open_csv(file, **options):
        yield file.tell(), [_narrow(batch)]


def _in_pieces(text: Text, layout: _Layout, file: pa.NativeFile) -> Iterator[tuple[int, list[_Cells]]]:
    """The same for a text of which each line is a row, read by both cores."""

    def parsed(piece: _Piece) -> tuple[int, list[_Cells]]:
        stream = file.get_stream(piece.start, piece.end - piece.start)
        table = arrow_csv.read_csv(stream, **_options(text, layout, piece.head))
        return piece.end, [_narrow(batch) for batch in table.to_batches()]

    with ThreadPoolExecutor(_CORES) as cores:
        yield from cores.map(parsed, _pieces(text, layout))


def _pieces(text: Text, layout: _Layout) -> Iterator[_Piece]:
    size, start, head = text.content.size, 0, layout.head.lines
    with text.content.open() as stream:
        for _ in range(head):
            stream.readline()
        while start < size:
            stream.seek(_PIECE, io.SEEK_CUR)
            stream.readline()
            end = min(stream.tell(), size)
            yield _Piece(start, end, head)
            start, head = end, 0


def _options(
    text: Text, layout: _Layout, head: int, skip: Callable[[arrow_csv.InvalidRow], str] | None = None
) -> dict[str, Any]:
    """How Arrow is to read a text below `head` lines.

    In the thread that asks for it, and from Arrow's own files: an Arrow thread that still holds what is Python's when
    Python ends aborts it.
    """
    names = [str(place) for place in range(len(layout.head.cells))]
    return {
        "read_options": arrow_csv.ReadOptions(
            column_names=names,
            skip_rows=head,
            block_size=_BLOCK,
            use_threads=False,
            encoding="utf8" if text.codec == "utf-8-sig" else text.codec,
        ),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=True, invalid_row_handler=skip
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, WORDS), null_values=[], check_utf8=False
        ),
    }


def _narrow(batch: pa.RecordBatch) -> _Cells:
    return [cells.cast(_NARROW_WORDS) if len(cells.dictionary) <= _FEW else cells for cells in batch.columns]


def _joined(columns: list[list[pa.Array]]) -> tuple[pa.ChunkedArray, ...]:
    """Each column in one piece, its blocks freed before others: all side by side would take twice the memory."""
    with ThreadPoolExecutor(_CORES) as cores:
        joined = [cores.submit(_in_one_piece, columns.pop(0)) for _ in range(len(columns))]
    pa.default_memory_pool().release_unused()
    return tuple(column.result() for column in joined)


def _in_one_piece(blocks: list[pa.Array]) -> pa.ChunkedArray:
    """A column with one list of distinct words, its places as narrow as their number allows."""
    if all(cells.type == _NARROW_WORDS for cells in blocks):
        try:
            return in_one_piece(pa.chunked_array(blocks, _NARROW_WORDS))
        except pa.ArrowInvalid:  # more words than there are such places
            pass
    return in_one_piece(pa.chunked_array([cells.cast(WORDS) for cells in blocks], WORDS))


def _ragged_rows(text: Text, layout: _Layout) -> Iterator[Problem]:
    width, head = len(layout.head.cells), layout.head.number
    ragged = [
        (record.number, len(record.cells))
        for record in _records(text, layout.separator)
        if len(record.cells) != width and record.number > head
    ]
    name = text.content.name
    for row, cells in ragged[:_RAGGED_LISTED]:
        yield Problem(name, f"This row has {cells} cells.", row=row, expected=f"{width}, as in the head")
    if len(ragged) > _RAGGED_LISTED:
        yield Problem(name, f"{len(ragged) - _RAGGED_LISTED:,} more rows have too many or too few cells.")


def _row_numbers(text: Text, layout: _Layout, count: int) -> Sequence[int]:
    width, head = len(layout.head.cells), layout.head.number
    if _each_line_is_a_row(text, layout, count):
        return range(head + 1, head + 1 + count)
    rows = enumerate(_rows(text, layout.separator), start=1)
    return array("q", (row for row, cells in rows if len(cells) == width and row > head))


def _each_line_is_a_row(text: Text, layout: _Layout, count: int) -> bool:
    """Whether the `count` rows below the head are so many lines, none of them blank."""
    if not _is_plain(text, layout):
        return False
    lines, last = 0, b"\n"
    for block in bytes_of(text.content.path):
        if b"\r" in block:
            return False
        lines, last = lines + block.count(b"\n"), block[-1:]
    return lines + (last != b"\n") == layout.head.lines + count


def _is_plain(text: Text, layout: _Layout) -> bool:
    """Whether nothing is quoted below the head of a text, so that no row goes over several lines."""
    content = text.content
    if not content.is_utf8:
        return False
    return sum(line.count('"') for line in islice(text.lines(), layout.head.lines)) == content.quotes
