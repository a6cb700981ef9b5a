from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from knowledge.errors import SettingsError, StoreError
from knowledge.store import EmbeddingStore, open_database, text_embeddings
from tests.knowledge.fakes import FakeEmbedder

TEXTS = ["en", "to", "en", "en lengre tekst"]


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(text_embeddings)) or 0


def test_embeddings_come_in_the_order_of_the_texts(engine: Engine, embedder: FakeEmbedder) -> None:
    stored = EmbeddingStore(engine, embedder).embed(TEXTS, "passage")
    assert np.array_equal(stored, FakeEmbedder().embed(TEXTS, "passage"))


def test_nothing_is_computed_twice_not_even_after_a_restart(
    engine: Engine, embedder: FakeEmbedder
) -> None:
    first = EmbeddingStore(engine, embedder).embed(TEXTS, "passage")
    restarted = FakeEmbedder()
    again = EmbeddingStore(engine, restarted).embed([*TEXTS, "ny"], "passage")
    assert restarted.embedded == ["ny"]
    assert np.array_equal(again[:-1], first)


def test_queries_and_passages_are_kept_apart(engine: Engine, embedder: FakeEmbedder) -> None:
    store = EmbeddingStore(engine, embedder)
    store.embed(["en"], "passage")
    store.embed(["en"], "query")
    assert rows(engine) == 2


def test_other_weights_find_no_old_vectors(engine: Engine, embedder: FakeEmbedder) -> None:
    EmbeddingStore(engine, embedder).embed(["en"], "passage")
    other = FakeEmbedder()
    other.fingerprint = "fake-2"
    EmbeddingStore(engine, other).embed(["en"], "passage")
    assert other.embedded == ["en"]


def test_more_texts_than_one_batch_are_all_stored(engine: Engine, embedder: FakeEmbedder) -> None:
    texts = [f"tekst {number}" for number in range(1300)]
    assert EmbeddingStore(engine, embedder).embed(texts, "passage").shape[0] == 1300
    assert rows(engine) == 1300


def test_no_texts_need_no_model(engine: Engine, embedder: FakeEmbedder) -> None:
    assert EmbeddingStore(engine, embedder).embed([], "passage").shape == (0, embedder.dimensions)


def test_a_database_that_is_none_is_told(tmp_path: Path, embedder: FakeEmbedder) -> None:
    (tmp_path / "test.db").write_bytes(b"not a database at all" * 100)
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    with pytest.raises(StoreError, match="DATABASE_URL"):
        EmbeddingStore(engine, embedder).embed(["en"], "passage")


@pytest.mark.parametrize("url", ["nothing", "mysql://localhost/x", ""])
def test_a_database_url_that_can_not_be_used_is_told(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        open_database(url)
