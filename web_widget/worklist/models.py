"""What the work list remembers; whatever is somebody's words goes when their conversation goes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Float, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from web_widget.conversations.models import Base, now, one_of
from web_widget.sealing import Sealed, SealedBytes, SealedRow


class Source(StrEnum):
    """Where a question comes from: the bot knew no answer, or an adviser wrote one by hand."""

    UNANSWERED = "unanswered"
    BY_HAND = "by_hand"


def of_message() -> Mapped[str]:
    return mapped_column(
        String(26), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True
    )


class QuestionGroup(Base):
    """Questions of the same meaning, as the last grouping found them."""

    __tablename__ = "question_groups"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    source: Mapped[str] = mapped_column(String(10))
    # Slugs of the articles that come nearest, the nearest first.
    nearest: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_at: Mapped[datetime] = mapped_column(default=now)


class GroupedQuestion(SealedRow, Base):
    """One question, masked, with its embedding and the group it is in."""

    __tablename__ = "grouped_questions"
    __table_args__ = (one_of("source", Source),)

    # The user's message, or the adviser's that answered it by hand.
    message_id: Mapped[str] = of_message()
    conversation_id: Mapped[str] = mapped_column(String(26))
    source: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    # Masked: what the user asked, and what the adviser answered.
    question_sealed: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
    question = Sealed[str]()
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer = Sealed[str | None]()
    # Of the words, which could be guessed from it.
    embedding_sealed: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
    embedding = SealedBytes()
    model: Mapped[str] = mapped_column(String(100))
    group_id: Mapped[str | None] = mapped_column(String(26), index=True)
    # How near it is to the middle of its group, 0 to 1.
    closeness: Mapped[float] = mapped_column(Float, default=0.0)
    # An editor is done with it: it never comes back into a group.
    handled_at: Mapped[datetime | None]


class ReleasedQuestion(SealedRow, Base):
    """One person's question that an adviser has masked and given to the editors."""

    __tablename__ = "released_questions"

    message_id: Mapped[str] = of_message()
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary, server_default="")
    text = Sealed[str]()
    released_by: Mapped[str] = mapped_column(String(26))
    at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]


class CheckedLink(Base):
    """What the last check of an address on the net found."""

    __tablename__ = "checked_links"

    url: Mapped[str] = mapped_column(String(2000), primary_key=True)
    # The HTTP status; None when nobody answered.
    status: Mapped[int | None]
    # Empty for a link that works.
    fault: Mapped[str] = mapped_column(String(40), default="")
    # Where it is used: slugs of articles, and ids of contacts.
    used_in: Mapped[list[str]] = mapped_column(JSON, default=list)
    checked_at: Mapped[datetime] = mapped_column(default=now)


class GroupingRun(Base):
    """The last grouping of questions; there is one row."""

    __tablename__ = "grouping_runs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # How many questions it looked at.
    questions: Mapped[int] = mapped_column(default=0)
    failed: Mapped[str | None] = mapped_column(String(100))
