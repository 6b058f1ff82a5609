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

ASK, CHOOSE, JUDGE = "ask", "choose", "judge"
_VERDICTS = (
    Button("This is right", "right"),
    Button("Something is wrong", "wrong"),
    Button("Not what I asked", "not what I asked"),
)

_TEXT = 12_000
_HEADLINE, _CONTEXTS, _CONTEXT, _NOTES, _TABLE = 1_500, 5_000, 2_800, 2_000, 2_900
_CELL, _COLUMNS, _ROWS = 200, 20, 100
_LABEL, _VALUE, _BUTTONS = 75, 2_000, 10


@dataclass(frozen=True, slots=True)
class Layout:
    """A message ready to post: `text` is complete on its own, for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]


def message_layout(message: Message, table: TableStyle) -> Layout:
    """Headline, context, table, notes and source, buttons."""
    blocks = [section(f"*{clip(escape(message.headline), _HEADLINE)}*")]
    if message.context:
        most = _CONTEXT if message.table else _CONTEXTS
        context = clip(escape("\n".join(message.context)), most)
        blocks += map(section, packed(context.splitlines()))
    if message.table and message.table.rows:
        blocks += table(message.table)
    notes = [*message.caveats, message.source] if message.source else list(message.caveats)
    if notes:
        blocks.append(small(clip(escape("\n".join(notes)), _NOTES)))
    if message.buttons:
        blocks.append(actions(ASK, ASK, message.buttons))
    return Layout(clip(escape(message.plain()), _TEXT), tuple(blocks))


def reply_layout(reply: Reply, table: TableStyle) -> Layout:
    """The answer to a question, or the question back with its choices as buttons."""
    if not reply.choices:
        layout = message_layout(reply.message, table)
        if not reply.figures and reply.kind == "answer":
            return layout
        return Layout(layout.text, (*layout.blocks, actions(JUDGE, JUDGE, _VERDICTS)))
    asked_back = message_layout(replace(reply.message, buttons=()), table)
    choices = actions(CHOOSE, CHOOSE, [Button(choice, choice) for choice in reply.choices])
    return Layout(clip(escape(reply.text), _TEXT), (*asked_back.blocks, choices))


def sentence(text: str) -> Layout:
    """One plain sentence of the bot's own."""
    return told(escape(text))


def told(text: str) -> Layout:
    """The same of a text that is in Slack's notation already."""
    return Layout(clip(text, _TEXT), (section(clip(text, _CONTEXT)),))


def asked(user: str, question: str) -> Layout:
    """The question of somebody who did not write it as a message, so that others can follow."""
    text = f"<@{user}> asked: {clip(escape(question), _CONTEXT)}"
    return Layout(text, (section(text),))


def with_asker(layout: Layout, user: str, question: str) -> Layout:
    """An answer headed by who pressed for it."""
    line = f"<@{user}> asked: {clip(escape(question), _LABEL * 4)}"
    return Layout(layout.text, (small(line), *layout.blocks))


def and_below(layout: Layout, text: str) -> Layout:
    """A message with something more below it, in Slack's notation."""
    return Layout(clip(f"{layout.text}\n{text}", _TEXT), (*layout.blocks, section(clip(text, _CONTEXT))))


def chosen(layout: Layout, user: str, choice: str) -> Layout:
    """The answer that a question back turns into, headed by what somebody chose."""
    line = f"<@{user}> chose: {clip(escape(choice), _LABEL * 4)}"
    return Layout(f"{line}\n{layout.text}", (small(line), *layout.blocks))


def pictured(file_id: str, title: str, alt_text: str) -> Layout:
    """An uploaded picture in a message of its own, in words for those who cannot see it."""
    image = {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": clip(alt_text, _VALUE),
        "title": {"type": "plain_text", "text": clip(title, _VALUE)},
    }
    return Layout(escape(f"{title}. {alt_text}"), (image,))


def drawn(chart: Block, title: str, alt_text: str) -> Layout:
    """A chart that Slack draws, with the same words below it."""
    text = escape(f"{title}. {alt_text}")
    return Layout(text, (chart, small(text)))


def plainer(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks for a server that refuses the newer ones: tables as lines, and no pictures."""
    kept: list[Block] = []
    for block in blocks:
        if block["type"] == "table":
            heads, *rows = [tuple(cell["text"] for cell in row) for row in block["rows"]]
            kept.append(section(_lines(heads, rows)))
        elif block["type"] != "image":
            kept.append(block)
    return kept


def native_table(table: Table) -> list[Block]:
    """The table as Slack draws it: words to the left, figures to the right."""
    rows = shown_rows(table)
    width = min(len(table.columns), _COLUMNS)
    most = min(_CELL, _TABLE // (2 * width))  # the head and one row have room, however many columns
    cells = [[_cell(cell, most) for cell in row[:width]] for row in (table.columns, *rows)]
    settings = [{"is_wrapped": True}, *({"align": "right"} for _ in range(width - 1))]
    return [section(_title(table)), {"type": "table", "column_settings": settings, "rows": cells}]


def listed_table(table: Table) -> list[Block]:
    """The table as lines, for servers other than Slack, which draw neither tables nor fixed-width type."""
    return [section(_title(table)), section(_lines(table.columns, shown_rows(table)))]


def shown_rows(table: Table) -> tuple[tuple[str, ...], ...]:
    """The first rows of the table, as many as a message holds beside its other parts."""
    columns = zip(table.columns, *table.rows, strict=True)
    line = sum(len(head) + max(map(len, cells), default=0) + 4 for head, *cells in columns)
    return table.rows[: min(_ROWS - 1, max(1, _TABLE // line))]


def _lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [
        f"*{row[0]}*  " + " · ".join(f"{head} {cell}" for head, cell in zip(heads[1:], row[1:], strict=True))
        for row in rows
    ]
    return clip(escape("\n".join(lines)), _TABLE)


def _title(table: Table) -> str:
    hidden = len(table.rows) - len(shown_rows(table))
    rest = (
        f" (first {len(table.rows) - hidden} of {len(table.rows)} rows; all are in the file)"
        if hidden
        else ""
    )
    return clip(escape(table.title), _LABEL * 4) + rest


def packed(lines: Sequence[str]) -> list[str]:
    """The lines in as few texts as a section's limit allows."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < _CONTEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(clip(line, _CONTEXT))
    return texts


def section(text: str) -> Block:
    """A paragraph in Slack's notation."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def small(text: str) -> Block:
    """The same in small type."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def actions(block_id: str, action: str, buttons: Sequence[Button]) -> Block:
    """A row of buttons; pressed, each sends its question as the value of an action that begins with `action`."""
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


def sure(button: Block, text: str, yes: str) -> Block:
    """A button that asks once more before it does something that is not easily taken back."""
    asked = {"title": "Are you sure?", "text": text, "confirm": yes, "deny": "Cancel"}
    confirm = {part: {"type": "plain_text", "text": words} for part, words in asked.items()}
    return {**button, "confirm": confirm}


def _cell(text: str, most: int) -> Block:
    return {"type": "raw_text", "text": clip(text, most) or " "}
