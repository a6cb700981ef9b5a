from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from web_widget import words
from web_widget.problems import Problem
from web_widget.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "script-src-attr 'none'",
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
    # The widget may be spoken to on our own pages; nothing else of a device is asked for.
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
    # For browsers older than frame-ancestors.
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    # The widget's own files say otherwise themselves: other sites load them.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
}
# Only said over HTTPS, where browsers heed it; two years, as the browsers' preload lists ask.
TRANSPORT_SECURITY = "max-age=63072000"
CORS = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Expose-Headers": "Retry-After, Content-Disposition",
    "Access-Control-Max-Age": "600",
}
API = "/api/"
CARRIES_A_BODY = frozenset({"POST", "PUT"})


def guard(app: Flask, settings: Settings) -> None:
    """Let only allowed origins call the API from a browser, and send the security headers."""
    app.config["ALLOWED_ORIGINS"] = settings.allowed_origins
    app.before_request(_refuse_uploads)
    app.before_request(_check_origin)
    app.after_request(_add_headers)


def _refuse_uploads() -> None:
    # Nothing here takes files, and Werkzeug would put them on disk before any view is asked.
    if request.method in CARRIES_A_BODY and request.mimetype == "multipart/form-data":
        raise Problem(415, words.BY_STATUS[415])


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
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
    if not request.path.startswith(API):
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin")
    if origin is not None and _is_allowed(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.extend(CORS)
    return response
