"""The whole conversation without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.web_widget.widget.conftest import Arrive
from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import QUESTION, UNCLEAR
from tests.web_widget.widget.stand import Stand

pytestmark = pytest.mark.e2e

MOST_STEPS = 60


def step_to(person: Person, name: str, key: str = "Tab") -> None:
    """Press Tab until what has this name has the focus; whatever is passed shows that it has it."""
    for _ in range(MOST_STEPS):
        person.page.keyboard.press(key)
        assert person.outline >= 2, person.focused
        if re.search(name, person.focused):
            return
    raise AssertionError(name)


def press(person: Person, name: str, key: str = "Tab") -> None:
    step_to(person, name, key)
    person.page.keyboard.press("Enter")


def wait_for_the_menu(person: Person) -> None:
    """Wait until the menu has taken the focus."""
    person.page.wait_for_function(
        "document.querySelector('kreft-chat').shadowRoot.activeElement?.closest('.menu')"
    )


def test_ask_choose_read_rate_and_end_by_keyboard_alone(arrive: Arrive, stand: Stand) -> None:
    person = arrive()
    press(person, "Spør oss om kreft")
    expect(person.composer).to_be_focused()
    person.page.keyboard.type(UNCLEAR)
    person.page.keyboard.press("Enter")
    expect(person.log.get_by_role("button", name="Sykmelding og sykepenger")).to_be_visible()
    press(person, "button Sykmelding og sykepenger", "Shift+Tab")
    expect(person.log).to_be_focused()
    expect(person.log.get_by_role("link", name="Les hele artikkelen")).to_be_visible()
    step_to(person, "Les hele artikkelen «Sykmelding")
    press(person, "^button Ja$")
    expect(person.log.get_by_text("Takk for at du sier fra.")).to_be_visible()
    expect(person.log.locator(".rating")).to_be_focused()

    press(person, "button Snakk med en rådgiver")
    expect(person.log.get_by_role("button", name="Ja, det er greit")).to_be_visible()
    press(person, "Ja, det er greit")
    expect(person.status).to_contain_text("i køen")
    stand.take(person.id)
    stand.say(person.id, "Hei.")
    stand.end(person.id)
    press(person, "^button Nei$")
    press(person, "button Last ned samtalen")

    press(person, "button Hopp til skrivefeltet", "Shift+Tab")
    expect(person.composer).to_be_focused()
    press(person, "button Mer", "Shift+Tab")
    wait_for_the_menu(person)
    with person.page.expect_download() as saved:
        if not person.focused.startswith("button Last ned samtalen"):
            step_to(person, "button Last ned samtalen")
        person.page.keyboard.press("Enter")
    assert QUESTION.split()[-1].rstrip("?") in saved.value.path().read_text("utf8")
    expect(person.button("Mer")).to_be_focused()
    person.page.keyboard.press("Enter")
    wait_for_the_menu(person)
    press(person, "Slett samtalen nå")
    press(person, "^button Slett samtalen$")
    expect(person.log.get_by_text("Samtalen er slettet.")).to_be_visible()
    expect(person.button("Mer")).to_be_focused()
    person.page.keyboard.press("Escape")
    expect(person.page.locator("kreft-chat .launcher")).to_be_focused()


def test_escape_closes_one_thing_at_a_time(arrive: Arrive) -> None:
    person = arrive()
    person.open()
    person.button("Mer").press("Enter")
    person.button("Bli kontaktet").last.press("Enter")
    expect(person.dialog.locator("input").first).to_be_focused()
    person.page.keyboard.press("Escape")
    expect(person.button("Mer")).to_be_focused()
    person.page.keyboard.press("Escape")
    expect(person.page.locator("kreft-chat .launcher")).to_be_focused()


def test_the_focus_stays_in_the_chat_when_what_had_it_is_drawn_anew(
    arrive: Arrive, stand: Stand
) -> None:
    person = arrive()
    person.open()
    stand.dialogue.is_down = True
    person.write("Hører du meg?")
    person.log.get_by_role("button", name="Prøv igjen").wait_for()
    stand.dialogue.is_down = False
    person.log.get_by_role("button", name="Prøv igjen").press("Enter")
    expect(person.log).to_be_focused()
