import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_widget.people import new_client_id
from web_widget.conversations.handover import Adviser, ask_for_adviser
from web_widget.conversations.models import new_id, now
from web_widget.services import Services
from web_widget.staff import sessions
from web_widget.staff.models import Account

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


@dataclass
class AtDesk:
    """Somebody of the staff who is signed in, in front of the console."""

    client: FlaskClient
    adviser: Adviser
    csrf_token: str = ""

    def get(self, path: str = "") -> TestResponse:
        return self.client.get(f"/radgiver{path}", headers={"Accept": "application/json"})

    def page(self, path: str = "") -> TestResponse:
        return self.client.get(f"/radgiver{path}")

    def post(self, path: str, body: object | None = None) -> TestResponse:
        headers = {"Accept": "application/json", "X-CSRFToken": self.csrf_token}
        return self.client.post(f"/radgiver{path}", json=body or {}, headers=headers)

    def submit(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(f"/radgiver{path}", data={"csrf_token": self.csrf_token, **fields})

    def take(self, conversation_id: str) -> TestResponse:
        return self.post(f"/samtaler/{conversation_id}/ta")

    def say(self, conversation_id: str, text: str, **more: Any) -> TestResponse:  # noqa: ANN401 JSON
        body = {"text": text, "client_message_id": new_client_id(), **more}
        return self.post(f"/samtaler/{conversation_id}/meldinger", body)

    def read(self, conversation_id: str, after: int = 0) -> TestResponse:
        return self.get(f"/samtaler/{conversation_id}?after={after}")


def sign_in(
    app: Flask,
    services: Services,
    name: str,
    roles: tuple[str, ...] = ("adviser",),
    profession: str | None = None,
) -> AtDesk:
    account = Account(
        id=new_id(),
        email=f"{new_id().lower()}@example.org",
        name=name,
        password_hash="none",  # noqa: S106 nobody signs in with it
        roles=list(roles),
        profession=profession,
    )
    with services.database.writing() as session:
        session.add(account)
        session.flush()
        token = sessions.start(session, account, complete=True, moment=now())
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    at_desk = AtDesk(client, Adviser(account.id, name, profession))
    found = TOKEN.search(at_desk.page().text)
    at_desk.csrf_token = found[1] if found else ""
    return at_desk


def wait_in_queue(services: Services, conversation_id: str, topic: str | None = "okonomi") -> None:
    with services.database.writing() as session:
        ask_for_adviser(session, conversation_id, topic)
