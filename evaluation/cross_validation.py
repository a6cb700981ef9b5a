"""Nested cross-validation of a classifier over two kinds of features whose weights are chosen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import clone
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

Rows = NDArray[np.int64]
Names = NDArray[np.str_]
Matrix = Any  # scipy's sparse matrices and arrays have no type in common
Classifier = Any  # an unfitted classifier of scikit-learn


@dataclass(frozen=True)
class Weights:
    """How long the two parts of every text's features are."""

    ngrams: float
    embedding: float


@dataclass(frozen=True)
class Parts:
    """Character n-grams and embeddings of some texts, each of length 1."""

    ngrams: Matrix
    embeddings: NDArray[np.float32]

    def weighted(self, weights: Weights) -> Matrix:
        """Return the features, shape (texts, n-grams + dimensions), float32."""
        dense = sparse.csr_matrix(self.embeddings * np.float32(weights.embedding))
        return sparse.hstack([self.ngrams * weights.ngrams, dense], format="csr", dtype=np.float32)


# Fits the features on the first rows, and gives those of the first and of the second.
Featurise = Callable[[Rows, Rows], tuple[Parts, Parts]]


@dataclass(frozen=True)
class Outcome:
    """What each example was taken for by a classifier that had not seen it."""

    predicted: Names
    chosen: tuple[Weights, ...]  # by the inner loop, for each outer fold


@dataclass(frozen=True)
class CrossValidation:
    """Outer folds give the figures; inner ones, within each, choose the weights by macro F1."""

    featurise: Featurise
    classifier: Classifier
    grid: Sequence[Weights]
    outer: int = 5
    inner: int = 3
    seed: int = 42

    def run(self, names: Names, progress: Callable[[str], None]) -> Outcome:
        predicted, chosen = np.empty_like(names), []
        for number, (train, test) in enumerate(self._folds(names, self.outer), 1):
            weights = self._choose(names, train)
            predicted[test] = self._predict(names, train, test, [weights])[0]
            chosen.append(weights)
            progress(f"fold {number} of {self.outer}: {weights}")
        return Outcome(predicted, tuple(chosen))

    def _choose(self, names: Names, rows: Rows) -> Weights:
        if len(self.grid) == 1:
            return self.grid[0]
        guesses = [np.empty_like(names[rows]) for _ in self.grid]
        for train, test in self._folds(names[rows], self.inner):
            each = self._predict(names, rows[train], rows[test], self.grid)
            for guess, predicted in zip(guesses, each, strict=True):
                guess[test] = predicted
        scores = [f1_score(names[rows], guess, average="macro") for guess in guesses]
        return self.grid[int(np.argmax(scores))]

    def _predict(
        self, names: Names, train: Rows, test: Rows, grid: Sequence[Weights]
    ) -> list[Names]:
        """Return the predictions for the test rows, by each choice of weights."""
        seen, unseen = self.featurise(train, test)
        fitted = ((w, clone(self.classifier).fit(seen.weighted(w), names[train])) for w in grid)
        return [model.predict(unseen.weighted(w)) for w, model in fitted]

    def _folds(self, names: Names, count: int) -> Iterator[tuple[Rows, Rows]]:
        folds = StratifiedKFold(count, shuffle=True, random_state=self.seed)
        yield from folds.split(names, names)
