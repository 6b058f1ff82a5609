"""Figures drawn as text, for tests: one line a figure, words as in a file of figures."""

from __future__ import annotations

import pyarrow as pa

from healthgap.figures import KEY
from healthgap.tables import SCHEMA, of_release

_DEFAULTS = {"sex": "persons", "area": "England", "measure": "value", "indicator": "infant_mortality"}


def drawn(text: str, release: str = "drawn") -> pa.Table:
    """A stored table from lines `group period value`, more columns as `name=value`; `NA` is missing."""
    rows = [_row(line) for line in text.strip().splitlines()]
    table = pa.Table.from_pylist(rows, schema=pa.schema([(name, _plain(name)) for name in SCHEMA.names]))
    return of_release(table.cast(SCHEMA), release)


def _row(line: str) -> dict[str, object]:
    group, period, value, *more = line.split()
    row: dict[str, object] = {**_DEFAULTS, "group": group, "period": period, "note": ""}
    row["value"] = None if value == "NA" else float(value)
    row["missing"] = "unexplained" if value == "NA" else None
    row["decimals"] = len(value.partition(".")[2])
    for setting in more:
        name, _, word = setting.partition("=")
        row[name] = word if name in (*KEY, "missing", "note") else float(word)
    return row


def _plain(name: str) -> pa.DataType:
    kind = SCHEMA.field(name).type
    return pa.string() if pa.types.is_dictionary(kind) else kind


def listed(table: pa.Table) -> list[tuple[str, str, float | None]]:
    """Group, period and value of every row, in order."""
    return list(zip(*(table[name].to_pylist() for name in ("group", "period", "value")), strict=True))
