"""What editors change, as rows: documents with versions, open drafts, and releases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    ForeignKeyConstraint,
    String,
    Text,
    TypeDecorator,
    inspect,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Kind(StrEnum):
    """What a document is; says how its text is checked and where it lies among the files."""

    ARTICLE = "article"
    QUESTIONS = "questions"
    CONTACTS = "contacts"
    COORDINATORS = "coordinators"
    SAFETY = "safety"
    RESPONSES = "responses"
    EXAMPLES = "examples"
    MUST_HOLD = "must_hold"
    OPENING_HOURS = "opening_hours"


class DraftState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"


class Event(StrEnum):
    """How a version came to be."""

    IMPORTED = "imported"
    PUBLISHED = "published"
    RESTORED = "restored"
    ARCHIVED = "archived"


class Author(TypedDict):
    id: str
    name: str


def now() -> datetime:
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with time zone also where the database keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _stored(names: type[StrEnum]) -> Enum:
    """Store an enumeration as the words of its values."""
    return Enum(
        names,
        native_enum=False,
        length=20,
        values_callable=lambda _: [each.value for each in names],
    )


class Base(DeclarativeBase):
    """Tables of their own metadata: no migration of the web application touches them."""

    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's name
        datetime: UtcDateTime,
        Kind: _stored(Kind),
        DraftState: _stored(DraftState),
        Event: _stored(Event),
    }


class Document(Base):
    __tablename__ = "content_documents"

    kind: Mapped[Kind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    # Where its file lies, from the content folder; unknown until the first publication.
    place: Mapped[str | None] = mapped_column(String(250))
    published: Mapped[int | None]
    archived: Mapped[bool] = mapped_column(default=False)


class Version(Base):
    """A text as it was published once; never changed, never deleted."""

    __tablename__ = "content_versions"
    __table_args__ = (
        ForeignKeyConstraint(["kind", "key"], ["content_documents.kind", "content_documents.key"]),
    )

    kind: Mapped[Kind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    # Nobody's when it came from the shipped files.
    author_id: Mapped[str | None] = mapped_column(String(26))
    author_name: Mapped[str] = mapped_column(String(200))
    approved_name: Mapped[str | None] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(default=now)
    note: Mapped[str] = mapped_column(Text, default="")
    # Why it was published although a question that must hold does not.
    reason: Mapped[str | None] = mapped_column(Text)
    event: Mapped[Event]


class Draft(Base):
    """The one text of a document that is being worked on."""

    __tablename__ = "content_drafts"
    __table_args__ = (
        ForeignKeyConstraint(["kind", "key"], ["content_documents.kind", "content_documents.key"]),
    )

    kind: Mapped[Kind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    # Grows at every change; who saves or decides names the one that was seen.
    revision: Mapped[int]
    state: Mapped[DraftState] = mapped_column(default=DraftState.DRAFT)
    # The published version that the text takes account of.
    based_on: Mapped[int | None]
    author_id: Mapped[str] = mapped_column(String(26))
    author_name: Mapped[str] = mapped_column(String(100))
    # Everybody who has written in it since it was opened; none of them approves it.
    authors: Mapped[list[Author]] = mapped_column(JSON, default=list)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    submitted_by: Mapped[str | None] = mapped_column(String(26))
    note: Mapped[str] = mapped_column(Text, default="")
    # Set when it is approved for later; `reviewed_by` then stands in the text already.
    publish_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(26))
    approved_name: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(Text)

    @property
    def scheduled(self) -> bool:
        return self.publish_at is not None


class Release(Base):
    """One publication: the number that every process follows, which only grows."""

    __tablename__ = "content_releases"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str | None] = mapped_column(String(26))
    note: Mapped[str] = mapped_column(Text, default="")


class ReleaseItem(Base):
    """A document that a release changed; without a version it was taken away."""

    __tablename__ = "content_release_items"
    __table_args__ = (ForeignKeyConstraint(["release"], ["content_releases.number"]),)

    release: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int | None]


def create_tables(engine: Engine) -> None:
    """Make the tables that are not there; any number of processes may do it at once."""
    missing = _missing_tables(engine)
    while missing:
        try:
            Base.metadata.create_all(engine)
        except DBAPIError:
            # Another process made one of them between the look and the making: go on with the rest.
            still = _missing_tables(engine)
            if still == missing:
                raise
            missing = still
        else:
            return


def _missing_tables(engine: Engine) -> set[str]:
    return set(Base.metadata.tables) - set(inspect(engine).get_table_names())
