"""One user turn at a time in each conversation, across threads and processes."""

import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from web_widget.conversations.errors import (
    ConversationGoneError,
    DifferentTextError,
    TurnBusyError,
    WrongStateError,
)
from web_widget.conversations.handover import locked
from web_widget.conversations.log import add_user_message, sent_before
from web_widget.conversations.models import Conversation, Message, State, Turn, new_id, now
from web_widget.database import Database

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Utterance:
    """What the user sent: typed text, or a button's payload with the words on the button."""

    text: str
    client_message_id: str
    payload: str | None = None
    # What the safety rules found in it: crisis or emergency.
    danger: str | None = None


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
    found = sent_before(session, conversation_id, utterance.client_message_id)
    if found is None:
        return _new(session, conversation_id, utterance)
    if (found.payload or found.text) != (utterance.payload or utterance.text):
        raise DifferentTextError(found.id)
    if found.turn == Turn.FAILED:
        found.turn = Turn.PENDING
    return found


def _new(session: Session, conversation_id: str, utterance: Utterance) -> Message:
    conversation = locked(session, conversation_id)
    if conversation.state == State.CLOSED:
        raise WrongStateError("the conversation is over")
    message = add_user_message(
        session,
        conversation_id,
        utterance.text,
        payload=utterance.payload,
        client_message_id=utterance.client_message_id,
    )
    message.danger = utterance.danger
    is_for_adviser = conversation.state == State.HUMAN and not utterance.danger
    message.turn = Turn.ANSWERED if is_for_adviser else Turn.PENDING
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
        _wait_until_free(database, message, lease, deadline)
    return lock


def _wait_until_free(database: Database, message: Message, lease: float, deadline: float) -> None:
    # Looking first keeps those who wait from fighting over the database's one write lock.
    while not _looks_free(database, message, lease):
        if time.monotonic() > deadline:
            raise TurnBusyError(message.conversation_id)
        time.sleep(POLL_SECONDS)


def _try_claim(database: Database, lock: TurnLock, message: Message, lease: float) -> bool:
    values = {"owner": lock.owner, "until": now() + timedelta(seconds=lease)}
    with database.writing() as session:
        claimed = session.scalar(CLAIM, _moment_of(message, lease) | values)
    return claimed is not None


def _looks_free(database: Database, message: Message, lease: float) -> bool:
    with database.reading() as session:
        if session.get(Conversation, message.conversation_id) is None:
            raise ConversationGoneError(message.conversation_id)
        return session.scalar(LOOK, _moment_of(message, lease)) is not None


def _moment_of(message: Message, lease: float) -> dict[str, object]:
    moment = now()
    return {
        "conversation": message.conversation_id,
        "before": message.seq,
        "moment": moment,
        "since": moment - timedelta(seconds=lease),
    }


# Free is a conversation in which no turn runs and no earlier message is about to be answered.
_EARLIER = aliased(Message)
_FREE = (
    Conversation.id == bindparam("conversation"),
    or_(Conversation.turn_owner.is_(None), Conversation.turn_until <= bindparam("moment")),
    ~select(_EARLIER.id)
    .where(
        _EARLIER.conversation_id == bindparam("conversation"),
        _EARLIER.turn == Turn.PENDING,
        _EARLIER.seq < bindparam("before"),
        _EARLIER.at > bindparam("since"),
    )
    .exists(),
)
LOOK = select(Conversation.id).where(*_FREE)
CLAIM = (
    update(Conversation)
    .where(*_FREE)
    .values(turn_owner=bindparam("owner"), turn_until=bindparam("until"))
    .returning(Conversation.id)
    .execution_options(synchronize_session=False)
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
