"""What happens in a conversation, as server-sent events, or as JSON for who can't keep a stream."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from flask import Blueprint, Response, current_app, json, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from web_widget import metrics, words
from web_widget.borders import JsonObject
from web_widget.chat.access import current, own_conversation, services
from web_widget.chat.handoff import advisers_json
from web_widget.chat.wire import message_json
from web_widget.conversations.log import LoggedEvent, events_after
from web_widget.conversations.models import Conversation, EventKind, now
from web_widget.problems import Problem, unavailable_problem
from web_widget.services import Services

log = logging.getLogger(__name__)

RECONNECT_MS = 2000
STREAM = "text/event-stream"
JSON = "application/json"
# How long «skriver» stands after the last sign of it.
TYPING = timedelta(seconds=6)


@dataclass(frozen=True)
class Seen:
    """What one look at the conversation has found."""

    state: str
    events: list[LoggedEvent]
    adviser_typing_at: datetime | None

    @property
    def adviser_types(self) -> bool:
        return self.adviser_typing_at is not None and now() - self.adviser_typing_at < TYPING


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/conversations/<conversation_id>/events")(follow)


def follow(conversation_id: str) -> ResponseReturnValue:
    conversation = own_conversation(conversation_id)
    after = _cursor()
    if request.accept_mimetypes.best_match([STREAM, JSON]) == JSON:
        return _once(conversation.id, after)
    places: BoundedSemaphore = current_app.extensions["event_stream_places"]
    comment_seconds: float = current_app.config["EVENT_COMMENT_SECONDS"]
    if not places.acquire(blocking=False):
        raise unavailable_problem("busy", words.TOO_MANY_STREAMS)
    stream = _stream(services(), conversation.id, after, comment_seconds)
    response = Response(stream, mimetype=STREAM)
    response.headers["X-Accel-Buffering"] = "no"
    metrics.STREAMS.inc()
    response.call_on_close(metrics.STREAMS.dec)
    response.call_on_close(places.release)
    return response


def _cursor() -> int:
    text = request.headers.get("Last-Event-ID", "") or request.args.get("after", "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 15):  # noqa: PLR2004
        raise Problem(400, words.BAD_CURSOR)
    return int(text)


def _once(conversation_id: str, after: int) -> JsonObject:
    with services().database.reading() as session:
        events = events_after(session, conversation_id, after)
        conversation = current(session, conversation_id)
    last = str(events[-1].seq if events else after)
    told = [{"id": str(each.seq), "event": str(each.kind), "data": _data(each)} for each in events]
    if Seen(conversation.state, events, conversation.adviser_typing_at).adviser_types:
        told.append({"id": last, "event": str(EventKind.TYPING), "data": _typing()})
    return {"events": told, "last_event_id": last, "state": conversation.state}


def _stream(
    services: Services, conversation_id: str, after: int, comment_seconds: float
) -> Iterator[str]:
    yield f"retry: {RECONNECT_MS}\n: open\n\n"
    typing_at = None
    advisers = _Advisers(services)
    last_sent = last_look = time.monotonic()
    with services.database.signals.following(conversation_id) as changed:
        changed.set()
        while not services.stopping.is_set():
            if changed.is_set() or time.monotonic() - last_look >= services.look_seconds:
                changed.clear()
                last_look = time.monotonic()
                seen = _read(services, conversation_id, after)
                if seen is None:
                    return
                for event in seen.events:
                    after = event.seq
                    yield _as_text(str(event.kind), _data(event), event.seq)
                    changed.set()  # there may be more than one look holds
                if seen.adviser_types and seen.adviser_typing_at != typing_at:
                    yield _as_text(EventKind.TYPING, _typing())
                typing_at = seen.adviser_typing_at
                last_sent = last_look if seen.events else last_sent
            if advisers.have_changed():
                yield _as_text("advisers", advisers.told)
            if time.monotonic() - last_sent >= comment_seconds:
                yield ": still here\n\n"
                last_sent = time.monotonic()
            changed.wait(min(comment_seconds, services.look_seconds, advisers.seconds_left()))


class _Advisers:
    """Knows when advisers open or close next, and so asks nothing in between."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.told = advisers_json(services)
        self._changes_at = services.adviser_hours.next_change(now())

    def have_changed(self) -> bool:
        if self._changes_at is None or now() < self._changes_at:
            return False
        self.told = advisers_json(self._services)
        self._changes_at = self._services.adviser_hours.next_change(now())
        return True

    def seconds_left(self) -> float:
        if self._changes_at is None:
            return float("inf")
        return max(0.05, (self._changes_at - now()).total_seconds())


def _read(services: Services, conversation_id: str, after: int) -> Seen | None:
    """Return what is new; None when the stream is to end and the client to come again."""
    try:
        with services.database.reading() as session:
            conversation = session.get(Conversation, conversation_id)
            if conversation is None:
                return None
            events = events_after(session, conversation_id, after)
            return Seen(conversation.state, events, conversation.adviser_typing_at)
    except (DBAPIError, PoolTimeoutError) as error:
        log.warning("event stream cut", extra={"reason": type(error).__name__})
        return None


def _data(event: LoggedEvent) -> JsonObject:
    return message_json(event.message) if event.message else event.data


def _typing() -> JsonObject:
    return {"sender": "adviser", "active": True}


def _as_text(kind: str, data: JsonObject, seq: int | None = None) -> str:
    # Without an id of its own, an event does not move the cursor.
    cursor = f"id: {seq}\n" if seq is not None else ""
    return f"{cursor}event: {kind}\ndata: {json.dumps(data)}\n\n"
