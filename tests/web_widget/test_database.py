import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from knowledge.editions.models import Base as Editions
from tests.web_widget.keys import opened
from web_widget.conversations.models import Base, Conversation, Message, new_id
from web_widget.database import Database
from web_widget.errors import SettingsError

# Starting from nothing would take seconds a process.
FORK = multiprocessing.get_context("fork")


def test_the_migrations_make_the_tables_that_the_models_describe(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'web.db'}")
    database.upgrade()
    with database.migrating() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": "web_widget_version",
                # The editions keep their own tables, which no migration touches.
                "include_name": lambda name, kind, _: (
                    kind != "table" or name not in Editions.metadata.tables
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'web.db'}"
    starts = [FORK.Process(target=Database(url).upgrade) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(timeout=30)
    assert [start.exitcode for start in starts] == [0] * 4
    database = Database(url)
    database.ping()
    database.close()


def test_tables_of_others_in_the_same_database_are_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'web.db'}")
    with database.writing() as session:
        session.execute(text("CREATE TABLE embeddings (id INTEGER)"))
        session.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    database.upgrade()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM embeddings")).scalar() == 0
    database.close()


@pytest.mark.parametrize("name", [".", "not-a-database"])
def test_a_database_that_can_not_be_opened_is_one_clear_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "not-a-database").write_text("x" * 5000)
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        Database(f"sqlite:///{tmp_path / name}").upgrade()
    assert "\n" not in str(caught.value)


def test_a_reader_is_never_held_up_by_a_writer(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'web.db'}", timeout=0.1)
    database.upgrade()
    with database.writing() as writing:
        writing.add(Conversation(id=new_id(), token_hash="x"))  # noqa: S106 no real token
        writing.flush()
        database.ping()
    database.close()


def test_who_waits_to_write_goes_on_at_once_when_the_writer_before_is_done(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'web.db'}")
    database.upgrade()
    pauses: list[float] = []

    def write() -> None:
        with database.writing() as session:
            pauses.append(time.monotonic())
            session.add(Conversation(id=new_id(), token_hash="x"))  # noqa: S106 no real token
            session.flush()
            time.sleep(0.01)

    with ThreadPoolExecutor(20) as pool:
        for each in [pool.submit(write) for _ in range(40)]:
            each.result()
    # Left to SQLite, the unlucky one waits a second and more.
    assert max(later - before for before, later in pairwise(pauses)) < 0.5
    database.close()


def test_a_message_without_its_conversation_can_not_be_stored(tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path / 'web.db'}")
    database.upgrade()
    with pytest.raises(Exception, match="FOREIGN KEY") as caught, database.writing() as session:
        session.add(Message(conversation_id=new_id(), seq=1, sender="user", text="Kari Nordmann"))
    assert "Kari" not in str(caught.value)
    database.close()
