import sqlite3
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from bot.settings import ROOT
from tests.bot.dialogue_server import PYTHON, TOKEN, DialogueServer
from tests.bot.fakes import FakeService, fake_service

pytestmark = pytest.mark.rasa


@pytest.fixture(scope="module")
def service() -> Iterator[FakeService]:
    with fake_service() as running:
        yield running


@pytest.fixture(scope="module")
def server(
    service: FakeService, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DialogueServer]:
    running = DialogueServer(service.url, tmp_path_factory.mktemp("var"))
    running.start()
    yield running
    running.kill()


def test_before_it_is_ready_it_has_taken_a_turn_of_which_nothing_is_kept(
    server: DialogueServer, service: FakeService
) -> None:
    assert [order["sender_id"] for order in service.ordered][:1] == ["warm-up"]
    checks = httpx.get(f"{server.url}/readyz").json()["checks"]
    assert checks == {"model": "ok", "first_turn": "ok"}
    with closing(sqlite3.connect(server.folder / "rasa" / "tracker.db")) as tracker:
        kept = tracker.execute("SELECT count(*) FROM events WHERE sender_id = 'warm-up'")
        assert kept.fetchone() == (0,)


def test_one_bot_message_is_one_item_with_its_buttons_and_custom(server: DialogueServer) -> None:
    assert server.say("/talk_to_human") == [
        {
            "text": "Første.\n\nAndre.",
            "buttons": [{"title": "Ja", "payload": "/affirm"}],
            "custom": {"route": "action_offer_handover"},
        }
    ]


def test_a_typed_text_is_embedded_and_a_button_is_not(
    server: DialogueServer, service: FakeService
) -> None:
    service.embedded.clear()
    server.say("hvor lenge får jeg sykepenger")
    server.say('/choose_article{"slug": "aap"}')
    assert service.embedded == ["hvor lenge får jeg sykepenger"]


def test_the_action_gets_the_metadata_and_no_domain(
    server: DialogueServer, service: FakeService
) -> None:
    body = {"sender": "s", "message": "/greet", "metadata": {"audience": "barn", "locale": "nb"}}
    server.post(body)
    order = service.ordered[-1]
    assert order["tracker"]["latest_message"]["metadata"]["audience"] == "barn"
    assert "domain" not in order


@pytest.mark.parametrize("token", ["", "wrong", "ø"])
def test_the_outsider_is_turned_away(server: DialogueServer, token: str) -> None:
    response = server.post({"sender": "s", "message": "/greet"}, token)
    assert response.status_code == 401
    forget = f"{server.url}/webhooks/web/conversations/s"
    assert httpx.delete(forget, params={"token": token}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "hei",
        {},
        {"sender": "s"},
        {"sender": "", "message": "hei"},
        {"sender": "s", "message": "  "},
        {"sender": "s", "message": 7},
        {"sender": 7, "message": "hei"},
        {"sender": "s", "message": "hei", "metadata": "barn"},
    ],
)
def test_a_turn_of_another_shape_is_refused(server: DialogueServer, body: object) -> None:
    response = server.post(body)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_broken_json_is_refused_without_a_stack_trace(server: DialogueServer) -> None:
    address = f"{server.url}/webhooks/web/webhook?token={TOKEN}"
    response = httpx.post(address, content=b"{", headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert "Traceback" not in response.text


def test_a_turn_that_no_action_answers_is_told_apart_from_silence(
    server: DialogueServer, service: FakeService
) -> None:
    service.status = 500
    try:
        response = server.post({"sender": "s", "message": "/greet"})
    finally:
        service.status = 200
    assert response.status_code == 503


def test_an_action_that_hangs_is_given_up_before_the_web_application_gives_up(
    server: DialogueServer, service: FakeService
) -> None:
    service.action_seconds = 7.0
    started = time.monotonic()
    try:
        response = server.post({"sender": "hanger", "message": "/greet"})
    finally:
        service.action_seconds = 0.0
    assert response.status_code == 503
    assert time.monotonic() - started < 6
    assert server.say("/greet", sender="hanger")


def test_a_request_larger_than_any_turn_is_refused(server: DialogueServer) -> None:
    response = server.post({"sender": "s", "message": "a" * 200_000})
    assert response.status_code == 413


def test_without_embeddings_a_typed_text_is_still_answered(
    server: DialogueServer, service: FakeService
) -> None:
    service.model = "another"
    try:
        assert server.say("jeg vil ikke leve lenger")
    finally:
        service.model = "fake"


def test_a_deleted_conversation_is_gone(server: DialogueServer) -> None:
    server.say("/greet", sender="leaver")
    address = f"{server.url}/webhooks/web/conversations/leaver"
    assert httpx.delete(address, params={"token": TOKEN}).status_code == 204
    assert server.user_turns("leaver") == []


def test_nothing_of_a_deleted_conversation_stays_in_the_file(server: DialogueServer) -> None:
    server.say("min dypeste tanke", sender="regretter")
    address = f"{server.url}/webhooks/web/conversations/regretter"
    httpx.delete(address, params={"token": TOKEN}).raise_for_status()
    files = (server.folder / "rasa").glob("tracker.db*")
    left = [path.name for path in files if b"dypeste" in path.read_bytes()]
    assert left == []


def test_what_is_kept_of_a_conversation_can_not_be_read_in_the_file(
    server: DialogueServer,
) -> None:
    server.say("min største frykt", sender="anxious")
    server.say('/choose_article{"slug": "aap"}', sender="anxious")
    for path in (server.folder / "rasa").glob("tracker.db*"):
        assert b"frykt" not in path.read_bytes()
        assert b"choose_article" not in path.read_bytes()
    assert server.user_turns("anxious") == ["min største frykt", '/choose_article{"slug": "aap"}']
    key = server.folder / "rasa" / "tracker_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_no_word_of_a_user_is_logged(server: DialogueServer) -> None:
    server.say("hemmelighetsord i en setning")
    assert "hemmelighetsord" not in server.log


def test_every_story_is_followed(server: DialogueServer) -> None:
    model = server.folder / "rasa" / "dialogue.tar.gz"
    out = server.folder / "results"
    command = ["-m", "rasa", "test", "core", "--fail-on-prediction-errors", "--no-plot"]
    command += ["-m", str(model), "-s", "tests/bot/stories", "--out", str(out)]
    run = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        env={**server.environment, "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]


def test_a_killed_server_comes_back_with_its_conversations_and_trains_nothing(
    server: DialogueServer,
) -> None:
    server.say("/greet", sender="stayer")
    server.kill()
    server.start()
    assert server.user_turns("stayer") == ["/greet"]
    assert server.log.count("training the dialogue model") == 1
