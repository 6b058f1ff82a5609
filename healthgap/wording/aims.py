"""Sentences about what a target asks for, and where the pace of its gap leads."""

from __future__ import annotations

from healthgap.answer.facts import Standing
from healthgap.catalogue import Target
from healthgap.projections import Projection
from healthgap.rounding import Rounded
from healthgap.series import Series
from healthgap.targets import Assessment, Reading
from healthgap.wording import chance
from healthgap.wording.numbers import amount, default_decimals, listed, number, span, what


def target_now(standing: Standing) -> list[str]:
    """One sentence on the target and its status, where the series is the one that the target is set on."""
    assessment, series = standing.assessment, standing.series
    target = assessment.target
    if target is None:
        return []
    asked, judged = f"The target is {aim(assessment, target, series)}", status(assessment, series)
    return [f"{asked}; {judged[0].lower()}{judged[1:]}{_unpublished(target)}"]


def judged_otherwise(assessment: Assessment, series: Series) -> list[str]:
    """Where the pace since the baseline leads, if that is another verdict."""
    since = assessment.since_baseline
    if assessment.pace is None or since is None or since.status == assessment.status:
        return []
    return [pace_since_baseline(since, series)]


def requirement(assessment: Assessment, series: Series) -> str:
    """What the target asks for, in figures."""
    if assessment.target is None:
        return "There is no target on this gap."
    return f"The target is {aim(assessment, assessment.target, series)}.{_unpublished(assessment.target)}"


def aim(assessment: Assessment, target: Target, series: Series) -> str:
    """ "at most 11.7% in 2009-11, 10% less than at baseline"."""
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
    size = amount(assessment.required, series, default_decimals(series))
    cut = (
        f", {number(target.size, 0)}% less than at baseline"
        if target.shape == "cut_gap" and target.size
        else ""
    )
    return f"{bound} {size}{due}{cut}"


def _unpublished(target: Target) -> str:
    """What the promise left open: from when, or by when."""
    counted = target.shape in ("cut_gap", "halve", "narrower")
    lacks = [
        word
        for word, given in (("baseline", target.baseline or not counted), ("date", target.due))
        if not given
    ]
    return f" No {listed(lacks, 'or')} was published with it." if lacks else ""


def verdict(assessment: Assessment, series: Series) -> str:
    """The status with the reading it rests on, and the other reading where that differs."""
    return " ".join((status(assessment, series), *judged_otherwise(assessment, series)))


def status(assessment: Assessment, series: Series) -> str:
    """The status with the reading it rests on."""
    target = assessment.target
    if assessment.status == "met":
        ahead = target and target.due and assessment.latest and assessment.latest.period < target.due
        later = f", and judged on those for {target.due}" if ahead and target else ""
        return f"Met on the figures for {assessment.latest.period if assessment.latest else ''}{later}."
    if assessment.pace is None:
        reasons = {
            "off track": f"{_when_judged(assessment)}, and the {what(series)} is {_missed(assessment)}: off track.",
            "too close to call": "Rounding alone could decide it: too close to call.",
        }
        return reasons.get(
            assessment.status, "Whether it is on track cannot be said from the figures held: not assessable."
        )
    return pace(assessment.pace, series)


def pace_since_baseline(reading: Reading, series: Series) -> str:
    """ "At the pace since the baseline it would be about 17.5%: off track."."""
    return f"At the pace since the baseline it would be about {_at_due(reading, series)}: {reading.status}."


def _when_judged(assessment: Assessment) -> str:
    due = assessment.target.due if assessment.target else None
    return "That period is here" if due else "By the latest figure"


def _missed(assessment: Assessment) -> str:
    shape = assessment.target.shape if assessment.target else ""
    return {"level_at_least": "lower", "level_at_most": "higher"}.get(shape, "wider")


def pace(reading: Reading, series: Series) -> str:
    """ "At the pace since 2002-04 it would be about 12.0% then (10.2% to 13.8%): too close to call."."""
    left_open = "" if series.indexed else f" ({read_off(reading.projection, series)})"
    return (
        f"At the pace since {reading.first.period} it would be about {_at_due(reading, series)} then"
        f"{left_open}: {reading.status}."
    )


def _at_due(reading: Reading, series: Series) -> str:
    if series.indexed:
        return off_baseline(reading.at_due)
    return amount(reading.at_due.value, series, default_decimals(series))


def read_off(line: Projection, series: Series) -> str:
    """What is left open of a projection: "10.2% to 13.8% from rounding alone", or with what chance leaves beside it."""
    rounding = f"{span(line.value, series, default_decimals(series))} from rounding"
    if line.limits is None:
        return f"{rounding} alone"
    return f"{rounding}, {chance.limits(line.limits, series)} from chance"


def off_baseline(value: Rounded) -> str:
    """An indexed projection in words: "3.1% wider than at baseline"."""
    moved = value.value - 100
    return f"{number(abs(moved), 1)}% {'wider' if moved > 0 else 'narrower'} than at baseline"
