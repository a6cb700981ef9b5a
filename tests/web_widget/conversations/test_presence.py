from collections.abc import Callable
from datetime import timedelta

from web_widget.conversations import handover, presence
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import messages_of
from web_widget.conversations.models import Conversation, now
from web_widget.database import Database

Arrive = Callable[..., str]


def give(database: Database, arrive: Arrive, adviser: Adviser) -> str:
    conversation_id = arrive("Hei")
    with database.writing() as session:
        handover.ask_for_adviser(session, conversation_id, None)
        handover.take(session, conversation_id, adviser)
    return conversation_id


def test_an_adviser_with_a_sign_in_the_last_minute_keeps_what_they_have(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    give(database, arrive, kari)
    with database.writing() as session:
        presence.beat(session, kari)
        presence.beat(session, kari)
    with database.reading() as session:
        assert presence.present(session, now()) == [kari]
        assert presence.present(session, now() + timedelta(seconds=61)) == []
    assert presence.release_lost(database, now() + timedelta(seconds=59)) == []


def test_an_adviser_without_a_sign_for_a_minute_loses_it_and_the_user_is_told(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    lost = give(database, arrive, kari)
    with database.writing() as session:
        presence.beat(session, kari)
    later = now() + timedelta(seconds=61)
    assert presence.release_lost(database, later) == [lost]
    assert presence.release_lost(database, later) == []
    with database.reading() as session:
        conversation = session.get_one(Conversation, lost)
        assert (conversation.state, conversation.adviser_id) == ("waiting", None)
        assert "mistet forbindelsen" in messages_of(session, lost)[-1].text


def test_an_adviser_who_took_it_before_any_sign_has_a_minute(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    taken = give(database, arrive, kari)
    assert presence.release_lost(database, now() + timedelta(seconds=30)) == []
    assert presence.release_lost(database, now() + timedelta(seconds=61)) == [taken]


def test_an_adviser_who_signs_out_gives_everything_back(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    taken = [give(database, arrive, kari) for _ in range(2)]
    with database.writing() as session:
        presence.beat(session, kari)
        presence.leave(session, kari)
    with database.reading() as session:
        assert presence.present(session, now()) == []
        assert {session.get_one(Conversation, each).state for each in taken} == {"waiting"}
