import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.web_widget.console.advisers import sign_in
from tests.web_widget.keys import opened
from tests.web_widget.people import Visitor, visit
from web_widget import __main__ as web
from web_widget.audit import Action, AuditEntry, audit_as
from web_widget.conversations.models import (
    Base,
    CallbackRequest,
    Conversation,
    Feedback,
    Message,
    Note,
    TrackerDeletion,
    now,
)
from web_widget.database import Database
from web_widget.periods import periods_of
from web_widget.retention import delete_expired, delete_when_due
from web_widget.sealing import SealedRow, sealed_columns
from web_widget.services import Services
from web_widget.settings import Settings
from web_widget.worklist.models import GroupedQuestion, ReleasedQuestion, Source

LATER = timedelta(days=31)


def count(services: Services, table: type[Base]) -> int:
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def leave_everything(services: Services, visitor: Visitor) -> None:
    """Leave something in every table that holds somebody's words."""
    visitor.say("Jeg er redd for strålebehandlingen")
    visitor.post("/feedback", {"helpful": False, "comment": "Skremmende svar"})
    visitor.post("/callback", {"consent": True, "phone": "98765432", "when": "tidlig"})
    with services.database.writing() as session:
        message = session.scalars(select(Message).where(Message.sender == "user")).first()
        assert message is not None
        session.add(
            Note(conversation_id=visitor.id, adviser_id="a", adviser_name="Kari", text="Engstelig")
        )
        session.add(
            GroupedQuestion(
                message_id=message.id,
                conversation_id=visitor.id,
                source=Source.UNANSWERED,
                at=message.at,
                question="redd for …",
                embedding=b"\x01\x02\x03",
                model="m",
            )
        )
        session.add(ReleasedQuestion(message_id=message.id, text="Er det farlig?", released_by="a"))
        audit_as(session, "a", "Kari", Action.CONVERSATION_READ, visitor.id)


def sealed_values(services: Services) -> list[bytes]:
    """Return every sealed value there is, as it lies in the database."""
    with services.database.reading() as session:
        return [
            value
            for table in SealedRow.__subclasses__()
            for column in sealed_columns(table)
            for value in session.scalars(select(getattr(table, column.column)))
            if value
        ]


def found_in_files(folder: Path, values: list[bytes]) -> list[str]:
    """Name each file under the folder that still holds one of the values."""
    return [
        f"{path.name}: {value!r}"
        for path in folder.rglob("*")
        if path.is_file()
        for value in values
        if value in path.read_bytes()
    ]


def test_what_is_old_goes_with_all_that_hangs_on_it_and_what_is_not_stays(
    visitor: Visitor, services: Services
) -> None:
    leave_everything(services, visitor)
    with services.database.writing() as session:
        session.execute(update(Conversation).values(updated_at=now() - LATER))
    young = visit(visitor.client)
    deleted = delete_expired(services.database, services.periods, now())
    assert deleted["conversations"] == 1
    assert visitor.get().status_code == 404
    assert young.get().status_code == 200
    with services.database.reading() as session:
        assert set(session.scalars(select(Message.conversation_id))) == {young.id}
        assert session.scalars(select(TrackerDeletion.conversation_id)).all() == [visitor.id]
    for table in (Feedback, CallbackRequest, Note, GroupedQuestion, ReleasedQuestion):
        assert count(services, table) == 0, table


def test_more_than_one_batch_is_deleted(visitor: Visitor, services: Services) -> None:
    for _ in range(119):
        visit(visitor.client)
    assert delete_expired(services.database, services.periods, now() + LATER) == {
        "conversations": 120,
        "callbacks": 0,
        "notes": 0,
        "questions": 0,
        "audit": 0,
    }
    assert count(services, Conversation) == 0


@pytest.mark.parametrize(
    ("setting", "table"),
    [
        ("retention_callbacks_days", CallbackRequest),
        ("retention_notes_days", Note),
        ("retention_questions_days", GroupedQuestion),
        ("retention_questions_days", ReleasedQuestion),
        ("retention_audit_days", AuditEntry),
    ],
)
def test_each_kind_has_its_own_period(
    visitor: Visitor, services: Services, settings: Settings, setting: str, table: type[Base]
) -> None:
    leave_everything(services, visitor)
    shorter = periods_of(settings.model_copy(update={setting: 2}))
    delete_expired(services.database, shorter, now() + timedelta(days=1))
    assert count(services, table) == 1
    delete_expired(services.database, shorter, now() + timedelta(days=3))
    assert count(services, table) == 0
    assert count(services, Message) > 0


def test_the_job_is_done_once_an_hour_and_by_one_process_only(
    visitor: Visitor, services: Services
) -> None:
    other = opened(str(services.database.url))
    moment = now() + LATER
    barrier = threading.Barrier(2)

    def run(database: Database) -> None:
        barrier.wait()
        delete_when_due(database, services.periods, moment)

    threads = [threading.Thread(target=run, args=[each]) for each in (services.database, other)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert count(services, Conversation) == 0
    assert visit(visitor.client)
    assert left_at(services, other, moment + timedelta(minutes=59)) == 1
    assert left_at(services, other, moment + timedelta(minutes=61)) == 0
    other.close()


def left_at(services: Services, database: Database, moment: datetime) -> int:
    """Let a process look what is due, and return how many conversations it leaves."""
    delete_when_due(database, services.periods, moment)
    return count(services, Conversation)


def test_a_process_that_starts_again_goes_on_with_it(visitor: Visitor, services: Services) -> None:
    with services.database.writing() as session:
        session.execute(update(Conversation).values(updated_at=now() - LATER))
    thread = threading.Thread(target=web.sweep, args=[services, 0.05])
    with services.database.signals.following(visitor.id) as changed:
        thread.start()
        assert changed.wait(timeout=5)
    services.stop()
    thread.join(timeout=5)
    assert visitor.get().status_code == 404


@pytest.fixture
def reader(services: Services) -> Iterator[Database]:
    """Another process that reads just now, so that the log can't be emptied."""
    other = opened(str(services.database.url))
    yield other
    other.close()


def test_after_deletion_now_no_file_holds_anything_of_it(
    visitor: Visitor, services: Services
) -> None:
    folder = Path(str(services.database.url.database)).parent
    leave_everything(services, visitor)
    values = sealed_values(services)
    assert len(values) >= 10
    assert found_in_files(folder, values), "the test looks in the wrong files"
    assert visitor.delete().status_code == 204
    assert found_in_files(folder, values) == []


def test_after_the_set_time_no_file_holds_anything_of_it(
    visitor: Visitor, services: Services
) -> None:
    folder = Path(str(services.database.url.database)).parent
    leave_everything(services, visitor)
    values = sealed_values(services)
    delete_expired(services.database, services.periods, now() + LATER)
    assert found_in_files(folder, values) == []


def test_while_somebody_reads_the_log_is_left_and_emptied_afterwards(
    visitor: Visitor, services: Services, reader: Database
) -> None:
    folder = Path(str(services.database.url.database)).parent
    leave_everything(services, visitor)
    values = sealed_values(services)
    with reader.reading() as session:
        session.scalars(select(Message.id)).all()
        assert visitor.delete().status_code == 204
        assert found_in_files(folder, values)
    services.database.purge_again()
    assert found_in_files(folder, values) == []


def test_how_to_reach_somebody_is_gone_from_the_files_once_the_request_is_handled(
    visitor: Visitor, services: Services, app: Flask
) -> None:
    folder = Path(str(services.database.url.database)).parent
    visitor.post("/callback", {"consent": True, "phone": "98765432"})
    with services.database.reading() as session:
        request = session.scalars(select(CallbackRequest)).one()
    sign_in(app, services, "Kari").submit(f"/tilbakeringing/{request.id}/handtert")
    assert request.phone_sealed is not None
    assert found_in_files(folder, [request.phone_sealed]) == []
