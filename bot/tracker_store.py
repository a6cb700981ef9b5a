from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import event, text


class ForgettingTrackerStore(SQLTrackerStore):  # type: ignore[misc]
    """Keep conversations in SQL, and delete one for good when the user wants it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Rasa's signature
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _set_up_connection)

    async def forget(self, sender_id: str) -> None:
        """Delete all events of a conversation; one that is not there is no error."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()
            if self.engine.dialect.name == "sqlite":
                session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def _set_up_connection(connection: Any, _: object) -> None:  # noqa: ANN401 -- a DBAPI connection
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")  # else the words stay in the file
