from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from knowledge import problems, views
from knowledge.problems import Problem
from knowledge.queries import Query
from knowledge.schemas import CoordinatorsRequest, EmbedRequest, SearchRequest
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


@api.post("/search")
def search() -> ResponseReturnValue:
    body = SearchRequest.model_validate(request.get_json())
    if not body.text:
        raise Problem(422, "text: is empty")
    searcher = _loaded(_state().searcher)
    query = Query(body.text, body.limit, body.audience, body.context_slug)
    return views.answer(body.text, searcher.search(query))


@api.get("/articles")
def articles() -> ResponseReturnValue:
    library = _state().library
    return {"articles": [views.article_summary(a, library) for a in library.articles]}


@api.get("/articles/<slug>")
def article(slug: str) -> ResponseReturnValue:
    library = _state().library
    if slug not in library.by_slug:
        raise Problem(404, "There is no such article.")
    return views.whole_article(library.by_slug[slug], library)


@api.get("/questions")
def questions() -> ResponseReturnValue:
    return {"questions": [asdict(question) for question in _state().library.questions]}


@api.get("/contacts")
def contacts() -> ResponseReturnValue:
    now = datetime.now(UTC)
    return {"contacts": [views.contact(point, now) for point in _state().library.contacts]}


@api.get("/coordinators")
def coordinators() -> ResponseReturnValue:
    wanted = CoordinatorsRequest.model_validate(request.args.to_dict())
    language = _loaded(_state().language)
    matches = _state().coordinators.find(wanted.kommune, language.is_word)
    return {"query": wanted.kommune, "matches": [asdict(match) for match in matches]}


@api.post("/embed")
def embed() -> ResponseReturnValue:
    body = EmbedRequest.model_validate(request.get_json())
    embedder = _loaded(_state().embedder)
    # Kept are only texts of our own, such as training examples; never what a user wrote.
    source = _loaded(_state().store) if body.keep else embedder
    vectors = source.embed(body.texts, body.kind)
    return {
        "model": embedder.name,
        "dimensions": embedder.dimensions,
        "embeddings": vectors.tolist(),
    }
