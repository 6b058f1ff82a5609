"""Asking, on a terminal or line by line for programs, and what questions held that was not understood."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from healthgap.commands.arguments import AsOf, Json, day_ends
from healthgap.commands.surroundings import now, opened
from healthgap.output import json_text
from healthgap.question.message.understand import Stages
from healthgap.reply import Reply
from healthgap.service import Healthgap


def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads one a line from standard input.")],
    after: Annotated[list[str] | None, typer.Option(help="A question asked before, oldest first.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was understood.")] = False,
) -> None:
    """Answer a question as the bot would."""
    with opened() as service:
        moment = day_ends(as_of)
        if question == "-":
            for number, line in enumerate(sys.stdin, start=1):
                if line.strip():
                    typer.echo(json_text(_answer_line(service, line.strip(), number, moment), indent=None))
            return
        if explain:
            stages = service.stages(question, now=now(), after=after or [])
            typer.echo(_stages_text(stages), err=as_json)
        reply = service.ask(question, now=now(), as_of=moment, after=after or [])
        typer.echo(json_text(_reply_values(reply)) if as_json else reply.text)


def _answer_line(service: Healthgap, line: str, number: int, moment: datetime | None) -> dict[str, Any]:
    """What `ask -` prints for a line."""
    try:
        question, after = _asked(line)
    except ValueError as error:
        return {"error": str(error), "line": number}
    return _reply_values(service.ask(question, now=now(), as_of=moment, after=after))


def _asked(line: str) -> tuple[str, list[str]]:
    """The question of a line, and those before it: plain text, or JSON with "question" and "after".

    Raises ValueError for any other JSON.
    """
    if not line.startswith(("{", "[")):
        return line, []
    try:
        values = json.loads(line)
    except json.JSONDecodeError:
        values = None
    if not isinstance(values, dict) or not isinstance(values.get("question"), str):
        raise ValueError("This line is not JSON with a question in it.")
    after = values.get("after") or []
    earlier = [after] if isinstance(after, str) else after
    if not isinstance(earlier, list) or not all(isinstance(text, str) for text in earlier):
        raise ValueError("“after” is neither a question nor a list of questions.")
    return values["question"], earlier


def _reply_values(reply: Reply) -> dict[str, Any]:
    """An answer as `ask --json` prints it."""
    return {
        "kind": reply.kind,
        "text": reply.text,
        "question": {
            "text": reply.reading,
            "parts": list(reply.question),
            "unexplained": list(reply.unexplained),
        },
        "figures": list(reply.figures),
        "choices": list(reply.choices),
        "caveats": list(reply.message.caveats),
        "as_of": reply.as_of.isoformat() if reply.as_of else None,
    }


def _stages_text(stages: Stages) -> str:
    """The stages of understanding, a line each, for `ask --explain`."""
    lines = [f"words: {' '.join(stages.tokens)}"]
    for span in stages.spans:
        meanings = ", ".join(
            f"{kind} {value}".strip() for kind in sorted(span.meanings) for value in span.values(kind)
        )
        lines.append(f"  {span.text}: {meanings or ('mark' if span.is_mark else 'not explained')}")
    return "\n".join([*lines, f"reading: {stages.understanding}", ""])


def questions(as_json: Json = False) -> None:
    """List the words that questions held and nothing here explains, and what people said of answers."""
    with opened() as service:
        found = service.threads.unknown_words()
        verdicts = Counter((said.verdict, said.reading) for said in service.feedback()).most_common()
    if as_json:
        said = [
            {"verdict": verdict, "reading": reading, "said": times} for (verdict, reading), times in verdicts
        ]
        typer.echo(json_text({"words": [asdict(word) for word in found], "verdicts": said}))
        return
    for word in found:
        offered = f"  offered: {word.offered}" if word.offered else ""
        typer.echo(f"{word.asked:6}  {word.word}  last on {word.last_asked}{offered}")
    if not found:
        typer.echo("No question has held a word that is not understood.")
    for (verdict, reading), times in verdicts:
        typer.echo(f"{times:6}  {verdict}: {reading}")
