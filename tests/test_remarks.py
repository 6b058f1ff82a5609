"""What stands beside a headline: how much, in which order, in what words; and the first words of an answer."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from healthgap.answer.manner import Manner, manner, without_fullness
from healthgap.files.details import ReleaseDetails
from healthgap.reply import Reply
from healthgap.service import Healthgap
from healthgap.wording.prose import MOST_REMARKS, Prose, Rank
from tests.sample import NOW, RELEASES, ROOT, opened

IN_2009 = datetime(2009, 2, 1, tzinfo=UTC)
GAPS = ["infant mortality", "cancer", "circulatory disease", "male life expectancy"]
ASKED = [
    "What is the {} gap?",
    "What was the {} gap at baseline?",
    "What is the ratio for {}?",
    "How has the {} gap changed over time?",
    "Chart of the {} gap",
    "Is the {} gap narrowing?",
    "How much has the {} gap narrowed since baseline?",
    "When was the {} gap widest?",
    "Why did the {} gap change?",
    "Is the {} target on track?",
    "What is the {} target?",
    "Will the {} target be met?",
    "What would it take to meet the {} target?",
]


def said(reply: Reply) -> list[str]:
    return [*reply.message.context, *reply.message.caveats]


@pytest.mark.parametrize("asked", ASKED)
def test_at_most_three_remarks_stand_beside_a_headline_and_all_of_them_in_full(
    service: Healthgap, asked: str
) -> None:
    for gap in GAPS:
        question = asked.format(gap)
        reply = service.ask(question, now=NOW)
        if reply.kind != "answer":
            continue
        assert len(said(reply)) <= MOST_REMARKS, reply.text
        full = service.ask(f"{question.rstrip('?')}, in full", now=NOW)
        assert set(said(reply)) <= set(said(full)), full.text


@pytest.mark.parametrize("asked", ["in full", "How sure is that?", "tell me more", "And in detail, please."])
def test_the_rest_of_an_answer_can_be_asked_for_in_its_thread(service: Healthgap, asked: str) -> None:
    plain = service.ask("What is the infant mortality gap?", now=NOW)
    full = service.ask(asked, now=NOW, after=["What is the infant mortality gap?"])
    assert set(said(plain)) < set(said(full))
    assert any("anywhere from 12.6% to 17.2% after rounding" in one for one in full.message.caveats)


def test_what_changes_the_meaning_is_kept_before_what_was_said_earlier() -> None:
    prose = Prose("Headline.")
    prose.note(Rank.STANDING, "One.", "Two.", "Three.")
    prose.note(Rank.DETAIL, "How it was made.")
    prose.caveat(Rank.MEANING, "Provisional.")
    assert [one.text for one in prose.kept()] == ["One.", "Two.", "Provisional."]
    assert [one.text for one in prose.kept(None)] == [
        "One.",
        "Two.",
        "Three.",
        "How it was made.",
        "Provisional.",
    ]


MANNERS = [
    ("Is the infant mortality target on track?", Manner("whether", "expected")),
    ("Hi, has the cancer target been met?", Manner("whether", "reached")),
    ("are we going to miss it", Manner("whether", "missed")),
    ("is it not on track?", Manner("whether")),  # denied: neither hoped nor feared for certain
    ("is it on track or off track?", Manner()),
    ("what is the cancer target?", Manner("what")),
    ("what is the status of the cancer target?", Manner()),
    ("by when must the target be met?", Manner("deadline", "reached")),
    ("when will the target be reached?", Manner("when", "expected")),
    ("is there a target for cancer?", Manner("exists")),
    ("can you tell me the cancer gap?", Manner()),
    ("why is it the worst it has ever been?", Manner(superlative=True, on_record=True)),
]


@pytest.mark.parametrize(("text", "asked"), MANNERS)
def test_the_manner_of_a_question(text: str, asked: Manner) -> None:
    assert manner(text) == asked


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("in full", ""),
        ("How sure is that?", ""),
        ("cancer gap, in full", "cancer gap?"),
        ("Which gap narrowed more?", None),
        ("Has the target been met in full?", None),
        ("Overview of everything", None),
    ],
)
def test_only_words_that_can_mean_nothing_else_ask_for_every_remark(text: str, rest: str | None) -> None:
    assert without_fullness(text) == ((text, False) if rest is None else (rest, True))


FIRST_WORDS = [
    ("Is the infant mortality target on track?", "Cannot be said, too close to call: the infant mortality gap was 16%"),
    ("Is the infant mortality target off track?", "Cannot be said, too close to call: "),
    ("Has the infant mortality target been met?", "Not yet, and too close to call: "),
    ("Has the circulatory target been reached?", "Not yet, but on track: the circulatory disease gap was 24.9"),
    ("Has the cancer target been missed?", "No, met so far: "),
    ("Are we going to miss the life expectancy target for men?", "Yes, off track: "),
    ("Is the life expectancy target for women on track?", "No, off track: "),
    ("cancer target", "Cancer mortality under 75, absolute gap, target: met so far."),
    ("What is the cancer target?", "Cancer mortality under 75, absolute gap, target: at most 19.5 deaths per 100,000"),
    ("deadline for the cancer target?", "Cancer mortality under 75, absolute gap, target: due by 2010, judged on"),
    ("When will the circulatory target be reached?", "Circulatory disease mortality under 75, absolute gap, target: "),
    ("Is there a target for cancer?", "Yes: cancer mortality under 75, absolute gap, target: at most 19.5"),
    ("is there a target for sole registrations?", "No: there is no target for births registered"),
    ("is the infant mortality gap the widest it has ever been?", "No: infant mortality, relative gap: widest in"),
    ("why is the infant mortality gap the worst it has ever been", "It is not the widest held: 16% in 2005-07,"),
    ("Is the cancer gap narrowing faster than the circulatory gap?", "No: the circulatory disease gap narrowed more"),
    ("Has circulatory done better than cancer?", "Yes: the circulatory disease gap narrowed more"),
    ("Has the cancer gap narrowed since baseline?", "Yes: cancer mortality under 75"),
    ("Has the cancer gap narrowed since 2003-05?", "No: cancer mortality under 75"),
    ("Is the cancer gap narrowing?", "Yes since 1995-97, but no at the last reading: "),
    ("is the life expectancy gap worse for men or for women", "Which life expectancy gap is wider cannot be said"),
    ("Which indicators are not on track?", "Off track, 2 of 5: life expectancy (men) and life expectancy (women)."),
    ("which gaps have no target?", "Every gap held has a target. One rate has none: infant mortality in births"),
    ("mortality gap", "Which indicator do you mean?"),
    ("gap in stroke deaths", "I hold nothing on “stroke” alone."),
    ("obesity gap", "I have nothing on “obesity”."),
    ("infant mortality gap in Manchester", "I hold nothing on “Manchester”, or do not know the word."),
    ("infant mortality gap for boys", "I have no infant mortality figures by sex."),
    ("infant mortality gap in 1985-87", "I have no infant mortality gap for 1985-87."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "words"), FIRST_WORDS)
def test_an_answer_begins_with_what_was_asked(service: Healthgap, question: str, words: str) -> None:
    assert service.ask(question, now=NOW).text.startswith(words)


def test_a_result_is_missed_only_once_its_period_is_over(service: Healthgap, tmp_path: Path) -> None:
    assert "The result for 2009-11 is not held." in service.ask("infant mortality gap", now=NOW).text
    young = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    young.load(RELEASES, now=IN_2009)
    for question in ("infant mortality gap", "is the infant mortality target on track?", "overview"):
        text = young.ask(question, now=IN_2009).text
        assert "not held" not in text
    assert "The target is at most 11.7%" in young.ask("infant mortality gap", now=IN_2009).text
    young.close()


def test_a_day_that_is_known_roughly_is_told_so_and_a_press_account_is_named(service: Healthgap) -> None:
    assert service.ask("cancer gap", now=NOW).message.source.endswith(", by 13 March 2008.")
    source = service.ask("Who publishes the cancer figures?", now=NOW).text
    assert source.startswith("Publisher of the figures on cancer mortality: Department of Health.")
    assert "as reported by PharmaTimes: http://www.pharmatimes.com/" in source


def test_who_asks_for_a_part_is_told_that_the_figures_are_for_the_whole(service: Healthgap) -> None:
    part = service.ask("what's the heart disease gap", now=NOW)
    assert "“heart disease” is not held alone: these figures are for all circulatory disease." in said(part)
    whole = service.ask("heart disease and stroke gap", now=NOW)
    assert whole.figures == part.figures
    assert not any("not held alone" in one for one in said(whole))


def test_a_day_that_is_given_replaces_the_rough_one(tmp_path: Path) -> None:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    service.load([RELEASES[2]], ReleaseDetails(published=date(2008, 3, 10)), now=NOW)
    assert service.ask("cancer gap", now=NOW).message.source.endswith(", 10 March 2008.")
    service.close()


def test_what_is_lacking_for_a_target_is_said_once(tmp_path: Path) -> None:
    with closing(opened(tmp_path, 1)) as service:
        told = said(service.ask("what is the infant mortality gap?", now=NOW))
    about_target = [text for text in told if text.startswith("The target is at most 11.7% in 2009-11")]
    assert about_target == [
        "The target is at most 11.7% in 2009-11: not assessable, as the figures that it takes are not held."
    ]
