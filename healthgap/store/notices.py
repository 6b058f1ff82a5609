"""What the people who set up subscriptions are to be told of them. Puts it into the outbox and sends nothing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from healthgap.store.owed import PENDING
from healthgap.store.schema import delivery, subscription
from healthgap.store.subscriptions import OPERATOR

# Trouble seldom comes alone: what happens within so long is told in one message, as far as it fits.
_GATHERED = timedelta(minutes=1)
_MOST = 2_500


def tell_owner(connection: Connection, channel: str, notice: str, now: datetime) -> None:
    """Lets the person who subscribed the channel know, if a person did.

    It belongs in the transaction of what it is about, so that both happen once or not at all.
    """
    owner = connection.scalar(select(subscription.c.created_by).where(subscription.c.channel == channel))
    if owner is None or owner == OPERATOR:
        return
    longer = case(
        (func.length(delivery.c.text) < _MOST, delivery.c.text.concat(f"\n{notice}")), else_=delivery.c.text
    )
    grown = connection.execute(
        update(delivery)
        .where(delivery.c.channel == owner, delivery.c.kind == "notice", PENDING, delivery.c.attempts == 0)
        .values(text=longer)
    )
    if not grown.rowcount:
        row = {"id": str(uuid.uuid4()), "channel": owner, "kind": "notice", "due_at": now + _GATHERED}
        connection.execute(delivery.insert().values(**row, state="pending", attempts=0, text=notice))
