"""The editors' desk: drafts, review, publication. Every function takes a writing session."""

from sqlalchemy.orm import Session

from knowledge.editions import documents
from knowledge.editions.drafts import (
    Member,
    must_be_storable,
    must_pass,
    must_write,
    reopen,
    seen,
    take,
)
from knowledge.editions.errors import ExistsError, NotAllowedError
from knowledge.editions.models import Author, Document, Draft, DraftState, Kind, now
from knowledge.editions.publishing import Published, approve, archive, publish_due, restore
from knowledge.editions.releases import last_version, take_turn
from knowledge.editions.shelf import (
    Line,
    current_release,
    document_list,
    find_draft,
    history,
    published_text,
    published_texts,
    the_document,
    the_version,
)

__all__ = [
    "Line",
    "Member",
    "Published",
    "approve",
    "archive",
    "create",
    "current_release",
    "discard",
    "document_list",
    "find_draft",
    "history",
    "open_draft",
    "publish_due",
    "published_text",
    "published_texts",
    "restore",
    "save_draft",
    "send_back",
    "submit",
]

NEW = (Kind.ARTICLE, Kind.QUESTIONS)  # what editors may add; of the other kinds there are enough


def open_draft(
    session: Session, kind: Kind, key: str, member: Member, from_version: int | None = None
) -> Draft:
    """Return the open draft, or open one with the published text, or an older version's.

    Raises NotThereError, and NotAllowedError when an older version is asked for while a draft
    is open.
    """
    must_write(member)
    take_turn(session)
    document = the_document(session, kind, key)
    draft = find_draft(session, kind, key)
    if draft is not None:
        if from_version is not None:
            raise NotAllowedError(
                "Det finnes allerede et utkast. Publiser eller forkast det først."
            )
        return draft
    number = from_version or document.published or last_version(session, kind, key)
    text = the_version(session, kind, key, number).text
    return _new_draft(session, document, text, member, is_new_text=number != document.published)


def create(
    session: Session, kind: Kind, key: str, text: str, member: Member, note: str = ""
) -> Draft:
    """Begin a new article or a new article's questions, as a draft; raise ExistsError."""
    must_write(member)
    must_be_storable(text)
    if kind not in NEW or not documents.is_slug(key):
        raise NotAllowedError(
            "Navnet kan bare ha små bokstaver fra a til z, tall og bindestrek, som «min-hatt»."
        )
    take_turn(session)
    there = session.get(Document, (kind, key), populate_existing=True)
    if there is not None:
        raise ExistsError(
            f"«{key}» ligger i arkivet. Gjenopprett en versjon i stedet for å lage en ny."
            if there.archived
            else f"Det finnes allerede en tekst som heter «{key}»."
        )
    document = Document(kind=kind, key=key)
    session.add(document)
    session.flush()
    draft = _new_draft(session, document, text, member, is_new_text=True)
    draft.note = note
    return draft


def _new_draft(
    session: Session, document: Document, text: str, member: Member, is_new_text: bool
) -> Draft:
    draft = Draft(
        kind=document.kind,
        key=document.key,
        text=text,
        revision=1,
        state=DraftState.DRAFT,
        based_on=document.published,
        author_id=member.id,
        author_name=member.name,
        # Who only opens what is published has written nothing, and may approve another's words.
        authors=[Author(id=member.id, name=member.name)] if is_new_text else [],
        note="",
    )
    session.add(draft)
    session.flush()
    return draft


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
    must_write(member)
    must_be_storable(text)
    take_turn(session)
    draft = find_draft(session, kind, key)
    if draft is not None and draft.text == text and based_on in (None, draft.based_on):
        draft.note = draft.note if note is None else note
        return draft
    draft = seen(draft, revision)
    if draft.state is not DraftState.DRAFT:
        raise NotAllowedError("Teksten er til godkjenning. Ta den tilbake før du skriver i den.")
    draft.text = text
    draft.revision += 1
    draft.author_id, draft.author_name = member.id, member.name
    if all(author["id"] != member.id for author in draft.authors):
        draft.authors = [*draft.authors, Author(id=member.id, name=member.name)]
    draft.saved_at = now()
    draft.note = draft.note if note is None else note
    if based_on is not None:
        the_version(session, kind, key, based_on)
        draft.based_on = based_on
    session.flush()
    return draft


def discard(session: Session, kind: Kind, key: str, revision: int, member: Member) -> None:
    """Throw the draft away; a document that was never published goes with it."""
    must_write(member)
    take_turn(session)
    draft = seen(find_draft(session, kind, key), revision)
    take(session, draft)
    if last_version(session, kind, key) == 0:
        session.delete(the_document(session, kind, key))
    session.flush()


def submit(
    session: Session, kind: Kind, key: str, revision: int, member: Member, note: str | None = None
) -> Draft:
    """Hand the draft over for review; raise CheckFailedError when the text has errors."""
    must_write(member)
    take_turn(session)
    draft = seen(find_draft(session, kind, key), revision)
    if draft.state is DraftState.REVIEW:
        return draft
    must_pass(kind, key, draft.text, published_texts(session))
    draft.state = DraftState.REVIEW
    draft.submitted_by = member.id
    draft.note = draft.note if note is None else note
    draft.revision += 1
    session.flush()
    return draft


def send_back(
    session: Session, kind: Kind, key: str, revision: int, member: Member, note: str | None = None
) -> Draft:
    """Give a draft back to be written in: from review, or when it waits for its time."""
    if not (member.is_editor or member.is_reviewer):
        raise NotAllowedError("Bare redaksjonen kan gjøre dette.")
    take_turn(session)
    draft = seen(find_draft(session, kind, key), revision)
    reopen(draft, DraftState.DRAFT)
    draft.note = draft.note if note is None else note
    session.flush()
    return draft
