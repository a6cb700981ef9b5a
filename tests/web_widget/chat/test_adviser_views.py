from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.web_widget.people import Visitor, content
from web_widget.chat import handoff
from web_widget.conversations.handover import Adviser, take
from web_widget.conversations.models import CallbackRequest, Conversation, Feedback, State
from web_widget.conversations.states import move
from web_widget.services import Services

OPEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


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


def test_in_opening_hours_the_user_waits_and_learns_the_place(
    visitor: Visitor, outsider: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, OPEN)
    assert content(outsider.post("/handoff", {"consent": True}))["position"] == 1
    for _ in range(2):
        response = visitor.post("/handoff", {"consent": True, "topic": "okonomi"})
        assert response.status_code == 202
        assert content(response) == {"state": "waiting", "position": 2}
    shown = content(visitor.get())
    assert (shown["state"], shown["queue"], shown["adviser"]) == ("waiting", {"position": 2}, None)
    assert [text for _, text in visitor.said() if "Du er nummer 2" in text]


def test_who_no_longer_wants_to_wait_is_with_the_bot_and_the_others_move_up(
    visitor: Visitor, outsider: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, OPEN)
    for each in (outsider, visitor):
        each.post("/handoff", {"consent": True})
    for _ in range(2):
        assert outsider.delete("/handoff").status_code == 204
    assert content(outsider.get())["state"] == "bot"
    assert content(visitor.get())["queue"] == {"position": 1}


def test_with_an_adviser_asking_again_changes_nothing_and_there_is_no_queue_to_leave(
    visitor: Visitor, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, OPEN)
    visitor.post("/handoff", {"consent": True})
    with services.database.writing() as session:
        take(session, visitor.id, Adviser("kari", "Kari", "nurse"))
    response = visitor.post("/handoff", {"consent": True})
    assert (response.status_code, content(response)["state"]) == (202, "human")
    assert visitor.delete("/handoff").status_code == 409
    assert content(visitor.get())["adviser"] == {"name": "Kari", "role": "nurse"}


@pytest.mark.parametrize(
    ("moment", "is_open", "changes_at"),
    [
        ("2026-11-23T08:59:50+01:00", False, "2026-11-23T08:00:00.000Z"),
        ("2026-11-23T09:00:00+01:00", True, "2026-11-23T14:30:00.000Z"),
        ("2026-11-23T15:29:50+01:00", True, "2026-11-23T14:30:00.000Z"),
        ("2026-11-23T15:30:00+01:00", False, "2026-11-24T08:00:00.000Z"),
        ("2027-05-17T12:00:00+02:00", False, "2027-05-18T07:00:00.000Z"),
        ("2026-11-22T12:00:00+01:00", False, "2026-11-23T08:00:00.000Z"),
    ],
)
def test_the_user_sees_whether_advisers_are_there_and_when_that_changes(
    visitor: Visitor, moment: str, is_open: bool, changes_at: str
) -> None:
    with time_machine.travel(moment, tick=False):
        advisers = content(visitor.get())["advisers"]
        asked = visitor.post("/handoff", {"consent": True}).status_code
    assert advisers == {"open": is_open, "changes_at": changes_at}
    assert asked == (202 if is_open else 409)


def test_asking_for_an_adviser_changes_nothing_when_none_is_there(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
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
