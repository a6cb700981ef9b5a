"""Print the one-time link that makes the first administrator; nothing once there is one."""

import sys

from web_widget.conversations.models import now
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.settings import load_settings
from web_widget.staff.links import make_first_link


def main() -> int:
    try:
        settings = load_settings()
        database = Database.of(settings)
        database.upgrade()
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 the one line for whoever runs it
        return 1
    with database.writing() as session:
        token = make_first_link(session, now())
    database.close()
    if token:
        print(f"{settings.public_url}/konto/forste/{token}")  # noqa: T201 what it was run for
    return 0


if __name__ == "__main__":
    sys.exit(main())
