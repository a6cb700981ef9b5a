"""The application as it is served, with stand-ins for its neighbours: `server.py PORT FOLDER`."""

import sys
from pathlib import Path

from tests.web_widget.conftest import made_settings
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety
from web_widget import create_app
from web_widget.__main__ import Server
from web_widget.services import services_with

NO_LIMIT = "1000000000/minute"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    settings = made_settings(folder, f"sqlite:///{folder / 'fuzz.db'}").model_copy(
        update={
            "public_port": port,
            "web_threads": 32,
            "database_timeout": 10.0,
            "log_level": "WARNING",
            # A stream would keep the one who tries it waiting; it ends after this.
            "event_comment_seconds": 0.05,
            **dict.fromkeys(
                (
                    "rate_limit_start",
                    "rate_limit_write",
                    "rate_limit_read",
                    "rate_limit_return",
                    "rate_limit_sign_in",
                ),
                NO_LIMIT,
            ),
        }
    )
    services = services_with(settings, FakeDialogue(), FakeKnowledge(), FakeSafety())
    services.database.upgrade()
    Server(settings, create_app(settings, services)).run()


if __name__ == "__main__":
    main()
