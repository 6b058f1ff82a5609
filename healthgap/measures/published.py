"""OHID’s functions for a table: every one under its name, with the columns and options it takes.

The arithmetic is that of the modules beside this one. A stratum with impossible numbers gets a note, and leaves
the others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from healthgap.measures import limits, published_rates, published_shapes, published_trends
from healthgap.measures.columns import KEYS, levels
from healthgap.measures.funnels import FunnelStatistic, RateType, RatioType
from healthgap.measures.names import known_published
from healthgap.measures.ohid_slope import FittedOn, ValueType
from healthgap.measures.sheets import Answer, Kind, PublishedOptions, Sheet

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One of OHID's functions. Each of `needs` is a choice of columns, one of which has to be there."""

    what: str
    source: str
    kind: Kind
    needs: tuple[tuple[str, ...], ...]
    takes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    compute: Callable[[Sheet, PublishedOptions], list[Answer]]


_CONFIDENCE = ("confidence",)
_COUNT, _PEOPLE, _VALUE = ("count",), ("population",), ("estimate",)

PUBLISHED: Mapping[str, Published] = {
    "byar_limits": Published(
        what="limits of a count, Byar’s approximation",
        source="Breslow and Day 1987",
        kind="rows",
        needs=(_COUNT,),
        options=_CONFIDENCE,
        compute=published_rates.of_counts("byar_limits", limits.byar_limits),
    ),
    "exact_limits": Published(
        what="limits of a count, exact Poisson",
        source="chi-squared quantiles",
        kind="rows",
        needs=(_COUNT,),
        options=_CONFIDENCE,
        compute=published_rates.of_counts("exact_limits", limits.exact_limits),
    ),
    "poisson_limits": Published(
        what="limits of a count, exact below 10 events and Byar’s from 10",
        source="OHID",
        kind="rows",
        needs=(_COUNT,),
        options=_CONFIDENCE,
        compute=published_rates.of_counts("poisson_limits", limits.poisson_limits),
    ),
    "wilson_limits": Published(
        what="a fraction with Wilson’s score limits",
        source="Wilson 1927; Newcombe and Altman 2000",
        kind="rows",
        needs=(_COUNT, _PEOPLE),
        options=_CONFIDENCE,
        compute=published_rates.wilson,
    ),
    "rate": Published(
        what="events per 100,000 people, Poisson limits; rows with the same names are summed",
        source="Breslow and Day 1987",
        kind="summed",
        needs=(_COUNT, _PEOPLE),
        options=("multiplier", *_CONFIDENCE),
        compute=published_rates.rate,
    ),
    "proportion": Published(
        what="events over people, Wilson’s limits; rows with the same names are summed",
        source="Wilson 1927; Newcombe and Altman 2000",
        kind="summed",
        needs=(_COUNT, _PEOPLE),
        options=("multiplier", *_CONFIDENCE),
        compute=published_rates.proportion,
    ),
    "mean": Published(
        what="the mean of the values with the same names, limits from Student’s t",
        source="textbook",
        kind="people",
        needs=(_VALUE,),
        options=_CONFIDENCE,
        compute=published_rates.mean,
    ),
    "dsr": Published(
        what="directly standardised rate, a row an age band; none below 10 events",
        source="Dobson et al 1991",
        kind="bands",
        needs=(_COUNT, _PEOPLE),
        takes=("standard_population", "age_band", "events_each"),
        options=("multiplier", *_CONFIDENCE),
        compute=published_rates.dsr,
    ),
    "isr_ratio": Published(
        what="indirectly standardised ratio, observed over expected, a row an age band",
        source="Breslow and Day 1987",
        kind="bands",
        needs=(_COUNT, _PEOPLE, ("reference_count",), ("reference_population",)),
        takes=("age_band",),
        options=("reference_value", *_CONFIDENCE),
        compute=published_rates.indirect("isr_ratio"),
    ),
    "isr_rate": Published(
        what="indirectly standardised rate: the ratio times the reference rate",
        source="Breslow and Day 1987",
        kind="bands",
        needs=(_COUNT, _PEOPLE, ("reference_count",), ("reference_population",)),
        takes=("age_band",),
        options=("multiplier", *_CONFIDENCE),
        compute=published_rates.indirect("isr_rate"),
    ),
    "life_expectancy": Published(
        what="life expectancy at the start of each age band; withheld where OHID withholds it",
        source="Chiang 1968; Silcocks et al 2001",
        kind="bands",
        needs=(_COUNT, _PEOPLE, ("start_age",)),
        options=("ages", *_CONFIDENCE),
        compute=published_shapes.life_expectancies,
    ),
    "slope_index": Published(
        what="OHID’s slope index, with relative_index and intercept, from quantiles with their own errors",
        source="Low and Low 2004",
        kind="quantiles",
        needs=(_PEOPLE, ("estimate", "count"), ("se", "ci_lb"), ("se", "ci_ub")),
        takes=("quantile",),
        options=("value_type", "fitted_on", "multiplier", *_CONFIDENCE),
        compute=published_shapes.slopes,
    ),
    "quantile": Published(
        what="the quantile of each area by its value",
        source="OHID",
        kind="compared",
        needs=(_VALUE,),
        takes=("region", "invert"),
        options=("quantiles", "invert"),
        compute=published_shapes.quantiles,
    ),
    "funnel_limits": Published(
        what="control limits at 100 places x, as funnel_limits_2s (95%) and funnel_limits_3s (99.8%)",
        source="Spiegelhalter 2005",
        kind="compared",
        needs=(_COUNT, ("population", "rate")),
        takes=("region",),
        options=("statistic", "rate_type", "ratio_type", "multiplier", "years"),
        compute=published_shapes.limits_of_funnels,
    ),
    "funnel_significance": Published(
        what="where each area lies on its funnel, in the column significance",
        source="Spiegelhalter 2005",
        kind="compared",
        needs=(_COUNT, ("population", "rate")),
        takes=("region",),
        options=("statistic", "rate_type", "multiplier"),
        compute=published_shapes.significance,
    ),
    "funnel_points": Published(
        what="the points of a funnel of rates: the rate, and in x people a year",
        source="Spiegelhalter 2005",
        kind="compared",
        needs=(_COUNT, ("rate",)),
        takes=("population", "region"),
        options=("rate_type", "multiplier", "years"),
        compute=published_shapes.points,
    ),
    "recent_trend": Published(
        what="Fingertips’ trend of the latest five periods of a rate or mean, in the column significance",
        source="Fingertips technical guidance",
        kind="series",
        needs=(("date",), _VALUE, ("ci_lb",), ("ci_ub",)),
        compute=published_trends.recent_trends,
    ),
    "recent_trend_of_proportions": Published(
        what="the same of a proportion",
        source="Cochran and Armitage; Fingertips technical guidance",
        kind="series",
        needs=(("date",), _COUNT, _PEOPLE),
        compute=published_trends.recent_trends_of_proportions,
    ),
}


def compute_published(
    frame: pd.DataFrame, names: Iterable[str], options: PublishedOptions | None = None
) -> pd.DataFrame:
    """OHID’s functions, as `PUBLISHED` names them, for every stratum of a table.

    Columns of the answer are those of `compute`, with `subgroup`, `start_age`, `region`, `x`, `significance`,
    `count` and the like where a function has them. What cannot be computed is NaN, with the reason in `note`.
    Raises UnknownNameError for a name that is no function, ValueError for an option outside its range
    or a column that is not there.
    """
    import pandas as pd

    options = checked(options or PublishedOptions())
    frame = levels(frame)
    wanted = known_published(names)
    problems = lacking(frame.columns, wanted, options)
    if problems:
        raise ValueError(" ".join(problems))
    answers = [
        answer
        for name in wanted
        for answer in PUBLISHED[name].compute(Sheet(frame, PUBLISHED[name].kind), options)
    ]
    result = pd.concat([_rows(answer) for answer in answers], ignore_index=True)
    last = [*KEYS, "measure", "estimate", "se", "lower", "upper", "method", "note"]
    further = [name for name in result.columns if name not in last]
    return result[
        [*KEYS, *[n for n in further if n in _NAMES], *last[4:], *[n for n in further if n not in _NAMES]]
    ]


_NAMES = ("source", "sex", "region", "subgroup", "start_age")


def _rows(answer: Answer) -> pd.DataFrame:
    rows = answer.keys.reset_index(drop=True).copy()
    rows["measure"] = answer.measure
    rows["estimate"] = answer.estimate
    rows["se"] = np.nan if answer.se is None else answer.se
    rows["lower"], rows["upper"] = answer.lower, answer.upper
    rows["method"], rows["note"] = answer.method, answer.note
    for name, values in answer.more.items():
        rows[name] = values
    return rows


def lacking(columns: Iterable[str], names: Iterable[str], options: PublishedOptions) -> list[str]:
    """Sentences on the columns, by their standard names, that the functions `names` need and are not there."""
    held = set(columns)
    sentences = []
    for name in names:
        for choice in _needs(name, options):
            if not held & set(choice):
                words = " or ".join(f"“{column}”" for column in choice)
                sentences.append(f"There is no column {words}, which {name} needs.")
    return list(dict.fromkeys(sentences))


def _needs(name: str, options: PublishedOptions) -> tuple[tuple[str, ...], ...]:
    if name in ("funnel_limits", "funnel_significance"):
        return (_COUNT, ("rate",) if options.statistic == "rate" else _PEOPLE)
    return PUBLISHED[name].needs


def checked(options: PublishedOptions) -> PublishedOptions:
    """Raises ValueError for an option outside its range."""
    limits.confidence_level(options.confidence)
    chosen = (
        (options.value_type, ValueType),
        (options.fitted_on, FittedOn),
        (options.statistic, FunnelStatistic),
        (options.rate_type, RateType),
        (options.ratio_type, RatioType),
    )
    for word, words in chosen:
        if word not in get_args(words):
            raise ValueError(f"“{word}” must be one of {', '.join(get_args(words))}.")
    if options.multiplier == 0 or options.years < 1 or options.quantiles < 2:
        raise ValueError("The multiplier must not be 0; years must be at least 1, quantiles at least 2.")
    if options.ages[:1] != (0,) or list(options.ages) != sorted(set(options.ages)):
        raise ValueError("The age bands must start at 0 and rise.")
    return options
