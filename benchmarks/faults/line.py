"""A way between two processes on loopback that can be slow, be cut, or carry rubbish."""

import socket
import threading
import time
from contextlib import suppress
from enum import StrEnum

SLOW_SECONDS = 5.0
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
WRONG_JSON = HTTP + b'{"ikke": ["det du'
NOISE = b"\x00\xff ikke det du ventet\r\n" * 4


class Carries(StrEnum):
    ALL = "all"
    SLOWLY = "slow"
    NOTHING = "closes"
    RUBBISH = "rubbish"


class Line:
    """Carries TCP from a port of its own to another; what it carries may change at any time."""

    def __init__(self, port: int, target: int, *, is_http: bool) -> None:
        self.port = port
        self._target = target
        self._rubbish = WRONG_JSON if is_http else NOISE
        self._carries = Carries.ALL
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=256)
        threading.Thread(target=self._accept, daemon=True).start()

    def carry(self, what: Carries) -> None:
        """Carry this from now on; connections that were open are cut where it calls for that."""
        self._carries = what
        if what in {Carries.NOTHING, Carries.RUBBISH}:
            with self._lock:
                cut, self._open = self._open, set()
            for each in cut:
                _shut(each)

    def close(self) -> None:
        self._listener.close()
        self.carry(Carries.NOTHING)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        if self._carries is Carries.NOTHING:
            _shut(caller)
        elif self._carries is Carries.RUBBISH:
            with suppress(OSError):
                caller.settimeout(2)
                caller.recv(65536)
                caller.sendall(self._rubbish)
            _shut(caller)
        else:
            self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            _shut(caller)
            return
        with self._lock:
            self._open |= {caller, server}
        back = threading.Thread(target=self._pass, args=(server, caller, True), daemon=True)
        back.start()
        self._pass(caller, server, False)

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_answer and self._carries is Carries.SLOWLY:
                    time.sleep(SLOW_SECONDS)
                target.sendall(data)
        for each in (source, target):
            _shut(each)
        with self._lock:
            self._open -= {source, target}


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
