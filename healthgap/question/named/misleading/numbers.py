"""Numbers and units of something else than is named: “how many live births”, “the gap in deaths”, “one in how many”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.words.spans import Span, following

_PEOPLE = ("deaths", "babies", "births", "infants", "lives", "people")
_FIGURES = ("indicator", "measure", "events", "unit")


def _gap_is_named(spans: Sequence[Span]) -> bool:
    return any(value.endswith("gap") for span in spans for value in span.values("measure"))


def of_people_only(spans: Sequence[Span], i: int) -> bool:
    """ "Live births to routine and manual": where no figure is named they are what is asked for."""
    if not spans[i].has("scope"):
        return False
    figures = any(span.has(kind) for span in spans for kind in _FIGURES)
    return not figures and not any(span.has("cue") and not span.is_filler for span in spans)


def _counts_people(spans: Sequence[Span], i: int) -> bool:
    """ "How many live births", "total live births": the people that the figures are of, and no deaths of theirs."""
    if not spans[i].has("scope") or any(span.has("events") for span in spans):
        return False
    before = next((span for span in reversed(spans[:i]) if not span.is_filler), None)
    return before is not None and (before.has("measure", "count") or before.has("general", "everyone"))


def _averages(spans: Sequence[Span], i: int) -> bool:
    """ "The average infant mortality gap": over what? Before nothing that is measured it is everyone."""
    after = following(spans, i)
    if after is None or after.has("events"):
        return False
    return spans[i].text in ("the average", "average", "mean", "the mean") and (
        after.has("indicator") or after.has("measure")
    )


def _takes_away(spans: Sequence[Span], i: int) -> bool:
    """ "The rate in R&M minus all" is no level, where no gap is named."""
    return spans[i].text == "minus" and not _gap_is_named(spans)


def _counts_a_gap(spans: Sequence[Span], i: int) -> bool:
    """ "Is the gap 16 deaths?": of a gap in per cent."""
    said = spans[i - 1].said if i else None
    bare = said is not None and not said.amount.unit and said.amount.decimals is not None
    people = spans[i].has("events") or spans[i].text in ("babies", "infants")
    return bare and people and _gap_is_named(spans)


def _number_beside_a_rate(spans: Sequence[Span], i: int) -> bool:
    """ "Deaths underlying the latest rate": their number, where the rate alone would be told."""
    before = [span for span in spans[:i] if not span.is_mark]
    rate = spans[i].has("measure", "rate") or spans[i].text.endswith(" rate")
    linked = any(span.text in _UNDERLYING for span in before)
    return rate and linked and any(span.text.endswith("deaths") for span in before)


_UNDERLYING = ("underlying", "behind", "under", "making up")


def _in_another_unit(spans: Sequence[Span], i: int) -> bool:
    """ "The cancer gap in years": in the unit of something else."""
    named = {indicator for span in spans for indicator in span.values("indicator")}
    in_unit = spans[i].has("unit") and spans[i].text.startswith("in ")
    return bool(named) and in_unit and named.isdisjoint(spans[i].values("unit"))


def _in_people(spans: Sequence[Span], i: int) -> bool:
    """ "The infant gap in deaths": a gap is no number of people, and one *in deaths* is named before anything else."""
    after = following(spans, i)
    if (
        i < 2
        or spans[i].text not in _PEOPLE
        or spans[i - 1].text != "in"
        or not (after is None or after.is_mark)
    ):
        return False
    return spans[i - 2].has("measure", "gap") and any(span.has("indicator") for span in spans[: i - 2])


def _within_an_amount(spans: Sequence[Span], i: int) -> bool:
    """ "Within 3 of its target": no amount of its own."""
    after = following(spans, i)
    return spans[i].text == "within" and after is not None and after.said is not None


def _beside_another_measure(spans: Sequence[Span], i: int) -> bool:
    """ "The gap and the rate": two numbers, and no gap in the rate."""
    joint = next((j for j in range(i - 1, 0, -1) if not (spans[j].is_filler or spans[j].has("indicator"))), 0)
    before = {measure for span in spans[:joint] for measure in (*span.values("measure"), *span.text.split())}
    this = spans[i].values("measure")
    deaths = any(span.text.endswith("deaths") for span in spans[:joint]) or "number" in before
    two = ("rate" in this and ("gap" in before or deaths)) or ("gap" in this and ("rate" in before or deaths))
    return two and spans[joint].text == "and"


def _one_in(spans: Sequence[Span], i: int) -> bool:
    """ "One in how many babies": a chance, and no number of them."""
    if i < 2 or not spans[i].has("measure", "count"):
        return False
    return spans[i - 1].text == "in" and spans[i - 2].text in ("one", "1")


def _is_a_share(spans: Sequence[Span], i: int) -> bool:
    """ "Infant mortality share", “the routine and manual share”: a number of its own, and nothing to be sent."""
    before = next((span for span in reversed(spans[:i]) if not span.is_mark), None)
    of_it = before is not None and (before.has("indicator") or before.has("group"))
    last = all(span.is_mark for span in spans[i + 1 :])
    of_people = before is not None and before.has("indicator") and not before.text.endswith("deaths")
    return of_it and (
        spans[i].text == "share" or (last and of_people and spans[i].text in ("number", "births"))
    )


def comes_to_a_time(spans: Sequence[Span], i: int) -> bool:
    """ "Fell from 17% to 16% in 2005-07": the time is that of the second, and the first has none."""
    said = spans[i].said
    if said is None or said.role != "to":
        return False
    after = next((span for span in spans[i + 1 :] if not span.is_filler or span.when), None)
    undated = any(span.said for span in spans[:i]) and not any(span.when for span in spans[:i])
    return undated and after is not None and after.when is not None


def _is_a_distance(spans: Sequence[Span], i: int) -> bool:
    """ "4.3 points from its target", “it has 2.9 to go”: no claim of where something stands."""
    said = any(span.said for span in spans[:i])
    to_it = any(span.has("cue", "target") for span in spans[i:])
    away = said and to_it and spans[i].text.split()[0] in _AWAY
    left = i > 0 and bool(spans[i - 1].said) and spans[i].text in _LEFT
    return away or (left and not _is_end_of_a_range(spans, i))


_AWAY = ("from", "away", "short", "off", "adrift")


_LEFT = ("to go", "to fall", "to cut", "left", "to")


def _is_end_of_a_range(spans: Sequence[Span], i: int) -> bool:
    after = following(spans, i)
    return after is not None and bool(after.said or after.when)


def _per_cent_of_all(spans: Sequence[Span], i: int) -> bool:
    """ "43% of all infant deaths": the share held is one of those whose group is known."""
    per_cent = any(span.said and span.said.amount.unit == "%" for span in spans)
    after = following(spans, i)
    return per_cent and spans[i].text in _ALL and after is not None and after.has("events")


_ALL = ("all", "of all", "the total", "total", "of the total")


def _all_figures(spans: Sequence[Span], i: int) -> bool:
    """ "All infant mortality figures": every one that is held, and not those of everyone."""
    after = [span for span in spans[i + 1 :] if not span.is_filler]
    whole = spans[i].text == "all" and bool(after) and after[0].has("indicator")
    return whole and any(_FIGURES_HELD.search(span.text) for span in spans[i + 1 :])


_FIGURES_HELD = re.compile(r"\b(?:figures|data|numbers|statistics)\b")


def _gap_beside_a_rate(spans: Sequence[Span], i: int) -> bool:
    """ "The infant mortality rate and the gap in 2004-06": two figures, of which the gap alone would be told."""
    before = [span for span in spans[:i] if not (span.is_filler and not span.has("cue", "and"))][-2:]
    joined = len(before) > 1 and before[1].has("cue", "and")
    return joined and spans[i].has("measure", "gap") and before[0].text.split()[-1] in ("rate", "rates")


RULES = (
    _counts_people,
    _averages,
    _takes_away,
    _counts_a_gap,
    _number_beside_a_rate,
    _in_another_unit,
    _in_people,
    _within_an_amount,
    _beside_another_measure,
    _one_in,
    _is_a_share,
    _is_a_distance,
    _per_cent_of_all,
    _all_figures,
    _gap_beside_a_rate,
)
