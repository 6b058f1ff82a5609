"""Which of several sources speaks where they publish the same figure, and what the others print.

Pure. A source is a publisher with all its releases: within it the newest release has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.rounding import half_up

Key = tuple[str, str, str, str, Period, str]


@dataclass(frozen=True, slots=True)
class Said:
    """The figure that speaks for each key, and beside it those printed by other sources that differ from it."""

    figures: tuple[Figure, ...]
    beside: Mapping[Key, tuple[Figure, ...]]


NOTHING_SAID = Said((), {})


def side_by_side(history: Iterable[Figure], publisher: Callable[[str], str], order: Sequence[str]) -> Said:
    """What a `history` of figures says, oldest release first, where the publishers in `order` go first.

    `publisher` gives that of a release. The first publisher listed that printed a figure, or suppressed it, speaks;
    publishers not listed come after those listed, the newest first. Without an order the newest release speaks, and
    nothing stands beside it.
    """
    if not order:
        return Said(tuple({figure.key: figure for figure in history}.values()), {})
    by_key: dict[Key, dict[str, Figure]] = {}
    for figure in history:
        sources = by_key.setdefault(figure.key, {})
        name = publisher(figure.release)
        sources.pop(name, None)  # so that the newest stands last
        sources[name] = figure
    rank = {name.casefold(): place for place, name in enumerate(order)}
    spoken: list[Figure] = []
    beside: dict[Key, tuple[Figure, ...]] = {}
    for key, sources in by_key.items():
        newest_first = list(sources.items())[::-1]
        ranked = [
            (_says_nothing(one), rank.get(name.casefold(), len(rank)), one) for name, one in newest_first
        ]
        first, *others = [one for *_, one in sorted(ranked, key=lambda entry: entry[:2])]
        spoken.append(first)
        differing = tuple(other for other in others if _differ(first, other))
        if differing:
            beside[key] = differing
    return Said(tuple(spoken), beside)


def _says_nothing(figure: Figure) -> bool:
    """Whether a figure is missing for a reason that another source need not share."""
    return figure.value is None and figure.missing != "suppressed"


def _differ(one: Figure, other: Figure) -> bool:
    """Whether both are printed and cannot stand for the same value: 5 and 4.8 can, 5 and 6 cannot."""
    if one.value is None or other.value is None:
        return False
    apart = abs(half_up(one.value, one.decimals) - half_up(other.value, other.decimals))
    return apart >= _half_a_unit(one) + _half_a_unit(other)


def _half_a_unit(figure: Figure) -> Decimal:
    return Decimal(5).scaleb(-figure.decimals - 1)
