"""What commands print: rows as a table, CSV, JSON or Parquet, and any plain values as JSON."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from healthgap.whole_files import written_whole

Format = Literal["table", "csv", "json", "parquet"]
Rows = Sequence[Mapping[str, Any]]


def write(rows: Rows, columns: Sequence[str], form: Format, path: Path | None) -> None:
    """Writes `rows` as `form` to `path`, or to standard output; a table leaves out empty columns."""
    data = _parquet(rows, columns) if form == "parquet" else _TEXTS[form](rows, columns).encode()
    if path:
        with written_whole(path) as unfinished:
            unfinished.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)


def _csv(rows: Rows, columns: Sequence[str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _json(rows: Rows, columns: Sequence[str]) -> str:
    return json_text(list(rows)) + "\n"


def _table(rows: Rows, columns: Sequence[str]) -> str:
    shown = [column for column in columns if any(row[column] is not None for row in rows)] or list(columns)
    cells = [shown, *([_cell(row[column]) for column in shown] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(shown))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _parquet(rows: Rows, columns: Sequence[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({column: [row[column] for row in rows] for column in columns}), out)
    return out.getvalue()


_TEXTS = {"csv": _csv, "json": _json, "table": _table}


def json_text(value: object, indent: int | None = 1) -> str:
    """Plain values as JSON; what is neither number, text, list nor mapping stands as its text."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
