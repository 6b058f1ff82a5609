"""Digests, alerts, and what every message stated, so that a reply can stand below one that a release makes wrong."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("subscription") as subscription:
        subscription.add_column(
            sa.Column("summaries", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        subscription.add_column(sa.Column("digest", sa.String(10)))
    op.create_table(
        "alert",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("workspace", sa.String(20), nullable=False, server_default=""),
        sa.Column("channel", sa.String(100), nullable=False, index=True),
        sa.Column("condition", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("paused_at", sa.DateTime()),
        sa.Column("paused_why", sa.Text()),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "correction",
        sa.Column("release_id", sa.String(200), sa.ForeignKey("release.id"), primary_key=True),
        sa.Column("statement_id", sa.String(64), sa.ForeignKey("statement.id"), primary_key=True),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
    )
    op.add_column("delivery", sa.Column("subject", sa.String(250)))
    op.execute("UPDATE delivery SET subject = release_id")
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("subject", existing_type=sa.String(250), nullable=False)
        delivery.alter_column("release_id", existing_type=sa.String(200), nullable=True)
        delivery.add_column(sa.Column("since", sa.DateTime()))
        delivery.add_column(sa.Column("reply_to", sa.String(36)))
        delivery.add_column(sa.Column("statement_id", sa.String(64)))
        delivery.create_foreign_key("delivery_statement", "statement", ["statement_id"], ["id"])
        delivery.drop_constraint("delivery_once", type_="unique")
        delivery.create_unique_constraint("delivery_once", ["kind", "subject", "workspace", "channel"])
