"""Sign in as one of the staff: with a new second factor first, with its codes after that."""

import time

import pyotp
from playwright.sync_api import Page

# What each one's app holds, by address and password: several tests use the accounts of one system,
# through ports of their own, and every system draws its passwords anew.
_apps: dict[tuple[str, str], pyotp.TOTP] = {}
_used: set[tuple[str, str]] = set()
CODE_LASTS = 30  # seconds


def sign_in(page: Page, at: str, email: str, password: str) -> None:
    """Go to a page of the staff and come through the door that is before it."""
    page.goto(at)
    page.get_by_label("E-postadresse").fill(email)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()
    account = (email, password)
    if account in _apps:
        page.get_by_label("Engangskode").fill(_code(_apps[account]))
        page.get_by_role("button", name="Logg inn").click()
        return
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    _apps[account] = pyotp.TOTP(secret)
    page.get_by_label("Kode fra appen").fill(_code(_apps[account]))
    page.get_by_role("button", name="Bekreft").click()
    page.get_by_role("link", name="Jeg har tatt vare på kodene").click()


def _code(app: pyotp.TOTP) -> str:
    """Return the app's code; one that has been used does not count again."""
    if (app.secret, app.now()) in _used:
        time.sleep(CODE_LASTS - time.time() % CODE_LASTS)
    code = app.now()
    _used.add((app.secret, code))
    return code
