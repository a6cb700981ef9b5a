from typing import TypeVar

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from knowledge import problems
from knowledge.problems import Problem
from knowledge.schemas import EmbedRequest
from knowledge.state import State

MAX_BODY = 2 * 1024 * 1024
RETRY_SECONDS = 2
Part = TypeVar("Part")

health = Blueprint("health", __name__)
api = Blueprint("api", __name__, url_prefix="/v1")


def create_app(state: State) -> Flask:
    """Make the knowledge service around what the state holds, now and later."""
    app = Flask("knowledge", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.extensions["knowledge"] = state
    app.register_blueprint(health)
    app.register_blueprint(api)
    problems.register(app)
    return app


def _state() -> State:
    state: State = current_app.extensions["knowledge"]
    return state


def _loaded(part: Part | None) -> Part:
    if part is None:
        raise Problem(503, "The knowledge service is still loading.", RETRY_SECONDS)
    return part


@health.get("/healthz")
def healthz() -> ResponseReturnValue:
    return {"ready": True, "checks": {"process": "ok"}}


@health.get("/readyz")
def readyz() -> ResponseReturnValue:
    checks = _state().checks()
    ready = all(check == "ok" for check in checks.values())
    return {"ready": ready, "checks": checks}, 200 if ready else 503


@api.post("/embed")
def embed() -> ResponseReturnValue:
    body = EmbedRequest.model_validate(request.get_json())
    embedder = _loaded(_state().embedder)
    vectors = embedder.embed(body.texts, body.kind)
    return {
        "model": embedder.name,
        "dimensions": embedder.dimensions,
        "embeddings": vectors.tolist(),
    }
