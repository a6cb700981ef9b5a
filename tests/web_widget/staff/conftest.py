from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask

from tests.web_widget.staff.people import Employee, hire
from web_widget.access import Role
from web_widget.services import Services
from web_widget.staff import passwords

Hire = Callable[..., Employee]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash with little work: the tests sign in hundreds of times."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", quick)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def employ(app: Flask, services: Services) -> Hire:
    """Make an account with a password and a second factor, and a browser of its own."""
    return lambda *roles, **more: hire(app, services, frozenset(roles), **more)


@pytest.fixture
def administrator(employ: Hire) -> Employee:
    return employ(Role.ADMINISTRATOR, name="Astrid Administrator").signed_in()


@pytest.fixture
def adviser(employ: Hire) -> Employee:
    return employ(Role.ADVISER, name="Siv Sykepleier", profession="nurse")


@pytest.fixture
def outsider(app: Flask, services: Services) -> Employee:
    """Somebody without an account."""
    return Employee(app.test_client(), services, "ingen@example.org")
