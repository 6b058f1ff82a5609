"""`config/*.toml` -> Catalogue, with every problem in every file reported at once.

Reads files and checks them; decides nothing. A new indicator is one more file in `config/indicators/`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from itertools import chain
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from healthgap.alternatives import written_out
from healthgap.catalogue import (
    SEXES,
    Catalogue,
    GapMeasure,
    Group,
    Indicator,
    Kept,
    Polarity,
    PublicationHour,
    Shape,
    Sides,
    Target,
    Term,
)
from healthgap.errors import ConfigurationError, Problem
from healthgap.gradients import FEWEST_GROUPS
from healthgap.mapping import FileMapping
from healthgap.period import Period
from healthgap.toml_files import Strict, Text, read_toml, validated

_SIZED = {"cut_gap", "gap_at_most", "level_at_most", "level_at_least"}
_ON_A_LEVEL = {"level_at_most", "level_at_least"}


def _period(label: str) -> str:
    Period.parse(label)
    return label


def _clock_time(text: str) -> str:
    if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(f"“{text}” is no time of day such as 09:30")
    return text


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"“{name}” is no time zone such as Europe/London")
    return name


def _all_written_out(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(written_out, names))))


_PeriodLabel = Annotated[str, AfterValidator(_period)]
_Names = Annotated[tuple[Text, ...], AfterValidator(_all_written_out)]


class _NamedFile(Strict):
    title: Text
    aliases: _Names = ()
    definition: Text
    source: Text


class _GroupFile(_NamedFile):
    loosely: _Names = ()


class _TermFile(_NamedFile):
    restricts: bool = False


class _GapFile(Strict):
    between: Sides = "groups"
    group: Text
    comparator: Text
    comparator_contains_group: bool
    everyone: Text
    monitored: tuple[Text, ...] = ()
    ordered: tuple[Text, ...] = ()


class _TargetFile(Strict):
    wording: Text
    shape: Shape
    measure: GapMeasure | None = None
    group: str = ""
    size: float | None = Field(default=None, gt=0)
    baseline: _PeriodLabel | None = None
    due: _PeriodLabel | None = None
    deadline: str = ""
    source: Text
    baseline_value: float | None = None
    if_revised: Kept = "percentage"


class _IndicatorFile(Strict):
    title: Text
    short: Text
    aliases: _Names
    unit: Text
    unit_aliases: _Names = ()
    level: Text
    events: str = ""
    events_aliases: _Names = ()
    polarity: Polarity
    decimals: int = Field(ge=0, le=6)
    crude: bool = False
    definition: Text
    source: Text
    sources: tuple[Text, ...] = ()
    headline: GapMeasure
    area: Text
    area_aliases: _Names = ()
    scope_aliases: _Names = ()
    related: _Names = ()
    parts: _Names = ()
    sexes: tuple[str, ...] = ("persons",)
    gap: _GapFile
    target: _TargetFile | None = None


class _PublisherFile(Strict):
    time: Annotated[str, AfterValidator(_clock_time)] = "09:30"
    timezone: Annotated[str, AfterValidator(_time_zone)] = "Europe/London"


class _HolidaysFile(Strict):
    days: frozenset[date]


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue that the TOML files in `folder` declare.

    Raises ConfigurationError with every problem of every file.
    """
    if not folder.is_dir():
        raise ConfigurationError.of(
            str(folder), "This folder does not exist. Set HEALTHGAP_CONFIG to the folder with groups.toml."
        )
    problems: list[Problem] = []
    groups = {
        name: Group(name, entry.title, entry.aliases, entry.definition, entry.source, entry.loosely)
        for name, entry in _named_entries(folder / "groups.toml", _GroupFile, problems).items()
    }
    terms = {
        name: Term(name, entry.title, entry.aliases, entry.definition, entry.source, entry.restricts)
        for name, entry in _named_entries(folder / "terms.toml", _TermFile, problems).items()
    }
    indicators: dict[str, Indicator] = {}
    for path in sorted((folder / "indicators").glob("*.toml")):
        entry = validated(_IndicatorFile, path, read_toml(path, problems), problems)
        if entry:
            problems += _indicator_problems(path, entry, groups) if groups else []
            indicators[path.stem] = _indicator(path.stem, entry)
            problems += _unit_problems(path, indicators[path.stem])
    if not indicators and not problems:
        problems.append(Problem(str(folder / "indicators"), "There is no indicator file here."))
    hours = _hours(folder / "publishers.toml", problems)
    holidays = _holidays(folder / "holidays.toml", problems)
    problems += _alias_clashes(folder, indicators.values())
    names = sorted(path.stem for path in (folder / "indicators").glob("*.toml"))
    mappings = _mappings(folder / "mappings", names, groups, problems)
    if problems:
        raise ConfigurationError(problems)
    return Catalogue(indicators, groups, terms, mappings, hours, holidays)


def _hours(path: Path, problems: list[Problem]) -> dict[str, PublicationHour]:
    """Each publisher's own hour; the file may be left out."""
    hours: dict[str, PublicationHour] = {}
    for name, raw in ((read_toml(path, problems) if path.exists() else None) or {}).items():
        entry = validated(_PublisherFile, path, raw, problems, prefix=f"{name}.")
        if entry:
            hours[name.casefold()] = PublicationHour(time.fromisoformat(entry.time), ZoneInfo(entry.timezone))
    return hours


def _holidays(path: Path, problems: list[Problem]) -> frozenset[date]:
    """The days that are no working days; the file may be left out."""
    raw = read_toml(path, problems) if path.exists() else None
    entry = validated(_HolidaysFile, path, raw, problems)
    return entry.days if entry else frozenset()


def _mappings(
    folder: Path, indicators: Collection[str], groups: Collection[str], problems: list[Problem]
) -> Mapping[str, FileMapping]:
    if not any(folder.glob("*.toml")):
        return {}
    from healthgap.mapping_files import read_mappings  # slow to import, and asking needs none

    return read_mappings(folder, indicators, groups, problems)


_Named = TypeVar("_Named", bound=_NamedFile)


def _named_entries(path: Path, kind: type[_Named], problems: list[Problem]) -> dict[str, _Named]:
    entries = {}
    for name, raw in (read_toml(path, problems) or {}).items():
        entry = validated(kind, path, raw, problems, prefix=f"{name}.")
        if entry:
            entries[name] = entry
    return entries


def _indicator_problems(path: Path, entry: _IndicatorFile, groups: Mapping[str, Group]) -> Iterable[Problem]:
    gap = entry.gap
    named = {"gap.group": [gap.group], "gap.comparator": [gap.comparator], "gap.everyone": [gap.everyone]}
    named["gap.monitored"] = list(gap.monitored)
    named["gap.ordered"] = list(gap.ordered)
    if entry.target and entry.target.group:
        named["target.group"] = [entry.target.group]
    for key, names in named.items():
        for name in names:
            if name not in groups:
                yield Problem(
                    str(path), f"There is no group “{name}” in groups.toml.", column=key, value=name
                )
    if gap.group == gap.comparator:
        message = "A group cannot be held against itself."
        yield Problem(str(path), message, column="gap.comparator", value=gap.comparator)
    if gap.ordered and len(set(gap.ordered)) < max(len(gap.ordered), FEWEST_GROUPS):
        message = f"An order has at least {FEWEST_GROUPS} groups, each of them once."
        yield Problem(str(path), message, column="gap.ordered", value=", ".join(gap.ordered))
    for sex in entry.sexes:
        if sex not in SEXES:
            yield Problem(str(path), f"“{sex}” is no sex.", column="sexes", expected=", ".join(SEXES))
    if entry.target:
        yield from _target_problems(path, entry.target)


def _unit_problems(path: Path, indicator: Indicator) -> Iterable[Problem]:
    if indicator.crude and indicator.multiplier is None:
        message = "A crude rate needs a unit that says what events ÷ people are multiplied by."
        yield Problem(
            str(path), message, column="unit", expected="a unit such as per 1,000 live births, or %"
        )


def _target_problems(path: Path, target: _TargetFile) -> Iterable[Problem]:
    sized = target.shape in _SIZED
    if sized != (target.size is not None):
        verb = "needs" if sized else "has no"
        yield Problem(str(path), f"A target of shape {target.shape} {verb} size.", column="target.size")
    if target.if_revised == "value" and target.baseline_value is None:
        yield Problem(
            str(path),
            "To keep the value, the target needs its first baseline_value.",
            column="target.if_revised",
        )
    on_a_level = target.shape in _ON_A_LEVEL
    if on_a_level == (target.measure is not None):
        verb = "has no" if on_a_level else "needs a"
        yield Problem(str(path), f"A target of shape {target.shape} {verb} measure.", column="target.measure")
    if on_a_level and not target.group:
        yield Problem(str(path), f"A target of shape {target.shape} needs a group.", column="target.group")


def _alias_clashes(folder: Path, indicators: Iterable[Indicator]) -> Iterable[Problem]:
    owners: dict[str, str] = {}
    for indicator in indicators:
        for alias in {alias.casefold() for alias in (indicator.title, indicator.short, *indicator.aliases)}:
            other = owners.setdefault(alias, indicator.id)
            if other != indicator.id:
                yield Problem(
                    str(folder / "indicators" / f"{indicator.id}.toml"),
                    f"“{alias}” also names {other}; a word can name one indicator only.",
                    column="aliases",
                )


def _indicator(name: str, entry: _IndicatorFile) -> Indicator:
    return Indicator(
        id=name,
        home=entry.area,
        target=_target(entry.target, entry.gap.group) if entry.target else None,
        **entry.gap.model_dump(),
        **entry.model_dump(exclude={"gap", "target"}),
    )


def _target(entry: _TargetFile, group: str) -> Target:
    fields = entry.model_dump()
    fields["group"] = entry.group or group
    fields["baseline"] = Period.parse(entry.baseline) if entry.baseline else None
    fields["due"] = Period.parse(entry.due) if entry.due else None
    return Target(**fields)
