import pytest
from flask import Flask

from tests.web_widget.console.advisers import AtDesk, sign_in
from web_widget.services import Services


@pytest.fixture
def kari(app: Flask, services: Services) -> AtDesk:
    return sign_in(app, services, "Kari Nordmann", profession="nurse")


@pytest.fixture
def ola(app: Flask, services: Services) -> AtDesk:
    return sign_in(app, services, "Ola Hansen", profession="social_worker")
