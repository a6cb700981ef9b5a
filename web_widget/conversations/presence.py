from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web_widget.conversations import notices
from web_widget.conversations.errors import ConversationError
from web_widget.conversations.handover import Adviser, back_to_queue
from web_widget.conversations.models import AdviserPresence, Conversation, State, now
from web_widget.conversations.queue import QUEUE, hold_queue
from web_widget.database import Database, touch

LIMIT = timedelta(seconds=60)
_PRESENT = (
    select(AdviserPresence)
    .where(AdviserPresence.seen_at > bindparam("since"))
    .order_by(AdviserPresence.name, AdviserPresence.adviser_id)
)


def beat(session: Session, adviser: Adviser) -> None:
    """Write down that the adviser is there now."""
    values: dict[str, object] = {"name": adviser.name, "role": adviser.role, "seen_at": now()}
    if _update(session, adviser, values):
        return
    touch(session, QUEUE)
    try:
        with session.begin_nested():
            session.add(AdviserPresence(adviser_id=adviser.id, **values))
    except IntegrityError:  # another of the adviser's windows was first
        _update(session, adviser, values)


def leave(session: Session, adviser: Adviser) -> None:
    """Give all that the adviser has back to the queue, since they sign out."""
    hold_queue(session)
    session.execute(delete(AdviserPresence).where(AdviserPresence.adviser_id == adviser.id))
    for conversation_id in session.scalars(
        select(Conversation.id)
        .where(Conversation.adviser_id == adviser.id)
        .order_by(Conversation.taken_at)
    ).all():
        words = notices.GIVEN_BACK.format(name=adviser.name)
        back_to_queue(session, conversation_id, adviser, words)


def present(session: Session, moment: datetime, limit: timedelta = LIMIT) -> list[Adviser]:
    """Return the advisers who are there, by name."""
    rows = session.scalars(_PRESENT, {"since": moment - limit})
    return [Adviser(each.adviser_id, each.name, each.role) for each in rows]


def release_lost(database: Database, moment: datetime, limit: timedelta = LIMIT) -> list[str]:
    """Give the conversations of advisers without a sign back to the queue; return their ids."""
    with database.reading() as session:
        lost = _lost(session, moment - limit)
    return [each.id for each in lost if _release(database, each.id, moment - limit)]


def _release(database: Database, conversation_id: str, since: datetime) -> bool:
    try:
        with database.writing() as session:
            hold_queue(session)
            still_lost = _lost(session, since, conversation_id)
            for each in still_lost:
                adviser = Adviser(str(each.adviser_id), str(each.adviser_name), each.adviser_role)
                back_to_queue(session, each.id, adviser, notices.ADVISER_LOST)
    except ConversationError:  # ended, passed on or deleted at this very moment
        return False
    return bool(still_lost)


def _lost(
    session: Session, since: datetime, conversation_id: str | None = None
) -> Sequence[Conversation]:
    # To be given a conversation counts as a sign: a console that has just opened has sent none.
    seen = exists().where(
        AdviserPresence.adviser_id == Conversation.adviser_id, AdviserPresence.seen_at > since
    )
    query = select(Conversation).where(
        Conversation.state == State.HUMAN,
        ~seen,
        or_(Conversation.taken_at.is_(None), Conversation.taken_at <= since),
    )
    if conversation_id is not None:
        query = query.where(Conversation.id == conversation_id)
    return session.scalars(query.order_by(Conversation.waiting_since)).all()


def _update(session: Session, adviser: Adviser, values: dict[str, object]) -> bool:
    updated = session.scalar(
        update(AdviserPresence)
        .where(AdviserPresence.adviser_id == adviser.id)
        .values(values)
        .returning(AdviserPresence.adviser_id)
        .execution_options(synchronize_session=False)
    )
    return updated is not None
