from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.web_widget.staff.people import Employee
from web_widget.access import Role
from web_widget.conversations.models import now
from web_widget.services import Services
from web_widget.settings import Settings
from web_widget.staff import accounts, demo, first_administrator
from web_widget.staff.demo import make_demo_accounts
from web_widget.staff.links import make_first_link

Hire = Callable[..., Employee]
PASSWORD = "bok stol lampe bord"  # noqa: S105 a made-up one
FIELDS = {
    "name": "Astrid Først", "email": "astrid@example.org", "new_password": PASSWORD,
    "repeated": PASSWORD,
}  # fmt: skip


@pytest.fixture
def link(services: Services) -> str:
    with services.database.writing() as session:
        return f"/konto/forste/{make_first_link(session, now())}"


def test_the_link_makes_the_first_administrator(
    link: str, outsider: Employee, services: Services
) -> None:
    assert outsider.get(link).status_code == 200
    assert outsider.post(link, link, **FIELDS).location == "/logg-inn/oppsett"
    with services.database.reading() as session:
        account = accounts.by_email(session, "astrid@example.org")
    assert account is not None
    assert account.roles == [Role.ADMINISTRATOR]
    outsider.secret = account.totp_new_secret or ""
    outsider.post("/logg-inn/oppsett", "/logg-inn/oppsett", code=outsider.code())
    assert outsider.get("/konto/ansatte").status_code == 200


def test_the_link_works_once(link: str, outsider: Employee) -> None:
    outsider.post(link, link, **FIELDS)
    assert outsider.get(link).status_code == 404
    again = outsider.post(link, **{**FIELDS, "email": "b@example.org"})
    assert again.status_code == 404


def test_the_link_is_good_for_a_day(link: str, outsider: Employee) -> None:
    with time_machine.travel(now() + timedelta(hours=25)):
        assert outsider.get(link).status_code == 404


def test_the_link_is_worth_nothing_once_there_is_an_administrator(
    link: str, outsider: Employee, employ: Hire
) -> None:
    employ(Role.ADMINISTRATOR)
    assert outsider.get(link).status_code == 404
    assert outsider.post(link, **FIELDS).status_code == 404


def test_a_made_up_link_is_not_found(outsider: Employee) -> None:
    assert outsider.get("/konto/forste/abc").status_code == 404
    assert outsider.get("/konto/passord/abc").status_code == 404


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("RASA_TOKEN", "rasa-token")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)


def test_the_command_prints_a_link_that_works_and_nothing_later(
    environment: None, capsys: pytest.CaptureFixture[str], outsider: Employee, employ: Hire
) -> None:
    assert first_administrator.main() == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8080/konto/forste/")
    assert outsider.get(link.removeprefix("http://127.0.0.1:8080")).status_code == 200
    employ(Role.ADMINISTRATOR)
    assert first_administrator.main() == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", [first_administrator.main, demo.main])
def test_a_database_that_can_not_be_used_is_one_clear_line(
    command: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("RASA_TOKEN", "rasa-token")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}")
    assert command() == 1
    assert capsys.readouterr().err.startswith("error: DATABASE_URL")


def test_demo_accounts_are_made_when_asked_for_and_can_sign_in(
    environment: None, capsys: pytest.CaptureFixture[str], outsider: Employee
) -> None:
    assert demo.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    email, password = lines[0].split()
    outsider.email = email
    assert outsider.give_password(password).location == "/logg-inn/oppsett"


def test_asking_again_gives_the_demo_accounts_new_passwords(
    services: Services, outsider: Employee
) -> None:
    first, second = (make_demo_accounts(services.database) for _ in range(2))
    (email, *_) = first
    outsider.email = email
    assert outsider.give_password(first[email]).status_code == 422
    assert outsider.give_password(second[email]).status_code == 302
