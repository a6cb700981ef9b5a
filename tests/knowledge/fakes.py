import hashlib
from collections.abc import Sequence

import numpy as np

from knowledge.embedder import FloatArray, Kind


class FakeEmbedder:
    """Embeds by the letters of the words, so that like texts have like vectors."""

    name = "fake"
    fingerprint = "fake-1"
    dimensions = 64

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], kind: Kind) -> FloatArray:  # noqa: ARG002 - as the real one
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                for start in range(max(1, len(word) - 2)):
                    digest = hashlib.sha256(word[start : start + 3].encode()).digest()
                    vectors[row, digest[0] % self.dimensions] += 1
            vectors[row, 0] += 0.1
        normalised: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised if len(texts) else np.empty((0, self.dimensions), np.float32)
