"""The first tables, and the rule that a stored release never changes, kept by the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_REFUSED = "A stored release never changes. Load a new one, or withdraw it."
_PUBLICATION = '"order", id, sha256, file_name, title, publisher, published_at, source_url, loaded_at'
_WITHDRAWAL = "withdrawn_at, withdrawn_why"

# name, table, event, and for which rows
_RULES = (
    ("segment_no_update", "segment", "UPDATE", ""),
    ("segment_no_delete", "segment", "DELETE", ""),
    ("release_no_update", "release", f"UPDATE OF {_PUBLICATION}", ""),
    ("release_no_delete", "release", "DELETE", ""),
    ("release_withdrawn_once", "release", f"UPDATE OF {_WITHDRAWAL}", "WHEN (OLD.withdrawn_at IS NOT NULL)"),
)


def upgrade() -> None:
    _releases()
    _deliveries()
    _conversations()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _releases() -> None:
    op.create_table(
        "release",
        sa.Column("order", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(200), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("withdrawn_why", sa.Text()),
    )
    op.create_table(
        "segment",
        sa.Column("release_order", sa.Integer(), sa.ForeignKey("release.order"), primary_key=True),
        sa.Column("indicator", sa.String(100), primary_key=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "subscription",
        sa.Column("channel", sa.String(100), primary_key=True),
        sa.Column("indicators", sa.JSON()),
        sa.Column("at", sa.String(5)),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("days", sa.JSON()),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("paused_at", sa.DateTime()),
        sa.Column("paused_why", sa.Text()),
    )
    op.create_table(
        "delivery",
        sa.Column("order", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("release_id", sa.String(200), sa.ForeignKey("release.id"), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime()),
        sa.Column("in_doubt_since", sa.DateTime()),
        sa.Column("message_ts", sa.String(40)),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("error", sa.Text()),
        sa.UniqueConstraint("release_id", "channel"),
    )
    op.create_index("delivery_due", "delivery", ["state", "due_at"])
    op.create_index("delivery_channel", "delivery", ["channel", "state"])


def _conversations() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("thread", sa.String(200), nullable=False, index=True),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("handled_at", sa.DateTime(), nullable=False, index=True),
    )


def _sqlite_triggers() -> None:
    for name, table, change, rows in _RULES:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} {rows} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION healthgap_refuse() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for name, table, change, rows in _RULES:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW {rows} "
            "EXECUTE FUNCTION healthgap_refuse()"
        )
    for table in ("segment", "release"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "EXECUTE FUNCTION healthgap_refuse()"
        )
