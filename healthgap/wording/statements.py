"""What a message states of each gap, kept so that a later release can be held against what was really said."""

from __future__ import annotations

from collections.abc import Iterable

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, told_of, until
from healthgap.period import Period
from healthgap.reply import Statement
from healthgap.wording.gaps import gap_size

_MOVED = {1: "up", -1: "down", 0: "unchanged"}
_AGAINST = {1: "wider", -1: "narrower", 0: "as wide"}
_THAN = {"wider": "wider than", "narrower": "narrower than", "as wide": "as wide as"}


def stated(now: Standing) -> Statement:
    """What is said of a gap that stands so."""
    series = now.series
    return Statement(
        series.indicator.id,
        series.sex,
        series.measure,
        str(now.latest.period),
        gap_size(series, now.latest),
        _MOVED[now.last.sign] if now.last else "",
        _AGAINST[now.since_baseline.sign] if now.since_baseline and not series.indexed else "",
        now.assessment.status if now.assessment.target else "",
    )


def restated(earlier: Statement, held: Held) -> Statement | None:
    """The same sentence by the figures `held`, which may have been revised; None where the gap is not held any more.

    Later periods are left aside: they make news, and do not change what was said.
    """
    indicator = held.catalogue.indicators.get(earlier.indicator)
    if indicator is None or earlier.sex not in indicator.sexes:
        return None
    period = Period.parse(earlier.period)
    now = standing(until(told_of(indicator, earlier.sex, held), period))
    if now is None or now.latest.period != period or now.series.measure != earlier.measure:
        return None
    return stated(now)


def changed(earlier: Iterable[Statement], before: Held, after: Held) -> list[Statement]:
    """The statements that read otherwise by the figures `after` than by those `before`."""
    return [one for one in earlier if restated(one, before) != restated(one, after)]


def difference(earlier: Statement, now: Statement | None) -> str:
    """ "16% in 2005-07 is now 15%; by the figures to then the target is met, not off track": how it reads now.

    Empty where both read the same.
    """
    if now is None:
        return f"{earlier.told} in {earlier.period} is not published any more"
    found = turns(earlier, now)
    if earlier.told != now.told:
        return "; ".join([f"{earlier.told} in {earlier.period} is now {now.told}", *found])
    return f"{earlier.told} in {earlier.period} stands, but {'; '.join(found)}" if found else ""


def turns(earlier: Statement, now: Statement) -> list[str]:
    """What is otherwise beside the size: which way it moved, against its baseline, and the target."""
    return [
        told.format(now=_THAN.get(becomes, becomes), was=was)
        for was, becomes, told in (
            (earlier.moved, now.moved, "it is now {now} on the period before, not {was}"),
            (earlier.against_baseline, now.against_baseline, "it is now {now} at baseline, not {was}"),
            (earlier.status, now.status, "by the figures to then the target is {now}, not {was}"),
        )
        if was != becomes and was and becomes
    ]
