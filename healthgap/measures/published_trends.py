"""Fingertips’ recent trend for the series of a table: a row a period, and the latest five of each series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Mask
from healthgap.measures.fingertips import (
    MIXED,
    NO_LIMITS,
    NOT_IN_TURN,
    PERIODS,
    POOLED,
    SOME_MISSING,
    TOO_FEW,
    UNFIT_COUNTS,
    Fit,
    markers,
    proportion_fit,
    weighted_fit,
)
from healthgap.measures.sheets import Answer, PublishedOptions, Sheet
from healthgap.period import Period


def recent_trends(sheet: Sheet, _: PublishedOptions) -> list[Answer]:
    latest = _Latest.of(sheet)
    y, low, high = (sheet[name][latest.rows] for name in ("estimate", "ci_lb", "ci_ub"))
    faults = {SOME_MISSING: ~_every(~np.isnan(y)), NO_LIMITS: ~_every(high > low)}
    method = "Fingertips’ recent trend, weighted by the 95% limits; the slope a period"
    return [_answer("recent_trend", sheet, {**latest.faults, **faults}, weighted_fit(y, low, high), method)]


def recent_trends_of_proportions(sheet: Sheet, _: PublishedOptions) -> list[Answer]:
    latest = _Latest.of(sheet)
    x, n = (sheet[name][latest.rows] for name in ("count", "population"))
    faults = {SOME_MISSING: ~_every(~np.isnan(x)), UNFIT_COUNTS: ~_every((x > 0) & (x < n))}
    method = "Fingertips’ recent trend, Cochran–Armitage; the slope of the log odds a period"
    reasons = {**latest.faults, **faults}
    return [_answer("recent_trend_of_proportions", sheet, reasons, proportion_fit(x, n), method)]


@dataclass(frozen=True, slots=True)
class _Latest:
    """The rows of the latest five periods of each series, (series, 5), oldest first; any rows where there are fewer.

    `faults` are the reasons why its periods make no trend, with the series.
    """

    rows: NDArray[np.intp]
    faults: Mapping[str, Mask]

    @classmethod
    def of(cls, sheet: Sheet) -> _Latest:
        words, place = _words(sheet)
        start, years, financial, end = np.array([_numbers(word) for word in words]).reshape(-1, 4)[place].T
        order = np.lexsort((start, end, sheet.stratum))
        size = np.bincount(sheet.stratum, minlength=sheet.strata)
        first = np.maximum(size.cumsum() - PERIODS, 0)
        rows = order[np.minimum(first[:, np.newaxis] + np.arange(PERIODS), order.size - 1)]
        unread = "A date is not a period such as 2007 or 2013/14."
        faults = {
            unread: sheet.any(np.isnan(start)),
            TOO_FEW: size < PERIODS,
            POOLED: ~_every(years[rows] == 1),
            MIXED: ~_every(financial[rows] == financial[rows][:, :1]),
            NOT_IN_TURN: ~_every(np.diff(start[rows], axis=-1) == 1),
        }
        return cls(rows, faults)


def _every(holds: Mask) -> Mask:
    return np.asarray(holds.all(axis=-1))


def _words(sheet: Sheet) -> tuple[list[str], NDArray[np.intp]]:
    """The distinct dates, and the place of each row’s; a single blank where the table has none."""
    import pandas as pd

    if not sheet.has("date"):
        return [""], np.zeros(len(sheet.frame), dtype=np.intp)
    place, words = pd.factorize(sheet.frame["date"], use_na_sentinel=False)
    return [str(word).removesuffix(".0") for word in words], place


def _numbers(word: str) -> tuple[float, float, float, float]:
    """Start, length, whether of financial years, and end; NaN for a word that is no period."""
    try:
        period = Period.parse(word)
    except ValueError:
        return np.nan, np.nan, np.nan, np.nan
    return period.start, period.years, period.financial, period.order[0]


def _answer(measure: str, sheet: Sheet, reasons: Mapping[str, Mask], fit: Fit, method: str) -> Answer:
    note = np.select(list(reasons.values()), list(reasons), default="").astype(object)
    sound = note == ""
    slope, chi_squared, without = (np.where(sound, values.T, np.nan).T for values in fit)
    nothing = np.full(sheet.strata, np.nan)
    more = {"chi_squared": chi_squared}
    more |= {f"without_{period + 1}": without[:, period] for period in range(PERIODS)}
    marker = np.where(sound, markers(fit), "Cannot be calculated").astype(object)
    return Answer(
        measure, sheet.keys, method, note, slope, nothing, nothing, more={**more, "significance": marker}
    )
