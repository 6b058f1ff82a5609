"""Summary measures of health inequality, and the rates, limits and trends they rest on; reads no files.

`compute` takes a table of groups and gives WHO's measures for every stratum, `compute_published` OHID's functions
for every stratum of a table of counts and values. The functions beside them are OHID's on plain numbers and arrays.
"""

from healthgap.measures.fingertips import (
    RecentTrend,
    TargetProgress,
    recent_trend,
    recent_trend_of_proportions,
    target_progress,
)
from healthgap.measures.funnels import funnel_limits, funnel_points, funnel_significance
from healthgap.measures.life_tables import life_expectancy
from healthgap.measures.limits import byar_limits, exact_limits, poisson_limits, wilson_limits
from healthgap.measures.names import NAMES, PUBLISHED_NAMES
from healthgap.measures.ohid_slope import slope_index
from healthgap.measures.published import compute_published
from healthgap.measures.quantiles import quantile
from healthgap.measures.rates import mean, proportion, rate
from healthgap.measures.sheets import PublishedOptions
from healthgap.measures.standardised import ESP2013, dsr, isr_rate, isr_ratio
from healthgap.measures.strata import compute, records
from healthgap.measures.survey import survey_measure

__all__ = [
    "ESP2013",
    "NAMES",
    "PUBLISHED_NAMES",
    "PublishedOptions",
    "RecentTrend",
    "TargetProgress",
    "byar_limits",
    "compute",
    "compute_published",
    "dsr",
    "exact_limits",
    "funnel_limits",
    "funnel_points",
    "funnel_significance",
    "isr_rate",
    "isr_ratio",
    "life_expectancy",
    "mean",
    "poisson_limits",
    "proportion",
    "quantile",
    "rate",
    "recent_trend",
    "recent_trend_of_proportions",
    "records",
    "slope_index",
    "survey_measure",
    "target_progress",
    "wilson_limits",
]
