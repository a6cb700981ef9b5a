from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from flask import Flask

from tests.web_widget.fakes import FakeDialogue
from tests.web_widget.people import Visitor, content, new_client_id, visit
from web_widget.conversations.turns import Utterance, accept
from web_widget.services import Services


def test_the_same_message_again_gives_the_same_answer_and_is_stored_once(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    client_id = new_client_id()
    first, second = visitor.say("Hei", client_id), visitor.say("Hei", client_id)
    assert content(first) == content(second)
    assert len(dialogue.asked) == 1
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


def test_an_id_in_another_spelling_is_the_same_id(visitor: Visitor) -> None:
    client_id = new_client_id()
    assert content(visitor.say("Hei", client_id)) == content(visitor.say("Hei", client_id.upper()))


def test_the_same_id_with_another_text_is_refused(visitor: Visitor) -> None:
    client_id = new_client_id()
    visitor.say("Hei", client_id)
    assert visitor.say("Hei igjen", client_id).status_code == 409
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


def test_the_same_id_in_two_conversations_is_two_messages(
    visitor: Visitor, outsider: Visitor
) -> None:
    client_id = new_client_id()
    visitor.say("Hei", client_id)
    outsider.say("Hallo", client_id)
    assert outsider.said() == [("user", "Hallo"), ("bot", "Svar på: Hallo")]


def _together(visitor: Visitor, app: Flask, sendings: list[tuple[str, str]]) -> list[object]:
    """Send all at the same moment, each from a client of its own."""

    def send(text: str, client_id: str) -> object:
        alone = Visitor(app.test_client(), visitor.id, visitor.token, {})
        response = alone.say(text, client_id)
        assert response.status_code == 200, response.text
        return content(response)

    with ThreadPoolExecutor(len(sendings)) as pool:
        return list(pool.map(lambda sending: send(*sending), sendings))


def test_eight_equal_requests_at_the_same_moment_get_one_answer(
    visitor: Visitor, app: Flask, dialogue: FakeDialogue
) -> None:
    dialogue.seconds = 0.05
    answers = _together(visitor, app, [("Hei", new_client_id())] * 8)
    assert all(answer == answers[0] for answer in answers)
    assert len(dialogue.asked) == 1
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


def test_turns_of_one_conversation_never_interleave(
    visitor: Visitor, app: Flask, dialogue: FakeDialogue
) -> None:
    dialogue.seconds = 0.02
    texts = [f"Spørsmål {number}" for number in range(6)]
    _together(visitor, app, [(text, new_client_id()) for text in texts])
    assert dialogue.overlaps == 0
    said = visitor.said()
    assert sorted(text for sender, text in said if sender == "user") == texts
    assert sorted(text for sender, text in said if sender == "bot") == [
        f"Svar på: {text}" for text in texts
    ]
    # Rasa's memory and the log agree on the order.
    stored = [text for sender, text in said if sender == "user"]
    assert [asked.message for asked in dialogue.asked] == stored


def test_two_conversations_do_not_wait_for_each_other(app: Flask, dialogue: FakeDialogue) -> None:
    dialogue.seconds = 0.1
    visitors = [visit(app.test_client()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda each: each.say("Hei").status_code, visitors))
    assert statuses == [200] * 4


def test_a_turn_that_waits_too_long_is_told_to_come_again(
    visitor: Visitor, app: Flask, dialogue: FakeDialogue, services: Services
) -> None:
    # An earlier message that is still about to be answered, by a process that hangs.
    accept(services.database, visitor.id, Utterance("Den første", new_client_id()))
    app.extensions["web_widget"] = replace(services, turn_lease=60.0, turn_patience=0.1)
    response = visitor.say("Den andre")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert dialogue.asked == []
