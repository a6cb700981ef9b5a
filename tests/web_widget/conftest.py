import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety
from tests.web_widget.keys import KEYS
from tests.web_widget.openapi_check import raise_unless_described
from tests.web_widget.people import Visitor, visit
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
    path = tmp_path / "web.db"
    path.write_bytes(empty_database)
    return made_settings(tmp_path, f"sqlite:///{path}")


def made_settings(var_dir: Path, database_url: str) -> Settings:
    nobody = "http://127.0.0.1:9"
    return Settings(
        rate_limit_return="1000/hour",
        rasa_token="rasa-token",  # noqa: S106 a made-up one
        encryption_keys=KEYS,
        secret_key="a made-up key of thirty-two letters",  # noqa: S106 a made-up one
        rate_limit_sign_in="1000/hour",
        var_dir=var_dir,
        database_url=database_url,
        database_timeout=0.5,
        rasa_timeout=1.0,
        event_comment_seconds=0.2,
        allowed_origins=frozenset({"https://vert.example"}),
        knowledge_url=nobody,
        actions_url=nobody,
        rasa_url=nobody,
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


@pytest.fixture(scope="session")
def shared_app() -> Flask:
    """The application once, since making it is slow; each test gives it its own services."""
    settings = made_settings(Path("unused"), "sqlite:///unused.db")
    app = create_app(
        settings, services_with(settings, FakeDialogue(), FakeKnowledge(), FakeSafety())
    )
    app.test_client_class = DescribedClient
    return app


@pytest.fixture
def app(shared_app: Flask, services: Services) -> Flask:
    shared_app.extensions["web_widget"] = services
    return shared_app


class DescribedClient(FlaskClient):
    """A client that fails the test when an answer is not as the API's description says."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 Werkzeug's signature
        response = super().open(*args, **kwargs)
        raise_unless_described(response)
        return response


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return visit(client)


@pytest.fixture
def outsider(client: FlaskClient) -> Visitor:
    """Somebody with a conversation of their own who tries the visitor's."""
    return visit(client)


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The application behind a real, threaded server; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    services: Services = app.extensions["web_widget"]
    services.stopping.set()
    server.shutdown()
    server.server_close()
