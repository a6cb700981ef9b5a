import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.web_widget.people import content
from web_widget import create_app
from web_widget.services import Services
from web_widget.settings import Settings


class Neighbour(BaseHTTPRequestHandler):
    """Is ready at /ok/readyz and not at /no/readyz."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/ok/readyz" else 503)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("down", [None, "knowledge", "rasa", "actions"])
def test_ready_means_that_every_part_is(
    settings: Settings, services: Services, address: str, down: str | None
) -> None:
    urls = {
        f"{part}_url": f"{address}/{'no' if part == down else 'ok'}"
        for part in ("knowledge", "rasa", "actions")
    }
    client = create_app(settings.model_copy(update=urls), services).test_client()
    response = client.get("/readyz")
    answer = content(response)
    assert response.status_code == (503 if down else 200)
    assert answer["ready"] is (down is None)
    assert {part for part, state in answer["checks"].items() if state != "ok"} == (
        {down} if down else set()
    )


def test_a_neighbour_that_is_not_there_and_a_database_without_tables_are_named(
    settings: Settings, services: Services
) -> None:
    with services.database.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE conversations RENAME TO gone")
    client = create_app(settings, services).test_client()
    checks = content(client.get("/readyz"))["checks"]
    assert checks == {
        "database": "OperationalError",
        "knowledge": "ConnectError",
        "rasa": "ConnectError",
        "actions": "ConnectError",
    }
    assert client.get("/healthz").status_code == 200
