from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions.errors import SettingsError
from actions.published_texts import follow_safety_texts
from actions.settings import SAFETY_TEXTS
from knowledge.editions.models import Kind, create_tables
from knowledge.store import open_database
from tests.knowledge.editions.publishing import publish


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def engine(database_url: str) -> Engine:
    engine = open_database(database_url)
    create_tables(engine)
    return engine


def test_the_shipped_texts_stand_in_until_there_are_published_ones(database_url: str) -> None:
    texts = follow_safety_texts(database_url, SAFETY_TEXTS)
    assert "113" in texts["crisis_self"]
    assert "finnes_ikke" not in texts


def test_what_editors_publish_is_said_without_a_restart(database_url: str, engine: Engine) -> None:
    texts = follow_safety_texts(database_url, SAFETY_TEXTS)
    shipped = SAFETY_TEXTS.read_text(encoding="utf-8")
    publish(engine, Kind.SAFETY, "texts", shipped.replace("113", "113 (nødnummeret)"))
    texts.following.look()
    assert "113 (nødnummeret)" in texts["crisis_self"]


def test_a_published_file_that_lacks_a_text_leaves_the_ones_before(
    database_url: str, engine: Engine
) -> None:
    texts = follow_safety_texts(database_url, SAFETY_TEXTS)
    publish(engine, Kind.SAFETY, "texts", "crisis_self: {text: hei}")
    texts.following.look()
    assert "113" in texts["crisis_self"]


def test_a_bad_database_address_is_named() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        follow_safety_texts("mysql://x", SAFETY_TEXTS)
