"""What was understood in each conversation, where the bot keeps quiet, and which events were already handled.

Keeps readings, never a person's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, delete, exists, insert, select, update

from healthgap.store.database import insert_new, writing
from healthgap.store.schema import event, quiet, turn

# Slack repeats an event for about an hour; a few days leave room for an outage in between.
_REPEATS = timedelta(days=3)

Question = Sequence[Mapping[str, Any]]


class Threads:
    """The conversations of one database. A thread has whatever name its platform gives it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, thread: str, question: Question, now: datetime) -> None:
        """Adds a turn, as `Reply.question` has it; empty where the bot answered without understanding."""
        with writing(self._engine) as connection:
            turned = {"thread": thread, "question": [dict(part) for part in question], "asked_at": now}
            connection.execute(insert(turn).values(turned))

    def correct(self, thread: str, asked_at: datetime, question: Question) -> None:
        """Puts `question` in the place of the turn that was taken at `asked_at`."""
        with writing(self._engine) as connection:
            connection.execute(
                update(turn)
                .where(turn.c.thread == thread, turn.c.asked_at == asked_at)
                .values(question=[dict(part) for part in question])
            )

    def take_back(self, thread: str, asked_at: datetime) -> None:
        """Forgets the turn that was taken at `asked_at`."""
        with writing(self._engine) as connection:
            connection.execute(delete(turn).where(turn.c.thread == thread, turn.c.asked_at == asked_at))

    def last(self, thread: str, before: datetime | None = None) -> Question:
        """The newest question that was understood in the thread, `before` that moment; empty if there is none."""
        turns = select(turn.c.question).where(turn.c.thread == thread).order_by(turn.c.id.desc())
        if before is not None:
            turns = turns.where(turn.c.asked_at < before)
        with self._engine.connect() as connection:
            return next((question for question in connection.scalars(turns) if question), [])

    def went_on(self, thread: str, asked_at: datetime) -> bool:
        """Whether the thread has a turn after the one at `asked_at`."""
        later = exists().where(and_(turn.c.thread == thread, turn.c.asked_at > asked_at))
        with self._engine.connect() as connection:
            return bool(connection.scalar(select(later)))

    def in_conversation(self, thread: str) -> bool:
        """Whether the bot has answered in the thread and was not silenced, so that it listens there unnamed."""
        answered, silenced = exists().where(turn.c.thread == thread), exists().where(quiet.c.thread == thread)
        with self._engine.connect() as connection:
            return bool(connection.scalar(select(and_(answered, ~silenced))))

    def keep_quiet(self, thread: str, now: datetime) -> None:
        """From now on the bot listens in the thread only where it is named."""
        with writing(self._engine) as connection:
            connection.execute(insert_new(connection, quiet).values(thread=thread, since=now))

    def listen(self, thread: str) -> None:
        """Ends the quiet."""
        with writing(self._engine) as connection:
            connection.execute(delete(quiet).where(quiet.c.thread == thread))

    def heard(self, event_id: str, now: datetime) -> bool:
        """Whether this event was heard before; from now on it was. Of several callers one gets False."""
        with writing(self._engine) as connection:
            new = connection.execute(insert_new(connection, event).values(id=event_id, handled_at=now))
            return new.rowcount == 0

    def forget_events(self, now: datetime) -> None:
        """Drops events so old that they are not repeated any more."""
        with writing(self._engine) as connection:
            connection.execute(delete(event).where(event.c.handled_at < now - _REPEATS))
