"""What a release changes of what was known before it: new, revised, withdrawn and unchanged figures.

Pure, on Arrow tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.figures import KEY
from healthgap.period import Period
from healthgap.tables import codes, key_codes

_SERIES = tuple(name for name in KEY if name != "period")
_DETAILS = ("lower", "upper", "count", "denominator")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a release changes, as tables of figures; `before` holds what `revised` replaces, row by row.

    `withdrawn` holds earlier figures: those now printed as missing, and those the same publisher has dropped.
    """

    new: pa.Table
    revised: pa.Table
    before: pa.Table
    unchanged: pa.Table
    withdrawn: pa.Table


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
        return Comparison(figures, nothing, nothing, nothing, nothing)
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
    return Comparison(
        new=figures.filter(pa.array(is_new)),
        revised=after.filter(pc.and_not(differs, blanked)),
        before=before.filter(pc.and_not(differs, blanked)),
        unchanged=after.filter(pc.invert(differs)),
        withdrawn=pa.concat_tables([before.filter(blanked), _dropped(figures, previous)]),
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


def _dropped(figures: pa.Table, previous: pa.Table) -> pa.Table:
    """The figures of `previous` that `figures` leaves out between two neighbours that it repeats."""
    held = previous.num_rows
    both = pa.concat_tables([previous.select(KEY), figures.select(KEY)])
    keys = key_codes(both)
    series = key_codes(both, _SERIES)[:held]
    period, labels = codes(previous["period"])
    by_time = {label: place for place, label in enumerate(sorted(labels, key=Period.parse))}
    time_order = np.array([by_time[label] for label in labels], dtype=np.int64)[period]

    rows = np.lexsort((time_order, series))
    series, repeated = series[rows], np.isin(keys[:held], keys[held:])[rows]
    left_out = (series[:-2] == series[2:]) & repeated[:-2] & ~repeated[1:-1] & repeated[2:]
    dropped = previous.take(np.sort(rows[1:-1][left_out]))
    return dropped.filter(pc.is_valid(dropped["value"]))
