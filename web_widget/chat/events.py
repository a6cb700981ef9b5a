import logging
import time
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Blueprint, Response, current_app, json, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web_widget import words
from web_widget.chat.access import own_conversation, services
from web_widget.chat.wire import message_json
from web_widget.conversations.log import LoggedEvent, events_after
from web_widget.conversations.models import Conversation
from web_widget.problems import Problem, unavailable_problem
from web_widget.services import Services

log = logging.getLogger(__name__)

# How late another process's event may be; this process's own come at once.
POLL_SECONDS = 1.0
RECONNECT_MS = 2000


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/conversations/<conversation_id>/events")(follow)


def follow(conversation_id: str) -> Response:
    conversation = own_conversation(conversation_id)
    after = _cursor()
    places: BoundedSemaphore = current_app.extensions["event_stream_places"]
    comment_seconds: float = current_app.config["EVENT_COMMENT_SECONDS"]
    if not places.acquire(blocking=False):
        raise unavailable_problem("busy", words.TOO_MANY_STREAMS)
    stream = _stream(services(), conversation.id, after, comment_seconds)
    response = Response(stream, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(places.release)
    return response


def _cursor() -> int:
    text = request.headers.get("Last-Event-ID", "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 15):  # noqa: PLR2004
        raise Problem(400, words.BAD_CURSOR)
    return int(text)


def _stream(
    services: Services, conversation_id: str, after: int, comment_seconds: float
) -> Iterator[str]:
    yield f"retry: {RECONNECT_MS}\n: open\n\n"
    last_sent = time.monotonic()
    with services.database.signals.following(conversation_id) as changed:
        while not services.stopping.is_set():
            changed.clear()
            events = _read(services, conversation_id, after)
            if events is None:
                return
            for event in events:
                after = event.seq
                yield _as_text(event)
            if not events and time.monotonic() - last_sent >= comment_seconds:
                yield ": still here\n\n"
                last_sent = time.monotonic()
            if events:
                last_sent = time.monotonic()
            else:
                changed.wait(min(POLL_SECONDS, comment_seconds))


def _read(services: Services, conversation_id: str, after: int) -> list[LoggedEvent] | None:
    """Return what is new; None when the stream is to end and the client to come again."""
    try:
        with services.database.reading() as session:
            if session.get(Conversation, conversation_id) is None:
                return None
            return events_after(session, conversation_id, after)
    except (DBAPIError, PoolTimeoutError) as error:
        log.warning("event stream cut", extra={"reason": type(error).__name__})
        return None


def _as_text(event: LoggedEvent) -> str:
    data = message_json(event.message) if event.message else event.data
    return f"id: {event.seq}\nevent: {event.kind}\ndata: {json.dumps(data)}\n\n"
