"""What a regular digest says: what came out between two moments, and where every gap stands. Facts, no prose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held
from healthgap.period import Period
from healthgap.releases import Release
from healthgap.summary import GapNews, by_notability, gap_news, standings


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a channel is told of the time after `since` until `until`.

    `releases` came out then, `withdrawn` were taken back. `gaps` moved or have another status than before, the most
    notable first; `standings` are all of them.
    """

    since: datetime
    until: datetime
    releases: tuple[Release, ...]
    withdrawn: tuple[Release, ...]
    gaps: tuple[GapNews, ...]
    standings: tuple[Standing, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came out and nothing was taken back."""
        return not (self.releases or self.withdrawn or self.gaps)


def digest(
    since: datetime,
    releases: Collection[Release],
    withdrawn: Collection[Release],
    before: Held,
    held: Held,
    indicators: Collection[str] | None = None,
) -> DigestFacts:
    """The digest from `since` to the moment of `held`, for `indicators` (None: all).

    `before` are the figures that were known at `since`, and `releases` and `withdrawn` what came and went from then on.
    """
    wanted = held.catalogue.indicators if indicators is None else indicators
    was = standings(before)
    now = {of: one for of, one in standings(held).items() if of[0] in wanted}
    gaps = [
        gap_news(one, was.get(of), held, _new_periods(was.get(of), one))
        for of, one in now.items()
        if of not in was or _said(was[of]) != _said(one)
    ]
    return DigestFacts(
        since, held.as_of, tuple(releases), tuple(withdrawn), by_notability(gaps), tuple(now.values())
    )


def _new_periods(before: Standing | None, now: Standing) -> set[Period]:
    """The latest period, unless it was the latest before."""
    return set() if before and before.latest.period == now.latest.period else {now.latest.period}


def _said(standing: Standing) -> tuple[object, ...]:
    """What would be told of it."""
    ends = [(moved.first.value, moved.sign) for moved in (standing.last, standing.since_baseline) if moved]
    return (standing.latest.period, standing.latest.value, ends, standing.assessment.status)
