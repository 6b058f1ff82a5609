"""Conditions that people want to be told of: understood in their words, and held against what a release changes.

A condition is understood in full or not at all; the words for indicators, sexes, measures and amounts are those of
questions. It is met by the release with which it becomes so, and not by the next one with which it still is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from healthgap.answer.claims import BEYOND, measured
from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, told_of
from healthgap.catalogue import Indicator
from healthgap.question.message.understand import Reader
from healthgap.question.model import Question, Understood
from healthgap.series import Point, Series

Kind = Literal["beyond", "status", "moved"]

_OPENING = re.compile(
    r"^(?:please )?(?:(?:alert|tell|warn|notify) )?(?:(?:us|me|this channel) )?(?:when(?:ever)?|if|once|as soon as) ",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|had|has|have|been|did)\b", re.IGNORECASE)
_STATUS_CHANGES = re.compile(
    r"(?:the )?(?:status of (?P<of>.+?) changes|(?P<whose>.+?)(?:[’']s)? (?:target )?status changes"
    r"|(?P<who>.+?) changes (?:its )?(?:target )?status)",
    re.IGNORECASE,
)
_STATUS_IS = re.compile(
    r"(?P<who>.+?) (?:is|becomes|gets|goes|comes|turns|falls) (?P<status>met|on track|off track|too close to call)",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"(?P<who>.+?) (?P<way>narrow|widen)(?:s|ed)?(?: again)?|(?P<what>.+?) gets (?P<to>narrow|wid)er",
    re.IGNORECASE,
)
_GETS = re.compile(
    r"\b(?:(?P<down>narrows?|falls?|drops?|sinks?)|(?P<up>widens?|rises?|climbs?|grows?)|is|goes|gets|comes)"
    r"(?: back)?(?: down| up)? (?:to )?(?=(?:below|under|above|over|at|less|more|no|lower|higher|narrower|wider)\b)",
    re.IGNORECASE,
)
_ANY = re.compile(r"(?:any|a|an|one|some)(?: (?:gap|target|indicator)(?:[’']s)?)?(?: target)?", re.IGNORECASE)
_NOISE = re.compile(r"^the |(?: gap)?(?: target)?$", re.IGNORECASE)
_BOUNDS = ("above", "below", "at_least", "at_most")
_CONTRARY = {"wider": ("below", "at_most"), "narrower": ("above", "at_least")}


@dataclass(frozen=True, slots=True)
class Condition:
    """What is waited for. `about` says of which gaps or levels, None for any gap.

    `kind` "beyond": the latest figure gets beyond the amount of `about`. "status": the target's status becomes
    `wanted`, or any other where that is empty. "moved": the gap is `wanted`, "narrower" or "wider", than the period
    before.
    """

    kind: Kind
    about: Question | None = None
    wanted: str = ""

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "kind": self.kind,
            "about": self.about.as_json() if self.about else None,
            "wanted": self.wanted,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Condition:
        """The inverse of `as_json`."""
        about = values["about"]
        return cls(values["kind"], Question.from_json(about) if about else None, values["wanted"])


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that a release meets: the series it is about with its latest point, and the one known before.

    Where the status of a target is waited for, `standing` has it and `status_before` the one it was.
    """

    condition: Condition
    series: Series
    latest: Point
    before: Point | None
    standing: Standing | None = None
    status_before: str | None = None


def understood(words: str, reader: Reader) -> Condition | None:
    """The condition that somebody puts into words, with or without “when” before it; None unless all of it is clear."""
    said = _OPENING.sub("", " ".join(words.split())).rstrip(" .!")
    if _PAST.search(said):
        return None
    return _status(said, reader) or _moved(said, reader) or _beyond(said, reader)


def _status(said: str, reader: Reader) -> Condition | None:
    if match := _STATUS_CHANGES.fullmatch(said):
        return _about_target(match["of"] or match["whose"] or match["who"], "", reader)
    if match := _STATUS_IS.fullmatch(said):
        return _about_target(match["who"], match["status"].lower(), reader)
    return None


def _about_target(whose: str, wanted: str, reader: Reader) -> Condition | None:
    if _ANY.fullmatch(whose):
        return Condition("status", None, wanted)
    about = _asked(f"Is the {_NOISE.sub('', whose)} target on track?", reader)
    plain = about and about == Question("target_status", about.indicators, about.sex)
    return Condition("status", about, wanted) if plain else None


def _moved(said: str, reader: Reader) -> Condition | None:
    match = _MOVES.fullmatch(said)
    if match is None:
        return None
    who, way = match["who"] or match["what"], (match["way"] or match["to"]).lower()
    wanted = "narrower" if way == "narrow" else "wider"
    if _ANY.fullmatch(who):
        return Condition("moved", None, wanted)
    about = _asked(f"What is {who}?", reader)
    plain = about and about == Question("value", about.indicators, about.sex, about.measure)
    is_gap = plain and about and about.measure in (None, "absolute_gap", "relative_gap")
    return Condition("moved", about, wanted) if is_gap else None


def _beyond(said: str, reader: Reader) -> Condition | None:
    gets = _GETS.search(said)
    found = _asked(f"When was {said[: gets.start()]}{said[gets.end() :]}?", reader) if gets else None
    if found is None or len(found.amounts) != 1 or found.amounts[0].bound not in _BOUNDS:
        return None
    way = "narrower" if gets and gets["down"] else "wider" if gets and gets["up"] else ""
    if found.amounts[0].bound in _CONTRARY.get(way, ()) or len(found.indicators) != 1:
        return None
    about = Question(
        "threshold", found.indicators, found.sex, found.measure, found.groups, amounts=found.amounts
    )
    return Condition("beyond", about) if found == about else None


def _asked(words: str, reader: Reader) -> Question | None:
    """The one question that the words are understood as, to the last of them."""
    found = reader.understand(words)
    one = found.questions[0] if isinstance(found, Understood) and len(found.questions) == 1 else None
    return one if one and one.indicators and not one.areas else None


def series_of(condition: Condition, held: Held) -> list[Series]:
    """The series that a condition is about, each indicator and sex by itself, those with figures only."""
    about = condition.about
    indicators = held.catalogue.indicators
    named = (
        [indicators[name] for name in about.indicators if name in indicators]
        if about
        else indicators.values()
    )
    pairs = [(one, sex) for one in named for sex in _sexes(about, one)]
    found = [_series(condition, one, sex, held) for one, sex in pairs]
    return [series for series in found if series.latest]


def is_measurable(condition: Condition, held: Held) -> bool:
    """Whether figures are held, in the unit of the condition, that can meet it."""
    amounts = condition.about.amounts if condition.about else ()
    per_cent = bool(amounts and amounts[0].unit)
    return any(
        condition.kind != "beyond" or not (series.indexed or (per_cent and series.measure != "relative_gap"))
        for series in series_of(condition, held)
        if condition.kind != "status" or series.indicator.target
    )


def is_so(condition: Condition, series: Series) -> bool:
    """Whether the latest figure is beyond the amount, or the target has the status, that is waited for."""
    now = standing(series)
    if now is None:
        return False
    if condition.kind == "beyond" and condition.about:
        amount = condition.about.amounts[0]
        return not series.indexed and BEYOND[amount.bound](now.latest.value.value, amount.value)
    return now.assessment.target is not None and now.assessment.status == condition.wanted


def met(condition: Condition, before: Held, held: Held, touched: Collection[str]) -> Iterator[Met]:
    """Where the figures `held` meet the condition and those `before` did not.

    `touched` are the indicators that there are other figures of; no condition on others can be met.
    """
    before, held = _only(before, touched), _only(held, touched)
    was = {(one.indicator.id, one.sex): one for one in series_of(condition, before)}
    for series in series_of(condition, held):
        earlier = was.get((series.indicator.id, series.sex))
        if series.latest and _becomes(condition, earlier, series):
            judged = condition.kind == "status"
            yield Met(
                condition,
                series,
                series.latest,
                earlier.latest if earlier else None,
                standing(series) if judged else None,
                _status_of(earlier) if judged and earlier else None,
            )


def _only(held: Held, indicators: Collection[str]) -> Held:
    """The same without the other indicators."""
    every = held.catalogue.indicators
    kept = {name: every[name] for name in every if name in indicators}
    return replace(held, catalogue=replace(held.catalogue, indicators=kept))


def _becomes(condition: Condition, earlier: Series | None, series: Series) -> bool:
    if condition.kind == "moved":
        return _has_moved(condition.wanted, earlier, series)
    if condition.kind == "status" and not condition.wanted:
        return earlier is not None and _status_of(earlier) not in (None, _status_of(series))
    return is_so(condition, series) and not (earlier and is_so(condition, earlier))


def _has_moved(way: str, earlier: Series | None, series: Series) -> bool:
    """Whether the latest figure is clearly beyond that of the period before, and was not so already."""
    was = standing(earlier) if earlier else None
    now = standing(series)
    if now is None or not _moves(way, now):
        return False
    return was is None or was.latest.period != now.latest.period or not _moves(way, was)


def _moves(way: str, now: Standing) -> bool:
    """Whether neither rounding nor chance could hide that it moved that way since the period before."""
    moved = now.last
    if moved is None or now.series.indexed or moved.reversed:
        return False
    return moved.direction == way and moved.verdict in (None, way)


def _status_of(series: Series) -> str | None:
    now = standing(series)
    return now.assessment.status if now and now.assessment.target else None


def _series(condition: Condition, indicator: Indicator, sex: str, held: Held) -> Series:
    about = condition.about
    if condition.kind == "beyond" and about:
        return held.series(measured(about, indicator), indicator, sex)
    if condition.kind == "moved" and about and about.measure:
        return held.gap(indicator, sex, about.measure)
    return told_of(indicator, sex, held)


def _sexes(about: Question | None, indicator: Indicator) -> tuple[str, ...]:
    named = about.sex if about else None
    return indicator.sexes if named in (None, "both") else tuple({named or ""} & set(indicator.sexes))
