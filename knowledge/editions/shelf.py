"""What is there: documents, their versions and drafts, for reading."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editions import documents, front_matter
from knowledge.editions.errors import NotThereError
from knowledge.editions.models import Document, Draft, Kind, Version
from knowledge.editions.releases import last_release


@dataclass(frozen=True)
class Line:
    """A document in the list of all."""

    kind: Kind
    key: str
    title: str
    category: str | None  # of an article and its questions
    published: int | None
    published_at: datetime | None
    archived: bool
    draft: Draft | None
    valid_until: date | None
    updated: date | None
    reviewed: date | None
    reviewed_by: str | None


def published_texts(session: Session) -> dict[tuple[Kind, str], str]:
    """Return the text of every published document."""
    return {(each.kind, each.key): each.text for each in published_versions(session)}


def published_versions(session: Session) -> list[Version]:
    """Return the published version of every document."""
    this = (Document.kind == Version.kind) & (Document.key == Version.key)
    query = select(Version).join(Document, this & (Document.published == Version.number))
    return list(session.scalars(query))


def published_text(session: Session, kind: Kind, key: str) -> str:
    """Return a document's published text; raise NotThereError when it has none."""
    document = the_document(session, kind, key)
    if document.published is None:
        raise NotThereError("Dette er ikke publisert.")
    return the_version(session, kind, key, document.published).text


def current_release(session: Session) -> int:
    """Return the number of the last release, 0 before the first."""
    return last_release(session)


def document_list(session: Session, kind: Kind | None = None) -> list[Line]:
    """Return every document, or those of a kind, by kind and title; archived ones too."""
    versions = {(each.kind, each.key): each for each in published_versions(session)}
    drafts = {(each.kind, each.key): each for each in session.scalars(select(Draft))}
    query = select(Document)
    if kind is not None:
        query = query.where(Document.kind == kind)
    lines = []
    for document in session.scalars(query):
        name = (document.kind, document.key)
        version, draft = versions.get(name), drafts.get(name)
        text = version.text if version else (draft.text if draft else "")
        lines.append(_line(document, text, version, draft))
    order = list(Kind)
    return sorted(lines, key=lambda line: (order.index(line.kind), line.title.casefold()))


def _line(document: Document, text: str, version: Version | None, draft: Draft | None) -> Line:
    fields = front_matter.read(text) if document.kind is Kind.ARTICLE else {}
    place = (document.place or "").split("/")
    reviewed_by = fields.get("reviewed_by")
    return Line(
        kind=document.kind,
        key=document.key,
        title=documents.title(document.kind, document.key, text),
        category=place[1] if place[0] == "articles" else fields.get("category"),
        published=document.published,
        published_at=version.made_at if version else None,
        archived=document.archived,
        draft=draft,
        valid_until=front_matter.day(fields, "valid_until"),
        updated=front_matter.day(fields, "updated"),
        reviewed=front_matter.day(fields, "reviewed"),
        reviewed_by=str(reviewed_by) if reviewed_by else None,
    )


def history(session: Session, kind: Kind, key: str) -> list[Version]:
    """Return every version of a document, the newest first."""
    the_document(session, kind, key)
    query = select(Version).where(Version.kind == kind, Version.key == key)
    return list(session.scalars(query.order_by(Version.number.desc())))


def find_draft(session: Session, kind: Kind, key: str) -> Draft | None:
    """Return the open draft of a document, if there is one."""
    return session.get(Draft, (kind, key), populate_existing=True)


def the_document(session: Session, kind: Kind, key: str) -> Document:
    """Return a document; raise NotThereError."""
    document = session.get(Document, (kind, key), populate_existing=True)
    if document is None:
        raise NotThereError("Dette finnes ikke.")
    return document


def the_version(session: Session, kind: Kind, key: str, number: int) -> Version:
    """Return a version of a document; raise NotThereError."""
    version = session.get(Version, (kind, key, number))
    if version is None:
        raise NotThereError("Denne versjonen finnes ikke.")
    return version
