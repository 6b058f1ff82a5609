"""What a release changes of what was known before it: new, revised, withdrawn and unchanged figures.

Pure, on Arrow tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.figures import KEY
from healthgap.period import Period
from healthgap.tables import codes, key_codes

_SERIES = tuple(name for name in KEY if name != "period")
Mask = npt.NDArray[np.bool_]
_DETAILS = ("lower", "upper", "count", "denominator")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a release changes, as tables of figures; `before` holds what `revised` replaces, row by row.

    Of earlier figures `blanked` holds those now printed as missing, `dropped` those that the same publisher has taken
    out between two neighbours, and `left_out` all of its last edition, dropped or not, that the release does not print.
    """

    new: pa.Table
    revised: pa.Table
    before: pa.Table
    unchanged: pa.Table
    blanked: pa.Table
    dropped: pa.Table
    left_out: pa.Table

    @property
    def withdrawn(self) -> pa.Table:
        """The earlier figures that are published no more."""
        return pa.concat_tables([self.blanked, self.dropped])

    @property
    def filled(self) -> int:
        """How many of the revised figures have a value now and had none before."""
        had_none, has_one = pc.is_null(self.before["value"]), pc.is_valid(self.revised["value"])
        return int(pc.sum(pc.and_(had_none, has_one), min_count=0).as_py())


def combined(parts: Iterable[Comparison]) -> Comparison:
    """One or more comparisons as one."""
    sides = zip(*([getattr(part, side.name) for side in fields(Comparison)] for part in parts), strict=True)
    return Comparison(*(pa.concat_tables(tables) for tables in sides))


def compare(figures: pa.Table, held: pa.Table, previous: pa.Table) -> Comparison:
    """What `figures` changes of `held`, with one row a key in each.

    A figure is revised when its value differs, when it is no longer missing or missing for another reason,
    or when a limit or count printed in both differs. `previous` is the same publisher's last edition: a
    period it had is dropped when `figures` leaves it out and repeats its two neighbours in the series.
    Editions print a selection of periods as a rule, so leaving out by itself withdraws nothing.
    """
    if not held.num_rows:
        nothing = figures.slice(0, 0)
        return Comparison(figures, *[nothing] * 6)
    keys = key_codes(pa.concat_tables([held.select(KEY), figures.select(KEY)]))
    _, in_held, in_figures = np.intersect1d(
        keys[: held.num_rows], keys[held.num_rows :], assume_unique=True, return_indices=True
    )
    in_file_order = np.argsort(in_figures)
    in_held, in_figures = in_held[in_file_order], in_figures[in_file_order]
    before, after = held.take(in_held), figures.take(in_figures)
    differs = _differs(before, after)
    blanked = pc.and_(pc.is_valid(before["value"]), pc.is_null(after["value"]))
    is_new = np.ones(figures.num_rows, dtype=bool)
    is_new[in_figures] = False
    left_out = _left_out(figures, previous)
    dropped = previous.filter(pa.array(left_out & _between_repeated(previous, left_out)))
    return Comparison(
        new=figures.filter(pa.array(is_new)),
        revised=after.filter(pc.and_not(differs, blanked)),
        before=before.filter(pc.and_not(differs, blanked)),
        unchanged=after.filter(pc.invert(differs)),
        blanked=before.filter(blanked),
        dropped=dropped.filter(pc.is_valid(dropped["value"])),
        left_out=previous.filter(pa.array(left_out)),
    )


def _differs(before: pa.Table, after: pa.Table) -> pa.ChunkedArray:
    changed = pc.or_(
        _changed(before["value"], after["value"]),
        _changed(before["missing"].cast(pa.string()), after["missing"].cast(pa.string())),
    )
    for name in _DETAILS:
        changed = pc.or_(changed, pc.fill_null(pc.not_equal(before[name], after[name]), False))
    return changed


def _changed(before: pa.ChunkedArray, after: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whether a value differs, or is there on one side only."""
    one_sided = pc.xor(pc.is_null(before), pc.is_null(after))
    return pc.fill_null(pc.not_equal(before, after), one_sided)


def _left_out(figures: pa.Table, previous: pa.Table) -> Mask:
    """Which figures of `previous` have no row in `figures`."""
    keys = key_codes(pa.concat_tables([previous.select(KEY), figures.select(KEY)]))
    return ~np.isin(keys[: previous.num_rows], keys[previous.num_rows :])


def _between_repeated(previous: pa.Table, left_out: Mask) -> Mask:
    """Which figures of `previous` stand between two of their series that are not left out."""
    series = key_codes(previous, _SERIES)
    period, labels = codes(previous["period"])
    by_time = {label: place for place, label in enumerate(sorted(labels, key=Period.parse))}
    time_order = np.array([by_time[label] for label in labels], dtype=np.int64)[period]
    rows = np.lexsort((time_order, series))
    series, repeated = series[rows], ~left_out[rows]
    between = np.zeros(previous.num_rows, dtype=bool)
    between[rows[1:-1]] = (series[:-2] == series[2:]) & repeated[:-2] & repeated[2:]
    return between
