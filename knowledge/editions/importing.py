"""Between the files that ship and the database: `python -m knowledge.editions`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from knowledge.coordinators import read_coordinators
from knowledge.editions.models import Document, Event, Kind, Version, create_tables
from knowledge.editions.places import BOT, FOLDERS, QUESTIONS, SINGLE, key_of, on_disk
from knowledge.editions.releases import Change, last_release, make_release, sha256, take_turn
from knowledge.errors import ContentError
from knowledge.library import load_library
from knowledge.safety import TEXTS_FILE, parse_safety_file, parse_safety_texts

BOT_FOLDER = Path(__file__).parents[2] / "bot"
SHIPPED = "Kreftveiviser"  # whose texts the files are, in the history


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
    for path in sorted((content / "articles").glob("*/*.md")):
        yield _file(Kind.ARTICLE, path, content)
    for path in sorted((content / "articles").glob(f"*/*{QUESTIONS}")):
        yield _file(Kind.QUESTIONS, path, content)
    for kind, place in SINGLE.items():
        if (content / place).exists():
            yield _file(kind, content / place, content)
    for kind, folder in FOLDERS.items():
        for path in sorted(on_disk(folder, content, bot_folder).glob("*.yml")):
            root = bot_folder if folder.startswith(BOT) else content
            file = _file(kind, path, root, BOT if root is bot_folder else "")
            if kind is not Kind.RESPONSES or "\nresponses:" in file.text:
                yield file


def _file(kind: Kind, path: Path, root: Path, before: str = "") -> File:
    place = before + path.relative_to(root).as_posix()
    try:
        # Bytes, not text: line endings are part of a document too.
        return File(kind, key_of(kind, place), place, path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ContentError(f"{place}: not UTF-8") from error


def import_at_first_start(engine: Engine, content: Path, bot_folder: Path = BOT_FOLDER) -> bool:
    """Make the tables, and fill them from the files when they are empty.

    Any number of processes may call it at once; returns whether this one filled them.
    """
    create_tables(engine)
    with Session(engine) as session:
        if last_release(session):
            return False
    try:
        with Session(engine) as session, session.begin():
            take_turn(session)
            if last_release(session):
                return False
            import_files(session, content, bot_folder)
    except IntegrityError:
        return False  # another process was first
    return True


def import_files(session: Session, content: Path, bot_folder: Path = BOT_FOLDER) -> Imported:
    """Take in new and changed files as one release; what editors have changed is left alone."""
    _refuse_broken(content)
    files = {(file.kind, file.key): file for file in shipped_files(content, bot_folder)}
    take_turn(session)
    documents = {(each.kind, each.key): each for each in session.scalars(select(Document))}
    latest = _latest_versions(session)
    changes: list[Change] = []
    warnings: list[str] = []
    for name, file in files.items():
        newest = latest.get(name)
        if newest is not None and newest.sha256 == sha256(file.text):
            continue
        if newest is not None and newest.author_id is not None:
            warnings.append(f"{file.place}: left alone, since editors have changed it")
            continue
        document = documents.get(name) or _new_document(session, file)
        document.place = file.place
        changes.append(Change(document, file.text, Event.IMPORTED, None, SHIPPED))
    warnings += [
        f"{document.place}: is not among the files, and stays published"
        for name, document in documents.items()
        if name not in files and document.published and latest[name].author_id is None
    ]
    session.flush()
    release = make_release(session, changes, None, "import") if changes else None
    return Imported(release, len(changes), tuple(warnings))


def _refuse_broken(content: Path) -> None:
    """Raise ContentError for the first file that the services could not start with."""
    load_library(content)
    read_coordinators(content / SINGLE[Kind.COORDINATORS])
    for path in (content / "safety").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        if path.name == TEXTS_FILE:
            parse_safety_texts(text)
        else:
            parse_safety_file(text, path.name)


def _latest_versions(session: Session) -> dict[tuple[Kind, str], Version]:
    ordered = session.scalars(select(Version).order_by(Version.number))
    return {(version.kind, version.key): version for version in ordered}


def _new_document(session: Session, file: File) -> Document:
    document = Document(kind=file.kind, key=file.key, place=file.place)
    session.add(document)
    return document


def _published(*columns: InstrumentedAttribute[Any]) -> Select[Any]:
    this = (Version.kind == Document.kind) & (Version.key == Document.key)
    return select(*columns).join(Version, this & (Version.number == Document.published))


def export_files(session: Session, content: Path, bot_folder: Path | None = None) -> int:
    """Write every published document to its place, byte for byte; return how many.

    Without a bot folder its place is found from the content folder, as in the repository.
    """
    for document in session.scalars(select(Document).where(Document.archived)):
        if document.place:
            on_disk(document.place, content, bot_folder).unlink(missing_ok=True)
    rows = session.execute(_published(Document.place, Version.text)).all()
    for place, text in rows:
        path = on_disk(place, content, bot_folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return len(rows)


def differing_places(session: Session, content: Path, bot_folder: Path = BOT_FOLDER) -> list[str]:
    """Return the places whose file differs from what is published, or is on one side only."""
    files = {file.place: sha256(file.text) for file in shipped_files(content, bot_folder)}
    rows = session.execute(_published(Document.place, Version.sha256)).all()
    stored: dict[str, str] = {place: checksum for place, checksum in rows}  # noqa: C416 -- rows are no tuples to mypy
    return sorted(p for p in files.keys() | stored.keys() if files.get(p) != stored.get(p))
