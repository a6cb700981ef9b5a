from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.errors import NotThereError
from knowledge.editions.models import Document, Draft, DraftState, Kind
from web_widget.access import Role, current_member
from web_widget.errors import NotFoundError


@dataclass(frozen=True)
class Paper:
    """A document as an editor has it open: the draft where there is one, else what is published."""

    kind: Kind
    key: str
    published: str | None
    # The number of the published version.
    version: int | None
    draft: Draft | None

    @property
    def text(self) -> str:
        return self.draft.text if self.draft else self.published or ""

    @property
    def revision(self) -> int | None:
        return self.draft.revision if self.draft else None

    @property
    def is_outdated(self) -> bool:
        """Tell whether another version was published after the draft was begun."""
        return self.draft is not None and self.draft.based_on != self.version

    @property
    def is_open(self) -> bool:
        """Tell whether the text may be written in: not while others decide about it."""
        return not self.draft or (self.draft.state == DraftState.DRAFT and not self.draft.scheduled)


def desk_member() -> desk.Member:
    """Return who is signed in as the editions know them."""
    member = current_member()
    return desk.Member(
        member.id,
        member.name,
        is_editor=member.has(Role.EDITOR),
        is_reviewer=member.has(Role.REVIEWER),
    )


def known_kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise NotFoundError(name) from None


def known_paper(session: Session, name: str, key: str) -> Paper:
    """Load a document with its draft; raise NotFoundError when there is neither."""
    kind = known_kind(name)
    draft = desk.find_draft(session, kind, key)
    try:
        published = desk.published_text(session, kind, key)
    except NotThereError:
        published = None
    if draft is None and published is None:
        raise NotFoundError(key)
    document = session.get(Document, (kind, key))
    version = document.published if document else None
    return Paper(kind, key, published, version, draft)


def drafted(paper: Paper) -> Draft:
    """Return the open draft; a document without one has nothing to publish."""
    if paper.draft is None:
        raise NotFoundError(paper.key)
    return paper.draft
