from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Centring:
    """The mean and spread of the training embeddings, and the model they came from."""

    model: str
    mean: Vectors
    spread: float

    @classmethod
    def fit(cls, model: str, vectors: Vectors) -> "Centring":
        """Learn from training vectors of shape (texts, dimensions), at least one."""
        mean = vectors.mean(axis=0)
        spread = float((vectors - mean).std()) or 1.0
        return cls(model, mean, spread)

    def apply(self, vectors: Vectors) -> Vectors:
        """Return the vectors with mean 0 and unit spread over the training data."""
        return ((vectors - self.mean) / np.float32(self.spread)).astype(np.float32)

    @property
    def nothing(self) -> Vectors:
        """Return what stands for a text without an embedding: the mean of all texts."""
        return np.zeros((1, len(self.mean)), dtype=np.float32)

    def save(self, path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, model=np.array(self.model), mean=self.mean, spread=np.array(self.spread))

    @classmethod
    def load(cls, path: Path) -> "Centring":
        with np.load(path, allow_pickle=False) as stored:
            return cls(str(stored["model"]), stored["mean"], float(stored["spread"]))
