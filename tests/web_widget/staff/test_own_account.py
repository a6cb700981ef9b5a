from collections.abc import Callable

import pytest

from tests.web_widget.staff.people import PASSWORD, Employee
from web_widget import create_app
from web_widget.access import Role
from web_widget.services import Services
from web_widget.settings import Settings
from web_widget.staff import words

Hire = Callable[..., Employee]


def test_a_new_password_needs_the_old_one(adviser: Employee) -> None:
    fields = {"new_password": "bok stol lampe bord", "repeated": "bok stol lampe bord"}
    answer = adviser.signed_in().post("/konto/passord", "/konto", password="feil", **fields)  # noqa: S106
    assert answer.status_code == 422
    assert words.WRONG_PASSWORD in answer.text


@pytest.mark.parametrize("path", ["/konto/totrinn", "/konto/reservekoder"])
def test_the_second_factor_changes_only_for_who_knows_the_password(
    adviser: Employee, path: str
) -> None:
    before = adviser.account().totp_secret
    answer = adviser.signed_in().post(path, "/konto", factor_password="feil", codes_password="x")  # noqa: S106
    assert answer.status_code == 422
    assert adviser.account().totp_new_secret is None
    assert adviser.account().totp_secret == before


def test_the_old_phone_counts_until_the_new_one_is_confirmed(adviser: Employee) -> None:
    old = adviser.signed_in().secret
    started = adviser.post("/konto/totrinn", "/konto", factor_password=PASSWORD)
    assert started.location == "/konto/totrinn"
    assert "<svg" in adviser.get("/konto/totrinn").text
    assert adviser.account().totp_secret == old
    wrong = adviser.post("/konto/totrinn/bekreft", "/konto", code="000000")
    assert (wrong.status_code, adviser.account().totp_secret) == (422, old)
    adviser.secret = adviser.account().totp_new_secret or ""
    done = adviser.post("/konto/totrinn/bekreft", "/konto", code=adviser.code())
    assert done.text.count("<code>") == 10
    assert adviser.account().totp_secret == adviser.secret
    assert "account.second_factor" in adviser.audited()


def test_nothing_is_confirmed_that_was_not_begun(adviser: Employee) -> None:
    adviser.signed_in()
    assert adviser.get("/konto/totrinn").location == "/konto"
    assert adviser.post("/konto/totrinn/bekreft", "/konto", code="123456").location == "/konto"


def test_new_recovery_codes_are_shown_once_and_counted_down(adviser: Employee) -> None:
    adviser.signed_in()
    page = adviser.post("/konto/reservekoder", "/konto", codes_password=PASSWORD).text
    assert page.count("<code>") == 10
    assert "Du har 10 igjen" in adviser.get("/konto").text


def test_who_has_no_role_yet_is_told(employ: Hire) -> None:
    assert "Du har ingen roller ennå" in employ().signed_in().get("/konto").text


def test_the_header_says_who_is_signed_in_and_as_what(employ: Hire) -> None:
    employee = employ(Role.ADVISER, Role.EDITOR, name="Siv", profession="nurse").signed_in()
    page = employee.get("/konto").text
    assert '<span class="who-name">Siv</span>' in page
    assert "Sykepleier, Redaktør" in page
    assert "Ansatte</a>" not in page


def test_without_the_demand_a_password_is_enough(
    settings: Settings, services: Services, employ: Hire
) -> None:
    app = create_app(settings.model_copy(update={"staff_second_factor": "optional"}), services)
    bare, careful = employ(Role.EDITOR, has_factor=False), employ(Role.EDITOR, name="Kari")
    bare.client, careful.client = app.test_client(), app.test_client()
    assert bare.give_password().location == "/redaksjon"
    assert bare.is_signed_in()
    assert "Du har ikke satt opp" in bare.get("/konto").text
    assert careful.give_password().location == "/logg-inn/kode"
