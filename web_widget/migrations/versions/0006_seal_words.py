"""encrypt what people write"""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import context, op

from web_widget.keyring import Keyring

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 500
TEXT = sa.Text()
# Each table's key, and its columns with their types before: (name, type, whether it may be null).
Columns = tuple[tuple[str, sa.Text | sa.String | sa.LargeBinary, bool], ...]
TABLES: dict[str, tuple[str, Columns]] = {
    "conversations": ("id", (("page_url", sa.String(2000), True),)),
    "messages": ("id", (("text", TEXT, False), ("payload", sa.String(500), True))),
    "callback_requests": (
        "id",
        (
            ("phone", sa.String(20), True),
            ("email", sa.String(254), True),
            ("when", sa.String(200), True),
        ),
    ),
    "feedback": ("id", (("comment", TEXT, True),)),
    "notes": ("id", (("text", TEXT, False),)),
    "grouped_questions": (
        "message_id",
        (("question", TEXT, False), ("answer", TEXT, True), ("embedding", sa.LargeBinary(), False)),
    ),
    "released_questions": ("message_id", (("text", TEXT, False),)),
}


def upgrade() -> None:
    for table, (key, columns) in TABLES.items():
        for name, _, is_nullable in columns:
            default = None if is_nullable else ""
            column = sa.Column(
                f"{name}_sealed", sa.LargeBinary(), nullable=is_nullable, server_default=default
            )
            op.add_column(table, column)
            _convert(table, key, name, f"{name}_sealed", _seal)
            op.drop_column(table, name)


def downgrade() -> None:
    for table, (key, columns) in TABLES.items():
        for name, kind, is_nullable in columns:
            default = None if is_nullable else ""
            op.add_column(
                table, sa.Column(name, kind, nullable=is_nullable, server_default=default)
            )
            _convert(table, key, f"{name}_sealed", name, _open)
            op.drop_column(table, f"{name}_sealed")


def _convert(
    table: str,
    key: str,
    source: str,
    target: str,
    convert: Callable[[object, str], object],
) -> None:
    connection = op.get_bind()
    rows = sa.table(table, sa.column(key), sa.column(source), sa.column(target))
    is_row = rows.c[key] == sa.bindparam("row")
    change = sa.update(rows).where(is_row).values({target: sa.bindparam("to")})
    sealed = source if source.endswith("_sealed") else target
    for batch in _batches(connection, rows, key, source):
        changed = [
            {"row": row, "to": convert(value, f"{table}.{sealed}:{row}")} for row, value in batch
        ]
        connection.execute(change, changed)


def _batches(
    connection: sa.Connection, rows: sa.TableClause, key: str, source: str
) -> Iterator[list[tuple[str, object]]]:
    last = ""
    wanted = sa.select(rows.c[key], rows.c[source]).where(rows.c[source].is_not(None))
    while True:
        found = connection.execute(
            wanted.where(rows.c[key] > last).order_by(rows.c[key]).limit(BATCH)
        ).all()
        if not found:
            return
        yield [(row, value) for row, value in found]
        last = found[-1][0]


def _seal(words: object, place: str) -> bytes:
    return _keyring().seal(words if isinstance(words, bytes) else str(words).encode(), place)


def _open(sealed: object, place: str) -> object:
    words = _keyring().open(bytes(sealed), place)  # type: ignore[call-overload]
    return words if ".embedding_sealed:" in place else words.decode()


def _keyring() -> Keyring:
    found: Keyring = context.config.attributes["keyring"]
    return found
