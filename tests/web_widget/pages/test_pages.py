from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web_widget.fakes import FakeKnowledge


@pytest.fixture
def built(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the widget's built files, as `npm run build` leaves it."""
    folder = tmp_path / "static" / "dist"
    folder.mkdir(parents=True)
    (folder / "widget.js").write_text("start()")
    (folder / "chat-1A2B3C4D.js").write_text("chat()")
    (folder / "menu_acts-5E6F7G8H.js").write_text("menu()")
    (folder / "secret.txt").write_text("x")
    monkeypatch.setattr(app, "root_path", str(tmp_path))
    return folder


def test_the_demo_page_has_the_widget_and_the_topics(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "/widget.js" in page
    assert "Økonomi og jobb" in page


def test_an_article_can_be_read_and_runs_nothing(client: FlaskClient) -> None:
    response = client.get("/artikler/sykepenger")
    assert response.status_code == 200
    assert "<strong>ett år</strong>" in response.text
    assert "<script>alert" not in response.text
    assert 'href="javascript' not in response.text
    assert 'id="hvor-lenge"' in response.text
    assert "Arbeidsavklaringspenger" in response.text
    assert "Ikke faglig godkjent ennå" in response.text


def test_the_articles_are_listed_by_category(client: FlaskClient) -> None:
    page = client.get("/artikler").text
    assert "/artikler/sykepenger" in page
    assert "/artikler/aap" in page


@pytest.mark.parametrize("query", ["sykepenger", "<script>alert(1)</script>", "x" * 5000, "%00"])
def test_any_search_on_the_article_page_gives_a_page(client: FlaskClient, query: str) -> None:
    response = client.get("/artikler", query_string={"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_a_page_that_is_not_there_is_a_page_and_no_trace(client: FlaskClient) -> None:
    for path in ("/artikler/finnes-ikke", "/finnes-ikke", "/artikler/..%2f..%2fetc"):
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (404, "text/html")
        assert "Fant ikke siden" in response.text


def test_when_knowledge_is_down_the_article_page_says_whom_to_call(
    client: FlaskClient, knowledge: FakeKnowledge
) -> None:
    knowledge.is_down = True
    response = client.get("/artikler")
    assert response.status_code == 503
    assert "21 49 49 21" in response.text
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/artikler", "/artikler/sykepenger", "/api/docs"])
def test_no_page_has_anything_inline_or_from_elsewhere(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert '<script src="http' not in page
    assert "//cdn" not in page


def test_the_api_page_names_every_call(client: FlaskClient) -> None:
    assert "/api/v1/conversations/{id}/handoff" in client.get("/api/docs").text


def test_the_launcher_is_asked_for_anew_each_time_by_its_tag(
    client: FlaskClient, built: Path
) -> None:
    response = client.get("/widget.js", buffered=True)
    assert response.text == "start()"
    assert response.mimetype == "text/javascript"
    assert response.cache_control.no_cache
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(
        "/widget.js", headers={"If-None-Match": response.headers["ETag"]}, buffered=True
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("name", "text"), [("chat-1A2B3C4D.js", "chat()"), ("menu_acts-5E6F7G8H.js", "menu()")]
)
def test_a_chunk_never_changes_under_its_name(
    client: FlaskClient, built: Path, name: str, text: str
) -> None:
    response = client.get(f"/widget/{name}", buffered=True)
    assert response.text == text
    assert response.cache_control.max_age == 365 * 24 * 3600
    assert response.cache_control.immutable
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["secret.txt", "..%2fsecret.txt", "chat-0.js", "widget.js.map"])
def test_nothing_else_is_served_with_the_widget(
    client: FlaskClient, built: Path, name: str
) -> None:
    assert client.get(f"/widget/{name}").status_code == 404


def test_a_widget_that_was_not_built_is_404(
    client: FlaskClient, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "root_path", str(tmp_path))
    assert client.get("/widget.js").status_code == 404
