"""What to say when something is not held: which it is, and what there is instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from healthgap.answer.facts import Lack, NotHeld
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS
from healthgap.question.model import When
from healthgap.wording.chance import UNKNOWN
from healthgap.wording.numbers import MEASURE_NAMES, group_title, listed, sentence, sex_name, short_name
from healthgap.wording.prose import Prose

_UNDECLARED = ("no figures", "sex", "pair", "group", "area", "areas", "which area", "measure")


def not_held(lack: NotHeld, catalogue: Catalogue) -> Prose:
    """Names what is not held, then what is."""
    none_printed = lack.lack == "no figures" and lack.series and lack.series.missing
    if none_printed or (lack.missing and lack.lack not in _UNDECLARED):
        return _missing(lack, catalogue)
    return _NOT_HELD[lack.lack](lack, catalogue)


def _what(lack: NotHeld, catalogue: Catalogue) -> str:
    """The series that was asked for: "infant mortality gap", "infant mortality rate in all births"."""
    series, short = lack.series, short_name(lack.indicator)
    if series is None:
        return short
    if series.measure == lack.indicator.headline:
        named = f"{short} gap"
    elif series.measure in ("rate", "count"):
        level = short if lack.indicator.level in short else f"{short} {lack.indicator.level}"
        named = level if series.measure == "rate" else f"number of {lack.indicator.events or 'events'}"
        named += f" in {group_title(catalogue, series.group)}" if series.group in catalogue.groups else ""
    else:
        named = f"{MEASURE_NAMES[series.measure]} in {short}"
    who = sex_name(series.sex)
    return f"{named} for {who}" if who else named


def _periods(lack: NotHeld) -> str:
    return ", ".join(str(period) for period in lack.periods)


def _held(lack: NotHeld) -> list[str]:
    return [sentence(f"The nearest held: {_periods(lack)}")] if lack.periods else []


def _groups(names: Sequence[str], catalogue: Catalogue) -> str:
    return listed([group_title(catalogue, group) for group in names])


def _no_figures(lack: NotHeld, catalogue: Catalogue) -> Prose:
    others = [short_name(one) for one in lack.known if one.id != lack.indicator.id]
    instead = [sentence(f"Other indicators: {listed(others)}")] if others and not lack.nearest else []
    none_yet = [] if lack.known else ["No figures are held yet."]
    what = _what(lack, catalogue)
    names_its_level = lack.indicator.level in short_name(
        lack.indicator
    )  # “life expectancy”, and no rate of it
    bare = lack.series is None or (lack.series.measure == "rate" and names_its_level)
    the = "" if bare else "the "
    return Prose(sentence(f"I have no figures on {the}{what}"), [*instead, *none_yet])


def _no_sex(lack: NotHeld, catalogue: Catalogue) -> Prose:
    sex = lack.question.sex
    asked = f"for {sex_name(sex) if sex in ('male', 'female') else 'men and women'}"
    if not any(map(sex_name, lack.indicator.sexes)):
        asked = "by sex"
    published = listed([sex_name(sex) or "everyone together" for sex in lack.indicator.sexes])
    return Prose(
        sentence(f"I have no {short_name(lack.indicator)} figures {asked}"),
        [sentence(f"They are held for {published}")],
    )


def _no_pair(lack: NotHeld, catalogue: Catalogue) -> Prose:
    indicator = lack.indicator
    asked = _groups(lack.question.groups, catalogue)
    pair = [group_title(catalogue, group) for group in (indicator.group, indicator.comparator)]
    return Prose(
        sentence(f"I hold no {short_name(indicator)} gap for {asked}, only a {indicator.level}"),
        [sentence(f"The gap held is that of {pair[0]} against {pair[1]}")],
    )


def _no_group(lack: NotHeld, catalogue: Catalogue) -> Prose:
    asked = _groups(lack.question.groups, catalogue)
    return Prose(
        sentence(f"I have no such {short_name(lack.indicator)} figures for {asked}"),
        [sentence(f"They are held for {_groups(lack.indicator.groups, catalogue)}")],
    )


def _no_area(lack: NotHeld, catalogue: Catalogue) -> Prose:
    return Prose(
        sentence(f"I have no {short_name(lack.indicator)} figures for {listed(lack.question.areas)}"),
        [sentence(f"They are held for {lack.indicator.home}")],
    )


def _no_areas(lack: NotHeld, catalogue: Catalogue) -> Prose:
    return Prose(
        sentence(f"I hold no such {short_name(lack.indicator)} figures of areas, so they cannot be ranked")
    )


def _which_area(lack: NotHeld, catalogue: Catalogue) -> Prose:
    return Prose(
        f"Which area’s {short_name(lack.indicator)} gap do you mean?", ["The widest gaps are these."]
    )


def _no_measure(lack: NotHeld, catalogue: Catalogue) -> Prose:
    held = [sentence(f"Held: the {_what(lack, catalogue)}, {_periods(lack)}")] if lack.periods else []
    return Prose(sentence(f"I cannot give that for {short_name(lack.indicator)}"), held)


def _missing(lack: NotHeld, catalogue: Catalogue) -> Prose:
    """Why there is no value: for the period asked about, or the newest of a series that has none at all."""
    newest = max(lack.series.missing) if lack.series and lack.series.missing else None
    why = lack.missing or (lack.series.missing[newest] if lack.series and newest else "")
    when = lack.when if lack.missing else newest
    return Prose(
        sentence(f"The {_what(lack, catalogue)}, {when}: {MISSING_REASONS.get(why, why)}"), _held(lack)
    )


def _year_inside(lack: NotHeld, catalogue: Catalogue) -> Prose:
    name, whose = short_name(lack.indicator), ""
    if lack.question.groups and lack.series and lack.series.measure in ("rate", "count"):
        whose = f" in {_groups(lack.question.groups, catalogue)}"
    return Prose(
        sentence(f"There is no {name} figure for {lack.when} alone{whose}; the figures pool several years"),
        [sentence(f"Periods that contain {lack.when}: {_periods(lack)}")],
    )


def _last_year(lack: NotHeld, catalogue: Catalogue) -> Prose:
    return Prose(
        sentence(f"The latest period held for the {_what(lack, catalogue)} is {lack.periods[-1]}"),
        _held(lack),
    )


def _time(when: When | None) -> str:
    """ "2001-03", "last year"."""
    return str(when).replace("_", " ")


def _past_target(lack: NotHeld, catalogue: Catalogue) -> Prose:
    target = f"the {short_name(lack.indicator)} target"
    return Prose(
        sentence(f"I judge {target} by the latest figures only, not by those of {_time(lack.when)}"),
        _held(lack),
    )


def _no_pace(lack: NotHeld, catalogue: Catalogue) -> Prose:
    needs = "it needs two periods, the later one after the earlier"
    return Prose(
        sentence(f"That cannot be worked out for the {_what(lack, catalogue)}: {needs}"), _held(lack)
    )


def _no_period(lack: NotHeld, catalogue: Catalogue) -> Prose:
    relative = {
        "baseline": "the baseline",
        "first": "the baseline",
        "previous": "the period before",
        "next": "a later period",
    }
    named = "that period" if lack.when is None else relative.get(lack.when.kind, str(lack.when))
    return Prose(sentence(f"I have no {_what(lack, catalogue)} for {named}"), _held(lack))


def _slope(lack: NotHeld, catalogue: Catalogue) -> Prose:
    needs = "It needs every group in order of deprivation; held is one group and its comparator."
    if lack.indicator.ordered:
        needs = f"It needs the {lack.indicator.level} and the number of people of every group for one period."
    return Prose(sentence(f"I hold no slope index for {short_name(lack.indicator)}"), [needs])


def _no_limits(lack: NotHeld, catalogue: Catalogue) -> Prose:
    why = UNKNOWN[lack.unsampled or "no counts"]
    return Prose(
        sentence(
            f"Whether that change in the {_what(lack, catalogue)} is more than chance cannot be said: {why}"
        )
    )


def _no_counts(lack: NotHeld, catalogue: Catalogue) -> Prose:
    events, short = lack.indicator.events or "events", short_name(lack.indicator)
    needed = f"that needs the number in {_groups([lack.indicator.group], catalogue)} and the relative gap of one period"
    return Prose(sentence(f"How many {events} the {short} gap stands for cannot be said: {needed}"))


def _suppressed(lack: NotHeld, catalogue: Catalogue) -> Prose:
    figures = "figure for {} is" if len(lack.suppressed) == 1 else "figures for {} are"
    return Prose(
        sentence(f"I cannot give that for {short_name(lack.indicator)}, {lack.when}"),
        [
            f"The {figures.format(_groups(lack.suppressed, catalogue))} suppressed to protect people’s privacy, "
            "and could be worked out from it."
        ],
    )


_NOT_HELD: Mapping[Lack, Callable[[NotHeld, Catalogue], Prose]] = {
    "no figures": _no_figures,
    "sex": _no_sex,
    "pair": _no_pair,
    "group": _no_group,
    "measure": _no_measure,
    "year inside": _year_inside,
    "last year": _last_year,
    "no pace": _no_pace,
    "past target": _past_target,
    "period": _no_period,
    "area": _no_area,
    "areas": _no_areas,
    "which area": _which_area,
    "suppressed": _suppressed,
    "slope": _slope,
    "no limits": _no_limits,
    "no counts": _no_counts,
}
