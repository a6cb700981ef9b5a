"""Past capacity new turns are turned away at once, and those that run are answered."""

import threading
import time
from threading import BoundedSemaphore

import pytest
from flask import Flask

from tests.web_widget.fakes import FakeDialogue
from tests.web_widget.people import Visitor, content, visit
from web_widget.services import Services


@pytest.fixture
def _one_place(services: Services) -> None:
    object.__setattr__(services, "turn_places", BoundedSemaphore(1))


@pytest.fixture
def other(app: Flask) -> Visitor:
    return visit(app.test_client())


@pytest.mark.usefixtures("_one_place")
def test_a_turn_past_capacity_is_503_at_once_and_the_running_one_is_answered(
    visitor: Visitor, other: Visitor, dialogue: FakeDialogue
) -> None:
    running, go_on = threading.Event(), threading.Event()

    def think() -> None:
        running.set()
        go_on.wait(5)

    dialogue.while_thinking = think
    answers = []
    turn = threading.Thread(target=lambda: answers.append(visitor.say("Hva er sykepenger?")))
    turn.start()
    assert running.wait(5)
    started = time.perf_counter()
    refused = other.say("Hva er AAP?")
    seconds = time.perf_counter() - started
    go_on.set()
    turn.join()
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert content(refused)["code"] == "busy"
    assert "21 49 49 21" in content(refused)["detail"]
    assert seconds < 0.1
    assert other.said() == []
    assert answers[0].status_code == 200


@pytest.mark.usefixtures("_one_place")
def test_danger_is_answered_also_past_capacity_and_without_rasa(
    visitor: Visitor, services: Services, dialogue: FakeDialogue
) -> None:
    services.turn_places.acquire()
    (message,) = content(visitor.say("Jeg har brystsmerter"))["messages"]
    assert (message["route"], message["urgent"]) == ("emergency", True)
    assert dialogue.asked == []


@pytest.mark.usefixtures("_one_place")
def test_a_place_is_given_back_whatever_became_of_the_turn(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    assert visitor.say("Én").status_code == 503
    dialogue.is_down = False
    assert visitor.say("To").status_code == 200
