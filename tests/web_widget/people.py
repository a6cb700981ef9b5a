import uuid
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web_widget.borders import JsonObject


@dataclass
class Visitor:
    """Somebody with a conversation of their own."""

    client: FlaskClient
    id: str
    token: str
    greeting: JsonObject

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, what: str = "", headers: dict[str, str] | None = None) -> TestResponse:
        return self.client.get(self.path + what, headers=self.headers | (headers or {}))

    def post(self, what: str, body: object) -> TestResponse:
        return self.client.post(self.path + what, json=body, headers=self.headers)

    def post_raw(
        self, what: str, data: bytes, content_type: str | None = "application/json"
    ) -> TestResponse:
        return self.client.post(
            self.path + what, data=data, content_type=content_type, headers=self.headers
        )

    def delete(self, what: str = "") -> TestResponse:
        return self.client.delete(self.path + what, headers=self.headers)

    def say(self, text: str, client_message_id: str | None = None) -> TestResponse:
        body = {"text": text, "client_message_id": client_message_id or new_client_id()}
        return self.post("/messages", body)

    def press(self, payload: str) -> TestResponse:
        return self.post("/messages", {"payload": payload, "client_message_id": new_client_id()})

    def said(self) -> list[tuple[str, str]]:
        """Return who said what, after the greeting."""
        messages = content(self.get())["messages"]
        return [(each["sender"], each["text"]) for each in messages[1:]]


def new_client_id() -> str:
    return str(uuid.uuid4())


def visit(client: FlaskClient, body: JsonObject | None = None) -> Visitor:
    response = client.post("/api/v1/conversations", json=body or {})
    assert response.status_code == 201, response.text
    answer = content(response)
    return Visitor(client, answer["id"], answer["token"], answer["messages"][0])


def content(response: TestResponse) -> JsonObject:
    body: JsonObject = response.get_json()
    return body
