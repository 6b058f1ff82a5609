"""Each release names its areas, so that a question about one is recognised without reading any figures."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from healthgap.store.segments import names_in

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("release", sa.Column("areas", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    held: dict[int, set[str]] = {}
    for order, data in connection.execute(sa.text("SELECT release_order, data FROM segment")):
        held.setdefault(order, set()).update(names_in(data, "area"))
    for order, areas in held.items():
        connection.execute(
            sa.text('UPDATE release SET areas = :areas WHERE "order" = :order'),
            {"areas": json.dumps(sorted(areas)), "order": order},
        )
