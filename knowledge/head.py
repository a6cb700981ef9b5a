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

logger = logging.getLogger(__name__)
VERSION = "1"  # part of the cache key: raise it when the features below change
NGRAMS = (2, 5)
MOST_NGRAMS = 30_000
VECTOR_SCALE = 4.0  # centred e5 vectors are short beside TF-IDF rows of length 1
INVERSE_REGULARISATION = 20.0
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Examples:
    """What people ask, as text and as embedding, and which article each question is for."""

    texts: Sequence[str]
    vectors: FloatArray
    labels: Sequence[str]

    def digest(self) -> str:
        """Return what changes whenever a head trained on the examples would."""
        digest = hashlib.sha256(f"{VERSION} {sklearn.__version__}".encode())
        for text, label in zip(self.texts, self.labels, strict=True):
            digest.update(f"{label}\0{text}\0".encode())
        digest.update(self.vectors.tobytes())
        return digest.hexdigest()


class Head:
    """A logistic regression over the articles, on centred embeddings and character n-grams."""

    def __init__(self, examples: Examples, weights: NDArray[Any] | None = None) -> None:
        self.labels = sorted(set(examples.labels))
        self._centre = examples.vectors.mean(axis=0)
        self._ngrams = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=NGRAMS,
            max_features=MOST_NGRAMS,
            sublinear_tf=True,
            dtype=np.float32,
        ).fit(examples.texts)
        self.weights = self._fit(examples) if weights is None else weights
        # One row per feature, so that a question touches only the rows of its own n-grams.
        by_feature = np.ascontiguousarray(self.weights[:, :-1].T)
        self._of_vector, self._of_ngrams = np.split(by_feature, [examples.vectors.shape[1]])

    def _fit(self, examples: Examples) -> NDArray[Any]:
        features = self._features(examples.texts, examples.vectors)
        if len(self.labels) == 1:
            return np.zeros((1, features.shape[1] + 1), np.float32)
        model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_ROUNDS)
        model.fit(features, list(examples.labels))
        weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
        # For two classes scikit-learn keeps the row of the second only; the first one's is zero.
        return np.vstack([0 * weights, weights]) if len(weights) == 1 else weights

    def _features(self, texts: Sequence[str], vectors: FloatArray) -> sparse.csr_matrix:
        dense = sparse.csr_matrix((vectors - self._centre) * VECTOR_SCALE)
        return sparse.csr_matrix(sparse.hstack([dense, self._ngrams.transform(texts)]))

    def log_probabilities(self, text: str, vector: FloatArray) -> FloatArray:
        """Return one log probability per label, in the order of the labels."""
        ngrams = self._ngrams.transform([text])
        logits = (vector - self._centre) * VECTOR_SCALE @ self._of_vector
        logits += ngrams.data @ self._of_ngrams[ngrams.indices] + self.weights[:, -1]
        log_probabilities: FloatArray = log_softmax(logits)
        return log_probabilities


def load_or_train(examples: Examples, folder: Path) -> Head:
    """Return the head for the examples, from the folder when it was trained before."""
    file = folder / f"{examples.digest()}.npy"
    if file.exists():
        return Head(examples, np.load(file, allow_pickle=False))
    logger.info("training head examples=%d", len(examples.texts))
    head = Head(examples)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".new.npy")
    np.save(temporary, head.weights, allow_pickle=False)
    temporary.replace(file)
    return head
