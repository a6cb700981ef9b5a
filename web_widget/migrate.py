"""Take the tables back to an older revision: `python -m web_widget.migrate 0004`.

For going back to an older version of the product, with the processes stopped and a backup made.
Starting a version brings the tables forward by itself.
"""

import argparse
import sys

from alembic.util import CommandError

from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.settings import load_store_settings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision")
    revision = parser.parse_args().revision
    try:
        database = Database.of(load_store_settings())
        database.downgrade(revision)
    except (SettingsError, CommandError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(f"the tables are at revision {revision}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
