import json
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.web_widget.filled import fill
from tests.web_widget.keys import KEYS, opened
from tests.web_widget.postgresql import empty_postgresql
from web_widget import backup as backing_up
from web_widget import restore as restoring
from web_widget.backup import MANIFEST, back_up, count_rows, forget_old
from web_widget.conversations.erasure import erase
from web_widget.conversations.models import Conversation, Message, TrackerDeletion, new_id
from web_widget.database import Database
from web_widget.erased import erased_since, note
from web_widget.errors import BackupError
from web_widget.restore import delete_again, restore

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'web.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The database that is backed up, and the empty one of the machine it is restored on."""
    if request.param == "sqlite":
        yield sqlite(tmp_path), sqlite(tmp_path / "an empty machine" / "var")
    else:
        with empty_postgresql() as full, empty_postgresql() as empty:
            yield full, empty


@pytest.fixture
def database(addresses: tuple[str, str]) -> Iterator[Database]:
    database = opened(addresses[0])
    database.upgrade()
    fill(database)
    yield database
    database.close()


def test_what_is_restored_on_an_empty_machine_is_what_was_there(
    database: Database, addresses: tuple[str, str], tmp_path: Path
) -> None:
    before = count_rows(addresses[0])
    made = back_up(addresses[0], tmp_path / "backups", NOW)
    with database.writing() as session:  # after the moment of the backup
        session.add(Conversation(id=new_id(), token_hash="later"))  # noqa: S106 no real token
    assert restore(made, addresses[1]) == NOW
    assert count_rows(addresses[1]) == before
    assert before["messages"] > 40
    restored = opened(addresses[1])
    restored.upgrade()
    with restored.reading() as session, database.reading() as original:
        query = select(Message).order_by(Message.id).limit(40)
        was = [each.text for each in original.scalars(query)]
        assert [each.text for each in session.scalars(query)] == was
    restored.close()


def test_a_backup_is_of_one_moment_while_others_write(
    database: Database, addresses: tuple[str, str], tmp_path: Path
) -> None:
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            fill(database)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(addresses[0], tmp_path / "backups", NOW)
    finally:
        over.set()
        writer.join()
    restore(made, addresses[1])  # compares each table with what was counted
    rows = json.loads((made / MANIFEST).read_text())["rows"]
    assert rows["messages"] >= 2 * rows["conversations"]


def test_only_the_owner_can_read_a_backup(
    database: Database, addresses: tuple[str, str], tmp_path: Path
) -> None:
    made = back_up(addresses[0], tmp_path / "backups", NOW)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_nothing_is_restored_over_a_database_that_is_there(
    database: Database, addresses: tuple[str, str], tmp_path: Path
) -> None:
    made = back_up(addresses[0], tmp_path / "backups", NOW)
    with pytest.raises(BackupError):
        restore(made, addresses[0])


@pytest.fixture
def made(tmp_path: Path) -> Path:
    database = opened(sqlite(tmp_path))
    database.upgrade()
    database.close()
    return back_up(sqlite(tmp_path), tmp_path / "backups", NOW)


def test_a_backup_that_was_damaged_is_not_restored(made: Path, tmp_path: Path) -> None:
    with (made / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"damage")
    with pytest.raises(BackupError, match="not what was backed up"):
        restore(made, sqlite(tmp_path / "empty"))
    assert not (tmp_path / "empty").exists()


def test_a_backup_without_its_manifest_is_none(made: Path, tmp_path: Path) -> None:
    (made / MANIFEST).unlink()
    with pytest.raises(BackupError, match="no whole backup"):
        restore(made, sqlite(tmp_path / "empty"))


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no database"):
        back_up(sqlite(tmp_path / "nowhere"), tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_backups_older_than_their_time_are_deleted(made: Path) -> None:
    newer = made.parent / "2026-12-14T12-00-00Z"
    newer.mkdir()
    other = made.parent / "not ours"
    other.mkdir()
    forget_old(made.parent, NOW + timedelta(seconds=1))
    assert not made.exists()
    assert newer.exists()
    assert other.exists()


def test_what_a_user_deleted_after_the_backup_does_not_come_back(tmp_path: Path) -> None:
    database = opened(sqlite(tmp_path))
    database.upgrade()
    regretter, stayer, *_ = fill(database)
    made = back_up(sqlite(tmp_path), tmp_path / "backups", NOW)
    erase(database, regretter)
    note(made.parent, regretter, NOW + timedelta(hours=1))
    database.close()
    address = sqlite(tmp_path / "empty")
    assert delete_again(made.parent, restore(made, address), opened(address)) == 1
    restored = opened(address)
    with restored.reading() as session:
        assert session.get(Conversation, regretter) is None
        assert session.get(TrackerDeletion, regretter) is not None
        assert session.get(Conversation, stayer) is not None
    restored.close()


def test_a_deletion_is_noted_for_as_long_as_a_backup_may_hold_it(made: Path) -> None:
    note(made.parent, "old", NOW - timedelta(days=20))
    note(made.parent, "new", NOW)
    forget_old(made.parent, NOW - timedelta(days=14))
    assert erased_since(made.parent, NOW - timedelta(days=30)) == ["new"]


def test_both_commands_say_in_one_line_what_they_did(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite(tmp_path))
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "nightly"))
    monkeypatch.setenv("ENCRYPTION_KEYS", KEYS)
    monkeypatch.setattr("sys.argv", ["backup"])
    assert backing_up.main() == 0
    (nightly,) = (tmp_path / "nightly").iterdir()
    assert str(nightly) in capsys.readouterr().out
    monkeypatch.setenv("DATABASE_URL", sqlite(tmp_path / "empty"))
    monkeypatch.setattr("sys.argv", ["restore", str(nightly)])
    assert restoring.main() == 0
    assert "every table counted and the same" in capsys.readouterr().out
    assert restoring.main() == 1
    assert capsys.readouterr().err.startswith("error: ")
