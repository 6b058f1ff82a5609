"""Measures of strata of one size: each value, or the reason why there is none; knows no formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Mask
from healthgap.measures.groups import Groups, Measured, Options
from healthgap.measures.kinds import Measure
from healthgap.measures.simulation import simulated_limits

Texts = NDArray[np.object_]

_NO_ESTIMATE = "The arithmetic has no result for these figures."
_NO_LIMITS = "No limits: the arithmetic has none for these figures."
_OUTSIDE = (
    "The estimate lies outside its simulated limits: chance sets drawn groups further apart, "
    "or a bound of the scale keeps them closer."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure of every stratum; `meant` says which strata it is meant for."""

    measured: Measured
    note: Texts
    meant: Mask


@dataclass(frozen=True, slots=True)
class _Draft:
    """An outcome before simulation; `no_estimate` and `no_limits` say why; empty where there is one."""

    measured: Measured
    no_estimate: Texts
    no_limits: Texts

    @property
    def wants_limits(self) -> Mask:
        return np.equal(self.no_estimate, "") & np.equal(self.no_limits, "")


def evaluate(groups: Groups, measures: Mapping[str, Measure], options: Options) -> dict[str, Outcome]:
    """Each measure of each stratum."""
    with np.errstate(all="ignore"):  # what has no number is found and explained below
        drafts = {name: _draft(groups, measure, options) for name, measure in measures.items()}
        _simulate(groups, measures, drafts, options)
        return {name: _outcome(groups, measures[name], draft, options) for name, draft in drafts.items()}


def _draft(groups: Groups, measure: Measure, options: Options) -> _Draft:
    if groups.size < measure.fewest_groups:
        return _too_few(groups, measure)
    faults = [fault for use in ("anything", *measure.uses) for fault in groups.faults[use].items()]
    unmet = [(need.text, need.unmet(groups, options)) for need in (*measure.kind, *measure.needs)]
    measured = measure.formula(groups, options)
    return _Draft(
        measured,
        _first([*faults, *unmet, (_NO_ESTIMATE, ~np.isfinite(measured.estimate))], groups.strata),
        _first([(need.text, need.unmet(groups, options)) for need in measure.limit_needs], groups.strata),
    )


def _too_few(groups: Groups, measure: Measure) -> _Draft:
    held = f"there {'is' if groups.size == 1 else 'are'} {groups.size or 'none'}"
    reason = f"This measure needs at least {measure.fewest_groups} groups with an estimate; {held}."
    nothing = Measured.without_limits(np.full(groups.strata, np.nan))
    return _Draft(nothing, _texts(reason, groups.strata), _texts("", groups.strata))


def _simulate(
    groups: Groups, measures: Mapping[str, Measure], drafts: Mapping[str, _Draft], options: Options
) -> None:
    """Fills in the limits of the statistics, all from the same draws."""
    statistics = {name: m.statistic for name, m in measures.items() if m.statistic}
    wanted = np.zeros(groups.strata, dtype=bool)
    for name in statistics:
        wanted |= drafts[name].wants_limits
    if wanted.any():
        for name, limits in simulated_limits(groups.where(wanted), statistics, options.confidence).items():
            drafts[name].measured.lower[wanted] = limits.lower
            drafts[name].measured.upper[wanted] = limits.upper


def _outcome(groups: Groups, measure: Measure, draft: _Draft, options: Options) -> Outcome:
    estimate, se, lower, upper = draft.measured
    estimable = draft.no_estimate == ""
    limited = draft.wants_limits & np.isfinite(lower) & np.isfinite(upper)
    note = draft.no_estimate.copy()
    note[estimable & ~limited] = draft.no_limits[estimable & ~limited]
    note[draft.wants_limits & ~limited] = _NO_LIMITS
    slack = 1e-9 * np.abs(estimate)
    note[limited & ((estimate < lower - slack) | (estimate > upper + slack))] = _OUTSIDE
    if groups.size >= measure.fewest_groups:
        for remark in measure.remarks:
            told = estimable & remark.unmet(groups, options)
            note[told] = np.where(note[told] == "", remark.text, note[told] + " " + remark.text)
    blank = [
        np.where(shown, values, np.nan)
        for shown, values in ((estimable, estimate), (limited, se), (limited, lower), (limited, upper))
    ]
    return Outcome(Measured(*blank), note, _meant(groups, measure, options))


def _meant(groups: Groups, measure: Measure, options: Options) -> Mask:
    meant = np.ones(groups.strata, dtype=bool)
    for need in measure.kind:
        meant &= ~np.asarray(need.unmet(groups, options))
    return meant


def _first(reasons: Iterable[tuple[str, Mask | bool]], strata: int) -> Texts:
    """The first reason that holds for each stratum, empty for none."""
    texts, code = [""], np.zeros(strata, dtype=int)
    for text, holds in reasons:
        texts.append(text)
        code[(code == 0) & holds] = len(texts) - 1
    return np.array(texts, dtype=object)[code]


def _texts(text: str, strata: int) -> Texts:
    return np.full(strata, text, dtype=object)
