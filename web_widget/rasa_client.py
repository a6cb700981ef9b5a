from collections.abc import Mapping
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError

from knowledge.breaker import Breaker
from web_widget.borders import BotMessage
from web_widget.errors import UnavailableError

FORGET_TIMEOUT = 2.0
MESSAGES = TypeAdapter(list[BotMessage])


class RasaClient:
    """The only way to the dialogue server; every failure is an UnavailableError."""

    def __init__(
        self,
        url: str,
        token: str,
        timeout: float,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`timeout` is in seconds, for one turn."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=32)
        # Only connecting is tried again: a turn that was sent may have been taken.
        own = httpx.HTTPTransport(retries=1, limits=limits, trust_env=False)
        self._http = httpx.Client(
            base_url=url,
            params={"token": token},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 1.0)),
            trust_env=False,
            transport=transport or own,
        )
        self.breaker = Breaker(
            UnavailableError, lambda: UnavailableError("rasa", "not asked for a while")
        )

    def ask(self, sender: str, message: str, metadata: Mapping[str, Any]) -> list[BotMessage]:
        """Return what the bot says to one message, at least one message of it."""
        body = {"sender": sender, "message": message, "metadata": dict(metadata)}
        with self.breaker.guard():
            return self._turn(body)

    def _turn(self, body: Mapping[str, Any]) -> list[BotMessage]:
        response = self._call("POST", "/webhooks/web/webhook", body)
        try:
            messages = MESSAGES.validate_json(response.content)
        except ValidationError as error:
            kind = error.errors(include_input=False, include_url=False)[0]["type"]
            raise UnavailableError("rasa", f"unreadable answer: {kind}") from None
        if not messages:
            # Rasa answers so when its action server is down.
            raise UnavailableError("rasa", "empty answer")
        return messages

    def forget(self, sender: str) -> None:
        """Delete all that Rasa knows of a conversation."""
        path = f"/webhooks/web/conversations/{sender}"
        with self.breaker.guard():
            self._call("DELETE", path, timeout=FORGET_TIMEOUT)

    def _call(
        self, method: str, path: str, body: object = None, timeout: float | None = None
    ) -> httpx.Response:
        try:
            response = self._http.request(
                method, path, json=body, timeout=timeout or httpx.USE_CLIENT_DEFAULT
            )
        except httpx.HTTPError as error:
            raise UnavailableError("rasa", type(error).__name__) from None
        if not response.is_success:
            raise UnavailableError("rasa", f"status {response.status_code}")
        return response
