"""Measures on rank (aci, rci, sii, rii) from people in a sample survey, with the variance of its design.

A row is a person, with a sampling weight, and where the design has them a primary sampling unit and a stratum.
Variances are linearised (Binder, International Statistical Review 1983;51:279-292).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array, total
from healthgap.measures.grouping import numbers
from healthgap.measures.groups import Measured, Model, Options
from healthgap.measures.limits import confidence_level
from healthgap.measures.slopes import linear_slope, logit_slope

SurveyMeasure = Literal["aci", "rci", "sii", "rii"]


def survey_measure(
    name: SurveyMeasure,
    estimate: ArrayLike,
    subgroup_order: ArrayLike,
    weight: ArrayLike,
    *,
    psu: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    model: Model = "logit",
    scale: float = 1,
    confidence: float = 0.95,
) -> Measured:
    """One measure with its standard error and normal limits, all on the scale of the measure.

    `estimate` is each person’s outcome (for the logistic model 0 to `scale`), `subgroup_order` their place in the
    social order; people of one place share its middle rank. Without `psu` each person is a unit of their own. A
    stratum with a single unit is held against the mean of all units. Raises ValueError for missing numbers, weights
    that are not above zero, fewer than three people, or a logistic outcome outside its scale.
    """
    y, w = numbers(estimate)[:, np.newaxis], numbers(weight)[:, np.newaxis]
    if len(y) < 3 or np.isnan(y).any() or not (w > 0).all():
        raise ValueError("At least three people are needed, each with an outcome and a weight above zero.")
    rank = _ranks(np.asarray(subgroup_order), w)
    design = _Design.of(psu, strata, len(y))
    options = Options(confidence=confidence_level(confidence))
    if name in ("aci", "rci"):
        share = w / total(w)
        response = 2 * total(share * rank**2) * y / (total(share * y) if name == "rci" else 1)
        slope = linear_slope(rank, response, w, design.meat)
    elif model == "linear":
        slope = linear_slope(rank, y, w, design.meat)
    else:
        if np.any((y < 0) | (y > scale)):
            raise ValueError(
                "An outcome is negative or above the scale, so the logistic model does not apply."
            )
        slope = logit_slope(rank, y / scale, w, design.meat).scaled(np.array([scale]))
    found = (
        Measured.lognormal(slope.ratio, slope.log_ratio_se, options)
        if name == "rii"
        else Measured.normal(slope.difference, slope.difference_se, options)
    )
    return Measured(*(value[0] for value in found))


def _ranks(order: NDArray[np.generic], weight: Array) -> Array:
    """The middle rank of each person’s place, less one half."""
    place = np.unique(order, return_inverse=True)[1].reshape(-1)
    people = np.bincount(place, weights=weight[:, 0])
    middle = (people.cumsum() - people / 2) / people.sum() - 0.5
    return np.asarray(middle[place][:, np.newaxis], dtype=float)


@dataclass(frozen=True, slots=True)
class _Design:
    """The unit of each person, and the stratum of each unit."""

    unit: NDArray[np.intp]
    stratum: NDArray[np.intp]

    @classmethod
    def of(cls, psu: ArrayLike | None, strata: ArrayLike | None, people: int) -> _Design:
        stratum = (
            np.zeros(people, dtype=int)
            if strata is None
            else np.unique(np.asarray(strata), return_inverse=True)[1]
        )
        named = np.arange(people) if psu is None else np.unique(np.asarray(psu), return_inverse=True)[1]
        cell = stratum.reshape(-1) * (int(named.max()) + 1) + named.reshape(-1)
        _cells, first, unit = np.unique(cell, return_index=True, return_inverse=True)
        return cls(unit.reshape(-1), stratum.reshape(-1)[first])

    def meat(self, score: Array, rank: Array) -> tuple[Array, Array, Array]:
        """Between units within strata: see `slopes.Meat`."""
        totals = np.stack([np.bincount(self.unit, weights=column[:, 0]) for column in (score, score * rank)])
        size = np.bincount(self.stratum)
        means = np.stack([np.bincount(self.stratum, weights=t) for t in totals]) / size
        means[:, size == 1] = totals.mean(axis=1, keepdims=True)
        apart = totals - means[:, self.stratum]
        factor = np.where(size > 1, size / np.maximum(size - 1, 1), 1)[self.stratum]
        p, r, q = ((factor * apart[i] * apart[j]).sum(keepdims=True) for i, j in ((0, 0), (1, 1), (0, 1)))
        return p, r, q
