"""hand over to advisers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_to_conversations()
    _add_to_messages()
    _add_to_callback_requests()
    _create_advisers_tables()


def _add_to_conversations() -> None:
    for column in (
        sa.Column("adviser_typing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("wanted_role", sa.String(length=20), nullable=True),
        sa.Column("told_place", sa.Integer(), nullable=True),
        sa.Column("phone_repeated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adviser_name", sa.String(length=100), nullable=True),
        sa.Column("adviser_role", sa.String(length=20), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_topic", sa.String(length=80), nullable=True),
        sa.Column("handled_seq", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("return_code_hash", sa.String(length=64), nullable=True),
    ):
        op.add_column("conversations", column)
    # Nobody could be served by an adviser before this, and what waited was never told so.
    op.execute("UPDATE conversations SET state = 'bot' WHERE state IN ('waiting', 'human')")
    # Written out, since SQLite takes a new rule only with a new column: to make the table anew
    # would delete every message with it.
    op.execute(
        "ALTER TABLE conversations ADD COLUMN adviser_id VARCHAR(26)"
        " CONSTRAINT human_is_held CHECK ((state = 'human') = (adviser_id IS NOT NULL))"
    )
    instant = "TIMESTAMP WITH TIME ZONE" if _is_postgresql() else "DATETIME"
    op.execute(
        f"ALTER TABLE conversations ADD COLUMN waiting_since {instant}"
        " CONSTRAINT waiting_has_begun CHECK (state <> 'waiting' OR waiting_since IS NOT NULL)"
    )
    op.create_index("ix_conversations_adviser_id", "conversations", ["adviser_id"])
    op.create_index(
        "ix_conversations_return_code_hash", "conversations", ["return_code_hash"], unique=True
    )


def _add_to_messages() -> None:
    op.add_column("messages", sa.Column("author_name", sa.String(length=100), nullable=True))
    op.add_column("messages", sa.Column("author_role", sa.String(length=20), nullable=True))
    op.execute(
        "ALTER TABLE messages ADD COLUMN danger VARCHAR(10)"
        " CONSTRAINT danger_is_known CHECK (danger IN ('crisis', 'emergency'))"
    )


def _add_to_callback_requests() -> None:
    for column in (
        sa.Column("topic", sa.String(length=80), nullable=True),
        sa.Column("receipt", sa.String(length=9), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.String(length=100), nullable=True),
    ):
        op.add_column("callback_requests", column)
    op.create_index("ix_callback_requests_receipt", "callback_requests", ["receipt"], unique=True)


def _create_advisers_tables() -> None:
    op.create_table(
        "return_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _of_conversation(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_return_tokens_conversation_id", "return_tokens", ["conversation_id"])
    op.create_table(
        "adviser_presence",
        sa.Column("adviser_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("adviser_id"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=26), nullable=False),
        _of_conversation(),
        sa.Column("adviser_id", sa.String(length=26), nullable=False),
        sa.Column("adviser_name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"])
    op.create_table(
        "read_marks",
        _of_conversation(),
        sa.Column("adviser_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "adviser_id"),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _of_conversation() -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.String(length=26),
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    """Keep every conversation and message; what only advisers had (notes, names) is lost."""
    for table in ("canned_replies", "read_marks", "notes", "adviser_presence", "return_tokens"):
        op.drop_table(table)
    op.drop_index("ix_callback_requests_receipt", "callback_requests")
    for name in ("handled_by", "handled_at", "receipt", "topic"):
        op.drop_column("callback_requests", name)
    for name in ("danger", "author_role", "author_name"):
        op.drop_column("messages", name)
    _take_from_conversations()


def _take_from_conversations() -> None:
    op.execute(
        "UPDATE conversations SET state = 'bot', adviser_id = NULL"
        " WHERE state IN ('waiting', 'human')"
    )
    op.drop_index("ix_conversations_return_code_hash", "conversations")
    op.drop_index("ix_conversations_adviser_id", "conversations")
    # The rules go with the columns that brought them.
    for name in ("waiting_since", "adviser_id", "return_code_hash", "handled_seq", "ended_topic"):
        op.drop_column("conversations", name)
    for name in ("taken_at", "adviser_role", "adviser_name", "phone_repeated_at", "told_place"):
        op.drop_column("conversations", name)
    for name in ("wanted_role", "topic", "urgent", "adviser_typing_at"):
        op.drop_column("conversations", name)
