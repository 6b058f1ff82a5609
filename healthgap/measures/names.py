"""The names of the measures, in WHO’s and OHID’s spellings as well; knows no formula."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from healthgap.errors import UnknownNameError

NAMES = (
    *("d", "r"),
    *("bgv", "bgsd", "cov", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw", "idisu", "idisw", "ti", "mld"),
    *("par", "paf"),
    *("aci", "rci", "sii", "rii"),
)
"""WHO’s, as its Health Equity Assessment Toolkit calls them."""

PUBLISHED_NAMES = (
    "byar_limits",
    "exact_limits",
    "poisson_limits",
    "wilson_limits",
    "rate",
    "proportion",
    "mean",
    "dsr",
    "isr_ratio",
    "isr_rate",
    "life_expectancy",
    "slope_index",
    "quantile",
    "funnel_limits",
    "funnel_significance",
    "funnel_points",
    "recent_trend",
    "recent_trend_of_proportions",
)
"""OHID’s functions."""

WHO_SPELLINGS = {"covar": "cov", "parisk": "par"}  # as healthequal calls two of its functions
OHID_SPELLINGS = {
    "byars_lower": "byar_limits",
    "byars_upper": "byar_limits",
    "wilson_lower": "wilson_limits",
    "wilson_upper": "wilson_limits",
    "phe_rate": "rate",
    "phe_proportion": "proportion",
    "phe_mean": "mean",
    "phe_dsr": "dsr",
    "calculate_dsr": "dsr",
    "calculate_isratio": "isr_ratio",
    "isratio": "isr_ratio",
    "calculate_israte": "isr_rate",
    "israte": "isr_rate",
    "phe_life_expectancy": "life_expectancy",
    "phe_sii": "slope_index",
    "phe_quantile": "quantile",
    "calculate_funnel_limits": "funnel_limits",
    "assign_funnel_significance": "funnel_significance",
    "calculate_funnel_points": "funnel_points",
}
"""OHID’s names of its own functions in R, in lower case."""


def sorted_names(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """WHO’s and OHID’s among `names`, in lower case and in our spelling. Raises UnknownNameError."""
    lower = [name.strip().lower() for name in names if name.strip()]
    ours = dict.fromkeys(WHO_SPELLINGS.get(name, OHID_SPELLINGS.get(name, name)) for name in lower)
    for name in ours:
        if name not in (*NAMES, *PUBLISHED_NAMES):
            raise unknown(name)
    return [name for name in ours if name in NAMES], [name for name in ours if name in PUBLISHED_NAMES]


def known(names: Iterable[str]) -> list[str]:
    """WHO’s measures `names`. Raises UnknownNameError for any other."""
    who, published = sorted_names(names)
    if published:
        raise UnknownNameError(f"“{published[0]}” is one of OHID’s functions: compute_published has them.")
    return who


def known_published(names: Iterable[str]) -> list[str]:
    """OHID’s functions `names`. Raises UnknownNameError for any other."""
    who, published = sorted_names(names)
    if who:
        raise UnknownNameError(f"“{who[0]}” is one of WHO’s measures: compute has them.")
    return published


def unknown(name: str) -> UnknownNameError:
    """There is no such measure; with the nearest name where one is near."""
    near = get_close_matches(name, (*NAMES, *PUBLISHED_NAMES, *OHID_SPELLINGS), 1, 0.6)
    hint = f" Did you mean {near[0]}?" if near else ""
    every = ", ".join((*NAMES, *PUBLISHED_NAMES))
    return UnknownNameError(f"There is no measure “{name}”.{hint} Measures: {every}.")
