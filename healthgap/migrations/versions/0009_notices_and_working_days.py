"""Notices to the people who set up subscriptions, and slots on working days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("text", sa.Text()))
    op.drop_index("delivery_due", "delivery")
    op.create_index("delivery_due", "delivery", ["state", "due_at", "order"])
    op.add_column("subscription", sa.Column("which", sa.String(20), nullable=False, server_default="any"))
