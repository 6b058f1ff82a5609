"""What a file looks like and who reads it, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of a file: our columns that are read from it, and the first few distinct cells in it."""

    head: str
    read_as: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormatReport:
    """A file before it is loaded.

    `looks_like` is what it is written in, `read_by` who reads it: the own format, or the paths of mappings.
    `problem` says why nobody does; then `draft` is a mapping to start from, unless more than one claims the
    file. `notes` are what else there is to know.
    """

    file: str
    kind: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    rows: int
    columns: tuple[ColumnSeen, ...]
    looks_like: str | None
    read_by: str | None
    problem: str | None
    draft: str | None
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The report for a person: who reads it, then its columns, then what to do next."""
        return "\n".join(_lines(self))

    def json(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        return asdict(self)


def _lines(report: FormatReport) -> Iterator[str]:
    if report.read_by:
        yield f"{report.file} is read by {report.read_by}."
    elif report.looks_like and report.draft:
        yield f"{report.file} looks like {report.looks_like}, and no mapping says what its figures are here."
    else:
        yield report.problem or ""
    yield f"It is {_kind(report)}, with {_counted(report.rows, 'row')} and {_counted(len(report.columns), 'column')}:"
    yield from _columns(report)
    yield from report.notes
    yield from _next(report)


def _kind(report: FormatReport) -> str:
    encoding = f" in {report.encoding}" if report.encoding else ""
    separator = f", separated by {report.separator}" if report.separator else ""
    sheet = f", sheet “{report.sheet}”" if report.sheet else ""
    return f"{report.kind}{encoding}{separator}{sheet}"


def _columns(report: FormatReport) -> Iterator[str]:
    width = max((len(column.head) for column in report.columns), default=0)
    ours = max((len(", ".join(column.read_as)) for column in report.columns), default=0)
    for column in report.columns:
        read_as = f"{', '.join(column.read_as):{ours}}  " if ours else ""
        yield f"  {column.head:{width}}  {read_as}{' · '.join(column.examples)}".rstrip()


def _next(report: FormatReport) -> Iterator[str]:
    if report.read_by:
        yield f"Next: `healthgap load --dry-run {report.file}` checks its figures and stores nothing."
    if report.draft:
        yield (
            "Next: save the lines below as a file in config/mappings, mend them, run `healthgap check`, then "
            f"`healthgap load --dry-run {report.file}`. docs/files.md explains them."
        )
        yield from ("", report.draft.rstrip())


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
