import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge.coordinators import read_coordinators
from knowledge.edition import Edition
from knowledge.editions.models import Kind
from knowledge.editions.snapshot import Snapshot
from knowledge.evidence import Finder
from knowledge.language import Language
from knowledge.library import Library
from knowledge.ranking import read_ranking
from knowledge.search import Searcher
from knowledge.service import create_app
from knowledge.settings import PACKAGED_CONTENT
from knowledge.state import Failure, Progress, State
from knowledge.store import EmbeddingStore, open_database, text_embeddings
from tests.knowledge.fakes import FakeEmbedder

COORDINATORS = read_coordinators(PACKAGED_CONTENT / "coordinators.csv")


def edition(library: Library, searcher: Searcher | None = None) -> Edition:
    return Edition(Snapshot(7, {}), library, COORDINATORS, searcher)


@pytest.fixture
def starting(library: Library) -> FlaskClient:
    return create_app(State(edition(library))).test_client()


@pytest.fixture
def client(library: Library, finder: Finder, language: Language) -> FlaskClient:
    embedder = FakeEmbedder()
    searcher = Searcher(library, finder, embedder, read_ranking())
    return create_app(State(edition(library, searcher), language, embedder)).test_client()


def test_the_service_is_healthy_at_once_and_ready_when_it_can_search(
    starting: FlaskClient, client: FlaskClient
) -> None:
    assert starting.get("/healthz").status_code == 200
    assert starting.get("/readyz").status_code == 503
    assert starting.get("/readyz").json == {
        "ready": False,
        "checks": {"embedding_model": "loading", "index": "loading"},
    }
    assert client.get("/readyz").status_code == 200


def test_what_needs_no_index_is_answered_while_loading(starting: FlaskClient) -> None:
    for path in ("/v1/articles", "/v1/questions", "/v1/contacts"):
        assert starting.get(path).status_code == 200, path


def test_a_search_while_loading_says_when_to_try_again(starting: FlaskClient) -> None:
    answer = starting.post("/v1/search", json={"text": "parykk"})
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0


def test_a_search_answers_as_the_contracts_say(client: FlaskClient) -> None:
    answer: Any = client.post("/v1/search", json={"text": " Hvem betaler parykken? "}).json
    assert answer["query"] == "Hvem betaler parykken?"
    assert answer["release"] == 7
    assert answer["decision"] in {"answer", "clarify", "no_answer"}
    assert 0 <= answer["confidence"] <= 1
    best = answer["results"][0]
    assert best["url"] == "/artikler/parykk"
    assert set(best) == {
        "slug", "title", "category", "audience", "section", "position", "passage", "snippet", "url",
        "score", "reviewed", "valid_until", "contacts",
    }  # fmt: skip


def test_the_release_tells_what_answers_and_what_is_wanted(client: FlaskClient) -> None:
    assert client.get("/v1/release").json == {
        "release": 7, "wanted": 0, "building": False, "failed": None, "head": "current",
    }  # fmt: skip


def test_a_failed_release_is_told_with_its_reason(library: Library) -> None:
    progress = Progress(wanted=8, failed=Failure(8, "Søket kunne ikke bygges."))
    client = create_app(State(edition(library), progress=progress)).test_client()
    told: Any = client.get("/v1/release").json
    assert told["failed"] == {"release": 8, "reason": "Søket kunne ikke bygges."}
    assert told["release"] == 7


def test_published_texts_are_told_as_they_are(library: Library) -> None:
    texts = {(Kind.EXAMPLES, "smalltalk"): "nlu: []\n", (Kind.CONTACTS, "contacts"): "[]"}
    state = State(Edition(Snapshot(3, texts), library, COORDINATORS))
    client = create_app(state).test_client()
    assert client.get("/v1/documents/examples").json == {
        "release": 3, "documents": [{"key": "smalltalk", "text": "nlu: []\n"}],
    }  # fmt: skip
    assert client.get("/v1/documents/ukjent").status_code == 404


def test_a_trial_before_the_index_is_there_says_when_to_try_again(starting: FlaskClient) -> None:
    assert starting.post("/v1/trial", json={"documents": []}).status_code == 503
    assert starting.get("/v1/trial/ukjent").status_code == 503


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "ukjent", "key": "a", "text": ""},
        {"kind": "article", "key": "", "text": ""},
        {"kind": "article", "key": "a", "text": 3},
        {"kind": "article", "key": "a", "text": "x" * 1_000_001},
        {"kind": "article", "key": "a"},
    ],
)
def test_a_wrong_document_is_refused(client: FlaskClient, document: dict[str, object]) -> None:
    answer = client.post("/v1/trial", json={"documents": [document]})
    assert answer.status_code in {413, 422}


def test_texts_are_embedded(client: FlaskClient) -> None:
    answer: Any = client.post("/v1/embed", json={"texts": ["a", "b"], "kind": "passage"}).json
    assert answer["dimensions"] == 64
    assert [len(vector) for vector in answer["embeddings"]] == [64, 64]


def test_an_article_has_its_body_and_sections(client: FlaskClient) -> None:
    article: Any = client.get("/v1/articles/parykk").json
    assert article["title"] == "Parykk og hodeplagg"
    assert article["sections"][0]["heading"] == "Hva dekkes"
    assert article["related"] == ["reise"]
    assert "body" not in client.get("/v1/articles").json["articles"][0]  # type: ignore[index]


def test_a_passage_that_was_found_is_at_its_position_in_the_article(client: FlaskClient) -> None:
    answer: Any = client.post("/v1/search", json={"text": "Hvem betaler parykken?"}).json
    best = answer["results"][0]
    article: Any = client.get(f"/v1/articles/{best['slug']}").json
    assert article["passages"][best["position"]] == {
        "section": best["section"], "passage": best["passage"],
    }  # fmt: skip


def test_an_article_has_no_passages_while_the_index_is_made(starting: FlaskClient) -> None:
    article: Any = starting.get("/v1/articles/parykk").json
    assert article["passages"] == []


def test_contacts_tell_whether_they_are_open(client: FlaskClient) -> None:
    contacts: Any = client.get("/v1/contacts").json
    by_id = {contact["id"]: contact for contact in contacts["contacts"]}
    assert by_id["nodnummer"]["open_now"] is True
    assert by_id["nav"]["open_now"] in {True, False}


def test_a_municipality_that_two_share_is_told_as_both(client: FlaskClient) -> None:
    found: Any = client.get("/v1/coordinators", query_string={"kommune": "Herøy"}).json
    assert [match["fylke"] for match in found["matches"]] == ["Møre og Romsdal", "Nordland"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "x" * 2001}, 413),
        ({"text": "  "}, 422),
        ({"text": 3}, 422),
        ({}, 422),
        ({"text": "x", "ukjent": 1}, 422),
        ({"text": "x", "limit": 0}, 422),
        ({"text": "x", "limit": "3"}, 422),
        ({"text": "x", "audience": "lege"}, 422),
        ({"text": "x", "context_slug": "../x"}, 422),
        (["text"], 422),
        (None, 422),
    ],
)
def test_a_wrong_search_is_refused_with_a_problem(
    client: FlaskClient, body: object, status: int
) -> None:
    answer = client.post("/v1/search", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["status"] == status


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2000,
        "\x00\x07",
        "🎗️🎗️",
        "\u202eabc",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "مرحبا",
    ],
)
def test_any_text_of_the_right_length_is_answered(client: FlaskClient, text: str) -> None:
    assert client.post("/v1/search", json={"text": text}).status_code == 200


@pytest.mark.parametrize(
    ("path", "data", "content_type", "status"),
    [
        ("/v1/search", b"{broken", "application/json", 400),
        ("/v1/search", b"text=x", "application/x-www-form-urlencoded", 415),
        ("/v1/search", b"\xff\xfe", "application/json", 400),
        ("/v1/search", b'{"text":"' + b"x" * 3_000_000 + b'"}', "application/json", 413),
        ("/v1/embed", b'{"texts":[]}', "application/json", 422),
        ("/v1/embed", b'{"texts":["a"],"kind":"x"}', "application/json", 422),
    ],
)
def test_a_body_that_can_not_be_read_is_refused_with_a_problem(
    client: FlaskClient, path: str, data: bytes, content_type: str, status: int
) -> None:
    answer = client.post(path, data=data, content_type=content_type)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/articles/finnes-ikke", 404), ("/nowhere", 404), ("/v1/search", 405),
     ("/v1/coordinators", 422), ("/v1/coordinators?kommune=x&y=z", 422)],
)  # fmt: skip
def test_a_wrong_address_is_a_problem_too(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_refusal_never_repeats_what_was_written(client: FlaskClient) -> None:
    answer = client.post("/v1/search", json={"text": "hemmelig " * 300})
    assert b"hemmelig" not in answer.data


def test_only_texts_that_are_to_be_kept_reach_the_store(
    library: Library, finder: Finder, language: Language, tmp_path: Path
) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'kept.db'}")
    embedder = FakeEmbedder()
    searcher = Searcher(library, finder, embedder, read_ranking())
    store = EmbeddingStore(database, embedder)
    state = State(edition(library, searcher), language, embedder, store)
    client = create_app(state).test_client()
    for body in ({"texts": ["et eksempel"], "keep": True}, {"texts": ["en brukers ord"]}):
        assert client.post("/v1/embed", json=body).status_code == 200
    with database.connect() as connection:
        kept = connection.execute(select(text_embeddings.c.text_hash)).scalars().all()
    assert kept == [hashlib.sha256(b"et eksempel").hexdigest()]


def test_each_call_is_timed_by_its_name_and_never_by_its_words(client: FlaskClient) -> None:
    client.post("/v1/search", json={"text": "hemmelighetsord"})
    shown = client.get("/metrics").text
    assert 'kreftveiviser_knowledge_seconds_count{call="search",status="2xx"}' in shown
    assert "hemmelighetsord" not in shown


def test_suggestions_need_no_model_and_come_with_their_release(starting: FlaskClient) -> None:
    answer = starting.post("/v1/suggestions", json={"text": "pary", "limit": 2})
    assert answer.json == {
        "release": 7,
        "suggestions": [
            {
                "slug": "parykk",
                "title": "Parykk og hodeplagg",
                "section": None,
                "url": "/artikler/parykk",
            }
        ],
    }


@pytest.mark.parametrize("body", [{}, {"text": 3}, {"text": "a", "limit": 0}, {"text": "x" * 201}])
def test_suggestions_for_what_does_not_fit_are_refused(
    starting: FlaskClient, body: dict[str, object]
) -> None:
    assert starting.post("/v1/suggestions", json=body).status_code in {413, 422}
