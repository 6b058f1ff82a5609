"""The groups of many strata side by side, as the measures take them, with what several measures share.

A stratum is one indicator, in one setting, at one date, along one dimension of inequality; its groups are the
people who are compared. Strata of equal size stand together, so that a measure is arithmetic on whole arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Array, Mask, every, total
from healthgap.measures.compared import compared_places
from healthgap.measures.limits import z_value
from healthgap.measures.slopes import Slope, hc1, linear_slope, logit_slope, slope_of_known_errors

Model = Literal["logit", "linear"]
RiiVariant = Literal["who", "ohid", "scotpho", "scotpho_percent"]
RciVariant = Literal["standard", "wagstaff", "erreygers"]
MissingRule = Literal["refuse", "drop"]
Use = Literal["anything", "order", "reference", "average"]

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller may choose: see `healthgap.measures.compute`."""

    model: Model = "logit"
    confidence: float = 0.95
    rii: RiiVariant = "who"
    rci: RciVariant = "standard"
    bounds: tuple[float, float] | None = None
    missing: MissingRule = "refuse"

    @property
    def z(self) -> float:
        return z_value(self.confidence)


class Measured(NamedTuple):
    """A measure of each stratum, its standard error and limits, on the scale of the measure; NaN for none."""

    estimate: Array
    se: Array
    lower: Array
    upper: Array

    @classmethod
    def without_limits(cls, estimate: Array) -> Measured:
        return cls(estimate, *(np.full_like(estimate, np.nan) for _ in range(3)))

    @classmethod
    def normal(cls, estimate: Array, se: Array, options: Options) -> Measured:
        """Symmetric limits."""
        return cls(estimate, se, estimate - options.z * se, estimate + options.z * se)

    @classmethod
    def lognormal(cls, estimate: Array, log_se: Array, options: Options) -> Measured:
        """Limits symmetric on the log scale; the standard error by the delta method."""
        factor = np.exp(options.z * log_se)
        return cls(estimate, estimate * log_se, estimate / factor, estimate * factor)


@dataclass(frozen=True, eq=False)
class Groups:
    """Strata with the same number of groups. Groups without an estimate are already left out.

    Arrays are (groups, strata), in subgroup order where there is one, otherwise as in the file; those of one
    value a stratum are (strata,). NaN is missing. `favourable` is 1, 0 or NaN (not declared). `missing`
    counts the groups left out; `first_missing`, `last_missing`, `middle_missing` and `reference_missing` say that
    the first or last in order, one between others, or the reference, is one of them. `faults` holds, for each use of a
    stratum, reasons in plain English with the strata they spoil for it.
    """

    estimate: Array
    se: Array
    population: Array
    reference: Mask
    favourable: Array
    ordered: Mask
    scale: Array
    setting_average: Array
    missing: NDArray[np.int64]
    first_missing: Mask
    last_missing: Mask
    middle_missing: Mask
    reference_missing: Mask
    se_from_limits: Mask
    faults: Mapping[Use, Mapping[str, Mask]]

    @property
    def size(self) -> int:
        """The number of groups of each stratum."""
        return len(self.estimate)

    @property
    def strata(self) -> int:
        return len(self.scale)

    def once(self, work: Callable[[Groups], _Found]) -> _Found:
        """What `work` makes of these groups, worked out the first time that it is asked for."""
        if work not in self._found:
            self._found[work] = work(self)
        found: _Found = self._found[work]
        return found

    @cached_property
    def _found(self) -> dict[Callable[[Groups], Any], Any]:
        return {}

    def where(self, strata: Mask | slice) -> Groups:
        """Some of the strata."""
        return Groups(**{field.name: picked(getattr(self, field.name), strata) for field in fields(self)})

    @cached_property
    def share(self) -> Array:
        """Each group's share of the population."""
        return self.population / total(self.population)

    @cached_property
    def has_population(self) -> Mask:
        """Whether any group has one."""
        return ~every(np.isnan(self.population))

    @cached_property
    def weight(self) -> Array:
        """The populations; 1 for every group of a stratum that has none at all."""
        return np.where(self.has_population, self.population, 1.0)

    @cached_property
    def with_people(self) -> Array:
        """The number of groups that have any weight."""
        groups: Array = (self.weight > 0).sum(axis=0, dtype=float)
        return groups

    @cached_property
    def mean(self) -> Array:
        """The mean estimate, weighted by population."""
        return total(self.share * self.estimate)

    @cached_property
    def mean_of_sizes(self) -> Array:
        """The mean of the estimates without their signs, weighted by population."""
        return total(self.share * np.abs(self.estimate))

    @cached_property
    def rank(self) -> Array:
        """Each group's relative rank, the middle of its share in order, less one half (the mean rank)."""
        return (self.weight.cumsum(axis=0) - self.weight / 2) / total(self.weight) - 0.5

    @cached_property
    def compared(self) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Estimate and standard error of the first and of the second group of a comparison of two."""
        first, second = compared_places(self.estimate, self.reference, self.favourable == 1, self.ordered)
        strata = np.arange(self.strata)
        return (
            (self.estimate[first, strata], self.se[first, strata]),
            (self.estimate[second, strata], self.se[second, strata]),
        )

    @cached_property
    def linear(self) -> Slope:
        return linear_slope(self.rank, self.estimate, self.weight, hc1(self.with_people))

    @cached_property
    def logit(self) -> Slope:
        share = self.estimate / self.scale
        return logit_slope(self.rank, share, self.weight, hc1(self.with_people)).scaled(self.scale)

    @cached_property
    def linear_of_known_errors(self) -> Slope:
        return slope_of_known_errors(self.rank, self.estimate, self.weight, self.se)


def picked(field: Any, strata: NDArray[Any] | slice) -> Any:
    """Some strata of an array, or of every array of a (nested) mapping."""
    if isinstance(field, Mapping):
        return {key: picked(value, strata) for key, value in field.items()}
    return field[..., strata]
