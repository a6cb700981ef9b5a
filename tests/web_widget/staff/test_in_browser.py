"""The way of an administrator through every page, in a real browser, with axe on each."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from web_widget.conversations.models import now
from web_widget.services import Services
from web_widget.staff.links import make_first_link

pytestmark = pytest.mark.e2e

AXE = Path("node_modules/axe-core/axe.min.js").resolve()
PASSWORD = "bok stol lampe bord"  # noqa: S105 a made-up one
WIDTHS = (1280, 820, 390)


@pytest.fixture
def page(server: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(base_url=server)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    page.close()
    assert not [text for text in said if "Content Security Policy" in text]


def assert_accessible(page: Page) -> None:
    """Check the page with axe in light and dark, and that no width makes it scroll sideways."""
    page.wait_for_load_state("domcontentloaded")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{page.url}: {overflow} px too wide at {width}"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE.read_text(encoding="utf8"))
        found = page.evaluate("axe.run()")["violations"]
        assert not found, f"{page.url} {scheme}: {json.dumps(found, indent=1)[:2000]}"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_page_is_accessible_on_the_way_of_an_administrator(
    page: Page, services: Services
) -> None:
    with services.database.writing() as session:
        link = f"/konto/forste/{make_first_link(session, now())}"
    become_administrator(page, link)
    invite_somebody(page)
    for path in ("/konto/ansatte", "/konto", "/konto/logg"):
        page.goto(path)
        assert_accessible(page)
    page.get_by_role("button", name="Logg ut").click()
    assert page.get_by_role("status").text_content() == "Du er logget ut."
    assert_accessible(page)
    sign_in_by_keyboard(page)


def become_administrator(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Navn").fill("Astrid Administrator")
    page.get_by_label("E-postadresse").fill("astrid@example.org")
    page.get_by_label("Nytt passord").fill("kort")
    page.get_by_role("button", name="Opprett kontoen").click()
    assert_accessible(page)
    page.get_by_label("Nytt passord").fill(PASSWORD)
    page.get_by_label("Gjenta passordet").fill(PASSWORD)
    page.get_by_role("button", name="Opprett kontoen").click()
    assert_accessible(page)
    secret = re.sub(r"\s", "", page.locator(".secret").text_content() or "")
    page.get_by_label("Kode fra appen").fill(pyotp.TOTP(secret).at(now()))
    page.get_by_role("button", name="Bekreft").click()
    assert page.locator(".codes li").count() == 10
    assert_accessible(page)
    page.get_by_role("link", name="Jeg har tatt vare på kodene").click()


def invite_somebody(page: Page) -> None:
    page.get_by_role("link", name="Ansatte").click()
    page.get_by_role("link", name="Inviter en ansatt").click()
    page.get_by_label("Navn").fill("Siv Sykepleier")
    page.get_by_label("E-postadresse").fill("siv@example.org")
    page.get_by_label("Rådgiver").check()
    page.get_by_role("button", name="Lag invitasjon").click()
    assert_accessible(page)
    page.get_by_label("Yrke").select_option(label="Sykepleier")
    page.get_by_role("button", name="Lag invitasjon").click()
    assert "/konto/passord/" in page.get_by_label("Lenken").input_value()
    assert_accessible(page)
    page.goto("/konto/ansatte")
    page.get_by_role("link", name="Siv Sykepleier").click()
    assert_accessible(page)


def sign_in_by_keyboard(page: Page) -> None:
    page.goto("/logg-inn")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hopp til innholdet"
    page.keyboard.press("Tab")
    page.keyboard.type("astrid@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/logg-inn/kode")
    assert_accessible(page)
