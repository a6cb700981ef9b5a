from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from ulid import ULID

from web_widget.sealing import Sealed, SealedRow

JsonObject = dict[str, Any]


class State(StrEnum):
    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class Sender(StrEnum):
    USER = "user"
    BOT = "bot"
    ADVISER = "adviser"
    SYSTEM = "system"


class Turn(StrEnum):
    """What became of a user's message."""

    PENDING = "pending"
    ANSWERED = "answered"
    FAILED = "failed"


class Danger(StrEnum):
    """What the safety rules found in a user's message."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"


class EventKind(StrEnum):
    MESSAGE = "message"
    STATE = "state"
    TYPING = "typing"
    QUEUE = "queue"


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return str(ULID())


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite keeps no zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the signature is SQLAlchemy's
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the signature is SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 SQLAlchemy reads a plain dict here


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_is_known")


class Conversation(SealedRow, Base):
    __tablename__ = "conversations"
    __table_args__ = (
        one_of("state", State),
        CheckConstraint("(state = 'human') = (adviser_id IS NOT NULL)", name="human_is_held"),
        CheckConstraint(
            "state <> 'waiting' OR waiting_since IS NOT NULL", name="waiting_has_begun"
        ),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default=State.BOT)
    locale: Mapped[str] = mapped_column(String(35), default="nb")
    audience: Mapped[str | None] = mapped_column(String(20))
    page_url_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    page_url = Sealed[str | None]()
    # Numbers messages and events alike, so that one cursor follows the whole conversation.
    last_seq: Mapped[int] = mapped_column(default=0)
    turn_owner: Mapped[str | None] = mapped_column(String(26))
    turn_until: Mapped[datetime | None]
    user_typing_at: Mapped[datetime | None]
    adviser_typing_at: Mapped[datetime | None]
    # Of the queue: since when (kept when an adviser gives it back), how urgent, whom it is for,
    # the place last told to the user, and when the phone number was repeated.
    waiting_since: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    topic: Mapped[str | None] = mapped_column(String(80))
    wanted_role: Mapped[str | None] = mapped_column(String(20))
    told_place: Mapped[int | None]
    phone_repeated_at: Mapped[datetime | None]
    # Of the adviser who has it, and of the last one who ended it: all up to this number is done.
    adviser_id: Mapped[str | None] = mapped_column(String(26), index=True)
    adviser_name: Mapped[str | None] = mapped_column(String(100))
    adviser_role: Mapped[str | None] = mapped_column(String(20))
    taken_at: Mapped[datetime | None]
    ended_topic: Mapped[str | None] = mapped_column(String(80))
    handled_seq: Mapped[int] = mapped_column(default=0)
    return_code_hash: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)


def of_conversation(index: bool = False, primary_key: bool = False) -> Mapped[str]:
    return mapped_column(
        String(26),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        index=index,
        primary_key=primary_key,
    )


class Message(SealedRow, Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_message_id"),
        one_of("sender", Sender),
        one_of("turn", Turn),
        one_of("danger", Danger),
        Index("ix_messages_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = of_conversation()
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(default=now)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
    text = Sealed[str]()
    # Of a user's message: the button pressed, the client's own id, and whether it was answered.
    payload_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    payload = Sealed[str | None]()
    client_message_id: Mapped[str | None] = mapped_column(String(36))
    turn: Mapped[str | None] = mapped_column(String(8))
    danger: Mapped[str | None] = mapped_column(String(10))
    # Of an adviser's.
    author_name: Mapped[str | None] = mapped_column(String(100))
    author_role: Mapped[str | None] = mapped_column(String(20))
    # Of the bot's: which user message it answers, whose passage answers, and what it shows.
    answers: Mapped[str | None] = mapped_column(String(26), index=True)
    route: Mapped[str | None] = mapped_column(String(20))
    answer_slug: Mapped[str | None] = mapped_column(String(100))
    urgent: Mapped[bool] = mapped_column(default=False)
    articles: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)
    buttons: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)
    contacts: Mapped[list[JsonObject]] = mapped_column(JSON, default=list)


class Event(Base):
    __tablename__ = "events"
    __table_args__ = (Index("ix_events_kind_at", "kind", "at"),)

    conversation_id: Mapped[str] = of_conversation(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    message_id: Mapped[str | None] = mapped_column(String(26))
    data: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(default=now)


class CallbackRequest(SealedRow, Base):
    __tablename__ = "callback_requests"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = of_conversation(index=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone = Sealed[str | None]()
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email = Sealed[str | None]()
    when_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    when = Sealed[str | None]()
    topic: Mapped[str | None] = mapped_column(String(80))
    receipt: Mapped[str | None] = mapped_column(String(9), index=True, unique=True)
    at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None] = mapped_column(String(100))


class Feedback(SealedRow, Base):
    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("conversation_id", "message_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = of_conversation()
    # Empty when the feedback is about the conversation as a whole.
    message_id: Mapped[str] = mapped_column(String(26), default="")
    helpful: Mapped[bool]
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    comment = Sealed[str | None]()
    at: Mapped[datetime] = mapped_column(default=now)


class ReturnToken(Base):
    """A token more for a conversation, given when its user came back with the return code."""

    __tablename__ = "return_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = of_conversation(index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class AdviserPresence(Base):
    """The last sign that an adviser gave of being there."""

    __tablename__ = "adviser_presence"

    adviser_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(20))
    seen_at: Mapped[datetime] = mapped_column(default=now)


class Note(SealedRow, Base):
    """What advisers write to each other about a conversation; its user never sees it."""

    __tablename__ = "notes"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = of_conversation(index=True)
    adviser_id: Mapped[str] = mapped_column(String(26))
    adviser_name: Mapped[str] = mapped_column(String(100))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
    text = Sealed[str]()
    at: Mapped[datetime] = mapped_column(default=now)


class ReadMark(Base):
    """How far an adviser has read in a conversation."""

    __tablename__ = "read_marks"

    conversation_id: Mapped[str] = of_conversation(primary_key=True)
    adviser_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    seq: Mapped[int]


class CannedReply(Base):
    __tablename__ = "canned_replies"

    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Lease(Base):
    """What only one process at a time does, and until when another has to wait."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    until: Mapped[datetime]


class TrackerDeletion(Base):
    """A conversation that Rasa still has to forget."""

    __tablename__ = "tracker_deletions"

    conversation_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
