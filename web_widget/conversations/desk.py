"""What an adviser keeps beside a conversation: notes to colleagues, and how far they have read."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.handover import Adviser, locked
from web_widget.conversations.log import of_adviser
from web_widget.conversations.models import Note, ReadMark
from web_widget.database import touch


def note(session: Session, conversation_id: str, adviser: Adviser, text: str) -> Note:
    """Write a note that other advisers see and the user never does."""
    conversation = locked(session, conversation_id)
    written = Note(
        conversation_id=conversation_id,
        adviser_id=adviser.id,
        adviser_name=adviser.name,
        text=text,
    )
    session.add(written)
    session.flush()
    if conversation.adviser_id:
        touch(session, of_adviser(conversation.adviser_id))
    return written


def notes_of(session: Session, conversation_id: str) -> Sequence[Note]:
    """Return the notes on a conversation, oldest first."""
    query = select(Note).where(Note.conversation_id == conversation_id)
    return session.scalars(query.order_by(Note.at, Note.id)).all()


def mark_read(session: Session, conversation_id: str, adviser: Adviser, seq: int) -> None:
    """Write down that the adviser has read all up to this number; it never goes back."""
    locked(session, conversation_id)
    mark = session.get(ReadMark, (conversation_id, adviser.id))
    if mark is None:
        session.add(ReadMark(conversation_id=conversation_id, adviser_id=adviser.id, seq=seq))
    elif mark.seq < seq:
        mark.seq = seq
    touch(session, of_adviser(adviser.id))
