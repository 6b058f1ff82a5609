"""Messages as Block Kit, within Slack's limits by construction. Says nothing of its own about figures.

Limits: https://docs.slack.dev/reference/block-kit/blocks. All text of one message may have about 13,200
characters, so each part below has its share of that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.text import clip, escape
from healthgap.reply import Button, Message, Reply, Table

Block = dict[str, Any]
TableStyle = Callable[[Table], list[Block]]

ASK, CHOOSE = "ask", "choose"
_CHOICES = "choices"

_TEXT = 12_000
_HEADLINE, _CONTEXT, _NOTES, _TABLE = 1_500, 3_000, 2_000, 2_900
_CELL, _COLUMNS, _ROWS = 200, 20, 100
_LABEL, _VALUE, _BUTTONS = 75, 2_000, 10


@dataclass(frozen=True, slots=True)
class Layout:
    """A message ready to post: `text` is complete on its own, for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]


def message_layout(message: Message, table: TableStyle) -> Layout:
    """Headline, context, table, notes and source, buttons."""
    blocks = [_section(f"*{clip(escape(message.headline), _HEADLINE)}*")]
    if message.context:
        blocks.append(_section(clip(escape("\n".join(message.context)), _CONTEXT)))
    if message.table and message.table.rows:
        blocks += table(message.table)
    notes = [*message.caveats, message.source] if message.source else list(message.caveats)
    if notes:
        blocks.append(_small(clip(escape("\n".join(notes)), _NOTES)))
    if message.buttons:
        blocks.append(_actions(ASK, ASK, message.buttons))
    return Layout(clip(escape(message.plain()), _TEXT), tuple(blocks))


def reply_layout(reply: Reply, table: TableStyle) -> Layout:
    """The answer to a question, or the question back with its choices as buttons."""
    if not reply.choices:
        return message_layout(reply.message, table)
    asked_back = message_layout(replace(reply.message, buttons=()), table)
    choices = _actions(_CHOICES, CHOOSE, [Button(choice, choice) for choice in reply.choices])
    return Layout(clip(escape(reply.text), _TEXT), (*asked_back.blocks, choices))


def sentence(text: str) -> Layout:
    """One plain sentence of the bot's own."""
    return Layout(escape(text), (_section(clip(escape(text), _CONTEXT)),))


def asked(user: str, question: str) -> Layout:
    """The question of somebody who did not write it as a message, so that others can follow."""
    text = f"<@{user}> asked: {clip(escape(question), _CONTEXT)}"
    return Layout(text, (_section(text),))


def with_asker(layout: Layout, user: str, question: str) -> Layout:
    """An answer headed by who pressed for it."""
    line = f"<@{user}> asked: {clip(escape(question), _LABEL * 4)}"
    return Layout(layout.text, (_small(line), *layout.blocks))


def chosen(blocks: Sequence[Block], user: str, choice: str) -> Layout:
    """The asking-back message `blocks` once somebody has chosen: the buttons give way to the choice."""
    text = f"<@{user}> chose: {clip(escape(choice), _LABEL * 4)}"
    kept = [block for block in blocks if block.get("block_id") != _CHOICES]
    return Layout(text, (*kept, _small(text)))


def native_table(table: Table) -> list[Block]:
    """The table as Slack draws it: words to the left, figures to the right."""
    rows = shown_rows(table)
    width = min(len(table.columns), _COLUMNS)
    cells = [[_cell(cell) for cell in row[:width]] for row in (table.columns, *rows)]
    settings = [{"is_wrapped": True}, *({"align": "right"} for _ in range(width - 1))]
    return [_section(_title(table)), {"type": "table", "column_settings": settings, "rows": cells}]


def listed_table(table: Table) -> list[Block]:
    """The table as lines, for servers other than Slack, which draw neither tables nor fixed-width type."""
    lines = [
        f"*{row[0]}*  "
        + " · ".join(f"{head} {cell}" for head, cell in zip(table.columns[1:], row[1:], strict=True))
        for row in shown_rows(table)
    ]
    return [_section(_title(table)), _section(clip(escape("\n".join(lines)), _TABLE))]


def shown_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows of the table, as many as a message holds beside its other parts."""
    columns = zip(table.columns, *table.rows, strict=True)
    line = sum(len(head) + max(map(len, cells), default=0) + 4 for head, *cells in columns)
    return table.rows[: min(_ROWS - 1, max(1, _TABLE // line))]


def _title(table: Table) -> str:
    hidden = len(table.rows) - len(shown_rows(table))
    rest = (
        f" (first {len(table.rows) - hidden} of {len(table.rows)} rows; all are in the file)"
        if hidden
        else ""
    )
    return clip(escape(table.title), _LABEL * 4) + rest


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _actions(block_id: str, action: str, buttons: Sequence[Button]) -> Block:
    return {
        "type": "actions",
        "block_id": block_id,
        "elements": [
            {
                "type": "button",
                "action_id": f"{action}-{number}",  # unique within a message, as Slack demands
                "text": {"type": "plain_text", "text": clip(button.label, _LABEL)},
                "value": clip(button.question, _VALUE),
            }
            for number, button in enumerate(buttons[:_BUTTONS])
        ],
    }


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": clip(text, _CELL) or " "}
