import time

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tools.system import System

pytestmark = pytest.mark.e2e

RECOVERY_LIMIT = 120.0  # seconds


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
    visitor.write("Hvor lenge kan jeg få sykepenger?")
    page = visitor.page
    retry = visitor.log.get_by_role("button", name="Prøv igjen")
    answer = visitor.log.locator('a[href$="/artikler/sykepenger"]')
    retry.or_(answer).first.wait_for()
    if retry.is_visible():
        expect(visitor.log.locator('a[href="tel:113"]').last).to_be_visible()
        expect(visitor.log.locator('a[href$="21494921"]').last).to_be_visible()
        wait_until_ready(system)
        retry.click()
    expect(answer.first).to_be_visible()
    assert visitor.log.get_by_text("Hvor lenge kan jeg få sykepenger?").count() == 1
    wait_until_ready(system)
    page.reload()


def test_danger_is_answered_while_rasa_is_down(visitor: Visitor, system: System) -> None:
    for process in system.processes("rasa"):
        process.kill()
    assert visitor.ask("Jeg får nesten ikke puste")["route"] == "emergency"
    wait_until_ready(system)
