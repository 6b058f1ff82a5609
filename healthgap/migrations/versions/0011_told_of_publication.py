"""How a day of publication is told that is known roughly only, and who reported a release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("release", sa.Column("published_words", sa.Text()))
    op.add_column("release", sa.Column("reported_by", sa.Text()))
