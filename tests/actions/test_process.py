import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.app import ACTIONS

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the actions without a knowledge service behind them."""
    url = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "ACTIONS_URL": url, "KNOWLEDGE_URL": NOBODY}
    process = subprocess.Popen([sys.executable, "-m", "actions"], cwd=ROOT, env=environment)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz")
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


def order(action: str, message: dict[str, Any]) -> dict[str, Any]:
    tracker = {
        "sender_id": "s",
        "slots": {},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
    return {"next_action": action, "sender_id": "s", "tracker": tracker, "version": "3.6.21"}


def test_the_process_is_alive_but_not_ready_without_knowledge(address: str) -> None:
    assert httpx.get(timeout=30, url=f"{address}/healthz").json()["ready"] is True
    ready = httpx.get(timeout=30, url=f"{address}/readyz")
    assert ready.status_code == 503
    assert ready.json()["checks"] == {"knowledge": "the knowledge service is not ready"}


def test_every_action_is_served(address: str) -> None:
    served = {action["name"] for action in httpx.get(timeout=30, url=f"{address}/actions").json()}
    assert len(served) == len(ACTIONS)


def test_a_question_without_knowledge_is_answered_with_the_phone_number(address: str) -> None:
    message = {"text": "sykepenger", "intent": {"name": "ask_question", "confidence": 1.0}}
    body = order("action_answer_question", message)
    [said] = httpx.post(f"{address}/webhook", json=body, timeout=30).json()["responses"]
    assert said["response"] == "utter_service_down"


def test_a_crisis_is_answered_without_knowledge(address: str) -> None:
    message = {"text": "/crisis", "intent": {"name": "crisis", "confidence": 1.0}}
    [said] = httpx.post(
        f"{address}/webhook", json=order("action_crisis", message), timeout=30
    ).json()["responses"]
    assert "113" in said["text"]
    assert said["custom"]["route"] == "crisis"


def test_an_unknown_action_is_refused(address: str) -> None:
    body = order("action_of_nobody", {"text": "hei"})
    assert httpx.post(f"{address}/webhook", json=body, timeout=30).status_code == 404


def test_a_bad_setting_ends_in_one_line_and_exit_code_1() -> None:
    environment = {**os.environ, "ACTIONS_URL": "nowhere"}
    run = subprocess.run(
        [sys.executable, "-m", "actions"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("error: ")
    assert run.stderr.count("\n") == 1
