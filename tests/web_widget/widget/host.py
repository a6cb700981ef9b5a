"""Somebody else's website, on an origin of its own, with the widget on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Reply:
    body: bytes
    type: str = TYPES[".html"]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Host:
    """A website whose pages a test writes."""

    url: str
    pages: dict[str, Reply]

    def page(self, path: str, html: str, headers: dict[str, str] | None = None) -> None:
        self.pages[path] = Reply(html.encode(), headers=headers or {})

    def file(self, path: str, source: Path) -> None:
        self.pages[path] = Reply(source.read_bytes(), TYPES[source.suffix])


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, pages: dict[str, Reply], *args: Any) -> None:  # noqa: ANN401 its base's arguments
        self.pages = pages
        super().__init__(*args)

    def do_GET(self) -> None:
        reply = self.pages.get(self.path.split("?")[0])
        self.send_response(200 if reply else 404)
        if reply:
            self.send_header("Content-Type", reply.type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body if reply else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its own."""


@contextmanager
def running_host() -> Iterator[Host]:
    pages: dict[str, Reply] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Host(f"http://127.0.0.1:{server.server_port}", pages)
    server.shutdown()
    server.server_close()
