"""Delete for good what has been kept for as long as the settings say."""

import logging
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from web_widget.audit import AuditEntry
from web_widget.conversations.erasure import erase_all
from web_widget.conversations.models import (
    Base,
    CallbackRequest,
    Conversation,
    Lease,
    Note,
)
from web_widget.database import Database
from web_widget.periods import Periods
from web_widget.worklist.models import GroupedQuestion, ReleasedQuestion

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
LEASE = "retention"
# Small enough that a turn hardly waits for one.
BATCH = 50

# What is counted from: of a conversation it is the last time that anything happened in it.
TABLES: tuple[tuple[str, type[Base], InstrumentedAttribute[Any]], ...] = (
    ("callbacks", CallbackRequest, CallbackRequest.at),
    ("notes", Note, Note.at),
    ("questions", GroupedQuestion, GroupedQuestion.at),
    ("questions", ReleasedQuestion, ReleasedQuestion.at),
    ("audit", AuditEntry, AuditEntry.at),
)


def delete_when_due(database: Database, periods: Periods, moment: datetime) -> None:
    """Delete what is too old, once an hour and in one process only.

    What a process leaves undone that is stopped meanwhile, the next turn does.
    """
    if not _has_turn(database, moment):
        return
    for kind, count in delete_expired(database, periods, moment).items():
        if count:
            log.info("kept long enough", extra={"kind": kind, "deleted": count})


def delete_expired(database: Database, periods: Periods, moment: datetime) -> dict[str, int]:
    """Delete all that is older than its period; return how many rows of each kind."""
    deleted = {"conversations": _delete_conversations(database, moment - periods["conversations"])}
    for kind, table, at in TABLES:
        with database.writing() as session:
            old = delete(table).where(at < moment - periods[kind])
            gone = session.execute(old.execution_options(synchronize_session=False))
            deleted[kind] = deleted.get(kind, 0) + cast(CursorResult[Any], gone).rowcount
    if any(deleted.values()):
        database.purge()
    return deleted


def _delete_conversations(database: Database, before: datetime) -> int:
    old = (
        select(Conversation.id)
        .where(Conversation.updated_at < before)
        .order_by(Conversation.id)
        .limit(BATCH)
    )
    count = 0
    while True:
        with database.reading() as session:
            found = session.scalars(old).all()
        if not found:
            return count
        erase_all(database, found)
        count += len(found)


def _has_turn(database: Database, moment: datetime) -> bool:
    try:
        with database.writing() as session:
            if session.get(Lease, LEASE) is None:
                session.add(Lease(name=LEASE, until=moment + EVERY))
                return True
            taken = session.scalar(
                update(Lease)
                .where(Lease.name == LEASE, Lease.until <= moment)
                .values(until=moment + EVERY)
                .returning(Lease.name)
                .execution_options(synchronize_session=False)
            )
            return taken is not None
    except IntegrityError:  # PostgreSQL: another process was there between our look and our write
        return False
