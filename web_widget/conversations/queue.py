"""Who waits for an adviser, in which order, and what each adviser has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select, text, update
from sqlalchemy.orm import Session

from web_widget.conversations.log import add_event_to_each
from web_widget.conversations.models import (
    Conversation,
    EventKind,
    Message,
    ReadMark,
    Sender,
    State,
)
from web_widget.database import touch

QUEUE = "queue"
LOCK = 4921495122

# Each adviser's page asks for these with every message, so they are built once.
_IN_ORDER = (
    select(Conversation)
    .where(Conversation.state == State.WAITING)
    .order_by(Conversation.urgent.desc(), Conversation.waiting_since, Conversation.id)
    .execution_options(populate_existing=True)
)
_READ = (
    select(ReadMark.seq)
    .where(
        ReadMark.conversation_id == Conversation.id,
        ReadMark.adviser_id == bindparam("adviser"),
    )
    .correlate(Conversation)
    .scalar_subquery()
)
_UNREAD = (
    select(func.count(Message.id))
    .where(
        Message.conversation_id == Conversation.id,
        Message.sender == Sender.USER,
        Message.seq > func.coalesce(_READ, 0),
    )
    .correlate(Conversation)
    .scalar_subquery()
)
_MINE = (
    select(Conversation, _UNREAD)
    .where(Conversation.state == State.HUMAN, Conversation.adviser_id == bindparam("adviser"))
    .order_by(Conversation.taken_at, Conversation.id)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Waiting:
    """A conversation in the queue, as advisers see it before they take it."""

    conversation_id: str
    place: int
    waiting_since: datetime
    urgent: bool
    topic: str | None
    wanted_role: str | None
    audience: str | None


@dataclass(frozen=True)
class Held:
    """A conversation that an adviser has, with how many of the user's messages are unread."""

    conversation_id: str
    taken_at: datetime
    urgent: bool
    topic: str | None
    audience: str | None
    last_seq: int
    unread: int
    user_typing_at: datetime | None


def hold_queue(session: Session) -> None:
    """Let nobody else change the queue until this transaction is over.

    Call it before anything else is locked: whoever has the queue may write to all who wait.
    """
    touch(session, QUEUE)
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def waiting(session: Session) -> list[Waiting]:
    """Return the queue in order: the urgent first, then who has waited longest."""
    return [
        Waiting(
            conversation_id=each.id,
            place=place,
            waiting_since=each.waiting_since or each.updated_at,
            urgent=each.urgent,
            topic=each.topic,
            wanted_role=each.wanted_role,
            audience=each.audience,
        )
        for place, each in enumerate(_in_order(session), start=1)
    ]


def place(session: Session, conversation_id: str) -> int | None:
    """Return the place in the queue, counted from 1; None when it does not wait."""
    places = {each.conversation_id: each.place for each in waiting(session)}
    return places.get(conversation_id)


def announce(session: Session) -> None:
    """Tell everybody whose place in the queue has changed; the queue must be held."""
    touch(session, QUEUE)
    session.flush()
    places = {each.id: number for number, each in enumerate(_in_order(session), start=1)}
    if not places:
        return
    place_now = case(places, value=Conversation.id)
    changed = session.scalars(
        update(Conversation)
        .where(Conversation.id.in_(places), Conversation.told_place.is_distinct_from(place_now))
        .values(told_place=place_now)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    ).all()
    positions = {each: {"position": places[each]} for each in changed}
    add_event_to_each(session, EventKind.QUEUE, positions)


def make_urgent(session: Session, conversation_id: str) -> None:
    """Put a conversation before all that is not urgent; the queue must be held."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(urgent=True)
        .execution_options(synchronize_session=False)
    )
    announce(session)


def mine(session: Session, adviser_id: str) -> list[Held]:
    """Return the conversations that this adviser has, the longest held first."""
    rows = session.execute(_MINE, {"adviser": adviser_id})
    return [
        Held(
            conversation_id=each.id,
            taken_at=each.taken_at or each.updated_at,
            urgent=each.urgent,
            topic=each.topic,
            audience=each.audience,
            last_seq=each.last_seq,
            unread=count,
            user_typing_at=each.user_typing_at,
        )
        for each, count in rows
    ]


def _in_order(session: Session) -> Sequence[Conversation]:
    return session.scalars(_IN_ORDER).all()
