from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.embedder import Embedder, EmbeddingCache
from knowledge.embedding_model import is_unpacked
from knowledge.settings import load_settings
from tests.knowledge.fakes import FakeEmbedder

TEXTS = ["Får jeg penger til parykk?", "feber", "x" * 5000, "👋🏽", "مرحبا"]


@pytest.fixture(
    scope="module", params=["fake", "cached", pytest.param("real", marks=pytest.mark.model)]
)
def any_embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    if request.param == "fake":
        yield FakeEmbedder()
    elif request.param == "cached":
        yield EmbeddingCache(FakeEmbedder())
    else:
        yield request.getfixturevalue("real_embedder")


def test_every_text_has_a_normalised_row(any_embedder: Embedder) -> None:
    vectors = any_embedder.embed(TEXTS, "query")
    assert vectors.shape == (len(TEXTS), any_embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_the_same_text_has_the_same_vector_in_any_company(any_embedder: Embedder) -> None:
    together = any_embedder.embed(TEXTS, "query")
    alone = any_embedder.embed(TEXTS[1:2], "query")
    assert np.allclose(together[1], alone[0], atol=1e-4)


def test_no_texts_have_no_rows(any_embedder: Embedder) -> None:
    assert any_embedder.embed([], "passage").shape == (0, any_embedder.dimensions)


def test_like_texts_are_nearer_than_others(any_embedder: Embedder) -> None:
    vectors = any_embedder.embed(
        ["penger til parykk", "støtte til parykk", "bussen til sykehuset"], "query"
    )
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_an_embedder_tells_its_name_and_what_it_is_made_of(any_embedder: Embedder) -> None:
    assert any_embedder.name
    assert any_embedder.fingerprint


def test_a_known_query_is_not_embedded_again() -> None:
    embedder = FakeEmbedder()
    cache = EmbeddingCache(embedder)
    first = cache.embed(["en", "to", "en"], "query")
    again = cache.embed(["to", "tre"], "query")
    assert embedder.embedded == ["en", "to", "tre"]
    assert np.array_equal(first[1], again[0])


def test_passages_are_not_kept() -> None:
    embedder = FakeEmbedder()
    cache = EmbeddingCache(embedder)
    cache.embed(["en"], "passage")
    cache.embed(["en"], "query")
    assert embedder.embedded == ["en", "en"]


def test_the_oldest_query_is_forgotten_first() -> None:
    embedder = FakeEmbedder()
    cache = EmbeddingCache(embedder, size=2)
    for text in ("en", "to", "en", "tre", "en", "to"):
        cache.embed([text], "query")
    assert embedder.embedded == ["en", "to", "tre", "to"]


@pytest.mark.model
def test_the_shipped_model_is_unpacked_once() -> None:
    settings = load_settings()
    assert is_unpacked(settings.default_model)
