"""The editor's pages in a real browser under the strict policy, with axe on each."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from knowledge.editions import desk
from knowledge.editions.models import Kind
from tests.web_widget.editor.editors import SYKEPENGER, AtDesk
from web_widget.services import Services

pytestmark = pytest.mark.e2e

PATIENCE = 30_000  # ms
AXE = Path("node_modules/axe-core/axe.min.js").resolve()
WIDTHS = (1280, 1024, 768)
Open = Callable[..., Page]


@pytest.fixture
def sit_down(app: Flask, server: str, browser: Browser) -> Iterator[Open]:
    """Open a page in a browser of the editor's own; what breaks the policy fails the test."""
    contexts = []
    said: list[str] = []

    def open_page(at_desk: AtDesk, path: str = SYKEPENGER, **options: object) -> Page:
        context = browser.new_context(base_url=server, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = at_desk.client.get_cookie(name)
        assert cookie
        context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(f"Uncaught {error}"))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"/redaksjon{path}")
        return page

    expect.set_options(timeout=PATIENCE)
    yield open_page
    expect.set_options(timeout=None)
    for context in contexts:
        context.close()
    assert not [text for text in said if "Content Security Policy" in text or "Uncaught" in text]


def text_of(page: Page) -> str:
    return page.get_by_role("textbox", name=re.compile("teksten$")).inner_text()


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Artikkelteksten").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)


def saved(page: Page) -> None:
    expect(page.locator(".save-state")).to_contain_text("Lagret")


def draft_text(services: Services) -> str:
    with services.database.reading() as session:
        draft = desk.find_draft(session, Kind.ARTICLE, "sykepenger")
    return draft.text if draft else ""


def test_what_is_written_is_saved_by_itself_and_shown_as_page_and_chat(
    editor: AtDesk, sit_down: Open, services: Services
) -> None:
    page = sit_down(editor)
    page.get_by_label("Tittel", exact=True).fill("Sykmeldt med kreft")
    write(page, "## Aller først\n\nHelt nytt innhold.\n")
    preview = page.get_by_role("region", name="Forhåndsvisning")
    expect(preview).to_contain_text("Helt nytt innhold.")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Sykmeldt med kreft")
    saved(page)
    assert "title: Sykmeldt med kreft\n" in draft_text(services)
    assert "## Aller først" in draft_text(services)
    page.get_by_role("button", name="I chatten").click()
    expect(preview.get_by_text("Les hele artikkelen")).to_be_visible()
    expect(page.get_by_role("button", name="Send til godkjenning")).to_be_visible()


def test_the_toolbar_works_by_keyboard_and_tab_leaves_the_text(
    editor: AtDesk, sit_down: Open
) -> None:
    page = sit_down(editor)
    page.get_by_role("button", name="Overskrift").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Fet")).to_be_focused()
    write(page, "viktig ")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+b")
    assert text_of(page).startswith("**viktig")
    page.get_by_role("button", name="Angre").click()
    assert text_of(page).startswith("viktig")
    page.get_by_role("textbox", name="Artikkelteksten").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Artikkelteksten")).not_to_be_focused()


def test_closing_the_tab_at_once_loses_nothing(
    editor: AtDesk, sit_down: Open, services: Services
) -> None:
    page = sit_down(editor)
    write(page, "Rett før fanen lukkes. ")
    page.goto("/redaksjon/artikler")
    expect(page.get_by_role("heading", level=1)).to_have_text("Artikler")
    page.wait_for_timeout(500)
    assert "Rett før fanen lukkes." in draft_text(services)


def test_what_could_not_be_saved_is_there_after_a_reload(editor: AtDesk, sit_down: Open) -> None:
    page = sit_down(editor)
    page.route("**/utkast", lambda route: route.abort())
    write(page, "Uten nett. ")
    expect(page.locator(".save-state")).to_contain_text("Ikke lagret")
    page.unroute("**/utkast")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('uten nett')) }")
    page.reload()
    expect(page.get_by_text("Vi fant tekst fra denne fanen")).to_be_visible()
    assert "Uten nett." in text_of(page)
    saved(page)


def test_two_editors_at_once_see_each_other_and_merge(
    editor: AtDesk, colleague: AtDesk, sit_down: Open, services: Services
) -> None:
    first, second = sit_down(editor), sit_down(colleague)
    first.get_by_label("Tittel", exact=True).fill("Evas tittel")
    saved(first)
    write(second, "Kolbjørns ord. ")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Eva Redaktør lagret")
    expect(dialog.locator(".difference")).to_contain_text("Evas")
    assert_accessible(second)
    dialog.get_by_role("button", name="Flett begges endringer").click()
    saved(second)
    assert "title: Evas tittel\n" in draft_text(services)
    assert "Kolbjørns ord." in draft_text(services)


def test_a_huge_paste_a_script_and_broken_front_matter_are_met_with_words(
    editor: AtDesk, sit_down: Open, services: Services
) -> None:
    page = sit_down(editor)
    box = page.get_by_role("textbox", name="Artikkelteksten")
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n<script>window.hacked = 1</script><img src=x onerror=alert(1)>\n")
    expect(page.locator("[data-findings]")).to_contain_text("Må rettes")
    page.keyboard.insert_text("Et langt avsnitt. " * 11_200)
    saved(page)
    assert len(draft_text(services)) > 200_000
    expect(page.locator("[data-findings]")).to_contain_text("høyst 60000")
    assert page.evaluate("window.hacked") is None
    page.get_by_role("button", name="Kildetekst").click()
    source = page.get_by_role("textbox", name="Kildeteksten")
    source.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("---\nslug: [sykepenger\n---\n\n## A\n\nTekst.\n")
    saved(page)
    expect(page.locator("[data-findings] .error").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("Skjemaet kan ikke vises")).to_be_visible()


def test_questions_are_written_in_a_list(
    editor: AtDesk, sit_down: Open, services: Services
) -> None:
    page = sit_down(editor, "/questions/sykepenger")
    page.get_by_role("region", name="Bokmål").get_by_role("button", name="Legg til").click()
    page.keyboard.type("Et splitter nytt spørsmål?")
    saved(page)
    with services.database.reading() as session:
        draft = desk.find_draft(session, Kind.QUESTIONS, "sykepenger")
    assert draft
    assert "Et splitter nytt spørsmål?" in draft.text


def test_the_gate_is_run_and_the_text_published_by_keyboard_alone(
    editor: AtDesk, reviewer: AtDesk, sit_down: Open, services: Services, article: str
) -> None:
    revision = editor.saved(article.replace("Be legen om", "Be fastlegen om"))
    editor.submit(f"{SYKEPENGER}/send", revision=revision)
    page = sit_down(reviewer, f"{SYKEPENGER}/port")
    page.get_by_role("button", name="Kjør prøven").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingen svar blir annerledes.")).to_be_visible()
    page.get_by_role("button", name="Godkjenn og publiser").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Publisert som utgave")).to_be_visible()
    with services.database.reading() as session:
        assert "fastlegen" in desk.published_text(session, Kind.ARTICLE, "sykepenger")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    editor: AtDesk, reviewer: AtDesk, sit_down: Open, article: str, scheme: str
) -> None:
    revision = editor.saved(article.replace("Be legen om", "Be fastlegen om"))
    editor.submit(f"{SYKEPENGER}/send", revision=revision)
    page = sit_down(reviewer, "", color_scheme=scheme)
    for path in (
        "",
        "/artikler",
        "/artikler/ny",
        "/hva-svarer-boten",
        SYKEPENGER,
        f"{SYKEPENGER}/port",
        f"{SYKEPENGER}/historikk?versjon=1",
        "/article/aap",
        "/questions/aap",
        "/must_hold/must_hold",
        "/contacts/contacts",
        "/contacts/contacts/rad/2",
        "/coordinators/coordinators",
        "/opening_hours/opening_hours",
        "/safety",
        "/safety/texts",
        "/safety/emergency_lay",
        "/responses/human",
    ):
        page.goto(f"/redaksjon{path}")
        page.wait_for_load_state("networkidle")
        assert_accessible(page)


def assert_accessible(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{page.url}: {overflow} px too wide at {width}"
    page.evaluate(AXE.read_text(encoding="utf8"))
    found = page.evaluate("axe.run()")["violations"]
    assert not found, f"{page.url}: {json.dumps(found, indent=1)[:2000]}"
