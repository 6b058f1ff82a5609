"""Words that make another question of what is named, each with a meaning elsewhere: “deaths a day”, “the two widest”.

Where one stands the question is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.words.spans import Span

_SEVERAL = ("two", "three", "four", "five", "2", "3", "4", "5")
_TIMES = ("day", "week", "month", "hour")
_BY_THE = ("per", "each", "every")
_DEGREES = frozenset(
    {"sharply", "dramatically", "steadily", "rapidly", "quickly", "fast", "markedly", "steeply"}
)
_DEGREES |= {"substantially", "considerably", "greatly", "noticeably", "drastically", "hugely", "massively"}
_MOVES = ("narrow", "widen", "either_way")
_PEOPLE = ("deaths", "babies", "births", "infants", "lives", "people")
_FIGURES = ("indicator", "measure", "events", "unit")


def misleads(spans: Sequence[Span], i: int, *, in_thread: bool) -> bool:
    """Whether span `i` asks for something else than the figures that the others name."""
    unnamed = not any(span.has("indicator") for span in spans)
    if _asks_where(spans, i) and unnamed if in_thread else _of_people_only(spans, i):
        return True
    return any(rule(spans, i) for rule in _RULES)


def _after(spans: Sequence[Span], i: int) -> Span | None:
    return spans[i + 1] if i + 1 < len(spans) else None


def _is_end(span: Span) -> bool:
    return span.has("cue", "max") or span.has("cue", "min")


def _gap_is_named(spans: Sequence[Span]) -> bool:
    return any(value.endswith("gap") for span in spans for value in span.values("measure"))


def _of_people_only(spans: Sequence[Span], i: int) -> bool:
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
    after = _after(spans, i)
    if after is None or after.has("events"):
        return False
    return spans[i].text in ("the average", "average", "mean", "the mean") and (
        after.has("indicator") or after.has("measure")
    )


def _by_the_day(spans: Sequence[Span], i: int) -> bool:
    """ "Infant deaths a day", "per week", "deaths under one week": figures are of years."""
    if not i or spans[i].text.removesuffix("s") not in _TIMES:
        return False
    lead = spans[i - 1].text
    counted = i > 1 and any(spans[i - 2].has(kind) for kind in ("indicator", "events", "measure"))
    return lead in _BY_THE or lead.endswith((" one", " 1")) or (lead == "a" and counted)


def _several_ends(spans: Sequence[Span], i: int) -> bool:
    """ "The two widest gaps": of a series there is one."""
    after = _after(spans, i)
    return after is not None and _is_end(after) and spans[i].text.removeprefix("the ") in _SEVERAL


def _widest_of_all(spans: Sequence[Span], i: int) -> bool:
    """ "Is cancer the widest gap?": among others, and not over time."""
    after = _after(spans, i)
    if not _is_end(spans[i]) or after is None or not after.has("measure", "gap"):
        return False
    return any(span.has("indicator") for span in spans[:i]) and spans[i - 1].text == "the"


def _takes_away(spans: Sequence[Span], i: int) -> bool:
    """ "The rate in R&M minus all" is no level, where no gap is named."""
    return spans[i].text == "minus" and not _gap_is_named(spans)


def _follows_a_time(spans: Sequence[Span], i: int) -> bool:
    """ "Following 2003-05" is not in it."""
    after = _after(spans, i)
    return spans[i].text == "following" and after is not None and after.when is not None


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


def _by_a_degree(spans: Sequence[Span], i: int) -> bool:
    """ "Did it fall sharply?": how sharp a fall is, no figure says."""
    beside = [*spans[max(i - 1, 0) : i], *spans[i + 1 : i + 2]]
    return spans[i].text in _DEGREES and any(span.has("cue", move) for span in beside for move in _MOVES)


def _most_of(spans: Sequence[Span], i: int) -> bool:
    """ "Have most of the gaps narrowed?": more than half of them, and not the one that did most."""
    after = _after(spans, i)
    return spans[i].text == "most" and after is not None and after.text.startswith("of")


def _in_another_unit(spans: Sequence[Span], i: int) -> bool:
    """ "The cancer gap in years": in the unit of something else."""
    named = {indicator for span in spans for indicator in span.values("indicator")}
    in_unit = spans[i].has("unit") and spans[i].text.startswith("in ")
    return bool(named) and in_unit and named.isdisjoint(spans[i].values("unit"))


def _in_people(spans: Sequence[Span], i: int) -> bool:
    """ "The infant gap in deaths": a gap is no number of people, and one *in deaths* is named before anything else."""
    after = _after(spans, i)
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
    after = _after(spans, i)
    return spans[i].text == "within" and after is not None and after.said is not None


def _beside_another_measure(spans: Sequence[Span], i: int) -> bool:
    """ "The gap and the rate": two numbers, and no gap in the rate."""
    joint = next((j for j in range(i - 1, 0, -1) if not (spans[j].is_filler or spans[j].has("indicator"))), 0)
    before = {measure for span in spans[:joint] for measure in (*span.values("measure"), *span.text.split())}
    this = spans[i].values("measure")
    deaths = any(span.text.endswith("deaths") for span in spans[:joint]) or "number" in before
    two = ("rate" in this and ("gap" in before or deaths)) or ("gap" in this and ("rate" in before or deaths))
    return two and spans[joint].text == "and"


def _asks_where(spans: Sequence[Span], i: int) -> bool:
    """ "Where is the cancer gap widest?", in a thread “where is it lowest?”: in which place, and not when."""
    if spans[i].text not in _WHERE:
        return False
    return any(span.has("cue", cue) for span in spans[i:] for cue in ("max", "min", "narrow", "widen"))


def _asks_where_of(spans: Sequence[Span], i: int) -> bool:
    return any(span.has("indicator") for span in spans[i:]) and _asks_where(spans, i)


_WHERE = ("where", "where is", "where are", "where was", "where were", "where has", "where did")


def _asks_who(spans: Sequence[Span], i: int) -> bool:
    """ "Who set the target?", “who is responsible for the gap?”."""
    after = _after(spans, i)
    said = {span.text for span in spans[i:]}
    does = after is not None and after.text.split()[0] in _DEEDS
    return spans[i].text in ("who", "who is") and (does or not said.isdisjoint(("responsible", "blame")))


_DEEDS = ("set", "sets", "missed", "made", "measured", "measures", "decided", "agreed", "wrote", "owns")


def _of_what_must_be(spans: Sequence[Span], i: int) -> bool:
    """ "Which gap must narrow fastest?", “… will narrow most?”: of what is to come, and not of what has been."""
    if spans[i].text not in _AHEAD or not any(span.text.startswith("which") for span in spans[:i]):
        return False
    possible = ("met",) if spans[i].text in ("could", "can", "may", "might") else ()
    return any(span.has("cue", way) for span in spans[i:] for way in ("narrow", "widen", *possible))


_AHEAD = ("need", "needs", "must", "has to", "will", "could", "would", "should", "can", "might")


def _again(spans: Sequence[Span], i: int) -> bool:
    """ "Narrowing again", “at baseline again”: after a time when it was not."""
    if spans[i].text != "again" or not i:
        return False
    before = spans[i - 1]
    return before.when is not None or before.has("when") or any(before.has("cue", way) for way in _MOVES)


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


def _both_of_one(spans: Sequence[Span], i: int) -> bool:
    """ "Both gaps for infants": the absolute and the relative one."""
    after, named = _after(spans, i), {name for span in spans for name in span.values("indicator")}
    return spans[i].text == "both" and after is not None and after.text == "gaps" and len(named) == 1


def _when_something_else(spans: Sequence[Span], i: int) -> bool:
    """ "The infant gap when cancer was at its lowest", “… when the rate was 5.9”: a time known by something else."""
    if not spans[i].has("cue", "when") or not any(span.has("indicator") for span in spans[:i]):
        return False
    kinds = ("indicator", "group")
    return any(span.has(kind) for span in spans[i + 1 :] for kind in kinds) or any(
        span.has("measure", "rate") for span in spans[i + 1 :]
    )


def _years_from(spans: Sequence[Span], i: int) -> bool:
    """ "Three years on from 2001-03", “two years after the baseline”: so many years are no period."""
    return bool(_SO_MANY_YEARS.match(" ".join(span.text for span in spans[i : i + 5])))


_SO_MANY_YEARS = re.compile(
    r"(?:the )?(?:one|two|three|four|five|six|\d) years? (?:on|after|before|back|prior|since|later|earlier|previous)\b"
)


def comes_to_a_time(spans: Sequence[Span], i: int) -> bool:
    """ "Fell from 17% to 16% in 2005-07": the time is that of the second, and the first has none."""
    said = spans[i].said
    if said is None or said.role != "to":
        return False
    after = next((span for span in spans[i + 1 :] if not span.is_filler or span.when), None)
    undated = any(span.said for span in spans[:i]) and not any(span.when for span in spans[:i])
    return undated and after is not None and after.when is not None


def _all_but(spans: Sequence[Span], i: int) -> bool:
    """ "All gaps but infant mortality": the others."""
    before = {word for span in spans[:i] for word in span.text.split()}
    return spans[i].text == "but" and not before.isdisjoint(("all", "every", "both", "each"))


def _over_three_years(spans: Sequence[Span], i: int) -> bool:
    """ "Has it narrowed in the last three years?": from which period to which?"""
    after = _after(spans, i)
    words = f"{spans[i].text} {after.text if after else ''}"
    moves = any(span.has("cue", way) for span in spans for way in _MOVES)
    return bool(moves and _THREE_YEARS.search(words) and not any(span.when for span in spans))


_THREE_YEARS = re.compile(r"\b(?:three|3) years?\b")


def _of_each_of_the_last(spans: Sequence[Span], i: int) -> bool:
    """ "Did it rise in any of the last four periods?": in four steps, or three?"""
    words = " ".join(span.text for span in spans[i : i + 6])
    return bool(_EACH_OF_THE_LAST.match(words))


_EACH_OF_THE_LAST = re.compile(r"(?:each|every|any|one|either) (?:of )?(?:the )?(?:last|past|latest) \S")


def _so_many_in_a_row(spans: Sequence[Span], i: int) -> bool:
    """ "Above 18% for three periods in a row": how many they are, nothing counts."""
    after = _after(spans, i)
    counted = spans[i].text in _SEVERAL and after is not None and after.text.startswith(("period", "time"))
    return any(span.said for span in spans) and (counted or spans[i].text in _IN_A_ROW)


_IN_A_ROW = ("in a row", "running", "consecutive", "in succession", "on the trot")


def _is_a_distance(spans: Sequence[Span], i: int) -> bool:
    """ "4.3 points from its target", “it has 2.9 to go”: no claim of where something stands."""
    said = any(span.said for span in spans[:i])
    to_it = any(span.has("cue", "target") for span in spans[i:])
    away = said and to_it and spans[i].text.split()[0] in _AWAY
    left = i > 0 and bool(spans[i - 1].said) and spans[i].text in _LEFT
    return away or (left and not _is_end_of_a_range(spans, i))


_AWAY = ("from", "away", "short", "off", "adrift")
_LEFT = ("to go", "to fall", "to cut", "left", "to")


def _per_cent_of_all(spans: Sequence[Span], i: int) -> bool:
    """ "43% of all infant deaths": of those whose group is known, or of all?"""
    per_cent = any(span.said and span.said.amount.unit == "%" for span in spans[:i])
    after = _after(spans, i)
    return per_cent and spans[i].text in ("all", "of all") and after is not None and after.has("events")


def _judges_nothing(spans: Sequence[Span], i: int) -> bool:
    """ "Is the cancer gap for women?", “is infant mortality deaths under one year?”: no figure says whether it is."""
    after = _after(spans, i)
    if spans[0].text not in _WHETHER or not (after is None or after.is_mark):
        return False
    subject = next((span for span in spans[1:] if span.text not in _ARTICLES), spans[0])
    named = subject.has("indicator") or subject.has("measure")
    return named and not any(map(_judges, spans[1:]))


_WHETHER = ("is", "are", "was", "were", "does", "do", "did", "has", "have")
_ARTICLES = ("the", "our", "your", "a", "an", "this", "that")


def _judges(span: Span) -> bool:
    return bool(span.said or span.when or span.values("when") or span.values("form")) or (
        span.has("cue") and (not span.is_filler or any(cue in _VERDICTS for cue in span.values("cue")))
    )


_VERDICTS = ("published", "target", "met", "take")


def _is_end_of_a_range(spans: Sequence[Span], i: int) -> bool:
    after = _after(spans, i)
    return after is not None and bool(after.said or after.when)


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


_RULES = (
    _all_figures,
    _gap_beside_a_rate,
    _counts_people,
    _averages,
    _by_the_day,
    _several_ends,
    _widest_of_all,
    _takes_away,
    _follows_a_time,
    _counts_a_gap,
    _number_beside_a_rate,
    _by_a_degree,
    _most_of,
    _in_another_unit,
    _in_people,
    _within_an_amount,
    _beside_another_measure,
    _asks_where_of,
    _asks_who,
    _of_what_must_be,
    _again,
    _one_in,
    _is_a_share,
    _all_but,
    _over_three_years,
    _of_each_of_the_last,
    _so_many_in_a_row,
    _is_a_distance,
    _per_cent_of_all,
    _judges_nothing,
    _both_of_one,
    _when_something_else,
    _years_from,
)


def asks_when_published(spans: Sequence[Span], i: int) -> bool:
    """ "Were the figures published in 2009?" asks when they were; “what was published in 2009?” what they were."""
    published = spans[i].has("known") and spans[i].text.startswith("publish")
    return published and spans[0].text.split()[0] in ("was", "were", "is", "are", "did")
