"""What people said of answers, kept with how each question was read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine, and_, delete, insert, select

from healthgap.store.answers import Answered
from healthgap.store.database import writing
from healthgap.store.schema import feedback

Verdict = Literal["right", "wrong", "not what I asked"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one answer: the one to the turn of `thread` at `asked_at`, read as `reading`."""

    place: str
    answer_ts: str
    person: str
    verdict: Verdict
    thread: str
    asked_at: datetime
    reading: str
    said_at: datetime


class FeedbackBook:
    """Every verdict of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def say(self, answer: Answered, person: str, verdict: Verdict, now: datetime) -> None:
        """Notes the person's verdict on the answer, in the stead of an earlier one of theirs."""
        said = Feedback(
            answer.place,
            answer.answer_ts,
            person,
            verdict,
            answer.thread,
            answer.asked_at,
            answer.reading,
            now,
        )
        of_theirs = and_(
            feedback.c.place == said.place,
            feedback.c.answer_ts == said.answer_ts,
            feedback.c.person == person,
        )
        with writing(self._engine) as connection:
            connection.execute(delete(feedback).where(of_theirs))
            connection.execute(insert(feedback).values(asdict(said)))

    def all(self) -> list[Feedback]:
        """Every verdict, the newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(feedback).order_by(feedback.c.said_at.desc()))
            return [Feedback(**row._asdict()) for row in rows]
