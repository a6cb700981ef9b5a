import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web_widget.borders import JsonObject
from web_widget.conversations.models import new_id, now
from web_widget.services import Services
from web_widget.staff import sessions
from web_widget.staff.models import Account

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
SYKEPENGER = "/article/sykepenger"


@dataclass
class AtDesk:
    """Somebody of the editorial staff who is signed in."""

    client: FlaskClient
    id: str
    name: str
    csrf_token: str = ""

    def page(self, path: str = "") -> TestResponse:
        return self.client.get(f"/redaksjon{path}")

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/redaksjon{path}", headers={"Accept": "application/json"})

    def call(self, method: str, path: str, body: JsonObject) -> TestResponse:
        headers = {"Accept": "application/json", "X-CSRFToken": self.csrf_token}
        return self.client.open(f"/redaksjon{path}", method=method, json=body, headers=headers)

    def submit(self, path: str, **fields: Any) -> TestResponse:  # noqa: ANN401 form values
        form = {"csrf_token": self.csrf_token, **fields}
        return self.client.post(f"/redaksjon{path}", data=form, follow_redirects=True)

    def save(
        self, text: str, revision: int | None = None, path: str = SYKEPENGER, **more: object
    ) -> TestResponse:
        return self.call("PUT", f"{path}/utkast", {"text": text, "revision": revision, **more})

    def saved(self, text: str, revision: int | None = None, path: str = SYKEPENGER) -> int:
        """Save a text and return the draft's new revision."""
        answer = self.save(text, revision, path)
        assert answer.status_code == 200, answer.text
        saved: int = answer.get_json()["revision"]
        return saved

    def tried(self, path: str = SYKEPENGER) -> str:
        """Run the gate and return the trial's id."""
        answer = self.call("POST", f"{path}/port", {})
        assert answer.status_code == 200, answer.text
        trial: str = answer.get_json()["id"]
        return trial


def sign_in(app: Flask, services: Services, name: str, *roles: str) -> AtDesk:
    account = Account(
        id=new_id(),
        email=f"{new_id().lower()}@example.org",
        name=name,
        password_hash="none",  # noqa: S106 nobody signs in with it
        roles=list(roles),
    )
    with services.database.writing() as session:
        session.add(account)
        session.flush()
        token = sessions.start(session, account, complete=True, moment=now())
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    at_desk = AtDesk(client, account.id, name)
    found = TOKEN.search(client.get("/konto").text)
    assert found
    at_desk.csrf_token = found[1]
    return at_desk
