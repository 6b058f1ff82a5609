"""What stands open in a thread, and the words that were not understood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("turn", sa.Column("dialogue", sa.JSON()))
    op.create_table(
        "unknown_word",
        sa.Column("word", sa.String(40), primary_key=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("last_asked", sa.Date(), nullable=False),
        sa.Column("offered", sa.Text(), nullable=False),
    )
