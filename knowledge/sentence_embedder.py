import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from knowledge.embedder import FloatArray, Kind
from knowledge.embedding_model import STAMP
from knowledge.errors import ModelError
from knowledge.inference import prepare_for_inference

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
BATCH_SIZE = 32
FEW = 32
E5_PROMPTS = {"query": "query: ", "passage": "passage: "}


class SentenceEmbedder:
    """Embeds with a sentence-transformers model that knows the prompts query and passage.

    Many texts at once take `threads` processor cores; a user's single question takes one, since
    the dialogue server needs the others at that moment, and so does what an editor has changed.
    """

    def __init__(self, model: str, threads: int = 1) -> None:
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._threads = threads
        folder = Path(model)
        self._model = _load(model, local=folder.exists())
        self.name = folder.name if folder.exists() else model
        self.fingerprint = _fingerprint(folder) if folder.is_dir() else model
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        # The tokenizer keeps its padding in itself, so that two threads must not use it at once.
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return the L2-normalised embeddings, float32, shape (texts, dimensions)."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        with self._lock:
            torch.set_num_threads(1 if len(texts) <= FEW else self._threads)
            if len(texts) <= BATCH_SIZE:
                return self._encode(texts, kind)
            vectors = np.empty((len(texts), self.dimensions), np.float32)
            for rows in self._batches(texts):
                vectors[rows] = self._encode([texts[row] for row in rows], kind)
        return vectors

    def _batches(self, texts: Sequence[str]) -> list[NDArray[np.intp]]:
        """Put texts of like length together: a batch costs what its longest text costs.

        Length in tokens: by letters, dialect and Arabic would be padded by a fifth.
        """
        tokens = self._model.tokenizer(list(texts), truncation=True)["input_ids"]
        order = np.argsort([len(text) for text in tokens], kind="stable")
        return [order[start : start + BATCH_SIZE] for start in range(0, len(texts), BATCH_SIZE)]

    def _encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        vectors: FloatArray = self._model.encode(
            list(texts),
            prompt_name=kind,
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return vectors


def _load(model: str, *, local: bool) -> SentenceTransformer:
    # Models other than e5 keep the prompts that they were saved with.
    prompts = E5_PROMPTS if "e5" in model.lower() else None
    try:
        loaded = SentenceTransformer(model, device="cpu", local_files_only=local, prompts=prompts)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"EMBEDDING_MODEL: {model} is no model that can be loaded") from error
    prepare_for_inference(loaded)
    return loaded


def _fingerprint(folder: Path) -> str:
    stamp = folder / STAMP
    if stamp.is_file():
        return stamp.read_text().strip()[:32]
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
