"""Sentences that set two answers beside each other: which is larger or moved further, and by how much."""

from __future__ import annotations

from dataclasses import replace

from healthgap.answer import checks as c
from healthgap.answer.facts import ChangeFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue
from healthgap.rounding import beyond
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
from healthgap.wording.prose import Prose, Rank
from healthgap.wording.ways import in_points


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
    """Which gap moved further, in per cent of itself; of gaps whose size is not held that this is all.

    In their unit where that was asked for and both have the same.
    """
    one, other, as_named = facts.first, facts.second, facts.as_named
    if facts.of_sizes:
        return _sizes_unknown(one, other)
    if one.change.sign != other.change.sign or not one.change.sign:
        told = [
            f"{_what_moved(fact.series, catalogue)} {verb(fact.change, fact.series)}" for fact in (one, other)
        ]
        return Prose(sentence(f"{told[0]} and {told[1]}"))
    how = verb(one.change, one.series)
    units = {(fact.series.measure, fact.series.unit) for fact in (one, other)}
    in_unit = manner.in_unit and len(units) == 1 and not one.series.indexed
    if in_unit and beyond(abs(other.change.difference.value), abs(one.change.difference.value)) > 0:
        one, other, as_named = other, one, not as_named
    both = (one, other)
    tell = in_points if in_unit else change_size
    sizes = [tell(fact.change, fact.series) for fact in both]
    names = [_what_moved(fact.series, catalogue) for fact in both]
    moves = [fact.change.difference if in_unit else fact.printed or fact.change.per_cent for fact in both]
    ends = [(moved.low, moved.high) for moved in moves if moved]
    close = beyond(min(high for _, high in ends), max(low for low, _ in ends)) > 0
    printed = " on the published figures" if close else ""
    found = f"{names[0]} {how} more than {names[1]}{printed}, by {sizes[0]} against {sizes[1]}"
    if sizes[0] == sizes[1]:
        found = f"{names[0]} {how} as much as {names[1]}{printed}, by {sizes[0]}"
    word = ""
    if manner.asks == "whether" and manner.ahead and how in ("narrowed", "fell"):
        word = "Cannot be said: " if close else "Yes: " if as_named else "No: "
    prose = Prose(sentence(f"{word}{found}"))
    if close:
        prose.caveat(Rank.MEANING, "Rounding alone could put either first, so that is too close to call.")
    return prose


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
