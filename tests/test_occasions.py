"""What people tell beside a question: of the occasion, which changes nothing, or of whom the figure should be.

Both sets are by authors who had not seen the parser: `occasions.txt` are 1,498 sentences from offices of all kinds,
`occasions_that_restrict.jsonl` messages whose side remark restricts what is asked, and some that only look like it.
"""

from __future__ import annotations

import json

from healthgap.question.model import Question, Understood
from tests.sample import ROOT
from tests.test_question import READER

DATA = ROOT / "tests" / "data"
GAP = READER.understand("What is the cancer gap?")
OPENS = (",", " and", " so", ":", " but", "–")
JOINS = ("so ", "as ", "because ", "before ", "needed ", "for ")


def asked_beside(told: str) -> str:
    """A question with `told` before, behind or beside it, as its ends demand."""
    if told.endswith(" wants"):
        return f"{told} the cancer gap, please"
    if told.endswith(OPENS):
        return f"{told} what is the cancer gap?"
    if told.startswith(("(", *JOINS)):
        return f"What is the cancer gap {told}"
    return f"What is the cancer gap, {told}?" if told[0].islower() else f"What is the cancer gap? {told}"


def test_the_occasion_changes_few_questions_and_stands_in_the_way_of_fewer_than_before() -> None:
    told = (DATA / "occasions.txt").read_text(encoding="utf-8").splitlines()
    found = [READER.understand(asked_beside(one)) for one in told]
    others = [
        one for one, read in zip(told, found, strict=True) if isinstance(read, Understood) and read != GAP
    ]
    assert sum(read == GAP for read in found) >= 0.3 * len(told)
    assert len(others) <= len(told) / 70, others


def remarks(*, restricting: bool) -> list[str]:
    lines = (DATA / "occasions_that_restrict.jsonl").read_text(encoding="utf-8").splitlines()
    return [one["question"] for one in map(json.loads, lines) if one["restricts"] == restricting]


def is_unrestricted(question: Question) -> bool:
    return question == Question("value", question.indicators)


def test_a_remark_that_restricts_is_never_passed_over() -> None:
    tried = remarks(restricting=True)
    assert len(tried) == 299
    for text in tried:
        found = READER.understand(text)
        assert not (isinstance(found, Understood) and all(map(is_unrestricted, found.questions))), text


def test_a_remark_that_only_looks_like_it_mostly_changes_nothing() -> None:
    tried = remarks(restricting=False)
    assert sum(isinstance(READER.understand(text), Understood) for text in tried) >= 0.6 * len(tried)
