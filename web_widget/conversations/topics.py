from sqlalchemy import select
from sqlalchemy.orm import Session

from web_widget.conversations.models import Conversation, Message, Sender


def topic_at_hand(session: Session, conversation: Conversation) -> str | None:
    """Guess what the talk is about: the category of the article that was shown last."""
    shown = session.scalars(
        select(Message.articles)
        .where(
            Message.conversation_id == conversation.id,
            Message.seq > conversation.handled_seq,
            Message.sender == Sender.BOT,
            Message.route == "answer",
        )
        .order_by(Message.seq.desc())
    )
    categories = (articles[0].get("category") for articles in shown if articles)
    return next((category for category in categories if category), None)
