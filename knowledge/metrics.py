import time

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Histogram, generate_latest

SECONDS = Histogram(
    "kreftveiviser_knowledge_seconds",
    "Time of a call of the knowledge service",
    ["call", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0),
)


def measure(app: Flask) -> None:
    """Time every call, and show the times at /metrics; this service is on loopback only."""
    blueprint = Blueprint("metrics", __name__)

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        call = (request.endpoint or "unknown").removeprefix("api.")
        status = f"{response.status_code // 100}xx"
        SECONDS.labels(call, status).observe(time.perf_counter() - g.started)
        return response

    @blueprint.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    app.register_blueprint(blueprint)
