import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, Response


@dataclass(frozen=True)
class Visitor:
    """A person in front of the widget, who sees what is on the page and nothing else."""

    page: Page

    def open_widget(self) -> None:
        self.page.get_by_role("button", name="Spør oss om kreft").click()
        self.log.get_by_role("button", name="Snakk med en rådgiver").or_(
            self.log.get_by_text("automatisk")
        ).first.wait_for()

    def come_back(self) -> None:
        """Wait for the conversation after a reload, and open it where a phone shows it closed."""
        resume = self.page.get_by_role(
            "button", name=re.compile("Fortsett samtalen|ny(e)? melding")
        )
        resume.or_(self.composer).first.wait_for()
        if resume.is_visible():
            resume.click()

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Skriv spørsmålet ditt")

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def ask(self, text: str) -> dict[str, Any]:
        """Send a message and return the bot's first message in answer, once it is on the page."""
        with self.page.expect_response(is_turn) as answered:
            self.write(text)
        message: dict[str, Any] = answered.value.json()["messages"][0]
        self.log.get_by_text(first_words(message["text"])).last.wait_for()
        return message


def first_words(markdown: str) -> str:
    """Return what a reader sees of the beginning: no list marks, links or stars."""
    line = re.sub(r"^(\d+\.|-) ", "", markdown.split("\n", maxsplit=1)[0])
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("*", "")[:30]


def is_turn(response: Response) -> bool:
    return response.url.endswith("/messages") and response.request.method == "POST"
