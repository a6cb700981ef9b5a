import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text, update

from knowledge.log_lines import LineFormatter
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge
from tests.web_widget.people import Visitor, content, new_client_id
from web_widget.borders import BotMessage, JsonObject
from web_widget.conversations.erasure import forget_trackers
from web_widget.conversations.models import Conversation, TrackerDeletion, now
from web_widget.services import Services


@contextmanager
def locked(services: Services) -> Iterator[None]:
    """Hold the database's write lock, as another process that hangs would."""
    other = sqlite3.connect(str(services.database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def assert_names_whom_to_call(answer: JsonObject) -> None:
    assert "21 49 49 21" in str(answer["detail"])
    assert "113" in str(answer["detail"])
    (message,) = answer["messages"]
    assert message["sender"] == "system"
    assert [contact["phone"] for contact in message["contacts"]] == ["21 49 49 21", "113"]


def test_when_rasa_is_down_and_no_article_answers_the_message_is_kept_and_help_named(
    visitor: Visitor, dialogue: FakeDialogue, knowledge: FakeKnowledge
) -> None:
    dialogue.is_down, knowledge.decision = True, "no_answer"
    response = visitor.say("Hva er sykepenger?")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert_names_whom_to_call(content(response))
    assert visitor.said() == [("user", "Hva er sykepenger?")]


def test_the_same_message_again_is_answered_once_rasa_is_back(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    client_id = new_client_id()
    visitor.say("Hei", client_id)
    dialogue.is_down = False
    assert visitor.say("Hei", client_id).status_code == 200
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


def test_one_failed_turn_does_not_hold_up_the_next(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    visitor.say("Én")
    dialogue.is_down = False
    assert visitor.say("To").status_code == 200
    assert visitor.said() == [("user", "Én"), ("user", "To"), ("bot", "Svar på: To")]


def test_a_bot_with_nothing_to_say_counts_as_down(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.answer = lambda _: [BotMessage.model_validate({"custom": {"route": "answer"}})]
    assert visitor.say("Hei").status_code == 503


def test_danger_is_answered_at_once_when_everything_else_is_down(
    visitor: Visitor, dialogue: FakeDialogue, knowledge: FakeKnowledge
) -> None:
    dialogue.is_down = knowledge.is_down = True
    response = visitor.say("Jeg har brystsmerter")
    assert response.status_code == 200
    (message,) = content(response)["messages"]
    assert (message["route"], message["urgent"]) == ("emergency", True)
    assert "113" in message["text"]


def test_contact_points_last_seen_are_shown_when_knowledge_is_down(
    visitor: Visitor, dialogue: FakeDialogue, knowledge: FakeKnowledge, services: Services
) -> None:
    services.contact_book.cards([])
    knowledge.is_down = True
    dialogue.answer = lambda _: [
        BotMessage.model_validate(
            {"text": "Ring", "custom": {"route": "human", "contacts": ["nav"]}}
        )
    ]
    (message,) = content(visitor.say("Hei"))["messages"]
    assert message["contacts"][0]["name"] == "NAV"


def test_contact_points_are_fetched_once_in_a_while_not_each_turn(
    visitor: Visitor, knowledge: FakeKnowledge
) -> None:
    for _ in range(3):
        visitor.say("Hei")
    assert knowledge.asked_for_contacts <= 1


def test_a_locked_database_tells_the_user_that_the_message_was_not_taken(
    visitor: Visitor, services: Services
) -> None:
    client_id = new_client_id()
    with locked(services):
        response = visitor.say("Hei", client_id)
    assert response.status_code == 503
    assert_names_whom_to_call(content(response))
    assert "ikke tatt imot" in content(response)["detail"]
    assert visitor.say("Hei", client_id).status_code == 200
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


def test_danger_is_answered_also_when_nothing_can_be_stored(
    visitor: Visitor, services: Services
) -> None:
    with locked(services):
        response = visitor.say("Jeg har brystsmerter")
    assert response.status_code == 503
    danger, told = content(response)["messages"]
    assert (danger["sender"], danger["route"], danger["urgent"]) == ("bot", "emergency", True)
    assert "113" in danger["text"]
    assert "ikke tatt imot" in told["text"]


def test_danger_is_answered_also_when_the_database_cannot_be_read(
    visitor: Visitor, services: Services
) -> None:
    with services.database.writing() as session:
        session.execute(text("ALTER TABLE conversations RENAME TO gone"))
    response = visitor.say("Jeg har brystsmerter")
    assert response.status_code == 503
    danger, _ = content(response)["messages"]
    assert danger["route"] == "emergency"


def test_a_database_locked_while_the_bot_thinks_loses_nothing(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    client_id = new_client_id()
    lock = locked(services)
    dialogue.while_thinking = lock.__enter__
    response = visitor.say("Hei", client_id)
    lock.__exit__(None, None, None)
    assert response.status_code == 503
    assert_names_whom_to_call(content(response))
    dialogue.while_thinking = None
    assert visitor.say("Hei", client_id).status_code == 200
    assert visitor.said() == [("user", "Hei"), ("bot", "Svar på: Hei")]


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("POST", "/typing", {}),
        ("POST", "/callback", {"phone": "21494921", "consent": True}),
        ("POST", "/feedback", {"helpful": True}),
        ("DELETE", "", None),
    ],
)
def test_a_locked_database_is_503_on_every_writing_call(
    visitor: Visitor, services: Services, method: str, what: str, body: object
) -> None:
    with locked(services):
        response = visitor.client.open(
            visitor.path + what, method=method, json=body, headers=visitor.headers
        )
    assert response.status_code == 503
    assert "21 49 49 21" in content(response)["detail"]


def test_a_turn_whose_process_died_is_taken_over(visitor: Visitor, services: Services) -> None:
    with services.database.writing() as session:
        session.execute(
            update(Conversation)
            .where(Conversation.id == visitor.id)
            .values(turn_owner="somebody who died", turn_until=now())
        )
    assert visitor.say("Hei").status_code == 200


def test_what_rasa_could_not_forget_at_once_it_forgets_later(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.is_down = True
    assert visitor.delete().status_code == 204
    forget_trackers(services.database, dialogue.forget)
    dialogue.is_down = False
    forget_trackers(services.database, dialogue.forget)
    assert dialogue.forgotten == [visitor.id]
    with services.database.reading() as session:
        assert session.get(TrackerDeletion, visitor.id) is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/search?q=hei",
        "/api/v1/articles",
        "/api/v1/articles/sykepenger",
        "/api/v1/contacts",
        "/api/v1/coordinators?kommune=Bergen",
    ],
)
def test_a_call_that_needs_knowledge_is_503_when_it_is_down(
    visitor: Visitor, knowledge: FakeKnowledge, path: str
) -> None:
    knowledge.is_down = True
    response = visitor.client.get(path)
    assert response.status_code == 503
    assert "21 49 49 21" in content(response)["detail"]


def test_an_error_nobody_foresaw_shows_no_trace(
    visitor: Visitor, dialogue: FakeDialogue, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> list[BotMessage]:
        raise RuntimeError("Kari Nordmann")

    dialogue.answer = fail
    caplog.handler.setFormatter(LineFormatter("web"))
    response = visitor.say("Hei")
    assert response.status_code == 503
    assert "Kari" not in response.text + caplog.text
    assert "Traceback" not in response.text
    assert "turn broke error=RuntimeError" in caplog.text
