from alembic import context
from sqlalchemy import Connection

import web_widget.audit
import web_widget.staff.models
import web_widget.worklist.models  # noqa: F401 every slice's tables belong to Base.metadata
from web_widget.conversations.models import Base, UtcDateTime
from web_widget.database import VERSION_TABLE, Database
from web_widget.settings import load_settings


def migrate(connection: Connection) -> None:
    # The database is shared with the knowledge service, which keeps a version of its own.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=VERSION_TABLE,
        include_object=lambda *found: not (found[2] == "table" and found[3] and found[4] is None),
        render_item=lambda *item: (
            "sa.DateTime(timezone=True)" if isinstance(item[1], UtcDateTime) else False
        ),
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:  # the alembic command, to write a new revision
    database = Database.of(load_settings())
    context.config.attributes["keyring"] = database.keyring
    with database.migrating() as own:
        migrate(own)
