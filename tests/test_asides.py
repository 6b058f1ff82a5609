"""What surrounds a question is heard as such; the same words where they restrict a figure are not."""

from __future__ import annotations

import pytest

from healthgap.question.model import Partly, Understood
from healthgap.question.words.asides import without_asides
from tests.test_question import READER

GAP = READER.understand("What is the cancer gap?")


def unclear(text: str) -> bool:
    return not isinstance(READER.understand(text), Understood | Partly)


@pytest.mark.parametrize(
    "text",
    [
        "The Minister is on her feet in twenty minutes and needs the cancer gap",
        "Apologies for the short notice, I have a meeting at ten: the cancer gap?",
        "No spin please, what is the cancer gap?",
        "a teacher asks for the cancer gap",
        "For a teacher's essay: what is the cancer gap?",
        "I'm going on the radio, what's the cancer gap?",
        "Dr Foster asked for the cancer gap",
        "I should be glad of the cancer gap, for our newsletter.",
        "The cancer gap please, grateful for a steer by 3.",
        "hiya whats the cancer gap x",
        "whats teh cancer gap, I am forgettin",
    ],
)
def test_what_surrounds_a_question_changes_nothing(text: str) -> None:
    assert READER.understand(text) == GAP


@pytest.mark.parametrize(
    "text",
    [
        "What is the cancer gap in schools?",
        "What is the radio cancer gap?",
        "cancer gap among nurses",
        "infant deaths during labour",
        "cancer gap under Labour",
        "cancer gap for a teacher",
        "infant deaths of a politician",
        "infant deaths on weekdays",
        "cancer gap of the foot",
        "What was the cancer gap before 65?",
        "What is the cancer gap going forward?",
        "What is the cancer gap for the trust?",
    ],
)
def test_the_same_kind_of_word_where_it_restricts_is_asked_back(text: str) -> None:
    assert unclear(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The cancer gap went up between 2003-05 and 2004-06, didn't it?", "didn't"),
        ("Has the cancer target been met or not?", "or not"),
        ("Has the cancer target been met? yes/no", "yes/no"),
        ("When was the cancer gap widest, and by how much?", "and by how much"),
    ],
)
def test_the_end_of_a_sentence_that_only_presses_for_an_answer_goes(text: str, same: str) -> None:
    assert same not in without_asides(text)


@pytest.mark.parametrize(
    "text",
    ["The cancer gap isn't narrowing?", "cancer gap or not", "the gap fell by 3.", "Is the gap at 12?"],
)
def test_what_could_change_the_meaning_stays(text: str) -> None:
    assert without_asides(text) == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("how many babies die per thousand in R&M?", "infant mortality rate in routine and manual"),
        (
            "How many more babies died per 1,000 in manual families in 2003-05?",
            "absolute infant gap in 2003-05 in R&M",
        ),
        ("Has the cancer gap grown or shrunk?", "Has the cancer gap narrowed or widened?"),
        ("progress against the 10% infant mortality target", "progress against the infant mortality target"),
        ("circulatory gap U75", "circulatory gap under 75"),
    ],
)
def test_other_words_for_the_same_question(text: str, same: str) -> None:
    found = READER.understand(text)
    assert isinstance(found, Understood)
    assert found == READER.understand(same)


def test_a_target_of_another_size_is_not_taken_for_the_one_held() -> None:
    assert unclear("progress against the 30% infant mortality target")


def test_both_gaps_are_two_questions() -> None:
    found = READER.understand("relative gap and absolute gap for infant mortality in 2005-07")
    assert isinstance(found, Understood)
    assert [question.measure for question in found.questions] == ["relative_gap", "absolute_gap"]


@pytest.mark.parametrize(
    "text",
    ["Which Spearhead area has the worst cancer mortality?", "Which Spearheads have the highest cancer gap?"],
)
def test_one_of_the_areas_of_a_group_is_not_the_group(text: str) -> None:
    found = READER.understand(text)
    assert not isinstance(found, Understood) or found.questions[0].intent == "ranking"


@pytest.mark.parametrize(
    "text",
    [
        "perm sec back in 5 - cancer gap, latest, one line pls",
        "Cancer gap please. She always asks.",
        "cancer gap? I need a footnote",
        "What is the cancer gap? I am writing an appendix.",
        "cancer gap for the podcast",
        "For my poster: what is the cancer gap?",
        "What is the cancer gap? My editor hates jargon.",
        "Deadline is 5pm. What's the cancer gap?",
        "What is the cancer gap? Minister's box closes soon!!",
        "What is the cancer gap? The clerk's board had moved to noon.",
        "Our historian would like to know the cancer gap",
        "We're finalising the agenda, so could you give me the cancer gap?",
        "I have 3 slides to finish. What is the cancer gap?",
        "What is the cancer gap, which the rapporteur intends to quote?",
        "To finish the leaflet before the printers ring, what is the cancer gap?",
    ],
)
def test_everyday_words_about_the_occasion_change_nothing(text: str) -> None:
    assert READER.understand(text) == GAP


@pytest.mark.parametrize(
    "text",
    [
        "What is the cancer gap? I am in Leeds.",
        "What is the cancer gap? We only look at smokers.",
        "What is the cancer gap? I mean breast.",
        "cancer gap for the homeless",
        "cancer gap for our patients",
        "cancer gap for podcast",
        "What is the cancer gap? My daughter smokes.",
        "What is the cancer gap? She works with asylum seekers.",
        "What is the cancer gap? I am on benefits.",
        "What is the cancer gap? We care for teenagers.",
        "my hospice, cancer gap?",
        "cancer gap for the Carousel",
        "What is the cancer gap? We serve the north.",
        "What is the cancer gap? I am asking for divorced men.",
        "What is the cancer gap? We go by local authority here.",
        "bus drivers are our members. whats the cancer gap",
        "its about people on the waiting list. cancer gap?",
        "nurses want to know about nurses. whats the cancer gap",
        "cancer gap, our among students leaflet",
    ],
)
def test_what_could_restrict_is_no_occasion(text: str) -> None:
    assert unclear(text)
