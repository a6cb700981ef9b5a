"""What an adviser should know before the first word, so that nobody asks again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.models import (
    Conversation,
    Danger,
    Feedback,
    JsonObject,
    Message,
    Sender,
)
from web_widget.conversations.urgency import danger_since

LAST = 5


@dataclass(frozen=True)
class Slip:
    """What is known of the person and of what the bot tried, since an adviser last ended it."""

    audience: str | None
    locale: str
    page_url: str | None
    topic: str | None
    wanted_role: str | None
    # The user's own words, oldest first.
    question: list[str]
    # Article cards as the user saw them, each once.
    articles: list[JsonObject]
    # What the user asked and got no answer to, and what they marked as no help.
    unanswered: list[str]
    not_helpful: list[str]
    urgent: bool
    danger: Danger | None
    danger_words: str | None
    last_ended_topic: str | None


def slip(session: Session, conversation_id: str) -> Slip:
    """Write the handover slip of a conversation."""
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise ConversationGoneError(conversation_id)
    found = danger_since(session, conversation)
    return Slip(
        audience=conversation.audience,
        locale=conversation.locale,
        page_url=conversation.page_url,
        topic=conversation.topic,
        wanted_role=conversation.wanted_role,
        question=_question(session, conversation),
        articles=_articles(session, conversation),
        unanswered=_unanswered(session, conversation),
        not_helpful=_not_helpful(session, conversation),
        urgent=conversation.urgent or found is not None,
        danger=found.danger if found else None,
        danger_words=_words(session, found.message_id) if found else None,
        last_ended_topic=conversation.ended_topic,
    )


def _question(session: Session, conversation: Conversation) -> list[str]:
    """Return the last things the user wrote; the buttons pressed when nothing was written."""
    said = (
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.seq > conversation.handled_seq,
            Message.sender == Sender.USER,
        )
        .order_by(Message.seq.desc())
        .limit(LAST)
    )
    if conversation.waiting_since is not None:
        said = said.where(Message.at <= conversation.waiting_since)
    written = session.scalars(said.where(Message.payload_sealed.is_(None))).all()
    return [each.text for each in reversed(written or session.scalars(said).all())]


def _articles(session: Session, conversation: Conversation) -> list[JsonObject]:
    cards: dict[str, JsonObject] = {}
    for articles in _since_handled(session, conversation, Message.sender == Sender.BOT):
        cards |= {card["slug"]: card for card in articles.articles}
    return list(cards.values())


def _unanswered(session: Session, conversation: Conversation) -> list[str]:
    reply = aliased(Message)
    asked = select(reply.id).where(reply.answers == Message.id, reply.route == "no_answer").exists()
    return [each.text for each in _since_handled(session, conversation, asked)]


def _not_helpful(session: Session, conversation: Conversation) -> list[str]:
    thumbs_down = (
        select(Feedback.id)
        .where(Feedback.message_id == Message.id, Feedback.helpful.is_(False))
        .exists()
    )
    return [_shown_first(each) for each in _since_handled(session, conversation, thumbs_down)]


def _shown_first(message: Message) -> str:
    """Return the article that answered; those after it were only named."""
    return str(message.articles[0]["title"]) if message.articles else message.text


def _since_handled(
    session: Session, conversation: Conversation, condition: ColumnElement[bool]
) -> Sequence[Message]:
    return session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.seq > conversation.handled_seq,
            condition,
        )
        .order_by(Message.seq)
    ).all()


def _words(session: Session, message_id: str) -> str | None:
    """Return the user's words in which the danger was found, or that the bot answered."""
    message = session.get_one(Message, message_id)
    if message.sender != Sender.USER and message.answers:
        message = session.get(Message, message.answers) or message
    return message.text if message.sender == Sender.USER else None
