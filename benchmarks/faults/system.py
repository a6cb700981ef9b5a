"""The whole product on PostgreSQL and Redis of its own, each part behind a line that can fail.

Needs root (for a small tmpfs and to run PostgreSQL as its user) and Debian's postgresql and redis.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
from sqlalchemy import create_engine, insert

from benchmarks.faults.line import Carries, Line
from knowledge.store import metadata, text_embeddings
from tools.run import ROOT
from tools.system import free_ports

PARTS = ("rasa", "actions", "knowledge", "database", "redis")
PROCESSES = ("knowledge", "actions", "rasa", "web")
START_LIMIT = 900.0  # seconds; without stored embeddings and a trained model all are made
POSTGRESQL = Path("/usr/lib/postgresql")
DISK = "400m"
APP, RASA = str(ROOT / ".venv/bin/python"), str(ROOT / ".venv-rasa/bin/python")


@dataclass
class Part:
    """A process that may be killed, stopped and started again."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 our own commands
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def signal(self, number: int) -> None:
        """Send a signal to it and to all that it has started."""
        if self.process is None:
            return
        with suppress(psutil.NoSuchProcess):
            own = psutil.Process(self.process.pid)
            for each in [*own.children(recursive=True), own]:
                with suppress(psutil.NoSuchProcess):
                    each.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()


@dataclass
class System:
    folder: Path
    parts: dict[str, Part] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def knowledge_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['knowledge']}"

    def database_url(self, *, through_line: bool) -> str:
        port = self.lines["database"].port if through_line else self.ports["database"]
        return f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=20, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def wait_until_ready(self, limit: float = START_LIMIT) -> float:
        """Return after how many seconds a question would be answered."""
        began = time.monotonic()
        while not self.is_ready():
            if time.monotonic() - began > limit:
                raise RuntimeError(f"not ready after {limit:.0f} s: see {self.folder}")
            time.sleep(0.2)
        return time.monotonic() - began

    # The faults, each with what takes it away again.

    def kill(self, part: str) -> Callable[[], None]:
        self.parts[part].signal(signal.SIGKILL)
        return self.parts[part].start

    def stop(self, part: str) -> Callable[[], None]:
        self.parts[part].signal(signal.SIGSTOP)
        return lambda: self.parts[part].signal(signal.SIGCONT)

    def spoil(self, part: str, carries: Carries) -> Callable[[], None]:
        self.lines[part].carry(carries)
        return lambda: self.lines[part].carry(Carries.ALL)

    def fill_disk(self) -> Callable[[], None]:
        """Leave the database no room for another page."""
        filler = self.folder / "disk" / "filler"
        with filler.open("wb") as file, suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
                file.flush()
        return filler.unlink


@contextmanager
def running_system(folder: Path) -> Iterator[System]:
    system = System(folder)
    for name, port in zip(("web", *PARTS), free_ports(6), strict=True):
        system.ports[name] = port
    for name, port in zip(PARTS, free_ports(5), strict=True):
        is_http = name not in {"database", "redis"}
        system.lines[name] = Line(port, system.ports[name], is_http=is_http)
    with small_disk(folder / "disk") as disk:
        try:
            start_stores(system, disk)
            start_processes(system)
            system.wait_until_ready()
            yield system
        finally:
            for part in reversed(system.parts.values()):
                part.signal(signal.SIGCONT)
                part.signal(signal.SIGKILL)
            for line in system.lines.values():
                line.close()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    run("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        run("umount", "--lazy", str(folder))


def start_stores(system: System, disk: Path) -> None:
    binaries = max(POSTGRESQL.iterdir(), key=lambda path: int(path.name)) / "bin"
    data = disk / "data"
    run("chmod", "755", str(system.folder))
    run("chown", "postgres", str(disk))
    as_postgres = ["runuser", "-u", "postgres", "--"]
    options = ["--auth=trust", "--locale=C.UTF-8", "--encoding=UTF8", "--wal-segsize=4"]
    run(*as_postgres, str(binaries / "initdb"), "-D", str(data), *options)
    settings = {
        "port": system.ports["database"],
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": disk,
        "max_connections": 200,
        "max_wal_size": "64MB",
        "min_wal_size": "16MB",
    }
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*as_postgres, str(binaries / "postgres"), "-D", str(data), *arguments]
    start(system, "database", command, {})
    redis = str(shutil.which("redis-server"))
    port = str(system.ports["redis"])
    start(system, "redis", [redis, "--port", port, "--bind", "127.0.0.1", "--save", ""], {})
    wait_for_database(system)
    copy_embeddings(system)


def start_processes(system: System) -> None:
    for name in PROCESSES:
        python = RASA if name == "rasa" else APP
        module = {"web": "web_widget", "rasa": "bot"}.get(name, name)
        start(system, name, [python, "-m", module], environment_of(system, name))


def environment_of(system: System, process: str) -> dict[str, str]:
    """Let each process listen on its own port, and reach the others by the lines."""
    environment = {
        "PUBLIC_PORT": str(system.ports["web"]),
        "RASA_TOKEN": "token-of-a-test-run",
        "DATABASE_URL": system.database_url(through_line=True),
        "REDIS_URL": f"redis://127.0.0.1:{system.lines['redis'].port}/0",
        "ADVISER_HOURS": "mon-sun 00:00-23:59",
        "STAFF_SECOND_FACTOR": "optional",
        "WEB_PROCESSES": "2",
        "RATE_LIMIT_SIGN_IN": "1000000/minute",
    }
    for name in ("rasa", "actions", "knowledge"):
        port = system.ports[name] if name == process else system.lines[name].port
        environment[f"{name.upper()}_URL"] = f"http://127.0.0.1:{port}"
    return environment


def start(system: System, name: str, command: list[str], environment: dict[str, str]) -> None:
    log = system.folder / f"{name}.log"
    system.parts[name] = Part(name, command, {**os.environ, **environment}, log)
    system.parts[name].start()


def wait_for_database(system: System) -> None:
    engine = create_engine(system.database_url(through_line=False))
    for _ in range(100):
        with suppress(Exception), engine.connect():
            engine.dispose()
            return
        time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL did not start: see {system.folder / 'database.log'}")


def copy_embeddings(system: System) -> None:
    """Take along what earlier runs have embedded, so that it is not computed anew."""
    path = ROOT / "var" / "test.db"  # as benchmarks and browser tests leave it
    if not path.exists():
        return
    with sqlite3.connect(path) as earlier:
        rows = earlier.execute("SELECT model, kind, text_hash, vector FROM text_embeddings")
        found = [dict(zip(text_embeddings.c.keys(), row, strict=True)) for row in rows]
    engine = create_engine(system.database_url(through_line=False))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(text_embeddings), found)
    engine.dispose()


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 our own commands
