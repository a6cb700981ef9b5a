from collections.abc import Callable
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.web_widget.staff.people import PASSWORD, Employee
from web_widget import create_app
from web_widget.access import Role, session_check
from web_widget.conversations.models import now
from web_widget.services import Services
from web_widget.settings import Settings
from web_widget.staff import accounts, sessions
from web_widget.staff.models import Account, StaffSession

Hire = Callable[..., Employee]
NEW_PASSWORD = "bok stol lampe bord"  # noqa: S105 a made-up one


def test_a_session_ends_after_half_an_hour_without_a_sign_of_life(adviser: Employee) -> None:
    start = now()
    with time_machine.travel(start, tick=False):
        adviser.signed_in()
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert adviser.is_signed_in()
    with time_machine.travel(start + timedelta(minutes=58), tick=False):
        assert adviser.is_signed_in()
    with time_machine.travel(start + timedelta(minutes=89), tick=False):
        assert not adviser.is_signed_in()


def test_a_session_ends_after_twelve_hours_in_any_case(adviser: Employee) -> None:
    start = now()
    with time_machine.travel(start, tick=False):
        adviser.signed_in()
    for quarters in range(1, 48):
        with time_machine.travel(start + timedelta(minutes=15 * quarters), tick=False):
            assert adviser.is_signed_in()
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert not adviser.is_signed_in()


def test_signing_out_ends_the_session_also_for_who_has_copied_the_cookie(
    adviser: Employee, app: Flask
) -> None:
    adviser.signed_in()
    cookie = adviser.client.get_cookie("kreftveiviser")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("kreftveiviser", cookie.value)
    assert thief.get("/konto").status_code == 200
    answer = adviser.post("/logg-ut", "/konto")
    assert answer.location == "/logg-inn"
    assert "Du er logget ut" in adviser.get(answer.location).text
    assert not adviser.is_signed_in()
    assert thief.get("/konto").status_code == 302
    assert "sign_out" in adviser.audited()


def test_a_new_password_ends_every_other_session(adviser: Employee, app: Flask) -> None:
    adviser.signed_in()
    elsewhere = _same_person_elsewhere(adviser, app)
    fields = {"password": PASSWORD, "new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    assert adviser.post("/konto/passord", "/konto", **fields).status_code == 302
    assert adviser.is_signed_in()
    assert elsewhere.get("/konto").status_code == 302
    adviser.client.delete_cookie("kreftveiviser")
    assert adviser.give_password(PASSWORD).status_code == 422
    assert adviser.give_password(NEW_PASSWORD).status_code == 302


def test_a_shut_account_is_out_at_once(adviser: Employee, services: Services) -> None:
    adviser.signed_in()
    with services.database.writing() as session:
        session.get_one(Account, adviser.id).active = False
    assert not adviser.is_signed_in()


def test_a_role_that_is_taken_away_is_gone_at_the_next_page(
    employ: Hire, services: Services
) -> None:
    employee = employ(Role.ADMINISTRATOR).signed_in()
    employ(Role.ADMINISTRATOR, name="En Annen")
    assert employee.get("/konto/ansatte").status_code == 200
    with services.database.writing() as session:
        account = session.get_one(Account, employee.id)
        accounts.change(session, account, accounts.Profile(account.name, frozenset(), None))
    assert employee.get("/konto/ansatte").status_code == 403


def test_the_cookie_can_not_be_read_by_a_script_nor_sent_from_another_site(
    adviser: Employee,
) -> None:
    (cookie,) = adviser.get("/logg-inn").headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # on loopback


def test_the_cookie_is_sent_over_https_only_when_the_service_is_public(
    settings: Settings, services: Services
) -> None:
    public = create_app(settings.model_copy(update={"public_host": "0.0.0.0"}), services)  # noqa: S104 what is meant
    answer = public.test_client().get("/logg-inn", base_url="https://hjelp.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie


def test_only_the_hash_of_a_session_is_stored(adviser: Employee, services: Services) -> None:
    adviser.signed_in()
    with adviser.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with services.database.reading() as session:
        (row,) = session.query(StaffSession).all()
    assert token not in row.token_hash


def test_no_cache_keeps_the_pages_of_the_staff_and_each_may_keep_the_articles(
    client: FlaskClient, adviser: Employee
) -> None:
    assert adviser.signed_in().get("/konto").headers["Cache-Control"] == "no-store"
    public = client.get("/artikler").headers
    assert "Set-Cookie" not in public
    assert "Cookie" not in public.get("Vary", "")


def test_a_stream_learns_that_its_session_has_ended(
    adviser: Employee, app: Flask, services: Services
) -> None:
    adviser.signed_in()
    with adviser.client:
        adviser.get("/konto")
        is_live = session_check()
    assert is_live()
    with services.database.writing() as session:
        sessions.end_all(session, adviser.id)
    assert not is_live()


def _same_person_elsewhere(adviser: Employee, app: Flask) -> FlaskClient:
    again = Employee(
        app.test_client(), adviser.services, adviser.email, adviser.id, secret=adviser.secret
    )
    with time_machine.travel(now() + timedelta(seconds=31)):
        again.signed_in()
    return again.client
