"""Between the files that ship and the database: `python -m knowledge.editions`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions.models import Kind

BOT_FOLDER = Path(__file__).parents[2] / "bot"


@dataclass(frozen=True)
class File:
    """A document as it lies among the files."""

    kind: Kind
    key: str
    place: str  # from the content folder, with / between
    text: str


@dataclass(frozen=True)
class Imported:
    """What an import did; the warnings name what was left alone because editors have changed it."""

    release: int | None  # None when nothing was new
    documents: int
    warnings: Sequence[str]


def shipped_files(content: Path, bot_folder: Path = BOT_FOLDER) -> Iterator[File]:
    """Yield every document among the files; raise ContentError for what is not UTF-8."""
    raise NotImplementedError


def import_at_first_start(engine: Engine, content: Path, bot_folder: Path = BOT_FOLDER) -> bool:
    """Make the tables, and fill them from the files when they are empty.

    Any number of processes may call it at once; returns whether this one filled them.
    """
    raise NotImplementedError


def import_files(session: Session, content: Path, bot_folder: Path = BOT_FOLDER) -> Imported:
    """Take in new and changed files as one release; what editors have changed is left alone."""
    raise NotImplementedError


def export_files(session: Session, content: Path, bot_folder: Path | None = None) -> int:
    """Write every published document to its place, byte for byte; return how many.

    Without a bot folder its place is found from the content folder, as in the repository.
    """
    raise NotImplementedError
