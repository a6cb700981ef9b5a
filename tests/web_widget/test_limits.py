import re
import time

import pytest
import time_machine

from tests.web_widget.openapi_check import raise_unless_described
from tests.web_widget.people import Visitor, content, visit
from web_widget import create_app
from web_widget.services import Services
from web_widget.settings import Settings


@pytest.fixture
def narrow(settings: Settings, services: Services) -> Visitor:
    limits = {"rate_limit_start": "3/minute", "rate_limit_write": "2/minute"}
    app = create_app(settings.model_copy(update=limits), services)
    return visit(app.test_client())


def test_too_many_messages_in_one_conversation_are_told_to_wait(narrow: Visitor) -> None:
    assert [narrow.say("Hei").status_code for _ in range(2)] == [200, 200]
    refused = narrow.say("Hei")
    raise_unless_described(refused)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert "21 49 49 21" in content(refused)["detail"]
    assert len(narrow.said()) == 4


def test_one_conversation_that_writes_much_does_not_silence_another(narrow: Visitor) -> None:
    for _ in range(3):
        narrow.say("Hei")
    assert visit(narrow.client).say("Hei").status_code == 200


def test_what_is_posted_to_be_looked_up_is_counted_as_reading(
    settings: Settings, services: Services
) -> None:
    limits = {"rate_limit_read": "3/minute", "rate_limit_write": "1/minute"}
    client = create_app(settings.model_copy(update=limits), services).test_client()
    typed = [client.post("/api/v1/suggestions", json={"text": "syk"}) for _ in range(4)]
    assert [each.status_code for each in typed] == [200, 200, 200, 429]


def test_too_many_new_conversations_from_one_address_are_told_to_wait(narrow: Visitor) -> None:
    statuses = [narrow.client.post("/api/v1/conversations").status_code for _ in range(3)]
    assert statuses == [201, 201, 429]


def test_the_health_checks_are_never_limited(settings: Settings, services: Services) -> None:
    limits = {"rate_limit_read": "1/minute"}
    client = create_app(settings.model_copy(update=limits), services).test_client()
    assert [client.get("/healthz").status_code for _ in range(3)] == [200] * 3
    assert [client.get("/api/v1/contacts").status_code for _ in range(2)] == [200, 429]


def test_wrong_passwords_from_one_address_are_told_to_wait(
    settings: Settings, services: Services
) -> None:
    limits = {"rate_limit_sign_in": "3/minute"}
    client = create_app(settings.model_copy(update=limits), services).test_client()
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/logg-inn").text)
    assert found
    guess = {"csrf_token": found[1], "email": "a@b.no", "password": "feil"}
    assert [client.post("/logg-inn", data=guess).status_code for _ in range(4)] == [422] * 3 + [429]
    assert client.get("/logg-inn").status_code == 200


def test_without_redis_people_are_answered_and_still_counted(
    settings: Settings, services: Services
) -> None:
    nobody = {"redis_url": "redis://127.0.0.1:9/0", "rate_limit_write": "2/minute"}
    visitor = visit(create_app(settings.model_copy(update=nobody), services).test_client())
    assert [visitor.say("Hei").status_code for _ in range(3)] == [200, 200, 429]


def test_what_the_limits_remember_is_forgotten_with_its_time(
    settings: Settings, services: Services
) -> None:
    app = create_app(settings, services)
    client = app.test_client()
    for number in range(200):
        client.post(f"/api/v1/conversations/{number}/typing")
    store = next(iter(app.extensions["limiter"])).storage
    kept = len(store.storage)
    assert kept >= 200
    with time_machine.travel(time.time() + 3 * 60):
        client.post("/api/v1/conversations/x/typing")
        store._MemoryStorage__expire_events()
    assert len(store.storage) + len(store.events) <= 5
