import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker have all tests of the whole running product, and one each file of browsers.

    For `--dist loadgroup`; what is started for a session is started by each worker for itself.
    """
    for item in items:
        if item.get_closest_marker("e2e") or item.get_closest_marker("rasa"):
            needs_all = "system" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("system" if needs_all else str(item.path)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once: Playwright allows one of its kind at a time in a process."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()
