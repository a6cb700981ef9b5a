import pytest
from playwright.sync_api import expect

from tests.e2e.readiness import wait_until_ready
from tests.e2e.visitor import Visitor
from tools.system import System

pytestmark = pytest.mark.e2e

QUESTION = "Hvor mange uker kan jeg gå på sykepenger når jeg har kreft?"


@pytest.mark.parametrize("part", ["actions", "rasa", "knowledge", "web"])
def test_a_killed_process_costs_a_retry_and_nothing_else(
    visitor: Visitor, system: System, part: str
) -> None:
    visitor.ask("Hva er et pakkeforløp?")
    for process in system.processes(part):
        process.kill()
    visitor.write(QUESTION)
    retry = visitor.log.get_by_role("button", name="Prøv igjen")
    answer = visitor.log.locator('a[href$="/artikler/sykepenger"]')
    number = visitor.log.locator('a[href="tel:113"]')
    retry.or_(answer).or_(number).first.wait_for()
    if not answer.first.is_visible():
        expect(number.last).to_be_visible()
        expect(visitor.log.locator('a[href$="21494921"]').last).to_be_visible()
        wait_until_ready(system)
        ask_again(visitor)
    expect(answer.first).to_be_visible()
    wait_until_ready(system)


def ask_again(visitor: Visitor) -> None:
    """Send the marked message again; what was answered honestly is asked anew."""
    retry = visitor.log.get_by_role("button", name="Prøv igjen")
    if not retry.is_visible():
        visitor.write(QUESTION)
        return
    retry.click()
    expect(visitor.log.get_by_text(QUESTION)).to_have_count(1)


def test_danger_is_answered_while_rasa_is_down(visitor: Visitor, system: System) -> None:
    for process in system.processes("rasa"):
        process.kill()
    assert visitor.ask("Jeg får nesten ikke puste")["route"] == "emergency"
    wait_until_ready(system)


def test_the_web_process_comes_back_without_what_it_does_not_need(system: System) -> None:
    for process in system.processes("web"):
        assert not [each.path for each in process.memory_maps() if "libtorch" in each.path]
