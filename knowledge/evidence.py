from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Corpus, Grouping
from knowledge.embedder import FloatArray
from knowledge.head import Examples, Head, load_or_train
from knowledge.index import VectorIndex
from knowledge.language import Language
from knowledge.store import EmbeddingStore
from knowledge.words import WordIndex

NEAREST = 4_096
FEATURES = (
    "question_best",
    "question_mean",
    "passage_best",
    "title",
    "question_words",
    "passage_words",
    "head",
)


@dataclass(frozen=True)
class Evidence:
    """What speaks for each article: one row per article, one column per feature."""

    features: FloatArray
    passage_similarity: FloatArray
    passage_words: FloatArray

    def column(self, name: str) -> FloatArray:
        return self.features[:, FEATURES.index(name)]


@dataclass(frozen=True)
class Vectors:
    passages: FloatArray
    questions: FloatArray
    titles: FloatArray


class Finder:
    """Gathers the evidence for a question from embeddings, words and the trained head."""

    def __init__(self, corpus: Corpus, vectors: Vectors, head: Head, language: Language) -> None:
        self.corpus = corpus
        self.head = head
        self.language = language
        self._passages = VectorIndex(vectors.passages)
        self._questions = VectorIndex(vectors.questions)
        self._titles = VectorIndex(vectors.titles)
        self._passage_words = WordIndex([language.terms(text) for text in corpus.passage_texts])
        self._question_words = WordIndex([language.terms(text) for text in corpus.question_texts])
        self._by_passage = Grouping([passage.slug for passage in corpus.passages])
        self._by_question = Grouping([question.slug for question in corpus.questions])

    def evidence(
        self, text: str, vector: FloatArray, without: NDArray[np.bool_] | None = None
    ) -> Evidence:
        """Weigh every article for a question; `without` marks questions to leave out."""
        terms = self.language.terms(text)
        asked = self._questions.similarities(vector, NEAREST)
        asked_words = self._question_words.scores(terms)
        if without is not None:
            asked = np.where(without, asked.min(), asked)
            asked_words = np.where(without, 0, asked_words)
        passages = self._passages.similarities(vector, NEAREST)
        words = self._passage_words.scores(terms)
        columns = [
            self._by_question.best(asked),
            self._by_question.mean_of_best(asked),
            self._by_passage.best(passages),
            self._titles.similarities(vector, NEAREST),
            self._by_question.mean_of_best(asked_words),
            self._by_passage.best(words),
            self.head.log_probabilities(self.language.reading(text), vector),
        ]
        return Evidence(np.stack(columns, axis=1), passages, words)


def build_finder(corpus: Corpus, store: EmbeddingStore, language: Language, heads: Path) -> Finder:
    """Embed and index a corpus; embeddings and head come from storage where they are known."""
    vectors = Vectors(
        passages=store.embed(corpus.passage_texts, "passage"),
        questions=store.embed(corpus.question_texts, "query"),
        titles=store.embed(corpus.titles, "passage"),
    )
    labels = [question.slug for question in corpus.questions]
    readings = [language.reading(text) for text in corpus.question_texts]
    head = load_or_train(Examples(readings, vectors.questions, labels), heads)
    return Finder(corpus, vectors, head, language)
