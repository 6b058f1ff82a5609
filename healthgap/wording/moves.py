"""Sentences about how a gap or a level moved: its course, a change, its extremes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from healthgap.answer.facts import ChangeFacts, ExtremumFacts, TrendFacts
from healthgap.answer.manner import PLAIN, Manner
from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_REASONS
from healthgap.period import Period
from healthgap.reply import Table
from healthgap.series import Point, Series
from healthgap.trends import Change
from healthgap.wording import chance, drivers
from healthgap.wording.aims import judged_otherwise, target_now
from healthgap.wording.figures import marks, missing_since
from healthgap.wording.gaps import (
    against_baseline,
    by_the_year,
    gap_size,
    history,
    lacking_between,
    set_against,
)
from healthgap.wording.numbers import (
    HIGH_OR_LOW,
    MEASURE_NAMES,
    ORIGINS,
    decimals,
    default_decimals,
    end,
    is_gap,
    is_worked_back,
    listed,
    number,
    per_cent,
    per_cent_span,
    sentence,
    title,
    verb,
)
from healthgap.wording.prose import Prose, Rank
from healthgap.wording.targets import other_measure, stayed
from healthgap.wording.ways import denial, how_moved, in_points, is_otherwise, yes_or_no


def trend(facts: TrendFacts, catalogue: Catalogue) -> Prose:
    series, points = facts.series, facts.points
    name, latest = title(series, catalogue), points[-1]
    if len(points) == 1 or facts.overall is None:
        length = " of this length" if len(series.held) > 1 else ""
        only = f"{name}: one period{length} is held, {latest.period}: {gap_size(series, latest)}"
        return Prose(sentence(f"{only}{by_the_year(series, latest)}"))
    word = yes_or_no(facts)
    if series.indexed:
        told = f"{name}, {latest.period}: size not held; {against_baseline(series, latest)}"
        prose = Prose(_answered(word, told))
        prose.note(Rank.STANDING, *_target(facts))
        return prose
    against = set_against(facts.standing) if facts.standing and facts.standing.since_baseline else ""
    whole = bool(against) and points == series.points
    if whole:
        told = f"{name}: {gap_size(series, latest)} in {latest.period}, {against}"
    else:
        told = f"{name}: {_ends(facts, facts.overall)}"
    prose = Prose(_answered(word, told))
    prose.note(Rank.MEANING, *missing_since(series, latest))
    if facts.standing and latest != facts.standing.latest:
        now = facts.standing.latest
        prose.note(Rank.ASKED, sentence(f"The latest is {gap_size(series, now)}, in {now.period}"))
    elif facts.standing and not whole:
        prose.note(Rank.STANDING, *history(facts.standing))
    prose.note(Rank.STANDING, *_target(facts))
    if facts.standing:
        prose.caveat(Rank.DETAIL, *judged_otherwise(facts.standing.assessment, series))
    if facts.recent and not facts.recent.reason:
        prose.note(Rank.STANDING, chance.recent(facts.recent, series))
    if any(a.period.shared_years(b.period) for a, b in pairwise(points)):
        years = _years(latest.period.years)
        prose.caveat(Rank.STANDING, f"Each figure covers {years}, so changes show slowly.")
    return prose


def _answered(word: str, told: str) -> str:
    """The sentence after its yes or no, where one was asked for."""
    return sentence(f"{word}: {told[0].lower()}{told[1:]}" if word else told)


def _target(facts: TrendFacts) -> list[str]:
    return target_now(facts.standing) if facts.standing else []


def _ends(facts: TrendFacts, overall: Change) -> str:
    """ "narrower from 19% in 2002-04 to 16% in 2005-07"."""
    first, last = facts.points[0], facts.points[-1]
    ends = f"from {end(first, facts.series)} in {first.period} to {end(last, facts.series)} in {last.period}"
    return f"{_direction(overall, facts.series)} {ends}"


def _direction(change: Change, series: Series) -> str:
    if not is_gap(series):
        return {1: "up", -1: "down", 0: "unchanged"}[change.sign]
    if change.reversed:
        return verb(change, series)
    words = {1: "wider", -1: "narrower", 0: "unchanged"}[change.sign]
    return f"{words} (within rounding)" if change.direction == "unclear" else words


def table(series: Series, points: Sequence[Point], catalogue: Catalogue) -> Table:
    """The course as a table: period, value, where it comes from, and what chance leaves where that is known."""
    name = title(series, catalogue)
    if series.indexed:
        changes = [point for point in points if point != series.baseline]
        rows = tuple(
            (str(p.period), number(p.value.value - 100, decimals(p, series)), _origin(p)) for p in changes
        )
        return Table(name, ("Period", "Change in the gap since baseline (%)", "Origin"), rows)
    lines = {
        p.period: (number(p.value.value, decimals(p, series)), _origin(p), _limits(p, series)) for p in points
    }
    lines |= {
        period: (MISSING_REASONS[why], "not published", "") for period, why in _missing_among(points, series)
    }
    heads = ("Period", value_head(series), "Origin", "95% range")
    shown = len(heads) if any(point.sampled for point in points) else len(heads) - 1
    cells = tuple((str(period), *lines[period])[:shown] for period in sorted(lines))
    return Table(name, heads[:shown], cells)


def _limits(point: Point, series: Series) -> str:
    """ "13.2 to 18.8"; nothing where chance is not known."""
    if point.sampled is None:
        return ""
    ends = (point.sampled.interval.low, point.sampled.interval.high)
    return " to ".join(number(end, default_decimals(series)) for end in ends)


def value_head(series: Series) -> str:
    """The head over a column of values: "Relative gap (%)"."""
    measure = series.indicator.level if series.measure == "rate" else MEASURE_NAMES[series.measure]
    unit = {"relative_gap": " (%)", "ratio": "", "count": ""}.get(
        series.measure, f" ({series.indicator.unit})"
    )
    return f"{measure.capitalize()}{unit}"


def _origin(point: Point) -> str:
    """ "printed, provisional"."""
    return ", ".join((ORIGINS[point.origin], *marks(point)))


def _missing_among(points: Sequence[Point], series: Series) -> list[tuple[Period, str]]:
    """The periods from the first of `points` on that have no value, up to the last unless that is the latest."""
    first, last = points[0].period, points[-1].period
    whole = points[-1] in (series.latest, series.held[-1])
    return [
        (period, why) for period, why in series.missing.items() if first < period and (whole or period < last)
    ]


def changed(facts: ChangeFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    series, moved = facts.series, facts.change
    first, last = moved.first, moved.last
    name = title(series, catalogue)
    if series.indexed:
        told = f"{name}, {last.period}: {against_baseline(series, last)}"
        prose = Prose(_opened(facts, told, manner))
        prose.note(Rank.ASKED, "Only this change is held, not the size of the gap in either period.")
        return prose
    told = f"{name}, {first.period} to {last.period}: {how_moved(moved, series, manner)}"
    prose = Prose(_opened(facts, told, manner))
    prose.note(Rank.MEANING, *lacking_between(facts.between))
    if moved.direction == "unclear":
        prose.caveat(Rank.MEANING, "Rounding alone could hide the opposite, so this is no clear change.")
    elif moved.per_cent:
        rough = series.measure != "relative_gap" and moved.per_cent.high - moved.per_cent.low > _ROUGH
        prose.caveat(Rank.MEANING if manner.in_per_cent or rough else Rank.DETAIL, _how_exact(facts))
    if facts.standing and is_otherwise(facts.supposed, moved):
        prose.note(Rank.MEANING, *history(facts.standing))
    else:
        prose.note(Rank.ASKED, *drivers.who_moved(facts.drivers, series, catalogue))
    prose.caveat(Rank.MEANING, *other_measure(facts.other, moved, series))
    if moved.difference_limits or is_gap(series):
        prose.caveat(Rank.ASKED, chance.of_change(moved, series))
    if series.measure != "relative_gap" and moved.sign and not manner.in_unit:
        more = "more" if moved.sign > 0 else "less"
        prose.note(Rank.ASKED, f"That is {in_points(moved, series)} {more}.")
    prose.caveat(Rank.STANDING, *stayed(facts.other, moved))
    prose.note(Rank.STANDING, drivers.because(facts.drivers, moved, series, catalogue))
    if moved.shared_years:
        prose.caveat(Rank.STANDING, f"The two periods share {_years(moved.shared_years)}.")
    return prose


def _opened(facts: ChangeFacts, told: str, manner: Manner) -> str:
    """`told` after yes or no where that was asked, or after what it did not do where that was taken for granted."""
    moved = facts.change
    if moved.reversed and is_gap(facts.series):
        return sentence(told)  # which way is narrower, once the other side is worse off?
    if manner.asks != "whether" or facts.supposed is None:
        return f"{denial(facts.supposed, moved, facts.series)}{sentence(told)}"
    in_doubt = moved.sign and "no clear change" in (moved.verdict, moved.direction)
    if in_doubt or moved.direction == "unclear":
        return _answered("Cannot be said", told)
    return _answered("No" if is_otherwise(facts.supposed, moved) else "Yes", told)


def _how_exact(facts: ChangeFacts) -> str:
    moved = facts.change
    if moved.per_cent is None:
        return ""
    if facts.printed is not None:
        interval = per_cent_span(moved.per_cent)
        if moved.first.origin == "implied":
            return "As published; the baseline is worked back from it."
        computed = per_cent(moved.per_cent)
        left = f", anywhere from {interval} after rounding" if interval else ""
        return f"As published; from the published gaps it is {computed}{left}."
    interval = per_cent_span(moved.per_cent, 1)
    if not interval:
        return ""
    what = {"rate": facts.series.indicator.level, "count": "number"}.get(facts.series.measure, "gap")
    size = per_cent(moved.per_cent)
    return f"As a share of the {what}, the change is {size}, anywhere from {interval} after rounding."


def _years(count: int) -> str:
    return "one year" if count == 1 else f"{ {2: 'two', 3: 'three', 4: 'four'}.get(count, count) } years"


def extremum(facts: ExtremumFacts, catalogue: Catalogue, manner: Manner = PLAIN) -> Prose:
    series, latest = facts.series, facts.standing.latest
    word = "widest" if facts.direction == "max" else "narrowest"
    if series.measure in HIGH_OR_LOW:
        word = "highest" if facts.direction == "max" else "lowest"
    when = listed([str(point.period) for point in facts.points])
    since = f" since {facts.part[0].period}" if facts.part else ""
    told = f"{title(series, catalogue)}: {word}{since} in {when}, at {gap_size(series, facts.points[0])}"
    claimed = facts.claimed or latest
    whether = facts.beyond or manner.asks == "whether" or facts.claimed is not None
    asked = ("Yes" if (claimed in facts.points) != facts.beyond else "No") if whether else ""
    of_all = asked == "Yes" and manner.on_record and not facts.beyond
    prose = Prose(_answered("Yes, of the periods held" if of_all else asked, told))
    if claimed not in (*facts.points, latest):
        prose.note(Rank.ASKED, sentence(f"In {claimed.period} it was {gap_size(series, claimed)}"))
    if latest not in facts.points:
        prose.note(Rank.ASKED, sentence(f"The latest is {gap_size(series, latest)}, in {latest.period}"))
    prose.note(Rank.ASKED, sentence(_compared(series, facts.part or series.points)))
    if any(is_worked_back(point, series) for point in facts.points):
        prose.caveat(Rank.MEANING, "That figure was not published itself, but worked back from a change.")
    return prose


def _compared(series: Series, points: Sequence[Point]) -> str:
    """Which periods stand behind a widest or narrowest, each by name unless they are many."""
    periods = [str(point.period) for point in points]
    many = len(periods) > _MOST_NAMED
    named = f"{len(periods)} periods from {periods[0]} to {periods[-1]}" if many else listed(periods)
    if len(series.held) == len(periods):
        return f"Only {named} are held"
    if len(points) < len(series.points):
        return f"Only {named} are compared"
    return f"Only {named} are compared, which are as long as each other"


_MOST_NAMED = 8
_ROUGH = 10.0
"""Percentage points between what rounding leaves of a change, from which that is told."""
