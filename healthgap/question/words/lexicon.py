"""What words can mean here: generated from the catalogue, on top of general English.

A new indicator's TOML file is enough for questions about it to be understood.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from healthgap.catalogue import Catalogue
from healthgap.question.words.vocabulary import Vocabulary
from healthgap.question.words.wording import FILLER, Meaning, Wording, with_phrases

Meanings = Mapping[str, tuple[str, ...]]
"""The values of each kind that a phrase can mean, in order."""

_SETTINGS = ("surroundings", "people", "qualifier")
_OFFICIAL = re.compile(r", (?:City|County|City and County|Royal Borough|London Borough) of$| UA$| \([^)]*\)$")


@dataclass(frozen=True)
class Lexicon:
    """Phrases, as tuples of tokens, with everything they can mean."""

    phrases: Mapping[tuple[str, ...], Meanings]
    wording: Wording

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that stands in some phrase."""
        return frozenset(word for phrase in self.phrases for word in phrase if word[0].isalpha())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.words)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.phrases))

    @cached_property
    def numbered(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases with a number in them ("under 75", "per 1,000"), by that number."""
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in self.phrases:
            for word in phrase:
                if word[0].isdecimal():
                    found[word].append(phrase)
        return {number: tuple(phrases) for number, phrases in found.items()}


def build(catalogue: Catalogue, wording: Wording, areas: Iterable[str] = ()) -> Lexicon:
    """The lexicon of `catalogue` and of `areas` in the general English of `wording`."""
    told = [*_from_catalogue(catalogue), *_of_areas(areas)]
    told += _all_of_them(len(catalogue.indicators), wording.counting)
    meanings = with_phrases(wording.phrases, told, wording.contractions)
    places = {words for words, found in meanings.items() if any(kind == "area" for kind, _ in found)}
    for place in places:
        meanings[place] = frozenset(one for one in meanings[place] if one[0] not in _SETTINGS)
    merely_filled = [words for words, found in meanings.items() if found == {FILLER}] if places else []
    for words in merely_filled:
        if _names_one_of(places, words):
            del meanings[words]
    by_kind = {found: _by_kind(found) for found in set(meanings.values())}
    return Lexicon({phrase: by_kind[found] for phrase, found in meanings.items()}, wording)


def _names_one_of(places: Collection[tuple[str, ...]], phrase: tuple[str, ...]) -> bool:
    """Whether a phrase holds the name of an area: “in Westminster” is no mere setting where figures are held for it."""
    size = len(phrase)
    return any(phrase[i:j] in places for i in range(size) for j in range(i + 1, size + 1) if j - i < size)


def _by_kind(meanings: Iterable[Meaning]) -> Meanings:
    values: dict[str, list[str]] = defaultdict(list)
    for kind, value in sorted(meanings):
        values[kind].append(value)
    return {kind: tuple(found) for kind, found in values.items()}


def _from_catalogue(catalogue: Catalogue) -> Iterator[tuple[str, Meaning]]:
    events = Counter(chain.from_iterable(one.events_aliases for one in catalogue.indicators.values()))
    for indicator in catalogue.indicators.values():
        own_events = [phrase for phrase in indicator.events_aliases if " " in phrase and events[phrase] == 1]
        yield from ((phrase, ("indicator", indicator.id)) for phrase in own_events)
        for kind, phrases in (
            ("indicator", (indicator.title, indicator.short, *indicator.aliases)),
            ("events", indicator.events_aliases),
            ("unit", (indicator.unit, *indicator.unit_aliases)),
            ("own_area", (indicator.area, *indicator.area_aliases)),
            ("scope", indicator.scope_aliases),
        ):
            for phrase in phrases:
                forms = _per(phrase) if kind == "unit" else _singular_and_plural(phrase)
                yield from ((form, (kind, indicator.id)) for form in forms)
    for group in catalogue.groups.values():
        for phrase in (group.title, *group.aliases, *group.loosely):
            yield from ((form, ("group", group.id)) for form in _singular_and_plural(phrase))
    for term in catalogue.terms.values():
        for phrase in (term.title, *term.aliases):
            yield from ((form, ("term", term.id)) for form in _singular_and_plural(phrase))


def _all_of_them(held: int, counting: Mapping[str, int]) -> Iterator[tuple[str, Meaning]]:
    """ "All four", "the four gaps", where four are held."""
    for number in (str(held), *(word for word, count in counting.items() if count == held)):
        for lead in ("all", "all the", "the", "each of the", "all of the", "every one of the", "our"):
            for what in (
                "",
                " gaps",
                " targets",
                " indicators",
                " measures",
                " health inequality targets",
                " inequality targets",
            ):
                if what or lead in ("all", "the", "each of the"):
                    yield f"{lead} {number}{what}", ("cue", "indicators")


def _of_areas(areas: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    """Each area by its name, and by what people call it: "Bristol, City of" is Bristol, "St. Helens" St Helens."""
    for area in areas:
        called = _OFFICIAL.sub("", area)
        for name in dict.fromkeys((area, called, called.replace(".", ""))):
            yield name, ("area", area)


def _per(unit: str) -> tuple[str, ...]:
    """ "per 1,000" is also "in a thousand", "out of every 1,000", "for every 1,000"."""
    size = unit.removeprefix("per ")
    if size == unit or not (size[0].isdecimal() or size.startswith(("thousand", "hundred"))):
        return (unit,)
    every = (size, f"every {size}", f"a {size}") if size[0].isalpha() else (size, f"every {size}")
    return (unit, *(f"{lead} {one}" for lead in ("per", "in", "of", "out of", "for", "on") for one in every))


_INITIALS = 2  # “LE” has no plural: “what les behind the fall” is no life expectancy


def _singular_and_plural(phrase: str) -> tuple[str, ...]:
    plural = phrase[:-1] + "ies" if phrase.endswith("y") and phrase[-2] not in "aeiou" else phrase + "s"
    return (phrase,) if phrase.endswith("s") or len(phrase) <= _INITIALS else (phrase, plural)
