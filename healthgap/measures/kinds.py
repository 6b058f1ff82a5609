"""What a measure is, and what measures of one kind have in common; names none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from healthgap.measures import dispersion, impact, needs, simple
from healthgap.measures.groups import Groups, Measured, Options, Use
from healthgap.measures.needs import Need
from healthgap.measures.simulation import DRAWS, Statistic

Formula = Callable[[Groups, Options], Measured]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One summary measure.

    `method` names the definition for a reader. The `formula` brings its own limits; where there is a
    `statistic`, they are simulated. The measure is meant for strata of its `kind`, gets no estimate where one
    of `needs` is unmet, and no limits where one of `limit_needs` is; `remarks` are worth knowing beside an
    estimate. `uses` names the parts of a stratum whose faults spoil the measure.
    """

    method: str
    needs: tuple[Need, ...]
    limit_needs: tuple[Need, ...]
    remarks: tuple[Need, ...]
    formula: Formula
    statistic: Statistic | None = None
    kind: tuple[Need, ...] = ()
    fewest_groups: int = 3
    uses: tuple[Use, ...] = ()


ERRORS = (needs.ERRORS, needs.SOUND_ERRORS)
_REMARKS = (needs.DROPPED, needs.ERRORS_FROM_LIMITS)
WEIGHTED = (
    needs.FINITE,
    needs.MOSTLY_COMPLETE,
    needs.POPULATION,
    needs.SOUND_POPULATION,
    needs.SOME_PEOPLE,
    needs.TWO_WITH_PEOPLE,
)
_NO_AVERAGE = "There is neither a setting average nor a population for every group."
NO_SIZE = "The average is zero or negative, and this measure is relative to it."
_GIVEN_AVERAGE = "The file’s setting average is used."


def pair(what: str, formula: Formula, needed: tuple[Need, ...], limits: tuple[Need, ...]) -> Measure:
    """A measure of two groups."""
    return Measure(
        method=what,
        formula=formula,
        needs=(
            Need(needs.POLARITY.text, simple.no_polarity),
            Need("A group that has to be compared has no estimate.", simple.compared_missing),
            needs.FINITE,
            *needed,
        ),
        limit_needs=(
            Need("No limits: a standard error that is needed is missing or negative.", simple.error_missing),
            *limits,
        ),
        remarks=(needs.ERRORS_FROM_LIMITS,),
        fewest_groups=2,
        uses=("order", "reference"),
    )


def weighted(
    what: str,
    formula: Formula,
    *needed: Need,
    limits: tuple[Need, ...] = (),
    remarks: tuple[Need, ...] = (),
) -> Measure:
    """A measure of all groups by their populations, with its own limits."""
    return Measure(
        method=what,
        formula=formula,
        needs=(*WEIGHTED, *needed),
        limit_needs=(*ERRORS, *limits),
        remarks=(*_REMARKS, *remarks),
    )


def distance(
    what: str,
    statistic: Statistic,
    *needed: Need,
    kind: tuple[Need, ...] = (),
    remarks: tuple[Need, ...] = (),
    uses: tuple[Use, ...] = (),
) -> Measure:
    """A measure of distances, with simulated limits."""
    return Measure(
        method=f"{what}; limits from {DRAWS:,} simulations",
        formula=lambda groups, _: Measured.without_limits(statistic(groups, groups.estimate)),
        statistic=statistic,
        kind=kind,
        needs=needed,
        limit_needs=(*ERRORS, needs.SCALE, needs.WITHIN_DRAWS),
        remarks=(*_REMARKS, *remarks),
        uses=uses,
    )


def from_average(what: str, statistic: Statistic, *needed: Need) -> Measure:
    """A measure of distances from the setting’s average."""
    usable = (needs.FINITE, needs.MOSTLY_COMPLETE, needs.SOUND_POPULATION)
    return distance(
        what,
        statistic,
        *usable,
        Need(_NO_AVERAGE, dispersion.no_average),
        *needed,
        remarks=(Need(_GIVEN_AVERAGE, dispersion.given_average),),
        uses=("average",),
    )


def from_reference(what: str, statistic: Statistic, *needed: Need) -> Measure:
    """A measure of distances from the reference group."""
    return distance(
        what, statistic, needs.REFERENCE_ESTIMATE, *needed, kind=(needs.REFERENCE,), uses=("reference",)
    )


def on_rank(
    what: str,
    formula: Formula,
    *needed: Need,
    limits: tuple[Need, ...] = (),
    remarks: tuple[Need, ...] = (),
) -> Measure:
    """A measure along the social order."""
    return Measure(
        method=what,
        formula=formula,
        kind=(needs.ORDERED,),
        needs=(
            needs.FINITE,
            needs.COMPLETE,
            needs.NO_HOLE_IN_ORDER,
            needs.POPULATION_IF_ANY,
            needs.SOUND_POPULATION,
            needs.SOME_PEOPLE,
            needs.THREE_WITH_PEOPLE,
            *needed,
        ),
        limit_needs=limits,
        remarks=(needs.DROPPED, needs.EQUAL_WEIGHTS, *remarks),
        uses=("order",),
    )


def attributable(what: str, formula: Formula, *needed: Need) -> Measure:
    """A measure of what would change if all groups were like the reference."""
    return Measure(
        method=f"{what}; limits from the 2x2 table of persons",
        formula=formula,
        needs=(
            needs.FINITE,
            needs.MOSTLY_COMPLETE,
            needs.COMPLETE_IF_ORDERED,
            Need("The last group in order, the reference, has no estimate.", impact.reference_missing),
            needs.POLARITY,
            needs.SOUND_POPULATION,
            Need(_NO_AVERAGE, impact.no_average),
            *needed,
        ),
        limit_needs=(
            Need("No limits: there are no populations.", impact.only_average),
            needs.SCALE,
            needs.WITHIN_SCALE,
        ),
        remarks=(
            needs.DROPPED,
            Need(_GIVEN_AVERAGE, impact.only_average),
            Need(
                "The reference’s estimate is zero, which the table of persons takes as certain.",
                impact.certain,
            ),
        ),
        uses=("order",),
    )
