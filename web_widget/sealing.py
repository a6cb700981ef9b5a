"""What people write is stored sealed: encrypted, and bound to its table, column and row."""

from typing import Any, Generic, Self, TypeVar, cast, overload

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, Session, object_session
from sqlalchemy.orm.attributes import flag_modified
from ulid import ULID

from web_widget.keyring import Keyring, UnreadableError

Words = TypeVar("Words", bound=str | bytes | None)
KEYRING = "keyring"
ENDING = "_sealed"
# In the column until the row is written, when its id is known.
NOT_YET = b""


class SealedRow:
    """A table with sealed columns."""


class Sealed(Generic[Words]):
    """Words that are kept in the column `<name>_sealed`; opened when they are first read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.column = name + ENDING

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> Words: ...
    def __get__(self, row: SealedRow | None, owner: type) -> "Self | Words":
        if row is None:
            return self
        words = _words(row)
        if self.name not in words:
            words[self.name] = self._opened(row)
        return cast(Words, words[self.name])

    def __set__(self, row: SealedRow, value: Words) -> None:
        _words(row)[self.name] = value
        setattr(row, self.column, None if value is None else NOT_YET)
        flag_modified(row, self.column)

    def seal(self, row: SealedRow) -> None:
        """Encrypt what was set since the row was last written."""
        if getattr(row, self.column) == NOT_YET:
            words = self.to_bytes(_words(row).get(self.name, ""))
            setattr(row, self.column, _keyring(row).seal(words, place(row, self.column)))

    def to_bytes(self, words: Any) -> bytes:  # noqa: ANN401 what the column holds
        return str(words).encode()

    def from_bytes(self, words: bytes) -> object:
        return words.decode()

    def _opened(self, row: SealedRow) -> object:
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        return self.from_bytes(_keyring(row).open(sealed, place(row, self.column)))


class SealedBytes(Sealed[bytes]):
    def to_bytes(self, words: Any) -> bytes:  # noqa: ANN401 as above
        return bytes(words)

    def from_bytes(self, words: bytes) -> object:
        return words


def place(row: SealedRow, column: str) -> str:
    """Name where a sealed value belongs; in any other place it can't be opened."""
    mapper = inspect(type(row))
    (key,) = mapper.primary_key_from_instance(row)
    return place_of(mapper.local_table.name, column, key)


def place_of(table: str, column: str, key: str) -> str:
    return f"{table}.{column}:{key}"


def sealed_columns(table: type[SealedRow]) -> list[Sealed[Any]]:
    return [each for each in vars(table).values() if isinstance(each, Sealed)]


@event.listens_for(SealedRow, "init", propagate=True)
def _on_init(row: SealedRow, _args: object, given: dict[str, Any]) -> None:
    # The id is a part of what seals the words, and so it can't wait for the database.
    if "id" in inspect(type(row)).columns:
        given.setdefault("id", str(ULID()))


@event.listens_for(SealedRow, "load", propagate=True)
def _on_load(row: SealedRow, context: Any) -> None:  # noqa: ANN401 SQLAlchemy's
    row.__dict__["_keyring"] = context.session.info.get(KEYRING)


@event.listens_for(SealedRow, "refresh", propagate=True)
def _on_refresh(row: SealedRow, _context: object, _attributes: object) -> None:
    row.__dict__["_keyring"] = cast(Session, object_session(row)).info.get(KEYRING)
    row.__dict__.pop("_words", None)


@event.listens_for(SealedRow, "before_insert", propagate=True)
@event.listens_for(SealedRow, "before_update", propagate=True)
def _before_write(_mapper: Mapper[Any], _connection: object, row: SealedRow) -> None:
    row.__dict__["_keyring"] = cast(Session, object_session(row)).info.get(KEYRING)
    for each in sealed_columns(type(row)):
        each.seal(row)


def _words(row: SealedRow) -> dict[str, object]:
    words: dict[str, object] = row.__dict__.setdefault("_words", {})
    return words


def _keyring(row: SealedRow) -> Keyring:
    keyring: Keyring | None = row.__dict__.get("_keyring")
    if keyring is None:
        raise UnreadableError("this database was opened without its keys")
    return keyring
