"""Life tables, slope indices, quantiles and funnels of a table’s strata, as OHID computes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from healthgap.measures.arrays import Array, Mask
from healthgap.measures.funnels import POINTS, funnel_limits, funnel_points, funnel_significance
from healthgap.measures.life_tables import life_expectancy
from healthgap.measures.limits import z_value
from healthgap.measures.ohid_slope import FEWEST_QUANTILES, MOST_QUANTILES, slope_index
from healthgap.measures.quantiles import quantile
from healthgap.measures.sheets import Answer, PublishedOptions, Sheet

if TYPE_CHECKING:
    import pandas as pd

_LINES = ("x", "baseline", "lower_2s", "upper_2s", "lower_3s", "upper_3s")
_SLOPES = ("sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper", "intercept")


def life_expectancies(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    found = life_expectancy(
        sheet["count"],
        sheet["population"],
        sheet.ages("start_age"),
        by=sheet.stratum,
        ages=o.ages,
        confidence=o.confidence,
    )
    method = "Chiang, limits of Silcocks"
    se = (found.upper - found.lower) / (2 * z_value(o.confidence))
    keys = sheet.row_keys("start_age")
    return [Answer("life_expectancy", keys, method, found.reason, found.value, found.lower, found.upper, se)]


def slopes(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    """The slope index, the relative index and the intercept of every stratum."""
    value = sheet["estimate"] if sheet.has("estimate") else sheet["count"] / sheet["population"]
    place = _places(sheet)
    note = sheet.why_not(_slope_faults(sheet, o, value, place))
    rows = note[sheet.stratum] == ""
    columns = {name: np.full(sheet.strata, np.nan) for name in _SLOPES}
    method = "OHID’s slope index"
    if rows.any():
        found = slope_index(
            value[rows],
            sheet["population"][rows],
            se=sheet["se"][rows] if sheet.has("se") else None,
            lower=sheet["ci_lb"][rows],
            upper=sheet["ci_ub"][rows],
            quantile=place[rows],
            by=sheet.stratum[rows],
            value_type=o.value_type,
            fitted_on=o.fitted_on,
            multiplier=o.unit(1),
            confidence=o.confidence,
        )
        method = found.method
        for name, column in columns.items():
            column[found.groups] = getattr(found, name)
    nothing = np.full(sheet.strata, np.nan)
    c = columns
    of_ratio = note.copy()
    no_ratio = (note == "") & ~(c["rii"] > 0)
    of_ratio[no_ratio] = "The fitted line reaches zero, so the ratio of its ends has no meaning."
    for name in ("rii", "rii_lower", "rii_upper"):
        c[name][no_ratio] = np.nan
    of_ratio[(of_ratio == "") & np.isnan(c["rii_lower"])] = "No limits: the fitted line may reach zero."
    return [
        Answer("slope_index", sheet.keys, method, note, c["sii"], c["sii_lower"], c["sii_upper"]),
        Answer("relative_index", sheet.keys, method, of_ratio, c["rii"], c["rii_lower"], c["rii_upper"]),
        Answer("intercept", sheet.keys, method, note, c["intercept"], nothing, nothing),
    ]


def _slope_faults(sheet: Sheet, o: PublishedOptions, value: Array, place: Array) -> dict[str, Mask]:
    share, rate = o.value_type == "proportion", o.value_type == "rate"
    size = np.bincount(sheet.stratum, minlength=sheet.strata)
    many = np.unique(place).size
    wrong_number = not FEWEST_QUANTILES <= many <= MOST_QUANTILES
    return {
        "There have to be 5 to 100 quantiles.": np.full(value.size, wrong_number),
        "A quantile is missing, or stands more than once.": (size != many)[sheet.stratum]
        | _repeated(sheet, place),
        "A quantile has no population above zero.": ~(sheet["population"] > 0),
        "A value is missing.": np.isnan(value),
        "A proportion lies outside 0 to 1.": share & ((value < 0) | (value > 1)),
        "A rate is not above zero.": rate & (value <= 0),
        "A standard error or limit is missing, negative or impossible.": _impossible_limits(
            sheet, share, rate
        ),
    }


def _impossible_limits(sheet: Sheet, share: bool, rate: bool) -> Mask:
    """Where the standard error, or where there is none the limits, cannot be."""
    if sheet.has("se"):
        return ~(sheet["se"] >= 0)
    lower, upper = sheet["ci_lb"], sheet["ci_ub"]
    return ~(upper >= lower) | ((share | rate) & (lower <= 0)) | (share & (upper >= 1))


def _places(sheet: Sheet) -> Array:
    """The quantile of each row; by subgroup_order, or by the order of the rows, where that is not said."""
    for column in ("quantile", "subgroup_order"):
        if sheet.has(column):
            return sheet.ages(column)
    order = np.argsort(sheet.stratum, kind="stable")
    size = np.bincount(sheet.stratum, minlength=sheet.strata)
    place = np.empty(order.size)
    place[order] = np.arange(order.size) - (size.cumsum() - size)[sheet.stratum[order]]
    return place


def _repeated(sheet: Sheet, place: Array) -> Mask:
    """Whether a row has the quantile of another row of its stratum."""
    order = np.lexsort((place, sheet.stratum))
    again = (np.diff(sheet.stratum[order], prepend=-1) == 0) & (np.diff(place[order], prepend=np.nan) == 0)
    repeated = np.zeros(order.size, dtype=bool)
    repeated[order] = again
    return repeated


def quantiles(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    turned = _truths(sheet.frame["invert"]) if sheet.has("invert") else np.full(sheet.stratum.size, o.invert)
    place = quantile(sheet["estimate"], o.quantiles, invert=turned, by=sheet.stratum)
    note = np.where(np.isnan(place), f"There are fewer than {o.quantiles} values to sort.", "").astype(object)
    note[np.isnan(sheet["estimate"])] = "There is no value."
    nothing = np.full(place.shape, np.nan)
    way = np.where(turned, "highest", "lowest").astype(object)
    method = np.asarray(f"{o.quantiles} quantiles by rank; 1 holds the " + way + " values", dtype=object)
    return [Answer("quantile", sheet.row_keys(), method, note, place, nothing, nothing)]


def _truths(cells: pd.Series[str]) -> Mask:
    return cells.astype(str).str.strip().str.lower().isin(("true", "1", "1.0", "yes")).to_numpy(dtype=bool)


def limits_of_funnels(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    """The control limits at 100 places, inner and outer, of every set of areas."""
    note = sheet.why_not(_funnel_faults(sheet, o))
    lines = _funnel_lines(sheet, o, note[sheet.stratum] == "")
    keys = sheet.keys.iloc[np.repeat(np.arange(sheet.strata), POINTS)].reset_index(drop=True)
    why = np.repeat(note, POINTS)
    answers = []
    for sigma, tail in (("2s", "95%"), ("3s", "99.8%")):
        name, method = f"funnel_limits_{sigma}", f"funnel of a {o.statistic}, {tail} control limits at x"
        lower, upper = lines[f"lower_{sigma}"], lines[f"upper_{sigma}"]
        answers.append(
            Answer(name, keys, method, why, lines["baseline"], lower, upper, more={"x": lines["x"]})
        )
    return answers


def _funnel_lines(sheet: Sheet, o: PublishedOptions, rows: Mask) -> dict[str, Array]:
    """The lines of the funnels drawn of `rows`, the points of every stratum after those of the one before."""
    lines = {name: np.full((POINTS, sheet.strata), np.nan) for name in _LINES}
    if rows.any():
        found = funnel_limits(
            sheet["count"][rows],
            sheet["population"][rows],
            statistic=o.statistic,
            rate=sheet["rate"][rows],
            rate_type=o.rate_type,
            ratio_type=o.ratio_type,
            multiplier=o.multiplier,
            years=o.years,
            by=sheet.stratum[rows],
        )
        for name, line in lines.items():
            line[:, found.groups] = getattr(found, name)
    return {name: line.T.ravel() for name, line in lines.items()}


def significance(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    """Where each area lies on its funnel, in `significance`; the estimate is what is judged."""
    note = sheet.why_not(_funnel_faults(sheet, o))[sheet.stratum]
    rows = note == ""
    judged = np.full(rows.size, None, dtype=object)
    unit = o.unit(100)
    if rows.any():
        judged[rows] = funnel_significance(
            sheet["count"][rows],
            sheet["population"][rows],
            statistic=o.statistic,
            rate=sheet["rate"][rows],
            rate_type=o.rate_type,
            multiplier=unit,
            by=sheet.stratum[rows],
        )
    people = np.where(rows, sheet["population"], np.nan)
    value = sheet["rate"] if o.statistic == "rate" else unit * sheet["count"] / people
    nothing = np.full(rows.size, np.nan)
    method = f"funnel of a {o.statistic}, held against its control limits"
    return [
        Answer(
            "funnel_significance",
            sheet.row_keys(),
            method,
            note,
            np.where(rows, value, np.nan),
            nothing,
            nothing,
            more={"significance": judged},
        )
    ]


def points(sheet: Sheet, o: PublishedOptions) -> list[Answer]:
    """The points of a funnel of rates: the rate, and in `x` people a year."""
    note = sheet.why_not(_rate_faults(sheet))[sheet.stratum]
    rows = note == ""
    rate, people = np.full((2, rows.size), np.nan)
    if rows.any():
        found = funnel_points(
            sheet["count"][rows],
            sheet["rate"][rows],
            sheet["population"][rows],
            rate_type=o.rate_type,
            multiplier=o.unit(100_000),
            years=o.years,
        )
        rate[rows], people[rows] = found.rate, found.denominator
    note = np.where(rows & np.isnan(rate), "There are fewer than 10 events.", note).astype(object)
    nothing = np.full(rows.size, np.nan)
    method = f"point of a funnel of {'standardised' if o.rate_type == 'dsr' else 'crude'} rates"
    keys = sheet.row_keys()
    return [Answer("funnel_points", keys, method, note, rate, nothing, nothing, more={"x": people})]


def _funnel_faults(sheet: Sheet, o: PublishedOptions) -> dict[str, Mask]:
    x, n = sheet["count"], sheet["population"]
    if o.statistic == "rate":
        return _rate_faults(sheet)
    return {
        "A count or a denominator is missing.": np.isnan(x + n),
        "A count is negative.": x < 0,
        "A denominator is zero or negative.": n <= 0,
        "There are more events than people.": (o.statistic == "proportion") & (x > n),
    }


def _rate_faults(sheet: Sheet) -> dict[str, Mask]:
    x, n = sheet["count"], sheet["population"]
    return {
        "A count is missing.": np.isnan(x),
        "A count is negative.": x < 0,
        "A denominator is zero or negative.": n <= 0,
        "An area with no events needs its denominator.": (x == 0) & ~(n > 0),
        "A rate is missing, zero or negative, though there are events.": (x > 0) & ~(sheet["rate"] > 0),
    }
