import logging
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

log = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class WebOutput(CollectingOutputChannel):  # type: ignore[misc]
    """Collect one item per bot message, its text unsplit and its custom JSON beside it."""

    @classmethod
    def name(cls) -> str:
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002 -- Rasa's signature
        self.messages.append(
            {
                "text": message.get("text") or "",
                "buttons": message.get("buttons") or [],
                "custom": message.get("custom") or {},
            }
        )


class WebChannel(InputChannel):  # type: ignore[misc]
    """Take the web application's turns; everybody else is turned away."""

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChannel":
        token = (credentials or {}).get("token")
        if not token:
            cls.raise_missing_credentials_exception()
        return cls(str(token))

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("web_channel")

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not self._may_speak(request):
                return _problem(401, "The token is missing or wrong")
            turn = _turn(request)
            if turn is None:
                return _problem(400, "Expected {sender, message, metadata}")
            return await _answer(turn, on_new_message)

        @blueprint.delete("/conversations/<sender>")
        async def forget(request: Request, sender: str) -> HTTPResponse:
            if not self._may_speak(request):
                return _problem(401, "The token is missing or wrong")
            # Rasa wraps the store that endpoints.yml names and hands on only its own methods.
            await request.app.ctx.agent.tracker_store._tracker_store.forget(sender)
            return response.empty()

        return blueprint

    def _may_speak(self, request: Request) -> bool:
        return compare_digest(request.args.get("token", "").encode(), self._token.encode())


class HealthChannel(InputChannel):  # type: ignore[misc]
    """Say on the same port whether the process runs, and whether it answers without delay."""

    @classmethod
    def name(cls) -> str:
        return "health"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Handler) -> Blueprint:  # noqa: ARG002 -- Rasa's signature
        blueprint = Blueprint("health")

        @blueprint.get("healthz")
        async def healthz(_: Request) -> HTTPResponse:
            return response.json({"ready": True, "checks": {}})

        @blueprint.get("readyz")
        async def readyz(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            has_model = agent is not None and agent.is_ready()
            is_warm = getattr(request.app.ctx, "is_warm", False)
            checks = {
                "model": "ok" if has_model else "no trained model is loaded",
                "first_turn": "ok" if is_warm else "not taken yet",
            }
            ready = has_model and is_warm
            return response.json({"ready": ready, "checks": checks}, 200 if ready else 503)

        return blueprint


def _turn(request: Request) -> dict[str, Any] | None:
    body = request.json
    if not isinstance(body, dict):
        return None
    sender, message = body.get("sender"), body.get("message")
    metadata = body.get("metadata") or {}
    fits = isinstance(sender, str) and isinstance(message, str) and isinstance(metadata, dict)
    if not fits or not sender or not message.strip():
        return None
    return {"sender": sender, "message": message, "metadata": metadata}


async def _answer(turn: dict[str, Any], on_new_message: Handler) -> HTTPResponse:
    output = WebOutput()
    message = UserMessage(
        turn["message"], output, turn["sender"], input_channel="web", metadata=turn["metadata"]
    )
    try:
        await on_new_message(message)
    except Exception:
        # What was said before the failure would be half an answer, so none of it is sent.
        log.exception("turn failed")
        return _problem(503, "The turn could not be answered")
    if not output.messages:
        # Rasa goes on silently when its action server fails.
        log.error("turn left unanswered")
        return _problem(503, "The turn could not be answered")
    return response.json(output.messages)


def _problem(status: int, detail: str) -> HTTPResponse:
    return response.json(
        {"type": "about:blank", "title": detail, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )
