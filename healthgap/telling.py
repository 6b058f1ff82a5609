"""What each kind of delivery tells a channel, and which earlier messages call for a correction. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from healthgap.alerts import Condition, met
from healthgap.digest import digest
from healthgap.errors import UnknownNameError
from healthgap.releases import Release
from healthgap.reply import Summary
from healthgap.service import Healthgap
from healthgap.store.deliveries import Contents
from healthgap.store.rows import Kind
from healthgap.wording.alerts import alert
from healthgap.wording.corrections import correction, restoration
from healthgap.wording.digests import digest as digest_message
from healthgap.wording.statements import changed


def told(service: Healthgap, contents: Contents, now: datetime) -> Summary | None:
    """What a channel is told; None where there is nothing to tell it."""
    summary = _TELL[contents.kind](service, contents, now)
    return summary if summary.is_news else None


def plan(service: Healthgap, now: datetime) -> None:
    """Makes the deliveries that are owed at `now`, see `Outbox.plan`; replies among them.

    First it holds what was stated against releases that came since; each pair once.
    """
    found = {}
    for one in service.statements.unexamined(now):
        before, after = service.around(one.release, now=now)
        found[one] = bool(one.gaps) and bool(changed(one.gaps, before, after))
    service.statements.examined(found)
    service.outbox.plan(now)


def _release(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    return service.release_summary(contents.release_id, now=now, indicators=contents.wanted)


def _withdrawal(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    return service.withdrawal(_of(contents), indicators=contents.wanted)


def _reply(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    """What of the message that stands there reads otherwise since the release."""
    release = service.release(_of(contents))
    posted_at = contents.until or release.public_at
    return correction(contents.stated, posted_at, release, *service.around(release, now=now))


def _restored(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    """What of the message that stands there reads otherwise since the withdrawal of what corrected it."""
    release = service.release(_of(contents))
    return restoration(contents.stated, release, *service.around_withdrawal(release))


def _alert(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    """Which of the channel's conditions the release meets, of those that were set before it came out."""
    release = service.release(_of(contents))
    alerts = service.alerts.within(contents.workspace).of(contents.channel)
    waiting = [one for one in alerts if one.created_at < release.public_at]
    before, after = service.around(release, now=now)
    touched = service.indicators_of(release)
    conditions = [Condition.from_json(one.condition) for one in waiting]
    found = [one for condition in conditions for one in met(condition, before, after, touched)]
    return alert(found, release, service.catalogue)


def _digest(service: Healthgap, contents: Contents, now: datetime) -> Summary:
    """What came out after `contents.since` until `contents.until`, but for what is withdrawn at `now`."""
    since, until = contents.since or now, contents.until or now
    releases = [one for one in service.releases() if one.public_at <= until]
    known = [one for one in releases if one.public_at <= since and one.state(since) == "public"]
    standing = [one for one in releases if one.state(now) == "public"]
    wanted = [one for one in releases if _is_wanted(service, one, contents.wanted)]
    facts = digest(
        since,
        [one for one in wanted if one in standing and one.public_at > since],
        [one for one in wanted if one in known and one not in standing],
        service.known(known, since),
        service.known(standing, until),
        contents.wanted,
    )
    return digest_message(facts)


def _is_wanted(service: Healthgap, release: Release, indicators: Collection[str] | None) -> bool:
    return indicators is None or not service.indicators_of(release).isdisjoint(indicators)


def _of(contents: Contents) -> str:
    """The id of the release that a delivery is about. Raises UnknownNameError for one that is about none."""
    if contents.release_id is None:
        raise UnknownNameError(f"A message of the kind “{contents.kind}” is about a release.")
    return contents.release_id


_TELL: Mapping[Kind, Callable[[Healthgap, Contents, datetime], Summary]] = {
    "release": _release,
    "withdrawal": _withdrawal,
    "reply": _reply,
    "restored": _restored,
    "alert": _alert,
    "digest": _digest,
}
