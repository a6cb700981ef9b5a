"""The widget on a phone: all of the screen, the keyboard, the back button."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.widget.conftest import PHONE, Arrive
from tests.web_widget.widget.person import Person, in_page
from tests.web_widget.widget.script import QUESTION

pytestmark = pytest.mark.e2e

ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
KEYBOARD = 340  # px

SCROLLED_TO = """(top) => {
  const log = document.querySelector("kreft-chat").shadowRoot.querySelector(".log");
  return Math.abs(log.scrollTop - top) <= 1;
}"""


def bottom(person: Person, selector: str) -> float:
    box = person.dialog.locator(selector).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def read_to_the_end(person: Person) -> None:
    person.log.evaluate(
        """async (node) => {
          node.scrollTop = node.scrollHeight;
          // A frame for the scrolling, and one for those who hear of it.
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        }"""
    )


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
    read_to_the_end(person)
    seen = person.log.evaluate("(node) => node.scrollTop")
    person.page.evaluate(f"keyboard({KEYBOARD})")
    free = PHONE["height"] - KEYBOARD
    expect(person.dialog).to_have_css("height", f"{free}px")
    assert bottom(person, ".composer") <= free
    expect(person.dialog.locator(".rating")).to_be_in_viewport(ratio=1)
    person.page.evaluate("keyboard(0)")
    expect(person.dialog).to_have_css("height", f"{PHONE['height']}px")
    person.page.wait_for_function(SCROLLED_TO, arg=seen)


def test_a_long_draft_grows_without_hiding_the_newest_message(arrive: Arrive) -> None:
    person = arrive(**ON_A_PHONE)
    person.open()
    person.ask(QUESTION)
    read_to_the_end(person)
    person.composer.fill("Jeg har mye å fortelle. " * 20)
    assert bottom(person, ".rating") <= bottom(person, ".log") + 1


def test_the_browsers_own_back_button_closes_one_thing_at_a_time(arrive: Arrive) -> None:
    """Where a phone's browser asks a modal dialog to close, the page's history is left alone."""
    person = arrive(prepare=lambda page: page.add_init_script(in_page("router")), **ON_A_PHONE)
    entries = person.page.evaluate("history.length")
    person.open()
    person.button("Mer").click()
    person.button("Bli kontaktet").first.wait_for()
    person.dialog.evaluate("(node) => node.requestClose()")
    expect(person.button("Mer")).to_be_focused()
    person.dialog.evaluate("(node) => node.requestClose()")
    expect(person.page.locator("kreft-chat .launcher")).to_be_focused()
    assert person.page.evaluate("[heard, history.length]") == [[], entries]


def without_close_watcher(page: Page) -> None:
    page.add_init_script("delete window.CloseWatcher")


def test_another_back_button_closes_it_and_then_leaves_the_page(arrive: Arrive) -> None:
    person = arrive("/artikler", prepare=without_close_watcher, **ON_A_PHONE)
    page = person.page
    page.goto("/")
    page.evaluate("history.replaceState({ idx: 3 }, '')")
    person.open()
    page.go_back()
    expect(person.dialog).to_be_hidden()
    person.open()
    person.button("Lukk samtalen").click()
    page.wait_for_function("history.state.kreftChat === undefined")
    assert page.evaluate("history.state") == {"idx": 3}
    expect(page.locator("kreft-chat .launcher")).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile("/artikler$"))


def test_who_comes_back_finds_what_another_page_of_the_tab_has_added(arrive: Arrive) -> None:
    person = arrive(**ON_A_PHONE)
    person.open()
    person.ask(QUESTION)
    person.composer.fill("halvferdig her")
    person.page.evaluate(in_page("say_elsewhere"))
    person.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(person.log.get_by_text("sagt på en annen side")).to_be_visible()
    expect(person.composer).to_have_value("halvferdig der")
    assert person.questions() == [QUESTION, "sagt på en annen side"]
