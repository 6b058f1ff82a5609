"""The made-up workspace of the local Slack: who is in it, its channels, and the bot's app."""

from __future__ import annotations

from typing import Any

BOT, CHANNEL = "U0HEALTHGAP", "C0INEQUALITIES"
_PEOPLE = (("ada", "Ada Palmer, policy"), ("sam", "Sam Okafor, press office"))


def workspace(request_url: str | None = None) -> dict[str, Any]:
    """A workspace whose bot uses Socket Mode, or HTTP at `request_url`."""
    app = {
        "appId": "A0HEALTHGAP",
        "botUserId": BOT,
        "botName": "healthgap",
        "botToken": "xoxb-local",
        "appToken": "xapp-local",
        "signingSecret": "local-signing-secret",
        "mode": "socket",
    }
    if request_url:
        app |= {"mode": "events", "requestUrl": request_url}
    users = [
        {
            "id": f"U0{name.upper()}",
            "name": name,
            "real_name": full_name,
            "email": f"{name}@health.example",
            "tz": "Europe/London",
        }
        for name, full_name in _PEOPLE
    ]
    members = [BOT, *(user["id"] for user in users)]
    return {
        "workspace": {"name": "Department of Health", "domain": "health", "teamId": "T0HEALTH"},
        "apps": [app],
        "users": users,
        "channels": [
            {"id": CHANNEL, "name": "health-inequalities", "members": members},
            {"id": "C0PRESS", "name": "press-office", "members": members},
        ],
    }


def environment(app: dict[str, str], api_url: str) -> dict[str, str]:
    """The settings with which the bot is the `app` of the workspace."""
    credentials = {"SLACK_BOT_TOKEN": app["botToken"], "SLACK_API_URL": api_url}
    if app["mode"] == "socket":
        return {**credentials, "SLACK_APP_TOKEN": app["appToken"]}
    return {**credentials, "SLACK_SIGNING_SECRET": app["signingSecret"]}
