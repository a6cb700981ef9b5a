"""No network, a slow one, a restart, a page asleep: nothing is lost, and one is told."""

import pytest
from playwright.sync_api import CDPSession, expect

from tests.web_widget.widget.conftest import Arrive
from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import QUESTION
from tests.web_widget.widget.stand import Stand
from web_widget.conversations.log import messages_of

pytestmark = pytest.mark.e2e

RECONNECTED = 30_000  # ms: the longest pause between two tries to reach the server is 15 s
SLOW_3G = {"latency": 2_000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def stored(stand: Stand, person: Person) -> list[tuple[str, str]]:
    """Return who said what after the greeting, as the server has it."""
    with stand.services.database.reading() as session:
        said = [(str(each.sender), each.text) for each in messages_of(session, person.id)]
    return said[1:]


def protocol(person: Person) -> CDPSession:
    return person.page.context.new_cdp_session(person.page)


def test_flight_mode_is_told_at_once_and_what_was_written_is_sent_when_it_is_off(
    arrive: Arrive, stand: Stand
) -> None:
    person = arrive()
    person.open()
    person.page.context.set_offline(True)
    expect(person.status).to_contain_text("Ingen kontakt akkurat nå")
    person.write(QUESTION)
    expect(person.log.locator(".failed")).to_contain_text("Ikke besvart.")
    expect(person.log.locator(".failed a[href='tel:113']")).to_be_visible()
    person.page.context.set_offline(False)
    expect(person.log.get_by_role("link", name="Les hele artikkelen")).to_be_visible()
    expect(person.status).to_be_empty()
    assert [sender for sender, _ in stored(stand, person)] == ["user", "bot"]
    assert person.questions() == [QUESTION]


def test_the_widget_that_can_not_be_fetched_is_told_and_can_be_tried_again(arrive: Arrive) -> None:
    person = arrive()
    person.page.context.set_offline(True)
    person.page.locator("kreft-chat .launcher").click()
    expect(person.page.locator("kreft-chat .problem")).to_contain_text("113")
    person.page.context.set_offline(False)
    person.open()


def test_a_slow_line_shows_that_something_is_on_its_way(arrive: Arrive, stand: Stand) -> None:
    person = arrive()
    person.open()
    protocol(person).send("Network.emulateNetworkConditions", {"offline": False, **SLOW_3G})
    person.write(QUESTION)
    expect(person.status).to_have_text("Veiviseren skriver …")
    expect(person.log.get_by_role("link", name="Les hele artikkelen")).to_be_visible()
    assert [sender for sender, _ in stored(stand, person)] == ["user", "bot"]


def test_a_restart_in_the_middle_of_a_question_loses_nothing(arrive: Arrive, stand: Stand) -> None:
    person = arrive()
    person.open()
    stand.stop()
    person.write(QUESTION)
    expect(person.log.locator(".failed")).to_be_visible()
    person.composer.fill("Jeg lurer også på")
    stand.start()
    person.log.get_by_role("button", name="Prøv igjen").click()
    expect(person.log.get_by_role("link", name="Les hele artikkelen")).to_be_visible()
    expect(person.composer).to_have_value("Jeg lurer også på")
    assert [sender for sender, _ in stored(stand, person)] == ["user", "bot"]


def test_a_restart_while_an_adviser_writes_is_told_and_nothing_is_lost_or_out_of_order(
    arrive: Arrive, stand: Stand
) -> None:
    person = with_adviser(arrive, stand)
    stand.stop()
    expect(person.status).to_contain_text("Ingen kontakt akkurat nå", timeout=RECONNECTED)
    stand.say(person.id, "Er du der?")
    person.write("Jeg er her.")
    stand.say(person.id, "Ta den tiden du trenger.")
    stand.start()
    expect(person.log.get_by_text("Ta den tiden du trenger.")).to_be_visible(timeout=RECONNECTED)
    expect(person.log.locator(".failed")).to_have_count(0, timeout=RECONNECTED)
    expect(person.status).to_be_empty()
    said = [text for sender, text in stored(stand, person) if sender in {"adviser", "user"}]
    assert said[-3:] == ["Er du der?", "Ta den tiden du trenger.", "Jeg er her."]
    assert person.questions().count("Jeg er her.") == 1


@pytest.mark.parametrize("sleep", ["frozen by the browser", "behind a closed lid"])
def test_ten_minutes_asleep_lose_nothing(arrive: Arrive, stand: Stand, sleep: str) -> None:
    person = with_adviser(arrive, stand, clock=sleep == "behind a closed lid")
    if sleep == "frozen by the browser":
        protocol(person).send("Page.setWebLifecycleState", {"state": "frozen"})
        stand.say(person.id, "Er du der?")
        protocol(person).send("Page.setWebLifecycleState", {"state": "active"})
    else:
        person.page.context.set_offline(True)
        stand.say(person.id, "Er du der?")
        person.page.clock.fast_forward("10:00")
        person.page.context.set_offline(False)
    expect(person.log.get_by_text("Er du der?")).to_have_count(1, timeout=RECONNECTED)
    person.write("Ja, nå er jeg tilbake.")
    stand.say(person.id, "Fint.")
    expect(person.log.get_by_text("Fint.")).to_be_visible(timeout=RECONNECTED)
    assert ("user", "Ja, nå er jeg tilbake.") in stored(stand, person)


def with_adviser(arrive: Arrive, stand: Stand, clock: bool = False) -> Person:
    person = arrive(prepare=(lambda page: page.clock.install()) if clock else None)
    person.open()
    person.ask_for_adviser()
    stand.take(person.id)
    stand.say(person.id, "Hei, jeg heter Kari.")
    expect(person.log.get_by_text("Hei, jeg heter Kari.")).to_be_visible()
    return person
