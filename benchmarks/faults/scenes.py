"""What people do while a part fails, what they see of it, and whether anything is lost."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chat_clients import csrf_token
from benchmarks.faults.system import System
from benchmarks.knowledge_process import marks, publish
from benchmarks.web_process import PASSWORD
from knowledge.editions.errors import EditionsError
from knowledge.editions.snapshot import last_release
from knowledge.errors import KnowledgeError
from knowledge.store import open_database

QUESTION = "Hvor lenge kan jeg få sykepenger?"
DANGER = "Jeg vil ta livet mitt"
SLUG = "sykepenger"
PATIENCE = 60.0  # seconds for one call; every limit of ours is shorter
BACK_WITHIN = 300.0  # seconds, on a machine with much to do
FAR_TOO_MANY_TRIES = 10


@dataclass
class Seen:
    """What one call gave whoever made it."""

    status: int
    text: str
    seconds: float

    def __str__(self) -> str:
        said = f"«{self.text}»" if self.text else "ok"
        return f"{self.status} {said} ({self.seconds:.1f} s)"


@dataclass
class Talk:
    """A visitor with a conversation."""

    http: httpx.Client
    id: str
    token: str
    sent: dict[str, str] = field(default_factory=dict)  # texts by the client's own ids
    open: list[str] = field(default_factory=list)  # ids that no 200 has come for

    @classmethod
    def start(cls, system: System) -> "Talk":
        http = httpx.Client(base_url=system.url, timeout=PATIENCE, trust_env=False)
        started = http.post("/api/v1/conversations", json={}).raise_for_status().json()
        return cls(http, started["id"], started["token"])

    def call(self, method: str, rest: str = "", body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        path = f"/api/v1/conversations/{self.id}{rest}"
        return self.http.request(method, path, json=body, headers=headers)

    def say(self, text: str, client_id: str = "") -> Seen:
        """Send a message, the same one again with its id; a widget keeps what is not taken."""
        client_id = client_id or str(uuid.uuid4())
        self.sent[client_id] = text
        if client_id not in self.open:
            self.open.append(client_id)
        body = {"text": text, "client_message_id": client_id}
        seen = timed(lambda: self.call("POST", "/messages", body), said)
        if seen.status == httpx.codes.OK:
            self.open.remove(client_id)
        return seen

    def say_again(self) -> None:
        for client_id in list(self.open):
            for _ in range(FAR_TOO_MANY_TRIES):
                if self.say(self.sent[client_id], client_id).status == httpx.codes.OK:
                    break
                time.sleep(1)

    def log(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.call("GET").raise_for_status().json()["messages"]
        return messages


@dataclass
class Desk:
    """An adviser's signed-in browser."""

    http: httpx.Client
    sent: dict[str, tuple[str, str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    @classmethod
    def sign_in(cls, system: System, email: str) -> "Desk":
        http = httpx.Client(base_url=system.url, timeout=PATIENCE, trust_env=False)
        page = http.get("/logg-inn")
        form = {"csrf_token": csrf_token(page), "email": email, "password": PASSWORD}
        http.post("/logg-inn", data=form)
        http.headers["X-CSRFToken"] = csrf_token(http.get("/radgiver"))
        http.headers["Accept"] = "application/json"
        return cls(http)

    def take(self, talk: Talk) -> None:
        talk.call("POST", "/handoff", {"consent": True}).raise_for_status()
        self.http.post("/radgiver/puls", json={}).raise_for_status()
        self.http.post(f"/radgiver/samtaler/{talk.id}/ta", json={}).raise_for_status()

    def say(self, talk: Talk, text: str, client_id: str = "") -> Seen:
        client_id = client_id or str(uuid.uuid4())
        self.sent[client_id] = (talk.id, text)
        if client_id not in self.open:
            self.open.append(client_id)
        body = {"text": text, "client_message_id": client_id}
        path = f"/radgiver/samtaler/{talk.id}/meldinger"
        seen = timed(lambda: self.http.post(path, json=body), said)
        if seen.status == httpx.codes.OK:
            self.open.remove(client_id)
        return seen

    def say_again(self, talk: Talk) -> None:
        for client_id in list(self.open):
            for _ in range(FAR_TOO_MANY_TRIES):
                self.http.post("/radgiver/puls", json={})
                if self.say(talk, self.sent[client_id][1], client_id).status == httpx.codes.OK:
                    break
                time.sleep(1)


def timed(call: Callable[[], httpx.Response], read: Callable[[httpx.Response], str]) -> Seen:
    began = time.monotonic()
    try:
        response = call()
    except httpx.HTTPError as error:
        return Seen(0, type(error).__name__, time.monotonic() - began)
    return Seen(response.status_code, read(response), time.monotonic() - began)


def said(response: httpx.Response) -> str:
    """Return the beginning of what the user reads first."""
    try:
        body = response.json()
    except ValueError:
        return response.text[:40]
    messages = [each for each in body.get("messages", []) if each.get("sender") != "user"]
    text = messages[0]["text"] if messages else body.get("detail", "")
    return " ".join(str(text).split())[:60]


def publish_once(system: System, number: int) -> Seen:
    """Publish an article's next edition as an editor and a reviewer do."""
    began = time.monotonic()
    engine = open_database(system.database_url(through_line=True))
    try:
        release = publish(engine, SLUG, number, 1)
        return Seen(200, f"utgave {release}", time.monotonic() - began)
    except (SQLAlchemyError, EditionsError, KnowledgeError) as error:
        return Seen(503, type(error).__name__, time.monotonic() - began)
    finally:
        engine.dispose()


def lost_of(talk: Talk) -> list[str]:
    """Return what is not as it should be: each message once, in order, each answered."""
    log = talk.log()
    texts = [each["text"] for each in log if each["sender"] == "user"]
    faults = [
        f"«{text}» er der {texts.count(text)} ganger"
        for text in set(talk.sent.values())
        if texts.count(text) != list(talk.sent.values()).count(text)
    ]
    if talk.open:
        faults.append(f"{len(talk.open)} meldinger uten svar")
    return faults


def lost_at(desk: Desk, talk: Talk) -> list[str]:
    texts = [each["text"] for each in talk.log() if each["sender"] == "adviser"]
    own = [text for conversation, text in desk.sent.values() if conversation == talk.id]
    faults = [
        f"rådgiverens «{text}» er der {texts.count(text)} ganger"
        for text in own
        if texts.count(text) != 1
    ]
    return faults + ([f"{len(desk.open)} av rådgiverens ikke tatt imot"] if desk.open else [])


def published_and_answered(system: System, number: int) -> list[str]:
    """Wait until the last release is answered from; return what is wrong after that."""
    engine = open_database(system.database_url(through_line=True))
    wanted = last_release(engine)
    engine.dispose()
    deadline = time.monotonic() + BACK_WITHIN
    while time.monotonic() < deadline:
        page = httpx.get(f"{system.knowledge_url}/v1/articles/{SLUG}", timeout=PATIENCE).json()
        if page["release"] == wanted and marks(page["body"]) == {number}:
            return []
        time.sleep(0.3)
    return [f"utgave {number} av artikkelen svares det ikke fra"]
