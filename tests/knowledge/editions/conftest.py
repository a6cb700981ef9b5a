from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions.importing import import_at_first_start
from knowledge.store import open_database
from tests.knowledge.content import write_content
from tests.knowledge.editions.people import DOMAIN, NLU


@pytest.fixture
def bot_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bot"
    (folder / "domain").mkdir(parents=True)
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "domain" / "smalltalk.yml").write_text(DOMAIN, "utf-8")
    (folder / "domain" / "slots.yml").write_text("slots: {}\n", "utf-8")
    (folder / "data" / "nlu" / "smalltalk.yml").write_text(NLU, "utf-8")
    return folder


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'editions.db'}")


@pytest.fixture
def session(engine: Engine, content: Path, bot_folder: Path) -> Iterator[Session]:
    """Open a session over the made-up content, imported."""
    import_at_first_start(engine, content, bot_folder)
    with Session(engine, expire_on_commit=False) as session:
        yield session
