import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal["query", "passage"]
FloatArray = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into L2-normalised float32 vectors, one row per text."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str:
        """Return what changes whenever the vectors would."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str], kind: Kind) -> FloatArray: ...


class EmbeddingCache:
    """Keeps the latest embeddings, so that one user turn is embedded once.

    Rasa and the actions ask about the same text within milliseconds, and of a new edition of the
    articles most texts are the same as before. Keys are hashes: nobody's words are kept.
    """

    def __init__(self, embedder: Embedder, size: int = 4096) -> None:
        self._embedder = embedder
        self._size = size
        self._vectors: OrderedDict[bytes, FloatArray] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return the embeddings, shape (texts, dimensions), from memory where they are known."""
        if not texts:
            return self._embedder.embed(texts, kind)
        keys = [_key(text, kind) for text in texts]
        found = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            fresh = self._embedder.embed(list(missing.values()), kind)
            found |= dict(zip(missing, fresh, strict=True))
        self._remember(found)
        return np.stack([found[key] for key in keys])

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
        with self._lock:
            return {key: self._vectors[key] for key in keys if key in self._vectors}

    def _remember(self, vectors: dict[bytes, FloatArray]) -> None:
        with self._lock:
            for key, vector in vectors.items():
                self._vectors[key] = vector
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)


def _key(text: str, kind: Kind) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), person=kind.encode()).digest()
