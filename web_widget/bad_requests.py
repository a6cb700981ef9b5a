"""Answer what is no request: gunicorn's own answer is HTML, and its log line names the sender."""

import json
import logging
from contextlib import suppress
from http import HTTPStatus
from socket import socket

from gunicorn.http.errors import (  # type: ignore[import-untyped]
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)

from web_widget import words
from web_widget.problems import MEDIA_TYPE

log = logging.getLogger(__name__)

STATUS = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    ParseException: HTTPStatus.BAD_REQUEST,
}


def refuse(client: socket, error: BaseException) -> None:
    """Answer with a problem, and write down its kind and nothing of what was sent."""
    kinds = (status for kind, status in STATUS.items() if isinstance(error, kind))
    status = next(kinds, HTTPStatus.INTERNAL_SERVER_ERROR)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("unexpected error", exc_info=error)
    else:
        log.info("request refused", extra={"kind": type(error).__name__})
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status,
        "detail": words.BY_STATUS.get(status, words.UNEXPECTED),
    }
    sent = json.dumps(body, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {int(status)} {status.phrase}\r\nConnection: close\r\n"
        f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(sent)}\r\n"
        "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n"
    )
    # Whoever is gone by now needs no answer.
    with suppress(OSError):
        client.sendall(head.encode() + sent)
