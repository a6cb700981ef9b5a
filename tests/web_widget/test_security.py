import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.web_widget.people import Visitor
from web_widget import create_app
from web_widget.services import Services
from web_widget.settings import Settings

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
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"].startswith("camera=(), geolocation=(), microphone=(self)")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_another_site_may_load_the_widget_and_nothing_else(client: FlaskClient) -> None:
    for path, policy in (("/widget.js", "cross-origin"), ("/static/pages/icon.svg", "same-origin")):
        with client.get(path) as file:
            assert file.status_code == 200
            assert file.headers["Cross-Origin-Resource-Policy"] == policy


def test_https_is_kept_to_where_it_is_spoken(settings: Settings, services: Services) -> None:
    behind_proxy = settings.model_copy(update={"trusted_proxies": 1})
    client = create_app(behind_proxy, services).test_client()
    secure = client.get("/logg-inn", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert "Strict-Transport-Security" not in client.get("/logg-inn").headers
    cookie = secure.headers["Set-Cookie"]
    assert cookie.startswith("__Host-kreftveiviser=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert word in cookie
    assert "Domain" not in cookie


def test_who_is_no_proxy_of_ours_is_not_believed(client: FlaskClient) -> None:
    answer = client.get("/", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in answer.headers


def test_no_file_is_taken(visitor: Visitor) -> None:
    for path in ("/logg-inn", f"{visitor.path}/messages", "/finnes-ikke"):
        file = {"file": (io.BytesIO(b"x" * 100), "x.png")}
        answer = visitor.client.post(path, data=file, content_type="multipart/form-data")
        assert answer.status_code == 415, path


@pytest.mark.parametrize("depth", [50, 5_000, 30_000])
def test_json_as_deep_as_fits_is_a_plain_refusal(visitor: Visitor, depth: int) -> None:
    nested = b'{"text": ' + b"[" * depth + b"]" * depth + b"}"
    assert visitor.post_raw("/messages", nested).status_code in {400, 422}


@pytest.mark.parametrize("path", ["//annen.example", "/\\annen.example", "https://annen.example"])
def test_a_sign_in_leads_to_no_other_site(client: FlaskClient, path: str) -> None:
    page = client.get("/logg-inn", query_string={"next": path})
    assert page.status_code == 200
    assert "Location" not in page.headers


def test_somebody_elses_conversation_costs_what_one_costs_that_is_not_there(
    services: Services, visitor: Visitor, outsider: Visitor
) -> None:
    def statements(conversation_id: str) -> list[str]:
        seen: list[str] = []
        engine = services.database._engine
        event.listen(engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
        path = f"/api/v1/conversations/{conversation_id}"
        assert outsider.client.get(path, headers=outsider.headers).status_code == 404
        return list(seen)

    assert statements(visitor.id) == statements("01ARZ3NDEKTSV4RRFFQ69G5FAV")


def test_nothing_of_a_conversation_is_kept_by_a_cache(visitor: Visitor) -> None:
    assert visitor.get().headers["Cache-Control"] == "no-store"
    assert visitor.get("/events").headers["Cache-Control"] == "no-store"
