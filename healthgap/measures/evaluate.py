"""Measures of strata of one size: each value, or the reason why there is none; knows no formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from healthgap.measures.arrays import Mask
from healthgap.measures.groups import Groups, Measured, Options
from healthgap.measures.kinds import Measure
from healthgap.measures.needs import Need
from healthgap.measures.notes import Notes
from healthgap.measures.simulation import simulated_limits

_NO_ESTIMATE = "The arithmetic has no result for these figures."
_NO_LIMITS = "No limits: the arithmetic has none for these figures."
_OUTSIDE = (
    "The estimate lies outside its simulated limits: chance sets drawn groups further apart, "
    "or a bound of the scale keeps them closer."
)

_Unmet = Callable[[Need], Mask | bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure of every stratum; `meant` says which strata it is meant for."""

    measured: Measured
    note: Notes
    meant: Mask


@dataclass(frozen=True, slots=True)
class _Draft:
    """An outcome before simulation; `note` says why a stratum has no estimate, or no limits."""

    measured: Measured
    note: Notes
    estimable: Mask
    wants_limits: Mask


def evaluate(groups: Groups, measures: Mapping[str, Measure], options: Options) -> dict[str, Outcome]:
    """Each measure of each stratum."""
    unmet = cache(lambda need: need.unmet(groups, options))  # most measures need the same
    with np.errstate(all="ignore"):  # what has no number is found and explained below
        drafts = {name: _draft(groups, measure, options, unmet) for name, measure in measures.items()}
        _simulate(groups, measures, drafts, options)
        return {name: _outcome(groups, measures[name], draft, unmet) for name, draft in drafts.items()}


def _draft(groups: Groups, measure: Measure, options: Options, unmet: _Unmet) -> _Draft:
    note = Notes.none(groups.strata)
    if groups.size < measure.fewest_groups:
        return _too_few(groups, measure, note)
    for use in ("anything", *measure.uses):
        for text, spoiled in groups.faults[use].items():
            note.unless_said(text, spoiled)
    for need in (*measure.kind, *measure.needs):
        note.unless_said(need.text, unmet(need))
    measured = measure.formula(groups, options)
    note.unless_said(_NO_ESTIMATE, ~np.isfinite(measured.estimate))
    estimable = note.silent
    for need in measure.limit_needs:
        note.unless_said(need.text, unmet(need))
    return _Draft(measured, note, estimable, note.silent)


def _too_few(groups: Groups, measure: Measure, note: Notes) -> _Draft:
    held = f"there {'is' if groups.size == 1 else 'are'} {groups.size or 'none'}"
    reason = f"This measure needs at least {measure.fewest_groups} groups with an estimate; {held}."
    note.unless_said(reason, holds=True)
    nothing = Measured.without_limits(np.full(groups.strata, np.nan))
    return _Draft(nothing, note, note.silent, note.silent)


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


def _outcome(groups: Groups, measure: Measure, draft: _Draft, unmet: _Unmet) -> Outcome:
    estimate, se, lower, upper = draft.measured
    estimable, note = draft.estimable, draft.note
    limited = draft.wants_limits & np.isfinite(lower) & np.isfinite(upper)
    note.unless_said(_NO_LIMITS, draft.wants_limits & ~limited)
    slack = 1e-9 * np.abs(estimate)
    note.unless_said(_OUTSIDE, limited & ((estimate < lower - slack) | (estimate > upper + slack)))
    if groups.size >= measure.fewest_groups:
        for remark in measure.remarks:
            note.besides(remark.text, estimable & unmet(remark))
    blank = [
        values if shown.all() else np.where(shown, values, np.nan)
        for shown, values in ((estimable, estimate), (limited, se), (limited, lower), (limited, upper))
    ]
    meant = np.ones(groups.strata, dtype=bool)
    for need in measure.kind:
        meant &= ~np.asarray(unmet(need))
    return Outcome(Measured(*blank), note, meant)
