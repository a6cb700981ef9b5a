"""What changed between two texts, for people to read; and joining two people's changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["same", "added", "removed"]
LineKind = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True)
class Part:
    """Some words of a changed line."""

    kind: PartKind
    text: str


@dataclass(frozen=True)
class DiffLine:
    """A line of one text, of both, or changed from one to the other, then with its words."""

    kind: LineKind
    old: int | None  # line numbers, from 1
    new: int | None
    parts: Sequence[Part]


@dataclass(frozen=True)
class Merged:
    """Two people's changes in one text; where both changed the same lines, both stand there."""

    text: str
    conflicts: int


def readable(old: str, new: str) -> list[DiffLine]:
    """Compare two texts line by line, and changed lines word by word."""
    raise NotImplementedError


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Join the changes of two texts since their common base.

    Where they meet: lines «<<<<<<< Din tekst», «=======» and «>>>>>>> Den andres tekst» around
    the two; a text with such a line can't be published.
    """
    raise NotImplementedError
