from pathlib import Path

import numpy as np
import pytest

from bot.components.embedding_store import BATCH_SIZE, EmbeddingStore
from tests.bot.fakes import embedding


class Embedder:
    """Count what is asked for."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def __call__(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(texts)
        return [embedding(text) for text in texts]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddingStore:
    return EmbeddingStore(tmp_path / "rasa" / "embeddings.npz")


def test_each_text_is_embedded_once_ever(store: EmbeddingStore) -> None:
    embed = Embedder()
    store.vectors("m", ["hei", "takk", "hei"], embed)
    again = store.vectors("m", ["hei", "nytt"], embed)
    assert embed.batches == [["hei", "takk"], ["nytt"]]
    assert again["hei"] == pytest.approx(np.array(embedding("hei")), abs=1e-6)


def test_another_model_shares_no_vectors(store: EmbeddingStore) -> None:
    embed = Embedder()
    store.vectors("m", ["hei"], embed)
    store.vectors("n", ["hei"], embed)
    assert embed.batches == [["hei"], ["hei"]]


def test_many_texts_are_embedded_in_batches_by_length(store: EmbeddingStore) -> None:
    embed = Embedder()
    store.vectors("m", ["x" * n for n in range(BATCH_SIZE + 1, 0, -1)], embed)
    assert [len(batch) for batch in embed.batches] == [BATCH_SIZE, 1]
    assert embed.batches[0][0] == "x"


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_broken_file_is_made_anew(store: EmbeddingStore, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rasa").mkdir()
    (tmp_path / "rasa" / "embeddings.npz").write_bytes(content)
    assert set(store.vectors("m", ["hei"], Embedder())) == {"hei"}


def test_a_failure_halfway_keeps_the_file_as_it_was(store: EmbeddingStore) -> None:
    store.vectors("m", ["hei"], Embedder())

    def fail(_: list[str]) -> list[list[float]]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.vectors("m", ["hei", "takk"], fail)
    embed = Embedder()
    store.vectors("m", ["hei"], embed)
    assert embed.batches == []
