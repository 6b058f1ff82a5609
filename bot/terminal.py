"""The same conversation in a terminal, for machines without a local Slack. Writes charts to a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import typer

from healthgap.reply import Reply
from healthgap.service import Healthgap

_THREAD = "terminal"


def converse(service: Healthgap, clock: Callable[[], datetime], lines: Iterable[str], folder: Path) -> None:
    """Answers each of `lines`, which may be the number of a question offered before."""
    offered: list[str] = []
    for line in lines:
        question = line.strip()
        if question.isdecimal() and 0 < int(question) <= len(offered):
            question = offered[int(question) - 1]
            typer.echo(f"» {question}")
        reply = service.ask(question, now=clock(), thread=_THREAD)
        offered = _show(reply)
        for request in reply.message.charts:
            picture = service.draw(request, now=clock())
            path = folder / picture.name
            path.write_bytes(picture.data)
            typer.echo(f"The chart is in {path}. {picture.alt_text}")


def prompted() -> Iterable[str]:
    """What a person types, line by line, until the end of the input."""
    while True:
        try:
            yield input("\n> ")
        except (EOFError, KeyboardInterrupt):
            typer.echo()
            return


def _show(reply: Reply) -> list[str]:
    """Prints the reply and what could be asked next, and returns those questions."""
    typer.echo(reply.message.plain())
    offered = list(reply.choices) or [button.question for button in reply.message.buttons]
    for number, question in enumerate(offered, 1):
        typer.echo(f"  {number}  {question}")
    return offered
