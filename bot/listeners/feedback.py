"""The buttons that judge an answer: right, wrong, or not what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext, Respond

from bot.blocks import JUDGE
from bot.conversation import Conversation

_THANKS = {
    "right": "Thank you. I have noted that this was right.",
    "wrong": "Thank you. I have noted that this was wrong; the people who look after me will see it.",
    "not what I asked": "Thank you. I have noted that you asked for something else. Other words may help me: "
    "name the indicator, the group and the period.",
}


def register(app: App, conversation: Conversation) -> None:
    """Listens for verdicts; the person alone is thanked."""

    @app.action(re.compile(f"^{JUDGE}-"))
    def judged(body: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        verdict = body["actions"][0]["value"]
        channel = f"{context.team_id or ''}/{body['channel']['id']}"
        known = conversation.judge(channel, body["message"]["ts"], body["user"]["id"], verdict)
        thanks = _THANKS[verdict] if known else "That answer is too old for me to note anything about it."
        respond(thanks, response_type="ephemeral", replace_original=False)
