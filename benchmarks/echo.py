"""A bot that repeats what it is told, in the thread, and does nothing else: `python -m benchmarks.echo`.

Bolt behind uvicorn, with Bolt's own adapter, as its documentation has it. Settings are those of the bot.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
handler = SlackRequestHandler(app)


@app.event("app_mention")
def mentioned(event: Mapping[str, Any], client: WebClient) -> None:
    client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=event["text"])


async def events(request: Request) -> Response:
    return await handler.handle(request)


async def healthz(request: Request) -> Response:
    return PlainTextResponse("ok\n")


if __name__ == "__main__":
    routes = [Route("/slack/events", events, methods=["POST"]), Route("/healthz", healthz)]
    uvicorn.run(Starlette(routes=routes), port=int(os.environ["PORT"]), log_level="error")
