import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.signing_in import sign_in
from tools.system import System

EMAIL = "sykepleier@demo.example"
NAME = "Demo Sykepleier"


@dataclass(frozen=True)
class Adviser:
    """Somebody of the staff at the console."""

    page: Page

    def sign_in(self, password: str) -> None:
        sign_in(self.page, "/radgiver", EMAIL, password)
        expect(self.page.locator("[data-connection]")).to_have_text("Tilkoblet")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def take(self, conversation_id: str) -> None:
        """Take this conversation from the queue, where its short code tells it from others."""
        name = re.compile(rf"^Ta samtalen med .*\({conversation_id[-4:]}\)$")
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("textbox", name="Svar til")).to_be_focused()

    def write(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Svar til").fill(text)
        self.page.keyboard.press("Enter")

    def end(self, topic: str) -> None:
        self.page.get_by_role("button", name="Avslutt").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label(topic).check()
        dialog.get_by_role("button", name="Avslutt").click()
        expect(self.page.get_by_text(re.compile(r"^Samtalen er avsluttet\."))).to_be_visible()

    def messages(self, conversation_id: str) -> list[dict[str, Any]]:
        """Fetch what the console fetches to show the conversation."""
        answer = self.page.request.get(f"/radgiver/samtaler/{conversation_id}?after=0")
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages


def demo_password(system: System) -> str:
    """Read what `make run` prints when it is asked for demo accounts."""
    found = re.search(rf"{re.escape(EMAIL)} +(\S+)", system.log.read_text(encoding="utf8"))
    assert found
    return found[1]
