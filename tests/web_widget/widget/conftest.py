from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import answer
from tests.web_widget.widget.stand import Stand, running_stand

PATIENCE = 15_000  # ms
expect.set_options(timeout=PATIENCE)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
Arrive = Callable[..., Person]


@pytest.fixture(scope="session")
def shared_stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with running_stand(tmp_path_factory.mktemp("stand"), event_comment_seconds=1.0) as stand:
        yield stand


@pytest.fixture
def stand(shared_stand: Stand) -> Iterator[Stand]:
    yield shared_stand
    shared_stand.dialogue.answer = answer
    shared_stand.dialogue.is_down = False
    shared_stand.dialogue.seconds = 0.0
    if not shared_stand.is_up:
        shared_stand.start()


@pytest.fixture
def arrive(stand: Stand, browser: Browser) -> Iterator[Arrive]:
    """Come to a page with the widget in a browser of one's own."""
    contexts: list[BrowserContext] = []

    def come(
        path: str = "/", prepare: Callable[[Page], object] | None = None, **options: object
    ) -> Person:
        # Only without the strict policy may axe be put into the page.
        context = browser.new_context(
            base_url=stand.url,
            bypass_csp=True,
            **{"viewport": DESK, **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if prepare:
            prepare(page)
        page.goto(path)
        page.locator("kreft-chat .launcher, kreft-chat dialog").first.wait_for()
        return Person(page)

    yield come
    for context in contexts:
        context.close()
