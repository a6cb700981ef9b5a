"""Migrations forwards and backwards over a database that holds something."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from tests.web_widget.filled import CONVERSATIONS, fill
from tests.web_widget.keys import KEYS, opened
from tests.web_widget.postgresql import empty_postgresql
from web_widget import migrate
from web_widget.backup import count_rows
from web_widget.conversations.models import Conversation, Message
from web_widget.database import MIGRATIONS, Database

# Who goes back before advisers keeps what was said, and loses what only advisers had.
ONLY_ADVISERS = {
    *("return_tokens", "adviser_presence", "notes", "read_marks", "canned_replies"),
    *("accounts", "staff_sessions", "recovery_codes", "password_links", "audit_entries"),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield from _upgraded(f"sqlite:///{tmp_path / 'web.db'}")
    else:
        with empty_postgresql() as address:
            yield from _upgraded(address)


def _upgraded(address: str) -> Iterator[Database]:
    database = opened(address)
    database.upgrade()
    yield database
    database.close()


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]


def address_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_one_step_back_and_forward_again_loses_nothing_that_was_said(database: Database) -> None:
    fill(database)
    before = count_rows(address_of(database))
    database.downgrade(revisions()[1])
    database.upgrade()
    after = count_rows(address_of(database))
    assert {name: after[name] for name in before if after[name] != before[name]} == {}


def test_all_the_way_back_and_forward_every_conversation_and_message_is_there(
    database: Database,
) -> None:
    ids = fill(database)
    before = count_rows(address_of(database))
    with database.reading() as session:
        said = [each.text for each in session.scalars(select(Message).order_by(Message.id))]
    for revision in revisions()[1:]:
        database.downgrade(revision)
        with database.reading() as session:
            count = session.scalar(text("SELECT count(*) FROM conversations"))
        assert count == CONVERSATIONS
    database.upgrade()
    with database.reading() as session:
        now_said = [each.text for each in session.scalars(select(Message).order_by(Message.id))]
        assert now_said == said
        assert set(session.scalars(select(Conversation.id))) == set(ids)
        assert set(session.scalars(select(Conversation.state))) == {"bot"}
    after = count_rows(address_of(database))
    assert {name for name in before if after[name] != before[name]} <= ONLY_ADVISERS


def test_the_command_goes_back_to_the_revision_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = opened(f"sqlite:///{tmp_path / 'web.db'}")
    database.upgrade()
    monkeypatch.setenv("DATABASE_URL", address_of(database))
    monkeypatch.setenv("ENCRYPTION_KEYS", KEYS)
    monkeypatch.setattr("sys.argv", ["migrate", "0003"])
    assert migrate.main() == 0
    assert "question_groups" not in count_rows(address_of(database))
    monkeypatch.setattr("sys.argv", ["migrate", "none"])
    assert migrate.main() == 1
    assert capsys.readouterr().err.startswith("error: ")
    database.close()
