"""The real web process on a database of its own, with stand-ins for the parts behind it."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import make_server

from tools.run import ROOT
from tools.system import free_ports, stop
from web_widget.access import Role
from web_widget.database import Database
from web_widget.staff import accounts
from web_widget.staff.accounts import Profile
from web_widget.staff.passwords import hash_password

PASSWORD = "fjell hav skog elv"  # noqa: S105 of made-up advisers on a throw-away database
PROFESSIONS = ("nurse", "social_worker", "lawyer")
START_LIMIT = 120.0  # seconds
NO_LIMIT = "1000000/minute"


@dataclass
class WebProcess:
    url: str
    database_url: str
    launcher: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> list[int]:
        """Return the bytes that master and workers hold (PSS: shared pages counted once)."""
        master = psutil.Process(self.launcher.pid)
        everybody = [master, *master.children(recursive=True)]
        return [each.memory_full_info().pss for each in everybody]

    def cpu_seconds(self) -> float:
        workers = psutil.Process(self.launcher.pid).children(recursive=True)
        return sum(sum(each.cpu_times()[:2]) for each in workers)

    def complaints(self) -> list[str]:
        """Return the lines of the log that tell of something unforeseen."""
        lines = self.log.read_text(encoding="utf8", errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]


@contextmanager
def running_web(folder: Path, **settings: str) -> Iterator[WebProcess]:
    """Run the web process as `make run` does, open at all hours and without rate limits."""
    web_port, other_port = free_ports(2)
    url, other = f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{other_port}"
    environment = {
        **os.environ,
        "PUBLIC_HOST": "127.0.0.1",
        "PUBLIC_PORT": str(web_port),
        "RASA_URL": other,
        "RASA_TOKEN": "token-of-a-test-run",
        "KNOWLEDGE_URL": other,
        "DATABASE_URL": f"sqlite:///{folder}/web.db",
        "VAR_DIR": str(folder),
        "ADVISER_HOURS": "mon-sun 00:00-23:59",
        "STAFF_SECOND_FACTOR": "optional",
        **{f"RATE_LIMIT_{kind}": NO_LIMIT for kind in ("START", "WRITE", "READ", "RETURN")},
        **settings,
    }
    log = folder / "web.log"
    with neighbours(other_port), log.open("wb") as output:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "web_widget"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        web = WebProcess(url, environment["DATABASE_URL"], launcher, log)
        try:
            wait_until_up(web)
            yield web
        finally:
            stop(launcher)


def wait_until_up(web: WebProcess) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            httpx.get(f"{web.url}/healthz", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            if web.launcher.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the web process did not start: see {web.log}") from None
            time.sleep(0.2)
        else:
            return


@contextmanager
def neighbours(port: int) -> Iterator[None]:
    """Answer as Rasa and the knowledge service would, at once and always alike."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, stand_in(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def stand_in() -> Flask:
    app = Flask("neighbours")

    @app.post("/webhooks/web/webhook")
    def answer() -> ResponseReturnValue:
        return [bot_message(request.get_json()["message"])]

    @app.delete("/webhooks/web/conversations/<sender>")
    def forget(sender: str) -> ResponseReturnValue:  # noqa: ARG001 the route names it
        return "", 204

    @app.get("/v1/contacts")
    def contacts() -> ResponseReturnValue:
        return {"contacts": []}

    return app


def bot_message(message: str) -> dict[str, object]:
    intent = message.partition("{")[0].removeprefix("/")
    if intent == "talk_to_human":
        handover = {"step": "start", "topic": "okonomi"}
        return {"text": "", "custom": {"route": "human", "handover": handover}}
    route = intent if intent in {"crisis", "emergency"} else "smalltalk"
    return {"text": f"Svar på: {message}", "custom": {"route": route}}


def hire(database_url: str, count: int) -> list[str]:
    """Make accounts of advisers who sign in with PASSWORD; return their e-mail addresses."""
    database = Database(database_url)
    password_hash = hash_password(PASSWORD)
    emails = [f"adviser{number}@example.org" for number in range(1, count + 1)]
    with database.writing() as session:
        for number, email in enumerate(emails):
            profession = PROFESSIONS[number % len(PROFESSIONS)]
            profile = Profile(f"Adviser{number + 1}", frozenset({Role.ADVISER}), profession)
            accounts.create(session, email, profile, password_hash)
    database.close()
    return emails
