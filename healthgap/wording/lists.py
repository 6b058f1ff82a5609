"""Sentences over everything held: which gaps, the overview, what there is, definitions, sources, small talk."""

from __future__ import annotations

from healthgap.answer.facts import (
    AcrossAreas,
    DefinitionFacts,
    ListFacts,
    OverviewFacts,
    SelectionFacts,
    SourceFacts,
    Standing,
    TalkFacts,
)
from healthgap.catalogue import Catalogue, Indicator
from healthgap.series import Series
from healthgap.trends import Change
from healthgap.wording.gaps import gap_size
from healthgap.wording.news import next_release, published
from healthgap.wording.numbers import (
    MEASURE_NAMES,
    day,
    listed,
    number,
    people,
    per_cent,
    sentence,
    sex_name,
    short_name,
)
from healthgap.wording.prose import Prose
from healthgap.wording.rankings import ranking

_SELECTED = {
    "narrowed": "{names} narrower than at baseline",
    "widened": "{names} wider than at baseline",
    "not_narrowed": "{names} not narrower than at baseline",
    "narrowed_most": "{first} has narrowed most since its baseline",
    "widened_most": "{first} has widened most since its baseline",
    "on_track": "{names} on track or met",
    "off_track": "{names} not on track",
    "met": "{names} met on the latest figures",
    "no_target": "{names} without a target",
    "furthest": "{first} is furthest from its target",
    "closest": "{first} is closest to its target",
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
    verb = "is" if len(names) == 1 else "are"
    text = _SELECTED[facts.selection].format(names=f"{listed(names)} {verb}", first=names[0])
    rest = [f"Not among them: {listed([name(one) for one in facts.rest])}."] if facts.rest else []
    prose = Prose(sentence(text), [*map(_line, facts.chosen), *rest])
    if facts.selection in ("furthest", "closest") and len(names) > 1:
        prose.caveats.append(
            "Ranked by what is missing in per cent of each gap at baseline, since the units differ."
        )
    return prose


def _line(standing: Standing) -> str:
    """One gap in one line: size, change since baseline, status."""
    series = standing.series
    latest = standing.latest
    said = f"{name(standing)}, {MEASURE_NAMES[series.measure]}, {latest.period}: {gap_size(series, latest)}"
    moved = standing.since_baseline
    if moved and moved.per_cent and not series.indexed:
        said += f", {change_size(series, moved)} than at baseline ({moved.first.period})"
    if standing.assessment.target:
        said += f"; target {standing.assessment.status}"
    return sentence(said)


def change_size(series: Series, moved: Change) -> str:
    """ "11.3% narrower": as published where the publisher gave it, else computed from the printed gaps."""
    word = {1: "wider", -1: "narrower", 0: "no wider"}[moved.sign]
    printed = series.changes.get(moved.last.period)
    if printed and printed.value is not None and moved.first == series.baseline:
        return f"{number(abs(printed.value), printed.decimals)}% {word}"
    return f"{per_cent(moved.per_cent)} {word}" if moved.per_cent and moved.sign else word


def overview(facts: OverviewFacts, catalogue: Catalogue) -> Prose:
    areas = [ranking(order, catalogue).headline for order in facts.rankings]
    if not facts.standings:
        return Prose(areas[0], areas[1:]) if areas else Prose("No gap is held yet.")
    narrower = [one for one in facts.standings if one.since_baseline and one.since_baseline.sign < 0]
    wider = [one for one in facts.standings if one.since_baseline and one.since_baseline.sign > 0]
    parts = []
    if narrower:
        parts.append(f"narrower than at baseline: {listed([name(one) for one in narrower])}")
    if wider:
        parts.append(f"wider: {listed([name(one) for one in wider])}")
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
        f"Its gap holds {group} against {other}{contains}, as the {MEASURE_NAMES[indicator.headline]}"
    )


def sources(facts: SourceFacts, catalogue: Catalogue) -> Prose:
    if not facts.releases:
        return Prose("No figures on this are held, so there is no source to name.")
    if facts.wanted:
        return published(facts) if facts.wanted == "published" else next_release(facts)
    newest = facts.releases[0]
    what = (
        listed([short_name(indicator) for indicator in facts.indicators])
        if len(facts.indicators) == 1
        else "all figures"
    )
    prose = Prose(
        sentence(
            f"The latest source for {what}: {newest.publisher}, “{newest.title}”, published {day(newest.published_at)}"
        )
    )
    for release in facts.releases:
        prose.context.append(
            f"{day(release.published_at)}: {release.publisher}, “{release.title}”. {release.source_url}"
        )
    if len(facts.indicators) == 1:
        indicator = facts.indicators[0]
        prose.context.append(f"Behind them: {indicator.source}")
        method = catalogue.terms.get(indicator.headline)
        if method:
            prose.context.append(f"Method: {_pair(indicator, catalogue)} {method.title}: {method.definition}")
    prose.caveats.append("When the next release comes out is not held.")
    return prose


def examples(indicators: tuple[Indicator, ...]) -> list[str]:
    """Questions that work now."""
    first = short_name(indicators[0]) if indicators else "infant mortality"
    return [
        f"What is the {first} gap?",
        f"How has the {first} gap changed over time?",
        f"Is the {first} target on track?",
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
