import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web_widget.fakes import ARTICLE, FakeDialogue, bot_message
from web_widget.borders import BotMessage

PATIENCE = 30_000  # ms: the machine may have much to do
DIST = Path("web_widget/static/dist")
AXE = Path("node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = """async ([where, values]) => {
  const { violations } = await axe.run(where, { runOnly: { type: "tag", values } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`);
}"""
CARD = {name: ARTICLE[name] for name in ("slug", "title", "category")}
ANSWER = "Du kan få **sykepenger** i inntil ett år."


class Somebody:
    """Somebody with a browser of their own and the widget open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="Kreftveiviser")

    @property
    def box(self) -> Locator:
        return self.dialog.get_by_role("textbox", name="Skriv spørsmålet ditt")

    def open(self) -> None:
        self.page.get_by_role("button", name="Spør oss om kreft").click()
        expect(self.dialog.get_by_role("button", name="Økonomi og jobb")).to_be_visible()

    def ask(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.dialog.get_by_role("article").last).to_contain_text("Veiviseren")

    def choose_in_menu(self, name: str) -> None:
        self.dialog.get_by_role("button", name="Mer", exact=True).click()
        self.dialog.get_by_role("group", name="Mer").get_by_role("button", name=name).click()

    def faults(self, where: str = "kreft-chat") -> list[str]:
        """Return what axe finds, by all the guidelines' levels."""
        self.page.evaluate(AXE.read_text(encoding="utf8"))
        # What lies half below the bar that stays is taken for too small to be hit.
        for view in self.page.locator("kreft-chat .view").all():
            view.evaluate("view => view.scrollTop = 0")
        found: list[str] = self.page.evaluate(FAULTS, [where, TAGS])
        return found

    def stored(self, key: str) -> Any:  # noqa: ANN401 whatever the widget keeps
        kept = self.page.evaluate("key => sessionStorage.getItem(key)", key)
        return json.loads(kept) if kept else None


Arrive = Callable[..., Somebody]


def say(text: str) -> list[BotMessage]:
    """Answer as the bot would: with an article, or a word about who is writing."""
    if text.startswith("/choose_audience"):
        audience = json.loads(text.removeprefix("/choose_audience"))["audience"]
        return [bot_message("Takk for at du sier det.", custom={"audience": audience})]
    card = {**CARD, "url": "/artikler/sykepenger", "section": "Hvor lenge", "reviewed": None}
    return [bot_message(ANSWER, "answer", {"articles": [card]})]


@pytest.fixture
def arrive(server: str, browser: Browser, dialogue: FakeDialogue) -> Iterator[Arrive]:
    """Come to a page with a browser of one's own; whatever breaks the policy fails the test."""
    if not (DIST / "widget.js").exists():
        pytest.fail("the widget is not built: run `npm run build`")
    dialogue.answer = say
    contexts = []
    said: list[str] = []

    def come(path: str = "/", **options: object) -> Somebody:
        context = browser.new_context(
            base_url=server,
            **{
                "viewport": {"width": 390, "height": 844},
                "locale": "nb-NO",
                "reduced_motion": "reduce",
                **options,
            },  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(f"Uncaught {error}"))
        somebody = Somebody(page)
        page.goto(path)
        return somebody

    expect.set_options(timeout=PATIENCE)
    yield come
    expect.set_options(timeout=None)
    for context in contexts:
        context.close()
    assert not [text for text in said if "Content Security Policy" in text or "Uncaught" in text]


@pytest.fixture
def somebody(arrive: Arrive) -> Somebody:
    """Somebody on a phone who has opened the widget."""
    found = arrive()
    found.open()
    return found
