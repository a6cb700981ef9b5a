import logging
from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from web_widget.conversations.log import of_adviser
from web_widget.conversations.models import Conversation, TrackerDeletion
from web_widget.conversations.queue import announce, hold_queue
from web_widget.database import Database, touch
from web_widget.errors import UnavailableError

log = logging.getLogger(__name__)

BATCH = 100


def erase(database: Database, conversation_id: str) -> None:
    """Delete a conversation with all that hangs on it, and remember that Rasa has to forget it."""
    erase_all(database, [conversation_id])
    database.purge()


def erase_all(database: Database, conversation_ids: Sequence[str]) -> None:
    """Delete conversations; the database is to be purged after the last of them."""
    with database.writing() as session:
        hold_queue(session)
        advisers = session.scalars(
            delete(Conversation)
            .where(Conversation.id.in_(conversation_ids))
            .returning(Conversation.adviser_id)
            .execution_options(synchronize_session=False)
        ).all()
        for conversation_id in conversation_ids:
            _remember(session, conversation_id)
            touch(session, conversation_id)
        for adviser_id in filter(None, advisers):
            touch(session, of_adviser(adviser_id))
        announce(session)


def remember_tracker(database: Database, conversation_id: str) -> None:
    """Write down that Rasa has to forget a conversation that is gone here."""
    with database.writing() as session:
        _remember(session, conversation_id)


def forget_trackers(database: Database, forget: Callable[[str], None]) -> None:
    """Let Rasa forget all that is written down; what fails stays for the next time."""
    try:
        with database.reading() as session:
            due = session.scalars(select(TrackerDeletion.conversation_id).limit(BATCH)).all()
    except (DBAPIError, PoolTimeoutError) as error:
        log.warning("trackers left for later", extra={"reason": type(error).__name__})
        return
    for conversation_id in due:
        if not forget_tracker(database, forget, conversation_id):
            return


def forget_tracker(database: Database, forget: Callable[[str], None], conversation_id: str) -> bool:
    """Let Rasa forget one conversation; False when it has to be tried again later."""
    try:
        forget(conversation_id)
        with database.writing() as session:
            session.execute(
                delete(TrackerDeletion).where(TrackerDeletion.conversation_id == conversation_id)
            )
    except (UnavailableError, DBAPIError, PoolTimeoutError) as error:
        log.warning("tracker left for later", extra={"reason": type(error).__name__})
        return False
    return True


def _remember(session: Session, conversation_id: str) -> None:
    if session.get(TrackerDeletion, conversation_id) is None:
        session.add(TrackerDeletion(conversation_id=conversation_id))
