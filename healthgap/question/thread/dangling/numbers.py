"""A number in a follow-up that may be held against another figure than the one told."""

from __future__ import annotations

from healthgap.question.named.movements import COMPARATIVES
from healthgap.question.thread.beside_the_last import means_so_much
from healthgap.question.thread.dangling.turn import Rule, Turn

_TO_CUT = ("cut", "narrow", "reduce", "close", "lower", "shrink")
_WITH_A_NUMBER = (
    "change_since",
    "target_status",
    "required",
    "projection",
    "extremum",
    "threshold",
    "events",
    "explain",
    "run",
    "certainty",
    "range",
)


def _of_its_wording(turn: Turn) -> list[str]:
    """ "Is it to cut the gap by 10%?" after a target: what it demands, and no fall."""
    after_a_target = turn.last.intent in ("target_status", "required") and turn.asked.claim == "change_since"
    cut = any(words.split()[-1] in _TO_CUT for words in turn.found.words_of("narrow"))
    return list(turn.found.amount_words) if after_a_target and cut else []


def _of_another_number(turn: Turn) -> list[str]:
    """ "Is that 11.7%?" after a target: that number, or the latest gap? “It fell to 16%” after a period: by when?"""
    asked, found, last = turn.asked, turn.found, turn.last
    named = found.at or found.measures or found.indicators or found.groups
    beside = asked.claim == "value" and last.intent in _WITH_A_NUMBER and not named
    at_a_time = bool(last.at) and last.at[0].kind != "latest" and not (found.at or found.latest)
    moved = any(words not in COMPARATIVES for words in found.words_of("narrow", "widen"))
    elsewhere = asked.claim == "value" and (moved or found.measures or found.groups)
    counted = asked.claim == "change_since" and found.since and not found.to
    of_a_peak = asked.claim == "change_since" and last.intent == "extremum" and not (found.since or found.at)
    left_open = beside or of_a_peak or (at_a_time and (elsewhere or counted))
    return list(found.amount_words) if left_open else []


def _on_another_line(turn: Turn) -> list[str]:
    """ "Was the rate ever below 6?", “and the gap?”: a line drawn in one unit is none in another."""
    found, last, indicators = turn.found, turn.last, turn.catalogue.indicators
    if last.intent != "threshold" or found.said_amounts:
        return []
    drawn, others = (
        {(indicators[name].unit, indicators[name].headline) for name in names}
        for names in (last.indicators, found.indicators)
    )
    measures = [found.measure_words.get(one, one) for one in found.measures if one != (last.measure or "gap")]
    return [*measures, *(found.indicators if others - drawn else [])]


def _no_definition(turn: Turn) -> list[str]:
    """ "What rate would that mean?" after a target."""
    asked = turn.asked.intent == "definition" and means_so_much(turn.found, turn.said)
    return turn.found.words_of("define") if asked else []


RULES: tuple[Rule, ...] = (_of_its_wording, _of_another_number, _on_another_line, _no_definition)
