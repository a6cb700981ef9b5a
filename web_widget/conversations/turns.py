"""One user turn at a time in each conversation, across threads and processes."""

import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from web_widget.conversations.errors import (
    ConversationGoneError,
    DifferentTextError,
    TurnBusyError,
    WrongStateError,
)
from web_widget.conversations.log import add_user_message
from web_widget.conversations.models import Conversation, Message, State, Turn, new_id, now
from web_widget.database import Database

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Utterance:
    """What the user sent: typed text, or a button's payload with the words on the button."""

    text: str
    client_message_id: str
    payload: str | None = None


def accept(database: Database, conversation_id: str, utterance: Utterance) -> Message:
    """Store the user's message once and return it, whoever stored it.

    Raises DifferentTextError when the same client_message_id came with other words, and
    WrongStateError when the conversation is over.
    """
    try:
        with database.writing() as session:
            return _existing_or_new(session, conversation_id, utterance)
    except IntegrityError:  # PostgreSQL: the same message was stored between our look and our write
        with database.writing() as session:
            return _existing_or_new(session, conversation_id, utterance)


def _existing_or_new(session: Session, conversation_id: str, utterance: Utterance) -> Message:
    found = session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.client_message_id == utterance.client_message_id,
        )
    )
    if found is None:
        return _new(session, conversation_id, utterance)
    if (found.payload or found.text) != (utterance.payload or utterance.text):
        raise DifferentTextError(found.id)
    if found.turn == Turn.FAILED:
        found.turn = Turn.PENDING
    return found


def _new(session: Session, conversation_id: str, utterance: Utterance) -> Message:
    conversation = session.get(Conversation, conversation_id)
    if conversation is None:
        raise ConversationGoneError(conversation_id)
    if conversation.state == State.CLOSED:
        raise WrongStateError("the conversation is over")
    message = add_user_message(
        session,
        conversation_id,
        utterance.text,
        payload=utterance.payload,
        client_message_id=utterance.client_message_id,
    )
    message.turn = Turn.PENDING
    return message


@dataclass(frozen=True)
class TurnLock:
    """The right to answer in a conversation, until `lease` seconds have passed."""

    conversation_id: str
    owner: str


def claim(database: Database, message: Message, lease: float, patience: float) -> TurnLock:
    """Wait for the turn of this message: no other is running, and none before it is waiting.

    A holder that died lets go after `lease` seconds. Raises TurnBusyError after `patience`
    seconds, and ConversationGoneError when the conversation was deleted meanwhile.
    """
    lock = TurnLock(message.conversation_id, new_id())
    deadline = time.monotonic() + patience
    while not _try_claim(database, lock, message, lease):
        if time.monotonic() > deadline:
            raise TurnBusyError(message.conversation_id)
        time.sleep(POLL_SECONDS)
    return lock


def _try_claim(database: Database, lock: TurnLock, message: Message, lease: float) -> bool:
    with database.reading() as session:
        if session.get(Conversation, lock.conversation_id) is None:
            raise ConversationGoneError(lock.conversation_id)
        if session.scalar(select(Conversation.id).where(*_is_free(message, lease))) is None:
            return False
    with database.writing() as session:
        claimed = session.scalar(
            update(Conversation)
            .where(*_is_free(message, lease))
            .values(turn_owner=lock.owner, turn_until=now() + timedelta(seconds=lease))
            .returning(Conversation.id)
            .execution_options(synchronize_session=False)
        )
    return claimed is not None


def _is_free(message: Message, lease: float) -> tuple[ColumnElement[bool], ...]:
    """No turn holds the conversation, and no earlier message is about to be answered."""
    earlier = aliased(Message)
    waiting = (
        select(earlier.id)
        .where(
            earlier.conversation_id == message.conversation_id,
            earlier.turn == Turn.PENDING,
            earlier.seq < message.seq,
            earlier.at > now() - timedelta(seconds=lease),
        )
        .exists()
    )
    return (
        Conversation.id == message.conversation_id,
        or_(Conversation.turn_owner.is_(None), Conversation.turn_until <= now()),
        ~waiting,
    )


def still_holds(session: Session, lock: TurnLock) -> bool:
    """Tell, inside the writing transaction, whether nobody took the turn over meanwhile."""
    held = session.scalar(
        update(Conversation)
        .where(Conversation.id == lock.conversation_id, Conversation.turn_owner == lock.owner)
        .values(updated_at=now())
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    return held is not None


def close_turn(session: Session, lock: TurnLock, message: Message, outcome: Turn) -> None:
    """Write down what became of the user's message and let the next turn in."""
    session.execute(
        update(Message)
        .where(Message.id == message.id, Message.turn != Turn.ANSWERED)
        .values(turn=outcome)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Conversation)
        .where(Conversation.id == lock.conversation_id, Conversation.turn_owner == lock.owner)
        .values(turn_owner=None, turn_until=None)
        .execution_options(synchronize_session=False)
    )
