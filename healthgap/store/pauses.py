"""Where a channel gets nothing for a while: subscription and alerts pause together, for a reason people read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, update

from healthgap.store.audit import BOT, Entry, record
from healthgap.store.schema import alert, subscription


def is_wanted(workspace: str, channel: str) -> ColumnElement[bool]:
    """Whether the channel has a subscription or an alert."""
    return or_(exists().where(_subscription(workspace, channel)), exists().where(_alerts(workspace, channel)))


def pause(connection: Connection, workspace: str, channel: str, why: str, now: datetime, by: str) -> bool:
    """Pauses what goes on there; False where nothing does.

    The first reason stays, but that nothing can be posted there takes the place of what a person wished.
    """
    reason = {"paused_at": now, "paused_why": why}
    again = subscription.c.paused_by != BOT if by == BOT else false()
    paused = connection.execute(
        update(subscription)
        .where(_subscription(workspace, channel), or_(subscription.c.paused_at.is_(None), again))
        .values(**reason, paused_by=by)
    ).rowcount
    paused += connection.execute(
        update(alert).where(_alerts(workspace, channel), alert.c.paused_at.is_(None)).values(**reason)
    ).rowcount
    if paused:
        record(connection, Entry(now, by, "paused", channel=channel, detail=why, workspace=workspace or None))
    return paused > 0


def end_pause_of_alerts(connection: Connection, workspace: str, channel: str) -> None:
    """They go on where the channel is subscribed again."""
    connection.execute(
        update(alert).where(_alerts(workspace, channel)).values(paused_at=None, paused_why=None)
    )


def _subscription(workspace: str, channel: str) -> ColumnElement[bool]:
    return and_(subscription.c.workspace == workspace, subscription.c.channel == channel)


def _alerts(workspace: str, channel: str) -> ColumnElement[bool]:
    return and_(alert.c.workspace == workspace, alert.c.channel == channel)
