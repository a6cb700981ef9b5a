"""What is published at one moment, read whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge.editions.models import Document, Kind, Release, Version
from knowledge.errors import StoreError

Name = tuple[Kind, str]


@dataclass(frozen=True)
class Snapshot:
    """The text of every published document, and the release that they are of."""

    release: int
    texts: Mapping[Name, str]

    def of(self, kind: Kind) -> dict[str, str]:
        """Return the texts of a kind by key, in the order of the keys."""
        return {key: text for (each, key), text in sorted(self.texts.items()) if each is kind}

    def changed(self, texts: Mapping[Name, str | None]) -> Self:
        """Return what would be published if these texts were; None takes one away."""
        merged = {**self.texts, **texts}
        kept = {name: text for name, text in merged.items() if text is not None}
        return replace(self, texts=kept)


def last_release(engine: Engine) -> int:
    """Return the number of the last release, 0 before the first; raise StoreError."""
    try:
        with engine.connect() as connection:
            return connection.scalar(select(func.max(Release.number))) or 0
    except SQLAlchemyError as error:
        raise StoreError(f"DATABASE_URL: {error.__class__.__name__}") from error


def read(engine: Engine, kinds: Iterable[Kind] = tuple(Kind)) -> Snapshot:
    """Read the published documents of some kinds; raise StoreError.

    One statement sees one state of the database, on SQLite as on PostgreSQL.
    """
    release = select(func.max(Release.number)).scalar_subquery()
    query = (
        select(release, Document.kind, Document.key, Version.text)
        .join(
            Version,
            (Version.kind == Document.kind)
            & (Version.key == Document.key)
            & (Version.number == Document.published),
        )
        .where(Document.archived.is_(False), Document.kind.in_(list(kinds)))
    )
    try:
        with engine.connect() as connection:
            rows = connection.execute(query).all()
    except SQLAlchemyError as error:
        raise StoreError(f"DATABASE_URL: {error.__class__.__name__}") from error
    texts = {(Kind(kind), key): text for _, kind, key, text in rows}
    return Snapshot(rows[0][0] or 0 if rows else 0, texts)
