"""The workspaces that the bot is installed in, and installations under way; what is kept of one goes when it leaves.

Tokens arrive here sealed and are not understood.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Engine, delete, exists, insert, select, update

from healthgap.store.database import insert_new, writing
from healthgap.store.schema import (
    alert,
    answered,
    delivery,
    feedback,
    install_state,
    installation,
    quiet,
    subscription,
    turn,
)

THE_ONLY = ""
"""Where the bot knows one workspace only, this stands for it."""


class Workspaces:
    """The installations of one database, safe for any number of processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def installed(self) -> list[str]:
        """Every workspace that the bot is installed in."""
        with self._engine.connect() as connection:
            return list(
                connection.scalars(select(installation.c.workspace).order_by(installation.c.workspace))
            )

    def sealed(self, workspace: str) -> str | None:
        """What is kept of the installation there; None where there is none."""
        with self._engine.connect() as connection:
            return connection.scalar(select(installation.c.sealed).where(_is(workspace)))

    def install(self, workspace: str, sealed: str, now: datetime) -> None:
        """Keeps an installation, in the stead of an earlier one there."""
        values = {"sealed": sealed, "installed_at": now}
        with writing(self._engine) as connection:
            again = connection.execute(update(installation).where(_is(workspace)).values(values))
            if again.rowcount == 0:
                connection.execute(insert_new(connection, installation).values(workspace=workspace, **values))

    def renew(self, workspace: str, renewed: Callable[[str], str]) -> str | None:
        """Puts what `renewed` makes of the installation in its place, and returns that; None where there is none.

        Nobody else renews it meanwhile: they wait, and then find it renewed.
        """
        with writing(self._engine) as connection:
            sealed = connection.scalar(select(installation.c.sealed).where(_is(workspace)).with_for_update())
            if sealed is None:
                return None
            new = renewed(sealed)
            connection.execute(update(installation).where(_is(workspace)).values(sealed=new))
            return new

    def forget(self, workspace: str) -> None:
        """Deletes all that is kept of the workspace: what it was told and is to be told, and its conversations."""
        with writing(self._engine) as connection:
            for table in (installation, subscription, alert, delivery):
                connection.execute(delete(table).where(table.c.workspace == workspace))
            for place in (turn.c.thread, quiet.c.thread, answered.c.place, feedback.c.place):
                connection.execute(delete(place.table).where(_in(place, workspace)))

    def adopt(self, workspace: str) -> None:
        """Makes what belonged to the only workspace known the workspace's own, as it is now one of several.

        What it has itself stands.
        """
        with writing(self._engine) as connection:
            keys = (
                (subscription, ("channel",)),
                (alert, ("id",)),
                (delivery, ("kind", "subject", "channel")),
            )
            for table, key in keys:
                own = table.alias()
                same = [own.c[name] == table.c[name] for name in key]
                theirs = table.c.workspace == THE_ONLY
                free = ~exists().where(own.c.workspace == workspace, *same)
                connection.execute(update(table).where(theirs, free).values(workspace=workspace))
                connection.execute(delete(table).where(theirs))

    def begin(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Somebody sets out to install the bot, and should come back with `state` before it expires."""
        with writing(self._engine) as connection:
            connection.execute(delete(install_state).where(install_state.c.expires_at <= now))
            connection.execute(insert(install_state).values(state=state, expires_at=expires_at))

    def come_back(self, state: str, now: datetime) -> bool:
        """Whether `state` was given out, has not expired, and comes back for the first time."""
        good = delete(install_state).where(install_state.c.state == state, install_state.c.expires_at > now)
        with writing(self._engine) as connection:
            return connection.execute(good).rowcount == 1


def _is(workspace: str) -> ColumnElement[bool]:
    return installation.c.workspace == workspace


def _in(place: Column[str], workspace: str) -> ColumnElement[bool]:
    """Whether the key of a thread or channel begins with the workspace."""
    return place.startswith(f"{workspace}/", autoescape=True)
