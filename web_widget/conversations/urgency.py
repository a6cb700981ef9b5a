from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Conversation, Danger, Message


@dataclass(frozen=True)
class FoundDanger:
    """The danger that was found, and the message of the user's or the bot's that shows it."""

    danger: Danger
    message_id: str


def danger_since(session: Session, conversation: Conversation) -> FoundDanger | None:
    """Return the latest danger in what no adviser has handled yet."""
    kind = func.coalesce(Message.danger, Message.route)
    found = session.execute(
        select(kind, Message.id)
        .where(
            Message.conversation_id == conversation.id,
            Message.seq > conversation.handled_seq,
            kind.in_(list(Danger)),
        )
        .order_by(Message.seq.desc())
        .limit(1)
    ).one_or_none()
    return FoundDanger(Danger(found[0]), found[1]) if found else None
