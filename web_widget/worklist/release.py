"""An adviser gives one person's question to the editors, masked."""

from sqlalchemy.orm import Session

from web_widget.conversations.models import Message
from web_widget.worklist.masking import Masker
from web_widget.worklist.models import ReleasedQuestion


def release(session: Session, message: Message, text: str, masker: Masker, adviser_id: str) -> str:
    """Keep the words that the adviser has looked over, masked once more; return them."""
    masked = masker.mask(text)
    given = session.get(ReleasedQuestion, message.id) or ReleasedQuestion(message_id=message.id)
    given.text, given.released_by = masked, adviser_id
    session.add(given)
    return masked
