"""Sentences that hold something against the figures: a claim, a run, what a target takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue, Target
from healthgap.question.model import Amount
from healthgap.question.phrase import amount_words
from healthgap.rounding import Rounded
from healthgap.series import Series, of_levels
from healthgap.wording import gaps, moves, targets, ways
from healthgap.wording.aims import (
    is_early,
    judged_otherwise,
    overdue,
    requirement,
    status,
    status_word,
)
from healthgap.wording.gaps import gap_size, history
from healthgap.wording.numbers import (
    amount,
    briefly,
    change_size,
    default_decimals,
    end,
    listed,
    number,
    of_point,
    people,
    sentence,
    span,
    title,
    unit_name,
    verb,
    what,
    worked_back,
)
from healthgap.wording.prose import Prose, Rank

_VERDICTS = {
    "right": "Right",
    "wrong": "Wrong",
    "not as printed": "Not what the published figures give",
    "not checkable": "Not checkable",
    "of another whole": "It depends on what it is a share of",
}
_ROUGH = 0.5  # of a per cent
_ANSWERS = {"right": "Yes", "wrong": "No"}

_TELL: Mapping[type, Callable[[Any, Catalogue], Prose]] = {
    f.GapFacts: gaps.gap,
    f.LevelFacts: gaps.level,
    f.ShareFacts: gaps.share,
    f.ChangeFacts: moves.changed,
    f.TargetFacts: lambda fact, _: targets.target(fact),
}


def claim(facts: c.ClaimFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    """The verdict with the figures as they are; of the rest only what explains the verdict."""
    plain = replace(facts.told, supposed=None) if isinstance(facts.told, f.ChangeFacts) else facts.told
    told = _TELL[type(plain)](plain, catalogue)
    if isinstance(facts.told, f.TargetFacts):
        told = _target(facts.told)
    asked = manner.asks == "whether" and not manner.of_truth
    how_far = _how_far(facts)
    prose = Prose(
        f"{_verdict(facts, manner, how_far if asked else '')}: {told.headline[0].lower()}{told.headline[1:]}"
    )
    if facts.verdict == "not checkable":
        prose.note(Rank.MEANING, *_not_checkable(facts, told))
        return prose
    if facts.then:
        periods = listed([str(period) for period in facts.then])
        prose.note(Rank.MEANING, f"It was {amount_words(facts.amount)} in {periods}.")
    prose.note(Rank.MEANING, *_more_or_less(facts, "" if asked else how_far))
    if facts.fits:
        prose.note(Rank.MEANING, _taken_for_the_other(facts))
    else:
        prose.note(Rank.MEANING, *_left_by_rounding(facts))
    if isinstance(facts.told, f.ChangeFacts) and _is_from_rounded(facts.amount, facts.told):
        prose.note(
            Rank.MEANING,
            f"From the rounded figures it works out at {amount_words(facts.amount)}; the published change is from "
            "unrounded ones.",
        )
    if isinstance(facts.told, f.ChangeFacts) and facts.fits is None:
        prose.note(Rank.ASKED, _in_per_cent(facts.told))
        prose.note(Rank.STANDING, *(history(facts.told.standing) if facts.told.standing else []))
    if isinstance(facts.told, f.GapFacts):
        prose.note(Rank.MEANING, *_as_computed(facts, facts.told), *_since_then(facts, facts.told))
    if isinstance(facts.told, f.TargetFacts | f.ShareFacts):
        prose.remarks += told.remarks
    prose.remarks += [one for one in told.remarks if one.is_caveat]
    return prose


def _verdict(facts: c.ClaimFacts, manner: Manner, how_far: str) -> str:
    """The first words: right or wrong, yes or no where that was asked, and since when, or how far beyond."""
    if how_far == "more":
        return "By more than that"
    words = _ANSWERS if manner.asks == "whether" and not manner.of_truth else _VERDICTS
    verdict = words.get(facts.verdict, _VERDICTS[facts.verdict])
    if facts.then and (manner.past or not facts.amount.bound):
        verdict = "No longer"
    since = f" since {facts.counted_from}" if facts.counted_from else ""
    roughly = ", roughly" if facts.verdict == "right" and _is_rough(facts) else ""
    return f"{verdict}{since}{roughly}{', by less than that' if how_far else ''}"


def _left_by_rounding(facts: c.ClaimFacts) -> list[str]:
    """That rounding of the published figures could make another verdict true."""
    if facts.verdict == "not as printed":
        return [f"Rounding alone could make it {amount_words(facts.amount)}, so that is not ruled out."]
    if not facts.close:
        return []
    if isinstance(facts.told, f.GapFacts | f.LevelFacts):
        return [f"In {facts.told.point.period} the published figure is so close that rounding alone decides."]
    return ["The published figures are so close that rounding alone decides."]


def _as_computed(facts: c.ClaimFacts, told: f.GapFacts) -> list[str]:
    """Of a number that the published levels give, which are rounded, where the gap itself was published."""
    computed = told.computed
    if facts.verdict == "right" or computed is None or facts.amount.decimals is None or facts.amount.bound:
        return []
    if round(computed.value.value, facts.amount.decimals) != facts.amount.value:
        return []
    series, places = told.series, facts.amount.decimals
    level = of_levels(series).indicator.level
    agrees = (
        ", within that range" if computed.value.low <= told.point.value.value <= computed.value.high else ""
    )
    return [
        f"The published {level}s, which are rounded, give {amount_words(facts.amount)}, anywhere from "
        f"{span(computed.value, series, places)}; the gap was published as {of_point(told.point, series)}{agrees}."
    ]


def _since_then(facts: c.ClaimFacts, told: f.GapFacts) -> list[str]:
    """Where a course that was claimed leaves the gap now, and where it stood at its baseline."""
    if not facts.ends_a_course:
        return []
    latest = told.standing.latest
    if told.point.period == latest.period:
        return history(told.standing)
    return [f"The latest is {gap_size(told.series, latest)}, in {latest.period}."]


def _more_or_less(facts: c.ClaimFacts, how_far: str) -> list[str]:
    if not how_far or not isinstance(facts.told, f.ChangeFacts):
        return []
    return [f"It {verb(facts.told.change, facts.told.series)} by {how_far} than that."]


def _how_far(facts: c.ClaimFacts) -> str:
    """ "more" or "less", of a change that went the way that was said, but further, or not so far; else nothing."""
    told, actual = facts.told, facts.actual
    if facts.verdict != "wrong" or facts.fits or facts.amount.bound or not isinstance(told, f.ChangeFacts):
        return ""
    if actual is None or told.supposed is None or ways.is_otherwise(told.supposed, told.change):
        return ""
    if _is_from_rounded(facts.amount, told):
        return ""
    return "more" if actual.value > facts.amount.value else "less"


def _is_rough(facts: c.ClaimFacts) -> bool:
    """Whether "a third" was said of something that is not quite that."""
    in_words = facts.amount.decimals is None and not facts.amount.bound
    return in_words and facts.actual is not None and abs(facts.actual.value - facts.amount.value) >= _ROUGH


def _is_from_rounded(claimed: Amount, told: f.ChangeFacts) -> bool:
    """Whether the published change is not as claimed, but what the published figures give is."""
    given = told.change.per_cent
    if told.printed is None or given is None or claimed.unit != "%" or claimed.decimals is None:
        return False
    half = 0.5 * 10.0**-claimed.decimals
    sizes = [abs(abs(one.value) - claimed.value) for one in (told.printed, given)]
    return sizes[1] <= half < sizes[0]


def _in_per_cent(told: f.ChangeFacts) -> str:
    """The change of a relative gap in per cent of itself, which is told in points."""
    size = change_size(told.change, told.series)
    if told.series.measure != "relative_gap" or told.series.indexed or not size or not told.change.sign:
        return ""
    return f"That is {size} of the gap."


def _not_checkable(facts: c.ClaimFacts, told: Prose) -> list[str]:
    if facts.actual is None:
        of_it = [one.text for one in told.remarks if not one.is_caveat]
        return ["No figure of that kind is held to check it against.", *of_it[:1]]
    bound = number(facts.amount.value, facts.amount.decimals or 0)
    return [f"The published figure is rounded, and could lie on either side of {bound}."]


def _target(facts: f.TargetFacts) -> Prose:
    """What the target asks for, by its share of the baseline as well where it is one."""
    now, aim = facts.standing, facts.indicator.target
    told = requirement(now.assessment, now.series)
    if aim and aim.cut is not None and not now.series.indexed:
        share = f"The target is a gap at least {number(aim.cut, 0)}% narrower than at baseline, "
        told = told.replace("The target is ", share, 1)
    prose = Prose(told)
    prose.note(Rank.ASKED, f"In full: “{aim.wording}” ({aim.source})" if aim else "")
    return prose


def together(claims: Sequence[c.ClaimFacts], manner: Manner) -> Prose:
    """One line over the verdicts on a statement with several numbers, which may be of the past."""
    verdicts = {claim.verdict for claim in claims}
    if verdicts == {"right"}:
        counted = next((claim.counted_from for claim in claims if claim.counted_from), None)
        return Prose(f"Right, counted from {counted}." if counted else "Right, all of it.")
    if verdicts == {"not checkable"}:
        return Prose("None of it can be checked.")
    if verdicts == {"right", "not checkable"}:
        return Prose("Not all of it can be checked.")
    if all(claim.verdict == "right" or claim.then for claim in claims):
        return Prose(
            "Right, though not all of it of the latest figures."
            if manner.past
            else "Not all of it is right of the latest figures."
        )
    return Prose("Wrong, all of it." if verdicts == {"wrong"} else "Not all of it is right.")


def _taken_for_the_other(facts: c.ClaimFacts) -> str:
    """Per cent of the gap and percentage points, the classic mistake; or per cent and the unit of a rate."""
    size, told = number(facts.amount.value, facts.amount.decimals or 0), facts.told
    if not isinstance(told, f.ChangeFacts):
        return (
            f"The {size} is {told.series.indicator.unit}, not per cent."
            if isinstance(told, f.LevelFacts)
            else ""
        )
    in_unit, in_per_cent = ways.in_points(told.change, told.series), change_size(told.change, told.series)
    whole = what(told.series)
    if facts.fits == "points":
        return f"It moved by {in_unit}, which is {in_per_cent} of the {whole}, and not by {size}%."
    return (
        f"It moved by {in_per_cent} of the {whole}, which is {in_unit}, and not by {size} percentage points."
    )


def run(facts: c.RunFacts, catalogue: Catalogue) -> Prose:
    """Since when it moves one way; where another way was taken for granted, that first."""
    series, moved = facts.series, facts.overall
    way = ways.way(moved, series)
    ends = f"from {end(moved.first, series)} to {of_point(moved.last, series)} in {moved.last.period}"
    name = title(series, catalogue)
    wrong = facts.supposed is not None and ways.is_otherwise(facts.supposed, moved)
    if moved.sign == 0:
        told = f"unchanged since {moved.first.period}, at {of_point(moved.last, series)}"
    else:
        row = f", {facts.steps} times in a row" if facts.steps > 1 else ""
        all_along = ", the first period held" if facts.steps == len(series.points) - 1 else ""
        told = f"{way} since {moved.first.period}{all_along}{row}, {ends}"
    denied = _not_so(facts) if wrong else ""
    prose = Prose(f"{denied}{sentence(f'{name}: {told}')}")
    if moved.direction == "unclear":
        prose.caveat(Rank.MEANING, "Rounding alone could hide the opposite, so this is no clear change.")
    if facts.steps > 1 and moved.last.period.years > 1:
        prose.caveat(Rank.STANDING, "Neighbouring periods share years, so they do not move independently.")
    return prose


def _not_so(facts: c.RunFacts) -> str:
    """Against what was taken for granted: a single step the other way denies no more than that step."""
    words = {"narrower": ("narrow", "narrowing"), "wider": ("widen", "widening")}[facts.supposed or ""]
    if facts.steps == 1:
        return f"It did not {words[0]} at the last reading. "
    return f"It has not been {words[1]}. "


def required(facts: c.RequiredFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    """What has to change until the due period, after yes or no where it was asked on which side of the target it is."""
    prose, distance = _required(facts, catalogue), facts.standing.assessment.distance
    beyond_rounding = distance is not None and not distance.low <= 0 <= distance.high
    of_gap = facts.standing.series.indicator.polarity == "lower_is_better" and not facts.asked
    if manner.of_target and distance is not None and beyond_rounding and of_gap:
        side = "above" if distance.value > 0 else "below"
        prose.headline = f"{'Yes' if side == manner.of_target else 'No'}. {prose.headline}"
    return prose


def _required(facts: c.RequiredFacts, catalogue: Catalogue) -> Prose:
    """What has to change until the due period, the pace it takes and the pace there has been."""
    now, series = facts.standing, facts.standing.series
    assessment, latest = now.assessment, now.latest
    distance, target = assessment.distance, assessment.target
    if facts.asked == "way" and assessment.share_gone is not None and not series.indexed:
        return _of_the_way(now, assessment.share_gone)
    if assessment.status == "met" or distance is None or target is None or assessment.required is None:
        return _nothing_left(now)
    if series.indexed:
        due = f" in {target.due}" if target.due else ""
        size = number(100 - assessment.required, 0)
        told = f"it is {gap_size(series, latest)} in {latest.period} and has to be at least {size}% narrower{due}"
        prose = Prose(sentence(f"{title(series)}: {told}"))
        prose.note(Rank.MEANING, overdue(now))
        prose.note(Rank.ASKED, status(assessment, series), *judged_otherwise(assessment, series))
        return prose
    told = _distance(facts, distance, target)
    levels = _level(facts, series, catalogue)
    prose = Prose(levels[0] if facts.asked == "level" and levels else told)
    prose.note(Rank.MEANING, overdue(now))
    prose.note(Rank.ASKED, told if prose.headline != told else "")
    prose.note(Rank.ASKED, *_pace(facts, series, default_decimals(series)))
    prose.note(Rank.STANDING, *(line for line in levels if line != prose.headline))
    prose.note(Rank.STANDING, f"On that pace: {status_word(assessment)}.")
    return prose


def _of_the_way(now: f.Standing, gone: Rounded) -> Prose:
    """How much of the way from the baseline to what is required has gone."""
    series, first = now.series, now.series.baseline
    then = f" ({briefly(first, series)} in {first.period}{worked_back(first, series)})" if first else ""
    if gone.value < 0:
        told = f"further from the target than at baseline{then}"
    else:
        part = "all" if gone.value >= _WHOLE else f"about {number(gone.value, 1)}%"
        told = f"{part} of the way from the baseline{then} to the target"
    prose = Prose(sentence(f"{title(series)}, {now.latest.period}: {of_point(now.latest, series)}, {told}"))
    prose.note(Rank.ASKED, requirement(now.assessment, series))
    prose.note(Rank.MEANING, overdue(now))
    return prose


_WHOLE = 100


def _nothing_left(now: f.Standing) -> Prose:
    """The target is met, or nothing of it can be judged."""
    assessment, series, latest = now.assessment, now.series, now.latest
    if assessment.status != "met":
        prose = Prose(
            sentence(f"{title(series)}: what it takes cannot be said, as the target has no size held")
        )
    elif (
        is_early(assessment) and assessment.target and assessment.distance is not None and not series.indexed
    ):
        beyond = amount(abs(assessment.distance.value), series, max(default_decimals(series), 1))
        most = "less than the most" if assessment.distance.value < 0 else "more than the least"
        told = f"nothing more so far: it was {gap_size(series, latest)} in {latest.period}, {beyond} {most} that the "
        prose = Prose(sentence(f"{title(series)}: {told}target allows in {assessment.target.due}"))
    else:
        prose = Prose(sentence(f"{title(series)}: nothing, the target is met"))
    prose.note(Rank.MEANING, overdue(now))
    prose.note(Rank.ASKED, requirement(assessment, series), *history(now))
    return prose


def _distance(facts: c.RequiredFacts, distance: Rounded, target: Target) -> str:
    """ "Infant mortality, relative gap: from 16% in 2005-07 to at most 11.7% in 2009-11, 4.3 … less."."""
    series, latest = facts.standing.series, facts.standing.latest
    places = default_decimals(series)
    goal = amount(facts.standing.assessment.required or 0.0, series, places)
    bound = "at least" if target.shape == "level_at_least" else "at most"
    due = f" in {target.due}" if target.due else ""
    by = f"{number(abs(distance.value), places)} {unit_name(series)} {'less' if distance.value > 0 else 'more'}"
    return sentence(
        f"{title(series)}: from {of_point(latest, series)} in {latest.period} to {bound} {goal}{due}, {by}"
    )


def _pace(facts: c.RequiredFacts, series: Series, places: int) -> list[str]:
    if facts.a_year is None:
        return []
    needed = f"That needs {number(abs(facts.a_year), places)} {unit_name(series)} a year"
    moved = facts.so_far
    if moved is None:
        return [sentence(needed)]
    word = "fallen" if moved.a_year < 0 else "risen"
    so_far = number(abs(moved.a_year), places)
    return [sentence(f"{needed}; since {moved.first.period} it has {word} by {so_far} a year")]


def _level(facts: c.RequiredFacts, series: Series, catalogue: Catalogue) -> list[str]:
    """What the group's own level would have to be, if the comparator's stood still."""
    if facts.levels is None or facts.level is None:
        return []
    indicator, level = series.indicator, of_levels(series)
    group, comparator = (
        people(indicator, side, catalogue) for side in (indicator.group, indicator.comparator)
    )
    bound = "at most" if indicator.polarity == "lower_is_better" else "at least"
    places = indicator.decimals
    return [
        sentence(
            f"If the {indicator.level} in {comparator} stayed at {of_point(facts.levels[1], level)}, that of {group} "
            f"would have to be {bound} {amount(facts.level, level, places)}; it was {of_point(facts.levels[0], level)}"
        )
    ]
