import numpy as np
import pytest

from knowledge.corpus import Grouping
from knowledge.embedder import FloatArray
from knowledge.index import VectorIndex


def unit_vectors(count: int, dimensions: int = 16) -> FloatArray:
    vectors = np.random.default_rng(1).normal(size=(count, dimensions)).astype(np.float32)
    normalised: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def test_the_nearest_come_first() -> None:
    vectors = unit_vectors(50)
    scores, rows = VectorIndex(vectors).search(vectors[7], 3)
    assert rows[0] == 7
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert list(rows) == list(np.argsort(-(vectors @ vectors[7]))[:3])


def test_past_the_limit_the_index_is_approximate_and_still_finds() -> None:
    vectors = unit_vectors(2000)
    index = VectorIndex(vectors, exact_up_to=100)
    hits = [index.search(vectors[row], 1)[1][0] == row for row in range(0, 2000, 20)]
    assert np.mean(hits) > 0.95


def test_rows_past_the_limit_share_the_lowest_similarity() -> None:
    vectors = unit_vectors(20)
    found = VectorIndex(vectors).similarities(vectors[0], limit=5)
    exact = vectors @ vectors[0]
    assert found.shape == (20,)
    assert found.min() == pytest.approx(np.sort(exact)[-5], abs=1e-5)


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(np.empty((0, 16), np.float32))
    assert len(index) == 0
    assert index.similarities(unit_vectors(1)[0], 5).shape == (0,)


def test_rows_are_gathered_by_article() -> None:
    grouping = Grouping(["a", "a", "a", "a", "b", "c", "c"])
    scores = np.array([1, 2, 3, 4, 5, 7, 8], np.float32)
    assert grouping.best(scores).tolist() == [4, 5, 8]
    assert grouping.mean_of_best(scores, 3).tolist() == [3, 5, 7.5]
