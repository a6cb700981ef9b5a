import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from web_widget.access import Role
from web_widget.audit import AuditEntry
from web_widget.conversations.models import now
from web_widget.services import Services
from web_widget.staff import accounts
from web_widget.staff.accounts import Profile
from web_widget.staff.models import Account
from web_widget.staff.passwords import hash_password

PASSWORD = "fjell hav skog elv"  # noqa: S105 a made-up one


@dataclass
class Employee:
    """Somebody at a browser of their own, with or without an account."""

    client: FlaskClient
    services: Services
    email: str
    id: str = ""
    name: str = ""
    secret: str = ""
    password: str = field(default=PASSWORD, repr=False)

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)  # type: ignore[arg-type]

    def post(self, path: str, _page: str = "/logg-inn", **fields: object) -> TestResponse:
        """Send a form with the token of a page, as a browser does."""
        return self.client.post(path, data={"csrf_token": self.token(_page), **fields})

    def token(self, page: str = "/logg-inn") -> str:
        html = self.client.get(page, follow_redirects=True).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', html)
        assert found, html
        return found[1]

    def give_password(self, password: str | None = None, **fields: str) -> TestResponse:
        given = {"email": self.email, "password": password or self.password, **fields}
        return self.post("/logg-inn", **given)

    def give_code(self, code: str | None = None) -> TestResponse:
        return self.post("/logg-inn/kode", "/logg-inn/kode", code=code or self.code())

    def code(self, at: datetime | None = None) -> str:
        return pyotp.TOTP(self.secret).at(at or now())

    def signed_in(self) -> Self:
        assert self.give_password().status_code == 302
        answer = self.give_code()
        assert answer.status_code == 302, answer.text
        return self

    def is_signed_in(self) -> bool:
        return self.get("/konto").status_code == 200

    def account(self) -> Account:
        with self.services.database.reading() as session:
            return session.get_one(Account, self.id)

    def audited(self) -> list[str]:
        return [
            entry.action for entry in audit_entries(self.services) if entry.account_id == self.id
        ]


def hire(
    app: Flask,
    services: Services,
    roles: frozenset[Role],
    name: str = "Ola Nordmann",
    profession: str | None = None,
    has_factor: bool = True,
) -> Employee:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    with services.database.writing() as session:
        profile = Profile(name, roles, profession)
        account = accounts.create(session, email, profile, hash_password(PASSWORD))
        if has_factor:
            account.totp_secret, account.totp_confirmed_at = pyotp.random_base32(), now()
    return Employee(app.test_client(), services, email, account.id, name, account.totp_secret or "")


def audit_entries(services: Services) -> list[AuditEntry]:
    with services.database.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
