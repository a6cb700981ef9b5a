"""What happens by itself while people wait: the phone number again, and closing time."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from web_widget.conversations import notices
from web_widget.conversations.errors import ConversationError
from web_widget.conversations.handover import locked, send_to_bot
from web_widget.conversations.log import add_notice
from web_widget.conversations.models import Conversation, State
from web_widget.conversations.opening_hours import Hours
from web_widget.conversations.presence import present
from web_widget.conversations.queue import hold_queue
from web_widget.database import Database

PATIENCE = timedelta(minutes=2)


def repeat_phone(database: Database, moment: datetime) -> list[str]:
    """Tell who has waited for two minutes the phone number, once; return the conversations."""
    due = (
        Conversation.state == State.WAITING,
        Conversation.phone_repeated_at.is_(None),
        Conversation.waiting_since <= moment - PATIENCE,
    )
    with database.reading() as session:
        waiting = session.scalars(select(Conversation.id).where(*due)).all()
    told = []
    for conversation_id in waiting:
        with database.writing() as session:
            changed = session.scalar(
                update(Conversation)
                .where(Conversation.id == conversation_id, *due)
                .values(phone_repeated_at=moment)
                .returning(Conversation.id)
                .execution_options(synchronize_session=False)
            )
            if changed is not None:
                add_notice(session, conversation_id, notices.STILL_WAITING)
                told.append(conversation_id)
    return told


def close(database: Database, hours: Hours, moment: datetime) -> list[str]:
    """Give who still waits after closing time back to the bot, once no adviser is there."""
    if hours.is_open(moment):
        return []
    with database.reading() as session:
        if present(session, moment):
            return []
        query = select(Conversation.id).where(Conversation.state == State.WAITING)
        waiting = session.scalars(query.order_by(Conversation.waiting_since)).all()
    return [each for each in waiting if _send_home(database, each)]


def _send_home(database: Database, conversation_id: str) -> bool:
    try:
        with database.writing() as session:
            hold_queue(session)
            locked(session, conversation_id)
            send_to_bot(session, conversation_id, notices.CLOSED)
    except ConversationError:  # taken, left or deleted at this very moment
        return False
    return True
