import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import BoundedSemaphore

import httpx
import pytest
import time_machine
from flask import Flask

from tests.web_widget.keys import opened
from tests.web_widget.people import Visitor, content, visit
from web_widget.borders import JsonObject
from web_widget.conversations.handover import Adviser, adviser_types, ask_for_adviser, take
from web_widget.conversations.models import State
from web_widget.conversations.states import move
from web_widget.services import Services

KARI = Adviser("kari", "Kari", "nurse")


@dataclass(frozen=True)
class Received:
    id: str
    kind: str
    data: JsonObject


@pytest.fixture
def caller(app: Flask, server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=5, trust_env=False) as client:
        yield client


@contextmanager
def stream(
    caller: httpx.Client, visitor: Visitor, last_event_id: str | None = None
) -> Iterator[Iterator[str]]:
    headers = visitor.headers | ({"Last-Event-ID": last_event_id} if last_event_id else {})
    with caller.stream("GET", f"{visitor.path}/events", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield response.iter_lines()


def receive(lines: Iterator[str], count: int) -> list[Received]:
    found: list[Received] = []
    fields: dict[str, str] = {}
    while len(found) < count:
        line = next(lines)
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and "data" in fields:
            found.append(
                Received(fields.get("id", ""), fields["event"], json.loads(fields["data"]))
            )
            fields = {}
    return found


def test_a_stream_tells_all_that_was_said_and_then_what_is_said(
    caller: httpx.Client, visitor: Visitor
) -> None:
    with stream(caller, visitor) as lines:
        (greeting,) = receive(lines, 1)
        assert greeting.data["text"] == visitor.greeting["text"]
        started = time.monotonic()
        visitor.say("Hei")
        user, bot = receive(lines, 2)
        assert time.monotonic() - started < 1.0
    assert [(each.kind, each.data["sender"], each.data["text"]) for each in (user, bot)] == [
        ("message", "user", "Hei"),
        ("message", "bot", "Svar på: Hei"),
    ]


def test_a_stream_that_comes_back_misses_nothing_and_repeats_nothing(
    caller: httpx.Client, visitor: Visitor
) -> None:
    with stream(caller, visitor) as lines:
        (greeting,) = receive(lines, 1)
    for number in range(3):
        visitor.say(f"Spørsmål {number}")
    with stream(caller, visitor, greeting.id) as lines:
        first = receive(lines, 2)
    with stream(caller, visitor, first[-1].id) as lines:
        rest = receive(lines, 4)
    ids = [int(each.id) for each in (greeting, *first, *rest)]
    assert ids == sorted(set(ids))
    stored = visitor.get().get_json()["messages"]
    assert [each.data for each in (greeting, *first, *rest)] == stored


def test_a_change_of_who_answers_is_an_event(
    caller: httpx.Client, visitor: Visitor, services: Services
) -> None:
    with stream(caller, visitor, "1") as lines:
        with services.database.writing() as session:
            move(session, visitor.id, State.BOT, State.WAITING)
        (event,) = receive(lines, 1)
    assert (event.kind, event.data) == ("state", {"state": "waiting", "adviser": None})


def test_another_process_is_heard_within_two_seconds(
    caller: httpx.Client, visitor: Visitor, services: Services, app: Flask
) -> None:
    app.extensions["web_widget"] = replace(services, look_seconds=1.0)
    other = opened(str(services.database.url))
    with stream(caller, visitor, "1") as lines:
        with other.writing() as session:
            move(session, visitor.id, State.BOT, State.WAITING)
        started = time.monotonic()
        receive(lines, 1)
    other.close()
    assert time.monotonic() - started < 2.0


def test_what_an_adviser_says_and_types_comes_at_once(
    caller: httpx.Client, visitor: Visitor, services: Services
) -> None:
    with stream(caller, visitor, "1") as lines:
        for act in (
            lambda session: ask_for_adviser(session, visitor.id, None),
            lambda session: take(session, visitor.id, KARI),
            lambda session: adviser_types(session, visitor.id, KARI),
        ):
            with services.database.writing() as session:
                act(session)
        asked, waiting, queue, human, hello, typing = _without_order(receive(lines, 6))
    assert (asked.data["sender"], queue.data) == ("bot", {"position": 1})
    assert waiting.data == {"state": "waiting", "adviser": None}
    assert human.data == {"state": "human", "adviser": {"name": "Kari", "role": "nurse"}}
    assert (hello.data["sender"], hello.data["author_name"]) == ("system", None)
    assert typing.data == {"sender": "adviser", "active": True}


def _without_order(found: list[Received]) -> list[Received]:
    """Sort by what is expected first; the state is written before what is said about it."""
    wanted = [("message", "bot"), ("state", "waiting"), ("queue", None), ("state", "human")]
    wanted += [("message", "system"), ("typing", "adviser")]

    def key(each: Received) -> int:
        return wanted.index((each.kind, each.data.get("sender") or each.data.get("state")))

    return sorted(found, key=key)


def test_who_can_not_keep_a_stream_asks_again_after_the_same_cursor(visitor: Visitor) -> None:
    visitor.say("Hei")
    headers = {"Accept": "application/json"}
    whole = content(visitor.get("/events", headers))
    assert [each["data"] for each in whole["events"]] == content(visitor.get())["messages"]
    assert (whole["last_event_id"], whole["state"]) == ("3", "bot")
    rest = content(visitor.get("/events?after=2", headers))
    assert [each["id"] for each in rest["events"]] == ["3"]
    assert content(visitor.get("/events?after=3", headers))["events"] == []
    by_header = content(visitor.get("/events", headers | {"Last-Event-ID": "2"}))
    assert by_header == rest


def test_the_change_at_opening_time_is_told_on_the_stream(
    caller: httpx.Client, visitor: Visitor
) -> None:
    with (
        time_machine.travel("2026-11-23T08:59:59.5+01:00"),
        stream(caller, visitor, "1") as lines,
    ):
        line = next(line for line in lines if line.startswith("event:"))
        assert line == "event: advisers"
        data = json.loads(next(lines).removeprefix("data: "))
    assert data == {"open": True, "changes_at": "2026-11-23T14:30:00.000Z"}


def test_a_quiet_stream_sends_comments(caller: httpx.Client, visitor: Visitor) -> None:
    with stream(caller, visitor, "1") as lines:
        comments = [line for line in (next(lines) for _ in range(8)) if line.startswith(":")]
    assert len(comments) >= 3


def test_a_stream_ends_when_the_conversation_is_deleted(
    caller: httpx.Client, visitor: Visitor
) -> None:
    with stream(caller, visitor, "1") as lines:
        threading.Timer(0.1, visitor.delete).start()
        assert not [line for line in lines if line.startswith("event")]


def test_a_stream_ends_when_the_process_is_to_stop(
    caller: httpx.Client, visitor: Visitor, services: Services
) -> None:
    with stream(caller, visitor, "1") as lines:
        services.stopping.set()
        assert list(lines)


@pytest.mark.parametrize("cursor", ["abc", "-1", "1.5", "9" * 16, "²"])
def test_a_cursor_that_no_stream_has_sent_is_400(visitor: Visitor, cursor: str) -> None:
    headers = {"Last-Event-ID": cursor.encode().decode("latin-1")}
    assert visitor.get("/events", headers).status_code == 400


def test_streams_never_take_every_thread(
    caller: httpx.Client, visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "event_stream_places", BoundedSemaphore(1))
    with stream(caller, visitor, "1"):
        refused = visitor.get("/events")
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0
    deadline = time.monotonic() + 3
    while visitor_is_refused(caller, visitor):
        assert time.monotonic() < deadline, "the place was never given back"


def visitor_is_refused(caller: httpx.Client, visitor: Visitor) -> bool:
    with caller.stream("GET", f"{visitor.path}/events", headers=visitor.headers) as response:
        return response.status_code == 503


def test_twenty_streams_all_get_everything(
    caller: httpx.Client, app: Flask, services: Services
) -> None:
    visitor = visit(app.test_client())
    received: list[list[str]] = []

    def follow() -> None:
        with stream(caller, visitor) as lines:
            received.append([each.id for each in receive(lines, 7)])

    threads = [threading.Thread(target=follow) for _ in range(20)]
    for thread in threads:
        thread.start()
    for number in range(3):
        visitor.say(f"Spørsmål {number}")
    for thread in threads:
        thread.join(timeout=10)
    assert received == [["1", "2", "3", "4", "5", "6", "7"]] * 20
