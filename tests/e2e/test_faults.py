"""A few of the faults of `python -m benchmarks.faults`, on the whole product."""

import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.e2e.readiness import wait_until_ready
from tools.system import System

pytestmark = pytest.mark.e2e

QUESTION = "Hvor lenge kan jeg få sykepenger?"
SEARCHED_ONLY = "Deler av tjenesten er nede"
LONGEST_TURN = 14.0  # seconds: Rasa's time limit, then a search's, on a machine with much to do


class Talk:
    """A visitor's conversation over the public API."""

    def __init__(self, system: System) -> None:
        self.http = httpx.Client(base_url=system.base_url, timeout=60, trust_env=False)
        started = self.http.post("/api/v1/conversations", json={}).raise_for_status().json()
        self.path = f"/api/v1/conversations/{started['id']}"
        self.http.headers["Authorization"] = f"Bearer {started['token']}"

    def say(self, text: str, client_id: str = "") -> httpx.Response:
        body = {"text": text, "client_message_id": client_id or str(uuid.uuid4())}
        return self.http.post(f"{self.path}/messages", json=body)

    def log(self) -> list[tuple[str, str]]:
        messages: list[dict[str, Any]] = self.http.get(self.path).json()["messages"]
        return [(each["sender"], each["text"]) for each in messages[1:]]


@contextmanager
def stopped(system: System, part: str) -> Iterator[None]:
    """Let a part hang: it takes connections and says nothing."""
    processes = system.processes(part)
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


@pytest.fixture
def talk(system: System) -> Iterator[Talk]:
    wait_until_ready(system)
    talk = Talk(system)
    yield talk
    talk.http.close()


def test_while_rasa_hangs_a_plain_question_is_searched_for_and_danger_gets_its_numbers(
    system: System, talk: Talk
) -> None:
    with stopped(system, "rasa"):
        searched = talk.say(QUESTION)
        danger = talk.say("Jeg får nesten ikke puste")
    assert searched.elapsed.total_seconds() < LONGEST_TURN
    (message,) = searched.raise_for_status().json()["messages"]
    assert message["text"].startswith(SEARCHED_ONLY)
    assert message["articles"][0]["slug"] == "sykepenger"
    (numbers,) = danger.raise_for_status().json()["messages"]
    assert (numbers["route"], numbers["urgent"]) == ("emergency", True)
    wait_until_ready(system)


def test_once_rasa_has_hung_for_some_turns_nobody_waits_for_it(system: System, talk: Talk) -> None:
    with stopped(system, "rasa"):
        for _ in range(3):
            talk.say("Jeg får nesten ikke puste")
        at_once = talk.say(QUESTION)
    assert at_once.elapsed.total_seconds() < 3
    assert SEARCHED_ONLY in at_once.raise_for_status().json()["messages"][0]["text"]
    wait_until_ready(system)


def test_while_knowledge_hangs_the_question_is_kept_and_answered_when_sent_again(
    system: System, talk: Talk
) -> None:
    client_id = str(uuid.uuid4())
    with stopped(system, "knowledge"):
        meanwhile = talk.say(QUESTION, client_id)
    assert "21 49 49 21" in meanwhile.text
    wait_until_ready(system)
    if not meanwhile.is_success:
        talk.say(QUESTION, client_id).raise_for_status()
    said = talk.log()
    assert [text for sender, text in said if sender == "user"] == [QUESTION]
    assert [sender for sender, _ in said] == ["user", "bot"]


def test_rasas_api_is_on_loopback_and_asks_for_its_token(system: System) -> None:
    for process in system.processes("rasa"):
        listening = {
            connection.laddr.ip
            for connection in process.net_connections("tcp")
            if connection.status == "LISTEN"
        }
        assert listening == {"127.0.0.1"}
    for path in ("/status", "/conversations/x/tracker", "/model/parse", "/domain"):
        assert httpx.get(system.urls["rasa"] + path).status_code in {401, 403, 405}
        assert httpx.get(system.base_url + path).status_code == 404
