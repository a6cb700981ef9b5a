import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.embedder import FloatArray
from knowledge.language import Reading

logger = logging.getLogger(__name__)
VERSION = "2"  # part of the cache key: raise it when the features below change
NGRAMS = (2, 5)
MOST_NGRAMS = 30_000
VECTOR_SCALE = 4.0  # centred e5 vectors are short beside TF-IDF rows of length 1
INVERSE_REGULARISATION = 20.0
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Examples:
    """What people ask, as read and as embedding, and which article each question is for."""

    readings: Sequence[Reading]
    vectors: FloatArray
    labels: Sequence[str]

    def digest(self) -> str:
        """Return what changes whenever a head trained on the examples would."""
        digest = hashlib.sha256(f"{VERSION} {sklearn.__version__}".encode())
        for reading, label in zip(self.readings, self.labels, strict=True):
            digest.update(f"{label}\0{reading.words}\0{reading.terms}\0".encode())
        digest.update(self.vectors.tobytes())
        return digest.hexdigest()


class Head:
    """A logistic regression over the articles, on centred embeddings, n-grams and terms."""

    def __init__(self, examples: Examples, weights: NDArray[Any] | None = None) -> None:
        self.labels = sorted(set(examples.labels))
        self._centre = examples.vectors.mean(axis=0)
        self._ngrams = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=NGRAMS,
            max_features=MOST_NGRAMS,
            sublinear_tf=True,
            dtype=np.float32,
        ).fit([reading.words for reading in examples.readings])
        self._terms = TfidfVectorizer(analyzer=str.split, sublinear_tf=True, dtype=np.float32).fit(
            [reading.terms for reading in examples.readings]
        )
        self.weights = self._fit(examples) if weights is None else weights
        # One row per feature, so that a question touches only the rows of its own n-grams.
        by_feature = np.ascontiguousarray(self.weights[:, :-1].T)
        self._of_vector, self._of_words = np.split(by_feature, [examples.vectors.shape[1]])

    def _fit(self, examples: Examples) -> NDArray[Any]:
        dense = sparse.csr_matrix((examples.vectors - self._centre) * VECTOR_SCALE)
        features = sparse.hstack([dense, self._words(examples.readings)], format="csr")
        if len(self.labels) == 1:
            return np.zeros((1, features.shape[1] + 1), np.float32)
        model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_ROUNDS)
        model.fit(features, list(examples.labels))
        weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
        # For two classes scikit-learn keeps the row of the second only; the first one's is zero.
        return np.vstack([0 * weights, weights]) if len(weights) == 1 else weights

    def _words(self, readings: Sequence[Reading]) -> sparse.csr_matrix:
        ngrams = self._ngrams.transform([reading.words for reading in readings])
        terms = self._terms.transform([reading.terms for reading in readings])
        return sparse.csr_matrix(sparse.hstack([ngrams, terms]))

    def log_probabilities(self, reading: Reading, vector: FloatArray) -> FloatArray:
        """Return one log probability per label, in the order of the labels."""
        words = self._words([reading])
        logits = (vector - self._centre) * VECTOR_SCALE @ self._of_vector
        logits += words.data @ self._of_words[words.indices] + self.weights[:, -1]
        log_probabilities: FloatArray = log_softmax(logits)
        return log_probabilities


def load_or_train(examples: Examples, folder: Path) -> Head:
    """Return the head for the examples, from the folder when it was trained before."""
    file = folder / f"{examples.digest()}.npy"
    if file.exists():
        return Head(examples, np.load(file, allow_pickle=False))
    logger.info("training head examples=%d", len(examples.labels))
    head = Head(examples)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new.npy")
    np.save(temporary, head.weights, allow_pickle=False)
    temporary.replace(file)
    return head
