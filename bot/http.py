"""What a process serves over HTTP: in HTTP mode Slack's requests, and in every mode how it is.

/slack/events takes all that Slack sends, signed; the Bolt app checks that. People who install the bot in their
workspace come to /slack/install and back to /slack/oauth_redirect. /healthz says whether the process is ready, and why
not. /metrics is for Prometheus.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from healthgap.errors import StoreError
from healthgap.service import Healthgap

Check = Callable[[], str | None]
"""Why the process is not ready, in one sentence; None where nothing is wrong."""


# What Bolt's reader of a body raises where that is no JSON, or JSON of another shape than Slack's.
_UNREADABLE = (ValueError, AttributeError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Condition:
    """How the process is. `token` is what Prometheus has to show; anybody may ask where it is empty."""

    checks: Sequence[Check]
    metrics: Metrics
    token: str = ""

    def trouble(self) -> str | None:
        """The first thing that is wrong."""
        return next((found for check in self.checks if (found := check())), None)

    def admits(self, request: Request) -> bool:
        shown = request.headers.get("Authorization", "")
        return not self.token or hmac.compare_digest(shown.encode(), f"Bearer {self.token}".encode())


def store_trouble(service: Healthgap) -> str | None:
    """Why the database cannot be used, in one sentence."""
    try:
        service.reach()
    except StoreError as error:
        return str(error)
    return None


def asgi(condition: Condition, app: App | None = None) -> Starlette:
    """The ASGI application around `app`; without one, Slack's requests come another way."""

    async def healthz(request: Request) -> Response:
        trouble = await run_in_threadpool(condition.trouble)
        return PlainTextResponse(f"{trouble or 'ok'}\n", 503 if trouble else 200)

    async def metrics(request: Request) -> Response:
        if not condition.admits(request):
            return PlainTextResponse("Show the token that HEALTHGAP_METRICS_TOKEN sets.\n", 401)
        exposed = await run_in_threadpool(condition.metrics.exposed)
        return Response(exposed, media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/metrics", metrics)]
    return Starlette(routes=[*routes, *_slack(app)] if app else routes)


def _slack(app: App) -> list[Route]:
    events = Route("/slack/events", _carried_to(app.dispatch), methods=["POST"])
    return [events, *_install_routes(app.oauth_flow)] if app.oauth_flow else [events]


def _install_routes(flow: OAuthFlow) -> list[Route]:
    return [
        Route(flow.install_path, _carried_to(flow.handle_installation)),
        Route(flow.redirect_uri_path, _carried_to(flow.handle_callback)),
    ]


def _carried_to(handler: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that lets Bolt answer; its own adapter would hold up every other request meanwhile."""

    async def endpoint(request: Request) -> Response:
        try:
            incoming = to_bolt_request(request, await request.body())
        except _UNREADABLE:
            return PlainTextResponse("This is nothing that Slack sends.\n", 400)
        return to_starlette_response(await run_in_threadpool(handler, incoming))

    return endpoint
