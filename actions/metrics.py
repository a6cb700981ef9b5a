from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Histogram, generate_latest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

SECONDS = Histogram(
    "kreftveiviser_action_seconds",
    "Time of an action, the search it asks for among it",
    ["action"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0),
)


def show(app: "Sanic[Any, Any]") -> None:
    """Show the times at /metrics; this server is on loopback only."""

    @app.get("/metrics")
    async def metrics(_: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)
