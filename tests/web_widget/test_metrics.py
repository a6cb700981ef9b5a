import socket
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import REGISTRY

from tests.web_widget.fakes import FakeDialogue
from tests.web_widget.people import Visitor
from web_widget import metrics
from web_widget.conversations.handover import ask_for_adviser
from web_widget.conversations.models import now
from web_widget.look import look
from web_widget.services import Services


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"kreftveiviser_{name}", labels) or 0.0


def test_a_turn_is_counted_by_route_and_timed_by_part(visitor: Visitor) -> None:
    routes = value("bot_messages_total", route="smalltalk")
    parts = [value("turn_seconds_count", part=part) for part in ("whole", "bot", "stored")]
    visitor.say("Hei")
    assert value("bot_messages_total", route="smalltalk") == routes + 1
    timed = [value("turn_seconds_count", part=part) for part in ("whole", "bot", "stored")]
    assert timed == [before + 1 for before in parts]


def test_a_turn_that_fails_is_counted_by_the_part_that_failed(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    failed, rasa = value("turns_total", outcome="failed"), value("part_failures_total", part="rasa")
    dialogue.is_down = True
    visitor.say("Hei")
    assert value("turns_total", outcome="failed") == failed + 1
    assert value("part_failures_total", part="rasa") == rasa + 1


def test_a_deletion_is_counted_and_noted_beside_the_backups(
    visitor: Visitor, services: Services
) -> None:
    deleted = value("conversations_deleted_total")
    visitor.delete()
    assert value("conversations_deleted_total") == deleted + 1
    assert visitor.id in (services.backups / "erased.txt").read_text()


def test_a_look_tells_of_the_queue_the_release_and_the_backups(
    visitor: Visitor, services: Services, tmp_path: Path
) -> None:
    with services.database.writing() as session:
        ask_for_adviser(session, visitor.id, None)
    backup = services.backups / "2026-11-30T12-00-00Z" / "manifest.json"
    backup.parent.mkdir(parents=True)
    backup.write_text("{}")
    look(services, now() + timedelta(minutes=5))
    assert value("queue_length") == 1
    assert 299 <= value("queue_longest_wait_seconds") <= 310
    assert value("release", which="answering") == 1
    assert value("last_backup_timestamp_seconds") == backup.stat().st_mtime
    assert value("breaker_open", part="rasa") == 0


def test_an_open_stream_is_counted_while_it_is_open(visitor: Visitor, services: Services) -> None:
    before = value("event_streams")
    response = visitor.get("/events", headers={"Accept": "text/event-stream"})
    assert value("event_streams") == before + 1
    services.stop()
    response.close()
    assert value("event_streams") == before


def test_what_is_shown_on_loopback_holds_numbers_and_no_words(visitor: Visitor) -> None:
    visitor.say("Hemmelighetsordet er sykepenger")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    metrics.serve(port)
    shown = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    assert "kreftveiviser_turn_seconds_bucket" in shown
    assert "process_open_fds" in shown
    assert "emmelighet" not in shown
    assert visitor.id not in shown


@pytest.mark.parametrize("path", ["/metrics", "/api/v1/metrics", "/rasa", "/webhooks/web/webhook"])
def test_neither_metrics_nor_rasa_are_behind_a_public_route(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).status_code == 404


def test_no_route_of_ours_leads_on_to_rasas_api(visitor: Visitor) -> None:
    rules = [rule.rule for rule in visitor.client.application.url_map.iter_rules()]
    assert not any(word in rule for rule in rules for word in ("webhook", "tracker", "rasa"))
    # A path in a rule that takes whatever comes could be handed on; there is none.
    takes_paths = {rule for rule in rules if "<path:" in rule}
    assert takes_paths <= {"/static/<path:filename>"}
