from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.web_widget.keys import opened
from web_widget import keys
from web_widget.conversations.models import Conversation, Message, Note
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.keyring import Keyring
from web_widget.worklist.models import GroupedQuestion, Source

MESSAGES = 450


@pytest.fixture
def database(tmp_path: Path, empty_database: bytes) -> Iterator[Database]:
    path = tmp_path / "web.db"
    path.write_bytes(empty_database)
    database = Database(f"sqlite:///{path}", keyring=Keyring.at(tmp_path / "encryption_keys"))
    conversation = Conversation(token_hash="x", page_url="https://vert.example/side")  # noqa: S106
    messages = [
        Message(conversation_id=conversation.id, seq=seq, sender="user", text=f"Ord {seq}")
        for seq in range(1, MESSAGES + 1)
    ]
    with database.writing() as session:
        session.add(conversation)
        session.flush()
        session.add_all(messages)
        session.flush()
        session.add(
            Note(conversation_id=conversation.id, adviser_id="x", adviser_name="x", text="Notat")
        )
        session.add(
            GroupedQuestion(
                message_id=messages[0].id,
                conversation_id=conversation.id,
                source=Source.UNANSWERED,
                at=messages[0].at or conversation.created_at,
                question="Ord […]",
                embedding=b"\x00\xff\x01",
                model="m",
            )
        )
    yield database
    database.close()


def keyring_of(database: Database) -> Keyring:
    assert database.keyring is not None
    return database.keyring


def everything(database: Database) -> tuple[object, ...]:
    with database.reading() as session:
        messages = session.scalars(select(Message).order_by(Message.seq))
        grouped = session.scalars(select(GroupedQuestion)).one()
        return (
            [each.text for each in messages],
            session.scalars(select(Note)).one().text,
            session.scalars(select(Conversation)).one().page_url,
            (grouped.question, grouped.answer, grouped.embedding),
        )


def test_after_a_rotation_everything_is_sealed_with_the_new_key_and_reads_as_before(
    database: Database,
) -> None:
    before, old = everything(database), keyring_of(database).current
    said = keys.rotate(database)
    assert said.endswith(f"sealed anew: {MESSAGES + 4}")
    assert keyring_of(database).current != old
    assert keys.count_old(database) == 0
    with database.reading() as session:
        ids = set(session.scalars(select(func.substr(Message.text_sealed, 1, 4))))
    assert ids == {keyring_of(database).current}
    assert everything(database) == before


def test_an_interrupted_rotation_goes_on_with_the_same_key(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(database)
    batch, batches = keys._reseal_batch, []

    def broken(*given: object) -> int:
        if len(batches) == 2:
            raise KeyboardInterrupt
        batches.append(1)
        return batch(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(keys, "_reseal_batch", broken)
    with pytest.raises(KeyboardInterrupt):
        keys.rotate(database)
    new, left = keyring_of(database).current, keys.count_old(database)
    assert 0 < left < MESSAGES + 4
    assert everything(database) == before
    monkeypatch.setattr(keys, "_reseal_batch", batch)
    assert keys.rotate(database).endswith(f"sealed anew: {left}")
    assert keyring_of(database).current == new
    assert everything(database) == before


def test_a_process_that_runs_meanwhile_reads_and_writes_on(database: Database) -> None:
    running = Database(str(database.url), keyring=Keyring.at(keyring_of(database).path or Path()))
    everything(running)
    keys.rotate(database)
    with running.writing() as session:
        conversation_id = session.scalars(select(Conversation.id)).one()
        session.add(Message(conversation_id=conversation_id, seq=9999, sender="user", text="Nytt"))
    assert keys.count_old(database) == 0
    assert everything(running)[0][-1] == "Nytt"  # type: ignore[index]
    running.close()


def test_old_keys_are_forgotten_only_when_nothing_needs_them(database: Database) -> None:
    keyring_of(database).add_key()
    with pytest.raises(SettingsError, match="rotate"):
        keys.forget(database)
    keys.rotate(database)
    before = everything(database)
    keys.forget(database)
    assert len(keyring_of(database).keys) == 1
    assert everything(database) == before


def test_keys_in_the_environment_are_changed_there(tmp_path: Path, empty_database: bytes) -> None:
    path = tmp_path / "web.db"
    path.write_bytes(empty_database)
    database = opened(f"sqlite:///{path}")
    assert keys.rotate(database).endswith("sealed anew: 0")
    with pytest.raises(SettingsError, match="in the environment"):
        keys.forget(database)
    database.close()


def test_a_start_with_other_keys_than_the_databases_is_refused(
    database: Database, tmp_path: Path
) -> None:
    keys.raise_unless_keys_fit(database)
    other = Database(str(database.url), keyring=Keyring.at(tmp_path / "other_keys"))
    with pytest.raises(SettingsError, match=f"the key {keyring_of(database).current.hex()}"):
        keys.raise_unless_keys_fit(other)
    other.close()


def test_the_command_tells_what_it_did(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(database.url))
    monkeypatch.setenv("VAR_DIR", str(Path(str(database.url.database)).parent))
    monkeypatch.setenv("RASA_TOKEN", "x")
    assert keys.main(["status"]) == 0
    assert keys.main(["rotate"]) == 0
    assert keys.main(["forget"]) == 0
    assert keys.main(["noe"]) == 1
    told = capsys.readouterr()
    assert f"sealed anew: {MESSAGES + 4}" in told.out
    assert "usage" in told.err
