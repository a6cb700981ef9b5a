"""The log of one conversation: messages and events, numbered by one sequence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.orm import Session

from web_widget.conversations import notices
from web_widget.conversations.errors import ConversationGoneError
from web_widget.conversations.models import (
    Conversation,
    Event,
    EventKind,
    JsonObject,
    Message,
    Sender,
    now,
)
from web_widget.database import touch
from web_widget.masking import CONTACT_DETAILS, IDENTITY_NUMBER

# Statements that each message needs are built once: building one costs more than running it.
_NEXT_SEQ = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .values(last_seq=Conversation.last_seq + 1, updated_at=bindparam("moment"))
    .returning(Conversation.last_seq, Conversation.adviser_id)
    .execution_options(synchronize_session=False)
)
_SENT = select(Message).where(
    Message.conversation_id == bindparam("conversation"),
    Message.client_message_id == bindparam("client_message"),
)
_ANSWERS = select(Message).where(Message.answers == bindparam("message")).order_by(Message.seq)
_EVENTS = (
    select(Event, Message)
    .join(Message, Message.id == Event.message_id, isouter=True)
    .where(Event.conversation_id == bindparam("conversation"), Event.seq > bindparam("after"))
    .order_by(Event.seq)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True)
class Reply:
    """What the bot says in one message; contacts are already written out."""

    text: str
    route: str
    urgent: bool = False
    articles: list[JsonObject] = field(default_factory=list)
    buttons: list[JsonObject] = field(default_factory=list)
    contacts: list[JsonObject] = field(default_factory=list)


@dataclass(frozen=True)
class LoggedEvent:
    """An event as it goes out; `message` is there when it is of the kind `message`."""

    seq: int
    kind: EventKind
    data: JsonObject
    message: Message | None


def of_adviser(adviser_id: str) -> str:
    """Name the signal for whatever changes in the conversations that this adviser has."""
    return f"adviser:{adviser_id}"


def add_user_message(
    session: Session,
    conversation_id: str,
    text: str,
    payload: str | None = None,
    client_message_id: str | None = None,
) -> Message:
    """Store what the user said; raise IntegrityError when the client's id is there already."""
    message = Message(
        sender=Sender.USER, text=text, payload=payload, client_message_id=client_message_id
    )
    _add(session, conversation_id, message)
    _tell_what_is_hidden(session, message)
    return message


def add_reply(
    session: Session, conversation_id: str, reply: Reply, answers: str | None = None
) -> Message:
    """Store what the bot says, in answer to the user's message with the id `answers`."""
    message = Message(
        sender=Sender.BOT,
        text=reply.text,
        answers=answers,
        route=reply.route,
        answer_slug=_answer_slug(reply),
        urgent=reply.urgent,
        articles=reply.articles,
        buttons=reply.buttons,
        contacts=reply.contacts,
    )
    return _add(session, conversation_id, message)


def _answer_slug(reply: Reply) -> str | None:
    is_answer = reply.route == "answer" and bool(reply.articles)
    return str(reply.articles[0]["slug"])[:100] if is_answer else None


def add_notice(session: Session, conversation_id: str, text: str) -> Message:
    """Store what the service itself tells the user."""
    return _add(session, conversation_id, Message(sender=Sender.SYSTEM, text=text))


def add_adviser_message(session: Session, conversation_id: str, message: Message) -> Message:
    """Store what an adviser says; the message carries who that is."""
    message.sender = Sender.ADVISER
    _add(session, conversation_id, message)
    _tell_what_is_hidden(session, message)
    return message


def add_event(session: Session, conversation_id: str, kind: EventKind, data: JsonObject) -> None:
    seq = _next_seq(session, conversation_id)
    session.add(Event(conversation_id=conversation_id, seq=seq, kind=kind, data=data))


def add_event_to_each(session: Session, kind: EventKind, data_of: Mapping[str, JsonObject]) -> None:
    """Store an event in many conversations at once; the keys are their ids."""
    given = session.execute(
        update(Conversation)
        .where(Conversation.id.in_(data_of))
        .values(last_seq=Conversation.last_seq + 1, updated_at=now())
        .returning(Conversation.id, Conversation.last_seq)
        .execution_options(synchronize_session=False)
    )
    for conversation_id, seq in given.all():
        data = data_of[conversation_id]
        session.add(Event(conversation_id=conversation_id, seq=seq, kind=kind, data=data))
        touch(session, conversation_id)


def messages_of(session: Session, conversation_id: str) -> Sequence[Message]:
    """Return everything said so far, in order."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    return session.scalars(query.order_by(Message.seq)).all()


def answers_to(session: Session, message: Message) -> Sequence[Message]:
    """Return what the bot said in answer to this message."""
    return session.scalars(_ANSWERS, {"message": message.id}).all()


def sent_before(session: Session, conversation_id: str, client_message_id: str) -> Message | None:
    """Return what the client has already sent under this id of its own."""
    return session.scalar(
        _SENT, {"conversation": conversation_id, "client_message": client_message_id}
    )


def events_after(
    session: Session, conversation_id: str, seq: int, limit: int = 200
) -> list[LoggedEvent]:
    """Return the events past this number, in order.

    Numbers are given under a lock on the conversation, so a lower one never shows up later.
    """
    rows = session.execute(_EVENTS, {"conversation": conversation_id, "after": seq, "most": limit})
    return [
        LoggedEvent(event.seq, EventKind(event.kind), event.data, message)
        for event, message in rows
    ]


def _add(session: Session, conversation_id: str, message: Message) -> Message:
    message.conversation_id = conversation_id
    message.seq = _next_seq(session, conversation_id)
    event = Event(
        conversation_id=conversation_id,
        seq=message.seq,
        kind=EventKind.MESSAGE,
        message_id=message.id,
    )
    session.add_all((message, event))
    session.flush()
    return message


def _tell_what_is_hidden(session: Session, message: Message) -> None:
    """Say so when something was taken out of a message, in the browser or here."""
    told = notices.HIDDEN_NUMBER if IDENTITY_NUMBER in message.text else None
    if told is None and any(mark in message.text for mark in CONTACT_DETAILS):
        told = notices.HIDDEN_DETAILS
    if told:
        # As an answer it also comes with the answers to the message.
        answers = message.id if message.sender == Sender.USER else None
        notice = Message(sender=Sender.SYSTEM, text=told, answers=answers)
        _add(session, message.conversation_id, notice)


def _next_seq(session: Session, conversation_id: str) -> int:
    given = session.execute(
        _NEXT_SEQ, {"conversation": conversation_id, "moment": now()}
    ).one_or_none()
    if given is None:
        raise ConversationGoneError(conversation_id)
    seq, adviser_id = given
    touch(session, conversation_id)
    if adviser_id:
        touch(session, of_adviser(adviser_id))
    return int(seq)
