"""HTTP mode: all that Slack sends arrives signed at /slack/events; /healthz says that the bot is there.

Only carries requests to the Bolt app, which checks their signatures.
"""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def asgi(app: App) -> Starlette:
    """The ASGI application around `app`."""

    async def slack_events(request: Request) -> Response:
        # Bolt's own adapter would hold up every other request while one is being acknowledged.
        incoming = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(app.dispatch, incoming))

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    return Starlette(
        routes=[Route("/slack/events", slack_events, methods=["POST"]), Route("/healthz", healthz)]
    )
