from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.web_widget.keys import opened
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import CallbackRequest, Conversation, Message, Note, new_id
from web_widget.database import Database
from web_widget.keyring import UnreadableError

WORDS = "Jeg er redd for behandlingen"


@pytest.fixture
def database(tmp_path: Path, empty_database: bytes) -> Database:
    path = tmp_path / "web.db"
    path.write_bytes(empty_database)
    return opened(f"sqlite:///{path}")


def store(database: Database, words: str = WORDS) -> str:
    conversation = Conversation(token_hash="x", page_url="https://vert.example/redd")  # noqa: S106
    message = Message(conversation_id=conversation.id, seq=1, sender="user", text=words)
    with database.writing() as session:
        session.add(conversation)
        session.flush()
        session.add(message)
    return message.id


def test_what_is_written_is_read_again_also_by_another_process(database: Database) -> None:
    message_id = store(database)
    with opened(str(database.url)).reading() as session:
        assert session.get_one(Message, message_id).text == WORDS


def test_no_word_of_it_is_in_the_files(database: Database) -> None:
    store(database)
    files = list(Path(str(database.url.database)).parent.iterdir())
    assert {each.name for each in files} >= {"web.db"}
    for each in files:
        assert b"redd" not in each.read_bytes(), each.name


def test_the_same_words_look_different_each_time(database: Database) -> None:
    store(database)
    store(database)
    with database.reading() as session:
        first, second = session.scalars(select(Message.text_sealed))
    assert first[4:] != second[4:]


def test_words_that_are_changed_are_sealed_anew(database: Database) -> None:
    message_id = store(database)
    with database.writing() as session:
        session.get_one(Message, message_id).text = "Noe annet"
    with database.reading() as session:
        message = session.get_one(Message, message_id)
        assert message.text == "Noe annet"
        assert message.payload is None
    with database.writing() as session:
        session.get_one(Message, message_id).payload = "/affirm"
    with database.reading() as session:
        assert session.get_one(Message, message_id).text == "Noe annet"


def test_words_that_somebody_moved_to_another_row_are_not_shown(database: Database) -> None:
    mine, theirs = store(database, "Mine ord"), store(database, "Andres ord")
    with database.writing() as session:
        moved = session.scalar(select(Message.text_sealed).where(Message.id == theirs))
        session.execute(update(Message).where(Message.id == mine).values(text_sealed=moved))
    with database.reading() as session, pytest.raises(UnreadableError, match="changed or moved"):
        _ = session.get_one(Message, mine).text


def test_words_that_somebody_changed_are_not_shown(database: Database) -> None:
    message_id = store(database)
    with database.writing() as session:
        sealed = session.scalars(select(Message.text_sealed)).one()
        session.execute(update(Message).values(text_sealed=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    with database.reading() as session, pytest.raises(UnreadableError, match="changed or moved"):
        _ = session.get_one(Message, message_id).text


def test_a_row_is_refreshed_with_its_words(database: Database) -> None:
    message_id = store(database)
    with database.writing() as session:
        message = session.get_one(Message, message_id)
        assert message.text == WORDS
        with opened(str(database.url)).reading() as other:
            sealed = other.scalar(select(Message.text_sealed))
        session.execute(update(Message).values(text_sealed=sealed))
        session.refresh(message)
        assert message.text == WORDS


def test_without_keys_nothing_is_read_or_written(database: Database) -> None:
    message_id = store(database)
    without = Database(str(database.url))
    with without.reading() as session, pytest.raises(UnreadableError):
        _ = session.get_one(Message, message_id).text
    with pytest.raises(UnreadableError):
        store(without)


def test_every_table_with_somebodys_words_is_sealed(database: Database) -> None:
    kari = Adviser(new_id(), "Kari", None)
    conversation = Conversation(token_hash="x")  # noqa: S106 no real token
    with database.writing() as session:
        session.add(conversation)
        session.flush()
        session.add_all(
            [
                CallbackRequest(
                    conversation_id=conversation.id, phone="98765432", email="a@b.no", when="i dag"
                ),
                Note(
                    conversation_id=conversation.id,
                    adviser_id=kari.id,
                    adviser_name=kari.name,
                    text="Hun er redd",
                ),
            ]
        )
    raw = Path(str(database.url.database)).with_name("web.db-wal").read_bytes()
    for words in (b"98765432", b"a@b.no", b"i dag", b"redd"):
        assert words not in raw
