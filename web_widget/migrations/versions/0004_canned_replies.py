"""the ready replies that an installation begins with

A migration runs once in the life of a database: what advisers delete does not come back.
"""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import yaml
from alembic import op
from ulid import ULID

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REPLIES = Path(__file__).parents[2] / "console" / "canned_replies.yml"
TABLE = sa.table(
    "canned_replies",
    sa.column("id", sa.String),
    sa.column("title", sa.String),
    sa.column("text", sa.Text),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    has_own = op.get_bind().scalar(sa.select(TABLE.c.id).limit(1)) is not None
    if has_own:
        return
    moment = datetime.now(UTC)
    replies = yaml.safe_load(REPLIES.read_text(encoding="utf-8"))
    rows = [{"id": str(ULID()), "updated_at": moment, **reply} for reply in replies]
    op.bulk_insert(TABLE, rows)


def downgrade() -> None:
    """Leave the replies: they are the advisers' by now."""
