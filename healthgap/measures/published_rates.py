"""Limits, rates, means and standardised rates of a table’s strata, as OHID computes them; each a list of answers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from healthgap.measures import limits, rates, standardised
from healthgap.measures.arrays import Array, Mask
from healthgap.measures.sheets import Answer, PublishedOptions, Sheet

_NEGATIVE = "A count is negative."
_NOBODY = "A population is zero or negative."
_MISSING = "A count or a population is missing."


def of_counts(name: str, function: Callable[[Array, float], limits.Limits]) -> Callable[..., list[Answer]]:
    """Limits of single counts."""

    def compute(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
        note = sheet.why_not(
            {"The count is missing.": np.isnan(sheet["count"]), _NEGATIVE: sheet["count"] < 0}
        )
        x = np.where(note == "", sheet["count"], np.nan)
        lower, upper = function(x, o.confidence)
        method = f"limits of a count: {name.removesuffix('_limits')}"
        return [Answer(name, sheet.keys, method, note, x, lower, upper)]

    return compute


def wilson(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    note = sheet.why_not(_fraction_faults(sheet))
    x, n = (np.where(note == "", values, np.nan) for values in (sheet["count"], sheet["population"]))
    return [
        Answer("wilson_limits", sheet.keys, "Wilson", note, x / n, *limits.wilson_limits(x, n, o.confidence))
    ]


def _crude_faults(sheet: Sheet) -> dict[str, Mask]:
    x, n = sheet["count"], sheet["population"]
    return {_MISSING: np.isnan(x + n), _NEGATIVE: x < 0, _NOBODY: n <= 0}


def _fraction_faults(sheet: Sheet) -> dict[str, Mask]:
    return _crude_faults(sheet) | {"There are more events than people.": sheet["count"] > sheet["population"]}


def rate(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    def compute(rows: Mask) -> rates.Estimates:
        x, n, by = sheet["count"][rows], sheet["population"][rows], sheet.stratum[rows]
        return rates.rate(x, n, multiplier=o.unit(100_000), confidence=o.confidence, by=by)

    return [sheet.each_stratum("rate", _crude_faults(sheet), _MISSING, compute)]


def proportion(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    def compute(rows: Mask) -> rates.Estimates:
        x, n, by = sheet["count"][rows], sheet["population"][rows], sheet.stratum[rows]
        return rates.proportion(x, n, multiplier=o.unit(1), confidence=o.confidence, by=by)

    return [sheet.each_stratum("proportion", _fraction_faults(sheet), _MISSING, compute)]


def mean(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    def compute(rows: Mask) -> rates.Estimates:
        return rates.mean(sheet["estimate"][rows], confidence=o.confidence, by=sheet.stratum[rows])

    answer = sheet.each_stratum("mean", {"A value is missing.": np.isnan(sheet["estimate"])}, "", compute)
    answer.note[(answer.note == "") & np.isnan(answer.lower)] = "No limits: there is a single value."
    return [answer]


def dsr(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    x, n = np.nan_to_num(sheet["count"]), sheet["population"]
    standard, strange = _standard(sheet)
    each = sheet["events_each"] if sheet.has("events_each") else None
    faults = {
        _NEGATIVE: x < 0,
        "A population is missing.": np.isnan(n),
        _NOBODY: n <= 0,
        "Without standard_population there have to be the 19 age bands of the European Standard Population 2013,"
        " 0-4 to 90 and over.": strange,
        "A standard population is missing or negative.": ~strange & ~(standard >= 0),
        "All standard populations are zero.": ~sheet.any(standard != 0)[sheet.stratum],
        "A row does not say how many events each person had, and in which age band.": np.full(
            x.size, each is not None and not sheet.has("age_band")
        )
        | (False if each is None else ~(each > 0)),
    }

    def compute(rows: Mask) -> standardised.DirectRates:
        return standardised.dsr(
            x[rows],
            n[rows],
            standard[rows],
            by=sheet.stratum[rows],
            events_each=None if each is None else each[rows],
            ageband=None if each is None else sheet.frame["age_band"].to_numpy()[rows],
            multiplier=o.unit(100_000),
            confidence=o.confidence,
        )

    few = "There are fewer than 10 events."
    more = {"count": "count", "population": "population"}
    return [_with_missing(sheet, sheet.each_stratum("dsr", faults, few, compute, more))]


def _with_missing(sheet: Sheet, answer: Answer) -> Answer:
    """Says where a missing count was taken for none, as OHID takes it."""
    answer.note[(answer.note == "") & sheet.any(np.isnan(sheet["count"]))] = (
        "A missing count is taken for none."
    )
    return answer


def _standard(sheet: Sheet) -> tuple[Array, Mask]:
    """The standard population of each row, and whether it would be ESP 2013 but the age bands do not fit it."""
    if sheet.has("standard_population"):
        return sheet["standard_population"], np.zeros(sheet.stratum.size, dtype=bool)
    order = np.lexsort((sheet.ages("age_band"), sheet.stratum))
    size = np.bincount(sheet.stratum, minlength=sheet.strata)
    place = np.empty(order.size, dtype=np.intp)
    place[order] = np.arange(order.size) - (size.cumsum() - size)[sheet.stratum[order]]
    bands = len(standardised.ESP2013)
    strange = size[sheet.stratum] != bands
    return np.array(standardised.ESP2013)[np.minimum(place, bands - 1)], strange


def indirect(name: str) -> Callable[[Sheet, PublishedOptions], list[Answer]]:
    def compute_all(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
        known = (sheet["count"], sheet["population"], sheet["reference_count"], sheet["reference_population"])
        faults = {
            _NEGATIVE: (known[0] < 0) | (known[2] < 0),
            _NOBODY: known[1] < 0,
            "A reference population is missing, zero or negative.": ~(known[3] > 0),
        }

        def compute(rows: Mask) -> standardised.IndirectRatios:
            given = [values[rows] for values in known]
            by = sheet.stratum[rows]
            if name == "isr_ratio":
                return standardised.isr_ratio(
                    *given, by=by, reference_value=o.reference_value, confidence=o.confidence
                )
            return standardised.isr_rate(*given, by=by, multiplier=o.unit(100_000), confidence=o.confidence)

        more = {"observed": "observed", "expected": "expected"}
        more |= {"reference_rate": "reference_rate"} if name == "isr_rate" else {}
        return [
            _with_missing(sheet, sheet.each_stratum(name, faults, "No events are expected.", compute, more))
        ]

    return compute_all
