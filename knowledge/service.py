from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from knowledge import problems, views
from knowledge.contacts import OSLO
from knowledge.editions.models import Kind
from knowledge.errors import ContentError
from knowledge.metrics import measure
from knowledge.problems import Problem
from knowledge.queries import Query
from knowledge.schemas import (
    CoordinatorsRequest,
    EmbedRequest,
    SearchRequest,
    SuggestionsRequest,
    TrialRequest,
    TrialSearchRequest,
)
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
    measure(app)
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
    # Read once: while this request is answered, another edition may come into use.
    edition = _state().edition
    searcher = _loaded(edition.searcher)
    query = Query(body.text, body.limit, body.audience, body.context_slug)
    return views.answer(body.text, searcher.search(query), edition.release)


@api.post("/suggestions")
def suggestions() -> ResponseReturnValue:
    # Posted, though nothing changes: what somebody types must not stand in an address.
    body = SuggestionsRequest.model_validate(request.get_json())
    edition = _state().edition
    found = edition.suggestions.suggest(
        body.text,
        body.limit,
        datetime.now(OSLO).date(),
        childrens_first=body.audience == "barn",
    )
    return {"release": edition.release, "suggestions": [views.suggestion(each) for each in found]}


@api.get("/articles")
def articles() -> ResponseReturnValue:
    edition = _state().edition
    library = edition.library
    summaries = [views.article_summary(article, library) for article in library.articles]
    return {"release": edition.release, "articles": summaries}


@api.get("/articles/<slug>")
def article(slug: str) -> ResponseReturnValue:
    edition = _state().edition
    if slug not in edition.library.by_slug:
        raise Problem(404, "There is no such article.")
    return views.whole_article(edition.library.by_slug[slug], edition)


@api.get("/questions")
def questions() -> ResponseReturnValue:
    edition = _state().edition
    asked = [asdict(question) for question in edition.library.questions]
    return {"release": edition.release, "questions": asked}


@api.get("/contacts")
def contacts() -> ResponseReturnValue:
    now = datetime.now(UTC)
    edition = _state().edition
    points = [views.contact(point, now) for point in edition.library.contacts]
    return {"release": edition.release, "contacts": points}


@api.get("/coordinators")
def coordinators() -> ResponseReturnValue:
    wanted = CoordinatorsRequest.model_validate(request.args.to_dict())
    language = _loaded(_state().language)
    matches = _state().edition.coordinators.find(wanted.kommune, language.is_word)
    return {"query": wanted.kommune, "matches": [asdict(match) for match in matches]}


@api.get("/documents/<kind>")
def documents(kind: str) -> ResponseReturnValue:
    if kind not in list(Kind):
        raise Problem(404, "There is no such kind.")
    snapshot = _state().edition.snapshot
    texts = [{"key": key, "text": text} for key, text in snapshot.of(Kind(kind)).items()]
    return {"release": snapshot.release, "documents": texts}


@api.get("/release")
def release() -> ResponseReturnValue:
    return views.release(_state())


@api.post("/trial/search")
def trial_search() -> ResponseReturnValue:
    body = TrialSearchRequest.model_validate(request.get_json())
    trials = _loaded(_state().trials)
    queries = [Query(text, body.limit) for text in body.texts_asked]
    try:
        answers = trials.search(body.texts, queries)
    except ContentError as error:
        raise Problem(422, str(error)) from error
    rows = zip(body.texts_asked, answers, strict=True)
    return {"answers": [views.trial_answer(text, *answer) for text, answer in rows]}


@api.post("/trial")
def start_trial() -> ResponseReturnValue:
    body = TrialRequest.model_validate(request.get_json())
    return {"id": _loaded(_state().trials).start(body.texts).id}, 202


@api.get("/trial/<trial_id>")
def trial(trial_id: str) -> ResponseReturnValue:
    found = _loaded(_state().trials).find(trial_id)
    if found is None:
        raise Problem(404, "There is no such trial.")
    return views.trial(found)


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
