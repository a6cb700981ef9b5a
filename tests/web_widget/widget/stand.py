"""The web application behind a real server; its neighbours are stand-ins."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests.web_widget.conftest import made_settings
from tests.web_widget.fakes import FakeDialogue
from tests.web_widget.people import new_client_id
from tests.web_widget.widget.script import PublishedContacts, PublishedWarnings, answer
from web_widget import create_app
from web_widget.conversations.handover import Adviser, end, say, take
from web_widget.database import Database
from web_widget.services import Services, services_with

KARI = Adviser("kari", "Kari", "nurse")
ALWAYS = "mon-sun 00:00-23:59"


@dataclass
class Stand:
    """One application, and a server that can be stopped and started again on its port."""

    app: Flask
    services: Services
    dialogue: FakeDialogue
    port: int = 0
    _server: BaseWSGIServer | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_up(self) -> bool:
        return self._server is not None

    def start(self) -> None:
        self.services.stopping.clear()
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, conversation_id: str) -> None:
        with self.services.database.writing() as session:
            take(session, conversation_id, KARI)

    def say(self, conversation_id: str, text: str) -> None:
        with self.services.database.writing() as session:
            say(session, conversation_id, KARI, text, new_client_id())

    def end(self, conversation_id: str) -> None:
        with self.services.database.writing() as session:
            end(session, conversation_id, KARI, None)

    def stop(self) -> None:
        if self._server:
            # Lines that are open end too, as they do when a process goes.
            self.services.stop()
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def running_stand(folder: Path, **settings: object) -> Iterator[Stand]:
    """Run the application on a new database in the folder."""
    url = f"sqlite:///{folder / 'stand.db'}"
    database = Database(url)
    database.upgrade()
    database.close()
    made = made_settings(folder, url).model_copy(update={"adviser_hours": ALWAYS, **settings})
    dialogue = FakeDialogue(answer)
    services = services_with(made, dialogue, PublishedContacts(), PublishedWarnings())
    stand = Stand(create_app(made, services), services, dialogue)
    stand.start()
    yield stand
    stand.stop()
    services.database.close()
