from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from knowledge.editions.importing import import_at_first_start
from tests.web_widget.conftest import made_settings
from tests.web_widget.editor.editors import AtDesk, sign_in
from web_widget.services import Services
from web_widget.settings import Settings

CONTENT = Path("knowledge/content")


@pytest.fixture(scope="session")
def filled_database(empty_database: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with all that ships; importing it once makes every test fast."""
    path = tmp_path_factory.mktemp("content") / "filled.db"
    path.write_bytes(empty_database)
    engine = create_engine(f"sqlite:///{path}")
    import_at_first_start(engine, CONTENT)
    engine.dispose()
    return path.read_bytes()


@pytest.fixture
def settings(tmp_path: Path, filled_database: bytes) -> Settings:
    path = tmp_path / "web.db"
    path.write_bytes(filled_database)
    return made_settings(tmp_path, f"sqlite:///{path}")


@pytest.fixture
def editor(app: Flask, services: Services) -> AtDesk:
    return sign_in(app, services, "Eva Redaktør", "editor")


@pytest.fixture
def colleague(app: Flask, services: Services) -> AtDesk:
    return sign_in(app, services, "Kolbjørn Kollega", "editor")


@pytest.fixture
def reviewer(app: Flask, services: Services) -> AtDesk:
    return sign_in(app, services, "Roar Fagansvarlig", "reviewer")


@pytest.fixture
def article() -> str:
    return (CONTENT / "articles/okonomi/sykepenger.md").read_text("utf8")
