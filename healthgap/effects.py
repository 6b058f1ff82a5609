"""What a new release does to what was said before, who was told that, and what of it is worth a second look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue, Indicator
from healthgap.comparison import Comparison, combined
from healthgap.figures import Figure
from healthgap.files.flags import Flag, flags
from healthgap.files.jumps import jumps
from healthgap.load_report import Change, PostedChange, StatusChange
from healthgap.releases import Release
from healthgap.sources import Said, side_by_side
from healthgap.store.releases import Compared
from healthgap.store.statements import StillRead
from healthgap.summary import Changes, Flagged, Revision, statuses
from healthgap.tables import codes, figures, together
from healthgap.wording.statements import difference, restated


def status_changes(release: Release, compared: Compared, catalogue: Catalogue) -> list[StatusChange]:
    """The targets on one indicator whose status the figures of `release` change from what it was by all said before."""
    indicator = catalogue.indicators.get(compared.indicator)
    if indicator is None or not compared.before:
        return []
    said = [(other, _of_area(table, indicator.area)) for other, table in compared.before]
    was = statuses(_held(said, release, indicator, catalogue))
    said.append((release, _of_area(compared.table, indicator.area)))
    becomes = statuses(_held(said, release, indicator, catalogue))
    return [
        StatusChange(name, indicator.short, sex, was[name, sex], status)
        for (name, sex), status in becomes.items()
        if (name, sex) in was and was[name, sex] != status
    ]


@dataclass(frozen=True, slots=True)
class Readings:
    """What messages say of one indicator, before a release and with it; `before` and `after` are the figures."""

    before: Held
    after: Held
    told: tuple[StillRead, ...]

    def changes(self) -> list[PostedChange]:
        """What reads otherwise with the release."""
        (indicator,) = self.after.catalogue.indicators.values()
        return [
            PostedChange(indicator.id, indicator.short, one.statement.sex, now, one.messages, one.since)
            for one, now in self._otherwise(self.after)
        ]

    def with_alone(self, changed: Change) -> Change:
        """The change of one figure, with what reads otherwise by it alone."""
        figure = changed.after or changed.before
        said = {one.key: one for one in self._figures(self.before)}
        becomes = {one.key: one for one in self._figures(self.after)}
        if figure is None or said.get(figure.key) == becomes.get(figure.key):
            return changed
        by_it = Said(tuple((said | {figure.key: becomes[figure.key]}).values()), {})
        held = replace(self.before, said=lambda *_: by_it)
        return replace(changed, posted=tuple(now for _, now in self._otherwise(held)))

    def _figures(self, held: Held) -> Sequence[Figure]:
        """The figures that speak, of the one indicator in its own area."""
        (indicator,) = held.catalogue.indicators.values()
        return held.said(indicator.id, indicator.area).figures

    def _otherwise(self, held: Held) -> list[tuple[StillRead, str]]:
        pairs = [
            (one, restated(one.statement, self.before), restated(one.statement, held)) for one in self.told
        ]
        return [(one, difference(one.statement, now)) for one, was, now in pairs if was != now]


def readings(
    release: Release, compared: Compared, told: Iterable[StillRead], catalogue: Catalogue
) -> Readings | None:
    """What messages that are still read say of one indicator; None where that is nothing."""
    indicator = catalogue.indicators.get(compared.indicator)
    about = tuple(one for one in told if one.statement.indicator == compared.indicator)
    if indicator is None or not about:
        return None
    said = [(other, _of_area(table, indicator.area)) for other, table in compared.before]
    before = _held(said, release, indicator, catalogue)
    said.append((release, _of_area(compared.table, indicator.area)))
    return Readings(before, _held(said, release, indicator, catalogue), about)


def flags_of(compared: Compared, catalogue: Catalogue) -> list[Flag]:
    """The figures of a release on one indicator that others do not allow, or that jump, in the order of their rows."""
    indicator = catalogue.indicators.get(compared.indicator)
    if indicator is None:
        return []
    only = replace(catalogue, indicators={indicator.id: indicator})
    found = [*flags(compared.table, compared.held, only), *jumps(compared.table, compared.held)]
    return sorted(found, key=lambda flag: flag.place)


def changes_of(release: Iterable[Compared], catalogue: Catalogue) -> Changes:
    """What a release changed, all its indicators together."""
    parts, flagged = [], []
    for one in release:
        parts.append(one.changes)
        places = flags_of(one, catalogue)
        found = figures(one.table.take(pa.array([flag.place for flag in places], pa.int64())))
        flagged += [Flagged(figure, flag.told) for figure, flag in zip(found, places, strict=True)]
    whole = combined(parts)
    pairs = zip(figures(whole.before), figures(whole.revised), strict=True)
    return Changes(
        figures(whole.new),
        [Revision(*pair) for pair in pairs],
        figures(whole.withdrawn),
        Counter(whole.unchanged["indicator"].to_pylist()),
        flagged,
    )


def replaced_releases(changes: Comparison) -> set[str]:
    """The releases whose figures are revised or withdrawn now."""
    replaced = (changes.before, changes.withdrawn)
    return {name for table in replaced for name in table["release"].unique().to_pylist()}


def _held(
    said: Sequence[tuple[Release, pa.Table]], newest: Release, indicator: Indicator, catalogue: Catalogue
) -> Held:
    """What stored tables say of one indicator in its own area, oldest release first."""
    publisher = {release.id: release.publisher for release, _ in said}
    history = figures(together(table for _, table in said))
    told = side_by_side(history, publisher.__getitem__, indicator.sources)
    only = replace(catalogue, indicators={indicator.id: indicator})
    return Held(
        only,
        lambda *_: told,
        lambda _: (indicator.home,),
        lambda *_: history,
        lambda: (indicator.id,),
        {release.id: release for release, _ in said},
        newest.published_at,
    )


def _of_area(table: pa.Table, area: str) -> pa.Table:
    place, names = codes(table["area"])
    return table.filter(pa.array(place == names.index(area))) if area in names else table.slice(0, 0)
