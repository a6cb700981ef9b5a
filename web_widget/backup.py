"""Copy the database while everything runs: `python -m web_widget.backup [FOLDER]`.

The key that the texts are encrypted with is not in it: keep that apart, or a stolen backup can be
read, and an old one can't be when the key is lost.
"""

import argparse
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from web_widget.erased import forget_older
from web_widget.errors import BackupError, WebError
from web_widget.settings import load_store_settings

MANIFEST = "manifest.json"
FORMAT = "%Y-%m-%dT%H-%M-%SZ"
UNFINISHED = ".unfinished"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="instead of BACKUP_DIR")
    try:
        settings = load_store_settings()
        folder = parser.parse_args().folder or settings.backup_dir
        made = back_up(settings.database_url, folder, datetime.now(UTC))
        forget_old(folder, datetime.now(UTC) - timedelta(days=settings.backup_days))
    except WebError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    rows = json.loads((made / MANIFEST).read_text(encoding="utf8"))["rows"]
    sys.stdout.write(f"{made}: {sum(rows.values())} rows in {len(rows)} tables\n")
    return 0


def back_up(database_url: str, folder: Path, moment: datetime) -> Path:
    """Write a backup of one moment and return its folder; raise BackupError.

    Nothing that waits or writes is held up. A folder with a manifest is whole.
    """
    url = make_url(database_url)
    made = folder / moment.strftime(FORMAT)
    unfinished = folder / (made.name + UNFINISHED)
    try:
        unfinished.mkdir(parents=True, mode=0o700)
        copy = _copy_sqlite if url.get_backend_name() == "sqlite" else _dump_postgresql
        rows = copy(url, unfinished)
        manifest = {"made_at": moment.isoformat(), "rows": rows, "files": _digests(unfinished)}
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf8")
        for path in unfinished.iterdir():
            path.chmod(0o600)
        unfinished.rename(made)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise BackupError(f"not backed up: {_reason(error)}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return made


def _copy_sqlite(url: URL, folder: Path) -> dict[str, int]:
    source_path = Path(url.database or "")
    if not source_path.is_file():
        raise BackupError(f"DATABASE_URL: there is no database at {source_path}")
    target_path = folder / "database.sqlite3"
    with (
        closing(sqlite3.connect(f"{source_path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target_path)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        (state,) = target.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise BackupError("the copy is damaged: look at the disk, and at the database itself")
    return count_rows(f"sqlite:///{target_path}")


def _dump_postgresql(url: URL, folder: Path) -> dict[str, int]:
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            # pg_dump sees what was counted, whatever is written meanwhile.
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            rows = _counted(connection)
            target = f"--file={folder / 'database.dump'}"
            run_tool(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", target)
    finally:
        engine.dispose()
    return rows


def run_tool(url: URL, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; raise BackupError."""
    where: dict[str, object] = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username}
    where |= {"PGPASSWORD": url.password, "PGDATABASE": url.database}
    where |= {f"PG{key.upper()}": value for key, value in url.query.items()}
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is not installed: install PostgreSQL's client programs")
    # The password is in the environment, since everybody on the machine can read arguments.
    environment = {key: str(value) for key, value in where.items() if value}
    environment |= {"PATH": str(Path(path).parent)}
    command = [path, *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 a program of PostgreSQL's, with our own arguments
    if run.returncode != 0:
        raise BackupError(f"{name} failed: {(run.stderr.strip().splitlines() or ['?'])[-1]}")


def count_rows(database_url: str | URL) -> dict[str, int]:
    """Return how many rows each table holds."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return _counted(connection)
    finally:
        engine.dispose()


def _counted(connection: Connection) -> dict[str, int]:
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: int(connection.scalar(text(f"SELECT count(*) FROM {quote(name)}")) or 0)  # noqa: S608  # nosec B608 -- the database's own table names
        for name in sorted(inspect(connection).get_table_names())
    }


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: digest(path) for path in sorted(folder.iterdir())}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a backup says of itself; raise BackupError when it is not whole."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
        wrong = [name for name, sha in manifest["files"].items() if digest(folder / name) != sha]
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder} is no whole backup") from error
    if wrong:
        raise BackupError(f"{folder}: {', '.join(wrong)} is not what was backed up")
    return manifest


def forget_old(folder: Path, before: datetime) -> None:
    """Delete the backups made before a moment, and what was to be deleted of them again."""
    for path in folder.iterdir():
        try:
            made = datetime.strptime(path.name.removesuffix(UNFINISHED), FORMAT).replace(tzinfo=UTC)
        except ValueError:
            continue  # not ours
        if made < before:
            shutil.rmtree(path)
    forget_older(folder, before)


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
