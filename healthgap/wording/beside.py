"""Sentences that set two answers beside each other: which is larger or moved further, and by how much."""

from __future__ import annotations

from dataclasses import replace

from healthgap.answer import checks as c
from healthgap.answer.facts import ChangeFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue
from healthgap.series import Series
from healthgap.wording.gaps import gap_size
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    briefly,
    change_size,
    default_decimals,
    listed,
    number,
    of_point,
    people,
    quantity,
    sentence,
    sex_name,
    subject,
    unit_name,
    verb,
)
from healthgap.wording.prose import Prose


def beside(facts: c.BesideFacts, catalogue: Catalogue) -> Prose:
    (one, one_point), (other, _) = facts.first, facts.second
    names = f"{subject(one)} and {subject(other)}"
    if facts.difference is None:
        why = "their periods differ" if one.measure == other.measure else "they are in different units"
        return Prose(sentence(f"{names} cannot be set against each other: {why}"))
    places = default_decimals(one)
    if number(facts.difference.value, places) == number(0, places):
        return Prose(sentence(f"{names} are as wide as each other in {one_point.period}"))
    size = (
        f"{number(facts.difference.value, places)} {unit_name(one)}"
        if one.measure != "ratio"
        else number(facts.difference.value, places)
    )
    told = f"{subject(one)} is wider than {subject(other)}, by {size} in {one_point.period}"
    return Prose(sentence(f"{told} ({MEASURE_NAMES[one.measure]}s)"))


def moved_beside(facts: c.MovedBesideFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    """Which gap moved further, in per cent of itself; of gaps whose size is not held that this is all."""
    one, other = facts.first, facts.second
    if facts.of_sizes:
        return _sizes_unknown(one, other)
    if one.change.sign != other.change.sign or not one.change.sign:
        told = [
            f"{_what_moved(fact.series, catalogue)} {verb(fact.change, fact.series)}" for fact in (one, other)
        ]
        return Prose(sentence(f"{told[0]} and {told[1]}"))
    how = verb(one.change, one.series)
    sizes = [change_size(fact.change, fact.series) for fact in (one, other)]
    names = [_what_moved(fact.series, catalogue) for fact in (one, other)]
    found = f"{names[0]} {how} more than {names[1]}, by {sizes[0]} against {sizes[1]}"
    asked = manner.asks == "whether" and manner.ahead and how in ("narrowed", "fell")
    return Prose(sentence(f"{'Yes' if facts.as_named else 'No'}: {found}" if asked else found))


def _what_moved(series: Series, catalogue: Catalogue) -> str:
    """ "the cancer mortality gap", "the infant mortality rate in the routine and manual group"."""
    if series.measure not in ("rate", "count"):
        return subject(series)
    level = "number" if series.measure == "count" else series.indicator.level
    return f"the {series.indicator.short} {level} in {people(series.indicator, series.group, catalogue)}"


def levels_beside(facts: c.LevelsBesideFacts, catalogue: Catalogue) -> Prose:
    """How far two levels are apart: "Infant mortality, rate, 2005-07: 5.4 … in A and 4.9 in B, 0.5 apart."."""
    (one, one_point), (other, other_point) = facts.first, facts.second
    alike = one.sex == other.sex
    named = quantity(one) if alike else quantity(replace(one, sex="persons"))
    sizes = ((one, of_point(one_point, one)), (other, briefly(other_point, other)))
    told = []
    for series, size in sizes:
        who = "" if alike else f", {sex_name(series.sex)}"
        told.append(f"{size} in {people(series.indicator, series.group, catalogue)}{who}")
    if facts.difference is None:
        dated = [
            f"{text} in {point.period}"
            for text, (_, point) in zip(told, (facts.first, facts.second), strict=True)
        ]
        return Prose(
            sentence(
                f"{named}: {listed(dated)}; the periods differ, so the two are not set against each other"
            )
        )
    apart = number(facts.difference.value, default_decimals(one))
    return Prose(sentence(f"{named}, {one_point.period}: {listed(told)}, {apart} apart"))


def _sizes_unknown(one: ChangeFacts, other: ChangeFacts) -> Prose:
    """ "Which life expectancy gap is wider cannot be said: only the change since 1995-97 is held, …"."""
    told = listed([_for_whom(fact, one) for fact in (one, other)])
    same = one.series.indicator == other.series.indicator
    which = f"Which {one.series.indicator.short} gap" if same else "Which gap"
    since = one.change.first.period
    return Prose(sentence(f"{which} is wider cannot be said: only the change since {since} is held, {told}"))


def _for_whom(fact: ChangeFacts, beside: ChangeFacts) -> str:
    """ "11% wider for women", or beside another indicator "11% wider for the life expectancy gap for women"."""
    series = fact.series
    moved = gap_size(series, fact.change.last).split(" than at baseline")[0].split(" as at baseline")[0]
    alone = beside.series.indicator == series.indicator and sex_name(series.sex)
    return f"{moved} for {sex_name(series.sex) if alone else subject(series)}"
