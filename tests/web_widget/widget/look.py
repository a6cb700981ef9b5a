"""Look at the widget: `python -m tests.web_widget.widget.look pictures`, or `… tree`.

Both run the web application with stand-ins for its neighbours, so that they take a minute and no
models. `pictures` writes every screen to var/widget and a sheet for each language to docs/widget;
`tree` prints a conversation as a screen reader is given it.
"""

import argparse
import base64
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import DANGER, QUESTION, UNCLEAR
from tests.web_widget.widget.stand import running_stand
from tests.web_widget.widget.tree import tree

SCREENS = Path("var/widget")
SHEETS = Path("docs/widget")
SIZES = {320: 568, 390: 844, 768: 1024, 1280: 800}
SCHEMES = ("light", "dark")
LANGUAGES = ("nb", "nn", "ar")
SHEET_WIDTH = 1600  # px
TILE_HEIGHT = 420  # px


def take_pictures(browser: Browser, url: str) -> None:
    for folder in (SCREENS, SHEETS):
        folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        screens = [
            screen
            for scheme in SCHEMES
            for width, height in SIZES.items()
            for screen in _screens(browser, url, language, scheme, (width, height))
        ]
        answered = [path for path in screens if path.stem.endswith("answer")]
        _sheet(browser, answered, SHEETS / f"{language}.jpg")
        print(f"{language}: {len(screens)} screens in {SCREENS}")


def _screens(
    browser: Browser, url: str, language: str, scheme: str, size: tuple[int, int]
) -> Iterator[Path]:
    width, height = size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        has_touch=width < 768,
        reduced_motion="reduce",
    )
    person = _arrived(context.new_page(), language)
    for name, said in (("greeting", ""), ("answer", QUESTION), ("danger", DANGER)):
        if said:
            person.ask(said)
        path = SCREENS / f"{language}-{width}-{scheme}-{name}.png"
        person.page.screenshot(path=path, animations="disabled")
        yield path
    context.close()


def _arrived(page: Page, language: str) -> Person:
    """Come to the start page whose script tag names the language."""
    page.route(
        "/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace(
                'src="/widget.js"', f'data-lang="{language}" src="/widget.js"'
            ),
        ),
    )
    page.goto("/")
    person = Person(page)
    person.open()
    page.wait_for_timeout(400)
    return person


def _sheet(browser: Browser, screens: list[Path], target: Path) -> None:
    images = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}">'
        for path in screens
    )
    page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": 2 * TILE_HEIGHT})
    page.set_content(
        "<style>body{margin:0;padding:12px;display:flex;flex-wrap:wrap;gap:12px;background:#888}"
        f"img{{height:{TILE_HEIGHT}px}}</style>{images}"
    )
    page.screenshot(path=target, type="jpeg", quality=70, full_page=True)
    page.close()


def print_tree(browser: Browser, url: str) -> None:
    page = browser.new_page(base_url=url)
    person = _arrived(page, "nb")
    for said in (UNCLEAR, QUESTION, DANGER):
        person.ask(said)
    for depth, line in tree(page):
        print("  " * depth + line)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("pictures", "tree"))
    act = {"pictures": take_pictures, "tree": print_tree}[parser.parse_args().what]
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stand(Path(folder)) as stand,
        _chromium() as browser,
    ):
        act(browser, stand.url)


if __name__ == "__main__":
    main()
