"""Every summary measure under its name: what it is, what it needs and how it is computed; runs none of them.

Names are those of WHO’s Health Equity Assessment Toolkit, in lower case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from healthgap.measures import dispersion, disproportionality, impact, needs, regression, simple
from healthgap.measures.groups import Groups, Measured, Model, Options, RciVariant, RiiVariant, Use
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


_ERRORS = (needs.ERRORS, needs.SOUND_ERRORS)
_REMARKS = (needs.DROPPED, needs.ERRORS_FROM_LIMITS)
_WEIGHTED = (
    needs.FINITE,
    needs.MOSTLY_COMPLETE,
    needs.POPULATION,
    needs.SOUND_POPULATION,
    needs.SOME_PEOPLE,
)
_NO_AVERAGE = "There is neither a setting average nor a population for every group."
_ZERO_AVERAGE = "The average is zero, and this measure divides by it."
_GIVEN_AVERAGE = "The file’s setting average is used."


def _pair(what: str, formula: Formula, needed: tuple[Need, ...], limits: tuple[Need, ...]) -> Measure:
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


def _weighted(what: str, formula: Formula, *needed: Need, remarks: tuple[Need, ...] = ()) -> Measure:
    return Measure(
        method=what,
        formula=formula,
        needs=(*_WEIGHTED, *needed),
        limit_needs=_ERRORS,
        remarks=(*_REMARKS, *remarks),
    )


def _distance(
    what: str,
    statistic: Statistic,
    *needed: Need,
    kind: tuple[Need, ...] = (),
    remarks: tuple[Need, ...] = (),
    uses: tuple[Use, ...] = (),
) -> Measure:
    return Measure(
        method=f"{what}; limits from {DRAWS:,} simulations",
        formula=lambda groups, _: Measured.without_limits(statistic(groups, groups.estimate)),
        statistic=statistic,
        kind=kind,
        needs=needed,
        limit_needs=(*_ERRORS, needs.SCALE, needs.WITHIN_DRAWS),
        remarks=(*_REMARKS, *remarks),
        uses=uses,
    )


def _from_average(what: str, statistic: Statistic, *needed: Need) -> Measure:
    usable = (needs.FINITE, needs.MOSTLY_COMPLETE, needs.SOUND_POPULATION)
    return _distance(
        what,
        statistic,
        *usable,
        Need(_NO_AVERAGE, dispersion.no_average),
        *needed,
        remarks=(Need(_GIVEN_AVERAGE, dispersion.given_average),),
        uses=("average",),
    )


def _from_reference(what: str, statistic: Statistic, *needed: Need) -> Measure:
    return _distance(
        what, statistic, needs.REFERENCE_ESTIMATE, *needed, kind=(needs.REFERENCE,), uses=("reference",)
    )


def _on_rank(
    what: str,
    formula: Formula,
    *needed: Need,
    limits: tuple[Need, ...] = (),
    remarks: tuple[Need, ...] = (),
) -> Measure:
    return Measure(
        method=what,
        formula=formula,
        kind=(needs.ORDERED,),
        needs=(
            needs.FINITE,
            needs.COMPLETE,
            needs.POPULATION_IF_ANY,
            needs.SOUND_POPULATION,
            needs.SOME_PEOPLE,
            *needed,
        ),
        limit_needs=limits,
        remarks=(needs.DROPPED, needs.EQUAL_WEIGHTS, *remarks),
        uses=("order",),
    )


def _attributable(what: str, formula: Formula, *needed: Need) -> Measure:
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
        remarks=(needs.DROPPED, Need(_GIVEN_AVERAGE, impact.only_average)),
        uses=("order",),
    )


_OUT_OF_BOUNDS = "An estimate lies outside the bounds."
_BOUNDED = (
    Need("The bounds of the indicator are not given, nor is indicator_scale.", disproportionality.no_bounds),
    Need(_OUT_OF_BOUNDS, disproportionality.outside_span),
)
_LOGARITHMS = (needs.NO_NEGATIVES, needs.NOT_ALL_ZERO)
_ZERO_REPLACED = Need("Estimates of zero were replaced by 0.000001.", disproportionality.has_zero)
_LOGIT = (
    needs.NOT_ALL_EQUAL,
    needs.SCALE_FOR_LOGIT,
    needs.SHARES_FOR_LOGIT,
    Need("The logistic model has no solution for these estimates.", regression.no_fit),
)
_LINE_RATIO = (
    needs.NOT_ALL_EQUAL,
    Need("The fitted line reaches zero, so the ratio of its ends has no meaning.", regression.crosses_zero),
)

_MEASURES: Mapping[str, Measure] = {
    "d": _pair("difference of two groups", simple.difference, (), ()),
    "r": _pair(
        "ratio of two groups, limits on the log scale",
        simple.ratio,
        (Need("The estimate to divide by is zero.", simple.second_is_zero),),
        (Need("No limits: an estimate is zero or negative, and has no logarithm.", simple.not_positive),),
    ),
    "bgv": _weighted("between-group variance, weighted by population", dispersion.between_group_variance),
    "bgsd": _distance(
        "between-group standard deviation, weighted by population", dispersion.standard_deviation, *_WEIGHTED
    ),
    "cov": _distance(
        "coefficient of variation, % of the weighted mean",
        dispersion.coefficient_of_variation,
        *_WEIGHTED,
        needs.MEAN_NOT_ZERO,
    ),
    "mdmu": _from_average("mean difference from the average, unweighted", dispersion.unweighted_from_mean),
    "mdmw": _distance(
        "mean difference from the mean, weighted by population", dispersion.weighted_from_mean, *_WEIGHTED
    ),
    "mdbu": _distance(
        "mean difference from the best group, unweighted",
        dispersion.unweighted_from_best,
        needs.FINITE,
        needs.MOSTLY_COMPLETE,
        needs.POLARITY,
    ),
    "mdbw": _distance(
        "mean difference from the best group, weighted by population",
        dispersion.weighted_from_best,
        *_WEIGHTED,
        needs.POLARITY,
    ),
    "mdru": _from_reference(
        "mean difference from the reference group, unweighted",
        dispersion.unweighted_from_reference,
        needs.FINITE,
        needs.MOSTLY_COMPLETE,
    ),
    "mdrw": _from_reference(
        "mean difference from the reference group, weighted by population",
        dispersion.weighted_from_reference,
        *_WEIGHTED,
    ),
    "idisu": _from_average(
        "index of disparity, unweighted, % of the average",
        dispersion.unweighted_disparity,
        Need(_ZERO_AVERAGE, dispersion.average_is_zero),
    ),
    "idisw": _distance(
        "index of disparity, weighted by population, % of the weighted mean",
        dispersion.weighted_disparity,
        *_WEIGHTED,
        needs.MEAN_NOT_ZERO,
    ),
    "ti": _weighted(
        "Theil index, times 1,000", disproportionality.theil_index, *_LOGARITHMS, remarks=(_ZERO_REPLACED,)
    ),
    "mld": _weighted(
        "mean log deviation, times 1,000",
        disproportionality.mean_log_deviation,
        *_LOGARITHMS,
        remarks=(_ZERO_REPLACED,),
    ),
    "par": _attributable("population attributable risk", impact.attributable_risk),
    "paf": _attributable(
        "population attributable fraction, %",
        impact.attributable_fraction,
        Need(_ZERO_AVERAGE, impact.average_is_zero),
    ),
    "aci": _on_rank(
        "absolute concentration index, weighted by population",
        disproportionality.absolute_concentration_index,
        Need(_OUT_OF_BOUNDS, disproportionality.outside_bounds),
    ),
}

_RCI: Mapping[RciVariant, Measure] = {
    "standard": _on_rank(
        "relative concentration index, weighted by population",
        disproportionality.relative_concentration_index,
        Need(_OUT_OF_BOUNDS, disproportionality.outside_bounds),
        Need(needs.MEAN_NOT_ZERO.text, disproportionality.mean_is_zero),
    ),
    "wagstaff": _on_rank(
        "relative concentration index, Wagstaff’s normalisation",
        disproportionality.wagstaff_index,
        *_BOUNDED,
        Need(
            "The mean lies at a bound, and this measure divides by the distance.",
            disproportionality.mean_at_bound,
        ),
    ),
    "erreygers": _on_rank(
        "relative concentration index, Erreygers’ normalisation",
        disproportionality.erreygers_index,
        *_BOUNDED,
    ),
}

_SII: Mapping[Model, Measure] = {
    "logit": _on_rank("slope index, logistic model, HC1 limits", regression.logit_difference, *_LOGIT),
    "linear": _on_rank(
        "slope index, linear model, HC1 limits", regression.linear_difference, needs.NOT_ALL_EQUAL
    ),
}

_RII_OF_WHO: Mapping[Model, Measure] = {
    "logit": _on_rank(
        "relative index (WHO: ratio of the fitted ends), logistic model, HC1 limits on the log scale",
        regression.logit_ratio,
        *_LOGIT,
    ),
    "linear": _on_rank(
        "relative index (WHO: ratio of the fitted ends), linear model, HC1 limits on the log scale",
        regression.linear_ratio,
        *_LINE_RATIO,
    ),
}

_RII: Mapping[RiiVariant, Measure] = {
    "ohid": _on_rank(
        "relative index (OHID: (intercept + slope) / intercept), linear model, Fieller’s limits",
        regression.ratio_of_known_errors,
        *_LINE_RATIO,
        limits=(
            *_ERRORS,
            Need("No limits: the fitted line may reach zero.", regression.unbounded),
        ),
        remarks=(needs.ERRORS_FROM_LIMITS,),
    ),
    "scotpho": _on_rank(
        "relative index (ScotPHO: −slope / mean), linear model, HC1 limits",
        regression.slope_over_mean,
        *_LINE_RATIO,
    ),
    "scotpho_percent": _on_rank(
        "relative index (ScotPHO: −50 × slope / mean, % above the mean), linear model, HC1 limits",
        regression.percent_above_mean,
        *_LINE_RATIO,
    ),
}

NAMES = (*_MEASURES, "rci", "sii", "rii")


def definition(name: str, options: Options) -> Measure:
    """The measure called `name`, one of `NAMES`, in the variant that the options choose."""
    if name == "rci":
        return _RCI[options.rci]
    if name == "sii":
        return _SII[options.model]
    if name == "rii":
        return _RII_OF_WHO[options.model] if options.rii == "who" else _RII[options.rii]
    return _MEASURES[name]
