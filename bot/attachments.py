"""What belongs to a message beside its text: its charts, drawn, and its table as a file. Posts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.blocks import shown_rows
from bot.native_charts import native_chart
from bot.posting import File
from healthgap.reply import Message
from healthgap.service import Healthgap


def attachments(service: Healthgap, message: Message, now: datetime) -> Iterator[File]:
    """The files of `message`: a table only where it asks for one, or is too long to be shown whole."""
    for request in message.charts:
        picture = service.draw(request, now=now)
        native = native_chart(picture.chart)
        yield File(picture.name, picture.data, picture.title, picture.alt_text, native)
    table = message.table
    if table and (message.csv_name or len(shown_rows(table)) < len(table.rows)):
        yield File(message.csv_name or "figures.csv", table.csv().encode(), table.title, "")
