"""Sentences about what a target asks for, and where the pace of its gap leads."""

from __future__ import annotations

from healthgap.answer.facts import Standing
from healthgap.catalogue import Target
from healthgap.period import Period
from healthgap.projections import Projection
from healthgap.rounding import Rounded
from healthgap.series import Point, Series
from healthgap.targets import Assessment, Reading
from healthgap.wording import chance
from healthgap.wording.numbers import amount, decimals, default_decimals, is_gap, listed, number, span, what


def target_now(standing: Standing) -> list[str]:
    """One sentence on the target, its verdict and the reason, where the series is the one that the target is set on."""
    assessment, series = standing.assessment, standing.series
    target = assessment.target
    if target is None:
        return []
    told = f"The target is {_short_aim(assessment, target, series)}: {status_word(assessment)}"
    if assessment.pace is not None:
        awaited = f" The result for {target.due} is not held." if standing.overdue else ""
        return [f"{told}. {pace(assessment.pace, series)}{awaited}{_unpublished(target)}"]
    reason = _reason(assessment, series)
    why = f", {reason}" if reason else ""
    return [f"{told}{why}{_awaited(standing)}.{_unpublished(target)}"]


def _awaited(standing: Standing) -> str:
    """ "; the result for 2009-11 is not held", once that period is over and where the reason does not say so."""
    assessment = standing.assessment
    if assessment.target is None or assessment.status == "not assessable":
        return ""
    if not (standing.overdue or is_early(assessment)):
        return ""
    due = assessment.target.due
    if is_early(assessment):
        unheld = ", which are not held" if standing.overdue else ""
        return f"; the verdict comes with the figures for {due}{unheld}"
    return f"; the result for {due} is not held"


def overdue(standing: Standing) -> str:
    """How old the newest figure is, where the target's own period is over; else empty."""
    target = standing.assessment.target
    if not standing.overdue or target is None:
        return ""
    return f"The newest figure held is for {standing.latest.period}; the result for {target.due} is not held."


def status_word(assessment: Assessment) -> str:
    """The status, "met so far" before the period that it is judged on."""
    return "met so far" if is_early(assessment) else assessment.status


def is_early(assessment: Assessment) -> bool:
    """Whether it is met by a figure that is not yet the one that counts."""
    due = assessment.target.due if assessment.target else None
    return bool(assessment.status == "met" and due and assessment.latest and assessment.latest.period < due)


def _reason(assessment: Assessment, series: Series) -> str:
    """Why the status is what it is, as the end of a sentence, where no pace says so."""
    due = assessment.target.due if assessment.target else None
    here = "that period is here" if due else "by the latest figure"
    return {
        "met": "",
        "off track": f"as {here} and the {what(series)} is {_missed(assessment)}",
        "too close to call": "as rounding alone could decide it",
    }.get(assessment.status, "as the figures that it takes are not held")


def _start(reading: Reading, series: Series) -> str:
    """From when a pace is counted, and why from then: the baseline, or the worst since."""
    if reading.first == series.baseline or series.baseline is None:
        return str(reading.first.period)
    was = "the gap was widest" if is_gap(series) else "it was at its worst"
    return f"{was}, in {reading.first.period},"


def judged_otherwise(assessment: Assessment, series: Series) -> list[str]:
    """Where the pace since the baseline leads, if that is another verdict."""
    since = assessment.since_baseline
    if assessment.pace is None or since is None or since.status == assessment.status:
        return []
    return [pace_since_baseline(since, series, assessment.latest)]


def requirement(assessment: Assessment, series: Series) -> str:
    """What the target asks for, in figures."""
    if assessment.target is None:
        return "There is no target on this gap."
    return f"The target is {aim(assessment, assessment.target, series)}.{_unpublished(assessment.target)}"


def aim(assessment: Assessment, target: Target, series: Series) -> str:
    """ "at most 11.7% in 2009-11, 10% less than at baseline"."""
    sized = assessment.required is not None and not series.indexed
    less = f", {number(target.cut, 0)}% less than at baseline" if sized and target.cut else ""
    return f"{_short_aim(assessment, target, series)}{less}"


def _short_aim(assessment: Assessment, target: Target, series: Series) -> str:
    """ "at most 11.7% in 2009-11"."""
    due = f" in {target.due}" if target.due else ""
    if assessment.required is None or series.indexed:
        promise = {
            "cut_gap": f"a gap at least {number(target.size or 0, 0)}% narrower than at baseline",
            "halve": "half the gap",
            "no_gap": "no gap",
            "narrower": "a narrower gap than at baseline",
        }.get(target.shape, target.wording)
        baseline = f" ({target.baseline})" if target.baseline and "baseline" in promise else ""
        return f"{promise}{baseline}{due}"
    if target.shape == "no_gap":
        return f"no gap{due}"
    bound = {"level_at_least": "at least", "narrower": "less than"}.get(target.shape, "at most")
    return f"{bound} {amount(assessment.required, series, default_decimals(series))}{due}"


def _unpublished(target: Target) -> str:
    """What the promise left open: from when, or by when."""
    counted = target.shape in ("cut_gap", "halve", "narrower")
    lacks = [
        word
        for word, given in (("baseline", target.baseline or not counted), ("date", target.due))
        if not given
    ]
    return f" No {listed(lacks, 'or')} was published with it." if lacks else ""


def status(assessment: Assessment, series: Series) -> str:
    """What the status rests on, in a sentence."""
    if assessment.pace is None:
        if is_early(assessment) and assessment.target and assessment.latest:
            return f"It is met on the figures for {assessment.latest.period}; those for {assessment.target.due} count."
        if assessment.status == "met":
            return f"Met on the figures for {assessment.latest.period if assessment.latest else ''}."
        return f"{assessment.status.capitalize()}, {_reason(assessment, series)}."
    return pace(assessment.pace, series)


def pace_since_baseline(reading: Reading, series: Series, latest: Point | None) -> str:
    """ "Counted from the baseline, since when it has widened, it would be about 17.5%: off track."."""
    widened, narrowed = ("widened", "narrowed") if is_gap(series) else ("risen", "fallen")
    moved = latest.value.value - reading.first.value.value if latest else 0.0
    way = f", since when it has {widened if moved > 0 else narrowed}," if moved else ""
    return f"Counted from the baseline{way} it would be about {_at_due(reading, series)}: {reading.status}."


def _missed(assessment: Assessment) -> str:
    shape = assessment.target.shape if assessment.target else ""
    return {"level_at_least": "lower", "level_at_most": "higher"}.get(shape, "wider")


def pace(reading: Reading, series: Series) -> str:
    """ "At the pace since the gap was widest, in 2002-04, it would be about 12.0% in 2009-11 (10.2% to 13.8% …)."."""
    left_open = "" if series.indexed else f" ({read_off(reading.projection, series)})"
    due = series.indicator.target.due if series.indicator.target else None
    start = _start(reading, series)
    return f"At the pace since {start} it would be about {_at_due(reading, series)} in {due}{left_open}."


def _at_due(reading: Reading, series: Series) -> str:
    if series.indexed:
        return off_baseline(reading.at_due, series)
    return amount(reading.at_due.value, series, default_decimals(series))


def read_off(line: Projection, series: Series) -> str:
    """What is left open of a projection: "10.2% to 13.8% from rounding alone", or with what chance leaves beside it."""
    rounding = f"{span(line.value, series, default_decimals(series))} from rounding"
    if line.limits is None:
        return f"{rounding} alone"
    return f"{rounding}, {chance.limits(line.limits, series)} from chance"


def off_baseline(value: Rounded, series: Series) -> str:
    """An indexed projection in words, as exact as what was published: "3% wider than at baseline"."""
    moved = value.value - 100
    places = decimals(series.latest, series) if series.latest else 0
    return f"{number(abs(moved), places)}% {'wider' if moved > 0 else 'narrower'} than at baseline"


def when_reached(deed: str, period: Period | None, first: Point, series: Series, moves_away: bool) -> str:
    """ "first be reached in 2007-09", or why it would not be, for a straight line since `first`."""
    latest = series.latest or first
    if period is not None:
        return f"first {deed} in {period}"
    if not moves_away:
        return f"not {deed} within any period that the figures can speak of"
    words = ("widening", "narrowing") if is_gap(series) else ("rising", "falling")
    return f"never {deed}, as the {what(series)} is {words[latest.value.value < first.value.value]}"
