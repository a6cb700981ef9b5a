import logging
from collections.abc import Sequence
from functools import lru_cache

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.embedder import FloatArray

SHORTEST_CORRECTED = 5
LIKE_ENOUGH = 0.8


logging.getLogger("bm25s").setLevel(logging.WARNING)  # bm25s sets it to DEBUG at import


class WordIndex:
    """BM25 over terms; a term that no document has is read as the one it looks like."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._vocabulary = sorted({term for terms in documents for term in terms})
        self._known = frozenset(self._vocabulary)
        self._bm25 = bm25s.BM25()
        if self._known:
            self._bm25.index([list(terms) for terms in documents], show_progress=False)
        self._corrected = lru_cache(maxsize=10_000)(self._nearest)

    def scores(self, terms: Sequence[str]) -> FloatArray:
        """Return one BM25 score per document, 0 where no term is shared."""
        readable = [known for term in terms if (known := self._corrected(term))]
        if not readable:
            return np.zeros(self._size, np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(list(dict.fromkeys(readable)))
        return scores

    def _nearest(self, term: str) -> str | None:
        if term in self._known:
            return term
        if len(term) < SHORTEST_CORRECTED or not self._known:
            return None
        found = process.extractOne(
            term, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=LIKE_ENOUGH
        )
        return found[0] if found else None
