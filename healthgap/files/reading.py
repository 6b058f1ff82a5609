"""The content of a file -> checked figures, whatever its kind and whoever's columns it has."""

from __future__ import annotations

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem
from healthgap.files.kinds import read_table
from healthgap.files.mapped import read_mapped
from healthgap.files.own import Checked, read_own
from healthgap.files.raw import RawTable
from healthgap.files.recognition import clash, is_own, known_heads, readers, unread


def read_figures(file: str, data: bytes, catalogue: Catalogue, problems: list[Problem]) -> Checked | None:
    """The figures in the content `data` of the file named `file`; None when `problems` says why not."""
    before = len(problems)
    raw = read_table(file, data, problems, known_heads(catalogue.mappings))
    own = _in_own_columns(raw, catalogue, problems) if raw else None
    checked = read_own(own, catalogue, problems) if own else None
    return checked if len(problems) == before else None


def _in_own_columns(raw: RawTable, catalogue: Catalogue, problems: list[Problem]) -> RawTable | None:
    found = readers(raw, catalogue.mappings)
    if len(found) + is_own(raw) > 1:
        problems.append(clash(raw, found))
        return None
    if found:
        return read_mapped(raw, found[0], problems)
    if not is_own(raw):
        problems.append(unread(raw, catalogue.mappings))
        return None
    return raw
