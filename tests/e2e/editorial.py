import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.e2e.signing_in import sign_in
from tools.system import System

EDITOR = "redaktor@demo.example"
REVIEWER = "fagansvarlig@demo.example"


@dataclass(frozen=True)
class Editorial:
    """Somebody of the editorial staff, who sees what is on the page and nothing else."""

    page: Page

    def sign_in(self, email: str, password: str) -> None:
        sign_in(self.page, "/redaksjon", email, password)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Arbeidsliste")

    def open(self, slug: str) -> None:
        self.page.goto(f"/redaksjon/article/{slug}")
        expect(self.text).to_be_visible()

    def clear(self, slug: str) -> None:
        """Give up what an earlier run may have left, so that the article is as published."""
        self.open(slug)
        back = self.page.get_by_role("button", name="Ta det tilbake til skriving")
        if back.is_visible():
            back.click()
        discard = self.page.get_by_role("button", name="Forkast utkastet")
        if discard.is_visible():
            self.page.once("dialog", lambda dialog: dialog.accept())
            discard.click()
            expect(self.page.get_by_text("Utkastet er forkastet")).to_be_visible()

    @property
    def text(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("Artikkelteksten|Kildeteksten"))

    @property
    def saving(self) -> Locator:
        return self.page.locator(".save-state")

    def write_first(self, words: str) -> None:
        """Write at the beginning of the first section, by keyboard."""
        self.text.click()
        self.page.keyboard.press("Control+Home")
        for _ in range(3):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Home")
        self.page.keyboard.type(words)
        expect(self.saving).to_contain_text("Lagret")

    def run_gate(self) -> None:
        self.page.get_by_role("button", name="Kjør prøven").click()
        state = self.page.locator("[data-gate-state]")
        expect(state).to_contain_text(re.compile("annerledes|andre svar|annet svar"))


def demo_password(system: System, email: str) -> str:
    """Read what `make run` prints when it is asked for demo accounts."""
    found = re.search(rf"{re.escape(email)} +(\S+)", system.log.read_text(encoding="utf8"))
    assert found
    return found[1]
