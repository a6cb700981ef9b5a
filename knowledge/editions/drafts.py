"""Who may do what with a draft, and whether it is still the one that was seen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from knowledge.editions import documents
from knowledge.editions.documents import Finding
from knowledge.editions.errors import CheckFailedError, ConflictError, NotAllowedError
from knowledge.editions.models import Draft, DraftState, Kind


@dataclass(frozen=True)
class Member:
    """Who acts; the web application knows them by their account."""

    id: str
    name: str
    is_editor: bool = False
    is_reviewer: bool = False


def reopen(draft: Draft, state: DraftState) -> None:
    """Take an approval back, if there was one; the draft is in `state` then."""
    draft.state = state
    draft.revision += 1
    draft.publish_at = draft.approved_by = draft.approved_name = draft.reason = None


def must_pass(
    kind: Kind, key: str, text: str, others: documents.Texts, day: date | None = None
) -> None:
    """Raise CheckFailedError when a text has errors, as it would be published on the day."""
    findings = documents.errors(kind, key, text, others, day)
    if findings:
        raise CheckFailedError(findings)


def must_write(member: Member) -> None:
    """Raise NotAllowedError for who is no editor."""
    if not member.is_editor:
        raise NotAllowedError("Bare redaktører kan skrive i tekstene.")


def must_review(member: Member) -> None:
    """Raise NotAllowedError for who is no reviewer."""
    if not member.is_reviewer:
        raise NotAllowedError("Bare den som kan godkjenne, kan gjøre dette.")


def must_be_storable(text: str) -> None:
    """Raise CheckFailedError for a text that can't even be kept as a draft."""
    message = documents.unstorable(text)
    if message is not None:
        raise CheckFailedError([Finding("error", "", None, message)])


def seen(draft: Draft | None, revision: int) -> Draft:
    """Return the draft when it is as the member saw it; raise ConflictError."""
    if draft is None or draft.revision != revision:
        raise ConflictError(draft)
    return draft


def take(session: Session, draft: Draft) -> None:
    """Delete the draft, if it is still the one that was read: of two who do it, one does."""
    this = (Draft.kind == draft.kind, Draft.key == draft.key, Draft.revision == draft.revision)
    deleted = session.execute(delete(Draft).where(*this))
    if not isinstance(deleted, CursorResult) or deleted.rowcount != 1:
        raise ConflictError(None)
