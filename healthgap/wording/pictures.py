"""A series and its target -> the Chart to draw, with labels and an alt text that says what it shows."""

from __future__ import annotations

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing
from healthgap.catalogue import Catalogue
from healthgap.charts import Chart, ChartLine, ChartPoint, ChartTarget
from healthgap.errors import UnknownNameError
from healthgap.question.model import GAP_MEASURES
from healthgap.reply import ChartRequest
from healthgap.series import Point, Series
from healthgap.wording.chance import limits
from healthgap.wording.gaps import against_baseline, gap_size
from healthgap.wording.numbers import (
    amount,
    briefly,
    day,
    decimals,
    default_decimals,
    elsewhere,
    number,
    people,
    sex_name,
    title,
    worked_back,
)


def chart_of(request: ChartRequest, held: Held) -> Chart:
    """The chart of what `request` names. Raises UnknownNameError where no such figures are held."""
    indicator = held.catalogue.indicators.get(request.indicator)
    if indicator is None:
        known = ", ".join(held.catalogue.indicators)
        raise UnknownNameError(f"There is no indicator “{request.indicator}”. Held: {known}.")
    indicator = indicator.seen_in(request.area or indicator.home)
    if request.measure in GAP_MEASURES:
        series = held.gap(indicator, request.sex, request.measure)
    else:
        series = held.level(indicator, request.sex, request.group or indicator.everyone)
    now = standing(series)
    if now is None:
        raise UnknownNameError(f"No figures on {indicator.short} are held yet.")
    return chart(now, held.catalogue, _source(series, held))


def _source(series: Series, held: Held) -> str:
    """The releases that the points come from, newest first."""
    used = {figure.release for point in series.points for figure in point.figures}
    releases = sorted(
        (held.releases[name] for name in used), key=lambda release: release.edition, reverse=True
    )
    publishers = dict.fromkeys(release.publisher for release in releases)
    return f"Source: {', '.join(publishers)}, published up to {day(releases[0].published_at)}."


def chart(standing: Standing, catalogue: Catalogue, source: str) -> Chart:
    """The chart of a series; where only changes are held, of those, from the baseline's zero."""
    series = standing.series
    shift = 100.0 if series.indexed else 0.0
    points = tuple(_point(point, series, shift) for point in series.points)
    return Chart(
        title=f"{series.indicator.title}{_who(series)}",
        subtitle=_subtitle(series, catalogue),
        lines=(ChartLine(points),),
        source=source,
        alt_text=alt_text(standing),
        target=_target(standing, shift),
    )


def alt_text(standing: Standing) -> str:
    """What the chart shows, in words: from where to where, the peak, the target."""
    series, latest = standing.series, standing.latest
    first = series.points[0]
    if series.indexed:
        return f"{title(series)}: {against_baseline(series, latest)} in {latest.period}."
    said = f"Line chart. {title(series)}: from {gap_size(series, first)} in {first.period}{worked_back(first, series)}"
    if standing.since_peak and standing.since_peak.first != first:
        peak = standing.since_peak.first
        said += f", at most {gap_size(series, peak)} in {peak.period},"
    said += f" to {gap_size(series, latest)} in {latest.period}."
    required = standing.assessment.required
    target = standing.assessment.target
    if required is not None and target and target.due:
        said += f" The target is {amount(required, series, default_decimals(series))} in {target.due}."
    return said + _chance(series)


def _chance(series: Series) -> str:
    """What chance leaves of the latest point that has limits; nothing where none has."""
    held = [(point.period, point.sampled.interval) for point in series.points if point.sampled]
    return f" 95% range from chance in {held[-1][0]}: {limits(held[-1][1], series)}." if held else ""


def _who(series: Series) -> str:
    parts = (elsewhere(series.indicator), sex_name(series.sex))
    return "".join(f", {part}" for part in parts if part)


def _subtitle(series: Series, catalogue: Catalogue) -> str:
    indicator = series.indicator
    who = people(indicator, series.group, catalogue)
    if series.measure not in GAP_MEASURES:
        return f"{indicator.level.capitalize()} {indicator.unit}, {who}"
    pair = f"{who} against {people(indicator, indicator.comparator, catalogue)}"
    if series.indexed:
        return f"Change in the gap since baseline, per cent: {pair}"
    names = {
        "absolute_gap": f"Absolute gap, {indicator.unit}: {pair}",
        "relative_gap": f"Relative gap, per cent: {pair}",
        "ratio": f"Ratio: {pair}",
    }
    return names[series.measure]


def _point(point: Point, series: Series, shift: float) -> ChartPoint:
    if series.indexed:
        moved = point.value.value - shift
        text = f"{'+' if moved > 0 else ''}{number(moved, 0)}%"
    else:
        text = f"{briefly(point, series)}{' (worked back)' if point.origin == 'implied' else ''}"
    value = point.value
    chance = point.sampled.interval if point.sampled else None
    return ChartPoint(
        period=str(point.period),
        middle_year=point.period.middle,
        value=value.value - shift,
        text=text,
        low=value.low - shift,
        high=value.high - shift,
        baseline=point == series.baseline,
        places=0 if series.indexed else decimals(point, series),
        chance=(chance.low - shift, chance.high - shift) if chance else None,
    )


def _target(standing: Standing, shift: float) -> ChartTarget | None:
    assessment, series = standing.assessment, standing.series
    target = assessment.target
    if target is None or assessment.required is None:
        return None
    value = assessment.required - shift
    bound = "at least" if target.shape == "level_at_least" else "at most"
    text = f"Target: {bound} {amount(value, series, default_decimals(series))}"
    if series.indexed:
        text = f"Target: at least {number(abs(value), 0)}% narrower"
    due = target.due
    return ChartTarget(value, text, str(due) if due else "", due.middle if due else None)
