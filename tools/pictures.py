"""Take the pictures of the guides anew: `python -m tools.pictures`.

It starts the product on a database of its own, tries it as an editor and an adviser would, and
writes docs/bilder.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright

from tools.run import ROOT
from tools.system import System, running_system

PICTURES = ROOT / "docs" / "bilder"
DATABASE = "var/pictures.db"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000  # ms: the machine may have two cores and much else to do
ALWAYS = "mon-sun 00:00-23:59"
QUESTION = "Hvor lenge kan jeg få sykepenger?"


class Photographer:
    """Browsers of the staff and of a visitor, in front of one running product."""

    def __init__(self, browser: Browser, system: System) -> None:
        self._browser = browser
        self._system = system

    def open(self, viewport: dict[str, int]) -> Page:
        context = self._browser.new_context(
            base_url=self._system.base_url,
            viewport=viewport,  # type: ignore[arg-type]
            locale="nb-NO",
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def sign_in(self, name: str, path: str) -> Page:
        """Sign in with a demo account the way one does the first time."""
        email = f"{name}@demo.example"
        found = re.search(rf"{re.escape(email)} +(\S+)", self._system.log.read_text("utf8"))
        if found is None:
            raise LookupError(email)
        page = self.open(DESK)
        page.goto(path)
        page.get_by_label("E-postadresse").fill(email)
        page.get_by_label("Passord").fill(found[1])
        page.get_by_role("button", name="Logg inn").click()
        secret = page.locator("code.secret").inner_text().replace(" ", "")
        page.get_by_label("Kode fra appen").fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Bekreft").click()
        page.get_by_role("link", name="Jeg har tatt vare på kodene").click()
        page.get_by_role("heading", level=1).wait_for()
        return page


def keep(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def editors_pictures(staff: Photographer) -> None:
    page = staff.sign_in("redaktor", "/redaksjon")
    keep(page, "redaktor-arbeidsliste")
    page.goto("/redaksjon/artikler")
    keep(page, "redaktor-artikler")
    page.goto("/redaksjon/article/sykepenger")
    page.get_by_role("textbox", name="Artikkelteksten").click()
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("Dette er en ny setning. ")
    page.locator(".save-state", has_text="Lagret").wait_for()
    page.locator("[data-preview-place]", has_text="Dette er en ny setning.").wait_for()
    keep(page, "redaktor-skriv")
    page.get_by_role("region", name="Forhåndsvisning").scroll_into_view_if_needed()
    page.get_by_role("button", name="I chatten").click()
    keep(page, "redaktor-forhandsvisning")
    page.get_by_role("link", name="Hva vil boten svare med endringen?").click()
    page.get_by_label("Spørsmål, ett på hver linje").fill(QUESTION)
    page.get_by_role("button", name="Spør", exact=True).click()
    page.locator(".answered").wait_for()
    keep(page, "redaktor-hva-svarer-boten")
    page.goto("/redaksjon/article/sykepenger")
    page.get_by_role("button", name="Send til godkjenning").click()
    page.get_by_text("Utkastet er sendt til godkjenning.").wait_for()


def reviewers_pictures(staff: Photographer) -> None:
    page = staff.sign_in("fagansvarlig", "/redaksjon")
    page.goto("/redaksjon/article/sykepenger/port")
    page.get_by_role("button", name="Kjør prøven").click()
    page.locator("[data-gate-state] p").first.wait_for()
    keep(page, "redaktor-godkjenn")
    page.goto("/redaksjon/article/sykepenger/historikk")
    keep(page, "redaktor-historikk")


def advisers_pictures(staff: Photographer) -> None:
    visitor = staff.open(PHONE)
    visitor.goto("/")
    visitor.get_by_role("button", name="Spør oss om kreft").click()
    visitor.locator(".help").get_by_role("button", name="Snakk med en rådgiver").click()
    visitor.get_by_role("button", name="Ja, det er greit").click()
    visitor.locator(".status", has_text="i køen").wait_for()
    page = staff.sign_in("sykepleier", "/radgiver")
    page.get_by_role("button", name=re.compile("^Ta samtalen")).first.wait_for()
    keep(page, "radgiver-ko")
    page.get_by_role("button", name=re.compile("^Ta samtalen")).last.click()
    page.get_by_role("textbox", name="Svar til").fill("Hei! Hva kan jeg hjelpe deg med?")
    page.keyboard.press("Enter")
    visitor.get_by_text("Hva kan jeg hjelpe deg med?").wait_for()
    keep(page, "radgiver-samtale")
    page.get_by_role("button", name="Avslutt").click()
    keep(page, "radgiver-avslutt")
    page.get_by_role("dialog").get_by_label("Annet").check()
    page.get_by_role("dialog").get_by_role("button", name="Avslutt").click()
    page.goto("/radgiver/svar")
    keep(page, "radgiver-ferdige-svar")


@contextmanager
def photographer() -> Iterator[Photographer]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_system(
            Path(folder),
            ADVISER_HOURS=ALWAYS,
            DEMO_ACCOUNTS="1",
            DATABASE_URL=f"sqlite:///{DATABASE}",
        ) as system,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield Photographer(browser, system)
        browser.close()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with photographer() as staff:
        editors_pictures(staff)
        reviewers_pictures(staff)
        advisers_pictures(staff)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    (ROOT / DATABASE).unlink(missing_ok=True)  # what an earlier run left in review
    main()
