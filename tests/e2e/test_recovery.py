import time

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tools.system import System

pytestmark = pytest.mark.e2e

RECOVERY_LIMIT = 120.0  # seconds
QUESTION = "Hvor mange uker kan jeg gå på sykepenger når jeg har kreft?"


def wait_until_ready(system: System) -> None:
    deadline = time.monotonic() + RECOVERY_LIMIT
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{system.base_url}/readyz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise TimeoutError


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
