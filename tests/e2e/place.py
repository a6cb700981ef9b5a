from typing import Self

from playwright.sync_api import Browser, ViewportSize

from tests.e2e.conftest import PATIENCE
from tests.e2e.link import Link
from tools.system import System


class Place:
    """A browser of somebody's own, on a network of its own that can be lost."""

    def __init__(self, browser: Browser, system: System, viewport: ViewportSize) -> None:
        self._link = Link(system.base_url)
        self._context = browser.new_context(base_url=self._link.url, viewport=viewport)
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()
        self._link.cut()

    def lose_network(self) -> None:
        # The browser alone would keep the streams that are open.
        self._context.set_offline(True)
        self._link.cut()

    def find_network(self) -> None:
        self._link.mend()
        self._context.set_offline(False)
