import pytest
from playwright.sync_api import Route, expect

from tests.web_widget.features.conftest import Arrive, Somebody

pytestmark = pytest.mark.e2e
EXIT = "https://www.yr.no/"


@pytest.fixture
def hider(arrive: Arrive) -> Somebody:
    """Somebody who has turned the button on; nothing leaves this machine."""
    somebody = arrive()
    somebody.page.route(f"{EXIT}**", _weather)
    somebody.open()
    somebody.choose_in_menu("Vis knappen «Skjul raskt»")
    return somebody


def _weather(route: Route) -> None:
    route.fulfill(body="<title>Været</title>", content_type="text/html")


def turn_on(somebody: Somebody) -> None:
    somebody.dialog.get_by_role("button", name="Vis knappen").click()
    expect(somebody.dialog.get_by_role("button", name="Skjul raskt")).to_be_visible()


def test_what_the_button_does_and_does_not_do_is_told_first(hider: Somebody) -> None:
    expect(hider.dialog.get_by_text("går til yr.no")).to_be_visible()
    expect(hider.dialog.get_by_text("Loggen i nettleseren blir ikke slettet")).to_be_visible()
    assert hider.faults() == []


def test_one_press_leaves_for_a_neutral_page_and_leaves_nothing_in_the_tab(hider: Somebody) -> None:
    turn_on(hider)
    assert hider.faults() == []
    hider.ask("Hvor lenge?")
    hider.dialog.get_by_role("button", name="Legg i listen til legen").click()
    hider.dialog.get_by_role("button", name="Skjul raskt").click()
    hider.page.wait_for_url(EXIT)
    hider.page.goto("/")
    assert hider.page.evaluate("Object.keys(sessionStorage)") == []
    expect(hider.page.get_by_role("button", name="Spør oss om kreft")).to_be_visible()


def test_three_times_escape_leaves_too_and_once_does_not(hider: Somebody) -> None:
    turn_on(hider)
    hider.page.keyboard.press("Escape")
    hider.page.wait_for_timeout(2_500)
    assert hider.page.url.endswith("/")
    for _ in range(3):
        hider.page.keyboard.press("Escape")
    hider.page.wait_for_url(EXIT)


def test_it_is_still_there_after_a_change_of_page_and_can_be_taken_away(hider: Somebody) -> None:
    turn_on(hider)
    hider.page.goto("/artikler")
    button = hider.dialog.get_by_role("button", name="Skjul raskt", exact=True)
    expect(button).to_be_visible()
    hider.choose_in_menu("Ta bort knappen «Skjul raskt»")
    expect(button).to_be_hidden()


def test_the_site_may_choose_the_page_to_leave_for(arrive: Arrive) -> None:
    somebody = arrive()
    somebody.page.route("https://vaer.example/**", _weather)
    somebody.page.evaluate(
        "document.querySelector('kreft-chat').setAttribute('data-exit-url', 'https://vaer.example/')"
    )
    somebody.open()
    somebody.choose_in_menu("Vis knappen «Skjul raskt»")
    turn_on(somebody)
    somebody.dialog.get_by_role("button", name="Skjul raskt").click()
    somebody.page.wait_for_url("https://vaer.example/")
