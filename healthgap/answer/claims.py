"""A claimed amount held against the figures: right, wrong, or not as printed.

An amount is taken as rounded to the decimals it was written with. It is right where the figure rounds to it, and not as
printed where it does not, but rounding of the printed figures could still make it so. So is a bound that is not kept,
unless it is the printed figure itself: that is judged as printed, and told to rest on rounding. A bound with more
decimals than the printed figure, within what its rounding leaves open, cannot be checked. A word such as
"a third" is right where no other simple fraction is nearer. Per cent of a gap and percentage points are two things, and
taking one for the other is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

from healthgap.answer.checks import Answer, Checkable, ClaimFacts, Verdict
from healthgap.answer.facts import ChangeFacts, GapFacts, LevelFacts, ShareFacts, TargetFacts
from healthgap.answer.held import Held, lacking
from healthgap.answer.moves import WAYS, changed, target
from healthgap.answer.values import value
from healthgap.catalogue import Indicator
from healthgap.period import Period
from healthgap.question.model import Amount, Question, When
from healthgap.rounding import Rounded, beyond
from healthgap.series import Point, Series
from healthgap.trends import change

_SIMPLE = sorted(
    {100 * top / bottom for bottom in (1, 2, 3, 4, 5, 6, 7, 8, 10) for top in range(1, bottom + 1)}
    | {200.0, 300.0}
)
_ABOUT = 0.05
_FAR_FROM = 0.1  # 0.7 is no 1, though it rounds to it
_IN_WORDS = 0.15
_LITTLE, _LITTLE_IN_WORDS = 0.03, 0.1
_JUST: Mapping[str, int] = {"nearly": -1, "just_above": 1}
BEYOND: Mapping[str, Callable[[float, float], bool]] = {
    "above": lambda figure, claimed: beyond(figure, claimed) > 0,
    "below": lambda figure, claimed: beyond(figure, claimed) < 0,
    "at_least": lambda figure, claimed: beyond(figure, claimed) >= 0,
    "at_most": lambda figure, claimed: beyond(figure, claimed) <= 0,
}
"""Whether a figure keeps within a bound that was claimed."""


def claimed(question: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    """A verdict on each amount of `question`, with the facts that it should be in.

    A change without a beginning is one since the baseline; if it was not so, since the peak, the period before or any
    other from which it went the way that was said. That it moved no more than so much is of the baseline only: it would
    be so from some late beginning almost always.
    """
    asked = measured(question, indicator)
    if _names_ends(asked):
        series = held.series(asked, indicator, sex)
        if len(series.points) < 2:
            return [lacking("no pace", asked, series)]
        asked = _with_ends(asked, series)
    starts: list[When | None] = [asked.since]
    from_above = any(amount.bound in ("below", "at_most") for amount in asked.amounts)
    if asked.claim == "change_since" and asked.since is None and not from_above:
        starts = [When("baseline"), When("peak"), When("previous"), *_earlier(asked, indicator, sex, held)]
    first = _on(asked.but(since=starts[0]), indicator, sex, held)
    if any(map(_is_right, first)):
        return first
    if asked.groups == (indicator.everyone,) != (indicator.comparator,):
        of_side = _on(asked.but(since=starts[0], groups=(indicator.comparator,)), indicator, sex, held)
        if all(map(_is_right, of_side)):
            return of_side  # “the rate for everyone fell from 5.6 to 4.7”: of all whose group is known
    others = [asked.but(since=start) for start in starts[1:]]
    others += [asked.but(measure="absolute_gap")] if _may_be_absolute(asked, indicator) else []
    later = (fact for other in others for fact in _on(other, indicator, sex, held))
    return next(([_counted_from(fact)] for fact in later if _is_right(fact)), first)


def _earlier(asked: Question, indicator: Indicator, sex: str, held: Held) -> list[When]:
    """The periods from which a movement can be counted whose way and size were said, the latest first."""
    if asked.supposed is None or any(amount.decimals is None for amount in asked.amounts):
        return []
    return [When.of(point.period) for point in reversed(held.series(asked, indicator, sex).points[:-1])]


def _may_be_absolute(asked: Question, indicator: Indicator) -> bool:
    """ "The gap is 0.7", with the decimals of the rates, where the headline is in per cent."""
    as_rates = all(not one.unit and one.decimals == indicator.decimals for one in asked.amounts)
    own = {indicator.group, indicator.comparator}.issuperset(asked.groups)
    of_gap = asked.claim == "value" and asked.measure is None and own
    return of_gap and as_rates and indicator.headline == "relative_gap" and indicator.decimals > 0


def _names_ends(asked: Question) -> bool:
    """ "From 19% to 16%", where no period was said."""
    of_series = asked.claim == "value" and asked.measure not in ("share", "slope_index")
    return of_series and len(asked.amounts) == 2 and not asked.at


def _with_ends(asked: Question, series: Series) -> Question:
    """`asked` at the last two periods that were as claimed, one leading to the other, or else at the baseline and the
    latest.
    """
    first, last = (
        [point for point in series.points if _holds(amount, point.value) == "right"]
        for amount in asked.amounts
    )
    pairs = [(a, b) for a, b in product(first, last) if a.period < b.period and _leads_to(a, b, series)]
    nearest = asked.amounts[0].value
    ends = max(
        pairs,
        key=lambda pair: (pair[1].period.order, -abs(pair[0].value.value - nearest), pair[0].period.order),
        default=None,
    )
    a, b = ends or (series.baseline or series.points[0], series.points[-1])
    return asked.but(at=(When.of(a.period), When.of(b.period)))


def _leads_to(first: Point, last: Point, series: Series) -> bool:
    """Whether a course is from one point to another: to the latest, or without a turn between them."""
    between = [
        point for point in series.points if first.period.order <= point.period.order <= last.period.order
    ]
    ways = {change(*ends).sign for ends in pairwise(between)} - {0}
    return last == series.latest or len(ways) < 2


def _on(asked: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    plain = asked.but(intent=asked.claim, amounts=(), claim=None)
    look_up = {"value": value, "change_since": changed, "target_status": target}[asked.claim or "value"]
    found = look_up(plain, indicator, sex, held)
    judged = [_judged(amount, fact, asked) for amount, fact in zip(asked.amounts, found, strict=False)]
    way = _way_there(asked, judged, indicator, sex, held)
    if len(judged) > 1 and asked.supposed and not way and isinstance(judged[-1], ClaimFacts):
        judged[-1] = replace(judged[-1], ends_a_course=True)
    return [*judged, *way]


def _way_there(
    asked: Question, judged: Sequence[Answer], indicator: Indicator, sex: str, held: Held
) -> Sequence[Answer]:
    """Of levels that are as claimed: the change to the last one, unless it went the way that was said.

    Two levels have one change between them; a single one is counted from the period before and from the first.
    """
    levels = [fact.told for fact in judged if isinstance(fact, ClaimFacts) and fact.verdict == "right"]
    if asked.claim != "value" or asked.supposed is None or len(levels) != len(asked.amounts):
        return ()
    points = [told for told in levels if isinstance(told, GapFacts | LevelFacts)]
    if not points:
        return [ClaimFacts(asked.amounts[-1], None, "not checkable", None, levels[-1])]
    *before, last = points
    as_long = last.series.as_long_as(last.point.period.years)
    earlier = [point for point in as_long if point.period < last.point.period]
    starts = [told.point for told in before] or [*earlier[-1:], *earlier[:1]]
    moves = [
        fact
        for since in dict.fromkeys(When.of(start.period) for start in starts)
        for fact in changed(_between(asked, since, last.point.period), indicator, sex, held)
        if isinstance(fact, ChangeFacts)
    ]
    as_said = [fact for fact in moves if fact.change.sign == WAYS[asked.supposed]]
    if not moves:
        return [ClaimFacts(asked.amounts[-1], None, "not checkable", None, last)]
    if not as_said:
        return [ClaimFacts(asked.amounts[-1], None, "wrong", None, moves[0])]
    of_some = as_said if len(as_said) < len(moves) else []
    return [_counted_from(ClaimFacts(asked.amounts[-1], None, "right", None, fact)) for fact in of_some]


def _between(asked: Question, start: When, end: Period) -> Question:
    return asked.but(intent="change_since", amounts=(), claim=None, since=start, to=When.of(end), at=())


def _counted_from(fact: Answer) -> Answer:
    if isinstance(fact, ClaimFacts) and isinstance(fact.told, ChangeFacts):
        return replace(fact, counted_from=fact.told.change.first.period)
    return fact


def _is_right(fact: Answer) -> bool:
    return isinstance(fact, ClaimFacts) and fact.verdict == "right"


def measured(question: Question, indicator: Indicator) -> Question:
    """A level of a gap claimed in per cent is one of the relative gap, whatever the indicator's headline."""
    per_cent = any(amount.unit in ("%", "points") for amount in question.amounts)
    if question.measure is None and per_cent and question.claim in (None, "value") and not question.groups:
        return question.but(measure="relative_gap")
    return question


def _judged(amount: Amount, fact: Answer, question: Question) -> Answer:
    match fact:
        case GapFacts():
            checkable = not fact.series.indexed and (fact.series.measure == "relative_gap" or not amount.unit)
            return _of_level(amount, fact, question) if checkable else _verdict(amount, None, fact)
        case LevelFacts():
            return _in_another_unit(amount, fact) if amount.unit else _of_level(amount, fact, question)
        case ShareFacts():
            return _of_share(amount, fact)
        case TargetFacts():
            return _of_target(amount, fact, question)
        case ChangeFacts():
            return _of_change(amount, fact, question)
    return fact


def _in_another_unit(amount: Amount, fact: LevelFacts) -> ClaimFacts:
    """Per cent or points of a rate: wrong where the number is the rate's own, else nothing to hold it against."""
    bare = replace(amount, unit="")
    if amount.unit == "%" and not amount.bound and _holds(bare, fact.point.value) == "right":
        return ClaimFacts(amount, fact.point.value, "wrong", "unit", fact)
    return _verdict(amount, None, fact)


def _of_share(amount: Amount, fact: ShareFacts) -> ClaimFacts:
    """Of those whose group is known, or else of all."""
    found = _verdict(amount, Rounded.exact(fact.per_cent), fact)
    of_all = fact.per_cent_of_all
    if found.verdict != "wrong" or of_all is None or _holds(amount, Rounded.exact(of_all)) != "right":
        return found
    return replace(found, verdict="of another whole")


def _of_level(amount: Amount, fact: GapFacts | LevelFacts, question: Question) -> ClaimFacts:
    """Of the period that was said, or else of the latest; where that is wrong, it may have been right before."""
    found = _verdict(amount, fact.point.value, fact)
    dated = question.at not in ((), (When("latest"),))
    if found.verdict != "wrong" or dated or amount.decimals is None:
        return found
    then = [point.period for point in fact.series.held if _holds(amount, point.value) == "right"]
    return replace(found, then=tuple(then))


def _of_target(amount: Amount, fact: TargetFacts, question: Question) -> Answer:
    """Of the level that is required, as it is told, or of the cut that is asked for; per cent of most gaps is a cut.

    At least so much can only be the cut.
    """
    required, aim, series = fact.standing.assessment.required, fact.indicator.target, fact.standing.series
    cut = aim.cut if aim else None
    if amount.unit != "%" and not (amount.unit == "" and amount.value == cut):  # “is the target 6?”
        cut = None
    level = None if cut is not None and series.measure != "relative_gap" else required
    either = {"cut": (cut,), "level": (None if series.indexed else required,)}
    of_what = "cut" if amount.bound in ("above", "at_least") else question.selection
    known = [size for size in either.get(of_what or "", (level, cut)) if size is not None]
    if not known:
        return lacking("measure", Question("target_status", (fact.indicator.id,)), series)
    best = min(known, key=lambda size: abs(size - amount.value))
    if amount.bound or amount.decimals is None:
        return _verdict(amount, Rounded.exact(best), fact)
    places = 1 if series.measure == "relative_gap" else series.indicator.decimals
    as_told = round(best, places)
    return ClaimFacts(
        amount, Rounded.exact(as_told), "right" if amount.value == as_told else "wrong", None, fact
    )


def _of_change(amount: Amount, fact: ChangeFacts, question: Question) -> ClaimFacts:
    """Of a change in per cent or in points; a direction taken for granted has to be the right one."""
    moved = fact.change
    of_gap = fact.printed or moved.per_cent
    in_unit, in_per_cent = _size(moved.difference), _size(of_gap) if of_gap else None
    by_unit = amount.unit in ("points", "") and not fact.series.indexed
    actual, other = (in_unit, in_per_cent) if by_unit else (in_per_cent or in_unit, in_unit)
    wrong_way = question.supposed is not None and WAYS.get(question.supposed) != moved.sign
    if fact.series.indexed and amount.unit != "%":
        return ClaimFacts(amount, None, "not checkable", None, fact)
    if wrong_way:
        return ClaimFacts(amount, actual, "wrong", None, fact)
    verdict = _holds(amount, actual)
    with_unit = fact.series.measure == "relative_gap" or amount.unit != ""
    mixed = (
        with_unit
        and amount.decimals is not None
        and not amount.bound
        and verdict in ("wrong", "not as printed")
        and other is not None
        and _holds(amount, other) == "right"
    )
    if not mixed:
        return ClaimFacts(amount, actual, verdict, None, fact, close=_is_close(amount, actual))
    return ClaimFacts(amount, actual, "wrong", "points" if amount.unit == "%" else "%", fact)


def _verdict(amount: Amount, actual: Rounded | None, fact: Checkable) -> ClaimFacts:
    if actual is None:
        return ClaimFacts(amount, actual, "not checkable", None, fact)
    close = _is_close(amount, actual)
    return ClaimFacts(amount, actual, _holds(amount, actual), None, fact, close=close)


def _size(change: Rounded) -> Rounded:
    """How far it moved, whichever way."""
    return -change if change.value < 0 else change


def _holds(amount: Amount, actual: Rounded) -> Verdict:
    claimed, figure = amount.value, _as_told(amount, actual)
    if amount.bound in _JUST:
        little = _a_little(amount)
        off, *ends = (_JUST[amount.bound] * beyond(one, claimed) for one in (figure, actual.low, actual.high))
        if 0 < off <= little + 1e-9:
            return "right"
        return "not as printed" if max(ends) > 1e-6 and min(ends) < little + 1e-6 else "wrong"
    if amount.bound in BEYOND:
        if _hidden_by_rounding(amount, actual):
            return "not checkable"
        if BEYOND[amount.bound](figure, claimed):
            return "right"
        return "not as printed" if _is_close(amount, actual) and beyond(figure, claimed) else "wrong"
    if amount.decimals is None:
        near = min(_IN_WORDS * abs(claimed), *(abs(figure - part) for part in _SIMPLE if part != claimed))
        return "right" if abs(figure - claimed) <= near + 1e-9 else "wrong"
    half = 0.5 * 10.0**-amount.decimals + 1e-9
    if amount.bound == "about":
        half = max(half, _ABOUT * abs(claimed))
    if abs(figure - claimed) <= half:
        near = abs(figure - claimed) <= _FAR_FROM * abs(claimed)
        far = amount.decimals == 0 and amount.bound != "about" and not near
        return "wrong" if far else "right"
    open_to_it = actual.low < claimed + half - 1e-6 and claimed - half + 1e-6 < actual.high
    return "not as printed" if open_to_it else "wrong"


def _as_told(amount: Amount, actual: Rounded) -> float:
    """A computed figure rounded as it is told, to one decimal or as many as the claim has; a printed one as it is."""
    figure = actual.value
    printed = not beyond(figure, round(figure, _MOST_PRINTED))
    return figure if printed or amount.decimals is None else round(figure, max(amount.decimals, 1))


_MOST_PRINTED = 3


def _a_little(amount: Amount) -> float:
    """How far from a number is "nearly" and "just over" it: what rounds to it or 3% of it, a tenth of "a quarter"."""
    if amount.decimals is None:
        return _LITTLE_IN_WORDS * amount.value
    return max(_LITTLE * amount.value, 0.5 * 10.0**-amount.decimals)


def _is_close(amount: Amount, actual: Rounded) -> bool:
    """Whether rounding alone decides whether a bound is kept."""
    return amount.bound in BEYOND and actual.leaves_open(amount.value)


def _hidden_by_rounding(amount: Amount, actual: Rounded) -> bool:
    """Whether a bound with more decimals than a printed figure lies within what its rounding leaves open."""
    step = actual.high - actual.low
    if step <= 0 or abs(math.log10(step) - round(math.log10(step))) > 1e-6:
        return False  # exact, or computed: judged as told
    as_printed = abs(amount.value / step - round(amount.value / step)) < 1e-6
    return actual.leaves_open(amount.value) and not as_printed
