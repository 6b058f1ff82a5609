"""A time in a follow-up that the last question does not lead to, or leads to twice."""

from __future__ import annotations

import re

from healthgap.question.model import Question, When
from healthgap.question.named.movements import COMPARATIVES
from healthgap.question.thread.dangling.turn import Rule, Turn
from healthgap.question.thread.pairs import IT

_OF_A_SPAN = ("threshold", "run", "change_since", "explain")
_OF_A_READING = re.compile(r"\b(?:period|figures?|recently|readings?)\b")
_BETWEEN = ("in between", "between them", "meanwhile", "in the meantime")


def _then(turn: Turn) -> list[str]:
    """ "Was it met then?", “was it ever higher?”, “up to then” of an earlier period, where the latest would be told."""
    asked, found, last, said = turn.asked, turn.found, turn.last, turn.said
    words = {word for text in said for word in text.split()}
    if "by then" in said and not words.isdisjoint(("had", "was", "were", "did")):
        return ["by then"]
    of_target = asked.intent in ("target_status", "required")
    if last.intent in ("extremum", "run", "threshold") and of_target:
        return [text for text in said if not {"then", "was", "that"}.isdisjoint(text.split())]
    if not last.at or last.at[0].kind == "latest":
        return []
    if asked.intent == "projection" and "by then" in said:
        return ["by then"]
    before = [text for text in said if not {"was", "were", "had", "then"}.isdisjoint(text.split())]
    before += found.words_of("compare") + [text for text in said if text in ("versus", "vs", "against")]
    until = any(
        said[i : i + 2] in (["up to", "then"], ["until", "then"], ["to", "then"]) for i in range(len(said))
    )
    judged = of_target and not (found.at or found.by)
    ever = ["ever"] if asked.selection == "beyond" else []
    return [*(before if judged or until else []), *ever]


def _higher_then(turn: Turn) -> list[str]:
    """ "Was it higher then?", “did it fall in between?”, “and overall?”: which time, or two of them."""
    said, found = turn.said, turn.found
    higher = any(words in COMPARATIVES for words, _ in found.cues)
    moved = higher or found.said("narrow", "widen", "change")
    of_a_span = turn.last.since or turn.last.last
    overall = [text for text in said if "overall" in text.split()] if of_a_span else []
    return [
        *([text for text in said if text == "then"] if higher else []),
        *([text for text in said if text in _BETWEEN] if moved else []),
        *(overall if moved else []),
    ]


def _now(turn: Turn) -> list[str]:
    """ "Now?" of a span of time or of a course that ended earlier, “lower than now?” as known then."""
    found, last = turn.found, turn.last
    elsewhere = found.indicators or found.sexes or found.groups or found.measures or found.at or found.since
    claimed = last.intent == "check" and last.claim == "change_since"
    of_a_span = (last.intent in _OF_A_SPAN or claimed) and not (found.cues or elsewhere)
    ended = last.intent == "trend" and last.to is not None and not (found.cues or found.indicators)
    judged = last.intent == "trend" and bool(last.supposed) and not (found.cues or elsewhere)
    of_a_span = of_a_span or (judged and any(_OF_A_READING.search(text) for text in turn.said))
    told = bool(found.cues) or found.hinted("stating")
    known_then = last.known is not None and not found.known and told and turn.asked.intent != "check"
    return ["now"] if found.latest and (of_a_span or ended or known_then) else []


def _than_now(turn: Turn) -> list[str]:
    """ "Is it higher than now?" after an earlier time turns the two round."""
    found = turn.found
    than_now = found.said("than") and not found.since and (bool(turn.last.at) or bool(found.sexes))
    return ["than"] if than_now else []


def _than_the_latest(turn: Turn) -> list[str]:
    """ "Is it higher than the latest?", “is the latest lower?” after an earlier time: two figures held together."""
    found = turn.found
    named = found.indicators or found.at or (found.since and found.since.kind == "period")
    told = bool(turn.last.at) and turn.last.at[0].kind != "latest"
    together = any(words in COMPARATIVES for words, _ in found.cues) or found.said("either_way")
    latest = [text for text in turn.said if _LATEST.search(text)]
    same = [text for text in turn.said if text in ("the same", "same")] if found.latest else []
    return [*(latest if together else []), *same] if told and not named else []


_LATEST = re.compile(r"\b(?:latest|newest|most recent|current)\b")


def _then_of_a_step(turn: Turn) -> list[str]:
    """ "Since then?" after “and the one before that?”: a time that was counted, and is counted from elsewhere now."""
    last = turn.last
    counted = bool(last.at) and last.at[0].is_step and bool(last.beside)
    return [text for text in turn.said if "then" in text.split()] if counted and turn.found.since else []


def _a_step(turn: Turn) -> list[str]:
    """ "The period before" of no period told, or of another series, where another one may come before; or twice."""
    found, last = turn.found, turn.last
    nowhere = [when.kind for when in found.at if when.is_step and _steps_from_nowhere(last)]
    stepped = bool(last.at) and last.at[0].is_step
    elsewhere = found.indicators or found.groups or found.measures or found.everyone
    of_another = ["the previous period"] if stepped and elsewhere and not (found.at or found.since) else []
    steps = [
        span.text for span in turn.spans if span.has("when", "next") or span.has("when", "previous")
    ]  # “and the one after, and the one after that?”
    return [*nowhere, *of_another, *steps[1:]]


def _steps_from_nowhere(last: Question) -> bool:
    """Whether “the one before” counts from no period told: after a span of time, an end of it, or a source."""
    point = last.intent in ("value", "check", "events", "compare") and not last.since
    return not point or any(when.kind in ("baseline", "first", "peak") for when in last.at)


def _which_time(turn: Turn) -> list[str]:
    """ "Which years is that?" of one figure, ranges of “those”, “and in 2002-04?” after a move into a period."""
    asked, found, last = turn.asked, turn.found, turn.last
    those = asked.intent == "range" and "those" in found.followup
    that = asked.intent == "list" and not IT.isdisjoint(found.followup)
    moved_into = asked.intent == "value" and last.to and last.since == When("previous")
    return [
        *(["those"] if those else []),
        *(["that"] if that else []),
        *(map(str, found.at) if moved_into else ()),
    ]


def _years_of_that(turn: Turn) -> list[str]:
    """ "For which years?", “what years does that cover?” after a figure or a change: of that, not all that are held."""
    if turn.asked.intent != "list" or turn.last.intent in (
        "list",
        "definition",
        "source",
        "news",
        "overview",
    ):
        return []
    words = " ".join(text for text in turn.said if text not in ("?", ".", "!"))
    held = turn.last.intent == "value" and words in ("which periods", "what periods")
    of_that = _OF_A_FIGURE.search(words) if turn.asked.terms == ("periods",) else _RELEASES.search(words)
    of_that = None if held else of_that
    return ["years"] if of_that and not _ALL_HELD.search(words) else []


_OF_A_FIGURE = re.compile(
    r"^(?:and )?(?:for|in|over|across|between|from)\b|\bcover|^(?:and )?(?:which|what) (?:years|periods)$"
)
_RELEASES = re.compile(r"\breleases?\b")
_ALL_HELD = re.compile(r"\b(?:have|hold|held|got|available|all|data)\b")


def _published_when(turn: Turn) -> list[str]:
    """ "When was it published?" of a change, “in 2002-04?” of a revision."""
    asked, found, last = turn.asked, turn.found, turn.last
    at_a_time = bool(last.at) and last.at[0].kind != "latest"
    published = asked.selection == "published" and last.intent != "value" and at_a_time
    revised = map(str, found.at) if last.intent == "news" and asked.intent == "value" else ()
    return [*(["published"] if published else []), *revised]


def _extreme_of_the_latest(turn: Turn) -> list[str]:
    """ "The highest?" after the last three: of these, or of all?"""
    return turn.found.words_of("max", "min") if turn.last.last and turn.asked.intent == "extremum" else []


def _nearest_to_that(turn: Turn) -> list[str]:
    """ "The nearest", “the latest of those” after a time that is not held: a period that was offered."""
    dated = any(when.kind == "period" for when in turn.last.at)
    nearest = [text for text in turn.said if text.split()[-1] in _NEAREST]
    bare = dated and turn.asked.intent == "extremum" and not turn.found.said("target")
    of_those = _OF_THOSE.search(" ".join(turn.said)) if dated else None
    return [*(nearest if bare else []), *([of_those[0]] if of_those else [])]


_NEAREST = ("nearest", "closest")
_OF_THOSE = re.compile(r"\b(?:the )?(?:latest|newest|most recent|earliest) of (?:those|these|them)\b")


RULES: tuple[Rule, ...] = (
    _then,
    _higher_then,
    _now,
    _than_now,
    _than_the_latest,
    _then_of_a_step,
    _a_step,
    _which_time,
    _years_of_that,
    _published_when,
    _extreme_of_the_latest,
    _nearest_to_that,
)
