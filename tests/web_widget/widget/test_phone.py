"""The widget on a phone: all of the screen, the keyboard, the back button."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.widget.conftest import PHONE, Arrive
from tests.web_widget.widget.person import Person, in_page
from tests.web_widget.widget.script import QUESTION

pytestmark = pytest.mark.e2e

ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
KEYBOARD = 340  # px

SCROLLED_TO = """(top) => {
  const log = document.querySelector("kreft-chat").shadowRoot.querySelector(".log");
  return Math.abs(log.scrollTop - top) <= 1;
}"""


def bottom(person: Person, selector: str) -> float:
    box = person.dialog.locator(selector).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_it_covers_the_screen_and_nothing_behind_it_can_be_reached(arrive: Arrive) -> None:
    person = arrive(**ON_A_PHONE)
    person.open()
    box = person.dialog.bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert person.page.evaluate("document.elementFromPoint(200, 20).localName") == "kreft-chat"
    assert person.dialog.evaluate("(node) => node.matches(':modal')")


def test_the_keyboard_hides_neither_the_composer_nor_the_newest_message(arrive: Arrive) -> None:
    person = arrive(
        prepare=lambda page: page.add_init_script(in_page("ios_keyboard")), **ON_A_PHONE
    )
    person.open()
    person.ask(QUESTION)
    person.log.evaluate("(node) => (node.scrollTop = node.scrollHeight)")
    seen = person.log.evaluate("(node) => node.scrollTop")
    person.page.evaluate(f"keyboard({KEYBOARD})")
    free = PHONE["height"] - KEYBOARD
    expect(person.dialog).to_have_css("height", f"{free}px")
    assert bottom(person, ".composer") <= free
    assert bottom(person, ".rating") <= bottom(person, ".log")
    person.page.evaluate("keyboard(0)")
    expect(person.dialog).to_have_css("height", f"{PHONE['height']}px")
    person.page.wait_for_function(SCROLLED_TO, arg=seen)


def test_a_long_draft_grows_without_hiding_the_newest_message(arrive: Arrive) -> None:
    person = arrive(**ON_A_PHONE)
    person.open()
    person.ask(QUESTION)
    person.log.evaluate("(node) => (node.scrollTop = node.scrollHeight)")
    person.composer.fill("Jeg har mye å fortelle. " * 20)
    assert bottom(person, ".rating") <= bottom(person, ".log") + 1


def test_the_back_button_closes_it_and_the_pages_own_router_hears_nothing(arrive: Arrive) -> None:
    person = arrive(prepare=lambda page: page.add_init_script(in_page("router")), **ON_A_PHONE)
    page = person.page
    page.evaluate("history.replaceState({ idx: 3 }, '')")
    address = page.url
    person.open()
    page.evaluate("history.back()")
    expect(person.dialog).to_be_hidden()
    assert page.url == address
    person.open()
    person.button("Lukk samtalen").click()
    page.wait_for_function("history.state.kreftChat === undefined")
    assert page.evaluate("[heard, history.state]") == [[], {"idx": 3}]
    expect(page.locator("kreft-chat .launcher")).to_be_focused()


def test_the_back_button_leaves_the_page_when_the_chat_is_closed(arrive: Arrive) -> None:
    person = arrive("/artikler", **ON_A_PHONE)
    person.page.goto("/")
    person.open()
    person.page.go_back()
    expect(person.dialog).to_be_hidden()
    person.page.go_back()
    expect(person.page).to_have_url(re.compile("/artikler$"))


def test_who_comes_back_finds_what_another_page_of_the_tab_has_added(arrive: Arrive) -> None:
    person = arrive(**ON_A_PHONE)
    person.open()
    person.ask(QUESTION)
    person.composer.fill("halvferdig her")
    person.page.evaluate(in_page("say_elsewhere"))
    person.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(person.log.get_by_text("sagt på en annen side")).to_be_visible()
    expect(person.composer).to_have_value("halvferdig der")
    assert person.log.get_by_text(QUESTION, exact=True).count() == 1
