"""What a person reads, as values: sentences, a table, a chart to draw, buttons. No layout, no Slack.

`healthgap.wording` fills these; a terminal, a test or `bot.blocks` shows them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["answer", "clarify", "decline"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of display text under column heads; the first column names the row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> str:
        """The table as CSV text, heads first."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.columns, *self.rows])
        return out.getvalue()

    def plain(self) -> str:
        """The table in columns for a fixed-width font."""
        rows = [self.columns, *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.columns))]
        lines = [
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """The course of one series, to be drawn: of a gap by `measure`, or with "rate" of the level of `group`.

    `area` is empty for the indicator's own.
    """

    indicator: str
    sex: str
    measure: str
    group: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A question somebody may want to ask next: `label` is short, `question` complete and understood as it stands."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message in parts, in reading order. The headline alone answers.

    `charts` and `table` are shown with the message when set; `csv_name` asks for the table as a file as well.
    """

    headline: str
    context: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    source: str = ""
    table: Table | None = None
    charts: tuple[ChartRequest, ...] = ()
    csv_name: str = ""
    buttons: tuple[Button, ...] = ()

    def plain(self) -> str:
        """The whole message as plain text, complete without buttons or pictures."""
        parts = [self.headline, *self.context, *self.caveats]
        if self.table:
            parts += ["", self.table.title, self.table.plain()]
        if self.source:
            parts += ["", self.source]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one message of a person.

    `reading` says in words how the question was understood, `question` the same as data. `figures` are the figures
    the answer rests on, as rows of plain values (see PRODUCT, `ask --json`). `choices` are complete questions to pick
    from when `kind` is "clarify". `as_of` is the moment the figures were known at. `unexplained` are the words that
    were not understood.
    """

    kind: Kind
    message: Message
    reading: str
    question: tuple[Mapping[str, Any], ...] = ()
    figures: tuple[Mapping[str, Any], ...] = ()
    choices: tuple[str, ...] = ()
    as_of: datetime | None = None
    unexplained: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """What a person reads, plain, with the choices listed where there are any."""
        if not self.choices:
            return self.message.plain()
        return "\n".join([self.message.plain(), *(f"- {choice}" for choice in self.choices)])


@dataclass(frozen=True, slots=True)
class Statement:
    """What a message said of one gap: `told` is its size at `period`, as people read it.

    `moved` is "up", "down" or "unchanged" against the period before, `against_baseline` "wider", "narrower" or "as
    wide", each empty where nothing was said. `status` is that of the target, empty without one.
    """

    indicator: str
    sex: str
    measure: str
    period: str
    told: str
    moved: str
    against_baseline: str
    status: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What channels are told at one time: `message` in the channel, `detail`, where there is more, in its thread.

    `release` is the one that it is about, empty where it is about several. `stated` is what the two say of each gap,
    by the figures known at `as_of`. `is_news` is false where they say nothing that was not known before. `text` is the
    whole in plain words.
    """

    release: str
    message: Message
    detail: Message | None = None
    stated: tuple[Statement, ...] = ()
    as_of: datetime | None = None
    is_news: bool = True

    @property
    def parts(self) -> tuple[Message, ...]:
        return (self.message, self.detail) if self.detail else (self.message,)

    @property
    def text(self) -> str:
        return "\n\n".join(part.plain() for part in self.parts)
