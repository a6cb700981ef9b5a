from flask import Flask, Response, json
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(HTTPException):
    """An error as RFC 9457 wants it told."""

    def __init__(self, status: int, detail: str, retry_after: int | None = None) -> None:
        super().__init__(description=detail)
        self.code = status
        self.retry_after = retry_after


def problem(error: HTTPException) -> Response:
    body = {"type": "about:blank", "title": error.name, "status": error.code}
    response = Response(
        json.dumps(body | {"detail": error.description}), status=error.code, mimetype=MEDIA_TYPE
    )
    if isinstance(error, Problem) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def invalid_field(error: ValidationError) -> Response:
    """Name the field that does not fit; never repeat what was in it."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    status = 413 if first["type"] == "string_too_long" else 422
    return problem(Problem(status, f"{field}: {first['msg']}" if field else first["msg"]))


def register(app: Flask) -> None:
    """Let every error of the app leave as application/problem+json."""
    app.register_error_handler(HTTPException, problem)
    app.register_error_handler(ValidationError, invalid_field)
