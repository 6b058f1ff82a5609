"""The front door: one object that asks, loads, summarises, draws, checks, and says what channels are owed.

Entry points give it the time; it reads no clock and no environment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Engine

from healthgap.answer import answer, carried_on
from healthgap.answer.held import Held, standing
from healthgap.answer.moves import target_series
from healthgap.answer.table import gap_rows
from healthgap.catalogue import Catalogue, Indicator
from healthgap.config import load_catalogue
from healthgap.errors import Problem, UnknownNameError
from healthgap.files.details import ReleaseDetails
from healthgap.progress import Progress, silent
from healthgap.question import lexicon
from healthgap.question.model import Question, Understood
from healthgap.question.understand import Reader, Stages
from healthgap.releases import Release
from healthgap.reply import Button, ChartRequest, Message, Reply, Summary
from healthgap.slots import Slots
from healthgap.store.answers import Answers
from healthgap.store.database import open_database
from healthgap.store.feedback import Feedback, FeedbackBook
from healthgap.store.outbox import Outbox
from healthgap.store.releases import Releases
from healthgap.store.subscriptions import Subscription
from healthgap.store.threads import Threads
from healthgap.summary import Revision, summarise
from healthgap.tables import figures
from healthgap.wording.numbers import day
from healthgap.wording.replies import answered, asked_back
from healthgap.wordlists import english_words, general_wording

if TYPE_CHECKING:
    from healthgap.load_report import LoadReport

AS_FILED = ReleaseDetails()
"""Nothing said beside what stands in each file's own TOML file."""

LONGEST_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart as a file, with what it shows in words."""

    name: str
    data: bytes
    title: str
    alt_text: str


class Healthgap:
    """healthgap over one database and one configuration. Safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.engine = engine
        self.outbox = Outbox(engine)
        self.threads = Threads(engine)
        self.answers = Answers(engine)
        self.feedback_book = FeedbackBook(engine)
        self._releases = Releases(engine)

    @classmethod
    def open(cls, database_url: str, config: Path) -> Healthgap:
        """Reads the configuration and opens the database, migrating it where needed.

        Raises ConfigurationError with every problem.
        """
        catalogue = load_catalogue(config)
        return cls(open_database(database_url), catalogue)

    def close(self) -> None:
        self.engine.dispose()

    def ask(
        self,
        text: str,
        *,
        now: datetime,
        as_of: datetime | None = None,
        after: Sequence[str] = (),
        thread: str | None = None,
        instead_of: datetime | None = None,
    ) -> Reply:
        """The answer to `text`, following on from the questions `after`, or from what was last understood in `thread`.

        `as_of` answers with what was known then; a moment still to come counts as now. What is understood in a
        thread is remembered there, `instead_of` the question that was asked at that moment, if given.
        """
        moment = _known_at(now, as_of)
        reply, understood = self._reply(text, self._last(after, thread, moment, instead_of), moment)
        question = [understood.as_json()] if understood else []
        if thread and instead_of:
            self.threads.correct(thread, instead_of, question)
        elif thread:
            self.threads.remember(thread, question, now)
        return reply

    def stages(self, text: str, *, now: datetime, after: Sequence[str] = ()) -> Stages:
        """What each stage of understanding makes of `text`."""
        return self._reader.stages(text, self._last(after, None, now))

    def draw(
        self,
        request: ChartRequest,
        *,
        now: datetime,
        as_of: datetime | None = None,
        form: Literal["png", "svg"] = "png",
    ) -> Picture:
        """The chart that `request` asks for. Raises UnknownNameError where no such figures are held."""
        from healthgap.charts import draw
        from healthgap.wording.pictures import chart_of

        held = self.held(_known_at(now, as_of))
        chart = chart_of(request, held)
        name = f"{request.indicator}-{request.measure}-{request.sex}.{form}".replace("_", "-")
        return Picture(name, draw(chart, form), chart.title, chart.alt_text)

    def load(
        self,
        files: Sequence[Path],
        details: ReleaseDetails = AS_FILED,
        *,
        now: datetime,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> LoadReport:
        """Loads each file as one release, all or none. `details` go before what the files beside them say.

        Raises RefusedDataError with every problem of every file; then nothing was stored.
        """
        from healthgap.loading import load

        return load(self.engine, self.catalogue, files, details, now=now, dry_run=dry_run, progress=progress)

    def export(self, folder: Path, *, now: datetime, embargoed: bool = False) -> list[Release]:
        """Writes the public releases, and on request those under embargo, to a new folder of Parquet files.

        Raises NotDoneError where the folder has something in it already.
        """
        from healthgap.exporting import export

        states = ("public", "embargoed") if embargoed else ("public",)
        chosen = [release for release in self.releases() if release.state(now) in states]
        export(self.engine, chosen, folder)
        return chosen

    def backup(self, file: Path) -> None:
        """Writes a copy of the SQLite database to a new file. Raises NotDoneError where that cannot be."""
        from healthgap.store.backup import backup

        backup(self.engine, file)

    def restore(self, file: Path, *, replace: bool = False) -> None:
        """Puts a backup in the place of the SQLite database. Raises NotDoneError where that would do harm."""
        from healthgap.store.backup import restore
        from healthgap.store.database import migrate

        restore(self.engine, file, replace=replace)
        migrate(self.engine)

    def gaps(
        self, indicator: str | None = None, *, now: datetime, as_of: datetime | None = None
    ) -> list[dict[str, Any]]:
        """Every gap as rows with the columns of `healthgap.answer.table`. Raises UnknownNameError."""
        chosen = [self._indicator(indicator)] if indicator else list(self.catalogue.indicators.values())
        return gap_rows(self.held(_known_at(now, as_of)), chosen)

    def check(self) -> list[Problem]:
        """What in the store does not fit the configuration any more; the configuration itself was read at opening."""
        problems = []
        for name in sorted(self._releases.indicators() - set(self.catalogue.indicators)):
            problems.append(
                Problem("store", f"There are figures on “{name}”, and no file config/indicators/{name}.toml.")
            )
        for wish in self.outbox.subscriptions():
            for name in set(wish.indicators or ()) - set(self.catalogue.indicators):
                problems.append(
                    Problem(
                        "store", f"Channel {wish.channel} is subscribed to “{name}”, which is not configured."
                    )
                )
        return problems

    def releases(self) -> list[Release]:
        """Every release, whatever its state, in the order of publication."""
        return self._releases.all()

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises UnknownNameError where there is none."""
        found = next((release for release in self.releases() if release.id == release_id), None)
        if found is None:
            raise UnknownNameError(f"There is no release “{release_id}”. `healthgap releases` lists them.")
        return found

    def withdraw(self, release_id: str, why: str, *, now: datetime) -> Release:
        """Takes a release back. It is kept, and speaks no more."""
        return self._releases.withdraw(release_id, why, now=now)

    def release_summary(
        self, release_id: str | None = None, *, now: datetime, indicators: Sequence[str] | None = None
    ) -> Summary:
        """What channels are told about a release, the newest public one if none is named, for `indicators` (None: all).

        An embargoed release can be summarised for the operator, and then says so first. Raises UnknownNameError
        where there is no such release or it is withdrawn.
        """
        from healthgap.wording.summaries import summary, under_embargo

        release = self.release(release_id) if release_id else self._newest(now)
        if release.withdrawn_at is not None:
            raise UnknownNameError(
                f"“{release.title}” was withdrawn on {day(release.withdrawn_at)}: {release.withdrawn_why}"
            )
        comparison = self._releases.comparison(release, now=now)
        held = self.held(release.published_at)
        revised = [
            Revision(*pair)
            for pair in zip(figures(comparison.before), figures(comparison.revised), strict=True)
        ]
        told = summary(summarise(release, figures(comparison.new), revised, held, indicators), held)
        return told if release.published_at <= now else under_embargo(told, release.published_at)

    def subscribe(
        self,
        channel: str,
        *,
        indicators: Sequence[str] | None = None,
        at: str | None = None,
        timezone: str = "Europe/London",
        days: Sequence[int] | None = None,
        by: str,
        now: datetime,
    ) -> Subscription:
        """Subscribes the channel, or changes its subscription, from `now` on; `at` is HH:MM, None as soon as public.

        Raises UnknownNameError for an indicator, a time or a time zone that there is not.
        """
        for name in indicators or ():
            self._indicator(name)
        try:
            slots = Slots.parse(at, timezone, tuple(days) if days is not None else None)
        except ValueError as error:
            raise UnknownNameError(str(error)) from error
        wish = Subscription(channel, tuple(indicators) if indicators else None, slots, by, now)
        self.outbox.subscribe(wish)
        return wish

    def feedback(self) -> list[Feedback]:
        """What people said of answers, the newest first."""
        return self.feedback_book.all()

    def at_a_glance(self, *, now: datetime) -> tuple[tuple[str, str], ...]:
        """Every gap held: its name, and in a line its size, direction, baseline, target and status."""
        from healthgap.wording.glance import at_a_glance

        held = self.held(now)
        gaps = ((i, sex) for i in self.catalogue.indicators.values() for sex in i.sexes)
        found = [standing(target_series(i, sex, held) or held.gap(i, sex)) for i, sex in gaps]
        return tuple(at_a_glance(one) for one in found if one)

    def suggestions(self, *, now: datetime) -> tuple[Button, ...]:
        """A few questions that can be answered now, each understood as it stands."""
        from healthgap.wording.glance import suggested

        held = self.held(now)
        return suggested([i for i in self.catalogue.indicators.values() if held.of_area(i)])

    def held(self, moment: datetime) -> Held:
        """The figures known at `moment`."""
        public = self._releases.public(moment)
        return Held(
            self.catalogue,
            cache(lambda indicator, area: self._releases.spoken(indicator, public, area)),
            {release.id: release for release in public},
            moment,
        )

    def _indicator(self, name: str) -> Indicator:
        if name not in self.catalogue.indicators:
            raise UnknownNameError(
                f"There is no indicator “{name}”. Held: {', '.join(self.catalogue.indicators)}."
            )
        return self.catalogue.indicators[name]

    def _newest(self, now: datetime) -> Release:
        public = self._releases.public(now)
        if not public:
            raise UnknownNameError("No release is public yet.")
        return public[-1]

    def _last(
        self, after: Sequence[str], thread: str | None, moment: datetime, before: datetime | None = None
    ) -> Question | None:
        """The last thing understood before: in `thread`, then by the questions `after`."""
        stored = self.threads.last(thread, before) if thread else ()
        last = Question.from_json(stored[-1]) if stored else None
        for text in after:
            last = self._reply(text, last, moment)[1] or last
        return last

    def _reply(self, text: str, last: Question | None, moment: datetime) -> tuple[Reply, Question | None]:
        """The reply, and what a follow-up leans on; None where nothing was understood."""
        if len(text) > LONGEST_QUESTION:
            longest = f"{LONGEST_QUESTION:,} characters"
            return _declined(f"That is too long for me: please ask in at most {longest}.", moment), None
        if not text.strip():
            hint = "Ask me about a health gap, for example: What is the infant mortality gap?"
            return _declined(hint, moment), None
        understood = self._reader.understand(text, last)
        if not isinstance(understood, Understood):
            return asked_back(understood, self.catalogue, moment), None
        held = self.held(moment)
        found = [answer(question, held) for question in understood.questions]
        return answered(understood.questions, found, held), carried_on(understood.questions[-1], found[-1])

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.catalogue, lexicon.build(self.catalogue, general_wording()), english_words)


def _known_at(now: datetime, as_of: datetime | None) -> datetime:
    """The moment to answer for; one still to come would look behind an embargo and counts as now."""
    return min(as_of, now) if as_of else now


def _declined(text: str, moment: datetime) -> Reply:
    return Reply("decline", Message(text), "", as_of=moment)
