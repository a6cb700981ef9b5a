"""Group the questions that nobody answered: `python -m web_widget.worklist`."""

import sys

from knowledge.client import KnowledgeClient
from web_widget.database import Database
from web_widget.errors import SettingsError
from web_widget.knowledge_service import KnowledgeService
from web_widget.logs import start_logging
from web_widget.settings import load_settings
from web_widget.worklist.grouping import BEGUN, begin_run, run_grouping


def main() -> int:
    """Group once, unless another process is at it; for the web application, or for cron."""
    try:
        settings = load_settings()
        database = Database.of(settings)
    except SettingsError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    start_logging(settings.log_level)
    try:
        if BEGUN in sys.argv or begin_run(database):
            run_grouping(database, KnowledgeService(KnowledgeClient(settings.knowledge_url)))
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
