import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety
from tests.web_widget.openapi_check import raise_unless_described
from web_widget import create_app
from web_widget.database import Database
from web_widget.services import Services, services_with
from web_widget.settings import Settings


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated SQLite file; migrating once makes every test fast."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path.read_bytes()


@pytest.fixture
def settings(tmp_path: Path, empty_database: bytes) -> Settings:
    (tmp_path / "web.db").write_bytes(empty_database)
    return Settings(
        rasa_token="secret",
        var_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'web.db'}",
        database_timeout=0.5,
        rasa_timeout=1.0,
        event_comment_seconds=0.2,
        allowed_origins="https://vert.example",
        knowledge_url="http://127.0.0.1:9",
        actions_url="http://127.0.0.1:9",
        rasa_url="http://127.0.0.1:9",
    )


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def knowledge() -> FakeKnowledge:
    return FakeKnowledge()


@pytest.fixture
def safety() -> FakeSafety:
    return FakeSafety()


@pytest.fixture
def services(
    settings: Settings, dialogue: FakeDialogue, knowledge: FakeKnowledge, safety: FakeSafety
) -> Iterator[Services]:
    services = services_with(settings, dialogue, knowledge, safety)
    yield services
    services.stopping.set()
    services.database.close()


@pytest.fixture
def app(settings: Settings, services: Services) -> Flask:
    return create_app(settings, services)


class DescribedClient(FlaskClient):
    """A client that fails the test when an answer is not as the API's description says."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        raise_unless_described(response)
        return response


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = DescribedClient
    return app.test_client()


@dataclass
class Visitor:
    """Somebody with a conversation of their own."""

    client: FlaskClient
    id: str
    token: str
    greeting: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, what: str = "", **kwargs: Any) -> TestResponse:
        headers = self.headers | kwargs.pop("headers", {})
        return self.client.get(self.path + what, headers=headers, **kwargs)

    def post(self, what: str, **kwargs: Any) -> TestResponse:
        headers = self.headers | kwargs.pop("headers", {})
        return self.client.post(self.path + what, headers=headers, **kwargs)

    def delete(self) -> TestResponse:
        return self.client.delete(self.path, headers=self.headers)

    def say(self, text: str, client_message_id: str | None = None) -> TestResponse:
        body = {"text": text, "client_message_id": client_message_id or str(uuid.uuid4())}
        return self.post("/messages", json=body)

    def press(self, payload: str) -> TestResponse:
        body = {"payload": payload, "client_message_id": str(uuid.uuid4())}
        return self.post("/messages", json=body)

    def texts(self) -> list[tuple[str, str]]:
        """Return who said what, after the greeting."""
        return [(each["sender"], each["text"]) for each in self.get().json["messages"][1:]]


def visit(client: FlaskClient, **body: Any) -> Visitor:
    response = client.post("/api/v1/conversations", json=body)
    assert response.status_code == 201, response.text
    answer = response.json
    return Visitor(client, answer["id"], answer["token"], answer["messages"][0])


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return visit(client)


@pytest.fixture
def outsider(client: FlaskClient) -> Visitor:
    return visit(client)
