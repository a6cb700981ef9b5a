import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIMENSIONS = 16


def embedding(text: str) -> list[float]:
    """Return a vector that depends on nothing but the text."""
    return [byte / 255 for byte in hashlib.sha256(text.encode()).digest()[:DIMENSIONS]]


class FakeService(ThreadingHTTPServer):
    """The parts of knowledge that the bot asks, and an action server that repeats its order."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.questions = ["hvor lenge får jeg sykepenger", "hva er frikort"]
        self.model = "fake"
        self.ready = True
        self.status = 200
        self.action_seconds = 0.0
        self.embedded: list[str] = []
        self.ordered: list[dict[str, Any]] = []
        self.release = 1
        self.documents: dict[str, dict[str, str]] = {}
        self.loaded: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeService

    def do_GET(self) -> None:
        if self.path == "/readyz":
            self._answer({"ready": self.server.ready}, 200 if self.server.ready else 503)
        elif self.path == "/v1/release":
            self._answer({"release": self.server.release})
        elif self.path.startswith("/v1/documents/"):
            texts = self.server.documents.get(self.path.rsplit("/", 1)[1], {})
            self._answer({"documents": [{"key": k, "text": t} for k, t in texts.items()]})
        else:
            self._answer({"questions": [{"slug": "s", "text": t} for t in self.server.questions]})

    def do_PUT(self) -> None:
        self.server.loaded.append(
            json.loads(self.rfile.read(int(self.headers["Content-Length"])))["model_file"]
        )
        self._answer({})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(self._embed(body) if self.path == "/v1/embed" else self._act(body))

    def _embed(self, body: dict[str, Any]) -> dict[str, Any]:
        self.server.embedded += body["texts"]
        vectors = [embedding(text) for text in body["texts"]]
        return {"model": self.server.model, "dimensions": DIMENSIONS, "embeddings": vectors}

    def _act(self, body: dict[str, Any]) -> dict[str, Any]:
        self.server.ordered.append(body)
        time.sleep(self.server.action_seconds)
        said = {"text": "Første.\n\nAndre.", "buttons": [{"title": "Ja", "payload": "/affirm"}]}
        return {"events": [], "responses": [{**said, "custom": {"route": body["next_action"]}}]}

    def _answer(self, body: object, status: int | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status or self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def fake_service() -> Iterator[FakeService]:
    with FakeService() as service:
        thread = threading.Thread(target=service.serve_forever, daemon=True)
        thread.start()
        yield service
        service.shutdown()
        thread.join()
