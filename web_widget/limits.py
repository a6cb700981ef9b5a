import hmac
import math
import time
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from web_widget import words
from web_widget.conversations.models import now
from web_widget.problems import Problem, answer_http_error
from web_widget.secret_key import load_secret_key
from web_widget.settings import Settings

# Where somebody could try passwords or codes; only what was wrong counts.
GUESSING = frozenset({"staff.try_password", "staff.try_code"})
# Seconds: a Redis that hangs must not be waited for before every answer.
REDIS_OPTIONS: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}


def limit_rates(app: Flask, settings: Settings) -> None:
    """Bound how often one address starts and reads, and how often one conversation writes."""
    limiter = Limiter(
        _address_of(settings),
        app=app,
        storage_uri=settings.redis_url or "memory://",
        storage_options=REDIS_OPTIONS if settings.redis_url else None,
        # Two counters for each key, forgotten in memory too when their time is over. The moving
        # window's store keeps each hit, and an entry for every key there ever was.
        strategy="sliding-window-counter",
        # Without Redis each process counts for itself; what can't be counted is let in.
        in_memory_fallback_enabled=bool(settings.redis_url),
        swallow_errors=True,
    )
    for endpoint, view in app.view_functions.items():
        if endpoint == "chat.start":
            limit = limiter.limit(settings.rate_limit_start)
        elif endpoint == "chat.try_code":
            limit = limiter.limit(settings.rate_limit_return)
        elif endpoint in GUESSING:
            limit = limiter.shared_limit(
                settings.rate_limit_sign_in, scope="sign in", deduct_when=_was_wrong
            )
        elif endpoint.startswith("chat.") and _writes(app, endpoint):
            limit = limiter.shared_limit(
                settings.rate_limit_write, scope="write", key_func=_conversation
            )
        elif endpoint.startswith(("chat.", "pages.")):
            limit = limiter.shared_limit(settings.rate_limit_read, scope="read")
        else:
            continue
        app.view_functions[endpoint] = limit(view)  # type: ignore[assignment]  # no view here is async
    app.register_error_handler(RateLimitExceeded, lambda _: answer_http_error(_problem(limiter)))


def _address_of(settings: Settings) -> Callable[[], str]:
    """Give what stands for the caller's address: a hash whose key is another every day."""
    key = load_secret_key(settings).encode()

    def address() -> str:
        day = hmac.digest(key, now().date().isoformat().encode(), "sha256")
        return hmac.new(day, (request.remote_addr or "").encode(), "sha256").hexdigest()

    return address


def _problem(limiter: Limiter) -> Problem:
    current = limiter.current_limit
    wait = math.ceil(current.reset_at - time.time()) if current else 1
    return Problem(
        429,
        words.BY_STATUS[429],
        members={"contacts": words.ALWAYS_THERE},
        headers={"Retry-After": str(max(1, wait))},
    )


def _writes(app: Flask, endpoint: str) -> bool:
    """Tell whether a call writes in a conversation; what is posted to be looked up does not."""
    return any(
        "POST" in (rule.methods or ()) and "conversation_id" in rule.arguments
        for rule in app.url_map.iter_rules(endpoint)
    )


def _was_wrong(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def _conversation() -> str:
    return str((request.view_args or {}).get("conversation_id"))
