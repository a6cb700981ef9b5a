from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from knowledge.editions import snapshot
from knowledge.editions.models import Kind
from knowledge.editions.reading import read_coordinator_table, read_library
from knowledge.errors import ContentError, StoreError
from knowledge.library import load_library
from knowledge.store import open_database
from tests.knowledge.editions.publishing import publish


def test_the_library_of_what_is_published_is_that_of_the_files(
    engine: Engine, session: Session, content: Path
) -> None:
    found = snapshot.read(engine)
    assert found.release == snapshot.last_release(engine) == 1
    assert read_library(found) == load_library(content)
    assert len(read_coordinator_table(found).find("Oslo", lambda _: False)) == 1


def test_what_is_taken_away_is_not_read(engine: Engine, session: Session) -> None:
    release = publish(engine, Kind.ARTICLE, "reise", None)
    found = snapshot.read(engine)
    assert found.release == release
    assert set(found.of(Kind.ARTICLE)) == {"barn", "parykk"}
    library = read_library(found)
    assert {question.slug for question in library.questions} == {"barn", "parykk"}


def test_a_trial_changes_nothing_but_its_own_texts(engine: Engine, session: Session) -> None:
    found = snapshot.read(engine)
    text = found.of(Kind.ARTICLE)["parykk"].replace("Parykk og hodeplagg", "Hår")
    tried = found.changed({(Kind.ARTICLE, "parykk"): text, (Kind.ARTICLE, "barn"): None})
    assert read_library(tried).by_slug["parykk"].meta.title == "Hår"
    assert "barn" not in read_library(tried).by_slug
    assert "barn" in read_library(found).by_slug


def test_an_article_that_names_an_unknown_contact_is_told(engine: Engine, session: Session) -> None:
    found = snapshot.read(engine)
    text = found.of(Kind.ARTICLE)["parykk"].replace("contacts: [nav]", "contacts: [ukjent]")
    with pytest.raises(ContentError, match="ukjent"):
        read_library(found.changed({(Kind.ARTICLE, "parykk"): text}))


def test_a_database_without_tables_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        snapshot.read(open_database(f"sqlite:///{tmp_path / 'empty.db'}"))
