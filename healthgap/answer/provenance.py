"""Where figures come from: the releases that speak, those of one period or one number, and what was worked out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from healthgap.answer.facts import NotHeld
from healthgap.answer.held import Held, find, standing, target_series
from healthgap.answer.overviews import SourceFacts, WorkedOut
from healthgap.catalogue import Indicator
from healthgap.figures import Figure
from healthgap.question.model import GAP_MEASURES, Amount, Question
from healthgap.releases import Release
from healthgap.series import Point, Series

Dated = tuple[Series, Point, tuple[Release, ...]]


def sources(question: Question, held: Held) -> SourceFacts | NotHeld:
    """The releases whose figures speak now, or those of the number or the periods asked about."""
    names = question.indicators or tuple(held.catalogue.indicators)
    chosen = tuple(held.catalogue.indicators[name] for name in names)
    figures = [figure for indicator in chosen for figure in held.of_area(indicator)]
    used = {held.releases[figure.release] for figure in figures}
    releases = tuple(sorted(used, key=lambda release: release.published_at, reverse=True))
    if question.amounts:
        return _of_number(question, question.amounts[0], SourceFacts(chosen, releases), figures, held)
    dated, lack = _of_periods(question, chosen, held)
    return lack or SourceFacts(chosen, releases, question.selection, dated=tuple(dated))


def _of_number(
    question: Question, amount: Amount, about: SourceFacts, figures: Sequence[Figure], held: Held
) -> SourceFacts:
    """The figures that were published as `amount`; where there is none, what it was worked out as."""
    then = [one for one in figures if not question.at or any(when.names(one.period) for when in question.at)]
    printed = [(one, _releases_of((one,), held)) for one in then if _is_printed_as(one, amount)]
    newest_first = sorted(printed, key=lambda pair: pair[1][-1].published_at, reverse=True)
    worked = () if printed else tuple(_worked_out(amount, about.indicators, held))
    return SourceFacts(
        about.indicators,
        about.releases,
        None,
        amount,
        printed=tuple(newest_first),
        worked=worked,
        promised=tuple(
            one
            for one in about.indicators
            if one.target and amount.unit == "%" and one.target.cut == amount.value
        ),
    )


def _of_periods(
    question: Question, indicators: Sequence[Indicator], held: Held
) -> tuple[list[Dated], NotHeld | None]:
    """The points at the periods asked about with their releases; or else what is lacking of the first."""
    found: list[Dated] = []
    lacks: list[NotHeld] = []
    if question.measure in ("share", "slope_index"):  # worked out of numbers, or of levels
        question = question.but(measure="count" if question.measure == "share" else "rate")
    for indicator, when in itertools.product(indicators, question.at):
        sexes = [sex for sex in indicator.sexes if question.sex in (None, "both", sex)]
        if not sexes:
            lacks.append(NotHeld("sex", question, indicator, nearest=(question.but(sex=None),)))
        for sex in sexes:
            series = held.series(question, indicator, sex)
            point = find(when, series, question)
            if isinstance(point, NotHeld):
                lacks.append(point)
            elif point.figures:  # what an index counts from was not published itself
                found.append((series, point, _releases_of(point.figures, held)))
    return found, None if found or not lacks else lacks[0]


def _releases_of(figures: Sequence[Figure], held: Held) -> tuple[Release, ...]:
    """The releases that published `figures` as they stand, oldest first."""
    said = [
        one
        for figure in figures
        for one in held.history(figure.indicator, figure.area)
        if one.key == figure.key and one.value == figure.value
    ]
    return tuple(sorted({held.releases[one.release] for one in said}, key=lambda release: release.edition))


def _is_printed_as(figure: Figure, amount: Amount) -> bool:
    """Whether a figure, or its count, was published as this number; none in the indicator's own unit is per cent."""
    unit_fits = figure.measure not in ("value", "absolute_gap") or not amount.unit
    is_value = figure.value is not None and unit_fits and abs(figure.value) == amount.value
    return is_value or (not amount.unit and figure.count == amount.value)


def _worked_out(amount: Amount, indicators: Sequence[Indicator], held: Held) -> Iterator[WorkedOut]:
    """What answers tell as `amount` and no release printed: gaps worked out from others, what a target requires."""
    for indicator, measure in itertools.product(indicators, GAP_MEASURES):
        places = {"relative_gap": 1, "ratio": 2}.get(measure, indicator.decimals)
        if amount.decimals != places or (amount.unit == "%") != (measure == "relative_gap"):
            continue
        for sex in indicator.sexes:
            series = held.gap(indicator, sex, measure)
            told = (point for point in series.held if point.origin != "printed" and not series.indexed)
            yield from (
                WorkedOut(series, point) for point in told if round(point.value.value, places) == amount.value
            )
            now = standing(target_series(indicator, sex, held) or series)
            required = now.assessment.required if now and now.series.measure == measure else None
            if now and required is not None and round(required, places) == amount.value:
                yield WorkedOut(now.series, None, now.assessment)
