"""Every error of the API leaves as application/problem+json (RFC 9457), in Norwegian."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.conversations.errors import (
    ConversationGoneError,
    DifferentTextError,
    TurnBusyError,
    UnknownMessageError,
    WrongStateError,
)
from web_widget.errors import NotFoundError, UnavailableError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5


class Problem(HTTPException):
    """An error with its own words and, where the API says so, more members."""

    def __init__(
        self,
        status: int,
        detail: str,
        code: str | None = None,
        members: JsonObject | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(description=detail)
        self.code = status
        self.kind = code
        self.members = members or {}
        self.more_headers = headers or {}


def register(app: Flask) -> None:
    """Let every error of the app leave in one shape."""
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(ValidationError, _invalid_field)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(DBAPIError, _database_down)
    app.register_error_handler(PoolTimeoutError, _database_down)
    app.register_error_handler(Exception, _unexpected)
    for kind, status, detail in (
        (NotFoundError, 404, words.NOT_FOUND),
        (ConversationGoneError, 404, words.NOT_FOUND),
        (UnknownMessageError, 422, words.UNKNOWN_MESSAGE),
        (DifferentTextError, 409, words.DIFFERENT_TEXT),
        (WrongStateError, 409, words.WRONG_STATE),
    ):
        app.register_error_handler(kind, _teller(status, detail))
    app.register_error_handler(TurnBusyError, lambda _: answer_http_error(busy()))


def busy() -> Problem:
    return unavailable_problem("busy", words.BUSY)


def unavailable_problem(code: str, detail: str) -> Problem:
    """Say that a part is down; whoever asked always sees whom to call."""
    return Problem(
        503,
        detail,
        code=code,
        members={"contacts": words.ALWAYS_THERE},
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def answer_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    title = HTTPStatus(status).phrase
    is_ours = isinstance(error, Problem)
    detail = str(error.description) if is_ours else words.BY_STATUS.get(status, words.UNEXPECTED)
    if not is_call():
        response = _page(status, detail)
    else:
        body: JsonObject = {"type": "about:blank", "title": title, "status": status}
        body["detail"] = detail
        if isinstance(error, Problem) and error.kind:
            body |= {"type": f"/api/docs#{error.kind}", "code": error.kind}
        body |= getattr(error, "members", {})
        response = Response(json.dumps(body), status=status, mimetype=MEDIA_TYPE)
    response.headers.extend(_headers(error))
    return response


def is_call() -> bool:
    """Tell whether a program asks, and not a browser for a page that somebody will read."""
    return (
        request.path.startswith("/api/v1/")
        or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        or request.accept_mimetypes.best in {"application/json", "text/event-stream"}
        or "X-CSRFToken" in request.headers
    )


def _headers(error: HTTPException) -> dict[str, str]:
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() not in {"content-type", "content-length"}
    }
    return headers | dict(getattr(error, "more_headers", {}))


def _page(status: int, detail: str) -> Response:
    title = words.PAGE_TITLES.get(status, words.PAGE_TITLES[500])
    html = render_template("error.html", status=status, title=title, detail=detail)
    return Response(html, status=status, mimetype="text/html")


def _invalid_field(error: ValidationError) -> Response:
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    is_too_long = first["type"] == "string_too_long"
    if field == "text" and is_too_long:
        detail = words.TEXT_TOO_LONG
    elif first["type"] == "text_empty":
        detail = words.TEXT_EMPTY
    else:
        reason = words.FIELD_REASONS.get(first["type"], words.FIELD_INVALID)
        detail = f"{field}: {reason}" if field else reason
    members = {"field": field or None}
    return answer_http_error(Problem(413 if is_too_long else 422, detail, members=members))


def _unavailable(error: UnavailableError) -> Response:
    log.warning("part down", extra={"part": error.part, "reason": error.reason})
    return answer_http_error(unavailable_problem("unavailable", words.UNAVAILABLE))


def _database_down(error: Exception) -> Response:
    log.error("database failed", exc_info=error)
    return answer_http_error(unavailable_problem("unavailable", words.UNAVAILABLE))


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return answer_http_error(
        Problem(500, words.UNEXPECTED, members={"contacts": words.ALWAYS_THERE})
    )


def _teller(status: int, detail: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return lambda _: answer_http_error(Problem(status, detail))
