import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Blueprint, Response, current_app, json
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web_widget import words
from web_widget.access import background, current_adviser, session_check
from web_widget.borders import JsonObject
from web_widget.console.callbacks import OpenCallbacks, open_callbacks
from web_widget.conversations import queue
from web_widget.conversations.log import of_adviser
from web_widget.problems import unavailable_problem
from web_widget.services import Services, current_services

log = logging.getLogger(__name__)

# The page answers each ping with a sign of presence, well within the 60 seconds it has.
PING_SECONDS = 15.0
RECONNECT_MS = 2000


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/strom")(stream)


@background
def stream() -> Response:
    places: BoundedSemaphore = current_app.extensions["event_stream_places"]
    if not places.acquire(blocking=False):
        raise unavailable_problem("busy", words.TOO_MANY_STREAMS)
    events = _events(current_services(), current_adviser().id, session_check())
    response = Response(events, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(places.release)
    return response


def _events(services: Services, adviser_id: str, is_signed_in: Callable[[], bool]) -> Iterator[str]:
    """Tell what changed, never what was said; the page fetches that with its cursors."""
    yield f"retry: {RECONNECT_MS}\n: open\n\n"
    before = Versions()
    pinged = 0.0
    names = (queue.QUEUE, of_adviser(adviser_id))
    with services.database.signals.following(*names) as changed:
        changed.set()
        while not services.stopping.is_set():
            woken = changed.is_set()
            changed.clear()
            versions = _versions(services, adviser_id)
            if versions is None:
                return
            if woken or versions != before:
                yield _as_text("changed", {"conversations": versions.since(before)})
            before = versions
            if time.monotonic() - pinged >= PING_SECONDS:
                if not is_signed_in():
                    return
                yield _as_text("ping", {})
                pinged = time.monotonic()
            until_ping = max(0.0, pinged + PING_SECONDS - time.monotonic())
            changed.wait(min(services.look_seconds, until_ping))


@dataclass(frozen=True)
class Versions:
    """Marks that change with the queue, the call-back requests and each conversation held."""

    waiting: list[queue.Waiting] = field(default_factory=list)
    callbacks: OpenCallbacks | None = None
    held: dict[str, object] = field(default_factory=dict)

    def since(self, before: "Versions") -> list[str]:
        """Return the conversations held that have changed since."""
        return [each for each, mark in self.held.items() if before.held.get(each) != mark]


def _versions(services: Services, adviser_id: str) -> Versions | None:
    """Look at what the adviser's page shows; None to end the stream and let the page come again."""
    try:
        with services.database.reading() as session:
            waiting = queue.waiting(session)
            callbacks = open_callbacks(session)
            held = queue.mine(session, adviser_id)
    except (DBAPIError, PoolTimeoutError) as error:
        log.warning("console stream cut", extra={"reason": type(error).__name__})
        return None
    marks: dict[str, object] = {
        each.conversation_id: (each.last_seq, each.user_typing_at) for each in held
    }
    return Versions(waiting, callbacks, marks)


def _as_text(event: str, data: JsonObject) -> str:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"
