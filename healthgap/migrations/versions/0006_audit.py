"""Who did what and when, and the rule that nobody changes or removes what stands there, kept by the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_REFUSED = "What stands in the audit log never changes."


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("order", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(), nullable=False, index=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("deed", sa.String(20), nullable=False),
        sa.Column("workspace", sa.String(100)),
        sa.Column("channel", sa.String(100)),
        sa.Column("release_id", sa.String(200)),
        sa.Column("detail", sa.Text(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _sqlite_triggers() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION healthgap_refuse_audit() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for change in ("UPDATE", "DELETE", "TRUNCATE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "EXECUTE FUNCTION healthgap_refuse_audit()"
        )
