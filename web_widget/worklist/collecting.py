"""Which questions the work list is about: what the bot left unanswered, and what advisers wrote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from web_widget.conversations.models import Message, Sender
from web_widget.worklist.models import Source

# More would take the grouping longer than anybody waits; the newest say what is missing now.
MOST = 4000
# A shorter answer of an adviser is talk between two people, not something to publish.
SHORTEST_ANSWER = 60


@dataclass(frozen=True)
class Asked:
    """A question as it was written; never shown like this."""

    message_id: str
    conversation_id: str
    at: datetime
    source: Source
    question: str
    # What an adviser wrote in answer.
    answer: str | None = None

    @property
    def meaning(self) -> str:
        """Return the words that tell which others it is like."""
        return self.answer or self.question


def unanswered_since(session: Session, since: datetime) -> list[Asked]:
    """Return what users wrote that no article answered; what spoke of danger is left out."""
    reply = aliased(Message)
    no_answer = select(reply.id).where(reply.answers == Message.id, reply.route == "no_answer")
    found = _written(session, since, Message.sender == Sender.USER, no_answer.exists())
    return [
        Asked(each.id, each.conversation_id, each.at, Source.UNANSWERED, each.text)
        for each in found
    ]


def answered_by_hand_since(session: Session, since: datetime) -> list[Asked]:
    """Return what advisers wrote themselves, with what had been asked; no article went with it."""
    said = [
        each
        for each in _written(session, since, Message.sender == Sender.ADVISER)
        if not each.articles and len(each.text) >= SHORTEST_ANSWER
    ]
    questions = _questions_before(session, said)
    return [
        Asked(
            each.id,
            each.conversation_id,
            each.at,
            Source.BY_HAND,
            questions.get(each.id, ""),
            each.text,
        )
        for each in said
    ]


def _written(
    session: Session, since: datetime, *conditions: ColumnElement[bool]
) -> Iterable[Message]:
    return session.scalars(
        select(Message)
        .where(
            Message.at >= since,
            Message.payload_sealed.is_(None),
            Message.danger.is_(None),
            *conditions,
        )
        .order_by(Message.at.desc())
        .limit(MOST)
    ).all()


def _questions_before(session: Session, said: Iterable[Message]) -> dict[str, str]:
    """Find for each message of an adviser what the user wrote last before it."""
    conversations = {each.conversation_id for each in said}
    return {
        message_id: question
        for conversation_id in conversations
        for message_id, question in _pairs(session, conversation_id)
    }


def _pairs(session: Session, conversation_id: str) -> Iterator[tuple[str, str]]:
    question = ""
    for message in session.scalars(
        select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq)
    ):
        if message.sender == Sender.USER and message.payload is None:
            # What spoke of danger is nobody's to read here.
            question = "" if message.danger else message.text
        elif message.sender == Sender.ADVISER:
            yield message.id, question
