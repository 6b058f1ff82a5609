"""The words by which a file may name indicators, groups, sexes, areas, measures and periods.

Case, underscores and spaces do not matter. What is not known is refused, with the nearest known name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from healthgap.catalogue import Catalogue, Group, Indicator
from healthgap.figures import MEASURES
from healthgap.period import Period

_SEX_WORDS = {
    "persons": ("persons", "person", "people", "p", "both", "both sexes", "all", "total"),
    "male": ("male", "males", "m", "man", "men", "boy", "boys"),
    "female": ("female", "females", "f", "w", "woman", "women", "girl", "girls"),
}
_SEXES = {word: sex for sex, words in _SEX_WORDS.items() for word in words}
_PER_CENT = ("%", "per cent", "percent", "percentage")
_NEAR = 70
# What Excel makes of 2005-07 and the like unless it is told not to.
_DAY = re.compile(
    r"(?i)^\d{4}-\d\d-\d\d|^\d{1,2}/\d{1,2}/\d{4}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_AS_TEXT = (
    "the period as it was printed: Excel makes dates of periods, unless the column is formatted as text first"
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that names nothing: what is wrong with it, what would do, and the nearest name."""

    message: str
    expected: str | None = None
    nearest: str | None = None


class Names:
    """Finds what a word in a file names, within its indicator where that matters; None if that is unknown."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._indicators = _by_name(catalogue.indicators)
        self._groups = _by_name(catalogue.groups)
        self._own_areas = {
            indicator.id: {_folded(alias) for alias in indicator.area_aliases}
            for indicator in catalogue.indicators.values()
        }

    def indicator(self, word: str) -> str | Unknown:
        if not word.strip():
            return Unknown("The indicator is missing.")
        found = self._indicators.get(_folded(word), [])
        if found:
            return found[0]
        near = _id(word, self._indicators)
        expected = None if near else "the name of a file in config/indicators"
        return Unknown(f"There is no indicator “{word}”.", expected, near)

    def group(self, indicator: Indicator | None, word: str) -> str | Unknown:
        published = indicator.published_groups if indicator else ()
        if not word.strip():
            return published[0] if len(published) == 1 else Unknown("The group is missing.")
        found = self._groups.get(_folded(word), [])
        if not found:
            return Unknown(f"There is no group “{word}”.", nearest=_id(word, self._groups))
        if indicator is None:
            return found[0]
        declared = [group for group in found if group in published]
        if declared:
            return declared[0]
        return Unknown(f"“{word}” is no group of {indicator.id}.", expected=_either(published))

    def sex(self, indicator: Indicator | None, word: str) -> str | Unknown:
        if not word.strip():
            return _usual_sex(indicator)
        sex = _SEXES.get(_folded(word))
        if sex is None:
            return Unknown(f"“{word}” is no sex.", expected="persons, male or female")
        if indicator is not None and sex not in indicator.sexes:
            return Unknown(f"{indicator.id} is not published for {sex}.", expected=_either(indicator.sexes))
        return sex

    def area(self, indicator: Indicator, word: str) -> str:
        folded = _folded(word)
        return indicator.area if not folded or folded in self._own_areas[indicator.id] else word.strip()

    def measure(self, word: str) -> str | Unknown:
        known = {_folded(measure): measure for measure in MEASURES}
        found = known.get(_folded(word) or "value")
        if found:
            return found
        return Unknown(f"There is no measure “{word}”.", _either(MEASURES), nearest(word, MEASURES))

    def unit(self, indicator: Indicator, measure: str, word: str) -> str | Unknown:
        """The unit of figures of `measure`; a blank one is what it should be."""
        in_unit = measure in ("value", "absolute_gap")
        fitting = (indicator.unit, *indicator.unit_aliases) if in_unit else _PER_CENT
        if not word.strip() or _folded(word) in map(_folded, fitting):
            return fitting[0]
        return Unknown(f"“{word}” is not the unit of this figure.", expected=fitting[0])

    def period(self, word: str) -> str | Unknown:
        if not word.strip():
            return Unknown("The period is missing.", expected="a period such as 2005-07, 2007 or 2013/14")
        try:
            return Period.parse(word).label
        except ValueError as error:
            one_day = _DAY.search(word) and " to " not in word
            return Unknown(str(error), expected=_AS_TEXT if one_day else None)


def _usual_sex(indicator: Indicator | None) -> str | Unknown:
    """Whom a figure is of where the file does not say."""
    sexes = indicator.sexes if indicator else ("persons",)
    if "persons" in sexes or len(sexes) == 1:
        return "persons" if "persons" in sexes else sexes[0]
    return Unknown("The sex is missing.", expected=_either(sexes))


def _by_name(entries: Mapping[str, Indicator] | Mapping[str, Group]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries.values():
        for name in dict.fromkeys(_folded(name) for name in (entry.id, entry.title, *entry.aliases)):
            found.setdefault(name, []).append(entry.id)
    return found


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Of `names` the one most like `word`; None when none is like it."""
    match = process.extractOne(_folded(word), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return str(match[0]) if match else None


def _id(word: str, by_name: Mapping[str, list[str]]) -> str | None:
    near = nearest(word, by_name)
    return by_name[near][0] if near else None


@lru_cache(maxsize=1 << 16)  # the areas of a file come again with every indicator
def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").split())


def _either(names: Iterable[str]) -> str:
    *first, last = names
    return " or ".join(filter(None, [", ".join(first), last]))
