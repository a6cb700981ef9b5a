import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests.web_widget.staff.people import Employee, audit_entries
from web_widget.access import Role
from web_widget.audit import Action
from web_widget.conversations import presence
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import now
from web_widget.services import Services
from web_widget.staff import accounts, words
from web_widget.staff.errors import LastAdministratorError
from web_widget.staff.models import Account, PasswordLink

Hire = Callable[..., Employee]
PASSWORD = "bok stol lampe bord"  # noqa: S105 a made-up one
CHOICE = {"new_password": PASSWORD, "repeated": PASSWORD}


def invite(administrator: Employee, **fields: object) -> TestResponse:
    given = {"name": "Nina Ny", "email": "Nina@Example.org", "roles": ["editor"], **fields}
    return administrator.post("/konto/ansatte/ny", "/konto/ansatte/ny", **given)


def link_in(page: TestResponse) -> str:
    found = re.search(r"http://localhost(/konto/passord/[^\"]+)", page.text)
    assert found, page.text
    return found[1]


def test_who_is_invited_chooses_a_password_and_a_second_factor(
    administrator: Employee, app: Flask, services: Services
) -> None:
    link = link_in(invite(administrator))
    nina = Employee(app.test_client(), services, "nina@example.org", password=PASSWORD)
    assert "nina@example.org" in nina.get(link).text
    assert nina.post(link, link, **CHOICE).location == "/logg-inn/oppsett"
    with services.database.reading() as session:
        account = accounts.by_email(session, "nina@example.org")
    assert account is not None
    nina.id, nina.secret = account.id, account.totp_new_secret or ""
    assert account.roles == ["editor"]
    nina.post("/logg-inn/oppsett", "/logg-inn/oppsett", code=nina.code())
    assert nina.is_signed_in()


def test_a_link_works_once_and_for_three_days(administrator: Employee, outsider: Employee) -> None:
    link = link_in(invite(administrator))
    with time_machine.travel(now() + timedelta(hours=73)):
        assert outsider.get(link).status_code == 404
    assert outsider.post(link, link, **CHOICE).status_code == 302
    assert outsider.get(link).status_code == 404
    assert outsider.post(link, **CHOICE).status_code == 404


def test_a_new_link_replaces_the_one_before(administrator: Employee, outsider: Employee) -> None:
    first = link_in(invite(administrator))
    account_id = audit_entries(administrator.services)[-1].subject
    page = f"/konto/ansatte/{account_id}"
    second = link_in(administrator.post(f"{page}/lenke", page))
    assert outsider.get(first).status_code == 404
    assert outsider.get(second).status_code == 200


def test_a_link_does_not_pass_by_the_second_factor(
    administrator: Employee, adviser: Employee
) -> None:
    page = f"/konto/ansatte/{adviser.id}"
    link = link_in(administrator.post(f"{page}/lenke", page))
    assert adviser.post(link, link, **CHOICE).location == "/logg-inn/kode"
    assert not adviser.is_signed_in()


def test_a_link_is_stored_as_its_hash_only(administrator: Employee, services: Services) -> None:
    token = link_in(invite(administrator)).rpartition("/")[2]
    with services.database.reading() as session:
        (link,) = session.query(PasswordLink).all()
    assert token not in (link.token_hash, link.account_id)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"email": "ikke en adresse"}, words.EMAIL_INVALID),
        ({"name": ""}, words.NAME_MISSING),
        ({"roles": ["adviser"]}, words.PROFESSION_NEEDED),
        ({"email": "astrid.administrator@example.org"}, words.EMAIL_TAKEN),
    ],
)
def test_an_invitation_that_does_not_fit_says_why(
    administrator: Employee, fields: dict[str, object], complaint: str
) -> None:
    answer = invite(administrator, **fields)
    assert answer.status_code == 422
    assert complaint in answer.text


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("kort", words.PASSWORD_SHORT),
        ("aaaaaaaaaaaaaa", words.PASSWORD_SIMPLE),
        ("nina@example.org", words.PASSWORD_SIMPLE),
        ("x" * 500, words.PASSWORD_LONG),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(
    administrator: Employee, outsider: Employee, password: str, complaint: str
) -> None:
    link = link_in(invite(administrator))
    answer = outsider.post(link, link, new_password=password, repeated=password)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_two_passwords_that_differ_are_refused(administrator: Employee, outsider: Employee) -> None:
    link = link_in(invite(administrator))
    answer = outsider.post(link, link, new_password=PASSWORD, repeated=PASSWORD + "e")
    assert words.PASSWORDS_DIFFER in answer.text


def test_roles_and_profession_can_be_changed(administrator: Employee, adviser: Employee) -> None:
    page = f"/konto/ansatte/{adviser.id}"
    fields = {"name": "Siv S.", "roles": ["adviser", "reviewer"], "profession": "social_worker"}
    assert administrator.post(page, page, **fields).status_code == 302
    account = adviser.account()
    assert (account.name, account.roles) == ("Siv S.", ["adviser", "reviewer"])
    assert account.profession == "social_worker"
    assert audit_entries(administrator.services)[-1].details == {
        "changed": ["name", "roles", "profession"]
    }


def test_shutting_an_account_ends_its_sessions_and_opening_it_lets_in_again(
    administrator: Employee, adviser: Employee
) -> None:
    page = f"/konto/ansatte/{adviser.id}"
    adviser.signed_in()
    administrator.post(f"{page}/steng", page)
    assert not adviser.is_signed_in()
    assert "Stengt" in administrator.get("/konto/ansatte").text
    administrator.post(f"{page}/apne", page)
    assert not adviser.is_signed_in()
    assert adviser.give_password().status_code == 302


def test_an_adviser_whose_account_is_shut_is_there_no_more(
    administrator: Employee, adviser: Employee, services: Services
) -> None:
    page = f"/konto/ansatte/{adviser.id}"
    _beat(services, adviser)
    administrator.post(f"{page}/steng", page)
    with services.database.reading() as session:
        assert presence.present(session, now()) == []


def test_an_adviser_who_signs_out_is_there_no_more(adviser: Employee, services: Services) -> None:
    adviser.signed_in()
    _beat(services, adviser)
    adviser.post("/logg-ut", "/konto")
    with services.database.reading() as session:
        assert presence.present(session, now()) == []


def _beat(services: Services, adviser: Employee) -> None:
    with services.database.writing() as session:
        presence.beat(session, Adviser(adviser.id, adviser.name, "nurse"))
    with services.database.reading() as session:
        assert presence.present(session, now())


def test_the_second_factor_can_be_reset_when_the_phone_is_lost(
    administrator: Employee, adviser: Employee
) -> None:
    page = f"/konto/ansatte/{adviser.id}"
    adviser.signed_in()
    administrator.post(f"{page}/totrinn", page)
    assert not adviser.is_signed_in()
    assert adviser.give_password().location == "/logg-inn/oppsett"


def test_the_last_administrator_stays(administrator: Employee) -> None:
    page = f"/konto/ansatte/{administrator.id}"
    refused = administrator.post(f"{page}/steng", page)
    assert words.LAST_ADMINISTRATOR in refused.text
    refused = administrator.post(page, page, name="Astrid", roles=["editor"])
    assert (refused.status_code, administrator.is_signed_in()) == (422, True)
    assert administrator.account().roles == ["administrator"]
    assert "account.deactivated" not in administrator.audited()


def test_two_administrators_can_not_shut_out_each_other(
    administrator: Employee, employ: Hire, services: Services
) -> None:
    other = employ(Role.ADMINISTRATOR, name="En Annen")
    with ThreadPoolExecutor(2) as pool:
        outcomes = [
            pool.submit(_deactivate, services, each.id).exception()
            for each in (administrator, other)
        ]
    assert [type(each) for each in outcomes].count(LastAdministratorError) == 1


def _deactivate(services: Services, account_id: str) -> None:
    with services.database.writing() as session:
        accounts.deactivate(session, session.get_one(Account, account_id))


@pytest.mark.parametrize("path", ["", "/lenke", "/totrinn", "/steng", "/apne"])
def test_an_account_that_is_not_there_is_not_found(administrator: Employee, path: str) -> None:
    fields = {"name": "Navn"}
    answer = administrator.post(f"/konto/ansatte/finnes-ikke{path}", "/konto", **fields)
    assert answer.status_code == 404


def test_the_log_shows_who_did_what_and_can_be_narrowed(
    administrator: Employee, adviser: Employee
) -> None:
    adviser.give_password("feil")
    page = administrator.get("/konto/logg").text
    assert words.ACTIONS[Action.SIGN_IN_FAILED] in page
    assert "Siv Sykepleier" in page
    only = administrator.get(f"/konto/logg?hvem={administrator.id}").text
    assert "<td>Siv Sykepleier</td>" not in only
    assert "<td>Astrid Administrator</td>" in only
    assert administrator.audited()[-1] == "audit_log.read"


def test_older_entries_of_the_log_are_one_page_on(
    administrator: Employee, adviser: Employee
) -> None:
    adviser.give_password("feil")
    for _ in range(60):
        administrator.get("/konto/logg")
    first = administrator.get("/konto/logg?hvem=").text
    assert first.count("<tr>") == 51
    older = re.search(r'href="(/konto/logg\?[^"]+)">Eldre', first)
    assert older
    assert (
        words.ACTIONS[Action.SIGN_IN_FAILED]
        in administrator.get(older[1].replace("&amp;", "&")).text
    )


def test_the_details_of_an_entry_are_in_norwegian() -> None:
    assert words.in_norwegian({"roles": ["adviser", "editor"], "step": "code", "only": ""}) == (
        "roller: rådgiver, redaktør; trinn: engangskode"
    )


def test_every_action_has_a_norwegian_name() -> None:
    assert set(words.ACTIONS) == set(Action)
