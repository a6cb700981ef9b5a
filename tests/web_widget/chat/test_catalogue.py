import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from tests.web_widget.fakes import ARTICLE, CONTACTS, FakeKnowledge
from tests.web_widget.people import content
from web_widget.chat.openapi import load_description


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
