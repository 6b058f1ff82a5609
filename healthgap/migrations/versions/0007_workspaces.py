"""Several workspaces: whose each subscription and delivery is, and where the bot is installed.

What there was belongs to the only workspace, whose name is empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# As PostgreSQL names it; in SQLite it has no name of its own.
_NAMES = {"pk": "%(table_name)s_pkey"}


def upgrade() -> None:
    with op.batch_alter_table("subscription", naming_convention=_NAMES) as subscription:
        subscription.add_column(sa.Column("workspace", sa.String(20), nullable=False, server_default=""))
        subscription.drop_constraint("subscription_pkey", type_="primary")
        subscription.create_primary_key("subscription_pkey", ["workspace", "channel"])
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("workspace", sa.String(20), nullable=False, server_default=""))
        delivery.drop_constraint("delivery_once", type_="unique")
        delivery.create_unique_constraint("delivery_once", ["release_id", "workspace", "channel", "kind"])
        delivery.drop_index("delivery_channel")
        delivery.create_index("delivery_channel", ["workspace", "channel", "state"])
    op.create_table(
        "installation",
        sa.Column("workspace", sa.String(20), primary_key=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "install_state",
        sa.Column("state", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
    )
