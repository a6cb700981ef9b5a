from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from tests.web_widget.staff.people import PASSWORD, Employee, audit_entries
from web_widget.access import Role
from web_widget.conversations.models import now
from web_widget.database import Database
from web_widget.services import Services
from web_widget.staff import passwords, second_factor, sign_in
from web_widget.staff.models import Account

Hire = Callable[..., Employee]


def test_password_and_code_open_the_account(adviser: Employee) -> None:
    assert not adviser.is_signed_in()
    asked = adviser.give_password()
    assert asked.location == "/logg-inn/kode"
    assert not adviser.is_signed_in()
    adviser.give_code()
    assert adviser.is_signed_in()
    assert adviser.audited() == ["sign_in.done"]


def test_the_address_is_the_same_in_capitals(adviser: Employee) -> None:
    adviser.email = f"  {adviser.email.upper()} "
    assert adviser.signed_in().is_signed_in()


def test_one_lands_on_the_page_one_came_for(adviser: Employee) -> None:
    sent = adviser.get("/konto?a=b")
    assert sent.location == "/logg-inn?next=%2Fkonto%3Fa%3Db"
    assert '"/konto?a=b"' in adviser.get(sent.location).text
    adviser.give_password(next="/konto?a=b")
    assert adviser.give_code().location == "/konto?a=b"


@pytest.mark.parametrize(
    "target",
    ["https://ond.example", "//ond.example", "/\\ond.example", "javascript:alert(1)", "/\tx", "x"],
)
def test_the_sign_in_sends_nobody_to_another_site(adviser: Employee, target: str) -> None:
    adviser.give_password(next=target)
    assert adviser.give_code().location == "/radgiver"


def test_who_is_signed_in_does_not_sign_in_again(adviser: Employee) -> None:
    assert adviser.signed_in().get("/logg-inn").location == "/radgiver"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    adviser: Employee, outsider: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str | None] = []
    real = passwords.verify_password

    def noting(stored: str | None, password: str) -> bool:
        verified.append(stored)
        return real(stored, password)

    monkeypatch.setattr(sign_in, "verify_password", noting)
    wrong, unknown = adviser.give_password("feil"), outsider.give_password("feil")
    assert wrong.status_code == unknown.status_code == 422
    assert _without_what_differs(wrong.text) == _without_what_differs(unknown.text)
    assert len(verified) == 2  # a hash is computed for both, so that both take as long


def _without_what_differs(html: str) -> list[str]:
    return [line for line in html.splitlines() if "csrf" not in line and 'name="email"' not in line]


def test_five_failures_lock_the_account_for_a_quarter(adviser: Employee) -> None:
    answers = {adviser.give_password("feil").text.count("15 minutter") for _ in range(5)}
    assert adviser.give_password().status_code == 422
    assert answers == {1}
    assert "sign_in.locked" in adviser.audited()
    with time_machine.travel(now() + timedelta(minutes=14)):
        assert adviser.give_password().status_code == 422
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert adviser.signed_in().is_signed_in()
    assert adviser.account().failed_count == 0


def test_failures_before_a_sign_in_are_forgotten_by_it(adviser: Employee) -> None:
    for _ in range(4):
        adviser.give_password("feil")
    adviser.signed_in()
    assert adviser.account().failed_count == 0


def test_many_guesses_at_once_are_no_more_than_five(
    adviser: Employee, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str | None] = []

    def always_wrong(stored: str | None, password: str) -> bool:
        judged.append(stored)
        return False

    monkeypatch.setattr(sign_in, "verify_password", always_wrong)
    with ThreadPoolExecutor(8) as pool:
        guesses = [
            pool.submit(_guess, services.database, adviser.email, str(number))
            for number in range(20)
        ]
    assert all(guess.result() is None for guess in guesses)
    assert sum(stored is not None for stored in judged) == 5


def _guess(database: Database, email: str, password: str) -> Account | None:
    return sign_in.check_password(database, email, password)


def test_wrong_codes_lock_too_although_the_password_is_right(adviser: Employee) -> None:
    for _ in range(5):
        adviser.give_password()
        adviser.give_code("000000")
    adviser.give_password()
    assert not adviser.is_signed_in()
    assert adviser.give_code().status_code in {302, 422}
    assert not adviser.is_signed_in()


def test_a_code_works_once(adviser: Employee, employ: Hire) -> None:
    with time_machine.travel(now(), tick=False):
        adviser.signed_in()
        adviser.client.delete_cookie("kreftveiviser")
        adviser.give_password()
        assert adviser.give_code().status_code == 422
        assert adviser.give_code(adviser.code(now() - timedelta(seconds=30))).status_code == 422
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        adviser.give_code()
        assert adviser.is_signed_in()


def test_a_code_of_two_minutes_ago_is_too_old(adviser: Employee) -> None:
    adviser.give_password()
    assert adviser.give_code(adviser.code(now() - timedelta(minutes=2))).status_code == 422


def test_a_recovery_code_stands_in_for_the_phone_once(
    adviser: Employee, services: Services
) -> None:
    with services.database.writing() as session:
        code, *_ = second_factor.new_recovery_codes(session, adviser.id)
    adviser.give_password()
    adviser.give_code(code.upper().replace("-", " "))
    assert adviser.is_signed_in()
    assert "sign_in.recovery_code" in adviser.audited()
    adviser.client.delete_cookie("kreftveiviser")
    adviser.give_password()
    assert adviser.give_code(code).status_code == 422


def test_the_code_alone_opens_nothing(adviser: Employee) -> None:
    assert adviser.post("/logg-inn/kode", code=adviser.code()).location == "/logg-inn"
    assert adviser.get("/logg-inn/oppsett").location == "/logg-inn"
    assert not adviser.is_signed_in()


def test_a_right_password_waits_ten_minutes_for_the_code(adviser: Employee) -> None:
    adviser.give_password()
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert adviser.post("/logg-inn/kode", code=adviser.code()).location == "/logg-inn"
        assert not adviser.is_signed_in()


def test_who_has_a_second_factor_can_not_set_up_another_with_the_password(
    adviser: Employee,
) -> None:
    adviser.give_password()
    assert adviser.get("/logg-inn/oppsett").location == "/logg-inn"
    assert adviser.post("/logg-inn/oppsett", code="123456").location == "/logg-inn"


def test_the_second_factor_is_set_up_at_the_first_sign_in(employ: Hire) -> None:
    newcomer = employ(Role.EDITOR, has_factor=False)
    assert newcomer.give_password().location == "/logg-inn/oppsett"
    page = newcomer.get("/logg-inn/oppsett").text
    newcomer.secret = newcomer.account().totp_new_secret or ""
    assert "<svg" in page
    assert newcomer.secret in page.replace(" ", "")
    assert newcomer.post("/logg-inn/oppsett", "/logg-inn/oppsett", code="0").status_code == 422
    assert not newcomer.is_signed_in()
    done = newcomer.post("/logg-inn/oppsett", "/logg-inn/oppsett", code=newcomer.code())
    assert done.text.count("<code>") == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert newcomer.is_signed_in()
    assert newcomer.audited() == ["account.second_factor", "sign_in.done"]


def test_a_shut_account_gets_the_answer_of_an_unknown_one(
    adviser: Employee, services: Services
) -> None:
    with services.database.writing() as session:
        session.get_one(Account, adviser.id).active = False
    assert adviser.give_password().status_code == 422


def test_what_was_typed_is_in_no_audit_entry(outsider: Employee, services: Services) -> None:
    outsider.email = PASSWORD
    outsider.give_password("noe hemmelig")
    (entry,) = audit_entries(services)
    assert (entry.action, entry.name, entry.subject) == ("sign_in.failed", None, None)
    assert entry.details == {"step": "password"}
