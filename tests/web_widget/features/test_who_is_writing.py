import pytest
from playwright.sync_api import expect

from tests.web_widget.fakes import FakeDialogue
from tests.web_widget.features.conftest import Arrive, Somebody

pytestmark = pytest.mark.e2e


def test_who_is_writing_is_asked_once_below_all_topics_and_kept(
    somebody: Somebody, dialogue: FakeDialogue
) -> None:
    ask = somebody.dialog.get_by_role("button", name="Hvem skriver du som? (valgfritt)")
    ask.click()
    expect(somebody.dialog.get_by_role("heading", name="Hvem skriver du som?")).to_be_focused()
    assert somebody.faults() == []
    somebody.dialog.get_by_role("button", name="Jeg er pårørende").click()
    expect(somebody.dialog.get_by_text("Takk for at du sier det.")).to_be_visible()
    expect(ask).to_be_hidden()
    assert dialogue.asked[-1].message == '/choose_audience{"audience": "parorende"}'
    somebody.ask("Hvor lenge?")
    assert dialogue.asked[-1].metadata["audience"] == "parorende"


def test_it_can_be_left_out_and_changed_later(somebody: Somebody, dialogue: FakeDialogue) -> None:
    somebody.dialog.get_by_role("button", name="Hvem skriver du som? (valgfritt)").click()
    somebody.dialog.get_by_role("button", name="Hopp over").click()
    expect(somebody.box).to_be_visible()
    somebody.choose_in_menu("Hvem skriver du som?")
    somebody.dialog.get_by_role("button", name="Jeg har mistet noen").click()
    expect(somebody.dialog.get_by_text("Takk for at du sier det.")).to_be_visible()
    somebody.choose_in_menu("Hvem skriver du som?")
    chosen = somebody.dialog.get_by_role("button", name="Jeg har mistet noen")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    assert len(dialogue.asked) == 1


def test_on_the_smallest_phone_the_topics_stay_where_they_are(arrive: Arrive) -> None:
    somebody = arrive(viewport={"width": 320, "height": 568})
    somebody.open()
    topics = somebody.dialog.get_by_role("button", name="Hjelp der du bor").bounding_box()
    ask = somebody.dialog.get_by_role(
        "button", name="Hvem skriver du som? (valgfritt)"
    ).bounding_box()
    assert topics
    assert ask
    assert topics["y"] < ask["y"]


def test_a_child_is_met_in_its_own_words_with_its_number_always_there(somebody: Somebody) -> None:
    somebody.choose_in_menu("Hvem skriver du som?")
    somebody.dialog.get_by_role("button", name="Jeg er barn eller ungdom").click()
    call = somebody.dialog.get_by_role("link", name="Alarmtelefonen for barn og unge")
    expect(call).to_have_attribute("href", "tel:116111")
    expect(somebody.dialog.get_by_role("button", name="Snakk med en voksen her")).to_be_visible()
    expect(somebody.dialog.get_by_role("textbox", name="Skriv det du lurer på")).to_be_visible()
    expect(somebody.dialog.get_by_role("button", name="Skjul raskt")).to_be_visible()
    assert somebody.faults() == []
    somebody.page.reload()
    expect(call).to_be_visible()
    somebody.choose_in_menu("Temaer og artikler")
    expect(
        somebody.dialog.get_by_role("heading", name="For deg som er barn eller ungdom")
    ).to_be_visible()
    expect(call).to_be_visible()
    somebody.page.keyboard.press("Escape")
    somebody.choose_in_menu("Hvem skriver du som?")
    somebody.dialog.get_by_role("button", name="Jeg er pårørende").click()
    expect(call).to_be_hidden()
    expect(somebody.box).to_be_visible()
