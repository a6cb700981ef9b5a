import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_widget.console.advisers import sign_in
from web_widget.services import Services


@dataclass
class AtWork:
    """Somebody of the staff in front of the editors' pages."""

    client: FlaskClient
    id: str

    def get(self, path: str = "") -> TestResponse:
        return self.client.get(f"/innsikt{path}")

    def post(self, path: str) -> TestResponse:
        page = self.client.get("/konto").text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return self.client.post(f"/innsikt{path}", data={"csrf_token": found[1]})


Employ = Callable[..., AtWork]


@pytest.fixture
def employ(app: Flask, services: Services) -> Employ:
    def make(*roles: str) -> AtWork:
        at_desk = sign_in(app, services, "Kari Nordmann", roles, profession="nurse")
        return AtWork(at_desk.client, at_desk.adviser.id)

    return make


@pytest.fixture
def editor(employ: Employ) -> AtWork:
    return employ("editor")


@pytest.fixture
def reviewer(employ: Employ) -> AtWork:
    return employ("reviewer")


@pytest.fixture
def adviser(employ: Employ) -> AtWork:
    return employ("adviser")
