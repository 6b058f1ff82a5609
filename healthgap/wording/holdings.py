"""Sentences about what is held: which figures for which periods, and what words mean."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.overviews import AcrossAreas, DefinitionFacts, ListFacts
from healthgap.catalogue import Catalogue, Group, Indicator, Term
from healthgap.series import Series
from healthgap.wording.lists import series_name
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    in_brackets,
    listed,
    people,
    sentence,
    short_name,
)
from healthgap.wording.prose import Prose, Rank


def holdings(facts: ListFacts, catalogue: Catalogue) -> Prose:
    lines = [text for series in facts.series for text in _periods(series, facts.levels, catalogue)]
    if facts.about_periods:
        return Prose(lines[0], lines[1:])
    names = list(dict.fromkeys(short_name(series.indicator) for series in facts.series))
    held = f"{len(names)} indicators: {listed(names)}" if len(names) > 1 else f"figures on {names[0]}"
    return Prose(sentence(f"I hold {held}"), lines)


def _periods(series: Series | AcrossAreas, levels: Sequence[Series], catalogue: Catalogue) -> list[str]:
    """The periods of the gap, and of each level and count of the same."""
    if isinstance(series, AcrossAreas):
        return [_across_areas(series) if series.periods else _none_yet(series)]
    beside = [
        sentence(f"{_level_held(one, catalogue)}: {_labels(one)}")
        for one in levels
        if (one.indicator.id, one.sex) == (series.indicator.id, series.sex)
    ]
    if not series.points:
        return beside or [_none_yet(series)]
    if series.indexed:
        first, last = series.points[0].period, series.points[-1].period
        return [sentence(f"{series_name(series)}: only how the gap changed from {first} to {last}"), *beside]
    return [sentence(f"{series_name(series)}, {MEASURE_NAMES[series.measure]}: {_labels(series)}"), *beside]


def _labels(series: Series) -> str:
    """ "1995-97 (worked back from the published change), 2004-06"."""
    return ", ".join(f"{point.period}{in_brackets(point, series)}" for point in series.held)


def _level_held(series: Series, catalogue: Catalogue) -> str:
    """ "infant mortality, rate in all births", "infant deaths in all births"."""
    who = people(series.indicator, series.group, catalogue)
    if series.measure == "count":
        return f"{series.indicator.events}, number in {who}"
    return f"{series_name(series)}, {series.indicator.level} in {who}"


def _none_yet(series: Series | AcrossAreas) -> str:
    return sentence(f"{series_name(series)}: no figures yet")


def _across_areas(held: AcrossAreas) -> str:
    what = held.indicator.level if held.measure == "rate" else MEASURE_NAMES[held.measure]
    areas = "1 area" if held.areas == 1 else f"{held.areas} areas"
    return sentence(f"{series_name(held)}, {what} of {areas}: {', '.join(map(str, held.periods))}")


def definition(facts: DefinitionFacts, catalogue: Catalogue) -> Prose:
    if not facts.entries:
        return Prose("I have no definition of that.")
    indicators = [entry for entry in facts.entries if isinstance(entry, Indicator)]
    of_gaps = catalogue.terms.get("gap")
    lines: list[str] = []
    for one in indicators:
        both = [_defined(one), pair(one, catalogue)]
        lines += both[::-1] if of_gaps in facts.entries else both
    terms = [entry for entry in facts.entries if not isinstance(entry, Indicator)]
    lines += [_defined(entry) for entry in terms if not (indicators and entry == of_gaps)]
    prose = Prose(lines[0], lines[1:])
    sources = dict.fromkeys(entry.source.rstrip(".") for entry in facts.entries if entry.source)
    prose.caveat(Rank.STANDING, sentence(f"Definition from: {'; '.join(sources)}") if sources else "")
    return prose


def _defined(entry: Indicator | Group | Term) -> str:
    return f"{entry.title[0].upper()}{entry.title[1:]}: {_in_sentence(entry.definition)}"


def _in_sentence(text: str) -> str:
    """Text that goes on after a colon: without its capital, unless it opens with a name."""
    opens_with_a_name = len(text.split()[0]) < 2 or text[1].isupper() or text.startswith("The National")
    return text if opens_with_a_name else f"{text[0].lower()}{text[1:]}"


def pair(indicator: Indicator, catalogue: Catalogue) -> str:
    group, other = (
        people(indicator, indicator.group, catalogue),
        people(indicator, indicator.comparator, catalogue),
    )
    contains = ", which includes it" if indicator.comparator_contains_group else ""
    ways = {
        "absolute_gap": "the difference in {level} between {group} and {other}{contains}",
        "relative_gap": "the difference in {level} between {group} and {other}{contains}, as a percentage of the "
        "latter’s",
    }
    told = ways.get(indicator.headline, "the {level} of {group} against that of {other}{contains}")
    said = told.format(level=indicator.level, group=group, other=other, contains=contains)
    return sentence(f"The {short_name(indicator)} gap is {said}")
