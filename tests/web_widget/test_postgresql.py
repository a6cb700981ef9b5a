"""A PostgreSQL server that hangs must not keep people waiting."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from tests.web_widget.postgresql import empty_postgresql
from web_widget.database import Database


class Line:
    """A connection's way to the server, which can be made to carry nothing."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.is_quiet = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(self.server)
            for source, target in ((caller, server), (server, caller)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError), source, target:
            while data := source.recv(65536):
                if not self.is_quiet.is_set():
                    target.sendall(data)


@pytest.fixture
def line_and_database() -> Iterator[tuple[Line, Database]]:
    with empty_postgresql() as address:
        url = make_url(address)
        line = Line(url.host or "127.0.0.1", url.port or 5432)
        through = url.set(host="127.0.0.1", port=line.port)
        database = Database(through.render_as_string(hide_password=False), timeout=0.5)
        yield line, database
        database.close()
        line.listener.close()


def test_a_server_that_hangs_is_given_up_and_asked_again_when_it_is_back(
    line_and_database: tuple[Line, Database],
) -> None:
    line, database = line_and_database
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    line.is_quiet.set()
    started = time.monotonic()
    with pytest.raises(OperationalError), database.reading() as session:
        session.scalar(text("SELECT 2"))
    assert time.monotonic() - started < 8  # a new connection is tried, for two seconds at least
    line.is_quiet.clear()
    with database.reading() as session:
        assert session.scalar(text("SELECT 3")) == 3
