"""Whether a part of a message is a question of its own, or says something of the one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from healthgap.question.message.dividing import VERBS, measures, names, opens_like_a_question
from healthgap.question.model import Question, Understood
from healthgap.question.words.spans import Span

_GOES_ON = frozenset({"is", "are", "was", "were", "has", "have", "had"})
_SUBJECTS = frozenset({"it", "the", "that", "this", "they", "we", "there", "its", "our", "those", "these"})


def is_heading(parts: Sequence[Sequence[Span]]) -> bool:
    """Whether the first part names an indicator and asks nothing, and no other part names one; deaths and rates are
    figures.
    """
    first = [span for span in parts[0] if not span.is_mark]
    mere = all(span.has("filler") or (span.has("indicator") and not _names_a_figure(span)) for span in first)
    return mere and not any(span.has("indicator") for part in parts[1:] for span in part)


def _names_a_figure(span: Span) -> bool:
    return span.has("events") or span.text.split()[-1] in ("rate", "rates")


def of_the_whole_heading(heading: Sequence[Span], questions: Sequence[Question]) -> bool:
    """Whether each question is of all that a heading names: not so the target in “cancer, circulatory: gap, target”."""
    named = {name for span in heading for name in span.values("indicator")}
    return all(not one.indicators or named <= set(one.indicators) for one in questions)


def at_one_time(parts: Sequence[Sequence[Span]], questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions at the time that only the last part names, where it may be that of all: "gap and rate for 2004-06".

    Empty where that is not in doubt.
    """
    *before, last = parts
    dated = any(span.when for part in before for span in part) or opens_like_a_question(last)
    *firsts, told = questions
    at = told.at or ((told.by,) if told.by else ())
    kinds = ("value",) if at else ("trend", "change_since")
    timeless = all(one.intent in kinds and not (one.at or one.since or one.to) for one in firsts)
    named = any(measures(span) or span.has("cue") or span.has("group") for span in last if not span.is_filler)
    if dated or not (firsts and timeless and named and (at or told.since)):
        return ()
    return (*(one.but(at=at, since=told.since, to=told.to) for one in firsts), told)


def named_at_the_end(parts: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    """The indicators that the last part ends with and no other part names: “gap and target for infant mortality”.

    So they are of “source and value of the cancer gap”, as nothing is the source of everything beside one figure.
    """
    *before, last = ([span for span in part if not span.is_mark] for part in parts)
    elsewhere = any(
        span.has(kind) for part in before for span in part for kind in ("indicator", "group", "area")
    )
    if elsewhere or not before or len(last) < 2:
        return ()
    if all(any(span.has("cue", "source") for span in part) for part in before):
        return tuple(dict.fromkeys(name for span in last for name in span.values("indicator")))
    return last[-1].values("indicator") if last[-2].text in ("for", "in", "on") else ()


def foretells(part: Sequence[Span]) -> bool:
    """Whether a part tells what somebody said would come, on which no figure is held: “they said it would fall”."""
    words = [word for span in part for word in span.text.split()]
    would = any(one == "would" and other not in _WISHES for one, other in pairwise(words))
    return would and not (opens_like_a_question(part) or any(span.said for span in part))


_WISHES = ("like", "love", "want", "appreciate", "welcome", "prefer", "need", "be")


def claims_at_odds(parts: Sequence[Sequence[Span]], questions: Sequence[Question]) -> tuple[str, ...]:
    """The amounts of one message whose times lean on each other: “it was 18.1 and is now 18.4”, “rose to 19%, then fell
    to 16%”. Empty where each is claimed of a time of its own, or all of now.
    """
    claims = [one for one in questions if one.intent == "check" and one.claim == "value"]
    timed = {bool(one.at) for one in claims}
    moved = any(span.moves for part in parts for span in part)
    if len(claims) < 2 or not (len(timed) > 1 or moved):
        return ()
    return tuple(span.text for part in parts for span in part if span.said)


def plural_of_the_last(parts: Sequence[Sequence[Span]], questions: Sequence[Question]) -> tuple[str, ...]:
    """ "The cancer gap, the circulatory gap and the targets", where only the last one's target would be told."""
    subjects = {one.indicators for one in questions if one.indicators}
    words = [span for span in parts[-1] if not span.is_mark] if len(subjects) > 1 else []
    plural = bool(words) and words[-1].text.split()[-1] in (*_PLURALS, "sources", "reasons")
    named = any(span.has("indicator") for span in words)
    return (words[-1].text,) if plural and not named and len(questions[-1].indicators) == 1 else ()


def shares_an_end(parts: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    """The end of “the cancer and circulatory gaps narrowed by 10%”, “… targets for men”, of both and not of the last.

    Parts that merely name something, before a plural with more said of it, are no questions of their own.
    """
    for i, part in enumerate(parts):
        plural = next((k for k, span in enumerate(part) if span.text.split()[-1] in _PLURALS), None)
        bare = any(map(_merely_names, parts[:i]))
        if plural is None or not bare or opens_like_a_question(part):
            continue
        ends = [span for span in part[plural:] if span.has("sex") or span.said or _says_more(span)]
        if ends:
            return tuple(span.text for span in ends)
    return ()


_PLURALS = ("gaps", "targets", "rates", "trends", "goals", "levels")


def _says_more(span: Span) -> bool:
    return span.has("cue") and not span.is_filler


def _merely_names(part: Sequence[Span]) -> bool:
    named = any(span.has("indicator") for span in part)
    return named and not any(span.has("measure") or span.has("sex") or _says_more(span) for span in part)


def shares_a_movement(parts: Sequence[Sequence[Span]]) -> tuple[str, ...]:
    """ "How have the gap and the number of deaths changed?": what opens so is no question before it says what moved."""
    *before, last = parts
    opened = any(
        _HAS_IT.match(" ".join(span.text for span in part)) and not any(map(_says_more, part))
        for part in before
    )
    return tuple(
        span.text for span in last if opened and _says_more(span) and not opens_like_a_question(last)
    )


_HAS_IT = re.compile(r"(?:and )?(?:how )?(?:has|have|did)\b")


def restricts_another(part: Sequence[Span], found: Understood, before: Question) -> bool:
    """Whether a part of a message, `found` as a question of its own, says something of the question `before` it."""
    return (
        _strays(part, found, before)
        or _is_more_of(part, before)
        or _is_unjudged(part, found, before)
        or _asks_again(part, found, before)
    )


def is_in_passing(part: Sequence[Span], found: Understood) -> bool:
    """Whether words of what somebody does would be a question on all that is held: “I am on the cover, cancer gap?”."""
    on_all = all(one.intent in ("list", "overview") and not one.indicators for one in found.questions)
    asks = any(
        word in VERBS or word.startswith(("what", "which")) for span in part for word in span.text.split()
    )
    return on_all and not asks and any(span.text in ("i", "we", "he", "she", "my", "our") for span in part)


def at_two_ways(parts: Sequence[Sequence[Span]], questions: Sequence[Question]) -> bool:
    """Whether one thing is said to have gone both ways, one after the other: “did it fall and then rise?”."""
    ways = {way for part in parts for span in part for way in ("narrow", "widen") if span.has("cue", way)}
    return len(ways) > 1 and len(set(questions)) < len(questions)


def _is_more_of(part: Sequence[Span], before: Question) -> bool:
    """Whether the part only adds a period to a statement: "17% in 2004-06 and 2005-07" speaks of both, as does “lower
    than in 2003-05 and 1995-97”.
    """
    words = [span for span in part if not (span.is_mark or span.is_filler or span.has("role"))]
    held_against = before.intent == "check" or (before.intent == "change_since" and before.supposed)
    return bool(held_against and words) and all(span.when for span in words if span.text != "and")


def _is_unjudged(part: Sequence[Span], found: Understood, before: Question) -> bool:
    """Whether a part says more of what a statement claims, and is none to be judged: "it is 16%, a record low"."""
    if before.intent != "check" or any(one.intent in ("smalltalk", "help") for one in found.questions):
        return False
    words = [word for span in part if not span.is_mark for word in span.text.split()]
    if found.questions[0].intent == "check":  # "exceeding the 40% target" says more than "the target is 40%"
        of_target = found.questions[0].claim == "target_status" and VERBS.isdisjoint(words)
        moved = found.questions[0].claim == "change_since" and found.questions[0].to is None
        return of_target or (moved and bool(before.at))  # "19% in 2002-04, up 6 points since 1997-99"
    another = words[0] == "and" and not any(span.moves for span in part)
    if another and all(one.intent in ("value", "change_since") for one in found.questions):
        return False  # “it was 2% for men. And women?”
    goes_on = len(words) > 1 and words[0] in _GOES_ON and words[1] not in _SUBJECTS
    return goes_on or not opens_like_a_question(part)


def _asks_again(part: Sequence[Span], found: Understood, before: Question) -> bool:
    """Whether a part asks for more than that a claim is right, and would be told just that: “… Is that per year?”."""
    more = any(not (span.is_mark or span.is_filler) or span.has("general") for span in part)
    return before.intent == "check" and found.questions == (before,) and more


def _strays(part: Sequence[Span], found: Understood, before: Question) -> bool:
    """Whether a part names mere people, “cancer gap, boys only”, or a period that it has no use for."""
    timeless = not any(one.at or one.since or one.to or one.by or one.known for one in found.questions)
    dated = any(span.when for span in part)
    if before.intent == "value" and found.questions[0].intent == "list" and not opens_like_a_question(part):
        return True  # “cancer gap, earliest you have”
    moves = found.questions[0].intent in ("trend", "change_since")
    if dated and (timeless or (before.intent == "events" and moves)):
        return True
    if any(span.has("measure") or span.when for span in part) or not before.indicators:
        return False
    asks = any(not VERBS.isdisjoint(span.text.split()) for span in part if not names(span))
    if any(span.has("indicator") for span in part):
        return _is_whose(part, found, before) and not asks
    merely = any(span.values(kind) for span in part for kind in ("group", "sex", "area")) and not asks
    return merely or not set(before.indicators) <= set(found.questions[0].indicators)


def _is_whose(part: Sequence[Span], found: Understood, before: Question) -> bool:
    """Whether a part says which people the same thing is asked of: “infant mortality gap, male infants only”."""
    people = any(span.values(kind) for span in part for kind in ("sex", "area"))
    same = all(one.intent == "value" and one.indicators == before.indicators for one in found.questions)
    return people and same and before.sex is None and not before.areas


def set_apart(cut: Sequence[Span]) -> tuple[str, ...]:
    """The one amount of a message that marks set apart from what moved, of which it is no size: “(24.9) narrowing?”."""
    amounts = [(i, span.said) for i, span in enumerate(cut) if span.said]
    if len(amounts) != 1 or not any(span.moves for span in cut):
        return ()
    i, said = amounts[0]
    sized = (
        said.role or said.verb or said.amount.bound or said.amount.decimals is None
    )  # “…, roughly a third?”
    set_off = i > 0 and cut[i - 1].text in _SETS_APART
    return (cut[i].text,) if set_off and not sized else ()


_SETS_APART = ("(", ",", "–", "-")
