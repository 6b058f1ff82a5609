"""What a failed call to Slack means for the message it was to post. Judges errors; calls nobody.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

FAILURES = (SlackClientError, HTTPException, OSError)
"""Everything that a call can raise because of Slack or the way there."""

_TURNED_AWAY = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_CLOSED = {
    "account_inactive": "Slack has deactivated the bot’s account",
    "as_user_not_supported": "this kind of token cannot post here",
    "cannot_reply_to_message": "the channel does not allow threads",
    "channel_not_found": "the channel does not exist, or the bot cannot see it",
    "ekm_access_denied": "the workspace’s administrators have suspended posting",
    "invalid_auth": "Slack does not accept the bot’s token",
    "is_archived": "the channel is archived",
    "missing_scope": "the app lacks a permission it needs here",
    "no_permission": "the bot may not post in the channel",
    "not_authed": "the bot has no token",
    "not_in_channel": "the bot is not in the channel",
    "org_login_required": "the workspace is being moved to an organisation",
    "restricted_action": "the workspace does not let the bot post in the channel",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "the channel takes replies in threads only",
    "team_access_not_granted": "the app is not admitted to the workspace",
    "token_expired": "the bot’s token has expired",
    "token_revoked": "the bot’s token has been revoked",
    "user_is_inactive": "the person’s account is deactivated",
}
# Slack says of these that part of the work may have been done.
_HALF_DONE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}


class Outcome(Enum):
    """What became of a call that failed."""

    TURNED_AWAY = auto()  # surely nothing was posted, and Slack says when to come back
    CLOSED = auto()  # surely nothing was posted, and nothing will be until a person acts
    REFUSED = auto()  # surely nothing was posted this time
    UNKNOWN = auto()  # the message may stand in the channel


def outcome(error: Exception) -> Outcome:
    """What one of FAILURES means."""
    if not isinstance(error, SlackApiError):
        return Outcome.UNKNOWN
    code = _code(error)
    if error.response.status_code == 429 or code in _TURNED_AWAY:
        return Outcome.TURNED_AWAY
    if code in _CLOSED:
        return Outcome.CLOSED
    if error.response.status_code >= 500 or code in _HALF_DONE or not code.isidentifier():
        return Outcome.UNKNOWN
    return Outcome.REFUSED


def retry_after(error: Exception) -> timedelta:
    """How long Slack wants to be left alone; 30 seconds where it does not say."""
    headers = error.response.headers if isinstance(error, SlackApiError) else {}
    given = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return timedelta(seconds=int(given) if given.isdecimal() else 30)


def reason(error: Exception) -> str:
    """Why, in a sentence for the people of the channel and for the operator."""
    if not isinstance(error, SlackApiError):
        return f"Slack could not be reached ({error})."
    code = _code(error)
    if code in _CLOSED:
        return f"{_CLOSED[code][0].upper()}{_CLOSED[code][1:]} ({code})."
    if not code.isidentifier():
        return f"Slack answered with status {error.response.status_code} and no reason."
    return f"Slack answered {code}."


def _code(error: SlackApiError) -> str:
    # The SDK puts a whole sentence here when the body of the reply was no JSON.
    return str(error.response.get("error", ""))
