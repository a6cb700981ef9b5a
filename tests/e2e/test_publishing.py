"""A new editor changes an article; what the widget answers follows."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e.editorial import EDITOR, REVIEWER, Editorial, demo_password
from tests.e2e.place import Place
from tests.e2e.visitor import Visitor
from tools.system import System

pytestmark = pytest.mark.e2e

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
GATE_PATIENCE = 240_000  # ms: all questions on file, on two cores with much else to do
SEARCHABLE = 5.0  # seconds from publishing to the answer
SLUG = "sykepenger"
QUESTION = "Hvor lenge kan jeg få sykepenger?"
NEW_WORDS = "Nå med et helt nytt ord: prøveperiodeblomst. "


@pytest.fixture
def places(browser: Browser, system: System) -> Iterator[list[Place]]:
    expect.set_options(timeout=GATE_PATIENCE)
    with (
        Place(browser, system, DESK) as desk,
        Place(browser, system, DESK) as office,
        Place(browser, system, PHONE) as home,
    ):
        yield [desk, office, home]
    expect.set_options(timeout=None)


def test_a_changed_article_is_reviewed_published_answered_with_and_restored(
    places: list[Place], system: System, screenshots: Path
) -> None:
    editor, reviewer = Editorial(places[0].page), Editorial(places[1].page)
    visitor = Visitor(places[2].page)
    editor.sign_in(EDITOR, demo_password(system, EDITOR))
    reviewer.sign_in(REVIEWER, demo_password(system, REVIEWER))
    visitor.page.goto("/")
    visitor.open_widget()
    assert NEW_WORDS.strip() not in visitor.ask(QUESTION)["text"]

    write_and_submit(editor, screenshots)
    version = approve(reviewer, screenshots)
    assert seconds_until(visitor, NEW_WORDS.strip(), is_there=True) < SEARCHABLE
    visitor.page.screenshot(path=screenshots / "publishing-widget.png")
    restore(reviewer, version, screenshots)
    assert seconds_until(visitor, NEW_WORDS.strip(), is_there=False) < SEARCHABLE


def write_and_submit(editor: Editorial, screenshots: Path) -> None:
    editor.clear(SLUG)
    editor.open(SLUG)
    editor.write_first(NEW_WORDS)
    page = editor.page
    expect(page.locator("[data-preview-place]")).to_contain_text("prøveperiodeblomst")
    page.screenshot(path=screenshots / "publishing-editor.png", full_page=True)
    page.get_by_role("button", name="I chatten").click()
    expect(page.locator("[data-preview-place]")).to_contain_text("prøveperiodeblomst")
    page.screenshot(path=screenshots / "publishing-preview-chat.png")
    page.get_by_role("link", name="Hva vil boten svare med endringen?").click()
    page.get_by_label("Spørsmål, ett på hver linje").fill(QUESTION)
    page.get_by_role("button", name="Spør", exact=True).click()
    expect(page.locator("[data-answered]")).to_contain_text("prøveperiodeblomst")
    page.screenshot(path=screenshots / "publishing-answers.png", full_page=True)
    editor.open(SLUG)
    page.get_by_label("Beskjed til den som skal godkjenne").fill("Nytt ord i første avsnitt")
    page.get_by_role("button", name="Send til godkjenning").click()
    expect(page.get_by_text("Utkastet er sendt til godkjenning.")).to_be_visible()


def approve(reviewer: Editorial, screenshots: Path) -> int:
    """Publish, and return the number of the version that was published before."""
    page = reviewer.page
    page.goto(f"/redaksjon/article/{SLUG}/historikk")
    before = int(page.locator("tbody th a").first.inner_text().split()[1].rstrip(":"))
    page.goto("/redaksjon")
    page.get_by_role("link", name="Sykmelding og sykepenger").first.click()
    expect(page.locator(".difference")).to_contain_text("prøveperiodeblomst")
    reviewer.run_gate()
    page.screenshot(path=screenshots / "publishing-gate.png", full_page=True)
    reason = page.get_by_label("Begrunnelse")
    if reason.is_visible():
        reason.fill("En prøve av publiseringen.")
    page.get_by_role("button", name="Godkjenn og publiser").click()
    expect(page.get_by_text("Publisert som utgave")).to_be_visible()
    page.screenshot(path=screenshots / "publishing-published.png")
    return before


def restore(reviewer: Editorial, version: int, screenshots: Path) -> None:
    page = reviewer.page
    page.goto(f"/redaksjon/article/{SLUG}/historikk?versjon={version}")
    page.screenshot(path=screenshots / "publishing-history.png")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=f"Publiser versjon {version} igjen").click()
    expect(page.get_by_text(f"Versjon {version} er publisert igjen")).to_be_visible()


def seconds_until(visitor: Visitor, words: str, *, is_there: bool) -> float:
    """Ask until the answer has the words, or has them no more; return how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < SEARCHABLE:
        asked = time.monotonic() - began
        if (words in visitor.ask(QUESTION)["text"]) is is_there:
            return asked
    return SEARCHABLE
