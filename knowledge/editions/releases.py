"""One publication at a time: the lock, the release number, and its rows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from knowledge.editions.models import Document, Event, Kind, Release, ReleaseItem, Version

POSTGRESQL_LOCK = 4921495122  # any number that nobody else locks on


@dataclass(frozen=True)
class Change:
    """A text that is to be the published one of a document, and how it came to be."""

    document: Document
    text: str
    event: Event
    author_id: str | None
    author_name: str
    approved_name: str | None = None
    note: str = ""
    reason: str | None = None


def take_turn(session: Session) -> None:
    """Wait until no other transaction changes documents; held until this one ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})
    else:
        # A write, though it changes nothing, takes SQLite's one lock before anything is read.
        session.execute(update(Release).where(Release.number < 0).values(note=""))


def last_release(session: Session) -> int:
    """Return the number of the last release, 0 before the first."""
    return session.scalar(select(func.max(Release.number))) or 0


def make_release(
    session: Session, changes: Sequence[Change], made_by: str | None, note: str = ""
) -> int:
    """Write the versions and the release that publishes them; whoever calls it has the turn."""
    release = Release(number=last_release(session) + 1, made_by=made_by, note=note)
    session.add(release)
    session.flush()
    for change in changes:
        session.add(_item(release.number, change, _write_version(session, change)))
    session.flush()
    return release.number


def _write_version(session: Session, change: Change) -> int:
    document = change.document
    version = Version(
        kind=document.kind,
        key=document.key,
        number=last_version(session, document.kind, document.key) + 1,
        text=change.text,
        sha256=sha256(change.text),
        author_id=change.author_id,
        author_name=change.author_name,
        approved_name=change.approved_name,
        note=change.note,
        reason=change.reason,
        event=change.event,
    )
    session.add(version)
    document.archived = change.event is Event.ARCHIVED
    document.published = None if document.archived else version.number
    return version.number


def _item(release: int, change: Change, number: int) -> ReleaseItem:
    document = change.document
    published = None if document.archived else number
    return ReleaseItem(release=release, kind=document.kind, key=document.key, version=published)


def last_version(session: Session, kind: Kind, key: str) -> int:
    """Return the number of a document's newest version, 0 when it has none."""
    newest = select(func.max(Version.number)).where(Version.kind == kind, Version.key == key)
    return session.scalar(newest) or 0


def sha256(text_: str) -> str:
    """Return the checksum by which texts are compared."""
    return hashlib.sha256(text_.encode()).hexdigest()
