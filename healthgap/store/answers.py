"""Where each answer stands and what was posted with it, so that an edited question changes its own answer.

Keeps readings, never a person's words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, select

from healthgap.store.database import writing
from healthgap.store.schema import answered


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in its place. The columns are explained in `healthgap.store.schema`."""

    place: str
    answer_ts: str
    question_ts: str
    thread: str
    asked_at: datetime
    reading: str
    below: tuple[str, ...] = ()


class Answers:
    """The answers that stand in one database's conversations."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, answer: Answered) -> None:
        """Notes where an answer stands, in the stead of what was noted for the same message before."""
        with writing(self._engine) as connection:
            connection.execute(delete(answered).where(_is(answer.place, answer.answer_ts)))
            connection.execute(insert(answered).values(asdict(answer) | {"below": list(answer.below)}))

    def forget(self, answer: Answered) -> None:
        """The answer stands no more."""
        with writing(self._engine) as connection:
            connection.execute(delete(answered).where(_is(answer.place, answer.answer_ts)))

    def to(self, place: str, question_ts: str) -> Answered | None:
        """The answer to the question that stands as `question_ts`; None where there is none."""
        return self._found(and_(answered.c.place == place, answered.c.question_ts == question_ts))

    def at(self, place: str, answer_ts: str) -> Answered | None:
        """The answer that stands as `answer_ts`; None where there is none."""
        return self._found(_is(place, answer_ts))

    def _found(self, wanted: ColumnElement[bool]) -> Answered | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(answered).where(wanted)).first()
        return Answered(**(row._asdict() | {"below": tuple(row.below)})) if row else None


def _is(place: str, answer_ts: str) -> ColumnElement[bool]:
    return and_(answered.c.place == place, answered.c.answer_ts == answer_ts)
