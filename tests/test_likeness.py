"""The kinds of question that are offered where a message was not understood."""

from __future__ import annotations

import pytest

from healthgap.question.asked.likeness import Likeness
from healthgap.question.model import Question, Unclear
from healthgap.wordlists import kinds_by_example
from tests.test_question import READER

SOURCE, TREND = Question("source"), Question("trend")
EXAMPLES = Likeness(
    {
        SOURCE: [
            line.split() for line in ("who published <indicator>", "who published it", "published where")
        ],
        TREND: [line.split() for line in ("<indicator> over time", "chart over time", "time series")],
    }
)


def test_the_kind_whose_examples_share_the_words_comes_first() -> None:
    assert EXAMPLES.ranked(["published", "by", "whom"]) == [SOURCE, TREND]
    assert EXAMPLES.ranked(["over", "the", "time"]) == [TREND, SOURCE]


def test_every_kind_of_the_examples_is_likeliest_for_most_of_its_own() -> None:
    kinds = kinds_by_example()
    for kind, examples in kinds.examples.items():
        found = [kind in kinds.ranked(words)[:5] for words in examples]
        assert sum(found) >= 0.6 * len(found), kind


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where did the infant mortality figures get dug out from", "source"),
        ("will cancer squeak over the target line in time", "target_status"),
        ("wiggly line of infant mortality over the years for a slide", "trend"),
    ],
)
def test_what_is_not_understood_is_offered_as_what_it_resembles(text: str, intent: str) -> None:
    found = READER.understand(text)
    assert isinstance(found, Unclear)
    assert intent in {question.intent for guess in found.guesses for question in guess}


def test_what_names_nothing_held_is_not_made_a_question_of_any_kind() -> None:
    found = READER.understand("will it rain in the park on Sunday, then?")
    assert isinstance(found, Unclear)
    assert found.guesses == ()


def test_in_a_thread_it_is_about_what_was_asked_before() -> None:
    last = Question("value", ("infant_mortality",))
    found = READER.understand("where can I dig out the originals", last)
    assert isinstance(found, Unclear)
    assert (Question("source", ("infant_mortality",)),) in found.guesses
