"""Questions of the tests' own making, and a chat system that answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evaluation.asking import Asked, Held
from evaluation.chat import Reply
from evaluation.items import Dialogue, Item, Turn

TOKEN = "secret"  # noqa: S105 -- of the fake


def item(route: str, *slugs: str, **fields: str) -> Item:
    given = {"id": "q1", "text": "Hva?", "lang": "nb", "style": "plain", **fields}
    return Item.model_validate({**given, "route": route, "slugs": slugs})


def answered(*slugs: str) -> Reply:
    return Reply("answer", slugs=slugs)


def asked_back(*slugs: str) -> Reply:
    return Reply("clarify", slugs=slugs, choices=slugs)


def danger(route: str) -> Reply:
    return Reply(route, urgent=True)


def asked(question: Item, reply: Reply) -> Asked:
    return Asked(question, reply)


def held(*turns: tuple[Turn, Reply], name: str = "dlg1") -> Held:
    dialogue = Dialogue(id=name, turns=tuple(turn for turn, _ in turns))
    return Held(dialogue, tuple(reply for _, reply in turns))


def turn(route: str, *slugs: str) -> Turn:
    return Turn.model_validate({"user": "Hva?", "route": route, "slugs": slugs})


def message(route: str | None, **parts: object) -> dict[str, Any]:
    return {"route": route, "articles": [], "buttons": [], "urgent": False, **parts}


def card(slug: str) -> dict[str, str]:
    return {"slug": slug, "title": slug}


def choice(slug: str) -> dict[str, str]:
    return {"title": slug, "payload": f'/choose_article{{"slug": "{slug}"}}'}


class FakeSystem(ThreadingHTTPServer):
    """The chat API and the search, answering each text with what `answers` holds for it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.searches: dict[str, dict[str, Any]] = {}
        self.failing: set[str] = set()
        self.start_body: object = {"id": "c1", "token": TOKEN, "messages": []}
        self.start_status = 201
        self.calls: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeSystem

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/search":
            self._answer(self.server.searches[body["text"]])
        elif self.path.endswith("/messages"):
            self._say(body)
        else:
            self.server.calls.append("start")
            self._answer(self.server.start_body, self.server.start_status)

    def do_DELETE(self) -> None:
        self.server.calls.append("delete")
        self.send_response(204)
        self.end_headers()

    def _say(self, body: dict[str, str]) -> None:
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        assert body["client_message_id"]
        self.server.calls.append(body["text"])
        status = 503 if body["text"] in self.server.failing else 200
        said = self.server.answers.get(body["text"], [])
        self._answer({"state": "bot", "messages": said}, status)

    def _answer(self, body: object, status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def fake_system() -> Iterator[FakeSystem]:
    with FakeSystem() as system:
        thread = threading.Thread(target=system.serve_forever, daemon=True)
        thread.start()
        yield system
        system.shutdown()
        thread.join()
