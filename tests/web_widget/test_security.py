import pytest
from flask.testing import FlaskClient

from tests.web_widget.people import Visitor

ALLOWED = "https://vert.example"


def test_an_allowed_origin_may_call(client: FlaskClient) -> None:
    response = client.post("/api/v1/conversations", headers={"Origin": ALLOWED})
    assert response.status_code == 201
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
    assert "Origin" in response.headers["Vary"]


def test_our_own_pages_may_call(client: FlaskClient) -> None:
    response = client.post("/api/v1/conversations", headers={"Origin": "http://localhost"})
    assert response.status_code == 201


@pytest.mark.parametrize(
    "origin",
    [
        "https://annen.example",
        "null",
        "http://vert.example",
        "https://vert.example.no",
        "http://[",
        "",
    ],
)
def test_any_other_origin_is_refused(client: FlaskClient, origin: str) -> None:
    response = client.post("/api/v1/conversations", headers={"Origin": origin})
    assert response.status_code == 403
    assert response.mimetype == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_preflight_tells_what_the_widget_may_send(client: FlaskClient) -> None:
    response = client.options(
        "/api/v1/conversations/01ABC/messages",
        headers={"Origin": ALLOWED, "Access-Control-Request-Method": "POST"},
    )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED
    for method in ("GET", "POST", "DELETE"):
        assert method in response.headers["Access-Control-Allow-Methods"]
    for header in ("Authorization", "Content-Type", "Last-Event-ID", "Accept"):
        assert header in response.headers["Access-Control-Allow-Headers"]


def test_a_preflight_of_another_origin_is_refused(client: FlaskClient) -> None:
    headers = {"Origin": "https://annen.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/api/v1/conversations", headers=headers)
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_error_can_be_read_by_an_allowed_origin(client: FlaskClient) -> None:
    response = client.get("/api/v1/conversations/01ABC", headers={"Origin": ALLOWED})
    assert response.status_code == 401
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED


@pytest.mark.parametrize("path", ["/", "/artikler", "/api/docs", "/finnes-ikke", "/healthz"])
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_nothing_of_a_conversation_is_kept_by_a_cache(visitor: Visitor) -> None:
    assert visitor.get().headers["Cache-Control"] == "no-store"
    assert visitor.get("/events").headers["Cache-Control"] == "no-store"
