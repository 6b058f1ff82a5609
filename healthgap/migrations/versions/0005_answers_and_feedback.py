"""Where each answer stands, what people said of it, and the threads in which the bot keeps quiet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "quiet",
        sa.Column("thread", sa.String(200), primary_key=True),
        sa.Column("since", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "answered",
        sa.Column("place", sa.String(100), primary_key=True),
        sa.Column("answer_ts", sa.String(40), primary_key=True),
        sa.Column("question_ts", sa.String(40), nullable=False),
        sa.Column("thread", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("below", sa.JSON(), nullable=False),
    )
    op.create_index("answered_question", "answered", ["place", "question_ts"])
    op.create_table(
        "feedback",
        sa.Column("place", sa.String(100), primary_key=True),
        sa.Column("answer_ts", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(100), primary_key=True),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("thread", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
    )
