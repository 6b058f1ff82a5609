"""Measures on rank (aci, rci, sii, rii) from people in sample surveys, with the variance of their design.

A row is a person, with a sampling weight, and where the design has them a primary sampling unit and a stratum
of the sample. Variances are linearised (Binder, International Statistical Review 1983;51:279-292).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array, Mask, some, total
from healthgap.measures.grouping import numbers
from healthgap.measures.groups import Measured, Model, Options, RciVariant
from healthgap.measures.limits import confidence_level
from healthgap.measures.slopes import Slope, linear_slope, logit_slope

SurveyMeasure = Literal["aci", "rci", "sii", "rii"]
SURVEY_MEASURES: tuple[SurveyMeasure, ...] = ("aci", "rci", "sii", "rii")
FEWEST_PEOPLE = 3

_Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Survey:
    """People of one or more surveys, a row a person: `sample` numbers the surveys, `order` the places.

    `unit` and `stratum` number primary sampling units and strata of the sample; numbers count within a survey.
    """

    sample: _Labels
    outcome: Array
    order: Array
    weight: Array
    unit: _Labels
    stratum: _Labels


def survey_measure(
    name: SurveyMeasure,
    estimate: ArrayLike,
    subgroup_order: ArrayLike,
    weight: ArrayLike,
    *,
    psu: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    model: Model = "logit",
    rci: RciVariant = "standard",
    bounds: tuple[float, float] | None = None,
    scale: float = 1,
    confidence: float = 0.95,
) -> Measured:
    """One measure with its standard error and normal limits, all on the scale of the measure.

    `estimate` is each person’s outcome (for the logistic model 0 to `scale`), `subgroup_order` their place in the
    social order; people of one place share its middle rank. Without `psu` each person is a unit of their own. A
    stratum with a single unit is held against the mean of all units. `rci` and `bounds` are as for `compute`.
    Raises ValueError for missing numbers, weights that are not above zero, fewer than three people, or an outcome
    outside the scale or the bounds.
    """
    y = numbers(estimate)
    people = Survey(
        sample=np.zeros(y.size, dtype=np.intp),
        outcome=y,
        order=numbers(subgroup_order),
        weight=numbers(weight),
        unit=np.arange(y.size) if psu is None else numbered(np.asarray(psu)),
        stratum=np.zeros(y.size, dtype=np.intp) if strata is None else numbered(np.asarray(strata)),
    )
    options = Options(model, confidence_level(confidence), rci=rci, bounds=bounds)
    measured, reason = survey_measures([name], people, np.array([float(scale)]), options)[name]
    if reason[0]:
        raise ValueError(reason[0])
    return Measured(*(value[0] for value in measured))


def survey_measures(
    names: Sequence[str], people: Survey, scale: Array, options: Options
) -> dict[str, tuple[Measured, NDArray[np.object_]]]:
    """Each measure of every survey, and the reason where there is none; `scale` has one number a survey."""
    found: dict[str, tuple[Measured, NDArray[np.object_]]] = {
        name: (Measured(*np.full((4, scale.size), np.nan)), np.full(scale.size, "", dtype=object))
        for name in names
    }
    with np.errstate(all="ignore"):  # what has no number is explained below
        for samples, block in _blocks(people, scale.size):
            for name, (measured, reason) in found.items():
                values = _measure(name, block, scale[samples], options)
                why = _reasons(name, block, scale[samples], options, values)
                reason[samples] = why
                for whole, part in zip(measured, values, strict=True):
                    whole[samples] = np.where(why == "", part, np.nan)
    return found


def numbered(labels: NDArray[np.generic]) -> _Labels:
    """Labels as numbers from 0."""
    places: _Labels = np.unique(labels, return_inverse=True)[1].reshape(-1)
    return places


@dataclass(frozen=True, slots=True)
class _Block:
    """Surveys of similar size side by side, (people, surveys); empty places have the weight 0."""

    outcome: Array
    weight: Array
    order: Array
    held: Mask
    rank: Array
    design: _Design


def _blocks(people: Survey, samples: int) -> Iterator[tuple[_Labels, _Block]]:
    """Surveys by their size to a power of two, so that little of a block is empty; with their numbers."""
    rows = np.lexsort((people.order, people.sample))
    size = np.bincount(people.sample, minlength=samples)
    place = np.arange(rows.size) - (size.cumsum() - size)[people.sample[rows]]
    magnitude = np.frexp(size)[1]
    for power in np.unique(magnitude):
        chosen = np.flatnonzero(magnitude == power)
        kept = magnitude[people.sample[rows]] == power
        at = place[kept], np.searchsorted(chosen, people.sample[rows[kept]])
        shape = int(size[chosen].max()), chosen.size
        yield chosen, _block(people, rows[kept], at, shape)


def _block(people: Survey, rows: _Labels, at: tuple[_Labels, _Labels], shape: tuple[int, int]) -> _Block:
    held = np.zeros(shape, dtype=bool)
    held[at] = True
    outcome, weight, order = np.zeros(shape), np.zeros(shape), np.full(shape, np.nan)
    outcome[at], weight[at], order[at] = people.outcome[rows], people.weight[rows], people.order[rows]
    design = _Design.of(people.unit[rows], people.stratum[rows], at, shape)
    return _Block(outcome, weight, order, held, _ranks(order, weight), design)


def _ranks(order: Array, weight: Array) -> Array:
    """The middle rank of each person’s place, less one half, (people, surveys) in order; 0 where nobody is."""
    columns = np.arange(order.shape[1])
    new = np.diff(order, axis=0, prepend=np.nan) != 0
    place = new.cumsum(axis=0) - 1
    flat = (place * order.shape[1] + columns).ravel()
    people = np.bincount(flat, weight.ravel(), minlength=order.size).reshape(order.shape)
    middle = people.cumsum(axis=0) - people / 2
    return np.where(np.isnan(order), 0, middle[place, columns] / total(weight) - 0.5)


def _measure(name: str, block: _Block, scale: Array, options: Options) -> Measured:
    if name in ("aci", "rci"):
        slope = _concentration(name, block, options)
    elif options.model == "linear":
        slope = linear_slope(block.rank, block.outcome, block.weight, block.design.meat)
    else:
        slope = logit_slope(block.rank, block.outcome / scale, block.weight, block.design.meat).scaled(scale)
    if name == "rii":
        ratio = np.where((slope.low > 0) & (slope.high > 0), slope.ratio, np.nan)
        return Measured.lognormal(ratio, slope.log_ratio_se, options)
    return Measured.normal(slope.difference, slope.difference_se, options)


def _concentration(name: str, block: _Block, options: Options) -> Slope:
    """The regression of 2 var(X) y on X, as the index divides it."""
    share = block.weight / total(block.weight)
    y = _placed(block, options)
    mean = total(share * y)
    divisor = {"standard": mean, "wagstaff": mean * (1 - mean), "erreygers": np.full_like(mean, 0.25)}
    response = 2 * total(share * block.rank**2) * y / (divisor[options.rci] if name == "rci" else 1)
    return linear_slope(block.rank, response, block.weight, block.design.meat)


def _placed(block: _Block, options: Options) -> Array:
    floor, top = options.bounds or (0.0, 1.0)
    return (block.outcome - floor) / (top - floor)


def _reasons(
    name: str, block: _Block, scale: Array, options: Options, values: Measured
) -> NDArray[np.object_]:
    """Why each survey has no such measure; empty where it has."""
    held, y = block.held, block.outcome
    place = _placed(block, options)
    bounded = name in ("aci", "rci") and (options.bounds is not None or options.rci != "standard")
    logistic = name in ("sii", "rii") and options.model == "logit"
    sound = np.isfinite(y) & np.isfinite(block.order) & (block.weight > 0) & np.isfinite(block.weight)
    reasons: dict[str, Mask] = {
        "At least three people are needed, each with an outcome, a place in the order and a weight above zero.": (
            (held.sum(axis=0) < FEWEST_PEOPLE) | some(held & ~sound)
        ),
        "This definition of rii is for groups, not for the people of a survey.": np.full(
            scale.size, name == "rii" and options.rii != "who"
        ),
        "An outcome lies outside the bounds.": bounded & some(held & ((place < 0) | (place > 1))),
        "An outcome is negative or above the scale, so the logistic model does not apply.": logistic
        & some(held & ((y < 0) | (y > scale))),
        "The fitted line reaches zero, so the ratio of its ends has no meaning.": (name == "rii")
        & (options.model == "linear")
        & np.isnan(values.estimate),
        "The arithmetic has no result for these figures.": ~np.isfinite(values.estimate + values.se),
    }
    return np.select(list(reasons.values()), list(reasons), default="").astype(object)


@dataclass(frozen=True, slots=True)
class _Design:
    """The unit of each place of a block, the stratum of each unit and the survey of each stratum.

    The last unit is of the places where nobody is; it belongs to no stratum.
    """

    unit: _Labels
    stratum: _Labels
    survey: _Labels

    @classmethod
    def of(
        cls, unit: _Labels, stratum: _Labels, at: tuple[_Labels, _Labels], shape: tuple[int, int]
    ) -> _Design:
        strata, of_person = np.unique(np.stack([at[1], stratum]), axis=1, return_inverse=True)
        units, number = np.unique(np.stack([of_person.reshape(-1), unit]), axis=1, return_inverse=True)
        places = np.full(shape, units.shape[1])
        places[at] = number.reshape(-1)
        return cls(places, units[0], strata[0])

    def meat(self, score: Array, rank: Array) -> tuple[Array, Array, Array]:
        """Between units within strata: see `slopes.Meat`."""
        surveys = self.unit.shape[1]
        unit, of_unit = self.unit.ravel(), self.survey[self.stratum]
        totals = [
            np.bincount(unit, values.ravel(), minlength=self.stratum.size + 1)[:-1].astype(float)
            for values in (score, score * rank)
        ]
        size = np.bincount(self.stratum)[self.stratum]
        apart = [
            t - np.where(size > 1, _mean_within(self.stratum, t), _mean_within(of_unit, t)) for t in totals
        ]
        factor = np.where(size > 1, size / np.maximum(size - 1, 1), 1)
        p, r, q = (
            np.bincount(of_unit, factor * apart[i] * apart[j], minlength=surveys).astype(float)
            for i, j in ((0, 0), (1, 1), (0, 1))
        )
        return p, r, q


def _mean_within(label: _Labels, values: Array) -> Array:
    """The mean of the values that share a label, for each of them."""
    means: Array = (np.bincount(label, values) / np.maximum(np.bincount(label), 1))[label]
    return means
