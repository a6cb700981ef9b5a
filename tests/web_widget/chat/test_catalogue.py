from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from tests.web_widget.fakes import ARTICLE, CONTACTS, FakeKnowledge
from tests.web_widget.people import content
from web_widget.chat.openapi import load_description
from web_widget.services import Services


def test_a_search_shows_what_a_list_of_hits_needs_and_no_more(client: FlaskClient) -> None:
    answer = content(client.get("/api/v1/search?q=sykepenger&limit=1"))
    assert answer == {
        "query": "sykepenger",
        "answerable": True,
        "results": [
            {
                "slug": "sykepenger",
                "title": "Sykmelding og sykepenger",
                "category": "okonomi",
                "section": "Hvor lenge",
                "snippet": "inntil ett år",
                "url": "/artikler/sykepenger",
                "score": 0.83,
            }
        ],
    }


def test_a_search_that_nothing_answers_says_so(
    client: FlaskClient, knowledge: FakeKnowledge
) -> None:
    knowledge.decision = "no_answer"
    assert content(client.get("/api/v1/search?q=fotball")) == {
        "query": "fotball",
        "answerable": False,
        "results": [],
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?q=", 422),
        ("?q=%00", 422),
        ("?q=a&limit=0", 422),
        ("?q=a&limit=21", 422),
        ("?q=a&limit=ti", 422),
        ("?q=a&side=2", 422),
        ("?q=" + "a" * 2001, 413),
    ],
)
def test_a_search_that_does_not_fit_is_refused(
    client: FlaskClient, query: str, status: int
) -> None:
    assert client.get(f"/api/v1/search{query}").status_code == status


def test_articles_contacts_and_coordinators_are_as_the_knowledge_service_has_them(
    client: FlaskClient,
) -> None:
    assert content(client.get("/api/v1/articles"))["articles"][0] == ARTICLE
    assert content(client.get("/api/v1/articles/sykepenger"))["title"] == ARTICLE["title"]
    assert content(client.get("/api/v1/contacts"))["contacts"] == CONTACTS
    matches = content(client.get("/api/v1/coordinators?kommune=Bergen"))["matches"]
    assert [match["kommunenummer"] for match in matches] == ["4601"]


def test_suggestions_come_while_a_question_is_typed(
    client: FlaskClient, knowledge: FakeKnowledge
) -> None:
    answer = client.post("/api/v1/suggestions", json={"text": "sykep", "audience": "barn"})
    assert [each["slug"] for each in content(answer)["suggestions"]] == ["sykepenger"]
    assert knowledge.suggested_for == [("sykep", "barn")]


def test_a_text_that_tells_of_danger_gets_no_suggestions_and_goes_no_further(
    client: FlaskClient, knowledge: FakeKnowledge
) -> None:
    answer = client.post("/api/v1/suggestions", json={"text": "sykepenger, vil ta livet mitt"})
    assert content(answer) == {"suggestions": []}
    assert knowledge.suggested_for == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": " "}, 422),
        ({"text": 3}, 422),
        ({"text": "a", "audience": "alle"}, 422),
        ({"text": "a", "limit": 9}, 422),
        ({"text": "x" * 201}, 413),
    ],
)
def test_a_call_for_suggestions_that_does_not_fit_is_refused(
    client: FlaskClient, body: dict[str, object], status: int
) -> None:
    assert client.post("/api/v1/suggestions", json=body).status_code == status


def test_suggestions_are_missing_when_knowledge_is_down(
    client: FlaskClient, knowledge: FakeKnowledge
) -> None:
    knowledge.is_down = True
    assert client.post("/api/v1/suggestions", json={"text": "sykep"}).status_code == 503


def test_what_is_typed_is_neither_logged_nor_stored(
    client: FlaskClient,
    services: Services,
    caplog: pytest.LogCaptureFixture,
    knowledge: FakeKnowledge,
) -> None:
    caplog.set_level("DEBUG")
    for is_down in (False, True):
        knowledge.is_down = is_down
        client.post("/api/v1/suggestions", json={"text": "hemmeligheten"})
    assert "hemmelig" not in caplog.text
    database = Path(str(services.database.engine.url.database))
    assert all(b"hemmelig" not in file.read_bytes() for file in database.parent.glob("*.db*"))


def test_the_topics_hold_their_articles_to_browse(client: FlaskClient) -> None:
    (topic,) = content(client.get("/api/v1/topics"))["topics"]
    assert (topic["category"], topic["title"]) == ("okonomi", "Økonomi og jobb")
    assert [each["slug"] for each in topic["articles"]] == ["sykepenger", "aap"]


def test_an_article_comes_with_all_that_is_needed_to_read_it(client: FlaskClient) -> None:
    article = content(client.get("/api/v1/articles/sykepenger"))
    assert article["category_title"] == "Økonomi og jobb"
    assert article["sections"][0]["markup"][0]["type"] == "paragraph"
    assert [card["name"] for card in article["contact_cards"]] == ["NAV"]
    assert article["related_articles"] == [
        {"slug": "aap", "title": "Arbeidsavklaringspenger", "url": "/artikler/aap"}
    ]


def test_an_article_that_is_not_there_is_404(client: FlaskClient) -> None:
    assert client.get("/api/v1/articles/finnes-ikke").status_code == 404
    assert client.get("/api/v1/articles/../../etc/passwd").status_code == 404


def test_a_municipality_has_to_be_named(client: FlaskClient) -> None:
    assert client.get("/api/v1/coordinators").status_code == 422
    assert client.get("/api/v1/coordinators?kommune=%20").status_code == 422


def test_the_description_served_is_valid_openapi(client: FlaskClient) -> None:
    served = content(client.get("/api/v1/openapi.json"))
    validate(served)
    assert served == load_description()


def test_every_route_of_the_api_is_described_and_the_reverse(client: FlaskClient) -> None:
    rules = client.application.url_map.iter_rules()
    served = {
        (rule.rule.replace("<conversation_id>", "{id}").replace("<slug>", "{slug}"), method)
        for rule in rules
        if rule.endpoint.startswith("chat.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method.upper())
        for path, operations in load_description()["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert served == described


def test_an_unknown_address_and_a_wrong_method_are_problems_in_norwegian(
    client: FlaskClient,
) -> None:
    unknown = client.get("/api/v1/finnes-ikke")
    assert (unknown.status_code, unknown.mimetype) == (404, "application/problem+json")
    wrong = client.put("/api/v1/conversations")
    assert (wrong.status_code, wrong.mimetype) == (405, "application/problem+json")
    assert "POST" in wrong.headers["Allow"]
    assert content(wrong)["detail"] == "Denne adressen kan ikke brukes slik."
