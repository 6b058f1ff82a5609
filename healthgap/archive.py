"""The releases that are kept, the figures known at any moment, and what is told of them. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Engine

from healthgap.answer.held import Held
from healthgap.answer.table import gap_rows
from healthgap.catalogue import Catalogue, Indicator
from healthgap.errors import UnknownNameError
from healthgap.figures import Figure
from healthgap.releases import Release, preceding
from healthgap.reply import Button, ChartRequest, Summary
from healthgap.sources import NOTHING_SAID, Said
from healthgap.store.releases import Releases
from healthgap.summary import retraction, standings, summarise
from healthgap.wording.numbers import day

if TYPE_CHECKING:
    from healthgap.charts import Chart


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart as a file, with what it shows in words, and the chart itself."""

    name: str
    data: bytes
    title: str
    alt_text: str
    chart: Chart


class Archive:
    """The releases of one database, read by one configuration. Safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.engine = engine
        self.catalogue = catalogue
        self._releases = Releases(engine)
        self._around = lru_cache(maxsize=1)(self._new_around)  # many channels, one release

    def releases(self) -> list[Release]:
        """Every release, whatever its state, in the order of publication."""
        return self._releases.all()

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises UnknownNameError where there is none."""
        found = next((release for release in self.releases() if release.id == release_id), None)
        if found is None:
            raise UnknownNameError(f"There is no release “{release_id}”. `healthgap releases` lists them.")
        return found

    def indicators_of(self, release: Release) -> frozenset[str]:
        """The indicators that a release has figures on."""
        return self._releases.indicators_of(release)

    def held(self, moment: datetime) -> Held:
        """The figures known at `moment`."""
        return self.known(self._releases.public(moment), moment)

    def known(self, public: Sequence[Release], moment: datetime) -> Held:
        """The figures of these releases, as if no others had been public at `moment`."""
        with_figures = cache(lambda: frozenset[str]().union(*map(self.indicators_of, public)))

        def said(indicator: str, area: str | None) -> Said:
            return self._said(indicator, area, public) if indicator in with_figures() else NOTHING_SAID

        def history(indicator: str, area: str | None) -> Sequence[Figure]:
            return self._releases.history(indicator, area, public) if indicator in with_figures() else ()

        return Held(
            self.catalogue,
            cache(said),
            lambda indicator: self._releases.areas(indicator, public),
            cache(history),
            with_figures,
            {release.id: release for release in public},
            moment,
        )

    def _said(self, indicator: str, area: str | None, public: Sequence[Release]) -> Said:
        return self._releases.said(indicator, public, area, self.catalogue.indicators[indicator].sources)

    def around(self, release: Release, *, now: datetime) -> tuple[Held, Held]:
        """The figures known without `release` and with it, at the moment at which it became public here.

        What is withdrawn at `now` is in neither.
        """
        moment = release.public_at
        public = [one for one in self.releases() if one.public_at <= moment and one.state(now) == "public"]
        return self._around(release, tuple(public))

    def _new_around(self, release: Release, public: tuple[Release, ...]) -> tuple[Held, Held]:
        others = [one for one in public if one.id != release.id]
        return self.known(others, release.public_at), self.known(public, release.public_at)

    def around_withdrawal(self, release: Release) -> tuple[Held, Held]:
        """The figures known before `release` was withdrawn, and since. Raises UnknownNameError where it is not."""
        if release.withdrawn_at is None:
            raise UnknownNameError(f"“{release.title}” is not withdrawn.")
        return self.held(release.withdrawn_at - timedelta(microseconds=1)), self.held(release.withdrawn_at)

    def withdrawal(self, release_id: str, *, indicators: Sequence[str] | None = None) -> Summary:
        """What channels are told about a withdrawn release: why, and what holds now, for `indicators` (None: all).

        It is as of the withdrawal. Raises UnknownNameError where there is no such release or it is not withdrawn.
        """
        from healthgap.wording.withdrawals import withdrawal

        release = self.release(release_id)
        return withdrawal(retraction(release, *self.around_withdrawal(release), indicators))

    def release_summary(
        self,
        release_id: str | None = None,
        *,
        now: datetime,
        as_of: datetime | None = None,
        indicators: Sequence[str] | None = None,
    ) -> Summary:
        """What channels are told about a release, the newest public one if none is named, for `indicators` (None: all).

        An embargoed release can be summarised for the operator, and then says so first. Raises UnknownNameError
        where there is no such release, where it is withdrawn, or where it was not public `as_of` a moment.
        """
        from healthgap.effects import changes_of
        from healthgap.wording.summaries import summary, under_embargo

        now = known_at(now, as_of)
        release = self.release(release_id) if release_id else self._newest(now)
        if as_of and release.published_at > now:
            raise UnknownNameError(f"“{release.id}” was not public by the end of {day(as_of)}.")
        if release.state(now) == "withdrawn" and release.withdrawn_at is not None:
            raise UnknownNameError(
                f"“{release.title}” was withdrawn on {day(release.withdrawn_at)}: {release.withdrawn_why}"
            )
        compared = self._releases.compared(release, self.catalogue.apart, now=now)
        changes = changes_of(compared, self.catalogue)
        held = self.held(release.published_at)
        before = self.known(preceding(self.releases(), release, now), release.published_at)
        told = summary(summarise(release, changes, held, before, indicators), held)
        return told if release.published_at <= now else under_embargo(told, release.published_at)

    def gaps(
        self, indicator: str | None = None, *, now: datetime, as_of: datetime | None = None
    ) -> list[dict[str, Any]]:
        """Every gap as rows with the columns of `healthgap.answer.table`. Raises UnknownNameError."""
        chosen = [self._indicator(indicator)] if indicator else list(self.catalogue.indicators.values())
        return gap_rows(self.held(known_at(now, as_of)), chosen)

    def draw(
        self,
        request: ChartRequest,
        *,
        now: datetime,
        as_of: datetime | None = None,
        form: Literal["png", "svg"] = "png",
    ) -> Picture:
        """The chart that `request` asks for. Raises UnknownNameError where no such figures are held."""
        from healthgap.charts import draw
        from healthgap.wording.pictures import chart_of

        held = self.held(known_at(now, as_of))
        chart = chart_of(request, held)
        name = f"{request.indicator}-{request.measure}-{request.sex}.{form}".replace("_", "-")
        return Picture(name, draw(chart, form), chart.title, chart.alt_text, chart)

    def at_a_glance(self, *, now: datetime) -> tuple[tuple[str, str], ...]:
        """Every gap held: its name, and in a line its size, direction, baseline, target and status."""
        from healthgap.wording.glance import at_a_glance

        return tuple(at_a_glance(one) for one in standings(self.held(now)).values())

    def suggestions(self, *, now: datetime) -> tuple[Button, ...]:
        """A few questions that can be answered now, each understood as it stands."""
        from healthgap.wording.glance import suggested

        held = self.held(now)
        return suggested([i for i in self.catalogue.indicators.values() if held.of_area(i)])

    def _newest(self, now: datetime) -> Release:
        public = self._releases.public(now)
        if not public:
            raise UnknownNameError("No release is public yet.")
        return public[-1]

    def _indicator(self, name: str) -> Indicator:
        if name not in self.catalogue.indicators:
            raise UnknownNameError(
                f"There is no indicator “{name}”. Held: {', '.join(self.catalogue.indicators)}."
            )
        return self.catalogue.indicators[name]


def known_at(now: datetime, as_of: datetime | None) -> datetime:
    """The moment to answer for; one still to come would look behind an embargo and counts as now."""
    return min(as_of, now) if as_of else now
