"""Channels that were told of a release hear once more when it is withdrawn: deliveries get a kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# As PostgreSQL names them; in SQLite they have no names of their own.
_NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}


def upgrade() -> None:
    with op.batch_alter_table("delivery", naming_convention=_NAMES) as delivery:
        delivery.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="release"))
        delivery.drop_constraint("delivery_release_id_channel_key", type_="unique")
        delivery.create_unique_constraint("delivery_once", ["release_id", "channel", "kind"])
