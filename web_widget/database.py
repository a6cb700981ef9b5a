import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.editions.models import Base as Editions
from web_widget.errors import SettingsError
from web_widget.keyring import Keyring, load_keyring
from web_widget.postgresql import connector
from web_widget.sealing import KEYRING
from web_widget.settings import StoreSettings
from web_widget.signals import Signals

log = logging.getLogger(__name__)

TOUCHED = "touched conversations"
# Seconds: whoever writes a turn must not wait while a checkpoint waits for a reader.
AT_ONCE = 0.1
VERSION_TABLE = "web_widget_version"
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """The only way to the SQL database: short transactions, reading or writing."""

    def __init__(
        self,
        url: str,
        timeout: float = 5.0,
        pool_size: int = 20,
        keyring: Keyring | None = None,
    ) -> None:
        """`timeout` is how many seconds a write waits for another's lock.

        Without its keys, what people wrote can neither be read nor added to.
        """
        self.url = make_url(url)
        self.keyring = keyring
        self._timeout = timeout
        self._write_lock = Lock()
        self._is_sqlite = self.url.get_backend_name() == "sqlite"
        # hide_parameters keeps users' words out of error messages, and so out of logs.
        self._engine = create_engine(
            self.url,
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=timeout,
            pool_pre_ping=not self._is_sqlite,
            connect_args=self._connect_args(timeout),
        )
        if self._is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite(timeout))
            event.listen(self._engine, "begin", _begin_sqlite)
        else:
            connect = connector(timeout)
            event.listen(self._engine, "do_connect", lambda *given: connect(*given[2], **given[3]))
        self._writer = self._engine.execution_options(writes=True)
        self.signals = Signals()
        # The log may hold what a process deleted that was killed before it could empty it.
        self._holds_deleted = True

    def _connect_args(self, timeout: float) -> dict[str, Any]:
        if self._is_sqlite:
            return {"timeout": timeout, "check_same_thread": False}
        milliseconds = int(timeout * 1000)
        return {
            "connect_timeout": max(1, int(timeout)),
            "options": f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds}",
        }

    @classmethod
    def of(cls, settings: StoreSettings) -> "Database":
        """Open the database of the settings with its keys."""
        return cls(settings.database_url, settings.database_timeout, keyring=load_keyring(settings))

    @property
    def engine(self) -> Engine:
        """What follows the published texts reads from it."""
        return self._engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading only; what was read stays usable after it."""
        with Session(self._engine, expire_on_commit=False, info=self._info()) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that writes; it is committed at the end, or undone on an error."""
        with (
            self._turn_to_write(),
            Session(self._writer, expire_on_commit=False, info=self._info()) as session,
            session.begin(),
        ):
            yield session
        self.signals.notify(session.info.get(TOUCHED, ()))

    def _info(self) -> dict[Any, Any]:
        return {KEYRING: self.keyring}

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        # SQLite lets writers who wait try again after ever longer pauses; threads that stand in
        # line here go on at once. Other processes are waited for by SQLite itself.
        if not self._is_sqlite:
            yield
            return
        has_turn = self._write_lock.acquire(timeout=self._timeout)
        try:
            yield
        finally:
            if has_turn:
                self._write_lock.release()

    def ping(self) -> None:
        with self.reading() as session:
            session.execute(text("SELECT 1 FROM conversations LIMIT 1"))

    def close(self) -> None:
        self._engine.dispose()

    def upgrade(self) -> None:
        """Bring the tables up to date; processes that start together wait for each other.

        Raises SettingsError when the database can't be opened.
        """
        self._migrate(command.upgrade, "head")

    def downgrade(self, revision: str) -> None:
        """Take the tables back to an older revision, before an older version is installed.

        Raises SettingsError when the database can't be opened.
        """
        self._migrate(command.downgrade, revision)

    def _migrate(self, move: Callable[[Config, str], None], revision: str) -> None:
        try:
            with self.migrating() as connection:
                before = _version(connection)
                config = Config()
                config.set_main_option("script_location", str(MIGRATIONS))
                config.attributes["connection"] = connection
                config.attributes["keyring"] = self.keyring
                move(config, revision)
                # The editions' tables are nobody's migrations: they are only ever added to.
                Editions.metadata.create_all(connection)
                is_changed = _version(connection) != before
            if before and is_changed:
                self.compact()
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise SettingsError(f"DATABASE_URL: the database can't be used: {reason}") from error

    def compact(self) -> None:
        """Write the file anew without what was deleted, and empty the log beside it."""
        if not self._is_sqlite:
            return
        try:
            self._alone("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", patience=self._timeout)
        except sqlite3.OperationalError:  # another process is at work; secure_delete has done most
            log.warning("database not compacted")

    def purge(self) -> None:
        """Take what was deleted out of SQLite's log too, now or when nobody reads in it."""
        self._holds_deleted = True
        self.purge_again()

    def purge_again(self) -> None:
        """Try again what `purge` could not do yet."""
        if self._holds_deleted and self._empty_log():
            self._holds_deleted = False

    def _empty_log(self) -> bool:
        """Empty the log; False when somebody reads in it just now."""
        if not self._is_sqlite:
            return True
        try:
            (is_busy, *_rest), *_ = self._alone("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            return False
        return not is_busy

    def _alone(self, *statements: str, patience: float = AT_ONCE) -> list[Any]:
        """Run statements that SQLite lets run in no transaction; return what the last one gave."""
        given: list[Any] = []
        connection = self._engine.raw_connection()
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            for each in statements:
                given = cursor.execute(each).fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(self._timeout * 1000)}")
            connection.close()
        return given

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Open the one transaction that may change tables; another process's waits for it."""
        if self._is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        with self._writer.begin() as connection:
            if not self._is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(4921495121)"))
            yield connection


def touch(session: Session, conversation_id: str) -> None:
    """Wake, once this transaction is committed, whoever follows the conversation."""
    session.info.setdefault(TOUCHED, set()).add(conversation_id)


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE}
    ).get_current_revision()


def _prepare_sqlite(timeout: float) -> Callable[[sqlite3.Connection, object], None]:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions by itself: _begin_sqlite says which kind it is.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {int(timeout * 1000)}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            # Else what is deleted stays readable in the file until something is written over it.
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer fails at once when another wrote in between; a writer from
    # the start waits its turn instead.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
