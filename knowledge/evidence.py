from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Corpus, Grouping
from knowledge.embedder import Embedder, FloatArray
from knowledge.head import Examples, Head, load_or_train
from knowledge.head_column import HeadColumn
from knowledge.index import VectorIndex
from knowledge.language import Language, Reading
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


class Reader(Protocol):
    """How words are read: the language itself, or one that remembers our own texts."""

    def terms(self, text: str) -> Sequence[str]: ...

    def reading(self, text: str) -> Reading: ...


@dataclass(frozen=True)
class _Questions:
    """The index of what people ask."""

    vectors: VectorIndex
    words: WordIndex
    by_article: Grouping

    @classmethod
    def index(cls, corpus: Corpus, vectors: FloatArray, reader: Reader) -> Self:
        words = WordIndex([reader.terms(text) for text in corpus.question_texts])
        by_article = Grouping([question.slug for question in corpus.questions])
        return cls(VectorIndex(vectors), words, by_article)


class Finder:
    """Gathers the evidence for a question from embeddings, words and the trained head."""

    def __init__(
        self,
        corpus: Corpus,
        vectors: Vectors,
        head: Head,
        language: Language,
        reader: Reader | None = None,
        beside: "Finder | None" = None,
    ) -> None:
        """`reader` reads the corpus; what users write is always read by the language itself.

        `beside` is one whose index of questions is taken over where the questions are the same.
        """
        self.corpus = corpus
        self.vectors = vectors
        self.language = language
        self._head = HeadColumn(head, corpus.slugs)
        self._passages = VectorIndex(vectors.passages)
        self._titles = VectorIndex(vectors.titles)
        reader = reader or language
        self._passage_words = WordIndex([reader.terms(text) for text in corpus.passage_texts])
        self._by_passage = Grouping([passage.slug for passage in corpus.passages])
        if beside is not None and beside.corpus.questions == corpus.questions:
            self._asked: _Questions = beside._asked
        else:
            self._asked = _Questions.index(corpus, vectors.questions, reader)

    @property
    def head(self) -> Head:
        return self._head.head

    def with_head(self, head: Head) -> Self:
        """Return the same with another head; nothing is indexed anew."""
        other = copy(self)
        other._head = HeadColumn(head, self.corpus.slugs)
        return other

    def evidence(
        self, text: str, vector: FloatArray, without: NDArray[np.bool_] | None = None
    ) -> Evidence:
        """Weigh every article for a question; `without` marks questions to leave out."""
        terms = self.language.terms(text)
        asked = self._asked.vectors.similarities(vector, NEAREST)
        asked_words = self._asked.words.scores(terms)
        if without is not None:
            asked = np.where(without, asked.min(), asked)
            asked_words = np.where(without, 0, asked_words)
        passages = self._passages.similarities(vector, NEAREST)
        words = self._passage_words.scores(terms)
        like_questions = self._asked.by_article.mean_of_best(asked)
        columns = [
            self._asked.by_article.best(asked),
            like_questions,
            self._by_passage.best(passages),
            self._titles.similarities(vector, NEAREST),
            self._asked.by_article.mean_of_best(asked_words),
            self._by_passage.best(words),
            self._head.log_probabilities(self.language.reading(text), vector, like_questions),
        ]
        return Evidence(np.stack(columns, axis=1), passages, words)

    def many_features(
        self, texts: Sequence[str], vectors: FloatArray, reader: Reader
    ) -> FloatArray:
        """Return the features of many questions, shape (questions, articles, features).

        The same figures as one at a time, up to rounding, in a fraction of the time.
        """
        terms = [reader.terms(text) for text in texts]
        asked = _clipped(vectors @ self.vectors.questions.T)
        asked_words = np.stack([self._asked.words.scores(each) for each in terms])
        words = np.stack([self._passage_words.scores(each) for each in terms])
        like_questions = self._asked.by_article.mean_of_best(asked)
        readings = [reader.reading(text) for text in texts]
        columns = [
            self._asked.by_article.best(asked),
            like_questions,
            self._by_passage.best(_clipped(vectors @ self.vectors.passages.T)),
            _clipped(vectors @ self.vectors.titles.T),
            self._asked.by_article.mean_of_best(asked_words),
            self._by_passage.best(words),
            self._head.many_log_probabilities(readings, vectors, like_questions),
        ]
        return np.stack(columns, axis=2)


def _clipped(similarities: FloatArray) -> FloatArray:
    """Raise what is past the nearest to the lowest of them, as a search in an index does."""
    if similarities.shape[1] <= NEAREST:
        return similarities
    lowest = np.partition(similarities, -NEAREST, axis=1)[:, -NEAREST]
    return np.maximum(similarities, lowest[:, None])


def embed_corpus(corpus: Corpus, embedder: Embedder) -> Vectors:
    """Embed all that is searched."""
    return Vectors(
        passages=embedder.embed(corpus.passage_texts, "passage"),
        questions=embedder.embed(corpus.question_texts, "query"),
        titles=embedder.embed(corpus.titles, "passage"),
    )


def head_examples(corpus: Corpus, vectors: Vectors, reader: Reader) -> Examples:
    """Return what the head of a corpus is trained on."""
    labels = [question.slug for question in corpus.questions]
    readings = [reader.reading(text) for text in corpus.question_texts]
    return Examples(readings, vectors.questions, labels)


def build_finder(corpus: Corpus, store: Embedder, language: Language, heads: Path) -> Finder:
    """Embed and index a corpus; embeddings and head come from storage where they are known."""
    vectors = embed_corpus(corpus, store)
    head = load_or_train(head_examples(corpus, vectors, language), heads)
    return Finder(corpus, vectors, head, language)
