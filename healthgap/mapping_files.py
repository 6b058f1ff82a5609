"""`config/mappings/*.toml` -> FileMapping, each on top of the format that it names; every problem at once.

The formats are mappings of their own without any indicators: `formats/*.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from healthgap.catalogue import SEXES
from healthgap.errors import Problem
from healthgap.figures import MEASURES
from healthgap.mapping import (
    FILL_IN,
    FIRST_AND_LAST_DAY,
    NAMES,
    NUMBERS,
    OWN_CELL,
    REQUIRED,
    Block,
    Condition,
    Entry,
    FileMapping,
    folded,
)
from healthgap.period import Period
from healthgap.toml_files import Strict, Text, read_toml, validated

_FORMATS = Path(__file__).parent / "formats"
_EXAMPLE = '{ Sex = "Male" }'
_A_PERIOD = "a period such as 2005-07, 2007 or 2013/14"

_OurName = Literal["indicator", "sex", "area", "group", "period", "measure"]
_OurNumber = Literal["value", "lower", "upper", "count", "denominator"]
_OurColumn = Literal[_OurName, "period_from", "period_to", _OurNumber, "note", "unit"]


def _words(raw: Any) -> tuple[str, ...]:
    entries = raw if isinstance(raw, list) else [raw]
    if not entries or not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in entries):
        raise ValueError("This must be text in quotes, or a list of such")
    return tuple(str(one) for one in entries)


def _condition(raw: Any) -> dict[str, tuple[str, ...]]:
    if isinstance(raw, dict) and raw:
        return {head: _words(words) for head, words in raw.items()}
    raise ValueError(f"This must be a table of their heads with their words, such as {_EXAMPLE}")


def _conditions(raw: Any) -> tuple[dict[str, tuple[str, ...]], ...]:
    return tuple(_condition(one) for one in (raw if isinstance(raw, list) else [raw]))


def _translations(raw: Any) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Words of the column itself, or conditions on whichever columns."""
    entries = raw if isinstance(raw, list) else [raw]
    if any(isinstance(one, dict) for one in entries):
        return _conditions(raw)
    return ({OWN_CELL: _words(raw)},)


_Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
_Only = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_condition)]
_Conditions = Annotated[tuple[dict[str, tuple[str, ...]], ...], BeforeValidator(_conditions)]
_Translated = dict[str, Annotated[tuple[dict[str, tuple[str, ...]], ...], BeforeValidator(_translations)]]


class _BlockFile(Strict):
    indicator: str = ""
    sex: str = ""
    area: str = ""
    group: str = ""
    period: str = ""
    measure: str = ""
    value: Text
    lower: str = ""
    upper: str = ""
    count: str = ""
    denominator: str = ""


class _MappingFile(Strict):
    title: Text
    files: _Words = ()
    heads: _Words = ()
    columns: dict[_OurColumn, _Words] = Field(default_factory=dict)
    constants: dict[_OurName, Text] = Field(default_factory=dict)
    indicator: _Translated = Field(default_factory=dict)
    sex: _Translated = Field(default_factory=dict)
    area: _Translated = Field(default_factory=dict)
    group: _Translated = Field(default_factory=dict)
    period: _Translated = Field(default_factory=dict)
    measure: _Translated = Field(default_factory=dict)
    value: _Translated = Field(default_factory=dict)
    figures: tuple[_BlockFile, ...] = ()
    only: _Only = Field(default_factory=dict)
    leave_out: dict[str, _Conditions] = Field(default_factory=dict)
    leave_out_others: tuple[_OurName, ...] = ()
    decided_by: dict[_OurName, _Words] = Field(default_factory=dict)
    described_by: dict[_OurName, Text] = Field(default_factory=dict)


def read_mappings(
    folder: Path, indicators: Collection[str], groups: Collection[str], problems: list[Problem]
) -> dict[str, FileMapping]:
    """The mappings of a folder by id, their names held against those of the catalogue."""
    mappings = {}
    for path in sorted(folder.glob("*.toml")):
        before = len(problems)
        mapping = _mapping(path, problems)
        if mapping:
            problems += _problems(path, mapping, indicators, groups)
        if mapping and len(problems) == before:
            mappings[path.stem] = mapping
    return mappings


@cache
def formats() -> Mapping[str, FileMapping]:
    """The formats that a mapping can name, by that name. They say nothing of indicators and groups."""
    problems: list[Problem] = []
    found = {path.stem: _mapping(path, problems) for path in sorted(_FORMATS.glob("*.toml"))}
    return {name: mapping for name, mapping in found.items() if mapping}


def _mapping(path: Path, problems: list[Problem]) -> FileMapping | None:
    raw = read_toml(path, problems)
    entry = validated(_MappingFile, path, raw and _on_its_format(path, raw, problems), problems)
    return _of_entry(path.stem, entry) if entry else None


def _on_its_format(path: Path, raw: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """What the file says on top of what the format that it names says."""
    settings = dict(raw)
    name = settings.pop("format", None)
    if name is None:
        return settings
    if name not in [one.stem for one in _FORMATS.glob("*.toml")]:
        known = " or ".join(sorted(one.stem for one in _FORMATS.glob("*.toml")))
        message = f"There is no format “{name}”."
        problems.append(Problem(str(path), message, column="format", value=str(name), expected=known))
        return {"title": str(name), **settings}
    return _merged(read_toml(_FORMATS / f"{name}.toml", problems) or {}, settings)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """The settings of both, table by table; what `above` says otherwise goes before."""
    merged = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], dict) and isinstance(above[name], dict):
            merged[name] = {**below[name], **above[name]}
        if name == "heads" and isinstance(above[name], list):
            merged[name] = [*below[name], *above[name]]
    constants = set(_table(above, "constants"))
    replaced = constants | (set(NUMBERS) if "figures" in above else set())
    columns = {name: heads for name, heads in _table(below, "columns").items() if name not in replaced}
    merged["columns"] = columns | _table(above, "columns")
    return {name: one for name, one in merged.items() if name in above or name not in constants}


def _table(settings: dict[str, Any], name: str) -> dict[str, Any]:
    table = settings.get(name)
    return table if isinstance(table, dict) else {}


def _of_entry(name: str, entry: _MappingFile) -> FileMapping:
    entries = {
        column: tuple(
            Entry(word, tuple(_folded(where) for where in wheres))
            for word, wheres in getattr(entry, column).items()
        )
        for column in (*NAMES, "value")
        if getattr(entry, column)
    }
    blocks = tuple(
        Block(
            {column: getattr(block, column) for column in NAMES if getattr(block, column)},
            {column: getattr(block, column) for column in NUMBERS if getattr(block, column)},
        )
        for block in entry.figures
    )
    return FileMapping(
        id=name,
        title=entry.title,
        files=entry.files,
        required=tuple(dict.fromkeys(_required(entry))),
        columns={str(column): heads for column, heads in entry.columns.items()},
        constants={str(column): word for column, word in entry.constants.items()},
        entries=entries,
        blocks=blocks,
        only=_folded(entry.only),
        leave_out={reason: tuple(map(_folded, wheres)) for reason, wheres in entry.leave_out.items()},
        leave_out_others=entry.leave_out_others,
        decided_by={str(column): heads for column, heads in entry.decided_by.items()},
        described_by={str(column): head for column, head in entry.described_by.items()},
    )


def _required(entry: _MappingFile) -> Iterator[tuple[str, ...]]:
    """The heads without which the mapping cannot work: all but those of limits, counts and notes."""
    yield from ((head,) for head in entry.heads)
    yield from (
        heads for name, heads in entry.columns.items() if name in (*NAMES, *FIRST_AND_LAST_DAY, "value")
    )
    yield from ((block.value,) for block in entry.figures)
    conditions = [entry.only, *(one for wheres in entry.leave_out.values() for one in wheres)]
    for name in NAMES:
        conditions += [one for wheres in getattr(entry, name).values() for one in wheres]
    yield from ((head,) for condition in conditions for head in condition if head != OWN_CELL)


def _folded(where: Mapping[str, tuple[str, ...]]) -> Condition:
    return {folded(head): frozenset(map(folded, words)) for head, words in where.items()}


def _problems(
    path: Path, mapping: FileMapping, indicators: Collection[str], groups: Collection[str]
) -> Iterator[Problem]:
    yield from _source_problems(path, mapping)
    expected = {"indicator": indicators, "group": groups, "sex": SEXES, "measure": MEASURES}
    tests: dict[str, Callable[[str], bool]] = {
        name: known.__contains__ for name, known in expected.items() if known
    }
    tests["period"] = _is_period
    for name, word in _our_words(mapping):
        if name in tests and not tests[name](word):
            known = "one of " + ", ".join(expected[name]) if name in expected else _A_PERIOD
            message = f"There is no {name} “{word}”."
            if word.startswith(FILL_IN):
                message = f"{word} stands here still: say which {name} is meant."
            yield Problem(str(path), message, column=f"{name}.{word}", value=word, expected=known)


def _source_problems(path: Path, mapping: FileMapping) -> Iterator[Problem]:
    """Columns of ours that come from nowhere, or from two places."""
    yield from _day_problems(path, mapping)
    by_days = {"period"} if set(FIRST_AND_LAST_DAY) & mapping.columns.keys() else set()
    for name in [name for name in REQUIRED if name not in by_days]:
        in_blocks = mapping.blocks and all(
            name in block.words or name in block.heads for block in mapping.blocks
        )
        if not in_blocks and not any(
            name in part for part in (mapping.columns, mapping.constants, mapping.entries)
        ):
            message = f"Nothing says where the {name} comes from."
            expected = f"{name} under [columns] or [constants], or a table [{name}]"
            yield Problem(str(path), message, column=name, expected=expected)
    for name in mapping.columns.keys() & mapping.constants.keys():
        yield Problem(str(path), f"{name} is both a column and a constant.", column=f"constants.{name}")
    for name in mapping.columns if mapping.blocks else ():
        if name in NUMBERS:
            message = f"Where there are [[figures]], each of them says which column its {name} is in."
            yield Problem(str(path), message, column=f"columns.{name}")
    for name in mapping.leave_out_others:
        if name not in mapping.entries and name not in mapping.constants:
            message = f"There is no table [{name}], so there are no others to leave out."
            yield Problem(str(path), message, column="leave_out_others", value=name)
    for name, entries in mapping.entries.items():
        own_cell = any(OWN_CELL in where for entry in entries for where in entry.where)
        if own_cell and name not in mapping.columns:
            message = f"This says a word and not under which head, and {name} has no column."
            yield Problem(str(path), message, column=name, expected=f"a table such as {_EXAMPLE}")


def _day_problems(path: Path, mapping: FileMapping) -> Iterator[Problem]:
    """A period that is said by one of its ends only, or by its ends and in another way too."""
    there = [name for name in FIRST_AND_LAST_DAY if name in mapping.columns]
    if len(there) == 1:
        (missing,) = {*FIRST_AND_LAST_DAY} - {*there}
        yield Problem(str(path), f"{there[0]} needs {missing} beside it.", column=f"columns.{there[0]}")
    in_blocks = any("period" in block.words for block in mapping.blocks)
    said = in_blocks or any(
        "period" in part for part in (mapping.columns, mapping.constants, mapping.entries)
    )
    if there and said:
        message = "The period is said twice: by its first and last day, and in another way."
        yield Problem(str(path), message, column=f"columns.{there[0]}", expected="one of them")


def _our_words(mapping: FileMapping) -> Iterable[tuple[str, str]]:
    yield from mapping.constants.items()
    for block in mapping.blocks:
        yield from block.words.items()
    for name, entries in mapping.entries.items():
        yield from ((name, entry.word) for entry in entries)


def _is_period(word: str) -> bool:
    try:
        Period.parse(word)
    except ValueError:
        return False
    return True
