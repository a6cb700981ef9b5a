import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, Field, ValidationError

from knowledge.articles import first_fault
from knowledge.corpus import Grouping
from knowledge.embedder import FloatArray
from knowledge.errors import ContentError
from knowledge.evidence import NEAREST
from knowledge.index import VectorIndex
from knowledge.language import Language
from knowledge.passages import cut
from knowledge.ranking import standardise
from knowledge.store import EmbeddingStore
from knowledge.words import WordIndex

KEPT = 100
QREL_COLUMNS = 3
Row = TypeVar("Row", bound=BaseModel)


class _Document(BaseModel):
    id: str = Field(alias="_id", coerce_numbers_to_str=True)
    title: str = ""
    text: str


class _Query(BaseModel):
    id: str = Field(alias="_id", coerce_numbers_to_str=True)
    text: str


@dataclass(frozen=True)
class BeirDataset:
    documents: dict[str, str]
    queries: dict[str, str]
    relevant: dict[str, dict[str, int]]


def read_beir(folder: Path) -> BeirDataset:
    """Read corpus.jsonl, queries.jsonl and qrels.tsv; keep the queries that have judgements."""
    documents: dict[str, str] = {}
    for document in _read(folder / "corpus.jsonl", _Document):
        documents[document.id] = f"{document.title}\n\n{document.text}".strip()
    relevant = _read_qrels(folder / "qrels.tsv")
    queries = {
        query.id: query.text
        for query in _read(folder / "queries.jsonl", _Query)
        if query.id in relevant
    }
    if not documents or not queries:
        raise ContentError(f"{folder.name}: no documents, or no queries with judgements")
    return BeirDataset(documents, queries, {key: relevant[key] for key in queries})


def _read(path: Path, shape: type[Row]) -> Iterator[Row]:
    for number, line in enumerate(_lines(path), 1):
        try:
            yield shape.model_validate_json(line)
        except ValidationError as error:
            raise ContentError(f"{path.name}: line {number}: {first_fault(error)}") from error


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for number, row in enumerate(csv.reader(_lines(path), delimiter="\t"), 1):
        if number == 1 and row[-1] == "score":
            continue
        if len(row) != QREL_COLUMNS or not row[2].lstrip("-").isdigit():
            raise ContentError(f"{path.name}: line {number}: must be query, document, score")
        relevant.setdefault(row[0], {})[row[1]] = int(row[2])
    return relevant


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error


class BeirSearch:
    """Ranks the documents of a dataset by embeddings, by words, and by both."""

    def __init__(self, dataset: BeirDataset, store: EmbeddingStore, language: Language) -> None:
        pieces = [
            (name, piece)
            for name, text in dataset.documents.items()
            for piece in cut(text, language) or [text]
        ]
        texts = [piece for _, piece in pieces]
        self._names = list(dataset.documents)
        self._grouping = Grouping([name for name, _ in pieces])
        self._vectors = VectorIndex(store.embed(texts, "passage"))
        self._words = WordIndex([language.terms(text) for text in texts])
        self._language = language

    def rank(self, text: str, vector: FloatArray) -> dict[str, dict[str, float]]:
        """Return the best documents with their scores, for each way of ranking."""
        near = self._grouping.best(self._vectors.similarities(vector, NEAREST))
        words = self._grouping.best(self._words.scores(self._language.terms(text)))
        fused = standardise(np.stack([near, words], axis=1)).mean(axis=1)
        ways = {"embeddings": near, "BM25": words, "fused": fused}
        return {way: self._best(scores) for way, scores in ways.items()}

    def _best(self, scores: FloatArray) -> dict[str, float]:
        order = np.argsort(-scores, kind="stable")[:KEPT]
        return {self._names[row]: float(scores[row]) for row in order}
