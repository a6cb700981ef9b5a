"""Marked words go through everything there is, also through what breaks; no trace of them stays."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.adviser import Adviser
from tests.e2e.adviser import demo_password as adviser_password
from tests.e2e.conftest import PATIENCE
from tests.e2e.editorial import EDITOR, Editorial, demo_password
from tests.e2e.place import Place
from tests.e2e.readiness import wait_until_ready
from tools.run import ROOT
from tools.system import System

pytestmark = pytest.mark.e2e

# In no article, no dictionary and no file of ours.
MARK = "zqvitreblomst"
# What is built or was there before, and holds nothing of a conversation.
NOT_WRITTEN_BY_IT = {"models", "bytecode", "screenshots", "heads"}


@dataclass
class Person:
    """Somebody with a conversation, whose every word is marked."""

    system: System
    client: httpx.Client
    id: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    refused: list[httpx.Response] = field(default_factory=list)

    def start(self) -> None:
        body = {"page_url": f"https://vert.example/{MARK}side?q={MARK}"}
        begun = self.client.post("/api/v1/conversations", json=body).json()
        self.id = begun["id"]
        self.headers = {"Authorization": f"Bearer {begun['token']}"}

    def call(self, method: str, what: str, **request: Any) -> httpx.Response:  # noqa: ANN401 httpx's
        path = f"/api/v1/conversations/{self.id}{what}"
        response = self.client.request(method, path, headers=self.headers, timeout=60, **request)
        if response.is_error:
            self.refused.append(response)
        return response

    def say(self, text: str) -> httpx.Response:
        body = {"text": text, "client_message_id": str(uuid.uuid4())}
        return self.call("POST", "/messages", json=body)


@pytest.fixture
def person(system: System) -> Iterator[Person]:
    with httpx.Client(base_url=system.base_url, trust_env=False) as client:
        person = Person(system, client)
        person.start()
        yield person


@pytest.fixture
def offices(browser: Browser, system: System) -> Iterator[list[Place]]:
    expect.set_options(timeout=PATIENCE)
    size = {"width": 1280, "height": 900}
    with Place(browser, system, size) as one, Place(browser, system, size) as other:  # type: ignore[arg-type]
        yield [one, other]
    expect.set_options(timeout=None)


def test_no_log_file_error_page_or_crash_holds_what_anybody_wrote(
    person: Person, offices: list[Place], system: System
) -> None:
    talk_with_the_bot(person)
    search(person)
    talk_with_a_person(person, Adviser(offices[0].page), system)
    edit(Editorial(offices[1].page), system)
    break_every_part(person, system)
    ask_while_parts_are_down(person, system)
    log = system.log.read_text(encoding="utf8", errors="replace")
    assert lines_with(log) == []
    assert [each.text for each in person.refused if MARK in each.text.lower()] == []
    assert files_with(ROOT / "var") == []
    assert files_with(system.log.parent) == []
    assert MARK in person.call("GET", "").text, "the words went another way than the test thinks"


def talk_with_the_bot(person: Person) -> None:
    for text in (
        f"Hvor lenge kan jeg få sykepenger, {MARK}a?",
        f"{MARK}b",
        f"Jeg får ikke puste, {MARK}c",
        f"Jeg bor i {MARK}d kommune",
        f"Hva betyr {MARK}e på prøvesvaret?",
    ):
        assert person.say(text).is_success
    comment = {"helpful": False, "comment": f"{MARK}f"}
    assert person.call("POST", "/feedback", json=comment).is_success
    request = {"consent": True, "email": f"{MARK}g@example.no", "when": f"{MARK}h"}
    assert person.call("POST", "/callback", json=request).is_success
    for media_type in ("text/plain", "text/html", "application/json"):
        path = f"/api/v1/conversations/{person.id}/transcript"
        person.client.get(path, headers={**person.headers, "Accept": media_type})


def search(person: Person) -> None:
    for path in ("/api/v1/search", "/artikler"):
        assert person.client.get(path, params={"q": f"{MARK}i"}, timeout=60).is_success
    person.client.get("/api/v1/coordinators", params={"kommune": f"{MARK}j"})
    for parameters in ({"q": MARK, "limit": MARK}, {MARK: MARK}):
        person.client.get("/api/v1/search", params=parameters)


def talk_with_a_person(person: Person, adviser: Adviser, system: System) -> None:
    assert person.call("POST", "/handoff", json={"consent": True}).is_success
    adviser.sign_in(adviser_password(system))
    adviser.take(person.id)
    assert person.say(f"Er du der, {MARK}k?").is_success
    adviser.write(f"Ja, jeg er her {MARK}l")
    expect(adviser.log.get_by_text(f"{MARK}l")).to_be_visible()
    staff = Staff(adviser.page)
    staff.post(f"/radgiver/samtaler/{person.id}/notater", {"text": f"{MARK}m"})
    for what in ("utdrag", "forslag", "notater"):
        staff.get(f"/radgiver/samtaler/{person.id}/{what}")
    staff.get(f"/radgiver/sok?q={MARK}l")
    staff.get(f"/radgiver/artikler?q={MARK}n")
    staff.get("/radgiver/tilbakeringing")
    adviser.end("Annet")


def edit(editor: Editorial, system: System) -> None:
    editor.sign_in(EDITOR, demo_password(system, EDITOR))
    staff = Staff(editor.page)
    body = {"text": f"---\ntitle: {MARK}o\n---\n\n## Overskrift\n\n{MARK}p", "fields": {}}
    for what in ("sjekk", "forhandsvis", "skjema"):
        staff.post(f"/redaksjon/article/sykepenger/{what}", body)
    staff.post("/redaksjon/hva-svarer-boten", {"texts": [f"{MARK}q"], "documents": []})
    staff.post("/redaksjon/safety/crisis/prov", {"text": "", "message": f"{MARK}r"})
    staff.get(f"/redaksjon?q={MARK}s")


@dataclass
class Staff:
    """Somebody signed in who calls what the pages call."""

    page: Any

    def get(self, path: str) -> None:
        self.page.request.get(path, headers={"Accept": "application/json"})

    def post(self, path: str, body: object) -> None:
        token = self.page.locator('meta[name="csrf-token"]').get_attribute("content")
        headers = {"X-CSRFToken": token, "Accept": "application/json"}
        self.page.request.post(path, data=body, headers=headers)


def break_every_part(person: Person, system: System) -> None:
    """Send to each process what it can't read, and what makes it fail inside."""
    path = f"/api/v1/conversations/{person.id}/messages"
    headers = {**person.headers, "Content-Type": "application/json"}
    for content in (f'{{"text": "{MARK}', json.dumps({"text": MARK, "x": MARK}), json.dumps(MARK)):
        person.refused.append(person.client.post(path, content=content, headers=headers))
    knowledge, actions, rasa = (system.urls[name] for name in ("knowledge", "actions", "rasa"))
    broken_tracker = {"sender_id": MARK, "latest_message": MARK, "slots": MARK, "events": [MARK]}
    token = {"token": system.token}
    with httpx.Client(trust_env=False, timeout=60) as client:
        for url, request in (
            (f"{knowledge}/v1/search", {"json": {"text": MARK, "limit": MARK}}),
            (f"{knowledge}/v1/search?q={MARK}", {"content": MARK}),
            (f"{knowledge}/v1/embed", {"json": {"texts": [MARK, 1], "kind": MARK}}),
            (f"{knowledge}/v1/trial/search", {"json": {"documents": [MARK], "texts": MARK}}),
            (f"{actions}/webhook?q={MARK}", {"content": MARK}),
            (f"{actions}/webhook", {"json": {"next_action": MARK, "tracker": broken_tracker}}),
            (
                f"{actions}/webhook",
                {"json": {"next_action": "action_answer_question", "tracker": broken_tracker}},
            ),
            (f"{rasa}/webhooks/web/webhook?token={MARK}", {"json": {"sender": MARK}}),
            (f"{rasa}/webhooks/web/webhook?token={system.token}", {"content": MARK}),
            (f"{rasa}/model/parse?token={system.token}", {"content": MARK}),
            (f"{rasa}/model/parse?token={system.token}", {"json": {"text": f"{MARK} {{"}}),
        ):
            client.post(url, **request)  # type: ignore[arg-type]
        client.get(f"{rasa}/conversations/{MARK}/story", params=token)
        odd = {"sender": MARK, "message": f'/{MARK}{{"slug": "{MARK}"', "metadata": {MARK: MARK}}
        client.post(f"{rasa}/webhooks/web/webhook", params=token, json=odd)
        client.delete(f"{rasa}/webhooks/web/conversations/{MARK}", params=token)


def ask_while_parts_are_down(person: Person, system: System) -> None:
    for part in ("actions", "knowledge", "rasa"):
        for process in system.processes(part):
            process.kill()
        person.say(f"Hva nå, {MARK}t {part}?")
        person.client.get("/api/v1/search", params={"q": f"{MARK}u"}, timeout=60)
        wait_until_ready(system)
    for process in system.processes("web"):
        process.kill()
    wait_until_ready(system)


def lines_with(log: str) -> list[str]:
    return [line for line in log.splitlines() if MARK in line.lower()]


def files_with(folder: Path) -> list[str]:
    """Name every file under the folder that holds a marked word, in whatever encoding."""
    wanted = [MARK.encode(), MARK.encode("utf-16-le")]
    return [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not NOT_WRITTEN_BY_IT & set(path.relative_to(folder).parts)
        and any(each in path.read_bytes().lower() for each in wanted)
    ]
