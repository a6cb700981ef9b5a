"""Every state of the widget, looked at with every rule that axe has, and in every look."""

import pytest
from playwright.sync_api import expect

from tests.web_widget.widget.conftest import DESK, PHONE, Arrive
from tests.web_widget.widget.person import Person, in_page
from tests.web_widget.widget.script import DANGER, QUESTION, UNCLEAR
from tests.web_widget.widget.stand import Stand
from tests.web_widget.widget.tree import tree

pytestmark = pytest.mark.e2e

# 1280 × 1024 at 400 %.
LARGE = {"width": 320, "height": 256}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": DESK},
    "dark": {"color_scheme": "dark", "viewport": PHONE, "has_touch": True},
    "forced colours": {"forced_colors": "active", "viewport": DESK},
    "400 %": {"color_scheme": "light", "viewport": LARGE},
}


def look(person: Person) -> None:
    person.raise_on_faults()
    assert person.page.evaluate(in_page("small_targets")) == []
    assert person.page.evaluate(in_page("cut_texts")) == []


@pytest.mark.parametrize("name", LOOKS)
def test_no_state_has_a_fault_a_small_target_or_a_cut_text(
    arrive: Arrive, stand: Stand, name: str
) -> None:
    person = arrive(**LOOKS[name])
    look(person)  # closed
    person.open()
    look(person)
    for said in (UNCLEAR, QUESTION, "Noe annet"):
        person.ask(said)
        look(person)
    look_at_the_menu(person)
    stand.dialogue.is_down = True
    person.write("Hører du meg?")
    expect(person.log.get_by_role("button", name="Prøv igjen")).to_be_visible()
    look(person)
    stand.dialogue.is_down = False
    person.log.get_by_role("button", name="Prøv igjen").click()
    expect(person.log.locator(".failed")).to_have_count(0)
    look_among_people(person, stand)
    person.ask(DANGER)
    look(person)


def look_at_the_menu(person: Person) -> None:
    for words in ("Bli kontaktet", "Slett samtalen nå"):
        person.button("Mer").click()
        person.button(words).wait_for()
        look(person)
        person.button(words).click()
        person.dialog.locator("form.sheet").wait_for()
        look(person)
        person.page.keyboard.press("Escape")


def look_among_people(person: Person, stand: Stand) -> None:
    person.ask_for_adviser()
    look(person)
    stand.take(person.id)
    stand.say(person.id, "Hei, jeg heter Kari. Hva kan jeg hjelpe deg med?")
    expect(person.log.get_by_text("Hva kan jeg hjelpe deg med?")).to_be_visible()
    look(person)
    stand.end(person.id)
    expect(person.log.get_by_text("Var samtalen med rådgiveren til hjelp?")).to_be_visible()
    look(person)


def test_nothing_is_cut_with_the_text_spacing_of_wcag(arrive: Arrive) -> None:
    person = arrive(viewport={"width": 320, "height": 640})
    person.page.evaluate(in_page("text_spacing"))
    assert person.page.evaluate(in_page("cut_texts")) == []
    person.open()
    person.page.evaluate(in_page("text_spacing"))
    person.ask(UNCLEAR)
    person.ask(QUESTION)
    person.ask(DANGER)
    assert person.page.evaluate(in_page("cut_texts")) == []


def test_the_accessibility_tree_is_read_as_sender_text_choices(arrive: Arrive) -> None:
    person = arrive()
    person.open()
    person.ask(UNCLEAR)
    said = [line for _, line in tree(person.page) if line != "paragraph"]
    asked = said.index("heading Du")
    assert said[asked + 1] == f"text {UNCLEAR}"
    answered = said.index("heading Veiviseren", asked)
    assert said[answered + 1].startswith("text Jeg vil gjerne svare på det riktige.")
    choices = ["group Velg", "text Velg:", "button Sykmelding og sykepenger"]
    assert said[answered + 2 : answered + 5] == choices
