"""Nobody holds one of the server's threads by sending, or taking, very slowly."""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from web_widget.bad_requests import refuse

# From the first byte of a request to the last of its body.
READ_SECONDS = 20.0
# Until a peer that takes nothing, or is gone, is given up.
WRITE_MS = 30_000
# Linux has it; elsewhere the system's own limit holds.
USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", None)


class BoundedWorker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker that ends connections on which a request does not come in time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 gunicorn's signature
        super().__init__(*args, **kwargs)
        self.being_read: dict[Any, float] = {}

    def handle(self, conn: Any) -> object:  # noqa: ANN401 gunicorn has no types
        if USER_TIMEOUT is not None and conn.sock.family != socket.AF_UNIX:
            with suppress(OSError):
                conn.sock.setsockopt(socket.IPPROTO_TCP, USER_TIMEOUT, WRITE_MS)
        self.being_read[conn] = time.monotonic() + READ_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.being_read.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> object:  # noqa: ANN401 gunicorn has no types
        if not _has_body(req):
            self.being_read.pop(conn, None)
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ANN401, ARG002 gunicorn's signature
        refuse(client, exc)

    def murder_pending(self) -> None:
        """Called every second or oftener: also stop reading from whom time has run out for."""
        super().murder_pending()
        moment = time.monotonic()
        for conn in [conn for conn, until in list(self.being_read.items()) if until < moment]:
            self.being_read.pop(conn, None)
            # Whoever waits for more now reads the end; an answer can still be written.
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)


def _has_body(req: Any) -> bool:  # noqa: ANN401 gunicorn has no types
    headers = dict(req.headers)
    return "TRANSFER-ENCODING" in headers or headers.get("CONTENT-LENGTH", "0") != "0"
