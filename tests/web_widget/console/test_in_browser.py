"""The console in a real browser, before the application with stand-ins for its neighbours."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.web_widget.console.advisers import AtDesk, wait_in_queue
from tests.web_widget.people import Visitor, content
from web_widget.services import Services

pytestmark = pytest.mark.e2e

PATIENCE = 15_000  # ms
AXE = Path("node_modules/axe-core/axe.min.js")
FAULTS = """async (source) => {
  if (!window.axe) (0, eval)(source);
  const { violations } = await axe.run();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`);
}"""
Open = Callable[..., Page]


@pytest.fixture
def sit_down(app: Flask, server: str, browser: Browser) -> Iterator[Open]:
    """Open a page of the console in a browser of the adviser's own."""
    contexts = []

    def open_page(at_desk: AtDesk, path: str = "", **options: object) -> Page:
        # Only without the strict policy may axe be put into the page.
        context = browser.new_context(base_url=server, bypass_csp=True, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = at_desk.client.get_cookie(name)
        assert cookie
        context.add_cookies([{"name": name, "value": cookie.value, "url": server}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/radgiver{path}")
        expect(page.locator("[data-connection]")).to_have_text("Tilkoblet")
        return page

    yield open_page
    for context in contexts:
        context.close()


def raise_on_faults(page: Page) -> None:
    assert page.evaluate(FAULTS, AXE.read_text()) == []


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Svar til").fill(text)
    page.keyboard.press("Enter")


def test_a_conversation_is_taken_and_held_by_keyboard_alone(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    page = sit_down(kari)
    wait_in_queue(services, visitor.id)
    expect(page.get_by_role("button", name="Ta samtalen")).to_be_visible()
    page.keyboard.press("Alt+q")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Svar til")).to_be_focused()
    page.keyboard.type("Hei, jeg heter Kari.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text("Hei, jeg heter Kari.")).to_be_visible()
    assert ("adviser", "Hei, jeg heter Kari.") in visitor.said()


def test_what_the_user_writes_shows_at_once_with_typing_and_the_flag(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    visitor.post("/typing", {})
    expect(page.get_by_text("Brukeren skriver")).to_be_visible()
    visitor.say("Jeg vil ta livet av meg")
    expect(page.get_by_role("log").get_by_text("Mulig selvmordsfare")).to_be_visible()
    expect(page.get_by_text("Brukeren skriver")).to_be_hidden()


def test_what_the_user_writes_does_not_wait_for_the_overview(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    expect(page.get_by_role("textbox", name="Svar til")).to_be_visible()
    page.route("**/radgiver/oversikt", lambda _: None)  # it is never answered
    visitor.say("Er du der?")
    expect(page.get_by_role("log").get_by_text("Er du der?")).to_be_visible()


def test_twenty_messages_each_way_are_there_once_and_in_order_over_a_reload(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    for number in range(20):
        visitor.say(f"bruker {number}")
        write(page, f"rådgiver {number}")
        if number == 10:
            page.reload()
    expect(page.locator(".log .bubble").last).to_have_text("rådgiver 19")
    expect(page.locator(".pending")).to_have_count(0)
    seen = page.locator(".log .bubble").all_inner_texts()
    said = [text for _, text in visitor.said()]
    assert [each for each in said if re.match(r"(bruker|rådgiver) \d", each)] == [
        each for each in seen if re.match(r"(bruker|rådgiver) \d", each)
    ]
    assert sorted(said) == sorted(set(said))
    assert len([each for each in seen if each.startswith("rådgiver ")]) == 20


def test_what_is_written_without_a_network_is_sent_when_it_is_back(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    page.context.set_offline(True)
    expect(page.get_by_text("Ingen forbindelse")).to_be_visible()
    write(page, "Skrevet uten nett")
    expect(page.get_by_text("Prøver igjen")).to_be_visible()
    visitor.say("Er du der?")
    page.context.set_offline(False)
    expect(page.get_by_role("log").get_by_text("Skrevet uten nett")).to_be_visible()
    expect(page.get_by_role("log").get_by_text("Er du der?")).to_have_count(1)
    assert visitor.said().count(("adviser", "Skrevet uten nett")) == 1


def test_an_article_is_inserted_with_one_click(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    visitor.say("Hvor lenge varer sykepenger?")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    page.get_by_role("button", name="Sett inn Sykmelding og sykepenger").click()
    page.keyboard.press("Enter")
    expect(page.locator(".log .adviser .shown")).to_contain_text("Sykmelding og sykepenger")
    assert content(visitor.get())["messages"][-1]["articles"][0]["slug"] == "sykepenger"


def test_the_loser_of_a_conversation_is_told(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    kari.post(f"/samtaler/{visitor.id}/overfor", {"queue": True})
    expect(page.get_by_text("Du har ikke lenger samtalen")).to_be_visible()
    expect(page.get_by_role("button", name="Ta samtalen")).to_be_visible()


def test_nobody_reads_on_a_screen_whose_session_has_ended(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    visitor.say("Dette er mellom oss")
    wait_in_queue(services, visitor.id)
    kari.take(visitor.id)
    page = sit_down(kari)
    expect(page.get_by_role("log").get_by_text("Dette er mellom oss", exact=True)).to_be_visible()
    page.context.clear_cookies()
    visitor.say("Er du der?")
    expect(page.get_by_role("link", name="Logg inn igjen")).to_be_visible()
    expect(page.get_by_role("log")).to_have_count(0)


@pytest.mark.parametrize("path", ["/konto", "/radgiver/svar"])
def test_a_page_beside_the_desk_gives_signs_of_presence_under_the_strict_policy(
    app: Flask, kari: AtDesk, server: str, browser: Browser, path: str
) -> None:
    cookie = kari.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie
    with browser.new_context(base_url=server) as context:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        with page.expect_response("**/radgiver/aktiv") as first:
            page.goto(path)
        assert first.value.status == 204
        with page.expect_response("**/radgiver/puls", timeout=20_000) as second:
            pass
        assert second.value.status == 204
    assert not [text for text in said if "Content Security Policy" in text]


def test_a_request_to_be_called_comes_into_the_open_list_and_goes_when_it_is_handled(
    kari: AtDesk, visitor: Visitor, sit_down: Open
) -> None:
    page = sit_down(kari, "/tilbakeringing")
    expect(page.get_by_text("Ingen har bedt om å bli ringt opp.")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visitor.post("/callback", {"phone": "91234567", "consent": True})
    expect(page.get_by_role("link", name="91234567")).to_be_visible()
    page.locator("summary", has_text="Merk som håndtert").click()
    visitor.post("/callback", {"email": "kari@eksempel.no", "consent": True})
    expect(page.get_by_role("link", name="kari@eksempel.no")).to_be_visible()
    assert len([url for url in asked if url.endswith("/tilbakeringing/liste")]) == 2
    page.get_by_role("button", name="Slett og merk som håndtert").first.click()
    expect(page.get_by_role("link", name="91234567")).to_have_count(0)
    expect(page.get_by_role("link", name="kari@eksempel.no")).to_be_visible()


def test_what_is_unread_is_counted_in_the_tabs_title(
    kari: AtDesk, visitor: Visitor, services: Services, sit_down: Open
) -> None:
    page = sit_down(kari)
    expect(page).to_have_title(re.compile("^Samtaler"))
    wait_in_queue(services, visitor.id)
    expect(page).to_have_title(re.compile(r"^\(1\) "))


def test_sound_is_off_until_chosen_and_the_choice_is_kept(kari: AtDesk, sit_down: Open) -> None:
    page = sit_down(kari)
    page.get_by_role("button", name="Lyd er av").click()
    page.reload()
    expect(page.get_by_role("button", name="Lyd er på")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1024, 768])
def test_no_page_of_the_console_has_an_accessibility_fault(
    kari: AtDesk,
    visitor: Visitor,
    services: Services,
    sit_down: Open,
    scheme: str,
    width: int,
) -> None:
    visitor.say("Jeg har brystsmerter")
    visitor.post("/callback", {"phone": "91234567", "consent": True})
    kari.submit("/svar", title="Hilsen", text="Hei")
    wait_in_queue(services, visitor.id)
    page = sit_down(kari, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.get_by_text("Se utdrag").click()
    expect(page.get_by_text("Hvorfor det haster")).to_be_visible()
    raise_on_faults(page)
    page.get_by_role("button", name="Ta samtalen").click()
    write(page, "Hei")
    page.keyboard.press("Alt+v")
    raise_on_faults(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Avslutt").click()
    raise_on_faults(page)
    for path in ("/tilbakeringing", "/svar", "/sok?q=brystsmerter", f"/samtaler/{visitor.id}/les"):
        page.goto(f"/radgiver{path}")
        raise_on_faults(page)
