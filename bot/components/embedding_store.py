import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
BATCH_SIZE = 64
PROGRESS_EVERY = 16  # batches


class EmbeddingStore:
    """Keep the embeddings of training examples in a file, so that each is computed once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def vectors(
        self, model: str, texts: Sequence[str], embed: Callable[[list[str]], list[list[float]]]
    ) -> dict[str, Vectors]:
        """Return a vector per text, asking `embed` only for texts not seen with this model."""
        known = self._read(model)
        wanted = set(texts)
        # Texts of one length share a batch: what is padded costs as much as what is meant.
        missing = sorted(wanted - known.keys(), key=lambda text: (len(text), text))
        for start in range(0, len(missing), BATCH_SIZE):
            batch = missing[start : start + BATCH_SIZE]
            known.update(zip(batch, np.asarray(embed(batch), dtype=np.float32), strict=True))
            if start % (PROGRESS_EVERY * BATCH_SIZE) == 0:
                log.info("embedding examples, %d of %d done", start, len(missing))
        current = {text: known[text] for text in sorted(wanted)}
        if missing:
            self._write(model, current)
        return current

    def _read(self, model: str) -> dict[str, Vectors]:
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if str(stored["model"]) != model:
                    return {}
                texts = json.loads(str(stored["texts"]))
                return dict(zip(texts, stored["vectors"], strict=True))
        except (OSError, EOFError, ValueError, KeyError, BadZipFile):
            return {}  # missing or cut short: computed anew

    def _write(self, model: str, vectors: dict[str, Vectors]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".part")
        with unfinished.open("wb") as file:
            np.savez(
                file,
                model=np.array(model),
                texts=np.array(json.dumps(list(vectors))),  # an array of texts would pad each
                vectors=np.stack(list(vectors.values())),
            )
        unfinished.replace(self._path)
