"""Every page of an adviser's gives a sign of presence while it is open."""

import pytest
from flask import Flask

from tests.web_widget.console.advisers import AtDesk, sign_in
from tests.web_widget.people import content
from web_widget.services import Services

SCRIPT = "/static/dist/presence.js"
CONSOLE = "/static/dist/console.js"


def script_of(at_desk: AtDesk, path: str) -> list[str]:
    page = at_desk.client.get(path)
    assert page.status_code == 200
    return [script for script in (SCRIPT, CONSOLE) if script in page.text]


@pytest.mark.parametrize("path", ["", "/tilbakeringing", "/svar", "/sok"])
def test_the_consoles_pages_give_it_with_the_consoles_own_script(kari: AtDesk, path: str) -> None:
    assert script_of(kari, f"/radgiver{path}") == [CONSOLE]


@pytest.mark.parametrize("path", ["/konto", "/konto/ansatte", "/konto/logg"])
def test_an_advisers_pages_elsewhere_give_it_with_a_script_of_its_own(
    app: Flask, services: Services, path: str
) -> None:
    both = sign_in(app, services, "Kari", roles=("adviser", "administrator"))
    assert script_of(both, path) == [SCRIPT]


def test_who_is_no_adviser_gives_none_and_neither_does_the_sign_in(
    app: Flask, services: Services
) -> None:
    administrator = sign_in(app, services, "Ola", roles=("administrator",))
    assert script_of(administrator, "/konto") == []
    assert SCRIPT not in app.test_client().get("/logg-inn").text


def test_who_looks_at_the_console_is_counted_from_the_first_look_on(
    kari: AtDesk, ola: AtDesk
) -> None:
    names = [each["name"] for each in content(kari.get("/oversikt"))["advisers"]]
    assert names == ["Kari Nordmann"]
    names = [each["name"] for each in content(ola.get("/oversikt"))["advisers"]]
    assert names == ["Kari Nordmann", "Ola Hansen"]
