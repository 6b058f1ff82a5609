"""The tables. Figures are written once and never change; everything that changes is ordinary rows.

Moments are stored as UTC. Migrations in `healthgap/migrations` create exactly these tables.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    true,
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite has no time zones of its own."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

# `order` numbers releases as they were loaded; of two with one publication moment the later loaded speaks.
# `areas` are the names of all areas that it has figures for, so that questions can name them.
release = Table(
    "release",
    metadata,
    Column("order", Integer, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("file_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("areas", JSON, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_why", Text),
    Column("published_words", Text),
    Column("reported_by", Text),
)

# One immutable Parquet segment per release and indicator, columns as in `healthgap.figures.COLUMNS`.
segment = Table(
    "segment",
    metadata,
    Column("release_order", ForeignKey("release.order"), primary_key=True),
    Column("indicator", String(100), primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# `workspace` is where the channel is, empty where the bot knows one workspace only; two of them can share a channel.
# `indicators` is a list of ids, null for all; `at` is HH:MM, null for "as soon as it is public";
# `days` is a list of weekdays, 0 is Monday, null for every day; `which` of them, see `healthgap.slots`. `summaries`
# says whether each release is summed up, `digest` is weekly, monthly or null for none. `paused_by` is who
# paused it: the bot where nothing can be posted there.
subscription = Table(
    "subscription",
    metadata,
    Column("workspace", String(20), primary_key=True, server_default=""),
    Column("channel", String(100), primary_key=True),
    Column("indicators", JSON),
    Column("at", String(5)),
    Column("timezone", String(64), nullable=False),
    Column("days", JSON),
    Column("which", String(20), nullable=False, server_default="any"),
    Column("created_by", String(100), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("paused_why", Text),
    Column("paused_by", String(100)),
    Column("summaries", Boolean, nullable=False, server_default=true()),
    Column("digest", String(10)),
)

# What channels want to be told of when it becomes so: `condition` as `healthgap.alerts` reads it.
alert = Table(
    "alert",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("workspace", String(20), nullable=False, server_default=""),
    Column("channel", String(100), nullable=False, index=True),
    Column("condition", JSON, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("paused_why", Text),
)

# What messages stated, kept once however many channels got it: `gaps` is a list of `healthgap.reply.Statement`, `id`
# the hash of all of it, `as_of` the moment whose figures were told.
statement = Table(
    "statement",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("gaps", JSON, nullable=False),
    Column("as_of", Moment, nullable=False),
)

# Whether the figures of a release change what was stated before it: examined once for each pair.
correction = Table(
    "correction",
    metadata,
    Column("release_id", ForeignKey("release.id"), primary_key=True),
    Column("statement_id", ForeignKey("statement.id"), primary_key=True),
    Column("is_needed", Boolean, nullable=False),
)

# The outbox and, once sent, the ledger, in the `order` in which each channel hears of its releases. `kind`: release
# (its summary), withdrawal (to a channel that was told of it), digest, alert, reply (below an earlier message that a
# release makes wrong), restored (below it again, where the release of such a reply is withdrawn), or notice: `text`
# for the person `channel`, who set up a subscription. `subject` tells those of a kind apart in a channel: a release's
# id, a digest's label, below an earlier message also the delivery `reply_to` of that, a notice's own id. A digest
# tells what came out after `since`. `state`: pending, sent, failed (given up), cancelled (withdrawn or unsubscribed
# in time, or superseded) or empty (there was nothing to tell this channel); `error` says why. `statement_id` is what
# it stated.
# Nobody takes it before `held_until`: somebody is sending it, or the next attempt is not yet due.
# `in_doubt_since` is the earliest moment from which its message may stand in the channel without our knowing; where
# `message_ts` is known, something of what belongs in its thread. `attempts` counts those that failed at each of
# the two, `cut_off` those in a row of which no end was told: their senders died, or one of them is under way.
delivery = Table(
    "delivery",
    metadata,
    Column("order", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("release_id", ForeignKey("release.id")),
    Column("workspace", String(20), nullable=False, server_default=""),
    Column("channel", String(100), nullable=False),
    Column("kind", String(10), nullable=False, server_default="release"),
    Column("due_at", Moment, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("cut_off", Integer, nullable=False, server_default="0"),
    Column("held_until", Moment),
    Column("in_doubt_since", Moment),
    Column("message_ts", String(40)),
    Column("sent_at", Moment),
    Column("error", Text),
    Column("text", Text),
    Column("subject", String(250), nullable=False),
    Column("since", Moment),
    Column("reply_to", String(36)),
    Column("statement_id", ForeignKey("statement.id", name="delivery_statement")),
    UniqueConstraint("kind", "subject", "workspace", "channel", name="delivery_once"),
    Index("delivery_due", "state", "due_at", "order"),
    Index("delivery_channel", "workspace", "channel", "state"),
)

# What was understood in a thread, turn by turn: the reading, never the person's words. `dialogue` says what stood open
# after the turn, see `healthgap.question.message.dialogue`.
turn = Table(
    "turn",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(200), nullable=False, index=True),
    Column("question", JSON, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("dialogue", JSON),
)

# Words that questions held and that nothing here explains: how often, on which day last, what was offered then.
# Neither who asked nor anything else of the message.
unknown_word = Table(
    "unknown_word",
    metadata,
    Column("word", String(40), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last_asked", Date, nullable=False),
    Column("offered", Text, nullable=False),
)

# Events of Slack already handled, so that a repeated one is answered once.
event = Table(
    "event",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("handled_at", Moment, nullable=False, index=True),
)

# Threads in which the bot was asked to be quiet: it listens there again when it is named.
quiet = Table(
    "quiet",
    metadata,
    Column("thread", String(200), primary_key=True),
    Column("since", Moment, nullable=False),
)

# Where each answer stands, so that an edited question changes its own answer. `place` is workspace and channel,
# `asked_at` the moment of its turn in `thread`, `below` the ids of what was posted with it: files, or messages.
answered = Table(
    "answered",
    metadata,
    Column("place", String(100), primary_key=True),
    Column("answer_ts", String(40), primary_key=True),
    Column("question_ts", String(40), nullable=False),
    Column("thread", String(200), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("reading", Text, nullable=False),
    Column("below", JSON, nullable=False),
    Index("answered_question", "place", "question_ts"),
)

# What people said of answers; who says something else about the same answer takes the first back.
feedback = Table(
    "feedback",
    metadata,
    Column("place", String(100), primary_key=True),
    Column("answer_ts", String(40), primary_key=True),
    Column("person", String(100), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("thread", String(200), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("reading", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
)

# Who did what and when; see `healthgap.store.audit`. The database refuses to change or remove a row.
audit = Table(
    "audit",
    metadata,
    Column("order", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(100), nullable=False),
    Column("deed", String(20), nullable=False),
    Column("workspace", String(100)),
    Column("channel", String(100)),
    Column("release_id", String(200)),
    Column("detail", Text, nullable=False),
)

# Where the bot is installed, if in several workspaces. `sealed` holds its tokens there, encrypted.
installation = Table(
    "installation",
    metadata,
    Column("workspace", String(20), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("installed_at", Moment, nullable=False),
)

# Installations that somebody has begun in a browser: each `state` is good for one return, before it expires.
install_state = Table(
    "install_state",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
)
