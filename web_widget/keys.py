"""The keys of what people write: `python -m web_widget.keys status`, `rotate` and `forget`."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, func, inspect, literal, select, update
from sqlalchemy.orm import Session

import web_widget.worklist.models  # noqa: F401 all that is sealed must be known
from web_widget.conversations.models import Message
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.keyring import ID_BYTES, Keyring, UnreadableError
from web_widget.sealing import SealedRow, place_of, sealed_columns
from web_widget.settings import load_settings

# Small enough that a turn hardly waits for one.
BATCH = 200
USAGE = "usage: python -m web_widget.keys status | rotate | forget"


def main(arguments: Sequence[str] = sys.argv[1:]) -> int:
    commands: dict[str, Callable[[Database], str]] = {
        "status": status,
        "rotate": rotate,
        "forget": forget,
    }
    if len(arguments) != 1 or arguments[0] not in commands:
        return _fail(USAGE)
    try:
        database = Database.of(load_settings())
        database.upgrade()
        said = commands[arguments[0]](database)
    except (SettingsError, UnreadableError) as error:
        return _fail(f"error: {error}")
    sys.stdout.write(f"{said}\n")
    return 0


def status(database: Database) -> str:
    """Tell which key is in use, and how much is sealed with older ones."""
    keyring = _keyring(database)
    return f"in use: {keyring.current.hex()}, sealed with older keys: {count_old(database)}"


def rotate(database: Database) -> str:
    """Put a new key in use and seal everything with it; interrupted, it goes on where it was."""
    keyring = _keyring(database)
    is_going_on = count_old(database) > 0
    if keyring.path is not None and not is_going_on:
        keyring.add_key()
    done = reseal(database)
    return f"in use: {keyring.current.hex()}, sealed anew: {done}"


def forget(database: Database) -> str:
    """Delete the older keys; a backup that was made before the rotation is lost with them."""
    keyring = _keyring(database)
    if count_old(database):
        raise SettingsError("older keys are still in use: `rotate` first")
    keyring.forget_all_but_current()
    return f"the only key: {keyring.current.hex()}"


def raise_unless_keys_fit(database: Database) -> None:
    """Find out before anybody writes that the keys are not those of the database.

    Raises SettingsError.
    """
    newest = select(Message.text_sealed).order_by(Message.at.desc()).limit(1)
    with database.reading() as session:
        sealed = session.scalar(newest)
    if sealed is not None and sealed[:ID_BYTES] not in _keyring(database).keys:
        raise SettingsError(
            f"ENCRYPTION_KEYS: what people wrote is sealed with the key {sealed[:ID_BYTES].hex()}, "
            "which is not there"
        )


def count_old(database: Database) -> int:
    """Count the values that are sealed with another key than the one in use."""
    current = _keyring(database).current
    with database.reading() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table).where(_is_old(column, current)))
            or 0
            for table, column in _columns()
        )


def reseal(database: Database) -> int:
    """Seal with the key in use whatever is sealed with another; return how many values."""
    done = 0
    for table, column in _columns():
        while True:
            with database.writing() as session:
                count = _reseal_batch(session, _keyring(database), table, column)
            done += count
            if count < BATCH:
                break
    return done


def _reseal_batch(session: Session, keyring: Keyring, table: Table, column: Any) -> int:  # noqa: ANN401
    (key,) = table.primary_key.columns
    old = session.execute(
        select(key, column).where(_is_old(column, keyring.current)).order_by(key).limit(BATCH)
    ).all()
    change = (
        update(table)
        # Whoever wrote meanwhile has sealed with the new key already.
        .where(key == bindparam("row"), column == bindparam("before"))
        .values({column: bindparam("after")})
    )
    rows = []
    for row, sealed in old:
        where = place_of(table.name, column.name, row)
        anew = keyring.seal(keyring.open(sealed, where), where)
        rows.append({"row": row, "before": sealed, "after": anew})
    if rows:
        session.connection().execute(change, rows)
    return len(rows)


def _columns() -> list[tuple[Table, Any]]:
    found = []
    for model in SealedRow.__subclasses__():
        table = inspect(model).local_table
        if not isinstance(table, Table):
            raise TypeError(f"{model.__name__} is no table of its own")
        found += [(table, table.columns[each.column]) for each in sealed_columns(model)]
    return found


def _is_old(column: Any, current: bytes) -> Any:  # noqa: ANN401 SQLAlchemy's
    key_id = func.substr(column, 1, ID_BYTES, type_=column.type)
    return key_id != literal(current, column.type)


def _keyring(database: Database) -> Keyring:
    if database.keyring is None:
        raise UnreadableError("this database was opened without its keys")
    return database.keyring


def _fail(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
