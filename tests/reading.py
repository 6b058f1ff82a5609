"""What comes of a file's bytes before anything is stored, as tests look at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem
from healthgap.files.content import read_content
from healthgap.files.own import Part
from healthgap.files.reading import read_figures
from healthgap.progress import silent


@dataclass(frozen=True)
class Read:
    """All the parts of a file, and how it was read."""

    parts: list[Part]
    notes: tuple[str, ...]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures, indicator by indicator."""
        return [row for part in self.parts for row in part.table.to_pylist()]


def read_bytes(data: bytes, name: str, catalogue: Catalogue) -> tuple[Read | None, list[Problem]]:
    """What a file of these bytes holds, or None, and every problem of it."""
    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        checked = read_figures(read_content(path), catalogue, None, problems, silent("", ""))
        read = Read(list(checked.parts), checked.notes) if checked else None
        for part in read.parts if read else ():
            part.row_number(0)  # counts the rows while the file is there
    return (None if problems else read), problems
