"""Sentences about published figures: what they are of, what their publisher says of them, what others print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS, Figure
from healthgap.question.asked.measured import VALUED
from healthgap.question.model import Question
from healthgap.series import Point, Series
from healthgap.wording.numbers import number, people, sentence, sex_name, short_name

_MOST_TOLD = 3


def what(figure: Figure, catalogue: Catalogue) -> str:
    """ "infant mortality, relative gap, the routine and manual group, 2005-07"."""
    indicator = catalogue.indicators[figure.indicator]
    parts = (
        short_name(indicator),
        indicator.level if figure.measure == "value" else figure.measure.replace("_", " "),
        people(indicator.seen_in(figure.area), figure.group, catalogue),
        sex_name(figure.sex),
        str(figure.period),
    )
    return ", ".join(part for part in parts if part)


def printed(figure: Figure) -> str:
    """The value as printed, or in words why there is none."""
    if figure.value is None:
        return MISSING_REASONS.get(figure.missing or "", "missing")
    return number(figure.value, figure.decimals)


def marks(point: Point) -> tuple[str, ...]:
    """What publishers say of the figures behind a number, each once: "provisional"."""
    return tuple(dict.fromkeys(figure.mark for figure in point.figures if figure.mark))


def qualified(text: str, point: Point) -> str:
    """A number with its marks: "16% (provisional)"."""
    found = marks(point)
    return f"{text} ({', '.join(found)})" if found else text


def marked(figures: Iterable[Figure], catalogue: Catalogue) -> list[str]:
    """ "Provisional: infant mortality, rate, …, 2005-07." for each figure that carries a mark."""
    told = [sentence(f"{figure.mark}: {what(figure, catalogue)}") for figure in figures if figure.mark]
    return _first(told, "more of these figures are marked by their publisher")


def differing(figures: Iterable[Figure], held: Held) -> list[str]:
    """What other sources print for the same, where it differs."""
    told = [
        f"{held.releases[other.release].publisher} prints {printed(other)} for {what(other, held.catalogue)}."
        for figure in figures
        for other in held.differing(figure)
    ]
    return _first(told, "more figures differ between sources")


def wider_than_asked(text: str, questions: Sequence[Question], catalogue: Catalogue) -> list[str]:
    """Where `text` names a part of an indicator, the others, or people who are much the same, what is told instead."""
    of_a_rate = any(one.intent == "target_status" and one.measure == "rate" for one in questions)
    told = ["The target is set on the gap, and not on a rate."] if of_a_rate else []
    moves = any(
        one.intent in ("trend", "change_since", "extremum") and one.measure is None for one in questions
    )
    judges = VALUED.search(text.lower()) or _AT_AN_END.search(text.lower())
    if moves and judges and not _OF_A_GAP.search(text):
        level = min((catalogue.indicators[name].level for name in questions[0].indicators), default="rate")
        itself = level if level.endswith("expectancy") else f"the {level}"
        told.append(f"This is about the gap, and not about {itself} itself.")
    others = None if _OTHER_INDICATORS.fullmatch(text) else _OTHERS.search(text)
    for name in dict.fromkeys(name for question in questions for name in question.indicators):
        indicator = catalogue.indicators[name]
        part = _named_in(text, indicator.parts)
        if part:
            told.append(f"“{part}” is not held alone: these figures are for all {short_name(indicator)}.")
        for nearest in map(catalogue.groups.__getitem__, indicator.published_groups):
            loosely = _named_in(text, nearest.loosely)
            if loosely and loosely.lower() not in _named_in(text, nearest.aliases).lower():
                told.append(f"“{loosely}” are not held as such: these figures are for {nearest.title}.")
        if others and indicator.comparator_contains_group:
            group, comparator = (
                catalogue.groups[side].title for side in (indicator.group, indicator.comparator)
            )
            told.append(f"“{others[0]}” are not held alone: {comparator} include {group}.")
    return told


def _named_in(text: str, names: Sequence[str]) -> str:
    """The first of `names` in `text`, as it is written there; empty if there is none."""
    if not names:
        return ""
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = re.search(rf"\b(?:{either})\b(?!\s*(?:and|&)\s)", text, re.IGNORECASE)
    return found[0] if found else ""


_AT_AN_END = re.compile(r"\b(?:best|worst|peak\w*|trough\w*)\b")
_OF_A_GAP = re.compile(
    r"\b(?:gaps?|inequalit\w*|differ\w*|divides?|disparit\w*|catch\w*|behind|apart|targets?|absolute|relative|ratio)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:the rest|the others|every(?:one|body) else|all others|other (?:babies|people|groups))\b",
    re.IGNORECASE,
)
_OTHER_INDICATORS = re.compile(
    r"\W*(?:(?:and|but|or|now|what about|how about|for|all)\s+)*the (?:rest|others)\W*", re.IGNORECASE
)


def missing_since(series: Series, point: Point) -> list[str]:
    """Why there is no later number than the latest one: "2005-07: suppressed to protect people’s privacy."."""
    if point != series.latest:
        return []
    as_long = (period for period in series.missing if period.years == point.period.years)
    later = sorted(period for period in as_long if point.period < period)
    return [f"{period}: {MISSING_REASONS[series.missing[period]]}." for period in later]


def _first(told: Sequence[str], rest: str) -> list[str]:
    hidden = len(told) - _MOST_TOLD
    return [*told[:_MOST_TOLD], *([f"{hidden} {rest}."] if hidden > 0 else [])]
