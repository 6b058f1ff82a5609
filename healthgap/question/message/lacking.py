"""A question that was asked back because it named no indicator, once a later message names one."""

from __future__ import annotations

import re

from healthgap.question.message.understand import Reader
from healthgap.question.model import Question, Unclear, Understanding, Understood
from healthgap.question.words.text import tokens

ASKING = frozenset(
    {"how", "what", "when", "why", "which", "who", "has", "have", "is", "are", "was", "did", "does"}
)
"""Words that begin a question of its own."""


def completed(
    message: str, alone: Understanding, lacking: Question, reader: Reader
) -> Understood | Unclear | None:
    """What `lacking` asks with the indicator that a mere name gives it: “cancer”, “the routine and manual rate”.

    None where the message is a question of its own, or does not give it.
    """
    if _ALL.fullmatch(message):
        return Understood((lacking.but(indicators=tuple(reader.catalogue.indicators)),))
    words = {token.text for token in tokens(message, reader.lexicon.wording.contractions)}
    if isinstance(alone, Understood) and len(alone.questions) == 1:
        named = alone.questions[0]
        if named.intent != "value" or not words.isdisjoint(ASKING):
            return None
        if lacking.intent in _OF_ONE_SERIES:
            return _given(lacking, named)
    elif not isinstance(alone, Unclear) or alone.unexplained:
        return None
    elif lacking.intent in _OF_ONE_SERIES and alone.guesses and words.isdisjoint(ASKING):
        named = alone.guesses[0][0]
        if (
            named.intent == "value" and named.groups and not named.measure
        ):  # “the rate?”, “routine and manual”
            return _given(lacking, named)
    merged = reader.understand(message, lacking)
    if isinstance(merged, Understood) or (isinstance(merged, Unclear) and merged.lacking):
        return merged
    return None


def _given(lacking: Question, named: Question) -> Understood:
    """`lacking` of what is `named`, and of its group, sex and time where it names them."""
    measure = lacking.measure or named.measure
    said = {"measure": measure, "groups": named.groups, "sex": named.sex, "at": named.at}
    given = {name: value for name, value in said.items() if value}
    return Understood((lacking.but(indicators=named.indicators, **given),))


_OF_ONE_SERIES = ("value", "trend", "change_since", "extremum", "definition", "check", "threshold")
_ALL = re.compile(
    r"\W*(?:and |for )*(?:all|all (?:the )?(?:four|4|indicators|gaps|targets)|everything|each|every one)"
    r"(?:,? (?:of (?:them|these|those|it)|please|pls))*\W*",
    re.I,
)
