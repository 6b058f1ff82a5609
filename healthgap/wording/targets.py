"""Sentences about a target: where the gap stands, how far it has to go, and where its pace leads."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.facts import NoTargetFacts, OtherMeasure, ProjectionFacts, Standing, TargetFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.answer.moves import WAYS
from healthgap.catalogue import Catalogue
from healthgap.projections import Projection
from healthgap.series import Series
from healthgap.targets import Assessment, Reading, revised_baseline
from healthgap.trends import Change, change
from healthgap.wording import chance
from healthgap.wording.aims import (
    aim,
    is_early,
    judged_otherwise,
    off_baseline,
    overdue,
    pace_since_baseline,
    read_off,
    requirement,
    status,
    status_word,
    target_now,
    when_reached,
)
from healthgap.wording.gaps import gap_size, history
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    amount,
    default_decimals,
    end,
    listed,
    measured,
    number,
    of_point,
    per_cent,
    sentence,
    subject,
    title,
    verb,
    what,
)
from healthgap.wording.prose import Prose, Rank
from healthgap.wording.ways import yes_no

_READINGS = {
    "least squares": "by the line nearest to all periods",
    "constant ratio": "at the same per cent a year",
    "levels": "with each side’s level on its own line",
}


def target(facts: TargetFacts, manner: Manner = PLAIN) -> Prose:
    """Where the gap stands against its target, or what that asks for, or when, as it was asked."""
    standing, series, promise = facts.standing, facts.standing.series, facts.indicator.target
    now = standing.assessment
    prose = Prose(_headline(standing, manner))
    prose.note(Rank.MEANING, overdue(standing))
    if manner.asks in ("what", "exists", "deadline", "when"):
        prose.note(Rank.ASKED, _where_it_stands(standing))
    prose.note(Rank.ASKED, status(now, series) if not is_early(now) else "")
    if manner.asks not in ("what", "exists"):
        prose.caveat(Rank.ASKED, *judged_otherwise(now, series))
    prose.note(Rank.STANDING, *progress(standing), *history(standing))
    prose.caveat(Rank.MEANING, *other_measure(facts.other, standing.since_baseline, series, now))
    prose.caveat(Rank.STANDING, *stayed(facts.other, standing.since_baseline))
    since = standing.since_baseline
    if since and since.verdict == "no clear change":
        prose.caveat(Rank.MEANING, chance.of_change(since, series))
    prose.caveat(Rank.MEANING, *_revised(series))
    if promise:
        wanted = Rank.ASKED if manner.asks == "what" else Rank.DETAIL
        prose.caveat(wanted, f"In full: “{promise.wording}” ({promise.source})")
    return prose


def of_each(facts: Sequence[TargetFacts], manner: Manner) -> Prose:
    """Yes or no of several targets at once: “Yes for A (on track); no for B (off track).”."""
    words: dict[str, list[str]] = {}
    for fact in facts:
        word, _, told = yes_no(fact.standing.assessment, manner).partition(", ")
        told = told.removeprefix("but ").removeprefix("and ") or word.lower()
        words.setdefault(word, []).append(f"{subject(fact.standing.series)} ({told})")
    if len(words) == 1:
        return Prose(sentence(f"{word}: {listed(words[word])}"))
    return Prose(sentence("; ".join(f"{word.lower()} for {listed(named)}" for word, named in words.items())))


def _headline(standing: Standing, manner: Manner) -> str:
    """The verdict, after yes or no where one was asked for; or what is promised, or by when."""
    now, series = standing.assessment, standing.series
    named = f"{title(series)}, target"
    if manner.asks in ("what", "exists") and now.target:
        told = f"{named}: {aim(now, now.target, series)}"
        return sentence(f"Yes: {told[0].lower()}{told[1:]}" if manner.asks == "exists" else told)
    if manner.asks in ("deadline", "when") and now.target and now.target.due:
        by = (
            f"{now.target.deadline}, judged on the figures for"
            if now.target.deadline
            else "judged on the figures for"
        )
        return sentence(f"{named}: due {by} {now.target.due}".replace("due judged", "judged"))
    judged = now.latest or standing.latest
    against = f"{aim(now, now.target, series)}" if now.target else ""
    word = yes_no(now, manner)
    if word:
        return sentence(
            f"{word}: {measured(series)} was {gap_size(series, judged)} in {judged.period}, and the target is {against}"
        )
    return sentence(
        f"{named}: {status_word(now)}. The {what(series)} was {gap_size(series, judged)} in {judged.period}, "
        f"and the target is {against}"
    )


def _where_it_stands(standing: Standing) -> str:
    now, series = standing.assessment, standing.series
    judged = now.latest or standing.latest
    size = f"the {what(series)} was {gap_size(series, judged)} in {judged.period}"
    return sentence(f"{status_word(now)}: {size}")


def progress(standing: Standing) -> list[str]:
    """What is left to do beside what was done; empty where nothing is left, or no size known."""
    now, series = standing.assessment, standing.series
    distance, needed = now.distance, now.needed_per_year
    if distance is None or series.indexed or now.status == "met" or standing.overdue:
        return []
    places = max(default_decimals(series), 1)
    unit = " percentage points" if series.measure == "relative_gap" else f" {series.indicator.unit}"
    way = "rise" if distance.value < 0 else "fall"
    told = f"It must {way} by {number(abs(distance.value), places)}{unit}"
    if needed is None:
        return [f"{told}."]
    done = _done(now, series, places)
    return [f"{told}, {number(abs(needed.value), places)} a year{done}."]


def _done(now: Assessment, series: Series, places: int) -> str:
    """ "; since 2002-04 it has fallen by 1.0 a year", beside what is needed."""
    if now.pace is None or now.latest is None:
        return ""
    first, last = now.pace.first, now.latest
    a_year = (last.value.value - first.value.value) / (last.period.middle - first.period.middle)
    word = "risen" if a_year > 0 else "fallen"
    return f"; since {first.period} it has {word} by {number(abs(a_year), places)} a year"


def other_measure(
    other: OtherMeasure | None, told: Change | None, series: Series, now: Assessment | None = None
) -> list[str]:
    """The other gap, where it moved the other way or would be judged otherwise; nothing where both agree."""
    if other is None or told is None:
        return []
    beside = other.change
    opposite = told.sign * beside.sign < 0
    judged = other.assessment
    otherwise = bool(now and judged and "not assessable" not in (now.status, judged.status))
    otherwise = otherwise and now is not None and judged is not None and now.status != judged.status
    if not (opposite or otherwise) or beside.direction == "unclear":
        return []
    size = f" by {per_cent(beside.per_cent)}" if beside.per_cent and beside.sign else ""
    conclusion = f": {judged.status}, were the target set on it" if otherwise and judged else ""
    return [
        sentence(
            f"The {MEASURE_NAMES[other.series.measure]} says otherwise: it {verb(beside, other.series)}{size}, from "
            f"{of_point(beside.first, other.series)} in {beside.first.period} to "
            f"{of_point(beside.last, other.series)} in {beside.last.period}{conclusion}"
        )
    ]


def stayed(other: OtherMeasure | None, told: Change | None) -> list[str]:
    """ "The absolute gap did not change: 0.7 per 1,000 live births in 1997-99 and in 2005-07.", while this one did."""
    if other is None or told is None or not told.sign or other.change.sign:
        return []
    first, last = other.change.first, other.change.last
    about = "hardly" if "computed" in (first.origin, last.origin) else "did not"
    moved = "changed" if about == "hardly" else "change"
    size = of_point(last, other.series)
    name = MEASURE_NAMES[other.series.measure]
    return [f"The {name} {about} {moved}: {size} in {first.period} and in {last.period}."]


def _revised(series: Series) -> list[str]:
    found, target = revised_baseline(series), series.indicator.target
    if found is None or target is None:
        return []
    first, held = found
    kept = "percentage" if target.if_revised == "percentage" else "value that it required at first"
    then = amount(first, series, default_decimals(series))
    now = of_point(held, series)
    return [f"The baseline was {then} when the target was set and is now {now}; the target keeps its {kept}."]


def no_target(facts: NoTargetFacts, manner: Manner = PLAIN) -> Prose:
    indicator = facts.indicator
    opening = "No: there" if manner.asks in ("whether", "exists") else "There"
    if facts.group is None:
        return Prose(sentence(f"{opening} is no target for {indicator.short}"))
    prose = Prose(sentence(f"{opening} is no target for {facts.group.title}"))
    beside = f"Their {indicator.level} is monitored beside the {indicator.short} target and is not part of it"
    prose.note(Rank.ASKED, sentence(beside))
    return prose


def projection(facts: ProjectionFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    series, now = facts.standing.series, facts.standing.assessment
    name = title(series, catalogue)
    latest, first = facts.standing.latest, facts.first
    if facts.line is None:
        too_far = f"{name}: {facts.by} is too far ahead to read from the pace since {first.period}"
        prose = Prose(sentence(too_far))
        prose.note(Rank.ASKED, f"The latest is {gap_size(series, latest)}, in {latest.period}.")
        return prose
    about_target = now.required is not None and now.target is not None and facts.by == now.target.due
    prose = Prose(_projected(facts, facts.line, name, about_target, manner))
    if about_target:
        asked = target_now(facts.standing) if now.status == "met" else [requirement(now, series)]
        if manner.asks == "when" and now.status == "too close to call":
            prose.note(Rank.MEANING, f"Too close to call for {facts.by}. {status(now, series)}")
        prose.note(Rank.MEANING, overdue(facts.standing) if now.status != "met" else "")
        prose.note(Rank.ASKED, *asked, *([_when_reached(facts, series)] if manner.asks != "when" else []))
        if (
            now.since_baseline
            and now.since_baseline.status != now.status
            and first != now.since_baseline.first
        ):
            prose.caveat(Rank.MEANING, pace_since_baseline(now.since_baseline, series, latest))
    prose.caveat(Rank.DETAIL, *_others(facts, about_target))
    start = "" if series.indexed else f", {end(first, series)} in {first.period}"
    prose.note(Rank.STANDING, f"The {what(series)} was {gap_size(series, latest)} in {latest.period}{start}.")
    prose.caveat(Rank.DETAIL, "This is arithmetic on the pace so far, not a forecast.")
    return prose


def _projected(
    facts: ProjectionFacts, line: Projection, name: str, about_target: bool, manner: Manner
) -> str:
    """What it would be, and what that means for the target; or when that would be reached."""
    series, now = facts.standing.series, facts.standing.assessment
    pace = f"if the pace since {facts.first.period} keeps up"
    if about_target and manner.asks == "when":
        if now.status == "met":
            latest = facts.standing.latest.period
            return sentence(f"{name}, target: {status_word(now)}, on the figures for {latest}")
        return sentence(f"{name}, target: would {_reached(facts, series)}, {pace}")
    size = _projected_size(line, series)
    if facts.supposed and manner.asks == "whether":
        word = _goes_as_supposed(facts)
        return sentence(f"{word}: {measured(series)} would be about {size} in {facts.by}, {pace}")
    judged = about_target and facts.status != "not assessable"
    word = yes_no(now, manner, facts.status) if judged else ""
    if word:
        return sentence(f"{word}: {measured(series)} would be about {size} in {facts.by}, {pace}")
    told = f"{name}: about {size} in {facts.by}, {pace}"
    return sentence(f"{told}: {facts.status}" if judged else told)


def _goes_as_supposed(facts: ProjectionFacts) -> str:
    """Whether it would go on the way that was asked about, unless rounding hides which way it has gone."""
    so_far = change(facts.first, facts.standing.latest)
    if so_far.direction in ("unclear", "unchanged"):
        return "Cannot be said"
    return "Yes" if WAYS[facts.supposed or ""] == so_far.sign else "No"


def _projected_size(line: Projection, series: Series) -> str:
    if series.indexed:
        return off_baseline(line.value, series)
    return f"{amount(line.value.value, series, default_decimals(series))} ({read_off(line, series)})"


def _others(facts: ProjectionFacts, about_target: bool) -> list[str]:
    """The readings that say something else: another status, or without a target intervals that do not meet."""
    series = facts.standing.series
    if facts.line is None or series.indexed:
        return []
    told = [
        _other(reading, series, about_target)
        for reading in facts.others
        if (reading.status != facts.status if about_target else _apart(reading.projection, facts.line))
    ]
    return [sentence(f"Other readings differ: {listed(told)}")] if told else []


def _apart(one: Projection, other: Projection) -> bool:
    """Whether neither rounding nor chance could make the two the same."""
    by_chance = one.limits and other.limits and one.limits.meets(other.limits)
    return not (by_chance or one.value.agrees_with(other.value))


def _other(reading: Reading, series: Series, about_target: bool) -> str:
    size = amount(reading.at_due.value, series, default_decimals(series))
    judged = f" ({reading.status})" if about_target else ""
    return f"{_READINGS[reading.projection.method]} {size}{judged}"


def _when_reached(facts: ProjectionFacts, series: Series) -> str:
    if facts.standing.assessment.status == "met":
        return ""
    return sentence(f"At that pace it would {_reached(facts, series)}")


def _reached(facts: ProjectionFacts, series: Series) -> str:
    """ "first be reached in 2007-09", or why it would not be."""
    now, moved = facts.standing.assessment, facts.standing.latest.value.value - facts.first.value.value
    away = now.distance is not None and moved * now.distance.value > 0
    return when_reached("be reached", facts.reached, facts.first, series, away)
