"""The real knowledge process on a database of its own, and an editor who publishes into it."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions import desk
from knowledge.editions.desk import Member
from knowledge.editions.models import Kind
from knowledge.settings import load_settings
from tools.run import ROOT
from tools.system import free_ports, stop

EDITOR = Member("01EDITOR", "Kari Redaktør", is_editor=True)
REVIEWER = Member("01REVIEWER", "Berit Godkjenner", is_reviewer=True)
START_LIMIT = 600.0  # seconds; without stored embeddings all are made
MARK = re.compile(r"utgave (\d+)")


@dataclass
class KnowledgeProcess:
    """The service as `make run` starts it; may be killed and started again."""

    url: str
    environment: dict[str, str]
    log: Path
    launcher: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it would answer; return the seconds that took."""
        began = time.monotonic()
        with self.log.open("ab") as output:
            self.launcher = subprocess.Popen(
                [sys.executable, "-m", "knowledge"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        while not self._is_ready():
            if self.launcher.poll() is not None or time.monotonic() - began > START_LIMIT:
                raise RuntimeError(f"not ready:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it, its worker and what it trains, at once and without a word."""
        if self.launcher is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.launcher.pid, 9)
            self.launcher.wait()

    def release(self) -> dict[str, object]:
        answer: dict[str, object] = httpx.get(f"{self.url}/v1/release", timeout=10).json()
        return answer

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        except httpx.HTTPError:
            return False


@contextmanager
def running_knowledge(folder: Path, database_url: str) -> Iterator[KnowledgeProcess]:
    """Run the service; embeddings that an earlier run in var/ made are taken along."""
    url = f"http://127.0.0.1:{free_ports(1)[0]}"
    environment = {**os.environ, "KNOWLEDGE_URL": url, "DATABASE_URL": database_url}
    process = KnowledgeProcess(url, environment, folder / "knowledge.log")
    try:
        process.start()
        yield process
    finally:
        if process.launcher is not None:
            stop(process.launcher)
        process.kill()


def database_with_embeddings(folder: Path) -> str:
    """Return the URL of a database that has at most the embeddings of an earlier run."""
    file = folder / "publishing.db"
    earlier = load_settings().var_dir / "test.db"
    if earlier.exists():
        with sqlite3.connect(earlier) as old, sqlite3.connect(folder / "copy.db") as copied:
            old.backup(copied)
        shutil.move(folder / "copy.db", file)
        with sqlite3.connect(file) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                if name != "text_embeddings" and not name.startswith("sqlite_"):
                    database.execute(f'DROP TABLE "{name}"')
    return f"sqlite:///{file}"


def marked(text: str, number: int, *, sections: int, title: bool = False) -> str:
    """Write the number of this edition into the first sections, and maybe into the title."""
    text = re.sub(r"^Dette er utgave \d+\. ", "", text, flags=re.M)
    if title:
        old = r"^(title: .*?)(?: \(utgave \d+\))?$"
        text = re.sub(old, rf"\1 (utgave {number})", text, flags=re.M)
    mark = rf"\1Dette er utgave {number}. "
    return re.sub(r"^(## .*\n\n)", mark, text, count=sections, flags=re.M)


def marks(*texts: str) -> set[int]:
    """Return the numbers of the editions that the texts are of."""
    return {int(number) for text in texts for number in MARK.findall(text)}


def publish(engine: Engine, slug: str, number: int, sections: int, *, title: bool = False) -> int:
    """Publish an article's next edition as an editor and a reviewer do; return the release."""
    with Session(engine) as session, session.begin():
        draft = desk.open_draft(session, Kind.ARTICLE, slug, EDITOR)
        text = marked(draft.text, number, sections=sections, title=title)
        revision = desk.save_draft(
            session, Kind.ARTICLE, slug, text, draft.revision, EDITOR
        ).revision
    with Session(engine) as session, session.begin():
        revision = desk.submit(session, Kind.ARTICLE, slug, revision, EDITOR).revision
    with Session(engine) as session, session.begin():
        done = desk.approve(session, Kind.ARTICLE, slug, revision, REVIEWER)
        if not isinstance(done, desk.Published):
            raise TypeError("approved, but not published")
        return done.release


def open_drafts(engine: Engine, slugs: list[str]) -> list[str]:
    """Return the articles of which a draft is open."""
    with Session(engine) as session:
        return [s for s in slugs if desk.find_draft(session, Kind.ARTICLE, s) is not None]
