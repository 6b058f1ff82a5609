"""What the people who set up subscriptions are to be told of them. Puts it into the outbox and sends nothing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from healthgap.store.audit import OPERATOR
from healthgap.store.rows import NOT_BEGUN
from healthgap.store.schema import alert, delivery, subscription

# Trouble seldom comes alone: what happens within so long is told in one message, as far as it fits.
_GATHERED = timedelta(minutes=1)
_MOST = 2_500


def tell_owner(connection: Connection, workspace: str, channel: str, notice: str, now: datetime) -> None:
    """Lets the person who subscribed the channel, or set an alert there, know, if a person did.

    It belongs in the transaction of what it is about, so that both happen once or not at all.
    """
    owners = (
        connection.scalar(
            select(wish.c.created_by).where(wish.c.workspace == workspace, wish.c.channel == channel).limit(1)
        )
        for wish in (subscription, alert)
    )
    owner = next((one for one in owners if one), None)
    if owner is None or owner == OPERATOR:
        return
    longer = case(
        (func.length(delivery.c.text) < _MOST, delivery.c.text.concat(f"\n{notice}")), else_=delivery.c.text
    )
    grown = connection.execute(
        update(delivery)
        .where(delivery.c.workspace == workspace, delivery.c.channel == owner, delivery.c.kind == "notice")
        .where(NOT_BEGUN)
        .values(text=longer)
    )
    if not grown.rowcount:
        name = str(uuid.uuid4())
        row = {"id": name, "subject": name, "workspace": workspace, "channel": owner, "kind": "notice"}
        waits = {"due_at": now + _GATHERED, "state": "pending", "attempts": 0}
        connection.execute(delivery.insert().values(**row, **waits, text=notice))
