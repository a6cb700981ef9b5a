import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.embedder import FloatArray

EXACT_UP_TO = 100_000
HNSW_NEIGHBOURS = 32
HNSW_SEARCH_WIDTH = 256


class VectorIndex:
    """Nearest neighbours by cosine: exact up to 100,000 vectors, HNSW past that."""

    def __init__(self, vectors: FloatArray, exact_up_to: int = EXACT_UP_TO) -> None:
        count, dimensions = vectors.shape
        self._index = _exact(dimensions) if count <= exact_up_to else _approximate(dimensions)
        if count:
            self._index.add(np.ascontiguousarray(vectors, np.float32))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64]]:
        """Return the similarities and the rows of the nearest, best first."""
        limit = min(limit, len(self))
        if limit == 0:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        scores, rows = self._index.search(vector.reshape(1, -1).astype(np.float32), limit)
        found = rows[0] >= 0
        return scores[0][found], rows[0][found]

    def similarities(self, vector: FloatArray, limit: int) -> FloatArray:
        """Return one similarity per row; the rows past the limit share the lowest one found."""
        scores, rows = self.search(vector, limit)
        everything = np.full(len(self), scores.min(initial=1.0), np.float32)
        everything[rows] = scores
        return everything


def _exact(dimensions: int) -> faiss.Index:
    return faiss.IndexFlatIP(dimensions)


def _approximate(dimensions: int) -> faiss.Index:
    index = faiss.IndexHNSWFlat(dimensions, HNSW_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efSearch = HNSW_SEARCH_WIDTH
    return index
