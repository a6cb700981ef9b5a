from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web_widget.people import Visitor, content
from web_widget.chat import handoff
from web_widget.conversations.models import CallbackRequest, Conversation, Feedback, State
from web_widget.conversations.states import move
from web_widget.services import Services


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(handoff, "now", lambda: moment)


def test_when_advisers_are_closed_the_user_learns_when_they_open_and_other_ways(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2026, 11, 21, 12, 0, tzinfo=UTC))  # a Saturday
    response = visitor.post("/handoff", {"consent": True, "topic": "okonomi"})
    problem = content(response)
    assert response.status_code == 409
    assert problem["code"] == "closed_hours"
    assert problem["type"].endswith("closed_hours")
    assert problem["opens"] == "2026-11-23T08:00:00.000Z"
    assert "mandag 23. november klokken 09.00" in problem["detail"]
    assert "21 49 49 21" in problem["detail"]
    assert problem["contacts"][0]["id"] == "radgivningstjenesten"
    assert (
        visitor.client.post(
            problem["callback"], json={"email": "a@b.no", "consent": True}, headers=visitor.headers
        ).status_code
        == 201
    )


def test_in_opening_hours_the_user_is_told_to_ring_and_no_opening_is_made_up(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    problem = content(visitor.post("/handoff", {"consent": True}))
    assert problem["opens"] is None
    assert "Ring 21 49 49 21" in problem["detail"]


def test_asking_for_an_adviser_changes_nothing_when_none_is_there(visitor: Visitor) -> None:
    visitor.post("/handoff", {"consent": True})
    assert content(visitor.get())["state"] == "bot"


@pytest.mark.parametrize(
    "body", [{}, {"consent": False}, {"consent": "true"}, {"consent": 1}, {"consent": True, "x": 1}]
)
def test_without_consent_nobody_is_asked(visitor: Visitor, body: object) -> None:
    assert visitor.post("/handoff", body).status_code == 422


def test_a_conversation_that_is_over_can_not_be_handed_over(
    visitor: Visitor, services: Services
) -> None:
    with services.database.writing() as session:
        move(session, visitor.id, State.BOT, State.CLOSED)
    assert visitor.post("/handoff", {"consent": True}).status_code == 409


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ({"phone": "21 49 49 21"}, ("21494921", None)),
        ({"phone": "+47 214.94-921"}, ("+4721494921", None)),
        ({"email": "kari@eksempel.no"}, (None, "kari@eksempel.no")),
        (
            {"email": "kari@blåbær.no", "phone": "00442071234567"},
            ("00442071234567", "kari@blåbær.no"),
        ),
    ],
)
def test_a_call_back_request_gets_a_receipt_and_is_kept(
    visitor: Visitor,
    services: Services,
    given: dict[str, str],
    stored: tuple[str | None, str | None],
) -> None:
    response = visitor.post("/callback", given | {"when": "etter klokken 12", "consent": True})
    assert response.status_code == 201
    with services.database.reading() as session:
        left = session.get_one(CallbackRequest, content(response)["id"])
    assert (left.phone, left.email) == stored
    assert left.when == "etter klokken 12"


@pytest.mark.parametrize(
    "body",
    [
        {"consent": True},
        {"phone": "21494921"},
        {"phone": "21494921", "consent": False},
        {"phone": "112", "consent": True},
        {"phone": "ring meg", "consent": True},
        {"phone": "+47 21 49 49 21 ; DROP", "consent": True},
        {"phone": 21494921, "consent": True},
        {"email": "kari", "consent": True},
        {"email": "kari@eksempel", "consent": True},
        {"email": "kari@eksempel.no, ola@eksempel.no", "consent": True},
        {"email": "kari@eksempel.no\nBcc: ola@eksempel.no", "consent": True},
        {"phone": "21494921", "consent": True, "name": "Kari"},
    ],
)
def test_a_call_back_request_that_nobody_could_answer_is_refused(
    visitor: Visitor, services: Services, body: object
) -> None:
    assert visitor.post("/callback", body).status_code == 422
    with services.database.reading() as session:
        assert session.scalars(select(CallbackRequest)).all() == []


def test_a_call_back_request_that_is_too_long_is_413(visitor: Visitor) -> None:
    body = {"phone": "21494921", "when": "x" * 201, "consent": True}
    assert visitor.post("/callback", body).status_code == 413


def test_feedback_replaces_what_was_said_of_the_same_message(
    visitor: Visitor, services: Services
) -> None:
    message_id = content(visitor.say("Hei"))["messages"][0]["id"]
    for helpful in (True, False):
        body = {"message_id": message_id, "helpful": helpful, "comment": "Takk\x00"}
        assert visitor.post("/feedback", body).status_code == 204
    assert visitor.post("/feedback", {"helpful": True}).status_code == 204
    with services.database.reading() as session:
        given = {each.message_id: each for each in session.scalars(select(Feedback))}
    assert set(given) == {message_id, ""}
    assert (given[message_id].helpful, given[message_id].comment) == (False, "Takk")


def test_feedback_on_what_the_bot_never_said_here_is_422(
    visitor: Visitor, outsider: Visitor
) -> None:
    visitor.say("Hei")
    own = content(visitor.get())["messages"][1]
    assert own["sender"] == "user"
    for message_id in (own["id"], outsider.greeting["id"], "finnes-ikke"):
        body = {"message_id": message_id, "helpful": True}
        assert visitor.post("/feedback", body).status_code == 422


@pytest.mark.parametrize("body", [{}, {"helpful": "ja"}, {"helpful": 1}, {"helpful": True, "x": 1}])
def test_feedback_that_does_not_fit_is_422(visitor: Visitor, body: object) -> None:
    assert visitor.post("/feedback", body).status_code == 422


def test_that_the_user_writes_is_noted(visitor: Visitor, services: Services) -> None:
    assert visitor.client.post(f"{visitor.path}/typing", headers=visitor.headers).status_code == 204
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).user_typing_at is not None


def test_the_times_in_words_are_norwegian(app: Flask) -> None:
    assert (
        handoff.spoken(datetime(2027, 5, 18, 7, 0, tzinfo=UTC)) == "tirsdag 18. mai klokken 09.00"
    )
