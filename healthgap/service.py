"""The front door: one object that asks, loads, summarises, checks and says what is due.

Entry points give it the time; it reads no clock and no environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from healthgap.answer import answer
from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.question import lexicon
from healthgap.question.model import Question, Understood
from healthgap.question.understand import Reader, Stages
from healthgap.reply import Message, Reply
from healthgap.store.database import open_database
from healthgap.store.releases import Releases
from healthgap.wording.replies import answered, asked_back
from healthgap.wordlists import english_words, general_wording

LONGEST_QUESTION = 2000


class Healthgap:
    """healthgap over one database and one configuration. Safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._engine = engine
        self._releases = Releases(engine)

    @classmethod
    def open(cls, database_url: str, config: Path) -> Healthgap:
        """Reads the configuration and opens the database, migrating it where needed.

        Raises ConfigurationError with every problem.
        """
        catalogue = load_catalogue(config)
        return cls(open_database(database_url), catalogue)

    # ---- questions

    def ask(
        self, text: str, *, now: datetime, as_of: datetime | None = None, after: Sequence[str] = ()
    ) -> Reply:
        """The answer to `text`, following on from the questions `after`.

        `as_of` answers with what was known then; a moment still to come counts as now.
        """
        moment = min(as_of, now) if as_of else now
        last: Question | None = None
        for earlier in after:
            understood = self._reader.understand(earlier, last)
            last = understood.questions[-1] if isinstance(understood, Understood) else last
        return self._reply(text, last, moment)

    def explain(self, text: str, *, after: Sequence[str] = ()) -> Stages:
        """What each stage of understanding makes of `text`."""
        last: Question | None = None
        for earlier in after:
            understood = self._reader.understand(earlier, last)
            last = understood.questions[-1] if isinstance(understood, Understood) else last
        return self._reader.stages(text, last)

    def _reply(self, text: str, last: Question | None, moment: datetime) -> Reply:
        if len(text) > LONGEST_QUESTION:
            return _declined(f"That is too long for me: please ask in at most {LONGEST_QUESTION:,} characters.", moment)
        if not text.strip():
            return _declined("Ask me about a health gap, for example: What is the infant mortality gap?", moment)
        understood = self._reader.understand(text, last)
        if not isinstance(understood, Understood):
            return asked_back(understood, self.catalogue, moment)
        held = self.held(moment)
        return answered(understood.questions, [answer(one, held) for one in understood.questions], held)

    def held(self, moment: datetime) -> Held:
        """The figures known at `moment`."""
        public = self._releases.public(moment)
        return Held(
            self.catalogue,
            lambda indicator: self._releases.figures(indicator, as_of=moment),
            {release.id: release for release in public},
            moment,
        )

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.catalogue, lexicon.build(self.catalogue, general_wording()), english_words)


def _declined(text: str, moment: datetime) -> Reply:
    return Reply("decline", Message(text), "", as_of=moment)
