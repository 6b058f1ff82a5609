"""What measures need of a stratum, and the plain words for what is lacking; computes no measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from healthgap.measures.arrays import (
    LARGEST,
    SMALLEST,
    Array,
    Mask,
    every,
    highest,
    lowest,
    some,
    vanishes,
)
from healthgap.measures.groups import Groups, Options

MOST_MISSING = 0.15  # of the groups of an unordered dimension, as in WHO’s healthequal


@dataclass(frozen=True, slots=True)
class Need:
    """A condition on strata: `text` tells a reader what is the matter where `unmet` holds."""

    text: str
    unmet: Callable[[Groups, Options], Mask | bool]


def _of_a_size(values: Array) -> Mask:
    """Whether numbers are zero or of a size whose products and quotients are still numbers."""
    size = np.abs(values)
    return np.asarray((size <= LARGEST) & ((size >= SMALLEST) | (size == 0)))


def _all_equal(groups: Groups) -> Mask:
    """Whether all groups with people in them have the same estimate."""
    y, someone = groups.estimate, groups.weight > 0
    return np.equal(highest(np.where(someone, y, -np.inf)), lowest(np.where(someone, y, np.inf)))


FINITE = Need(
    "An estimate is infinite, or too large or too small to compute with.",
    lambda g, _: ~every(_of_a_size(g.estimate)),
)
MOSTLY_COMPLETE = Need(
    "More than 15% of the groups have no estimate.",
    lambda g, o: (o.missing == "refuse") & (g.missing > MOST_MISSING * (g.missing + g.size)),
)
COMPLETE = Need(
    "A group has no estimate, and an ordered measure needs every group.",
    lambda g, o: (o.missing == "refuse") & (g.missing > 0),
)
COMPLETE_IF_ORDERED = Need(COMPLETE.text, lambda g, o: (o.missing == "refuse") & (g.missing > 0) & g.ordered)
NO_HOLE_IN_ORDER = Need(
    "A group between others has no estimate, so the order has a hole; only its ends can be left out.",
    lambda g, _: g.middle_missing,
)
POLARITY = Need("favourable_indicator is not given.", lambda g, _: np.isnan(g.favourable))
ORDERED = Need("The groups have no order, and this measure needs one.", lambda g, _: ~g.ordered)
REFERENCE = Need("No reference subgroup is named.", lambda g, _: ~(some(g.reference) | g.reference_missing))
REFERENCE_ESTIMATE = Need("The reference subgroup has no estimate.", lambda g, _: g.reference_missing)

POPULATION = Need("A group has no population.", lambda g, _: some(np.isnan(g.population)))
POPULATION_IF_ANY = Need(POPULATION.text, lambda g, _: some(np.isnan(g.weight)))
SOUND_POPULATION = Need(
    "A population is negative, infinite, or too large or too small to compute with.",
    lambda g, _: ~every(np.isnan(g.population) | ((g.population >= 0) & _of_a_size(g.population))),
)
SOME_PEOPLE = Need("All populations are zero.", lambda g, _: every(g.population == 0))
TWO_WITH_PEOPLE = Need(
    "Only one group has people in it, so there is nothing to compare.", lambda g, _: g.with_people < 2
)
THREE_WITH_PEOPLE = Need(
    "Fewer than three groups have people in them, and this measure needs three.",
    lambda g, _: g.with_people < 3,
)

NO_NEGATIVES = Need(
    "An estimate is negative, and this measure takes logarithms.", lambda g, _: some(g.estimate < 0)
)
NOT_ALL_ZERO = Need("All estimates are zero.", lambda g, _: every(g.estimate == 0))
NOT_ALL_EQUAL = Need(
    "All groups have the same estimate, so there is no slope.",
    lambda g, _: _all_equal(g),
)
MEAN_ABOVE_ZERO = Need(
    "The mean is zero or negative, and this measure is relative to it.",
    lambda g, _: vanishes(g.mean, g.mean_of_sizes),
)
SCALE_FOR_LOGIT = Need(
    "The logistic model needs indicator_scale, the value that stands for everyone (100 for per cent); "
    "give it, or use the linear model.",
    lambda g, _: ~(g.scale > 0),
)
SHARES_FOR_LOGIT = Need(
    "An estimate is negative or above indicator_scale, so the logistic model does not apply; "
    "use the linear model.",
    lambda g, _: some((g.estimate < 0) | (g.estimate > g.scale)),
)

ERRORS = Need("No limits: a standard error is missing.", lambda g, _: some(np.isnan(g.se)))
SOUND_ERRORS = Need(
    "No limits: a standard error is negative, infinite, or too large or too small to compute with.",
    lambda g, _: ~every(np.isnan(g.se) | ((g.se >= 0) & _of_a_size(g.se))),
)
CERTAIN_IF_EQUAL = Need(
    "No limits: all groups have the same estimate, and there this measure’s variance says nothing.",
    NOT_ALL_EQUAL.unmet,
)
SCALE = Need("No limits: indicator_scale is not given.", lambda g, _: ~(g.scale > 0))
WITHIN_SCALE = Need(
    "No limits: an estimate is negative or above indicator_scale.",
    lambda g, _: some((g.estimate < 0) | (g.estimate > g.scale)),
)
WITHIN_DRAWS = Need(
    "No limits: an estimate is negative, or above 100 on a scale of 100.",
    lambda g, _: some((g.estimate < 0) | ((g.scale == 100) & (g.estimate > 100))),
)

DROPPED = Need("Groups without an estimate are left out.", lambda g, _: g.missing > 0)
EQUAL_WEIGHTS = Need(
    "No population is given, so every group counts the same.", lambda g, _: ~g.has_population
)
ERRORS_FROM_LIMITS = Need("Standard errors are taken from the 95% limits.", lambda g, _: g.se_from_limits)
