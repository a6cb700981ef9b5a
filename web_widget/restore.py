"""Put a backup back: `python -m web_widget.restore FOLDER`, with the processes stopped.

Only into a database that is not there or empty, so that nothing is overwritten by mistake.
"""

import argparse
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from web_widget.backup import count_rows, read_manifest, run_tool
from web_widget.conversations.models import Conversation, TrackerDeletion
from web_widget.database import Database
from web_widget.erased import erased_since
from web_widget.errors import BackupError, WebError
from web_widget.settings import load_store_settings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that web_widget.backup has made")
    try:
        settings = load_store_settings()
        folder = parser.parse_args().folder
        made_at = restore(folder, settings.database_url)
        deleted = delete_again(folder.parent, made_at, Database.of(settings))
    except WebError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"restored as of {made_at.isoformat()}, every table counted and the same\n")
    sys.stdout.write(f"{deleted} conversations that users have deleted since are deleted again\n")
    return 0


def restore(folder: Path, database_url: str) -> datetime:
    """Restore a backup and compare the rows of every table; return the moment it is of.

    Raises BackupError.
    """
    manifest = read_manifest(folder)
    url = make_url(database_url)
    try:
        _raise_if_filled(url)
        put = _put_sqlite if url.get_backend_name() == "sqlite" else _put_postgresql
        put(url, folder)
        rows = count_rows(url)
    except (OSError, SQLAlchemyError) as error:
        raise BackupError(f"not restored: {str(error).splitlines()[0]}") from error
    differing = [name for name, count in manifest["rows"].items() if rows.get(name) != count]
    if differing:
        raise BackupError(f"restored, but these tables differ: {', '.join(differing)}")
    return datetime.fromisoformat(manifest["made_at"])


def delete_again(backups: Path, since: datetime, database: Database) -> int:
    """Delete what users have deleted after the backup was made; return how many there were."""
    ids = erased_since(backups, since)
    try:
        database.upgrade()
        with database.writing() as session:
            gone = session.scalars(
                delete(Conversation).where(Conversation.id.in_(ids)).returning(Conversation.id)
            ).all()
            for conversation_id in gone:
                session.merge(TrackerDeletion(conversation_id=conversation_id))
        return len(gone)
    finally:
        database.close()


def _raise_if_filled(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        if path.exists() and path.stat().st_size:
            raise BackupError(f"{path} is there: move it away first, with its -wal and -shm")
    elif count_rows(url):
        raise BackupError(f"the database {url.database} has tables: restore into an empty one")


def _put_sqlite(url: URL, folder: Path) -> None:
    target = Path(url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm"):  # of the database that was here; they would be read as ours
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.copyfile(folder / "database.sqlite3", unfinished)
    unfinished.chmod(0o600)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)


def _put_postgresql(url: URL, folder: Path) -> None:
    run_tool(
        url,
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={url.database}",
        str(folder / "database.dump"),
    )


if __name__ == "__main__":
    sys.exit(main())
