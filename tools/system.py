"""The whole product as a child process on free ports, for browser tests and benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tools.run import ROOT

READY_LINE = "Kreftveiviser is ready."
STOP_LIMIT = 30.0  # seconds


@dataclass
class System:
    """A running product: its addresses by process name, and what it printed."""

    urls: dict[str, str]
    launcher: subprocess.Popen[bytes]
    log: Path
    token: str
    seconds_to_ready: float = field(default=0.0)

    @property
    def base_url(self) -> str:
        return self.urls["web"]

    def processes(self, name: str) -> list[psutil.Process]:
        """Find the processes that listen on this part's port, the master before its workers."""
        port = int(self.urls[name].rsplit(":", 1)[1])
        return [
            child
            for child in psutil.Process(self.launcher.pid).children(recursive=True)
            for connection in child.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        ]

    def resident_bytes(self) -> int:
        """Sum what all processes hold for themselves (PSS: shared pages counted once)."""
        children = psutil.Process(self.launcher.pid).children(recursive=True)
        return sum(child.memory_full_info().pss for child in children)


@contextmanager
def running_system(folder: Path, **settings: str) -> Iterator[System]:
    """Run the product on a database of its own; `folder` takes the log.

    The database stays in var/, so that embeddings are made once and not in every run.
    """
    urls = {
        name: f"http://127.0.0.1:{port}"
        for name, port in zip(("web", "knowledge", "actions", "rasa"), free_ports(4), strict=True)
    }
    environment = {
        **os.environ,
        "PUBLIC_HOST": "127.0.0.1",
        "PUBLIC_PORT": urls["web"].rsplit(":", 1)[1],
        "KNOWLEDGE_URL": urls["knowledge"],
        "ACTIONS_URL": urls["actions"],
        "RASA_URL": urls["rasa"],
        "RASA_TOKEN": "token-of-a-test-run",
        "DATABASE_URL": "sqlite:///var/test.db",
        **settings,
    }
    log = folder / "system.log"
    started = time.monotonic()
    with log.open("wb") as output:
        launcher = subprocess.Popen(
            [sys.executable, "-m", "tools.run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    system = System(urls, launcher, log, environment["RASA_TOKEN"])
    try:
        wait_until_ready(system)
        system.seconds_to_ready = time.monotonic() - started
        yield system
    finally:
        stop(launcher)


def wait_until_ready(system: System) -> None:
    while READY_LINE not in system.log.read_text(encoding="utf8", errors="replace"):
        if system.launcher.poll() is not None:
            tail = system.log.read_text(encoding="utf8", errors="replace")[-4000:]
            raise RuntimeError(f"the system did not start:\n{tail}")
        time.sleep(0.1)


def stop(launcher: subprocess.Popen[bytes]) -> None:
    if launcher.poll() is not None:
        return
    launcher.send_signal(signal.SIGTERM)
    try:
        launcher.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        for child in psutil.Process(launcher.pid).children(recursive=True):
            child.kill()
        launcher.kill()
        launcher.wait()


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
