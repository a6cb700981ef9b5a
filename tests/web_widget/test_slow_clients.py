"""A server of our worker class whose patience is one second, and clients that send too slowly."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

SERVER = """
import sys
from gunicorn.app.base import BaseApplication
from web_widget import slow_clients

slow_clients.READ_SECONDS = 1.0

def app(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Length", str(len(str(len(body)))))])
    return [str(len(body)).encode()]

class Server(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "127.0.0.1:" + sys.argv[1])
        self.cfg.set("worker_class", "web_widget.slow_clients.BoundedWorker")
        self.cfg.set("threads", 2)
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("loglevel", "critical")
        self.cfg.set("limit_request_line", 8190)
    def load(self):
        return app

Server().run()
"""
TOO_LONG = 8.0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(free)])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", free)) == 0:
                break
        time.sleep(0.05)
    yield free
    server.terminate()
    server.wait()


def answer(port: int, *parts: bytes) -> tuple[bytes, float]:
    """Send the parts a little apart, and then a byte now and then; give what came, and when."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as client:
        for part in parts:
            client.sendall(part)
        while time.monotonic() - began < TOO_LONG:
            try:
                said = client.recv(4096)
            except TimeoutError:
                try:
                    client.sendall(b"x")
                except OSError:
                    return b"", time.monotonic() - began
            except ConnectionError:
                return b"", time.monotonic() - began
            else:
                seconds = time.monotonic() - began
                return said + rest(client), seconds
    return b"nothing", TOO_LONG


def rest(client: socket.socket) -> bytes:
    """Read what comes after the first piece, until the line is quiet or closed."""
    said = b""
    with suppress(TimeoutError, ConnectionError):
        while more := client.recv(4096):
            said += more
    return said


def test_a_request_in_one_piece_is_answered(port: int) -> None:
    said, _ = answer(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
    assert said.startswith(b"HTTP/1.1 200")
    assert said.endswith(b"\r\n\r\n2")


@pytest.mark.parametrize(
    "parts",
    [
        [b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "],
        [b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"],
    ],
    ids=["headers", "body"],
)
def test_who_sends_a_byte_now_and_then_is_given_up(port: int, parts: list[bytes]) -> None:
    said, seconds = answer(port, *parts)
    assert said != b"nothing"
    assert 0.5 < seconds < 5


def test_slow_clients_leave_the_threads_to_others(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
    for client in slow:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx")
    said, seconds = answer(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    for client in slow:
        client.close()
    assert said.startswith(b"HTTP/1.1 200")
    assert seconds < TOO_LONG


def test_an_address_that_is_too_long_is_refused_in_the_one_shape(port: int) -> None:
    said, _ = answer(port, b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 414")
    assert b"application/problem+json" in said
    assert b"aaaa" not in said
