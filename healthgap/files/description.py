"""A file -> what it looks like, who reads it, and a draft of a mapping where nobody does. Loads nothing."""

from __future__ import annotations

from pathlib import Path

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.content import read_content
from healthgap.files.draft import draft
from healthgap.files.guesses import distinct_words
from healthgap.files.kinds import read_table
from healthgap.files.raw import RawTable, without_blank_rows
from healthgap.files.recognition import OWN, clash, is_headless, is_own, known_heads, readers, unread
from healthgap.files.source import Source
from healthgap.format_report import ColumnSeen, FormatReport
from healthgap.mapping import FileMapping
from healthgap.mapping_files import formats
from healthgap.progress import silent

_EXAMPLES = 3
_WIDEST = 40


def describe(path: Path, catalogue: Catalogue) -> FormatReport:
    """What there is to say of a file. Raises RefusedDataError for one that has no table in it."""
    problems: list[Problem] = []
    known = known_heads({**formats(), **catalogue.mappings})
    raw = read_table(read_content(path), known, problems, silent("", ""))
    if raw is None:
        raise RefusedDataError(problems)
    return _report(without_blank_rows(raw), catalogue, [str(problem) for problem in problems])


def _report(raw: RawTable, catalogue: Catalogue, problems: list[str]) -> FormatReport:
    found = readers(raw, catalogue.mappings)
    own = is_own(raw)
    mapping = found[0] if len(found) == 1 and not own else None
    form = next(iter(readers(raw, formats())), None)
    problem = None
    if len(found) + own > 1:
        problem = clash(raw, found)
    elif not found and not own:
        problem = unread(raw, catalogue.mappings)
    drafted = problem and not found and not is_headless(raw)
    read_by = f"{mapping.path} ({mapping.title})" if mapping else OWN if own and not found else None
    return FormatReport(
        file=raw.file,
        kind=raw.kind.name,
        encoding=raw.kind.encoding,
        separator=raw.kind.separator,
        sheet=raw.sheet,
        rows=raw.rows,
        columns=tuple(_column(raw, head, mapping) for head in raw.heads),
        looks_like=form.title if form else None,
        read_by=read_by,
        problem=str(problem) if problem else None,
        draft=draft(raw, catalogue, form) if drafted else None,
        notes=(*raw.notes, *problems),
    )


def _column(raw: RawTable, head: str, mapping: FileMapping | None) -> ColumnSeen:
    examples = tuple(word[:_WIDEST] for word in distinct_words(raw, head)[:_EXAMPLES])
    return ColumnSeen(head.strip(), Source(raw, mapping).read_as(head) if mapping else (), examples)
