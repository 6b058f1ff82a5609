"""What chance leaves of a level and of a gap: standard errors and 95% limits, from counts or from published limits.

Pure arithmetic. Rounding is another matter (`healthgap.rounding`) and the two are never added together.

- A crude rate of x events has the variance rate² ÷ x (Poisson), a proportion that times (1 − x/n) (binomial). By itself
  it has Byar's limits, a proportion Wilson's, as OHID publishes them.
- A comparator that contains the group, with the share w of its population, is w × group + (1 − w) × the rest. The two
  are then no independent samples: their covariance is w × the group's variance. Independence would give limits that
  are too wide, by half for a group of two fifths.
- So a difference d has Var d = Vg + Va − 2 w Vg, and Var ln(ratio) = Vg/Rg² + Va/Ra² − 2 w Vg/(Rg Ra).
- The limits are d ± 1.96 se, and for a ratio (and the relative gap, which is 100 × (ratio − 1)) ratio × exp(±1.96 se).
- Published limits stand for a standard error of their width ÷ 3.92.

Sources: Breslow and Day, Statistical Methods in Cancer Research II, 1987 (variance of rates, ratio on the log scale);
Altman et al, Statistics with Confidence, 2000 (limits to standard errors). The covariance is that of a weighted mean
with one of its parts; `tests/test_sampling.py` holds all of it against simulation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from healthgap.catalogue import Indicator, Polarity
from healthgap.figures import Figure
from healthgap.measures.limits import byar_limits, wilson_limits
from healthgap.period import Period

Z = NormalDist().inv_cdf(0.975)
FEWEST_EVENTS = 10
_WIDEST = math.log(1e6)  # limits a million times the ratio say that the figures they come from are none

Basis = Literal["counts", "limits", "published limits"]
Unsampled = Literal["no counts", "few events", "share unknown", "not consistent", "not printed"]


@dataclass(frozen=True, slots=True)
class Interval:
    """95% limits, in the unit of what they are the limits of."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Sampling:
    """What chance leaves of one number: its standard error and 95% limits, in its unit, and what they come from.

    `share` is the part of the comparator's population that the group is, where the covariance was taken from it.
    """

    error: float
    interval: Interval
    basis: Basis
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two levels with their variances and covariance, all on the scale of the levels."""

    group: float
    comparator: float
    group_variance: float
    comparator_variance: float
    covariance: float
    basis: Basis
    share: float | None = None

    @property
    def difference_error(self) -> float | None:
        """The standard error of group − comparator; None if the variances contradict each other."""
        variance = self.group_variance + self.comparator_variance - 2 * self.covariance
        return math.sqrt(variance) if variance > 0 else None

    @property
    def log_ratio_error(self) -> float | None:
        """The standard error of ln(group ÷ comparator); None as above, or where a level is not above zero."""
        if self.group <= 0 or self.comparator <= 0:
            return None
        variance = (
            self.group_variance / self.group**2
            + self.comparator_variance / self.comparator**2
            - 2 * self.covariance / (self.group * self.comparator)
        )
        return math.sqrt(variance) if variance > 0 else None


def is_proportion(indicator: Indicator) -> bool:
    """Whether its levels are per cent of people, so that their counts are binomial and not Poisson."""
    return indicator.unit in ("%", "per cent")


def of_level(figure: Figure, indicator: Indicator) -> Sampling | Unsampled:
    """What chance leaves of a level: the published limits, else limits from its count."""
    if figure.value is None:
        return "not printed"
    error = _error_by_limits(figure)
    if error is not None and figure.lower is not None and figure.upper is not None:
        return Sampling(error, Interval(figure.lower, figure.upper), "published limits")
    found = _error_by_counts(figure, indicator)
    return found if isinstance(found, str) else Sampling(found, _by_count(figure, indicator), "counts")


def of_pair(group: Figure, comparator: Figure, indicator: Indicator) -> Pair | Unsampled:
    """Both levels of one period with what chance does to them together; the reason where that is not known.

    Counts go before limits, since they say more; the basis is "counts" only where both sides have them. A comparator
    that contains the group needs the share that it is of it.
    """
    if group.value is None or comparator.value is None:
        return "not printed"
    errors = _errors(group, comparator, indicator)
    if isinstance(errors, str):
        return errors
    basis, group_error, comparator_error = errors
    share = share_of(group, comparator, indicator) if indicator.comparator_contains_group else None
    if indicator.comparator_contains_group and share is None:
        return "share unknown"
    outside = _outside(group, comparator)
    if share is not None and basis == "counts" and outside < FEWEST_EVENTS:
        return "few events" if outside >= 0 else "not consistent"
    return Pair(
        group.value,
        comparator.value,
        group_error**2,
        comparator_error**2,
        (share or 0.0) * group_error**2,
        basis,
        share,
    )


def _outside(group: Figure, comparator: Figure) -> float:
    """How many of the comparator's events are none of the group's."""
    return (comparator.count or 0.0) - (group.count or 0.0)


def share_of(group: Figure, comparator: Figure, indicator: Indicator) -> float | None:
    """The part of the comparator's population that the group is; None where it is not known or cannot be.

    From both denominators, or else from both counts of crude rates: (xg ÷ rate) ÷ (xa ÷ rate).
    """
    if group.denominator and comparator.denominator:
        share = group.denominator / comparator.denominator
    elif group.count and comparator.count and group.value and comparator.value and indicator.crude:
        share = (group.count / group.value) / (comparator.count / comparator.value)
    else:
        return None
    return share if 0 < share < 1 else None


def of_gap(value: float, pair: Pair, measure: str, polarity: Polarity) -> Sampling | Unsampled:
    """What chance leaves of a gap of `value` by `measure`: "absolute_gap", "relative_gap" or "ratio"."""
    if measure == "relative_gap":
        return of_relative_gap(value, pair, polarity)
    return of_absolute_gap(value, pair) if measure == "absolute_gap" else of_ratio(value, pair)


def of_absolute_gap(value: float, pair: Pair) -> Sampling | Unsampled:
    """What chance leaves of an absolute gap of `value`, in the indicator's unit."""
    error = pair.difference_error
    if error is None:
        return "not consistent"
    return Sampling(error, _around(value, error), pair.basis, pair.share)


def of_ratio(value: float, pair: Pair) -> Sampling | Unsampled:
    """What chance leaves of a ratio of `value`, symmetric on the log scale."""
    error = pair.log_ratio_error
    if error is None or value <= 0 or Z * error > _WIDEST:
        return "not consistent"
    width = math.exp(Z * error)
    return Sampling(value * error, Interval(value / width, value * width), pair.basis, pair.share)


def of_relative_gap(value: float, pair: Pair, polarity: Polarity) -> Sampling | Unsampled:
    """What chance leaves of a relative gap of `value` per cent, by way of the ratio that it stands for."""
    sign = 1 if polarity == "lower_is_better" else -1
    found = of_ratio(1 + sign * value / 100, pair)
    if isinstance(found, str):
        return found
    ends = sorted(sign * 100 * (end - 1) for end in (found.interval.low, found.interval.high))
    return Sampling(100 * found.error, Interval(*ends), found.basis, found.share)


def as_published(figure: Figure) -> Sampling | None:
    """The publisher's own limits of a printed gap; None without any."""
    error = _error_by_limits(figure)
    if error is None or figure.lower is None or figure.upper is None:
        return None
    return Sampling(error, Interval(figure.lower, figure.upper), "published limits")


def correlation(first: Period, last: Period) -> float:
    """How far the figures of two periods move together because they share years: m ÷ L for m of L years.

    For periods of unequal length m ÷ √(L₁ L₂), with years that vary alike.
    """
    return first.shared_years(last) / math.sqrt(first.years * last.years)


def ratio_limits(
    below: float, above: float, below_variance: float, above_variance: float, covariance: float
) -> Interval | None:
    """95% limits of above ÷ below, two estimates with their variances, by Fieller's theorem.

    None where `below` does not differ from zero beyond chance: then no finite limits exist.
    Source: Fieller, Journal of the Royal Statistical Society B, 1954.
    """
    a = below**2 - Z**2 * below_variance
    if a <= 0:
        return None
    b = below * above - Z**2 * covariance
    c = above**2 - Z**2 * above_variance
    root = math.sqrt(max(b**2 - a * c, 0.0))
    return Interval((b - root) / a, (b + root) / a)


def around(value: float, variance: float) -> Interval:
    """95% limits of an estimate that is about normal."""
    return _around(value, math.sqrt(max(variance, 0.0)))


def _around(value: float, error: float) -> Interval:
    return Interval(value - Z * error, value + Z * error)


def _by_count(figure: Figure, indicator: Indicator) -> Interval:
    """The limits of a level from its count, as OHID publishes them: Byar's, of a proportion Wilson's."""
    count, people, value = figure.count or 0.0, figure.denominator or 0.0, figure.value or 0.0
    if is_proportion(indicator) and count <= people:
        low, high = (float(end) * people for end in wilson_limits(count, people))
    else:
        low, high = (float(end) for end in byar_limits(count))
    return Interval(value * low / count, value * high / count)


def _errors(
    group: Figure, comparator: Figure, indicator: Indicator
) -> tuple[Basis, float, float] | Unsampled:
    """The standard errors of both sides, each from its count where it can be, else from its limits."""
    by_counts = [_error_by_counts(figure, indicator) for figure in (group, comparator)]
    if "few events" in by_counts:
        return "few events"
    by_limits = [_error_by_limits(figure) for figure in (group, comparator)]
    errors = [
        limited if isinstance(counted, str) else counted
        for counted, limited in zip(by_counts, by_limits, strict=True)
    ]
    if errors[0] is None or errors[1] is None:
        return "no counts"
    return "limits" if "no counts" in by_counts else "counts", errors[0], errors[1]


def _error_by_limits(figure: Figure) -> float | None:
    if figure.lower is None or figure.upper is None or not figure.upper > figure.lower:
        return None
    return (figure.upper - figure.lower) / (2 * Z)


def _error_by_counts(figure: Figure, indicator: Indicator) -> float | Unsampled:
    """The standard error of a level that is count ÷ denominator; normal limits need FEWEST_EVENTS events."""
    if figure.value is None or figure.count is None:
        return "no counts"
    if figure.count < FEWEST_EVENTS:
        return "few events"
    if not _is_crude(figure, indicator):
        return "no counts"
    if not is_proportion(indicator) or not figure.denominator:
        return abs(figure.value) / math.sqrt(figure.count)
    if figure.denominator - figure.count < FEWEST_EVENTS:  # nearly everybody: p (1 − p) would come to nothing
        by_count = _by_count(figure, indicator)
        return (by_count.high - by_count.low) / (2 * Z)
    return abs(figure.value) * math.sqrt((1 - figure.count / figure.denominator) / figure.count)


def _is_crude(figure: Figure, indicator: Indicator) -> bool:
    """Whether the level is its count ÷ its denominator × a power of ten; as configured where none is held.

    A standardised rate is not, and its count alone does not give its variance.
    """
    if not figure.denominator:
        return indicator.crude
    if not figure.count or not figure.value or figure.rounded is None:
        return False
    crude = figure.count / figure.denominator
    power = 10.0 ** round(math.log10(abs(figure.value) / crude))
    rounded = figure.rounded
    slack = 1e-9 * abs(figure.value)
    return rounded.low - slack <= crude * power <= rounded.high + slack
