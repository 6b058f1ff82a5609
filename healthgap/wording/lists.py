"""Sentences over everything held: which gaps, the overview, what there is, definitions, sources, small talk."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from healthgap.answer.facts import Standing
from healthgap.answer.overviews import (
    AcrossAreas,
    DefinitionFacts,
    ListFacts,
    OverviewFacts,
    SelectionFacts,
    SourceFacts,
    TalkFacts,
)
from healthgap.catalogue import Catalogue, Indicator
from healthgap.series import Series
from healthgap.trends import Change
from healthgap.wording.gaps import gap_size
from healthgap.wording.news import next_release, published
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    change_size,
    day,
    listed,
    people,
    sentence,
    sex_name,
    short_name,
)
from healthgap.wording.prose import Prose
from healthgap.wording.rankings import ranking

_SELECTED = {
    "narrowed": "{gaps} narrower than at baseline",
    "widened": "{gaps} wider than at baseline",
    "not_narrowed": "{gaps} not narrower than at baseline",
    "narrowed_most": "The gap in {first} has narrowed most since its baseline",
    "widened_most": "The gap in {first} has widened most since its baseline",
    "on_track": "{targets} on track or met",
    "off_track": "{targets} not on track",
    "met": "{targets} met on the latest figures",
    "no_target": "{names} without a target",
    "furthest": "The gap in {first} is furthest from its target",
    "closest": "The gap in {first} is closest to its target",
}
_NONE_SELECTED = {
    "narrowed": "No gap is narrower than at baseline",
    "widened": "No gap is wider than at baseline",
    "not_narrowed": "Every gap is narrower than at baseline",
    "narrowed_most": "No gap is narrower than at baseline",
    "widened_most": "No gap is wider than at baseline",
    "on_track": "No target is on track",
    "off_track": "Every target is on track or met",
    "met": "No target is met on the latest figures",
    "no_target": "Every indicator held has a target",
    "furthest": "Every target that can be judged is met",
    "closest": "Every target that can be judged is met",
}


def name(standing: Standing) -> str:
    return _series_name(standing.series)


def _series_name(series: Series | AcrossAreas) -> str:
    who = sex_name(series.sex)
    return f"{short_name(series.indicator)} ({who})" if who else short_name(series.indicator)


def selection(facts: SelectionFacts) -> Prose:
    if not facts.chosen:
        return Prose(sentence(_NONE_SELECTED[facts.selection]), [_line(one) for one in facts.rest])
    names = [name(one) for one in facts.chosen]
    text = _SELECTED[facts.selection].format(
        gaps=_several("gap", "in", names),
        targets=_several("target", "for", names),
        names=f"{listed(names)} {'is' if len(names) == 1 else 'are'}",
        first=names[0],
    )
    rest = [f"Not among them: {listed([name(one) for one in facts.rest])}."] if facts.rest else []
    prose = Prose(sentence(text), [*map(_line, facts.chosen), *rest])
    if facts.selection in ("furthest", "closest") and len(names) > 1:
        prose.caveats.append(
            "Ranked by what is missing in per cent of each gap at baseline, since the units differ."
        )
    return prose


def _several(what: str, of: str, names: Sequence[str]) -> str:
    """ "The gap in cancer mortality is", "The gaps in cancer mortality and circulatory disease are"."""
    return f"The {what} {of} {names[0]} is" if len(names) == 1 else f"The {what}s {of} {listed(names)} are"


def _line(standing: Standing) -> str:
    """One gap in one line: size, change since baseline, the last step where it went the other way, status."""
    series = standing.series
    latest = standing.latest
    said = f"{name(standing)}, {MEASURE_NAMES[series.measure]}, {latest.period}: {gap_size(series, latest)}"
    moved = standing.since_baseline
    if moved and moved.per_cent and not series.indexed:
        said += f", {narrower_or_wider(series, moved)} than at baseline ({moved.first.period})"
        said += _turn(moved, standing.last)
    if standing.assessment.target:
        said += f"; target {standing.assessment.status}"
    return sentence(said)


def _turn(since_baseline: Change, last: Change | None) -> str:
    """ " but narrower than the period before", where the last step went the other way."""
    if last is None or last.sign * since_baseline.sign >= 0:
        return ""
    return f" but {'wider' if last.sign > 0 else 'narrower'} than the period before ({last.first.period})"


def narrower_or_wider(series: Series, moved: Change) -> str:
    """ "11.3% narrower", "no wider"."""
    word = {1: "wider", -1: "narrower", 0: "no wider"}[moved.sign]
    return f"{change_size(moved, series)} {word}" if moved.per_cent and moved.sign else word


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
    return Prose(sentence("; ".join(parts)), [*map(_line, facts.standings), *areas])


def holdings(facts: ListFacts) -> Prose:
    if facts.about_periods:
        lines = [_periods(series) for series in facts.series]
        return Prose(lines[0], lines[1:])
    names = list(dict.fromkeys(short_name(series.indicator) for series in facts.series))
    return Prose(
        sentence(
            f"I hold {len(names)} indicators: {listed(names)}" if len(names) > 1 else f"I hold {names[0]}"
        ),
        [_periods(series) for series in facts.series],
    )


def _periods(series: Series | AcrossAreas) -> str:
    if isinstance(series, AcrossAreas):
        return _across_areas(series) if series.periods else _none_yet(series)
    if not series.points:
        return _none_yet(series)
    if series.indexed:
        first, last = series.points[0].period, series.points[-1].period
        return sentence(f"{_series_name(series)}: only how the gap changed from {first} to {last}")
    periods = ", ".join(str(point.period) for point in series.points)
    return sentence(f"{_series_name(series)}, {MEASURE_NAMES[series.measure]}: {periods}")


def _none_yet(series: Series | AcrossAreas) -> str:
    return sentence(f"{_series_name(series)}: no figures yet")


def _across_areas(held: AcrossAreas) -> str:
    what = held.indicator.level if held.measure == "rate" else MEASURE_NAMES[held.measure]
    areas = "1 area" if held.areas == 1 else f"{held.areas} areas"
    return sentence(f"{_series_name(held)}, {what} of {areas}: {', '.join(map(str, held.periods))}")


def definition(facts: DefinitionFacts, catalogue: Catalogue) -> Prose:
    if not facts.entries:
        return Prose("I have no definition of that.")
    lines = []
    for entry in facts.entries:
        head = entry.title[0].upper() + entry.title[1:]
        lines.append(f"{head}: {entry.definition}")
        if isinstance(entry, Indicator):
            lines.append(_pair(entry, catalogue))
    return Prose(lines[0], lines[1:])


def _pair(indicator: Indicator, catalogue: Catalogue) -> str:
    group, other = (
        people(indicator, indicator.group, catalogue),
        people(indicator, indicator.comparator, catalogue),
    )
    contains = ", which includes it" if indicator.comparator_contains_group else ""
    return sentence(
        f"Its gap compares {group} with {other}{contains}, as the {MEASURE_NAMES[indicator.headline]}"
    )


def sources(facts: SourceFacts, catalogue: Catalogue) -> Prose:
    if not facts.releases:
        return Prose("No figures on this are held, so there is no source to name.")
    if facts.wanted:
        return published(facts) if facts.wanted == "published" else next_release(facts)
    newest = facts.releases[0]
    what = f"source for {short_name(facts.indicators[0])}" if len(facts.indicators) == 1 else "release held"
    named = f"{newest.publisher}, “{newest.title}”, published {day(newest.published_at)}"
    prose = Prose(sentence(f"The latest {what}: {named}"))
    for release in facts.releases:
        prose.context.append(
            f"{day(release.published_at)}: {release.publisher}, “{release.title}”. {release.source_url}"
        )
    if len(facts.indicators) == 1:
        indicator = facts.indicators[0]
        prose.context.append(f"Original figures: {indicator.source}")
        method = catalogue.terms.get(indicator.headline)
        if method:
            prose.context.append(f"Method: {_pair(indicator, catalogue)} {method.title}: {method.definition}")
    prose.caveats.append("When the next release comes out is not held.")
    return prose


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
            "In a thread, follow on without repeating yourself: “and in 2003-05?”",
        ],
    )
