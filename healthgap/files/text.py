"""CSV files: separated by comma, semicolon, tab or bar, with line breaks inside quotes and titles above the head.

Read in blocks, every cell as a place in a list of the distinct words of its column, so that files of many times the
memory's size can be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from healthgap.errors import Problem
from healthgap.files.content import Content
from healthgap.files.csv_rows import BLANK, SEPARATORS, CsvText, csv_text
from healthgap.files.encoding import text_in
from healthgap.files.heads import above_note
from healthgap.files.raw import Kind, RawTable
from healthgap.progress import Step
from healthgap.tables import WORDS, in_one_piece

# Each block has dictionaries of its own that are brought together at the end: fewer blocks are less work, larger ones
# more memory.
_BLOCK = 1 << 24
_CORES = 2
# Most columns have few distinct words: two bytes a row rather than four are less to hold, copy and look up.
_NARROW_WORDS, _FEW = pa.dictionary(pa.uint16(), pa.string()), 1 << 14

_Cells = list[pa.Array]  # a column each
_Columns = tuple[pa.ChunkedArray, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text, by bytes, that ends where a line does and begins with so many lines of its head."""

    start: int
    end: int
    head: int


def read(
    content: Content, known: Collection[str], problems: list[Problem], step: Step, block: int = _BLOCK
) -> RawTable | None:
    """The table of a CSV file; None when `problems` says why there is none.

    Its head is the row with the most `known` heads, else the first that is not blank. It is read `block` bytes
    at a time; a longer row may be refused.
    """
    text = text_in(content, problems)
    if text is None:
        return None
    try:
        table = csv_text(text, known)
    except csv.Error:
        problems.append(_no_csv(content))
        return None
    if table is None:
        problems.append(Problem(content.name, "This file is empty.", expected="a head, and a figure a line"))
        return None
    problems += table.figures_above()
    try:
        columns, ragged = _columns(table, block, step)
    except (csv.Error, pa.ArrowInvalid):
        problems += tuple(table.stray_quotes()) or (_no_csv(content),)
        return None
    if ragged:
        problems += table.ragged_rows()
        if not len(columns[0]):
            return None
    if _over_several_lines(columns):
        problems += table.stray_quotes()
    return RawTable(
        content.name,
        table.head.cells,
        columns,
        lambda: table.row_numbers(len(columns[0])),
        Kind("CSV", text.encoding, SEPARATORS[table.separator]),
        notes=(*text.notes, *above_note(len(table.above))),
    )


def _no_csv(content: Content) -> Problem:
    return Problem(content.name, "This file cannot be read as CSV.", expected="one figure a line")


def _columns(table: CsvText, block: int, step: Step) -> tuple[_Columns, bool]:
    """The cells of every row of the right width, and whether any other has something in it."""
    if not table.has_rows():
        return tuple(pa.chunked_array([], WORDS) for _ in table.head.cells), False
    try:
        return _parsed(table, block, step), False
    except pa.ArrowInvalid:
        return _columns_of_whole_rows(table, block)


def _columns_of_whole_rows(table: CsvText, block: int) -> tuple[_Columns, bool]:
    """The same for a text that has rows of another width."""
    ragged: list[int] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip(BLANK):
            ragged.append(row.actual_columns)
        return "skip"

    with pa.OSFile(str(table.text.content.path)) as file:
        found = arrow_csv.read_csv(file, **_options(table, block, table.head.lines, skip))
    return _joined([list(map(_with_unix_breaks, column.chunks)) for column in found.columns]), bool(ragged)


def _parsed(table: CsvText, block: int, step: Step) -> _Columns:
    """The columns of a CSV file. Raises pa.ArrowInvalid where a row has another width than the head."""
    columns: list[list[pa.Array]] = [[] for _ in table.head.cells]
    blocks = _in_pieces if table.is_plain() else _in_one_go
    content = table.text.content
    with pa.OSFile(str(content.path)) as file:
        for done, batches in blocks(table, block, file):
            for batch in batches:
                for column, cells in zip(columns, batch, strict=True):
                    column.append(cells)
            step(done, content.size)
    return _joined(columns)


def _in_one_go(table: CsvText, block: int, file: pa.NativeFile) -> Iterator[tuple[int, list[_Cells]]]:
    """The rows of a text block by block, with the place in the file after each."""
    for batch in arrow_csv.open_csv(file, **_options(table, block, table.head.lines)):
        yield file.tell(), [_narrow(batch)]


def _in_pieces(table: CsvText, block: int, file: pa.NativeFile) -> Iterator[tuple[int, list[_Cells]]]:
    """The same for a text of which each line is a row, read by both cores."""

    def parsed(piece: _Piece) -> tuple[int, list[_Cells]]:
        # From the line end before it: at its very start Arrow would leave out a byte order mark of its first cell.
        start = max(piece.start - 1, 0)
        stream = file.get_stream(start, piece.end - start)
        found = arrow_csv.read_csv(stream, **_options(table, block, piece.head))
        return piece.end, [_narrow(batch) for batch in found.to_batches()]

    with ThreadPoolExecutor(_CORES) as cores:
        yield from cores.map(parsed, _pieces(table, block))


def _pieces(table: CsvText, block: int) -> Iterator[_Piece]:
    """A text in pieces that are a block each, with the rest of their last line, if that is no giant."""
    content = table.text.content
    start, head = 0, table.head.lines
    with content.open() as stream:
        for _ in range(head):
            stream.readline()
        while start < content.size:
            stream.seek(block * 3 // 4, io.SEEK_CUR)
            stream.readline()
            end = min(stream.tell(), content.size)
            yield _Piece(start, end, head)
            start, head = end, 0


def _options(
    table: CsvText, block: int, head: int, skip: Callable[[arrow_csv.InvalidRow], str] | None = None
) -> dict[str, Any]:
    """How Arrow is to read a text below `head` lines.

    In the thread that asks for it, and from Arrow's own files: an Arrow thread that still holds what is Python's when
    Python ends aborts it.
    """
    names = [str(place) for place in range(len(table.head.cells))]
    codec = table.text.codec
    return {
        "read_options": arrow_csv.ReadOptions(
            column_names=names,
            skip_rows=head,
            block_size=block,
            use_threads=False,
            encoding="utf8" if codec == "utf-8-sig" else codec,
        ),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=table.separator, newlines_in_values=True, invalid_row_handler=skip
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, WORDS), null_values=[], check_utf8=False
        ),
    }


def _narrow(batch: pa.RecordBatch) -> _Cells:
    columns = map(_with_unix_breaks, batch.columns)
    return [cells.cast(_NARROW_WORDS) if len(cells.dictionary) <= _FEW else cells for cells in columns]


def _with_unix_breaks(cells: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same cells whatever system broke their lines; Arrow drops half of a `\\r\\n` between two blocks."""
    if not pc.any(pc.match_substring(cells.dictionary, "\r")).as_py():
        return cells
    return pc.replace_substring_regex(cells.dictionary_decode(), "\r\n?", "\n").dictionary_encode()


def _over_several_lines(columns: _Columns) -> bool:
    return any(
        pc.any(pc.match_substring(cells.dictionary, "\n")).as_py()
        for column in columns
        for cells in column.chunks
    )


def _joined(columns: list[list[pa.Array]]) -> _Columns:
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
