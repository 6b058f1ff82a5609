"""What was understood in each conversation, which words were not, where the bot keeps quiet, and what was heard.

Keeps readings and single words, never a person's sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, exists, insert, select, update

from healthgap.store.database import insert_new, writing
from healthgap.store.schema import event, quiet, turn, unknown_word

# Slack repeats an event for about an hour; a few days leave room for an outage in between.
_REPEATS = timedelta(days=3)

Question = Sequence[Mapping[str, Any]]
Dialogue = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and its reply: the question that the next may lean on, empty where nothing was understood.

    `dialogue` is what stood open then. `unknown` are words to be counted, `offered` the question offered instead.
    """

    question: Question
    dialogue: Dialogue
    unknown: Sequence[str] = ()
    offered: str = ""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that questions held and nothing here explains. `offered` is what was last offered instead."""

    word: str
    asked: int
    last_asked: date
    offered: str


class Threads:
    """The conversations of one database. A thread has whatever name its platform gives it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, thread: str, said: Turn, now: datetime) -> None:
        """Adds a turn, and counts its unknown words, in one transaction."""
        values = {"thread": thread, "question": [dict(part) for part in said.question], "asked_at": now}
        with writing(self._engine) as connection:
            connection.execute(insert(turn).values(**values, dialogue=dict(said.dialogue)))
            for word in sorted(
                set(said.unknown)
            ):  # in one order, so that two writers never wait for each other
                _count(connection, UnknownWord(word, 1, now.date(), said.offered))

    def correct(self, thread: str, asked_at: datetime, said: Turn) -> None:
        """Puts `said` in the place of the turn that was taken at `asked_at`."""
        values = {"question": [dict(part) for part in said.question], "dialogue": dict(said.dialogue)}
        with writing(self._engine) as connection:
            this = and_(turn.c.thread == thread, turn.c.asked_at == asked_at)
            connection.execute(update(turn).where(this).values(**values))

    def take_back(self, thread: str, asked_at: datetime) -> None:
        """Forgets the turn that was taken at `asked_at`."""
        with writing(self._engine) as connection:
            connection.execute(delete(turn).where(turn.c.thread == thread, turn.c.asked_at == asked_at))

    def last(self, thread: str, before: datetime | None = None) -> tuple[Question, Dialogue]:
        """The newest question understood in the thread, and what stands open, `before` that moment if given.

        Each is empty if there is none.
        """
        turns = (
            select(turn.c.question, turn.c.dialogue).where(turn.c.thread == thread).order_by(turn.c.id.desc())
        )
        if before is not None:
            turns = turns.where(turn.c.asked_at < before)
        with self._engine.connect() as connection:
            rows = iter(connection.execute(turns))
            newest = next(rows, None)
            if newest is None:
                return [], {}
            question: Question = newest.question or next((row.question for row in rows if row.question), [])
            return question, newest.dialogue or {}

    def unknown_words(self) -> list[UnknownWord]:
        """The words counted, the most often asked first."""
        words = select(unknown_word).order_by(unknown_word.c.asked.desc(), unknown_word.c.word)
        with self._engine.connect() as connection:
            return [UnknownWord(**row) for row in connection.execute(words).mappings()]

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

    def was_heard(self, event_id: str) -> bool:
        """Whether this event was heard before. Writes nothing, and so waits for nobody who does."""
        with self._engine.connect() as connection:
            return bool(connection.scalar(select(exists().where(event.c.id == event_id))))

    def forget(self, event_id: str) -> None:
        """Takes back that this event was heard, so that it counts when it comes again."""
        with writing(self._engine) as connection:
            connection.execute(delete(event).where(event.c.id == event_id))

    def is_latest(self, event_id: str) -> bool:
        """Whether no event was heard that has the same id but for a later moment after its last slash."""
        series = event_id.rpartition("/")[0]
        later = exists().where(event.c.id > event_id, event.c.id.startswith(f"{series}/", autoescape=True))
        with self._engine.connect() as connection:
            return not connection.scalar(select(later))

    def forget_events(self, now: datetime) -> None:
        """Drops events so old that they are not repeated any more."""
        with writing(self._engine) as connection:
            connection.execute(delete(event).where(event.c.handled_at < now - _REPEATS))


def _count(connection: Connection, word: UnknownWord) -> None:
    """Adds one to the count of a word, or begins it."""
    values = {"last_asked": word.last_asked, "offered": word.offered}
    new = insert_new(connection, unknown_word).values(word=word.word, asked=word.asked, **values)
    if connection.execute(new).rowcount == 0:
        counted = update(unknown_word).where(unknown_word.c.word == word.word)
        connection.execute(counted.values(asked=unknown_word.c.asked + word.asked, **values))
