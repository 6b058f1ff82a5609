"""Every summary measure under its name: what it is, what it needs and how it is computed; runs none of them.

Names are those of WHO’s Health Equity Assessment Toolkit, in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping

from healthgap.measures import dispersion, disproportionality, impact, needs, regression, simple
from healthgap.measures.groups import Model, Options, RciVariant, RiiVariant
from healthgap.measures.kinds import (
    ERRORS,
    NO_SIZE,
    WEIGHTED,
    Measure,
    attributable,
    distance,
    from_average,
    from_reference,
    on_rank,
    pair,
    weighted,
)
from healthgap.measures.needs import Need

_OUT_OF_BOUNDS = "An estimate lies outside the bounds."
_BOUNDED = (
    Need("The bounds of the indicator are not given, nor is indicator_scale.", disproportionality.no_bounds),
    Need(_OUT_OF_BOUNDS, disproportionality.outside_span),
)
_LOGARITHMS = (needs.NO_NEGATIVES, needs.NOT_ALL_ZERO, needs.MEAN_ABOVE_ZERO)
_NOT_CERTAIN = (needs.CERTAIN_IF_EQUAL,)
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
    "d": pair("difference of two groups", simple.difference, (), ()),
    "r": pair(
        "ratio of two groups, se of the ratio, limits on the log scale",
        simple.ratio,
        (
            Need("The estimate to divide by is zero.", simple.second_is_zero),
            Need("A compared estimate is negative, so a ratio has no meaning.", simple.any_negative),
        ),
        (Need("No limits: the ratio is zero, and has no logarithm.", simple.first_is_zero),),
    ),
    "bgv": weighted("between-group variance, weighted by population", dispersion.between_group_variance),
    "bgsd": distance(
        "between-group standard deviation, weighted by population", dispersion.standard_deviation, *WEIGHTED
    ),
    "cov": distance(
        "coefficient of variation, % of the weighted mean",
        dispersion.coefficient_of_variation,
        *WEIGHTED,
        needs.MEAN_ABOVE_ZERO,
    ),
    "mdmu": from_average("mean difference from the average, unweighted", dispersion.unweighted_from_mean),
    "mdmw": distance(
        "mean difference from the mean, weighted by population", dispersion.weighted_from_mean, *WEIGHTED
    ),
    "mdbu": distance(
        "mean difference from the best group, unweighted",
        dispersion.unweighted_from_best,
        needs.FINITE,
        needs.MOSTLY_COMPLETE,
        needs.POLARITY,
    ),
    "mdbw": distance(
        "mean difference from the best group, weighted by population",
        dispersion.weighted_from_best,
        *WEIGHTED,
        needs.POLARITY,
    ),
    "mdru": from_reference(
        "mean difference from the reference group, unweighted",
        dispersion.unweighted_from_reference,
        needs.FINITE,
        needs.MOSTLY_COMPLETE,
    ),
    "mdrw": from_reference(
        "mean difference from the reference group, weighted by population",
        dispersion.weighted_from_reference,
        *WEIGHTED,
    ),
    "idisu": from_average(
        "index of disparity, unweighted, % of the average",
        dispersion.unweighted_disparity,
        Need(NO_SIZE, dispersion.average_not_positive),
    ),
    "idisw": distance(
        "index of disparity, weighted by population, % of the weighted mean",
        dispersion.weighted_disparity,
        *WEIGHTED,
        needs.MEAN_ABOVE_ZERO,
    ),
    "ti": weighted(
        "Theil index, times 1,000",
        disproportionality.theil_index,
        *_LOGARITHMS,
        limits=_NOT_CERTAIN,
        remarks=(_ZERO_REPLACED,),
    ),
    "mld": weighted(
        "mean log deviation, times 1,000",
        disproportionality.mean_log_deviation,
        *_LOGARITHMS,
        limits=_NOT_CERTAIN,
        remarks=(_ZERO_REPLACED,),
    ),
    "par": attributable("population attributable risk", impact.attributable_risk),
    "paf": attributable(
        "population attributable fraction, %",
        impact.attributable_fraction,
        Need(NO_SIZE, impact.average_not_positive),
    ),
    "aci": on_rank(
        "absolute concentration index, weighted by population",
        disproportionality.absolute_concentration_index,
        Need(_OUT_OF_BOUNDS, disproportionality.outside_bounds),
        limits=_NOT_CERTAIN,
    ),
}

_RCI: Mapping[RciVariant, Measure] = {
    "standard": on_rank(
        "relative concentration index, weighted by population",
        disproportionality.relative_concentration_index,
        Need(_OUT_OF_BOUNDS, disproportionality.outside_bounds),
        Need(needs.MEAN_ABOVE_ZERO.text, disproportionality.mean_not_positive),
        limits=_NOT_CERTAIN,
    ),
    "wagstaff": on_rank(
        "relative concentration index, Wagstaff’s normalisation",
        disproportionality.wagstaff_index,
        *_BOUNDED,
        Need(
            "The mean lies at a bound, and this measure divides by the distance.",
            disproportionality.mean_at_bound,
        ),
        limits=_NOT_CERTAIN,
    ),
    "erreygers": on_rank(
        "relative concentration index, Erreygers’ normalisation",
        disproportionality.erreygers_index,
        *_BOUNDED,
        limits=_NOT_CERTAIN,
    ),
}

_SII: Mapping[Model, Measure] = {
    "logit": on_rank("slope index, logistic model, HC1 limits", regression.logit_difference, *_LOGIT),
    "linear": on_rank(
        "slope index, linear model, HC1 limits", regression.linear_difference, needs.NOT_ALL_EQUAL
    ),
}

_RII_OF_WHO: Mapping[Model, Measure] = {
    "logit": on_rank(
        "relative index (WHO: ratio of the fitted ends), logistic model, se of the ratio, HC1 limits on the log scale",
        regression.logit_ratio,
        *_LOGIT,
    ),
    "linear": on_rank(
        "relative index (WHO: ratio of the fitted ends), linear model, se of the ratio, HC1 limits on the log scale",
        regression.linear_ratio,
        *_LINE_RATIO,
    ),
}

_RII: Mapping[RiiVariant, Measure] = {
    "ohid": on_rank(
        "relative index (OHID: (intercept + slope) / intercept), linear model, Fieller’s limits",
        regression.ratio_of_known_errors,
        *_LINE_RATIO,
        limits=(
            *ERRORS,
            Need("No limits: the fitted line may reach zero.", regression.unbounded),
        ),
        remarks=(needs.ERRORS_FROM_LIMITS,),
    ),
    "scotpho": on_rank(
        "relative index (ScotPHO: −slope / mean), linear model, HC1 limits",
        regression.slope_over_mean,
        *_LINE_RATIO,
    ),
    "scotpho_percent": on_rank(
        "relative index (ScotPHO: −50 × slope / mean, % above the mean), linear model, HC1 limits",
        regression.percent_above_mean,
        *_LINE_RATIO,
    ),
}


def definition(name: str, options: Options) -> Measure:
    """The measure called `name`, one of `NAMES`, in the variant that the options choose."""
    if name == "rci":
        return _RCI[options.rci]
    if name == "sii":
        return _SII[options.model]
    if name == "rii":
        return _RII_OF_WHO[options.model] if options.rii == "who" else _RII[options.rii]
    return _MEASURES[name]
