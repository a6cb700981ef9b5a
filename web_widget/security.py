from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from web_widget import words
from web_widget.problems import Problem
from web_widget.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Expose-Headers": "Retry-After, Content-Disposition",
    "Access-Control-Max-Age": "600",
}
API = "/api/"


def guard(app: Flask, settings: Settings) -> None:
    """Let only allowed origins call the API from a browser, and send the security headers."""
    app.config["ALLOWED_ORIGINS"] = settings.allowed_origins
    app.before_request(_check_origin)
    app.after_request(_add_headers)


def _check_origin() -> Response | None:
    origin = request.headers.get("Origin")
    if not request.path.startswith(API):
        return None
    if origin is not None and not _is_allowed(origin):
        raise Problem(403, words.WRONG_ORIGIN)
    if request.method == "OPTIONS":
        return Response(status=204)
    return None


def _is_allowed(origin: str) -> bool:
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host == request.host or origin in current_app.config["ALLOWED_ORIGINS"]


def _add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if not request.path.startswith(API):
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin is not None and _is_allowed(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.extend(CORS)
    return response
