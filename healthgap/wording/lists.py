"""Sentences over everything held: which gaps, the overview, what there is, definitions, sources, small talk."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from healthgap.answer.facts import Standing
from healthgap.answer.manner import PLAIN, Manner
from healthgap.answer.overviews import (
    AcrossAreas,
    OverviewFacts,
    SelectionFacts,
    TalkFacts,
)
from healthgap.catalogue import Catalogue, Indicator
from healthgap.reply import Table
from healthgap.series import Series
from healthgap.trends import Change
from healthgap.wording.aims import status_word
from healthgap.wording.gaps import gap_size
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    briefly,
    change_size,
    listed,
    number,
    sentence,
    sex_name,
    short_name,
    worked_back,
)
from healthgap.wording.prose import Prose, Rank
from healthgap.wording.rankings import ranking

_SELECTED = {
    "narrowed": "Narrower than at baseline, {count}: {gaps}",
    "widened": "Wider than at baseline, {count}: {gaps}",
    "not_narrowed": "Not narrower than at baseline, {count}: {gaps}",
    "narrowed_lately": "Narrower than in the period before, {count}: {gaps}",
    "widened_lately": "Wider than in the period before, {count}: {gaps}",
    "narrowed_most": "The gap in {first} has narrowed most since its baseline{size}",
    "widened_most": "The gap in {first} has widened most since its baseline{size}",
    "furthest": "The gap in {first} is furthest from its target",
    "closest": "The gap in {first} is closest to its target",
}
_NONE_SELECTED = {
    "narrowed": "No gap is narrower than at baseline",
    "widened": "No gap is wider than at baseline",
    "not_narrowed": "Every gap is narrower than at baseline",
    "narrowed_lately": "No gap is narrower than in the period before",
    "widened_lately": "No gap is wider than in the period before",
    "narrowed_most": "No gap is narrower than at baseline",
    "widened_most": "No gap is wider than at baseline",
    "on_track": "No target is on track",
    "off_track": "Every target is on track or met",
    "met": "No target is met on the figures held",
    "not_met": "Every target is met on the figures held",
    "furthest": "Every target that can be judged is met",
    "closest": "Every target that can be judged is met",
}


def name(standing: Standing) -> str:
    return series_name(standing.series)


def series_name(series: Series | AcrossAreas) -> str:
    who = sex_name(series.sex)
    return f"{short_name(series.indicator)} ({who})" if who else short_name(series.indicator)


def selection(facts: SelectionFacts, manner: Manner = PLAIN) -> Prose:
    """The gaps selected, after yes or no where it was asked of all of them or of any."""
    so = bool(facts.chosen) and (manner.quantity == "any" or not facts.rest)
    in_doubt = bool(facts.unknown) and so == (manner.quantity == "all")
    not_all = manner.quantity == "all" and not so and facts.selection in _THE_OTHERS and not in_doubt
    prose = _selected(_the_others(facts) if not_all else facts)
    if facts.unknown:
        missing = listed([*map(name, facts.unknown)])
        prose.caveat(Rank.MEANING, sentence(f"The period before is not held for {missing}"))
    if manner.quantity and facts.selection != "no_target" and not in_doubt:
        prose.headline = f"{'Yes' if so else 'No'}: {prose.headline[0].lower()}{prose.headline[1:]}"
    return prose


_THE_OTHERS = {
    "on_track": "off_track",
    "met": "not_met",
    "narrowed": "not_narrowed",
    "not_narrowed": "narrowed",
}


def _the_others(facts: SelectionFacts) -> SelectionFacts:
    """Those that are not so, where it was asked whether all are."""
    return replace(facts, selection=_THE_OTHERS[facts.selection], chosen=facts.rest, rest=facts.chosen)


def _selected(facts: SelectionFacts) -> Prose:
    if facts.selection == "no_target":
        return _untargeted(facts)
    if facts.selection in _BY_STATUS:
        return _by_status(facts)
    if not facts.chosen:
        return Prose(sentence(_NONE_SELECTED[facts.selection]), [line(one) for one in facts.rest])
    names = [name(one) for one in facts.chosen]
    text = _SELECTED[facts.selection].format(
        gaps=listed(names), count=_of_all(len(names), facts), first=names[0], size=_furthest(facts.chosen[0])
    )
    by_distance = facts.selection in ("furthest", "closest")
    prose = Prose(sentence(text), [_to_go(one) if by_distance else line(one) for one in facts.chosen])
    prose.note(Rank.MEANING, *_against_the_rest(facts))
    met = [name(one) for one in facts.rest if one.assessment.status == "met"]
    if facts.selection == "closest" and met:
        prose.note(Rank.MEANING, f"Met so far, and so not in this order: {listed(met)}.")
    if by_distance and len(names) > 1:
        prose.caveat(
            Rank.ASKED,
            "Ranked by what is missing in per cent of each gap at baseline, since the units differ.",
        )
    return prose


def _to_go(standing: Standing) -> str:
    """One gap in one line, with what is missing to its target in per cent of the gap at baseline."""
    distance, start = standing.assessment.distance, standing.series.baseline
    if distance is None or start is None or not start.value.value:
        return line(standing)
    missing = number(100 * distance.value / start.value.value, 0)
    return f"{line(standing).removesuffix('.')}, {missing}% of the baseline gap to go."


def _of_all(some: int, facts: SelectionFacts) -> str:
    """ "2 of 5", or "all 5"."""
    every = len(facts.chosen) + len(facts.rest)
    return f"all {every}" if some == every else f"{some} of {every}"


def _furthest(standing: Standing) -> str:
    """ ", by 32.2%"."""
    moved = standing.since_baseline
    if moved is None or standing.series.indexed:
        return ""
    size = change_size(moved, standing.series)
    return f", by {size} of itself" if size else ""


def _by_status(facts: SelectionFacts) -> Prose:
    """ "Off track: …. Too close to call: …."; each with a line of its own."""
    groups: dict[str, list[str]] = {}
    for one in facts.chosen:
        groups.setdefault(status_word(one.assessment), []).append(name(one))
    if not groups:
        return Prose(sentence(_NONE_SELECTED[facts.selection]), [line(one) for one in facts.rest])
    told = " ".join(
        sentence(f"{status}, {_of_all(len(groups[status]), facts)}: {listed(groups[status])}")
        for status in sorted(groups, key=_SURER.index)
    )
    prose = Prose(told, [line(one) for one in facts.chosen])
    prose.caveat(Rank.STANDING, *_counted_twice(facts))
    return prose


def _counted_twice(facts: SelectionFacts) -> list[str]:
    """ "Life expectancy counts twice, for men and for women.", of what has a target for each sex."""
    sexes: dict[str, list[str]] = {}
    for one in sorted((*facts.chosen, *facts.rest), key=lambda one: one.series.sex, reverse=True):
        sexes.setdefault(short_name(one.series.indicator), []).append(f"for {sex_name(one.series.sex)}")
    return [
        sentence(f"{named} counts twice, {listed(whom)}") for named, whom in sexes.items() if len(whom) > 1
    ]


_SURER = ("met", "met so far", "on track", "off track", "too close to call", "not assessable")
_BY_STATUS = ("on_track", "off_track", "met", "not_met", "undecided")


def _untargeted(facts: SelectionFacts) -> Prose:
    """What has no target: a whole gap, or a group whose rate is published beside one that has."""
    names = [name(one) for one in facts.chosen]
    beside = [f"{indicator.short} in {group}" for indicator, group in facts.monitored]
    lines = [line(one) for one in facts.chosen]
    if names:
        return Prose(sentence(f"Without a target: {listed(names)}"), lines)
    if not beside:
        return Prose("Every gap held has a target.")
    one = "One rate has none" if len(beside) == 1 else f"{len(beside)} rates have none"
    return Prose(f"Every gap held has a target. {one}: {listed(beside)}, which is only monitored.")


def _against_the_rest(facts: SelectionFacts) -> list[str]:
    """Which of the gaps not selected did at the last reading what is asked about, and which selected did not."""
    way = {"widened": 1, "widened_most": 1, "not_narrowed": 1, "narrowed": -1, "narrowed_most": -1}
    wanted = way.get(facts.selection)
    turned = [one for one in facts.rest if one.last and wanted and one.last.sign == wanted]
    word = "Wider" if wanted == 1 else "Narrower"
    told = [f"{name(one)} ({_step(one)})" for one in turned]
    return [sentence(f"{word} only at the last reading: {listed(told)}")] if told else []


def _step(standing: Standing) -> str:
    """ "18.1 to 18.4"."""
    series, last = standing.series, standing.last
    return f"{briefly(last.first, series)} to {briefly(last.last, series)}" if last else ""


def line(standing: Standing) -> str:
    """One gap in one line: size, where it was at baseline, the last step where it went the other way, status."""
    series, latest = standing.series, standing.latest
    said = f"{name(standing)}, {MEASURE_NAMES[series.measure]}, {latest.period}: {gap_size(series, latest)}"
    moved = standing.since_baseline
    if moved and not series.indexed:
        said += f", {from_baseline(series, moved)}{_turn(moved, standing.last, series)}"
    if standing.assessment.target:
        said += f"; target {status_word(standing.assessment)}"
    return sentence(said)


def from_baseline(series: Series, moved: Change) -> str:
    """ "up from 13% at baseline (1997-99)"."""
    word = {1: "up from", -1: "down from", 0: "as at"}[moved.sign]
    if not moved.sign:
        return f"as at baseline ({moved.first.period})"
    back = worked_back(moved.first, series)
    return f"{word} {briefly(moved.first, series)} at baseline ({moved.first.period}{back})"


def _turn(since_baseline: Change, last: Change | None, series: Series) -> str:
    """ ", though up from 18.1 in 2003-05", where the last step went the other way."""
    if last is None or last.sign * since_baseline.sign >= 0:
        return ""
    word = "up" if last.sign > 0 else "down"
    return f", though {word} from {briefly(last.first, series)} in {last.first.period}"


def overview(facts: OverviewFacts, catalogue: Catalogue) -> Prose:
    areas = [ranking(order, catalogue).headline for order in facts.rankings]
    if not facts.standings:
        return Prose(areas[0], areas[1:]) if areas else Prose("No gap is held yet.")
    narrower = [one for one in facts.standings if one.since_baseline and one.since_baseline.sign < 0]
    wider = [one for one in facts.standings if one.since_baseline and one.since_baseline.sign > 0]
    parts = []
    if narrower:
        parts.append(f"narrower than at baseline: the gaps in {listed([name(one) for one in narrower])}")
    if wider:
        parts.append(f"wider: those in {listed([name(one) for one in wider])}")
    if not parts:
        parts.append("no gap held is narrower or wider than at its baseline")
    prose = Prose(sentence("; ".join(parts)), [*map(line, facts.standings), *areas])
    prose.note(Rank.MEANING, *_results_awaited(facts.standings))
    return prose


def table(standings: Sequence[Standing]) -> Table:
    """One row for each gap: how wide it is, how wide it was at baseline, and where its target stands."""
    heads = ("Indicator", "Measure", "Period", "Gap", "At baseline", "Target")
    return Table("Every gap held", heads, tuple(map(_row, standings)))


def _row(standing: Standing) -> tuple[str, ...]:
    series, latest, start = standing.series, standing.latest, standing.series.baseline
    first = f"{briefly(start, series)} ({start.period}{worked_back(start, series)})" if start else ""
    status = status_word(standing.assessment) if standing.assessment.target else "none"
    size = gap_size(series, latest)
    before = "" if series.indexed else first
    return (name(standing), MEASURE_NAMES[series.measure], str(latest.period), size, before, status)


def _results_awaited(standings: Sequence[Standing]) -> list[str]:
    """Which due periods are over without a result."""
    due = [one.assessment.target.due for one in standings if one.overdue and one.assessment.target]
    periods = listed([str(period) for period in dict.fromkeys(due)])
    return [f"These are the newest figures held; the results for {periods} are not held."] if due else []


def examples(indicators: Sequence[Indicator]) -> list[str]:
    """Questions that work now, on one indicator after the other."""
    names = [short_name(indicator) for indicator in indicators] or ["infant mortality"]
    of = itertools.cycle(names)
    return [
        f"What is the {next(of)} gap?",
        f"How has the {next(of)} gap changed over time?",
        f"Is the {next(of)} target on track?",
        "Which gaps have narrowed?",
    ]


def talk(facts: TalkFacts) -> Prose:
    if facts.about == "abuse":
        return Prose(
            "I am sorry that this was no help.",
            ["Tell me which gap and period you need, or ask “what can you do?”."],
        )
    if facts.about == "thanks":
        return Prose("You are welcome.")
    if facts.intent == "smalltalk":
        return Prose(
            "Ask me about a health gap whenever you like.",
            [f"For example: {question}" for question in examples(facts.indicators)[:2]],
        )
    names = listed([short_name(indicator) for indicator in facts.indicators])
    return Prose(
        sentence(f"I answer questions about health gaps: {names}"),
        [
            "Ask for a gap, a rate, a trend, a change, a target, a chart, a table, a definition or a source.",
            *(f"For example: {question}" for question in examples(facts.indicators)),
            "In a thread, follow on without repeating yourself: “and in 2003-05?”, “in full”",
        ],
    )
