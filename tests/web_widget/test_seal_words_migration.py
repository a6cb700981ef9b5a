"""Old rows are encrypted in place, and decrypted when somebody goes back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tests.web_widget.keys import KEYS
from web_widget.conversations.models import (
    CallbackRequest,
    Conversation,
    Feedback,
    Message,
    Note,
)
from web_widget.database import MIGRATIONS, Database
from web_widget.keyring import Keyring
from web_widget.worklist.models import GroupedQuestion, ReleasedQuestion

BEFORE, AFTER = "0005", "0006"
COUNT = 1203
ROWS = {
    "conversations": "id, token_hash, state, locale, page_url, last_seq, urgent, handled_seq, "
    "created_at, updated_at",
    "messages": "id, conversation_id, seq, sender, at, text, payload, urgent, articles, buttons, "
    "contacts",
}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'web.db'}", keyring=Keyring.parse(KEYS))


def migrate(database: Database, revision: str, *, back: bool = False) -> None:
    with database.migrating() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        config.attributes["keyring"] = database.keyring
        (command.downgrade if back else command.upgrade)(config, revision)


def fill(database: Database) -> None:
    """Write rows as they were written before the words were sealed."""
    moment = "2026-11-01 12:00:00"
    with database.writing() as session:
        session.execute(
            text(
                f"INSERT INTO conversations ({ROWS['conversations']}) VALUES "  # noqa: S608 constants
                "('c1', 'x', 'bot', 'nb', 'https://vert.example/redd', 3, 0, 0, :at, :at)"
            ),
            {"at": moment},
        )
        session.execute(
            text(
                f"INSERT INTO messages ({ROWS['messages']}) VALUES "  # noqa: S608 constants
                "(:id, 'c1', :seq, 'user', :at, :text, :payload, 0, '[]', '[]', '[]')"
            ),
            [
                {
                    "id": f"m{seq:04}",
                    "seq": seq,
                    "at": moment,
                    "text": f"Jeg er redd {seq}",
                    "payload": "/affirm" if seq == 1 else None,
                }
                for seq in range(1, COUNT + 1)
            ],
        )
        for statement in (
            'INSERT INTO callback_requests (id, conversation_id, phone, email, "when", at) '
            "VALUES ('r1', 'c1', '98765432', NULL, 'redd om kvelden', :at)",
            "INSERT INTO feedback (id, conversation_id, message_id, helpful, comment, at) "
            "VALUES ('f1', 'c1', '', 1, 'redd, men takk', :at)",
            "INSERT INTO notes (id, conversation_id, adviser_id, adviser_name, text, at) "
            "VALUES ('n1', 'c1', 'a', 'Kari', 'Hun er redd', :at)",
            "INSERT INTO grouped_questions (message_id, conversation_id, source, at, question, "
            "embedding, model, closeness) VALUES ('m0001', 'c1', 'unanswered', :at, 'redd …', "
            "x'00ff7265646400', 'm', 0)",
            "INSERT INTO released_questions (message_id, text, released_by, at) "
            "VALUES ('m0002', 'Er noen redd?', 'a', :at)",
        ):
            session.execute(text(statement), {"at": moment})


def read(database: Database) -> list[object]:
    with database.reading() as session:
        request = session.get_one(CallbackRequest, "r1")
        grouped = session.get_one(GroupedQuestion, "m0001")
        return [
            session.get_one(Conversation, "c1").page_url,
            [session.get_one(Message, f"m{seq:04}").text for seq in range(1, COUNT + 1)],
            session.get_one(Message, "m0001").payload,
            session.get_one(Message, "m0002").payload,
            (request.phone, request.email, request.when),
            session.get_one(Feedback, "f1").comment,
            session.get_one(Note, "n1").text,
            (grouped.question, grouped.answer, grouped.embedding),
            session.get_one(ReleasedQuestion, "m0002").text,
        ]


EXPECTED = [
    "https://vert.example/redd",
    [f"Jeg er redd {seq}" for seq in range(1, COUNT + 1)],
    "/affirm",
    None,
    ("98765432", None, "redd om kvelden"),
    "redd, men takk",
    "Hun er redd",
    ("redd …", None, b"\x00\xffredd\x00"),
    "Er noen redd?",
]


def test_old_rows_are_sealed_and_nothing_of_them_stays_in_the_files(database: Database) -> None:
    migrate(database, BEFORE)
    fill(database)
    database.upgrade()
    assert read(database) == EXPECTED
    for each in Path(str(database.url.database)).parent.iterdir():
        assert b"redd" not in each.read_bytes(), each.name
    database.close()


def test_the_way_back_gives_the_words_as_they_were(database: Database) -> None:
    migrate(database, BEFORE)
    fill(database)
    with database.reading() as session:
        before = session.execute(text("SELECT * FROM messages ORDER BY id")).mappings().all()
    migrate(database, AFTER)
    migrate(database, BEFORE, back=True)
    with database.reading() as session:
        after = session.execute(text("SELECT * FROM messages ORDER BY id")).mappings().all()
        (embedding,) = session.scalars(text("SELECT embedding FROM grouped_questions"))
    assert [dict(each) for each in after] == [dict(each) for each in before]
    assert embedding == b"\x00\xffredd\x00"
    migrate(database, AFTER)
    assert read(database) == EXPECTED
    database.close()
