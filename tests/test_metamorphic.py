"""Laws over every question of every set: what a change to its words may do to its meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from string import ascii_lowercase

from healthgap.question.message.understand import Reader
from healthgap.question.model import Partly, Question, Unclear, Understanding, Understood, When
from healthgap.question.words import lexicon
from healthgap.wordlists import english_words, general_wording, kinds_by_example
from tests.sample import ROOT
from tests.test_question import CANCER, CATALOGUE, READER, read

RESTRICTIONS = (
    *("in Manchester", "breast", "for twins", "adjusted for age", "among smokers", "in prisons", "by region"),
    *("for teenage mums", "excluding London", "in Wales", "per household", "among Bangladeshi families"),
    *("in Leeds only", "under 65", "over 75s", "by ethnicity", "in hospital", "in May", "rural", "neonatal"),
    *("among students", "in GP practices", "private sector", "in Q3", "in early 2006", "for council tenants"),
)
SYNONYMS = (
    *(("gap", "inequality"), ("gap", "disparity"), ("gaps", "inequalities"), ("infant mortality", "IMR")),
    *(
        ("infant mortality", "infant death"),
        ("circulatory", "cardiovascular"),
        ("circulatory disease", "CVD"),
    ),
    *(
        ("chart", "graph"),
        ("women", "females"),
        ("men", "males"),
        ("narrowed", "fallen"),
        ("widened", "grown"),
    ),
    *(
        ("routine and manual", "R&M"),
        ("R&M", "routine and manual"),
        ("trend", "trajectory"),
        ("target", "goal"),
    ),
    *(("narrowing", "shrinking"), ("widest", "largest"), ("latest", "most recent"), ("What is", "what's")),
    *(("please", "pls"), ("baseline", "base year"), ("on track", "on course"), ("overview", "summary")),
)
PERIODS = ("1997-99", "2001-03", "2002-04", "2003-05", "2004-06", "2005-07")
TALK = ("smalltalk", "help", "definition", "list", "source")

Meaning = tuple[Question, ...]


@cache
def questions() -> dict[str, Meaning]:
    """Every question of the sets that is understood without a thread, with its meaning."""
    found = {}
    for path in sorted((ROOT / "tests" / "questions").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["question"]
            understood = READER.understand(text)
            if isinstance(understood, Understood):
                found[text] = understood.questions
    return found


def tells_numbers(meant: Meaning) -> bool:
    return any(question.intent not in TALK for question in meant)


def numeric() -> dict[str, Meaning]:
    return {text: meant for text, meant in questions().items() if tells_numbers(meant)}


def ignores(understood: Understanding, restriction: str) -> bool:
    """Whether a number is told although no word of `restriction` was refused."""
    if isinstance(understood, Partly):
        parts = [part for part in understood.parts if isinstance(part, Unclear)]
        left = (words for part in parts for words in (*part.unexplained, *part.unused))
        refused = {word for words in left for word in words.split()}
        return refused.isdisjoint(re.findall(r"[a-z0-9]+", restriction.lower()))
    if not (isinstance(understood, Understood) and tells_numbers(understood.questions)):
        return False
    when_known = {question.known for question in understood.questions} - {None}
    return not (when_known and re.search(r"\d{4}|May", restriction))  # "say … in May 2005": when it was said


def restricted() -> Iterator[tuple[str, str]]:
    """Each question with restrictions at its beginning, at its end and at places between; and the restriction."""
    for i, text in enumerate(list(numeric())[::15]):
        words = text.rstrip("?.! ").split()
        for k, place in enumerate((0, len(words), *((7 * i + 3 * k) % (len(words) + 1) for k in range(3)))):
            restriction = RESTRICTIONS[(5 * i + k) % len(RESTRICTIONS)]
            if words[place : place + 1] in (["%"], ["percent"], ["per"]):
                continue  # “under 65 % fall” is a share
            yield " ".join([*words[:place], restriction, *words[place:]]), restriction


def test_a_restriction_anywhere_is_never_answered_with_the_unrestricted_number() -> None:
    tried = list(restricted())
    assert len(tried) >= 2000
    assert [text for text, words in tried if ignores(READER.understand(text), words)] == []


def mistyped(text: str, slips: int, turn: int) -> str:
    """`text` with letters swapped, dropped, doubled or replaced inside its words, others at every `turn`."""
    for slip in range(turn, turn + slips):
        inside = [found.start() for found in re.finditer(r"(?<=[a-z])[a-z](?=[a-z]{2})", text)]
        if inside:
            at = inside[13 * slip % len(inside)]
            first, second = text[at], text[at + 1]
            other = ascii_lowercase[7 * slip % 26]
            typed = (second + first, second, first + first + second, other + second)[slip % 4]
            text = text[:at] + typed + text[at + 2 :]
    return text


def test_one_or_two_slips_lead_to_the_same_meaning_or_to_asking() -> None:
    turns = ((1, 0), (1, 5), (1, 11), (2, 2), (2, 7), (2, 16))
    typed = [
        (mistyped(text, slips, i + turn), meant)
        for i, (text, meant) in enumerate(list(numeric().items())[::8])
        for slips, turn in turns
    ]
    read = [(text, READER.understand(text), meant) for text, meant in typed]
    wrong = [
        text for text, found, meant in read if isinstance(found, Understood) and found.questions != meant
    ]
    assert len(wrong) <= len(typed) / 2_000, wrong  # “falling” for “failing”: a slip that makes another word
    assert sum(isinstance(found, Understood) for _, found, _ in read) > 0.6 * len(read)


def test_a_synonym_does_not_change_the_meaning() -> None:
    asked = tried = 0
    for text, meant in numeric().items():
        for word, synonym in SYNONYMS:
            said = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", synonym, text)
            if said != text:
                found = READER.understand(said)
                assert isinstance(found, Unclear) or found == Understood(meant), (said, found)
                asked += isinstance(found, Unclear)
                tried += 1
    assert tried > 500
    assert asked <= 0.02 * tried


def moved(question: Question, old: When, new: When) -> Question:
    """`question` about another period, the earlier end of a change first."""

    def when(named: When | None) -> When | None:
        return new if named == old else named

    at = tuple(new if named == old else named for named in question.at)
    since, to = when(question.since), when(question.to)
    if since and to and since.end and to.end and since.end > to.end:
        since, to = to, since
    beside = tuple(new if named == old else named for named in question.beside)
    return question.but(at=at, beside=beside, since=since, to=to, by=when(question.by))


def test_another_period_is_another_question() -> None:
    tried = 0
    for text, meant in questions().items():
        for old in (period for period in PERIODS if text.count(period) == 1):
            for new in (period for period in PERIODS if period not in text):
                expected = tuple(moved(question, When.parse(old), When.parse(new)) for question in meant)
                found = READER.understand(text.replace(old, new))
                assert isinstance(found, Unclear) or found == Understood(expected), (text, new)
                tried += 1
    assert tried > 150


def leans(question: Question, last: Question) -> Question:
    """`question` with what it does not name taken from `last`."""
    return question.but(indicators=question.indicators or last.indicators, at=question.at or last.at)


def test_a_thread_changes_the_meaning_of_elliptical_questions_only() -> None:
    last = read("What was the cancer gap in 2003-05?")
    changed = 0
    for text, meant in questions().items():
        found = READER.understand(text, last)
        said_of_all = any(question.intent == "news" and question.known for question in meant)
        of_those = re.match(
            r"not the|which of (?:them|these|those)|.*\bthe one (?:on|for|about)\b", text, re.IGNORECASE
        )  # leans on more than the thread tells, or on the kind of what it told
        implied = all(question.sex for question in meant) and not re.search(
            r"(?<!of )\blife|\ble\b", text, re.IGNORECASE
        )  # by “men”, where nothing else is held by sex
        implied = implied or all(question.groups for question in meant)  # by the group, at the time told
        set_beside = isinstance(found, Understood) and found.questions[0].indicators[:1] == last.indicators
        if found != Understood(meant) and not (said_of_all or of_those or implied or set_beside):
            changed += 1
            asked = re.sub(r"(?<=\?) (?:The|Our|We|I) [^?]*$", "", text)  # without a remark behind it
            assert len(asked.split()) < 7 or not all(question.indicators for question in meant), (text, found)
            if isinstance(found, Unclear):
                continue  # what a thread leaves open may always be asked
            named = [leans(question, last).but(at=()) for question in meant]
            assert [question.but(at=()) for question in found.questions] == named, (text, found)
    assert changed < 0.05 * len(questions())


def test_three_more_indicators_change_no_meaning() -> None:
    pattern = CATALOGUE.indicators[CANCER]
    more = {
        name: replace(pattern, id=name, title=aliases[0].capitalize(), short=aliases[0], aliases=aliases)
        for name, aliases in {
            "smoking": ("smoking prevalence", "smoking", "smokers", "tobacco"),
            "hle": ("healthy life expectancy", "HLE", "healthy years"),
            "suicide": ("suicide", "suicides", "suicide rate"),
        }.items()
    }
    catalogue = replace(CATALOGUE, indicators={**CATALOGUE.indicators, **more})
    reader = Reader(catalogue, lexicon.build(catalogue, general_wording()), english_words, kinds_by_example)
    for text, meant in questions().items():
        found = reader.understand(text)
        assert isinstance(found, Unclear) or found == Understood(meant), (text, found)
