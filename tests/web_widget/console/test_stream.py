import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from flask import Flask

from tests.web_widget.console.advisers import AtDesk, wait_in_queue
from tests.web_widget.people import Visitor
from web_widget.conversations.models import CallbackRequest
from web_widget.services import Services
from web_widget.staff import sessions


class Stream:
    """What the page hears, event by event."""

    def __init__(self, at_desk: AtDesk) -> None:
        self.response = at_desk.client.get("/radgiver/strom", buffered=False)
        self.parts: Iterator[bytes] = iter(self.response.iter_encoded())

    def next(self, kind: str) -> dict[str, list[str]]:
        for part in self.parts:
            lines = part.decode().split("\n")
            if f"event: {kind}" in lines:
                found: dict[str, list[str]] = json.loads(lines[1].removeprefix("data: "))
                return found
        pytest.fail(f"the stream ended before {kind}")


def test_the_page_is_asked_for_a_sign_of_presence_at_once(kari: AtDesk) -> None:
    stream = Stream(kari)
    stream.next("ping")
    stream.response.close()


def test_a_new_call_back_request_wakes_the_page(kari: AtDesk, visitor: Visitor) -> None:
    stream = Stream(kari)
    stream.next("ping")
    request = {"phone": "21494921", "consent": True}
    threading.Timer(0.1, visitor.post, ["/callback", request]).start()
    assert stream.next("changed") == {"conversations": []}
    stream.response.close()


def test_a_call_back_request_that_came_by_another_process_is_seen_without_a_signal(
    app: Flask, kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    app.extensions["web_widget"] = replace(services, look_seconds=0.05)
    stream = Stream(kari)
    stream.next("ping")
    with services.database.writing() as session:
        session.add(CallbackRequest(conversation_id=visitor.id, phone="21494921"))
    assert stream.next("changed") == {"conversations": []}
    stream.response.close()


def test_a_new_conversation_in_the_queue_wakes_the_page(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    stream = Stream(kari)
    stream.next("ping")
    threading.Timer(0.1, wait_in_queue, [services, visitor.id]).start()
    assert stream.next("changed") == {"conversations": []}
    stream.response.close()


def test_what_the_user_writes_names_the_conversation_that_changed(
    kari: AtDesk, visitor: Visitor, services: Services
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    stream = Stream(kari)
    assert stream.next("changed") == {"conversations": [visitor.id]}
    stream.next("ping")
    threading.Timer(0.1, visitor.say, ["Er du der?"]).start()
    assert stream.next("changed") == {"conversations": [visitor.id]}
    stream.response.close()


def test_the_stream_ends_with_the_session(
    kari: AtDesk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web_widget.console.stream.PING_SECONDS", 0.05)
    stream = Stream(kari)
    stream.next("ping")
    with kari.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with services.database.writing() as session:
        sessions.end(session, token)
    assert len(list(islice(stream.parts, 20))) < 20
