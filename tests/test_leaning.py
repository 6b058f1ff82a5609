"""What a message leans on: two things told one after the other, a time left behind, what “then” and “it” are."""

from __future__ import annotations

import pytest

from healthgap.service import Healthgap
from tests.sample import NOW

IMR, CANCER = "Infant mortality, relative gap", "Cancer mortality under 75, absolute gap"
TWO = ["cancer gap", "infant mortality gap"]
CANCER_THEN_HEART = ["cancer gap", "and circulatory?"]


@pytest.mark.parametrize(
    ("after", "text", "line"),
    [
        (CANCER_THEN_HEART, "which is bigger?", "The circulatory disease gap is wider than"),
        (CANCER_THEN_HEART, "compare them", "The circulatory disease gap is wider than"),
        (CANCER_THEN_HEART, "put them side by side", "The circulatory disease gap is wider than"),
        (CANCER_THEN_HEART, "both", "Cancer mortality under 75, absolute gap, 2004-06: 18.4"),
        (
            CANCER_THEN_HEART,
            "are they on track?",
            "Yes: the cancer mortality gap (met so far) and the circulatory disease gap (on track).",
        ),
        (
            CANCER_THEN_HEART,
            "how much have they changed?",
            "Cancer mortality under 75, absolute gap, 1995-97 to",
        ),
        (
            ["life expectancy gap for men", "and for women?"],
            "both on track?",
            "Life expectancy at birth, men",
        ),
        (
            ["infant mortality gap in 2002-04", "and now?"],
            "how much has it changed?",
            "Infant mortality, relative gap, 2002-04 to 2005-07: narrowed by 3",
        ),
        (
            ["infant mortality gap in 2002-04"],
            "is it lower now?",
            "Yes: infant mortality, relative gap, 2002-04 to 2005-07: narrowed",
        ),
        (
            ["cancer gap in 1995-97", "circulatory gap in 1995-97"],
            "which is bigger",
            "The circulatory disease gap is",
        ),
        (
            ["is infant mortality on track at the pace since 2003-05"],
            "and since the baseline?",
            "Infant mortality, relative gap: about 17.5%",
        ),
        (
            ["infant mortality gap"],
            "how many deaths does the infant mortality gap stand for",
            "Infant mortality, 2005-07: the gap stands for about 517",
        ),
        (["cancer gap in 2003-05"], "the infant mortality gap then", f"{IMR}, 2003-05: 18%."),
        (["cancer gap in 2003-05"], "infant mortality for this period", f"{IMR}, 2003-05: 18%."),
        (["cancer gap in 2003-05"], "and infant mortality then?", f"{IMR}, 2003-05: 18%."),
        (["cancer gap"], "what is the target then", f"{CANCER}, target: at most 19.5"),
        (TWO, "the first one", f"{CANCER}, 2004-06: 18.4"),
        (TWO, "and the other one?", f"{CANCER}, 2004-06: 18.4"),
        (["cancer gap", "and circulatory"], "the first one in 2003-05", f"{CANCER}, 2003-05: 18.1"),
        (
            ["is infant mortality on track", "and cancer"],
            "and the former in 2002-04",
            f"{IMR}, 2002-04: 19%.",
        ),
        (["life expectancy gap for women"], "and the other sex?", "Life expectancy at birth, men"),
        (
            ["life expectancy gap for women", "and for men"],
            "the first one",
            "Life expectancy at birth, women",
        ),
        (
            ["circulatory gap in 1995-97", "and cancer"],
            "and both now",
            "Circulatory disease mortality under 75, absolute gap, 2004-06: 24.9",
        ),
        (["will the infant mortality target be met"], "what's the gap now", f"{IMR}, 2005-07: 16%."),
        (["will cancer meet its target"], "and now?", f"{CANCER}, 2004-06: 18.4"),
        (["cancer gap", "by how much"], "since baseline", f"{CANCER}, 1995-97 to 2004-06: narrowed by 11.3%"),
    ],
)
def test_a_message_leans_on_what_its_thread_told(
    service: Healthgap, after: list[str], text: str, line: str
) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind == "answer"
    assert reply.text.startswith(line), reply.text


@pytest.mark.parametrize(
    ("after", "text", "words"),
    [
        (["target for infant mortality"], "is that 11.7%", "11.7 %"),
        (["target for infant mortality"], "is that 16%", "16 %"),
        (["when was the infant mortality gap widest"], "is it 19", "19"),
        (["where will infant mortality be in 2009-11"], "is it 12%", "12 %"),
        (["compare cancer and circulatory"], "so cancer is the wider one", "wider"),
        (["cancer gap"], "isn't circulatory smaller", "smaller"),
        (["compare cancer and circulatory"], "why is circulatory worse", "worse"),
        (CANCER_THEN_HEART, "is that wider", "wider"),
        (["infant mortality gap in 2002-04"], "was it ever higher", "ever"),
        (["cancer gap in 1995-97"], "was it met", "was it"),
        (["infant mortality gap in 2002-04"], "trend up to then", "then"),
        (["is infant mortality narrowing since 2002-04"], "and before that", "previous"),
        (["infant mortality gap change since 2002-04"], "to 2004-06", "to"),
        (["how many targets are on track"], "which ones", "which ones"),
        (["has cancer been revised"], "since when", "since when"),
        (["source for cancer"], "and the previous one", "previous"),
        (["how far is circulatory from target"], "in per cent", "percent"),
        (["cancer gap"], "how many deaths does it stand for", "stand for"),
        (["infant mortality gap in 2002-04", "cancer gap in 2003-05"], "compare them", "compare"),
        (
            ["infant mortality rate in routine and manual", "and sole registered?"],
            "so it is higher?",
            "higher",
        ),
        (["infant mortality rate in routine and manual", "and sole registered?"], "have they fallen", "they"),
    ],
)
def test_what_the_thread_leaves_open_is_asked_back(
    service: Healthgap, after: list[str], text: str, words: str
) -> None:
    reply = service.ask(text, now=NOW, after=after)
    assert reply.kind != "answer", reply.text
    assert words in reply.unexplained


def test_what_looks_misspelt_is_offered_first_and_never_taken(service: Healthgap) -> None:
    reply = service.ask("circulatory gap trands", now=NOW)
    assert reply.kind == "clarify"
    assert reply.choices[0] == "Trend in the circulatory disease gap"
