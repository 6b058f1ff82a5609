"""Conversations: choices offered and picked, corrections, help after misses, what is remembered and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthgap.question.model import Partly, Unclear, Understood
from healthgap.question.unknown import countable
from healthgap.service import Healthgap
from healthgap.wordlists import english_words
from tests.sample import NOW, ROOT, opened
from tests.test_question import READER, read

YEAR_INSIDE = "infant mortality gap in 2006"
GUESSED = "What is the breast cancer gap?"


def headline(service: Healthgap, text: str, *before: str) -> str:
    return service.ask(text, now=NOW, after=before).message.headline


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("1", "2004-06"),
        ("1.", "2004-06"),
        ("the first", "2004-06"),
        ("former", "2004-06"),
        ("2", "2005-07"),
        ("The second one, please", "2005-07"),
        ("no, the 2nd", "2005-07"),
        ("last one thanks", "2005-07"),
        ("2005-07", "2005-07"),
        ("the 2005/07 one", "2005-07"),
        ("What was the infant mortality gap in 2005-07?", "2005-07"),
    ],
)
def test_a_choice_is_picked_by_its_place_or_its_words(service: Healthgap, said: str, period: str) -> None:
    assert headline(service, said, YEAR_INSIDE).startswith(f"Infant mortality, relative gap, {period}: ")


@pytest.mark.parametrize("said", ["yes", "Yes please", "yep that one", "ok", "correct", "1"])
def test_yes_takes_the_reading_that_was_suggested(service: Healthgap, said: str) -> None:
    assert headline(service, said, GUESSED).startswith("Cancer mortality under 75, absolute gap, 2004-06: ")


@pytest.mark.parametrize("said", ["yes", "ok", "9"])
def test_where_nothing_was_suggested_it_is_asked_again(service: Healthgap, said: str) -> None:
    reply = service.ask(said, now=NOW, after=[YEAR_INSIDE])
    assert reply.kind != "answer"
    assert "2004-06" in reply.choices[0]


@pytest.mark.parametrize("said", ["no", "none of these", "Nope thanks"])
def test_no_gets_help_and_no_number(service: Healthgap, said: str) -> None:
    assert service.ask(said, now=NOW, after=[GUESSED]).figures == ()


def test_after_a_pick_the_other_one_and_another_number_are_understood(service: Healthgap) -> None:
    for said in ("the other one", "no, the other one", "sorry, 1"):
        assert "2004-06" in headline(service, said, YEAR_INSIDE, "2"), said
    assert "2003-05" in headline(service, "and in 2003-05?", YEAR_INSIDE, "2")


def test_choices_of_two_periods_are_told_apart_by_their_time(service: Healthgap) -> None:
    assert "2004-06" in headline(service, "the earlier one", YEAR_INSIDE)
    assert "2005-07" in headline(service, "the later one please", YEAR_INSIDE)
    assert service.ask("the earlier one", now=NOW, after=["What is the infant mortality gap?"]).figures == ()


def test_a_number_or_yes_without_an_offer_is_no_pick(service: Healthgap) -> None:
    for said in ("1", "yes", "the second one", "the other one"):
        assert service.ask(said, now=NOW).figures == ()
        assert service.ask(said, now=NOW, after=["What is the infant mortality gap?"]).figures == ()


def test_a_full_question_after_an_offer_starts_afresh(service: Healthgap) -> None:
    assert headline(service, "circulatory gap", YEAR_INSIDE).startswith("Circulatory")


def test_what_leans_on_a_question_asked_back_is_offered_not_answered(service: Healthgap) -> None:
    reply = service.ask("in 2003-05?", now=NOW, after=["What is the infant mortality gap?", GUESSED])
    assert reply.choices[:2] == (
        "What was the cancer mortality gap in 2003-05?",
        "What was the infant mortality gap in 2003-05?",
    )


def test_what_stands_open_survives_a_restart(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.ask(YEAR_INSIDE, now=NOW, thread="T/C/1")
    first.close()
    again = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    assert "2005-07" in again.ask("2", now=NOW, thread="T/C/1").message.headline
    assert "2004-06" in again.ask("the other one", now=NOW, thread="T/C/1").message.headline
    assert again.ask("2", now=NOW, thread="T/C/2").kind != "answer"
    again.close()


def test_a_reply_that_was_not_shown_is_not_remembered(tmp_path: Path) -> None:
    service = opened(tmp_path)
    service.ask("What is the infant mortality gap?", now=NOW, thread="T")
    service.ask(GUESSED, now=NOW, thread="T", shown=lambda reply: False)
    assert service.ask("yes", now=NOW, thread="T").figures == ()
    assert service.threads.unknown_words() == []
    service.close()


def test_after_two_misses_in_a_row_there_is_a_short_help(service: Healthgap) -> None:
    once = service.ask("gloopy wibble", now=NOW)
    twice = service.ask("wibble again", now=NOW, after=["gloopy wibble"])
    assert "These work now" not in once.text
    assert "These work now" in twice.text
    assert all(service.ask(choice, now=NOW).kind == "answer" for choice in twice.choices)
    between = ["gloopy wibble", "What is the cancer gap?"]
    assert "These work now" not in service.ask("wibble", now=NOW, after=between).text


def test_parts_are_answered_in_order_and_refused_in_their_places(service: Healthgap) -> None:
    reply = service.ask("What is the infant mortality gap and what is the smoking gap?", now=NOW)
    assert reply.kind == "answer"
    lines = reply.text.splitlines()
    assert lines[0].startswith("Infant mortality, relative gap, 2005-07: 16%")
    assert "I hold nothing on “smoking”, or do not know the word." in lines
    reply = service.ask("What is the smoking gap? And what is the infant mortality gap?", now=NOW)
    assert reply.message.headline == "I hold nothing on “smoking”, or do not know the word."
    assert "Infant mortality, relative gap, 2005-07: 16%" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "What is the cancer gap? In Manchester.",
        "What is the cancer gap? Only for smokers please.",
        "Do you have Manchester? What is the cancer gap?",
        "I work in Manchester. What is the cancer gap?",
        "What is the cancer gap and the smoking gap",
        "cancer gap, smoking gap",
    ],
)
def test_a_division_in_doubt_answers_nothing(text: str) -> None:
    assert isinstance(READER.understand(text), Unclear)


def test_each_indicator_keeps_its_own_period() -> None:
    understood = READER.understand("infant mortality gap in 2002-04, cancer gap in 2003-05")
    assert isinstance(understood, Understood)
    assert [(q.indicators[0], str(q.at[0])) for q in understood.questions] == [
        ("infant_mortality", "2002-04"),
        ("cancer_mortality_u75", "2003-05"),
    ]


@pytest.mark.parametrize(
    ("before", "said", "same_as"),
    [
        ("infant mortality gap", "no, the absolute one", "absolute gap in infant mortality"),
        ("infant mortality gap", "not relative, absolute", "absolute gap in infant mortality"),
        ("infant mortality gap", "not infant mortality, cancer", "cancer gap"),
        ("infant mortality gap", "oops, I meant cancer", "cancer gap"),
        ("infant mortality gap", "same for cancer", "cancer gap"),
        ("life expectancy gap for men", "I meant women", "life expectancy gap for women"),
        ("life expectancy gap for men", "no, women", "life expectancy gap for women"),
        ("life expectancy gap for men", "both", "life expectancy gap for men and women"),
        ("infant mortality gap in 2003-05", "wait, 2002-04 not 2003-05", "infant mortality gap in 2002-04"),
        ("infant mortality gap", "Sorry: what is the cancer gap?", "cancer gap"),
    ],
)
def test_a_correction_puts_one_thing_in_place_of_another(before: str, said: str, same_as: str) -> None:
    assert read(said, before).but(intent="value") == read(same_as).but(intent="value")


@pytest.mark.parametrize("said", ["in Wales only?", "not that one", "and for smokers?", "no chart"])
def test_what_a_follow_up_leaves_open_is_not_answered(said: str) -> None:
    assert isinstance(READER.understand(said, read("infant mortality gap")), Unclear | Partly)


def test_thanks_between_two_questions_is_not_leant_on(service: Healthgap) -> None:
    assert "2003-05" in headline(service, "and in 2003-05?", "What is the cancer gap?", "thanks!")


def test_unknown_words_are_counted_with_nothing_else(tmp_path: Path) -> None:
    service = opened(tmp_path)
    service.ask("hi john, what is the breast cancer gap, Smith 12345?", now=NOW, thread="T/C/1")
    service.ask("breast cancer gap in prisons", now=NOW, thread="T/C/2")
    counted = {word.word: (word.asked, word.offered) for word in service.threads.unknown_words()}
    assert counted == {
        "breast": (2, "What is the cancer mortality gap?"),
        "prisons": (1, "What is the cancer mortality gap?"),
    }
    service.close()


@pytest.mark.parametrize(
    ("word", "message", "counts"),
    [
        ("asthma", "asthma gap?", True),
        ("asthma", "ASTHMA GAP", True),
        ("john", "cancer gap, John asks", False),
        ("john", "hi john, cancer gap?", False),
        ("jane", "cancer gap?\nthanks, jane", False),
        ("qzxv", "qzxv gap", False),
        ("12345", "gap 12345", False),
        ("ab", "ab gap", False),
    ],
)
def test_only_ordinary_words_that_are_nobodys_name_are_counted(word: str, message: str, counts: bool) -> None:
    assert countable([word], message, english_words()) == ((word,) if counts else ())
