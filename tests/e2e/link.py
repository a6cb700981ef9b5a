import socket
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit


class Link:
    """Passes on what one browser and the server say to each other, until it is cut."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname or "", parts.port or 0)
        self._port = 0
        self._sockets: list[socket.socket] = []
        self.mend()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        listener = socket.create_server(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self._sockets.append(listener)
        Thread(target=self._accept, args=[listener], daemon=True).start()

    def cut(self) -> None:
        """Break all connections, and let nobody make a new one."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._sockets.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._connect(listener.accept()[0])

    def _connect(self, browser: socket.socket) -> None:
        self._sockets.append(browser)
        try:
            server = socket.create_connection(self._server)
        except OSError:  # the server is away
            browser.close()
            return
        self._sockets.append(server)
        for source, target in ((browser, server), (server, browser)):
            Thread(target=pass_on, args=[source, target], daemon=True).start()


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
