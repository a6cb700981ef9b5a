"""From the bot to an adviser, between advisers, and back; each change is one conditional update."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from web_widget.conversations import notices
from web_widget.conversations.errors import (
    ConversationGoneError,
    DifferentTextError,
    NotYoursError,
    TakenError,
    WrongStateError,
)
from web_widget.conversations.log import (
    Reply,
    add_adviser_message,
    add_notice,
    add_reply,
    of_adviser,
    sent_before,
)
from web_widget.conversations.models import (
    Conversation,
    JsonObject,
    Message,
    ReadMark,
    Sender,
    State,
    TrackerDeletion,
    now,
)
from web_widget.conversations.queue import announce, hold_queue, place
from web_widget.conversations.states import change, move
from web_widget.conversations.topics import topic_at_hand
from web_widget.conversations.urgency import danger_since
from web_widget.database import touch

_LOCK = (
    select(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Adviser:
    id: str
    name: str
    role: str | None


def ask_for_adviser(
    session: Session,
    conversation_id: str,
    topic: str | None,
    wanted_role: str | None = None,
    answers: str | None = None,
) -> int | None:
    """Put the conversation in the queue, say so to the user, and return the place in it.

    Asked again while it waits, it changes nothing; None when an adviser has it already.
    `answers` is the message that asked. Without a topic it is that of the last article shown.
    """
    hold_queue(session)
    conversation = locked(session, conversation_id)
    if conversation.state == State.HUMAN:
        return None
    if conversation.state != State.WAITING:
        urgent = danger_since(session, conversation) is not None
        topic = topic or topic_at_hand(session, conversation)
        values = {"topic": topic, "wanted_role": wanted_role, "urgent": urgent}
        move(session, conversation_id, State.BOT, State.WAITING, values)
        number = _place(session, conversation_id)
        words = notices.HANDED_OVER.format(place=number)
        add_reply(session, conversation_id, Reply(words, "human", urgent=urgent), answers)
        announce(session)
    return _place(session, conversation_id)


def leave_queue(session: Session, conversation_id: str) -> None:
    """Go back to the bot, since the user no longer wants to wait."""
    hold_queue(session)
    locked(session, conversation_id)
    send_to_bot(session, conversation_id, notices.LEFT_QUEUE)


def send_to_bot(session: Session, conversation_id: str, words: str) -> None:
    """Let the bot answer who waits, and tell them why; the queue must be held."""
    move(session, conversation_id, State.WAITING, State.BOT)
    _let_rasa_forget(session, conversation_id)
    add_notice(session, conversation_id, words)
    announce(session)


def take(session: Session, conversation_id: str, adviser: Adviser) -> None:
    """Give the conversation to the adviser; taken again by the same one, nothing changes.

    Raises TakenError when another was first, and WrongStateError when it does not wait.
    """
    hold_queue(session)
    conversation = locked(session, conversation_id)
    if conversation.adviser_id == adviser.id:
        return
    if conversation.state == State.HUMAN:
        raise TakenError(conversation.adviser_name)
    move(session, conversation_id, State.WAITING, State.HUMAN, _values(adviser))
    _begin_reading(session, conversation_id, adviser)
    who = notices.called(adviser.name, adviser.role)
    add_notice(session, conversation_id, notices.TAKEN.format(adviser=who))
    announce(session)


def say(
    session: Session,
    conversation_id: str,
    adviser: Adviser,
    text: str,
    client_message_id: str,
    article: JsonObject | None = None,
) -> Message:
    """Store what the adviser says, once for each `client_message_id`.

    Raises NotYoursError when the adviser has it no longer, and DifferentTextError when the same
    id came with other words.
    """
    conversation = locked(session, conversation_id)
    said = sent_before(session, conversation_id, client_message_id)
    if said is not None:
        if said.sender != Sender.ADVISER or said.text != text:
            raise DifferentTextError(said.id)
        return said
    raise_unless_held(conversation, adviser)
    conversation.adviser_typing_at = None
    message = Message(
        text=text,
        client_message_id=client_message_id,
        author_name=adviser.name,
        author_role=adviser.role,
        articles=[article] if article else [],
    )
    return add_adviser_message(session, conversation_id, message)


def pass_to_role(session: Session, conversation_id: str, adviser: Adviser, role: str) -> None:
    """Put the conversation back in the queue for an adviser of this role."""
    words = notices.PASSED_TO_ROLE.format(name=adviser.name, role=notices.ROLES[role])
    back_to_queue(session, conversation_id, adviser, words, {"wanted_role": role})


def pass_to_colleague(
    session: Session, conversation_id: str, adviser: Adviser, colleague: Adviser
) -> None:
    """Give the conversation to a colleague at once."""
    _held(session, conversation_id, adviser)
    conditions = [Conversation.state == State.HUMAN, Conversation.adviser_id == adviser.id]
    change(session, conversation_id, conditions, _values(colleague), State.HUMAN)
    _begin_reading(session, conversation_id, colleague)
    who = notices.called(colleague.name, colleague.role)
    words = notices.PASSED_TO_COLLEAGUE.format(name=adviser.name, adviser=who)
    add_notice(session, conversation_id, words)
    touch(session, of_adviser(adviser.id))


def give_back(session: Session, conversation_id: str, adviser: Adviser) -> None:
    """Put the conversation back in the queue, at the place it had."""
    words = notices.GIVEN_BACK.format(name=adviser.name)
    back_to_queue(session, conversation_id, adviser, words)


def back_to_queue(
    session: Session,
    conversation_id: str,
    adviser: Adviser,
    words: str,
    values: Mapping[str, object] | None = None,
) -> None:
    """Put the conversation back in the queue and tell the user why in these words."""
    hold_queue(session)
    _held(session, conversation_id, adviser)
    move(session, conversation_id, State.HUMAN, State.WAITING, values, held_by=adviser.id)
    add_notice(session, conversation_id, words)
    touch(session, of_adviser(adviser.id))
    announce(session)


def end(session: Session, conversation_id: str, adviser: Adviser, topic: str | None) -> None:
    """Let the bot answer again; what led to the handover is over."""
    conversation = _held(session, conversation_id, adviser)
    values = {"ended_topic": topic, "handled_seq": conversation.last_seq}
    move(session, conversation_id, State.HUMAN, State.BOT, values, held_by=adviser.id)
    _let_rasa_forget(session, conversation_id)
    add_notice(session, conversation_id, notices.ENDED.format(name=adviser.name))
    touch(session, of_adviser(adviser.id))


def adviser_types(session: Session, conversation_id: str, adviser: Adviser) -> None:
    """Let the user see that the adviser writes."""
    _held(session, conversation_id, adviser).adviser_typing_at = now()
    touch(session, conversation_id)


def user_types(session: Session, conversation_id: str) -> None:
    """Let the adviser who has the conversation see that the user writes."""
    conversation = locked(session, conversation_id)
    conversation.user_typing_at = now()
    if conversation.adviser_id:
        touch(session, of_adviser(conversation.adviser_id))


def locked(session: Session, conversation_id: str) -> Conversation:
    """Load the conversation and let nobody else change it until the transaction is over."""
    conversation = session.scalar(_LOCK, {"conversation": conversation_id})
    if conversation is None:
        raise ConversationGoneError(conversation_id)
    return conversation


def raise_unless_held(conversation: Conversation, adviser: Adviser) -> None:
    if conversation.state != State.HUMAN:
        raise NotYoursError(None)
    if conversation.adviser_id != adviser.id:
        raise NotYoursError(conversation.adviser_name)


def _held(session: Session, conversation_id: str, adviser: Adviser) -> Conversation:
    conversation = locked(session, conversation_id)
    raise_unless_held(conversation, adviser)
    return conversation


def _values(adviser: Adviser) -> Mapping[str, object]:
    return {
        "adviser_id": adviser.id,
        "adviser_name": adviser.name,
        "adviser_role": adviser.role,
        "adviser_typing_at": None,
        "taken_at": now(),
    }


def _begin_reading(session: Session, conversation_id: str, adviser: Adviser) -> None:
    # The mark also says, later, which conversations were once this adviser's.
    if session.get(ReadMark, (conversation_id, adviser.id)) is None:
        session.add(ReadMark(conversation_id=conversation_id, adviser_id=adviser.id, seq=0))


def _place(session: Session, conversation_id: str) -> int:
    found = place(session, conversation_id)
    if found is None:
        raise WrongStateError("it does not wait")
    return found


def _let_rasa_forget(session: Session, conversation_id: str) -> None:
    # Else a «ja» to the bot afterwards would still answer what led to the handover.
    if session.get(TrackerDeletion, conversation_id) is None:
        session.add(TrackerDeletion(conversation_id=conversation_id))
