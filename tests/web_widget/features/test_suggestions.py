import pytest
from playwright.sync_api import expect

from tests.web_widget.fakes import FakeKnowledge
from tests.web_widget.features.conftest import Arrive, Somebody

pytestmark = pytest.mark.e2e
SUGGESTED = "Sykmelding og sykepenger"


def test_a_suggestion_is_chosen_by_arrow_and_opened_inside(somebody: Somebody) -> None:
    somebody.box.press_sequentially("syke")
    option = somebody.dialog.get_by_role("option", name=SUGGESTED)
    expect(option).to_be_visible()
    assert somebody.faults() == []
    somebody.box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    somebody.box.press("Enter")
    expect(somebody.dialog.get_by_role("heading", name=SUGGESTED, level=3)).to_be_focused()
    somebody.page.keyboard.press("Escape")
    expect(somebody.box).to_be_focused()
    expect(somebody.box).to_have_value("syke")


def test_enter_sends_what_is_written_while_articles_are_suggested(somebody: Somebody) -> None:
    somebody.box.press_sequentially("syke")
    expect(somebody.dialog.get_by_role("option", name=SUGGESTED)).to_be_visible()
    somebody.box.press("Enter")
    expect(somebody.dialog.get_by_role("article").nth(1)).to_contain_text("syke")
    expect(somebody.dialog.get_by_role("listbox")).to_be_hidden()


def test_suggestions_can_be_turned_off_for_the_tab(
    somebody: Somebody, knowledge: FakeKnowledge
) -> None:
    somebody.choose_in_menu("Forslag mens jeg skriver")
    toggle = somebody.dialog.get_by_role("button", name="Forslag mens jeg skriver")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    assert somebody.faults() == []
    somebody.page.reload()
    somebody.box.press_sequentially("syke", delay=20)
    somebody.page.wait_for_timeout(800)
    assert knowledge.suggested_for == []
    assert somebody.stored("kreft-chat")["suggest"] is False


def test_nothing_typed_goes_out_while_a_person_is_asked_for(
    somebody: Somebody, knowledge: FakeKnowledge
) -> None:
    somebody.page.route("**/conversations/*", _as_waiting)
    somebody.page.reload()
    somebody.box.press_sequentially("syke", delay=20)
    somebody.page.wait_for_timeout(800)
    assert knowledge.suggested_for == []


def _as_waiting(route):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 a Playwright route
    response = route.fetch()
    route.fulfill(response=response, json={**response.json(), "state": "waiting"})


def test_what_is_asked_for_carries_no_token_and_stands_in_no_address(somebody: Somebody) -> None:
    with somebody.page.expect_request("**/suggestions") as asked:
        somebody.box.press_sequentially("syke")
    assert "authorization" not in asked.value.headers
    assert not [url for url in somebody.requests if "syke" in url]


def test_the_page_of_articles_suggests_too_and_goes_there(arrive: Arrive) -> None:
    reader = arrive("/artikler")
    box = reader.page.get_by_role("combobox", name="Søk i artiklene")
    box.press_sequentially("syke")
    option = reader.page.get_by_role("option", name=SUGGESTED)
    expect(option).to_be_visible()
    assert reader.faults("body") == []
    box.press("ArrowDown")
    box.press("Enter")
    reader.page.wait_for_url("**/artikler/sykepenger")


def test_the_page_of_articles_is_searched_without_script(arrive: Arrive) -> None:
    reader = arrive("/artikler", java_script_enabled=False)
    box = reader.page.get_by_role("searchbox", name="Søk i artiklene")
    box.fill("sykepenger")
    box.press("Enter")
    expect(reader.page.get_by_role("heading", name="Treff på «sykepenger»")).to_be_visible()
