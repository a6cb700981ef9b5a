"""The editors' desk: drafts, review, publication. Every function takes a writing session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from knowledge.editions.models import Draft, Kind, Version


@dataclass(frozen=True)
class Member:
    """Who acts; the web application knows them by their account."""

    id: str
    name: str
    is_editor: bool = False
    is_reviewer: bool = False


@dataclass(frozen=True)
class Line:
    """A document in the list of all."""

    kind: Kind
    key: str
    title: str
    category: str | None  # of an article and its questions
    published: int | None
    archived: bool
    draft: Draft | None
    valid_until: date | None
    updated: date | None
    reviewed: date | None
    reviewed_by: str | None


@dataclass(frozen=True)
class Published:
    release: int
    version: int | None  # None when it was taken away


def published_texts(session: Session) -> dict[tuple[Kind, str], str]:
    """Return the text of every published document."""
    raise NotImplementedError


def published_text(session: Session, kind: Kind, key: str) -> str:
    """Return a document's published text; raise NotThereError when it has none."""
    raise NotImplementedError


def current_release(session: Session) -> int:
    """Return the number of the last release, 0 before the first."""
    raise NotImplementedError


def document_list(session: Session, kind: Kind | None = None) -> list[Line]:
    """Return every document, or those of a kind, by kind and title; archived ones too."""
    raise NotImplementedError


def history(session: Session, kind: Kind, key: str) -> list[Version]:
    """Return every version of a document, the newest first."""
    raise NotImplementedError


def find_draft(session: Session, kind: Kind, key: str) -> Draft | None:
    """Return the open draft of a document, if there is one."""
    raise NotImplementedError


def open_draft(
    session: Session, kind: Kind, key: str, member: Member, from_version: int | None = None
) -> Draft:
    """Return the open draft, or open one with the published text, or an older version's.

    Raises NotThereError, and NotAllowedError when an older version is asked for while a draft
    is open.
    """
    raise NotImplementedError


def create(
    session: Session, kind: Kind, key: str, text: str, member: Member, note: str = ""
) -> Draft:
    """Begin a new article or a new article's questions, as a draft; raise ExistsError."""
    raise NotImplementedError


def save_draft(  # noqa: PLR0913 -- what the editor saw, wrote and merged
    session: Session,
    kind: Kind,
    key: str,
    text: str,
    revision: int,
    member: Member,
    *,
    note: str | None = None,
    based_on: int | None = None,
) -> Draft:
    """Keep the text; raise ConflictError with the other's draft when it is not `revision`.

    The same text sent again is no conflict. A text in review is not written in (NotAllowedError):
    send it back first. `based_on` tells that a newer published version has been taken in.
    """
    raise NotImplementedError


def discard(session: Session, kind: Kind, key: str, revision: int, member: Member) -> None:
    """Throw the draft away; a document that was never published goes with it."""
    raise NotImplementedError


def submit(
    session: Session, kind: Kind, key: str, revision: int, member: Member, note: str | None = None
) -> Draft:
    """Hand the draft over for review; raise CheckFailedError when the text has errors."""
    raise NotImplementedError


def send_back(
    session: Session, kind: Kind, key: str, revision: int, member: Member, note: str | None = None
) -> Draft:
    """Give a draft back to be written in: from review, or when it waits for its time."""
    raise NotImplementedError


def approve(  # noqa: PLR0913 -- a decision with all that belongs to it
    session: Session,
    kind: Kind,
    key: str,
    revision: int,
    member: Member,
    *,
    reviewed_by: str | None = None,
    reason: str | None = None,
    publish_at: datetime | None = None,
    one_person_team: bool = False,
) -> Published | Draft:
    """Publish what is in review, or at `publish_at` (then the draft is returned).

    Only a reviewer who has written nothing of it approves, unless the team is of one person.
    `reviewed_by`, the health professional, is set in an article's front matter with today's date;
    without one both are emptied when the article's words have changed. `updated` is set too.
    Raises ConflictError, NotAllowedError, OutdatedError and CheckFailedError.
    """
    raise NotImplementedError


def publish_due(session: Session, moment: datetime) -> list[Published]:
    """Publish every draft whose time has come; what has errors by now goes back to review."""
    raise NotImplementedError


def restore(
    session: Session, kind: Kind, key: str, number: int, member: Member, note: str = ""
) -> Published:
    """Publish an earlier version again, as a new one; it was approved once. For reviewers.

    An archived document comes back. An open draft stays, based on what was published before.
    Editors open a draft with the old text instead: `open_draft(…, from_version=number)`.
    """
    raise NotImplementedError


def archive(
    session: Session, kind: Kind, key: str, member: Member, note: str = ""
) -> Sequence[Published]:
    """Take an article, with its questions, off the site; every version stays. For reviewers.

    Raises CheckFailedError when other documents lead to it, NotAllowedError for other kinds and
    while a draft of it is open.
    """
    raise NotImplementedError
