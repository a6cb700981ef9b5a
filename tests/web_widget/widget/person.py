"""Somebody in front of the widget in a browser."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

AXE = Path("node_modules/axe-core/axe.min.js")


def in_page(name: str) -> str:
    """Return a function or a script that runs in the page; its first line says what for."""
    return (Path(__file__).parent / "in_page" / f"{name}.js").read_text("utf8")


@dataclass(frozen=True)
class Person:
    page: Page

    def open(self) -> None:
        self.page.locator("kreft-chat .launcher").click()
        expect(self.log.locator(".entry").first).to_be_visible()

    @property
    def dialog(self) -> Locator:
        return self.page.locator("kreft-chat dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        return self.page.locator("kreft-chat textarea")

    def questions(self) -> list[str]:
        """Return what the user has said, as it is shown."""
        return self.log.locator(".user .bubble").all_inner_texts()

    @property
    def status(self) -> Locator:
        return self.log.locator(".status")

    def button(self, name: str) -> Locator:
        return self.dialog.get_by_role("button", name=name, exact=True)

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def ask(self, text: str) -> None:
        """Send a message and wait until something answers it."""
        entries = self.log.locator(".entry:not(.user)")
        before = entries.count()
        self.write(text)
        expect(entries).not_to_have_count(before)

    def ask_for_adviser(self) -> None:
        self.dialog.locator(".help").get_by_role("button", name="Snakk med en rådgiver").click()
        self.log.get_by_role("button", name="Ja, det er greit").click()
        expect(self.status).to_contain_text("i køen")

    def kept(self) -> Mapping[str, Any]:
        """Return what the tab remembers."""
        kept: dict[str, Any] = json.loads(
            self.page.evaluate("sessionStorage.getItem('kreft-chat') ?? '{}'")
        )
        return kept

    @property
    def id(self) -> str:
        return str(self.kept()["id"])

    @property
    def focused(self) -> str:
        """What has the focus: its tag and its name or text."""
        return str(self._focus()["name"])

    @property
    def outline(self) -> float:
        """How thick the ring round it is, in px."""
        return float(self._focus()["outline"])

    def _focus(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(in_page("focused"))
        return found

    def raise_on_faults(self) -> None:
        faults = self.page.evaluate(in_page("faults"), AXE.read_text())
        assert not faults, "\n".join(faults)
