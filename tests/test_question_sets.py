"""What people asked who had never seen the parser: nothing refusable is answered, and most is understood."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from healthgap.question.model import Question, Understood
from healthgap.service import Healthgap
from tests.notation import NOT_HELD, REFUSALS, acceptable, of_question
from tests.sample import NOW, ROOT, opened
from tests.test_question import READER

SETS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    service = opened(tmp_path_factory.mktemp("sets"))
    yield service
    service.close()


def asked(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def meanings(text: str, context: list[str]) -> list[Any] | None:
    """The parts of `text` as understood in its thread; None if it was not."""
    last: Question | None = None
    for before in context:
        understood = READER.understand(before, last)
        last = understood.questions[-1] if isinstance(understood, Understood) else last
    found = READER.understand(text, last)
    return [of_question(question) for question in found.questions] if isinstance(found, Understood) else None


def outcome(service: Healthgap, line: dict[str, Any]) -> str:
    """ "right", "one tap" away, "refused" where that is right, "asked back", or "other" than any gold."""
    gold = line["gold"]
    accepted = acceptable(gold)
    refusable = any(text in REFUSALS or any(name in text for name in NOT_HELD) for text in gold)
    context = line.get("context", [])
    reply = service.ask(line["question"], now=NOW, after=context)
    if reply.kind == "answer":
        return "right" if meanings(line["question"], context) in accepted else "other"
    if any(meanings(choice, []) in accepted for choice in reply.choices):
        return "one tap"
    if refusable or meanings(line["question"], context) in accepted:
        return "refused"
    return "asked back"


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_what_can_only_be_refused_gets_no_number(service: Healthgap, path: Path) -> None:
    refusable = [line for line in asked(path) if all(text in REFUSALS for text in line["gold"])]
    assert len(refusable) > 30
    for line in refusable:
        reply = service.ask(line["question"], now=NOW, after=line.get("context", []))
        assert reply.kind != "answer" or not reply.figures, line


@pytest.mark.parametrize(
    ("stem", "understood", "other"),
    [
        ("kinds", 0.99, 1),
        ("mixed", 0.95, 2),
        ("office-press-nurse-phone", 0.82, 9),
        ("statistician-campaigner-foreign-hostile", 0.91, 8),
    ],
)
def test_what_is_understood_does_not_fall_behind(
    service: Healthgap, stem: str, understood: float, other: int
) -> None:
    lines = asked(ROOT / "tests" / "questions" / f"{stem}.jsonl")
    counts = Counter(outcome(service, line) for line in lines)
    assert (counts["right"] + counts["one tap"] + counts["refused"]) / len(lines) >= understood, counts
    assert counts["other"] <= other, counts
