"""Writes `healthgap/question/asked/examples.toml` from the questions in `tests/questions`: `python -m tests.examples`.

Those of the sealed sets are left out, so that what is offered for them still measures something.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import get_args

from healthgap.question.asked.likeness import words_of
from healthgap.question.model import Intent, Question
from healthgap.question.phrase import SELECTIONS
from tests.notation import REFUSALS
from tests.test_question import READER
from tests.test_question_sets import SETS, asked

HEAD = """\
# Examples of each kind of question, one a line, for the choices that are offered where a message was not understood
# (see likeness.py beside it): written by people who had not seen the parser, with what they name by its kind.
# <thread> opens one that leans on what was said before. Made from tests/questions by `python -m tests.examples`.
"""
_FEWEST = 4
_WITHOUT_CHOICES = (*REFUSALS, "check", "smalltalk", "threshold", "ranking")
_OFFERED = SELECTIONS.keys() - {"widest", "narrowest"}  # gaps are in different units
_MEASURES = {"abs": "absolute_gap", "rel": "relative_gap", "rate": "rate"}
_OF_A_VALUE = {"share": "share", "ratio": "ratio", "count": "count", "slope_index": "slope_index"}
_TIMES = {
    "baseline": "baseline",
    "previous": "previous",
    "last_year": "previous",
    "max": "peak",
    "peak": "peak",
}


def kind_of(gold: str) -> Question | None:
    """The kind of a gold's question; None for several parts, and for what is never offered as a choice."""
    intent, *words = gold.split()
    if "&" in gold or intent in _WITHOUT_CHOICES:
        return None
    if intent == "drivers":
        return Question("explain", selection="sides")
    said = dict(word.split("=", 1) for word in words if "=" in word)
    measures = _MEASURES | _OF_A_VALUE if intent == "value" else _MEASURES
    return Question.from_json(
        {
            "intent": intent,
            "measure": measures.get(said.get("measure", "")),
            "direction": said.get("dir") if intent == "extremum" else None,
            "selection": said.get("sel") if intent == "which" else None,
            "at": [_TIMES[said["at"]]] if intent in ("value", "compare") and said.get("at") in _TIMES else [],
            **({"since": _TIMES[said["since"]]} if said.get("since") in _TIMES else {}),
        }
    )


def examples() -> Mapping[Question, list[str]]:
    """The messages of each kind, as their words; kinds of few examples are told with their intent's plain one."""
    found: dict[Question, list[str]] = defaultdict(list)
    for path in SETS:
        for line in [] if path.stem.endswith("-sealed") else asked(path):
            kind = next(filter(None, map(kind_of, line["gold"])), None)
            if kind is not None and (kind.intent != "which" or kind.selection in _OFFERED):
                spans = READER.stages(line["question"]).spans
                found[kind].append(" ".join(words_of(spans, in_thread=bool(line.get("context")))))
    told: dict[Question, list[str]] = defaultdict(list)
    for kind, messages in found.items():
        told[kind if kind.selection or len(messages) >= _FEWEST else Question(kind.intent)] += messages
    return told


def written(told: Mapping[Question, list[str]]) -> str:
    """`told` as TOML, by intent, each kind with its commonest first."""
    parts = [HEAD]
    for kind in sorted(told, key=lambda kind: (get_args(Intent).index(kind.intent), -len(told[kind]))):
        of = ", ".join(f"{name} = {json.dumps(value)}" for name, value in kind.as_json().items())
        parts += [
            "\n[[kind]]\n",
            f"of = {{ {of} }}\n",
            "said = '''\n",
            *(f"{line}\n" for line in told[kind]),
            "'''\n",
        ]
    return "".join(parts)


if __name__ == "__main__":
    Path(str(files("healthgap.question.asked") / "examples.toml")).write_text(
        written(examples()), encoding="utf-8"
    )
