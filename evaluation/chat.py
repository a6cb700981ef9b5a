"""The one way to the running system: its public chat API over HTTP."""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from evaluation.errors import EvaluationError

TIMEOUT = httpx.Timeout(30.0, connect=5.0)  # seconds
CHOICE = "/choose_article"
# Beside the routes of the API: nothing was said, or the system did not answer this turn.
SILENT, FAILED = "silent", "failed"


@dataclass(frozen=True)
class Reply:
    """What one user turn was met with; `seconds` is what the user waited.

    `slugs` are the articles in the order shown; `choices` those behind a question back.
    """

    route: str
    urgent: bool = False
    slugs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    seconds: float = 0.0


class Conversation:
    def __init__(self, http: httpx.Client, address: str, token: str) -> None:
        self._http = http
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"}

    def say(self, text: str) -> Reply:
        """Take one user turn; one that the system fails is a reply of the route `failed`."""
        body = {"text": text, "client_message_id": str(uuid.uuid4())}
        started = time.perf_counter()
        try:
            response = self._http.post(
                f"{self._address}/messages", json=body, headers=self._headers
            )
        except httpx.ReadTimeout:
            return Reply(FAILED, seconds=time.perf_counter() - started)
        seconds = time.perf_counter() - started
        if response.status_code != HTTPStatus.OK:
            return Reply(FAILED, seconds=seconds)
        return read_reply(response.json()["messages"], seconds)

    def delete(self) -> None:
        self._http.delete(self._address, headers=self._headers)


class ChatClient:
    def __init__(self, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._http = httpx.Client(timeout=TIMEOUT, transport=transport)

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Start a conversation, and have the system forget it when done.

        Raise EvaluationError when no system answers, or another than ours.
        """
        try:
            conversation = self._start()
            yield conversation
            conversation.delete()
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise EvaluationError(f"{self._base} starts no conversation: {status}") from None
        except (httpx.TransportError, httpx.InvalidURL) as error:
            name = type(error).__name__
            raise EvaluationError(f"no system answers at {self._base} ({name})") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise EvaluationError(f"{self._base} does not speak the chat API") from None

    def close(self) -> None:
        self._http.close()

    def _start(self) -> Conversation:
        response = self._http.post(f"{self._base}/api/v1/conversations", json={})
        started = response.raise_for_status().json()
        address = f"{self._base}/api/v1/conversations/{started['id']}"
        return Conversation(self._http, address, started["token"])


def read_reply(messages: Sequence[dict[str, Any]], seconds: float) -> Reply:
    """Read an answer of one or more messages: the first gives the route, any makes it urgent."""
    said = [message for message in messages if message.get("route")]
    if not said:
        return Reply(SILENT, seconds=seconds)
    route = str(said[0]["route"])
    of_route = [message for message in said if message["route"] == route]
    slugs = [article["slug"] for message in of_route for article in message["articles"]]
    buttons = [button for message in of_route for button in message["buttons"]]
    asked_back = [*slugs, *_slugs_behind(buttons)] if route == "clarify" else []
    return Reply(
        route=route,
        urgent=any(message["urgent"] for message in said),
        slugs=tuple(dict.fromkeys(slugs)),
        choices=tuple(dict.fromkeys(asked_back)),
        seconds=seconds,
    )


def _slugs_behind(buttons: Sequence[dict[str, Any]]) -> Iterator[str]:
    for button in buttons:
        payload = str(button["payload"])
        if payload.startswith(CHOICE + "{"):
            yield json.loads(payload.removeprefix(CHOICE))["slug"]
