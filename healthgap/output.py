"""What commands print: rows as a table, CSV, JSON or Parquet, and answers and releases as plain values."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from healthgap.errors import Problem
from healthgap.question.understand import Stages
from healthgap.releases import LONDON, Release
from healthgap.reply import Reply
from healthgap.store.audit import Entry
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
    return json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n"


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


def reply_values(reply: Reply) -> dict[str, Any]:
    """An answer as `ask --json` prints it."""
    return {
        "kind": reply.kind,
        "text": reply.text,
        "question": {
            "text": reply.reading,
            "parts": list(reply.question),
            "unexplained": list(reply.unexplained),
        },
        "figures": list(reply.figures),
        "choices": list(reply.choices),
        "caveats": list(reply.message.caveats),
        "as_of": reply.as_of.isoformat() if reply.as_of else None,
    }


def audit_line(entry: Entry) -> str:
    """An entry of the audit log in one line: when (London time), who, did what, to what."""
    when = f"{entry.at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
    what = [entry.release_id, entry.channel, entry.workspace, " ".join(entry.detail.split())]
    return "  ".join([when, entry.who, entry.deed, *(part for part in what if part)])


def release_values(release: Release, now: datetime) -> dict[str, Any]:
    """A release as `releases --json` prints it."""
    return {
        "id": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "published_at": release.published_at.isoformat(),
        "state": release.state(now),
        "source_url": release.source_url,
        "published_words": release.published_words,
        "reported_by": release.reported_by,
        "file": release.file_name,
        "loaded_at": release.loaded_at.isoformat(),
        "withdrawn_at": release.withdrawn_at.isoformat() if release.withdrawn_at else None,
        "withdrawn_why": release.withdrawn_why,
    }


def problem_values(problem: Problem) -> dict[str, Any]:
    """A problem of a refused file as `load --json` prints it."""
    names = ("file", "sheet", "row", "column", "value", "message", "expected", "nearest")
    return {name: getattr(problem, name) for name in names}


def stages_text(stages: Stages) -> str:
    """The stages of understanding, a line each, for `ask --explain`."""
    lines = [f"words: {' '.join(stages.tokens)}"]
    for span in stages.spans:
        meanings = ", ".join(
            f"{kind} {value}".strip() for kind in sorted(span.meanings) for value in span.values(kind)
        )
        lines.append(f"  {span.text}: {meanings or ('mark' if span.is_mark else 'not explained')}")
    return "\n".join([*lines, f"reading: {stages.understanding}", ""])
