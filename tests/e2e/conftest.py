from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.visitor import Visitor
from tools.system import System, running_system

PATIENCE = 30_000  # ms: the machine may have two cores and much to do
ALWAYS = "mon-sun 00:00-23:59"


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("system")
    # What the processes put aside for a while is looked at too: see test_traces.py.
    (folder / "tmp").mkdir()
    settings = {"ADVISER_HOURS": ALWAYS, "DEMO_ACCOUNTS": "1", "TMPDIR": str(folder / "tmp")}
    with running_system(folder, **settings) as running:
        yield running


@pytest.fixture
def page(browser: Browser, system: System) -> Iterator[Page]:
    context = browser.new_context(base_url=system.base_url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def visitor(page: Page) -> Visitor:
    """Somebody who has opened the demo page and the widget on a phone."""
    page.goto("/")
    arrived = Visitor(page)
    arrived.open_widget()
    return arrived


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = Path("var") / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
