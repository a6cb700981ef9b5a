"""the editors' work list and figures"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

messages = sa.table(
    "messages",
    sa.column("id", sa.String),
    sa.column("route", sa.String),
    sa.column("articles", sa.JSON),
    sa.column("answer_slug", sa.String),
)


def upgrade() -> None:
    op.add_column("messages", sa.Column("answer_slug", sa.String(length=100), nullable=True))
    _fill_answer_slug()
    op.create_index("ix_messages_at", "messages", ["at"])
    op.create_index("ix_events_kind_at", "events", ["kind", "at"])
    _create_tables()


def _fill_answer_slug() -> None:
    connection = op.get_bind()
    answers = connection.execute(
        sa.select(messages.c.id, messages.c.articles).where(messages.c.route == "answer")
    ).all()
    for message_id, articles in answers:
        if articles:
            connection.execute(
                sa.update(messages)
                .where(messages.c.id == message_id)
                .values(answer_slug=articles[0]["slug"])
            )


def _create_tables() -> None:
    op.create_table(
        "question_groups",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("nearest", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "grouped_questions",
        _of_message(),
        sa.Column("conversation_id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("group_id", sa.String(length=26), nullable=True),
        sa.Column("closeness", sa.Float(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('unanswered', 'by_hand')", name="source_is_known"),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_grouped_questions_group_id", "grouped_questions", ["group_id"])
    op.create_table(
        "released_questions",
        _of_message(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_by", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_table(
        "checked_links",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.Column("used_in", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "grouping_runs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("failed", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def _of_message() -> sa.Column[str]:
    return sa.Column(
        "message_id",
        sa.String(length=26),
        sa.ForeignKey("messages.id", ondelete="CASCADE"),
        nullable=False,
    )


def downgrade() -> None:
    for table in (
        "grouping_runs",
        "checked_links",
        "released_questions",
        "grouped_questions",
        "question_groups",
    ):
        op.drop_table(table)
    op.drop_index("ix_events_kind_at", "events")
    op.drop_index("ix_messages_at", "messages")
    op.drop_column("messages", "answer_slug")
