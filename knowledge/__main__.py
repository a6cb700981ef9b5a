import os
import sys
import threading
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]

from knowledge.coordinators import read_coordinators
from knowledge.embedding_model import is_unpacked
from knowledge.errors import KnowledgeError, ModelError
from knowledge.library import load_library
from knowledge.log_lines import write_lines
from knowledge.service import create_app
from knowledge.settings import Settings, load_settings
from knowledge.state import State, load_content, load_index


class Server(BaseApplication):  # type: ignore[misc]
    """One gunicorn worker that listens at once and loads what it needs behind that."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.settings = settings
        self.state = state
        super().__init__()

    def load_config(self) -> None:
        values: dict[str, Any] = {
            "bind": self.settings.bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": 8,
            "loglevel": "warning",
            "timeout": 120,
            "proc_name": "knowledge",
            "control_socket_disable": True,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        threading.Thread(target=_load, args=(self.state, self.settings), daemon=True).start()
        return create_app(self.state)


def _load(state: State, settings: Settings) -> None:
    try:
        watch = load_index(state, settings)
        watch.run()
    except KnowledgeError as error:
        _say(error)
        # From a thread, this is how gunicorn's master learns that it must stop as well.
        os._exit(Arbiter.WORKER_BOOT_ERROR)


def _say(error: Exception) -> None:
    sys.stderr.write(f"error: {error}\n")
    sys.stderr.flush()


def check(settings: Settings) -> None:
    """Find what would stop the service before it starts; raise KnowledgeError."""
    folder = Path(settings.embedding_model)
    if settings.uses_default_model and not is_unpacked(folder):
        raise ModelError(f"no embedding model at {folder}: run `make setup`")
    if folder.is_absolute() and not folder.is_dir():
        raise ModelError(f"EMBEDDING_MODEL: there is no folder {folder}")


def check_files(content: Path) -> None:
    """Read the files that ship without touching the database; raise ContentError."""
    load_library(content)
    read_coordinators(content / "coordinators.csv")


def main() -> int:
    """Serve, or with --check only find out whether serving would start."""
    try:
        settings = load_settings()
        write_lines("knowledge", settings.log_level)
        check(settings)
        if "--check" in sys.argv[1:]:
            check_files(settings.knowledge_content)
        else:
            Server(settings, load_content(settings)).run()
    except KnowledgeError as error:
        _say(error)
        return 1
    except SystemExit as stop:
        return 0 if stop.code in (0, None) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
