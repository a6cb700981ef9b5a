import hashlib
import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from sqlalchemy import (
    Column,
    Engine,
    Insert,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    select,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from knowledge.embedder import Embedder, FloatArray, Kind
from knowledge.errors import SettingsError, StoreError

logger = logging.getLogger(__name__)
BATCH = 512  # a few seconds' work: what a stop in the middle loses
LOOKUP_BATCH = 500
WAIT_FOR_LOCK_SECONDS = 30
BACKENDS = ("sqlite", "postgresql")
Item = TypeVar("Item")

metadata = MetaData()
text_embeddings = Table(
    "text_embeddings",
    metadata,
    Column("model", String(64), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)


class EmbeddingStore:
    """Keeps embeddings in the database, by model and text, so that none is computed twice."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self._engine = engine
        self._embedder = embedder
        # A model of the same name with other weights must not find the old vectors.
        name_and_weights = f"{embedder.name} {embedder.fingerprint}"
        self._model = hashlib.sha256(name_and_weights.encode()).hexdigest()

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
        """Return the embeddings, shape (texts, dimensions); compute those that are not stored."""
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        try:
            metadata.create_all(self._engine)
            known = self._read(hashes, kind)
            missing = {
                key: text for key, text in zip(hashes, texts, strict=True) if key not in known
            }
            known |= self._compute(missing, kind)
        except SQLAlchemyError as error:
            raise StoreError(f"DATABASE_URL: {error.__class__.__name__}") from error
        if not hashes:
            return np.empty((0, self._embedder.dimensions), np.float32)
        return np.stack([known[key] for key in hashes])

    def _read(self, hashes: Sequence[str], kind: Kind) -> dict[str, FloatArray]:
        columns = text_embeddings.c
        found: dict[str, FloatArray] = {}
        with self._engine.connect() as connection:
            for batch in _batches(dict.fromkeys(hashes), LOOKUP_BATCH):
                query = select(columns.text_hash, columns.vector).where(
                    columns.model == self._model,
                    columns.kind == kind,
                    columns.text_hash.in_(batch),
                )
                for text_hash, vector in connection.execute(query):
                    found[text_hash] = np.frombuffer(vector, np.float32)
        return found

    def _compute(self, missing: dict[str, str], kind: Kind) -> dict[str, FloatArray]:
        computed: dict[str, FloatArray] = {}
        by_length = sorted(missing.items(), key=lambda item: len(item[1]))
        for batch in _batches(by_length, BATCH):
            vectors = self._embedder.embed([text for _, text in batch], kind)
            fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
            self._write(fresh, kind)
            computed |= fresh
            progress = {"kind": kind, "done": len(computed), "of": len(missing)}
            logger.info("embedding", extra=progress)
        return computed

    def _write(self, vectors: dict[str, FloatArray], kind: Kind) -> None:
        rows = [
            {"model": self._model, "kind": kind, "text_hash": key, "vector": vector.tobytes()}
            for key, vector in vectors.items()
        ]
        with self._engine.begin() as connection:
            connection.execute(_insert_new(self._engine.dialect.name), rows)


def open_database(url: str) -> Engine:
    """Make the engine for a database URL; raise SettingsError when it can't be used."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError("DATABASE_URL is not a database URL") from error
    backend = parsed.get_backend_name()
    if backend not in BACKENDS:
        raise SettingsError(f"DATABASE_URL: {backend} is not supported, only sqlite and postgresql")
    arguments = {"timeout": WAIT_FOR_LOCK_SECONDS} if backend == "sqlite" else {}
    return create_engine(parsed, connect_args=arguments)


def _insert_new(backend: str) -> Insert:
    # Another replica may have computed the same at the same time.
    if backend == "postgresql":
        return postgresql_insert(text_embeddings).on_conflict_do_nothing()
    return sqlite_insert(text_embeddings).on_conflict_do_nothing()


def _batches(items: Sequence[Item] | dict[Item, None], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
