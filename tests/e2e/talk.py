import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.adviser import Adviser
from tests.e2e.place import Place
from tests.e2e.visitor import Visitor
from tools.system import System

SHOWN = """entries => entries.filter(entry => entry.querySelector(".bubble")).map(entry => [
  ["user", "bot", "adviser", "system"].find(sender => entry.classList.contains(sender)),
  entry.querySelector(".bubble").textContent,
])"""


@dataclass
class Talk:
    """A person at the widget, an adviser at the console, and what each has written."""

    system: System
    home: Place
    visitor: Visitor
    office: Place
    adviser: Adviser
    said: dict[str, list[str]] = field(default_factory=lambda: {"user": [], "adviser": []})

    def user_says(self) -> None:
        self.said["user"].append(f"Spørsmål {len(self.said['user']) + 1} fra meg")
        self.visitor.write(self.said["user"][-1])

    def adviser_says(self) -> None:
        self.said["adviser"].append(f"Svar {len(self.said['adviser']) + 1} fra rådgiveren")
        self.adviser.write(self.said["adviser"][-1])

    def exchange(self, count: int) -> None:
        """Let both write, and wait until each has seen what the other wrote."""
        for _ in range(count):
            self.user_says()
            self.adviser_says()
        self.wait_until_all_arrived()

    def wait_until_all_arrived(self) -> None:
        for sender, log in (("user", self.adviser.log), ("adviser", self.visitor.log)):
            expect(log.get_by_text(self.said[sender][-1], exact=True)).to_be_visible()
        expect(self.visitor.page.locator(".delivery")).to_have_count(0)
        expect(self.adviser.page.locator(".pending")).to_have_count(0)

    @property
    def store(self) -> dict[str, Any]:
        """What the widget remembers in its tab."""
        stored = self.visitor.page.evaluate("sessionStorage.getItem('kreft-chat')")
        found: dict[str, Any] = json.loads(stored)
        return found

    @property
    def id(self) -> str:
        identity: str = self.store["id"]
        return identity

    def messages(self) -> list[dict[str, Any]]:
        """Fetch the user's own copy of the conversation."""
        headers = {"Authorization": f"Bearer {self.store['token']}", "Accept": "application/json"}
        url = f"/api/v1/conversations/{self.id}/transcript"
        answer = self.visitor.page.request.get(url, headers=headers)
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def shown(self) -> tuple[list[list[str]], list[list[str]]]:
        """Read who said what from the widget and from the console."""
        return read(self.visitor.page.locator(".entry")), read(self.adviser.log.locator(".entry"))


def read(entries: Locator) -> list[list[str]]:
    found: list[list[str]] = entries.evaluate_all(SHOWN)
    return found
