"""Attempts that were cut off, apart from those that failed; who paused a subscription."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("cut_off", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("subscription", sa.Column("paused_by", sa.String(100)))
