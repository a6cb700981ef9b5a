from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from web_widget.conversations import handover, presence
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import messages_of
from web_widget.conversations.models import Conversation, now
from web_widget.conversations.opening_hours import OpeningHours
from web_widget.conversations.waiting_room import close, repeat_phone
from web_widget.database import Database

Arrive = Callable[..., str]
HOURS = OpeningHours.parse("mon-fri 09:00-15:30")
ALWAYS_CLOSED = OpeningHours.parse("")


def wait(database: Database, arrive: Arrive) -> str:
    conversation_id = arrive("Hei")
    with database.writing() as session:
        handover.ask_for_adviser(session, conversation_id, None)
    return conversation_id


def last_said(database: Database, conversation_id: str) -> str:
    with database.reading() as session:
        return messages_of(session, conversation_id)[-1].text


def test_after_two_minutes_the_phone_number_comes_again_once(
    database: Database, arrive: Arrive
) -> None:
    waiting = wait(database, arrive)
    assert repeat_phone(database, now() + timedelta(seconds=119)) == []
    later = now() + timedelta(seconds=121)
    assert repeat_phone(database, later) == [waiting]
    assert repeat_phone(database, later + timedelta(hours=1)) == []
    assert "21 49 49 21" in last_said(database, waiting)


def test_after_closing_time_nobody_is_left_waiting_for_nobody(
    database: Database, arrive: Arrive
) -> None:
    waiting = wait(database, arrive)
    assert close(database, HOURS, datetime(2026, 11, 23, 14, 29, 50, tzinfo=UTC)) == []
    assert close(database, HOURS, datetime(2026, 11, 23, 14, 30, tzinfo=UTC)) == [waiting]
    with database.reading() as session:
        assert session.get_one(Conversation, waiting).state == "bot"
    assert "stengt for i dag" in last_said(database, waiting)


def test_an_adviser_who_is_still_there_may_empty_the_queue(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    waiting = wait(database, arrive)
    with database.writing() as session:
        presence.beat(session, kari)
    assert close(database, ALWAYS_CLOSED, now()) == []
    assert close(database, ALWAYS_CLOSED, now() + timedelta(seconds=61)) == [waiting]
