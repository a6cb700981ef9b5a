"""The widget on other people's pages, in a browser: another origin, other rules, other habits."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.web_widget.widget.conftest import DESK, PATIENCE
from tests.web_widget.widget.host import Host, running_host
from tests.web_widget.widget.person import Person
from tests.web_widget.widget.script import QUESTION
from tests.web_widget.widget.stand import Stand, running_stand

pytestmark = pytest.mark.e2e

EXAMPLES = Path("examples")
MODULES = Path("node_modules")
EXAMPLE_ADDRESS = "https://veiviser.example"
COLOUR = "#6b1f7a"
NO_ICON = '<link rel="icon" href="data:,">'


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    # The first page of a browser is slow where much else runs.
    expect.set_options(timeout=PATIENCE)
    with running_host() as host:
        yield host


@pytest.fixture(scope="module")
def guest(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The application, which lets the host's pages call it."""
    folder = tmp_path_factory.mktemp("guest")
    with running_stand(folder, allowed_origins=frozenset({host.url})) as stand:
        yield stand


@pytest.fixture
def context(browser: Browser, host: Host) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=host.url, viewport=DESK)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing is refused and nothing goes wrong."""
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def tag(guest: Stand, settings: str = "") -> str:
    return f'<script src="{guest.url}/widget.js" {settings} async></script>'


def html(body: str, head: str = "") -> str:
    head = f"<title>Vert</title>{NO_ICON}{head}"
    return f'<!doctype html><html lang="nb"><head>{head}</head><body>{body}</body></html>'


def talk(page: Page) -> Person:
    """Open, ask, use what is fetched later, and close."""
    person = Person(page)
    person.open()
    person.ask(QUESTION)
    expect(person.log.locator(".entry.bot").last).to_contain_text("sykepenger")
    person.button("Mer").click()
    expect(person.button("Slett samtalen nå")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("kreft-chat .launcher")).to_be_visible()
    return person


def looks(page: Page, selector: str) -> dict[str, object]:
    """Return how a part of the widget looks: colour, size and place."""
    found: dict[str, object] = page.locator(f"kreft-chat {selector}").evaluate(
        """async node => {
          const moving = node.getRootNode().getAnimations();
          await Promise.allSettled(moving.map(({ finished }) => finished));
          const { color, backgroundColor, fontSize, lineHeight } = getComputedStyle(node);
          const { x, y, width, height } = node.getBoundingClientRect();
          return { color, backgroundColor, fontSize, lineHeight, x, y, width, height };
        }"""
    )
    return found


@pytest.mark.parametrize(
    ("scripts", "attribute"), [("{origin}", ""), ("'nonce-abc' 'strict-dynamic'", 'nonce="abc"')]
)
def test_the_strictest_policy_is_enough(
    host: Host, guest: Stand, page: Page, scripts: str, attribute: str
) -> None:
    policy = (
        f"default-src 'none'; script-src {scripts.format(origin=guest.url)}; "
        f"connect-src {guest.url}; img-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    body = tag(guest, f'{attribute} data-colour="{COLOUR}"')
    host.page("/", html(body), {"Content-Security-Policy": policy})
    page.goto("/")
    talk(page)
    assert looks(page, ".launcher")["backgroundColor"] == "rgb(107, 31, 122)"


HOSTILE = """<style>
html { font-size: 62.5%; line-height: 4; letter-spacing: .4em; direction: rtl; color: red }
* { all: unset !important; font: 40px/3 cursive !important; color: red !important }
* { position: static !important; pointer-events: none !important }
dialog, button, textarea { display: none !important; opacity: 0 !important }
kreft-chat { display: none !important; visibility: hidden !important; opacity: 0 !important }
</style>"""


def test_a_host_page_with_hostile_style_changes_nothing(
    host: Host, guest: Stand, page: Page
) -> None:
    host.page("/plain", html(tag(guest)))
    host.page("/hostile", html(tag(guest), HOSTILE))
    seen = []
    for path in ("/plain", "/hostile"):
        page.goto(path)
        launcher = page.locator("kreft-chat .launcher")
        expect(launcher).to_be_visible()
        closed = looks(page, ".launcher")
        Person(page).open()
        parts = ("dialog", ".bubble >> nth=0", "textarea", ".head h2", ".consent")
        seen.append([closed, *(looks(page, part) for part in parts)])
        page.evaluate("sessionStorage.clear()")
    assert seen[0] == seen[1]


def test_the_widget_works_inside_a_frame(host: Host, guest: Stand, page: Page) -> None:
    host.page("/inner", html(tag(guest)))
    host.page("/", html('<iframe src="/inner" width="700" height="700" title="Ramme"></iframe>'))
    page.goto("/")
    frame = page.frame_locator("iframe")
    frame.locator("kreft-chat .launcher").click()
    frame.locator("kreft-chat textarea").fill(QUESTION)
    frame.locator("kreft-chat textarea").press("Enter")
    expect(frame.get_by_role("log").locator(".entry.bot").last).to_contain_text("sykepenger")


def test_of_two_on_a_page_the_second_yields_until_the_first_is_gone(
    host: Host, guest: Stand, page: Page
) -> None:
    own = '<kreft-chat id="first"></kreft-chat><kreft-chat id="second"></kreft-chat>'
    host.page("/", html(own + tag(guest) + tag(guest)))
    page.goto("/")
    expect(page.locator("kreft-chat .launcher")).to_have_count(1)
    expect(page.locator("#first .launcher")).to_be_visible()
    page.evaluate("document.querySelector('#first').remove()")
    expect(page.locator("#second .launcher")).to_be_visible()


def test_an_app_may_take_the_widget_away_move_it_and_put_it_back(
    host: Host, guest: Stand, page: Page
) -> None:
    host.page("/", html(f"<main></main><aside></aside>{tag(guest)}"))
    page.goto("/")
    person = Person(page)
    person.open()
    person.ask(QUESTION)
    person.composer.fill("et utkast")
    page.evaluate("document.querySelector('aside').append(document.querySelector('kreft-chat'))")
    expect(person.composer).to_have_value("et utkast")
    expect(person.log.locator(".entry")).to_have_count(3)
    page.evaluate("history.pushState(null, '', '/annet-sted')")
    page.evaluate("window.kept = document.querySelector('kreft-chat'); kept.remove()")
    expect(page.locator("kreft-chat")).to_have_count(0)
    page.evaluate("document.querySelector('main').append(kept)")
    expect(person.composer).to_have_value("et utkast")
    expect(person.log.locator(".entry")).to_have_count(3)
    page.evaluate("for (let time = 0; time < 20; time += 1) document.body.append(kept)")
    expect(page.locator("kreft-chat dialog")).to_have_count(1)


def test_bootstrap_and_jquery_on_the_page_disturb_nothing(
    host: Host, guest: Stand, page: Page
) -> None:
    host.file("/bootstrap.css", MODULES / "bootstrap/dist/css/bootstrap.min.css")
    host.file("/bootstrap.js", MODULES / "bootstrap/dist/js/bootstrap.bundle.min.js")
    host.file("/jquery.js", MODULES / "jquery/dist/jquery.min.js")
    modal = (
        '<button class="btn" data-bs-toggle="modal" data-bs-target="#m">Vis</button>'
        '<div class="modal" id="m" tabindex="-1"><div class="modal-dialog">'
        '<div class="modal-content"><input id="inne"></div></div></div>'
    )
    scripts = '<script src="/jquery.js"></script><script src="/bootstrap.js"></script>'
    head = '<link rel="stylesheet" href="/bootstrap.css">'
    host.page("/", html(modal + scripts + tag(guest), head))
    page.goto("/")
    talk(page)
    page.evaluate(
        "jQuery('kreft-chat').remove(); jQuery('body').append('<kreft-chat></kreft-chat>')"
    )
    talk_again = Person(page)
    talk_again.open()
    assert page.evaluate("typeof jQuery.fn.jquery") == "string"


def test_nothing_goes_elsewhere_and_nothing_outlives_the_tab(
    host: Host, guest: Stand, context: BrowserContext, page: Page
) -> None:
    asked: set[str] = set()

    def note(request: Request) -> None:
        asked.add(re.sub(r"^(\w+://[^/]+).*$", r"\1", request.url))

    page.on("request", note)
    wishes = f'data-colour="{COLOUR}" data-lang="uk" data-audience="parorende"'
    host.page("/", html(tag(guest, f'{wishes} data-topic="okonomi"')))
    page.goto("/")
    page.locator("kreft-chat .launcher").click()
    expect(page.locator("kreft-chat .entry.user")).to_have_text(re.compile("Гроші та робота"))
    page.evaluate("document.querySelector('kreft-chat').dataset.lang = 'nb'")
    expect(page.locator("kreft-chat textarea")).to_have_attribute(
        "placeholder", "Skriv spørsmålet ditt"
    )
    _fetch_every_part(page, guest)
    assert asked <= {host.url, guest.url}
    assert context.cookies() == []
    kept = page.evaluate(
        """async () => ({
          local: { ...localStorage },
          databases: (await indexedDB.databases()).length,
          caches: (await caches.keys()).length,
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          session: Object.keys(sessionStorage),
        })"""
    )
    assert kept == {
        "local": {},
        "databases": 0,
        "caches": 0,
        "workers": 0,
        "session": ["kreft-chat"],
    }


def _fetch_every_part(page: Page, guest: Stand) -> None:
    """Use the built parts one after the other: what they do when they are loaded counts, too."""
    built = Path("web_widget/static/dist")
    parts = [each.name for each in built.glob("*-????????.js")]
    assert len(parts) > 5
    for name in parts:
        page.evaluate("address => import(address).then(() => null)", f"{guest.url}/widget/{name}")


def test_a_part_that_does_not_come_is_told_and_can_be_had_again(
    host: Host, guest: Stand, context: BrowserContext
) -> None:
    page = context.new_page()
    host.page("/", html(tag(guest)))
    page.goto("/")
    person = Person(page)
    person.open()
    person.composer.fill("et utkast")
    context.set_offline(True)
    person.button("Mer").click()
    menu = page.locator("kreft-chat #menu")
    expect(menu.get_by_role("alert")).to_contain_text("21 49 49 21")
    context.set_offline(False)
    menu.get_by_role("button", name="Prøv igjen").click()
    expect(menu.get_by_role("button", name="Slett samtalen nå")).to_be_visible()
    expect(person.composer).to_have_value("et utkast")


def test_the_launcher_without_network_says_whom_to_call_and_opens_later(
    host: Host, guest: Stand, context: BrowserContext
) -> None:
    page = context.new_page()
    host.page("/", html(tag(guest)))
    page.goto("/")
    launcher = page.locator("kreft-chat .launcher")
    expect(launcher).to_be_visible()
    context.set_offline(True)
    launcher.click()
    expect(page.locator("kreft-chat").get_by_role("alert")).to_contain_text("21 49 49 21")
    context.set_offline(False)
    Person(page).open()


def test_the_page_is_told_what_happens_but_never_what_is_said(
    host: Host, guest: Stand, page: Page
) -> None:
    host.page("/", html(f'<script src="/listen.js"></script>{tag(guest)}'))
    listen = """window.heard = [];
      const hear = ({ type, detail }) => heard.push([type.split(":")[1], detail]);
      for (const name of ["ready", "open", "close", "unread"])
        document.addEventListener(`kreft-chat:${name}`, hear);"""
    host.pages["/listen.js"] = type(host.pages["/"])(listen.encode(), "text/javascript")
    page.goto("/")
    page.locator("kreft-chat .launcher").wait_for()
    page.evaluate("document.querySelector('kreft-chat').open()")
    person = Person(page)
    expect(person.log.locator(".entry").first).to_be_visible()
    person.ask_for_adviser()
    guest.take(person.id)
    expect(person.status).not_to_contain_text("i køen")
    page.evaluate("document.querySelector('kreft-chat').close()")
    guest.say(person.id, "Hei, dette er Kari")
    expect(page.locator("kreft-chat .launcher")).to_contain_text("ny melding")
    heard = page.evaluate("heard")
    assert [name for name, _ in heard] == ["ready", "open", "close", *["unread"] * (len(heard) - 3)]
    assert heard[-1][1]["count"] >= 1
    assert "Kari" not in str(heard)


def test_the_plain_example_runs_as_it_is_written(host: Host, guest: Stand, page: Page) -> None:
    example = (EXAMPLES / "side.html").read_text("utf8").replace(EXAMPLE_ADDRESS, guest.url)
    assert guest.url in example
    host.page(
        "/",
        example.replace("<title>", '<link rel="icon" href="data:,"><title>', 1).replace(
            "default-src 'none'", "default-src 'none'; img-src data:"
        ),
    )
    page.goto("/")
    talk(page)


def test_the_plain_example_without_javascript_leads_to_the_articles_and_the_phone(
    host: Host, guest: Stand, browser: Browser
) -> None:
    host.page("/", (EXAMPLES / "side.html").read_text("utf8").replace(EXAMPLE_ADDRESS, guest.url))
    context = browser.new_context(base_url=host.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    link = page.get_by_role("link", name="artiklene i Kreftveiviser")
    assert link.get_attribute("href") == f"{guest.url}/artikler"
    assert page.get_by_role("link", name="21 49 49 21").get_attribute("href") == "tel:21494921"
    context.close()


def test_the_react_example_opens_moves_and_goes_with_its_routes(
    host: Host, guest: Stand, page: Page, tmp_path: Path
) -> None:
    app = tmp_path / "main.js"
    esbuild = [MODULES / ".bin" / "esbuild", EXAMPLES / "react" / "main.jsx", "--bundle"]
    options = ["--jsx=automatic", "--format=esm", f"--outfile={app}", "--log-level=error"]
    subprocess.run([*map(str, esbuild), *options], check=True)
    app.write_text(app.read_text("utf8").replace(EXAMPLE_ADDRESS, guest.url), "utf8")
    host.page(
        "/",
        (EXAMPLES / "react" / "index.html")
        .read_text("utf8")
        .replace("<title>", '<link rel="icon" href="data:,"><title>'),
    )
    host.file("/main.js", app)
    page.goto("/")
    page.get_by_role("button", name="Spør oss", exact=True).click()
    expect(page.get_by_text("Samtalen er åpen")).to_be_visible()
    person = Person(page)
    person.ask(QUESTION)
    page.get_by_role("button", name="Kontakt").click()
    expect(page.get_by_role("heading", name="kontakt")).to_be_visible()
    expect(person.log.locator(".entry")).to_have_count(3)
    page.get_by_role("button", name="Ta bort").click()
    expect(page.locator("kreft-chat")).to_have_count(0)
    page.get_by_role("button", name="Sett inn").click()
    expect(person.log.locator(".entry")).to_have_count(3)
    expect(page.locator("kreft-chat dialog")).to_have_count(1)


def test_the_playground_shows_what_a_setting_does(guest: Stand, browser: Browser) -> None:
    # Only without the strict policy may axe be put into the page.
    context = browser.new_context(base_url=guest.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/demo/lekeplass")
    page.locator("kreft-chat .launcher").wait_for()
    page.get_by_label("Farge").fill("#ffcc00")
    page.get_by_label("Plass").fill("left 40 60")
    page.get_by_label("Språk").select_option("en")
    expect(page.locator("kreft-chat .launcher")).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(page.locator("kreft-chat .launcher")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("kreft-chat .launcher")).to_have_text("Ask us about cancer")
    assert looks(page, ".launcher")["x"] == 40
    snippet = page.locator("[data-snippet]")
    expect(snippet).to_contain_text('data-colour="#ffcc00"')
    page.get_by_label("Tema fra starten").select_option("okonomi")
    page.get_by_role("button", name="Start på nytt med dette").click()
    expect(page.locator("kreft-chat .entry.user")).to_contain_text("Money and work")
    expect(page.locator("[data-events]")).to_contain_text("kreft-chat:open")
    context.close()
