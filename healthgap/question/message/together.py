"""What the parts of one message ask together."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.message.dividing import MOST_PARTS
from healthgap.question.message.parts import (
    at_one_time,
    at_two_ways,
    claims_at_odds,
    foretells,
    plural_of_the_last,
)
from healthgap.question.model import Question, Unclear, Understood
from healthgap.question.words.spans import Span

TALK = ("smalltalk", "help")


def all_asked(parts: Sequence[Sequence[Span]], questions: list[Question]) -> Understood | Unclear:
    """What parts ask together that are each understood, unless they lean on each other in two ways."""
    questions = questions[1:] if len(questions) > 1 and foretells(parts[0]) else questions
    asked = [question for question in questions if question.intent != "smalltalk"]
    at_odds = claims_at_odds(parts, asked)
    if at_odds:
        return Unclear(tuple((one,) for one in asked), unused=at_odds, about_figures=True)
    if at_two_ways(parts, asked):
        return Unclear(tuple((one,) for one in asked), unused=("then",), about_figures=True)
    of_last = plural_of_the_last(parts, asked)
    if of_last:
        return Unclear(tuple((one,) for one in asked), unused=of_last, about_figures=True)
    together = at_one_time(parts, asked) if len(asked) > 1 else ()
    if together:
        return Unclear((together, tuple(asked)), unused=tuple(map(str, asked[-1].at)), about_figures=True)
    return Understood(_without_looser(asked or questions))


def _without_looser(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Each once, and none of one indicator that another asks of several; and no source that another asks of something:
    "where is the 16% from? Which publication?".
    """
    closer = {one.but(amounts=()) for one in questions if one.amounts}
    of_some = any(one.intent == "source" and one.indicators for one in questions)
    return tuple(
        dict.fromkeys(
            one
            for one in questions
            if (one.amounts or one not in closer)
            and not any(_asks_more(other, one) for other in questions)
            and (one.indicators or one.intent != "source" or not of_some)
        )
    )


def _asks_more(other: Question, one: Question) -> bool:
    """Whether `other` is the same question of more indicators, by a day, or with what is supposed."""
    alike = one.but(
        indicators=other.indicators,
        by=one.by or other.by,
        supposed=one.supposed or other.supposed,
        selection=one.selection or other.selection,
    )
    return alike == other != one and set(one.indicators) <= set(other.indicators)


def unclear_together(questions: Sequence[Question], unclear: Sequence[Unclear]) -> Unclear:
    guesses = [guess for part in unclear for guess in part.guesses]
    asked = [question for question in questions if question.intent not in TALK]
    if asked or (questions and not guesses):
        guesses = [tuple(dict.fromkeys((*asked, *guess))) for guess in guesses] or [tuple(asked or questions)]
    return Unclear(
        tuple(guesses[:MOST_PARTS]),
        tuple(word for part in unclear for word in part.unexplained),
        tuple(word for part in unclear for word in part.unused),
        bool(questions) or any(part.about_figures for part in unclear),
        any(part.pressed for part in unclear),
        lacking=_lacking(questions, unclear),
    )


def _lacking(questions: Sequence[Question], unclear: Sequence[Unclear]) -> Question | None:
    """What names no indicator, where nothing else is asked: “In the 2008 release, had it narrowed?”."""
    released = [one.known for one in questions if one.intent == "news" and one.known]
    lacking = unclear[0].lacking if len(unclear) == 1 and len(released) == len(questions) else None
    return lacking.but(known=released[-1]) if lacking and released else lacking
