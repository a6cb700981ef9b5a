"""People who write to the product, as Locust lets them: `python -m benchmarks.load` runs it."""

import random
import uuid
from typing import Any

import yaml
from locust import HttpUser, between, task

from tools.run import ROOT

ARTICLES = ROOT / "knowledge" / "content" / "articles"
DANGER = ("Jeg får nesten ikke puste", "Jeg vil ikke leve lenger")
OTHERS = (
    "Hei",
    "Tusen takk",
    "Hvordan blir været i morgen?",
    "Har jeg kreft?",
    "og for mannen min?",
)
STREAM_SECONDS = 8
OK = 200
# How often somebody does this in a conversation.
PRESSES, FOLLOWS, GIVES_WORD, COPIES, DELETES = 0.2, 0.3, 0.3, 0.1, 0.2


def questions() -> list[str]:
    found: list[str] = []
    for path in sorted(ARTICLES.rglob("*.questions.yml")):
        found += yaml.safe_load(path.read_text(encoding="utf8"))["nb"]
    return found


QUESTIONS = questions()


class Person(HttpUser):  # type: ignore[misc]
    """Has one conversation after the other, of a few messages each, some seconds apart."""

    wait_time = between(1, 3)

    @task
    def talk(self) -> None:
        started = self.client.post("/api/v1/conversations", json={}).json()
        self.path = f"/api/v1/conversations/{started['id']}"
        self.client.headers["Authorization"] = f"Bearer {started['token']}"
        last: dict[str, Any] = {}
        for _ in range(random.randint(3, 8)):
            self.wait()
            last = self.say(last)
        self.leave()

    def say(self, last: dict[str, Any]) -> dict[str, Any]:
        """Press a button that is there, now and then, else ask something."""
        buttons = [each for message in last.get("messages", []) for each in message["buttons"]]
        if buttons and random.random() < PRESSES:
            return self.send({"payload": random.choice(buttons)["payload"]}, "a button")
        kind = random.choices(("question", "other", "danger"), (80, 17, 3))[0]
        texts = {"question": QUESTIONS, "other": OTHERS, "danger": DANGER}[kind]
        self.client.post(f"{self.path}/typing", json={}, name="typing")
        return self.send({"text": random.choice(texts)}, f"a {kind}")

    def send(self, body: dict[str, str], name: str) -> dict[str, Any]:
        body = {**body, "client_message_id": str(uuid.uuid4())}
        with self.client.post(
            f"{self.path}/messages", json=body, name=name, catch_response=True
        ) as response:
            answer = response.json()
            if response.status_code == OK and not answer["messages"]:
                response.failure("no answer")
            return answer if response.status_code == OK else {}

    def leave(self) -> None:
        """Look back, follow the stream for a while, give word, take a copy, delete."""
        self.client.get(self.path, name="all so far")
        if random.random() < FOLLOWS:
            self.follow()
        if random.random() < GIVES_WORD:
            self.client.post(f"{self.path}/feedback", json={"helpful": True}, name="feedback")
        if random.random() < COPIES:
            self.client.get(f"{self.path}/transcript", name="transcript")
        if random.random() < DELETES:
            self.client.delete(self.path, name="delete")

    def follow(self) -> None:
        headers = {"Accept": "text/event-stream"}
        with self.client.get(
            f"{self.path}/events",
            headers=headers,
            stream=True,
            timeout=STREAM_SECONDS + 10,
            name="events (until the first)",
            catch_response=True,
        ) as response:
            for line in response.iter_lines():
                if line.startswith(b"event:"):
                    response.success()
                    break
            response.close()
