from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Centring:
    """The mean of the training embeddings, and the model they came from."""

    model: str
    mean: Vectors

    @classmethod
    def fit(cls, model: str, vectors: Vectors) -> "Centring":
        """Learn from training vectors of shape (texts, dimensions), at least one."""
        return cls(model, vectors.mean(axis=0))

    def apply(self, vectors: Vectors) -> Vectors:
        """Return what sets each vector apart from the mean, at length 1 (0 for the mean itself)."""
        apart = vectors - self.mean
        lengths = np.linalg.norm(apart, axis=1, keepdims=True)
        return (apart / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    @property
    def nothing(self) -> Vectors:
        """Return what stands for a text without an embedding: the mean of all texts."""
        return np.zeros((1, len(self.mean)), dtype=np.float32)

    def save(self, path: Path) -> None:
        with path.open("wb") as file:
            np.savez(file, model=np.array(self.model), mean=self.mean)

    @classmethod
    def load(cls, path: Path) -> "Centring":
        with np.load(path, allow_pickle=False) as stored:
            return cls(str(stored["model"]), stored["mean"])
