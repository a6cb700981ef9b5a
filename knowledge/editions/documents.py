"""What can be wrong with an editor's text, in words for who is no programmer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.editions.models import Kind

Level = Literal["error", "warning"]
Texts = Mapping[tuple[Kind, str], str]
LONGEST_STORED = 1_000_000


@dataclass(frozen=True)
class Finding:
    """Something to mend; an error stands in the way of publishing, a warning does not."""

    level: Level
    field: str  # of the front matter, "body", a rule's id, a row; "" for the whole text
    line: int | None  # in the text, from 1
    message: str


def check(
    kind: Kind, key: str, text: str, others: Texts, today: date | None = None
) -> list[Finding]:
    """Return all that is wrong with a text beside the other published documents, errors first.

    `others` are the published texts (`desk.published_texts`); the document's own counts not.
    """
    raise NotImplementedError


def has_errors(findings: list[Finding]) -> bool:
    """Tell whether any finding stands in the way of publishing."""
    return any(finding.level == "error" for finding in findings)


def title(kind: Kind, key: str, text: str) -> str:
    """Return what a document is called in lists: an article's title, else a name of its kind."""
    raise NotImplementedError


def lix(text: str) -> float:
    """Return the readability index of an article's body."""
    raise NotImplementedError
