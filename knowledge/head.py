import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

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
VERSION = "3"  # part of the cache key: raise it when the features below change
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

    def __init__(
        self,
        labels: Sequence[str],
        centre: FloatArray,
        vectorizers: tuple[TfidfVectorizer, TfidfVectorizer],
        weights: NDArray[Any],
        digest: str = "",
    ) -> None:
        """`digest` is that of the examples that it was trained on."""
        self.labels = list(labels)
        self.digest = digest
        self._centre = centre
        self._ngrams, self._terms = vectorizers
        # One row per feature, so that a question touches only the rows of its own n-grams.
        self._by_feature = np.ascontiguousarray(weights[:, :-1].T)
        self._of_vector, self._of_words = np.split(self._by_feature, [len(centre)])
        self._bias = weights[:, -1].copy()

    @property
    def weights(self) -> NDArray[Any]:
        """Return one row per label: a weight per feature, and the bias."""
        return np.hstack([self._by_feature.T, self._bias[:, None]])

    @classmethod
    def train(cls, examples: Examples) -> Self:
        """Learn from the examples which article a question is for."""
        ngrams, terms = _ngram_vectorizer(), _term_vectorizer()
        ngrams.fit([reading.words for reading in examples.readings])
        terms.fit([reading.terms for reading in examples.readings])
        centre = examples.vectors.mean(axis=0)
        dense = sparse.csr_matrix((examples.vectors - centre) * VECTOR_SCALE)
        words = _word_features(examples.readings, ngrams, terms)
        features = sparse.hstack([dense, words], format="csr")
        labels = sorted(set(examples.labels))
        weights = _fit(features, list(examples.labels))
        return cls(labels, centre, (ngrams, terms), weights, examples.digest())

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read a head that `save` has written."""
        with np.load(file, allow_pickle=False) as stored:
            ngrams, terms = _ngram_vectorizer(), _term_vectorizer()
            for name, vectorizer in (("ngrams", ngrams), ("terms", terms)):
                words: list[str] = stored[name].tolist()
                vectorizer.vocabulary_ = {word: column for column, word in enumerate(words)}
                vectorizer.idf_ = stored[f"{name}_rareness"]
            labels: list[str] = stored["labels"].tolist()
            weights, digest = stored["weights"], str(stored["digest"])
            return cls(labels, stored["centre"], (ngrams, terms), weights, digest)

    def save(self, file: Path) -> None:
        """Write the head, whole or not at all."""
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}.new.npz")
        np.savez(
            temporary,
            labels=np.array(self.labels),
            centre=self._centre,
            weights=self.weights,
            digest=np.array(self.digest),
            ngrams=self._ngrams.get_feature_names_out().astype(str),
            ngrams_rareness=self._ngrams.idf_,
            terms=self._terms.get_feature_names_out().astype(str),
            terms_rareness=self._terms.idf_,
        )
        temporary.replace(file)

    def log_probabilities(self, reading: Reading, vector: FloatArray) -> FloatArray:
        """Return one log probability per label, in the order of the labels."""
        words = _word_features([reading], self._ngrams, self._terms)
        logits = (vector - self._centre) * VECTOR_SCALE @ self._of_vector
        logits += words.data @ self._of_words[words.indices] + self._bias
        log_probabilities: FloatArray = log_softmax(logits)
        return log_probabilities

    def many_log_probabilities(
        self, readings: Sequence[Reading], vectors: FloatArray
    ) -> FloatArray:
        """Return what `log_probabilities` does, one row per question."""
        words = _word_features(readings, self._ngrams, self._terms)
        logits = (vectors - self._centre) * VECTOR_SCALE @ self._of_vector
        logits += words @ self._of_words + self._bias
        log_probabilities: FloatArray = log_softmax(logits, axis=1)
        return log_probabilities


def _ngram_vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=NGRAMS,
        max_features=MOST_NGRAMS,
        sublinear_tf=True,
        dtype=np.float32,
    )


def _term_vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=str.split, sublinear_tf=True, dtype=np.float32)


def _word_features(
    readings: Sequence[Reading], ngrams: TfidfVectorizer, terms: TfidfVectorizer
) -> sparse.csr_matrix:
    by_ngram = ngrams.transform([reading.words for reading in readings])
    by_term = terms.transform([reading.terms for reading in readings])
    return sparse.csr_matrix(sparse.hstack([by_ngram, by_term]))


def _fit(features: sparse.csr_matrix, labels: Sequence[str]) -> NDArray[Any]:
    if len(set(labels)) == 1:
        return np.zeros((1, features.shape[1] + 1), np.float32)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MOST_ROUNDS)
    model.fit(features, labels)
    weights = np.hstack([model.coef_, model.intercept_[:, None]]).astype(np.float32)
    # For two classes scikit-learn keeps the row of the second only; the first one's is zero.
    return np.vstack([0 * weights, weights]) if len(weights) == 1 else weights


def load_or_train(examples: Examples, folder: Path) -> Head:
    """Return the head for the examples, from the folder when it was trained before."""
    file = folder / f"{examples.digest()}.npz"
    if file.exists():
        return Head.load(file)
    logger.info("training head", extra={"examples": len(examples.labels)})
    head = Head.train(examples)
    head.save(file)
    return head
