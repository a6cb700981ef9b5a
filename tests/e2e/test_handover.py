import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.e2e.adviser import NAME, Adviser, demo_password
from tests.e2e.place import Place
from tests.e2e.readiness import wait_until_ready
from tests.e2e.talk import Talk
from tests.e2e.visitor import Visitor, is_turn
from tools.system import System

pytestmark = pytest.mark.e2e

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
RESTART_PATIENCE = 120_000  # ms: on two cores with much else to do
FLIGHT_SECONDS = 30.0
SLOW_PARTS = ["rasa", "knowledge", "actions"]  # they come back while the networks are away
EACH_WAY = 20


@pytest.fixture
def talk(browser: Browser, system: System) -> Iterator[Talk]:
    """Somebody with the widget open on a phone, and an adviser who has not yet signed in."""
    expect.set_options(timeout=RESTART_PATIENCE)
    with Place(browser, system, PHONE) as home, Place(browser, system, DESK) as office:
        home.page.goto("/")
        visitor = Visitor(home.page)
        visitor.open_widget()
        yield Talk(system, home, visitor, office, Adviser(office.page))
    expect.set_options(timeout=None)


def test_nothing_is_lost_doubled_or_out_of_order_whatever_breaks(
    talk: Talk, screenshots: Path
) -> None:
    ask_for_a_person(talk, screenshots)
    talk.adviser.sign_in(demo_password(talk.system))
    take(talk, screenshots)
    talk.exchange(4)
    reload_both(talk)
    for part in SLOW_PARTS:
        kill(talk, part)
    fly(talk, screenshots)
    kill(talk, "web")
    show(talk, screenshots, "talked")
    raise_unless_both_have_all(talk)
    go_on_with_the_bot(talk, screenshots)


def ask_for_a_person(talk: Talk, screenshots: Path) -> None:
    visitor = talk.visitor
    visitor.ask("Hvor lenge kan jeg gå sykmeldt med lønn?")
    visitor.log.get_by_role("button", name="Nei", exact=True).click()
    visitor.page.locator(".help").get_by_role("button", name="Snakk med en rådgiver").click()
    agree = visitor.log.get_by_role("button", name="Ja, det er greit")
    expect(agree).to_be_visible()
    visitor.page.screenshot(path=screenshots / "handover-consent-widget.png")
    agree.click()
    expect(visitor.page.locator(".status")).to_have_text(re.compile(r"Du er nummer \d+ i køen"))


def take(talk: Talk, screenshots: Path) -> None:
    talk.adviser.page.get_by_text("Se utdrag").last.click()
    expect(talk.adviser.page.locator(".slip").last).to_be_visible()
    show(talk, screenshots, "waiting")
    talk.adviser.take(talk.id)
    expect(talk.visitor.page.locator(".subtitle")).to_have_text(f"{NAME}, sykepleier")


def reload_both(talk: Talk) -> None:
    talk.user_says()
    talk.visitor.page.reload()
    talk.visitor.come_back()
    talk.adviser_says()
    talk.adviser.page.reload()
    talk.exchange(2)


def fly(talk: Talk, screenshots: Path) -> None:
    """Take the network from each for thirty seconds, half of them from both at once."""
    talk.home.lose_network()
    exchange_blindly_for(talk, FLIGHT_SECONDS / 2)
    talk.office.lose_network()
    exchange_blindly_for(talk, FLIGHT_SECONDS / 2)
    expect(talk.visitor.page.locator(".status")).to_contain_text("Ingen kontakt")
    show(talk, screenshots, "offline")
    talk.home.find_network()
    exchange_blindly_for(talk, FLIGHT_SECONDS / 2)
    talk.office.find_network()
    talk.exchange(2)


def exchange_blindly_for(talk: Talk, seconds: float) -> None:
    talk.user_says()
    talk.adviser_says()
    talk.home.page.wait_for_timeout(seconds * 1000)


def kill(talk: Talk, part: str) -> None:
    for process in talk.system.processes(part):
        process.kill()
    talk.exchange(2)


def raise_unless_both_have_all(talk: Talk) -> None:
    users, advisers = talk.messages(), talk.adviser.messages(talk.id)
    assert [(each["id"], each["sender"], each["text"]) for each in users] == [
        (each["id"], each["sender"], each["text"]) for each in advisers
    ]
    for sender, said in talk.said.items():
        assert len(said) == EACH_WAY
        assert [each["text"] for each in users if each["sender"] == sender][-EACH_WAY:] == said
    on_phone, at_desk = talk.shown()
    assert on_phone == at_desk
    assert [sender for sender, _ in on_phone] == [each["sender"] for each in users]


def go_on_with_the_bot(talk: Talk, screenshots: Path) -> None:
    visitor = talk.visitor
    wait_until_ready(talk.system)
    talk.adviser.end("Økonomi")
    expect(visitor.page.get_by_text("Var samtalen med rådgiveren til hjelp?")).to_be_visible()
    show(talk, screenshots, "ended")
    before = [each["text"] for each in talk.messages()]
    answer = ask_and_ask_again(visitor, "Hva er et pakkeforløp?")
    assert answer["route"] == "answer"
    assert answer["articles"][0]["slug"] == "pakkeforlop"
    assert [each["text"] for each in talk.messages()].count(answer["text"]) == 1
    assert answer["text"] not in before
    show(talk, screenshots, "bot-again")


def ask_and_ask_again(visitor: Visitor, question: str) -> dict[str, Any]:
    """Ask as a person does who is told that it took too long: Rasa has just started."""
    answer = visitor.ask(question)
    if answer["route"] is None:
        with visitor.page.expect_response(is_turn) as answered:
            visitor.log.get_by_role("button", name="Prøv igjen").click()
        answer = answered.value.json()["messages"][0]
    return answer


def show(talk: Talk, screenshots: Path, moment: str) -> None:
    """Keep what both see."""
    talk.visitor.page.screenshot(path=screenshots / f"handover-{moment}-widget.png")
    talk.adviser.page.screenshot(path=screenshots / f"handover-{moment}-console.png")
