"""HTTP mode: all that Slack sends arrives signed at /slack/events; /healthz says that the bot is there.

People who install the bot in their workspace come to /slack/install and back to /slack/oauth_redirect. Only carries
requests to the Bolt app, which checks their signatures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def asgi(app: App) -> Starlette:
    """The ASGI application around `app`."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    routes = [
        Route("/slack/events", _carried_to(app.dispatch), methods=["POST"]),
        Route("/healthz", healthz),
    ]
    return Starlette(routes=routes + (_install_routes(app.oauth_flow) if app.oauth_flow else []))


def _install_routes(flow: OAuthFlow) -> list[Route]:
    return [
        Route(flow.install_path, _carried_to(flow.handle_installation)),
        Route(flow.redirect_uri_path, _carried_to(flow.handle_callback)),
    ]


def _carried_to(handler: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that lets Bolt answer; its own adapter would hold up every other request meanwhile."""

    async def endpoint(request: Request) -> Response:
        incoming = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(handler, incoming))

    return endpoint
