from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.editions.documents import Finding
    from knowledge.editions.models import Draft


class EditionsError(KnowledgeError):
    """Something that an editor asked for can't be done; the message is for the editor to read."""


class NotThereError(EditionsError):
    """There is no such document, draft or version."""


class ExistsError(EditionsError):
    """A document of that name is there already."""


class NotAllowedError(EditionsError):
    """The member, or the state that the draft is in, does not allow it."""


class ConflictError(EditionsError):
    """Somebody else has changed the draft since it was read; nothing was written."""

    def __init__(self, draft: "Draft | None") -> None:
        super().__init__(
            f"{draft.author_name} har endret teksten etter at du åpnet den."
            if draft
            else "Utkastet er publisert eller forkastet av en annen."
        )
        self.draft = draft


class OutdatedError(EditionsError):
    """A newer version was published since the draft was begun; it has to be taken in first."""

    def __init__(self, based_on: int | None, published: int | None) -> None:
        super().__init__("Det er publisert en nyere versjon etter at utkastet ble begynt.")
        self.based_on = based_on
        self.published = published


class CheckFailedError(EditionsError):
    """The text has errors and can't be published."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        super().__init__("Teksten kan ikke publiseres før feilene er rettet.")
        self.findings = tuple(findings)
