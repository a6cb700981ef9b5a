import base64
import os
import secrets
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm.attributes import set_committed_value

KEY_BYTES, NONCE_BYTES = 32, 12
KEY_FILE = "tracker_key"
# Rasa makes a new store with each model it loads, and all of them share one mapped class.
_ciphers: "WeakKeyDictionary[Engine, AESGCM]" = WeakKeyDictionary()


class ForgettingTrackerStore(SQLTrackerStore):  # type: ignore[misc]
    """Keep conversations in SQL, encrypted, and delete one for good when the user wants it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Rasa's signature
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _set_up_connection)
            self.engine.dispose()  # the connection that made the table was not set up so
        path = Path(self.engine.url.database).parent / KEY_FILE
        is_first_start = _make_key(path)
        _ciphers[self.engine] = AESGCM(path.read_bytes())
        if is_first_start:
            # What an older version kept in plain text; those conversations begin anew.
            self._delete()

    async def forget(self, sender_id: str) -> None:
        """Delete all events of a conversation; one that is not there is no error."""
        self._delete(sender_id=sender_id)

    def _delete(self, **condition: str) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(**condition).delete()
            session.commit()
            if self.engine.dialect.name == "sqlite":
                session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


@event.listens_for(SQLTrackerStore.SQLEvent, "before_insert")
def _seal(_mapper: object, connection: Any, row: Any) -> None:  # noqa: ANN401 -- Rasa's row
    cipher = _ciphers.get(connection.engine)
    if cipher is None:
        return
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = cipher.encrypt(nonce, row.data.encode(), row.sender_id.encode())
    row.data = base64.b64encode(nonce + sealed).decode()
    # Rasa reads neither, and both tell what somebody asked about.
    row.intent_name = row.action_name = None


@event.listens_for(SQLTrackerStore.SQLEvent, "load")
def _open(row: Any, context: Any) -> None:  # noqa: ANN401 -- Rasa's row
    cipher = _ciphers.get(context.session.get_bind())
    if cipher is None:
        return
    sealed = base64.b64decode(row.data)
    nonce, words = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    opened = cipher.decrypt(nonce, words, row.sender_id.encode())
    set_committed_value(row, "data", opened.decode())


def _make_key(path: Path) -> bool:
    """Make the key of this store's own, which only its owner reads; False when it is there."""
    if path.exists():
        return False
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return True


def _set_up_connection(connection: Any, _: object) -> None:  # noqa: ANN401 -- a DBAPI connection
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # else the words stay in the file
