from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Article
from knowledge.embedder import FloatArray
from knowledge.language import Language
from knowledge.library import Library
from knowledge.passages import Passage, article_passages
from knowledge.questions import TITLE, Question

TOP_QUESTIONS = 3
Cut = Callable[[Article, Language], Sequence[Passage]]


class Grouping:
    """Rows that lie together by article; turns a score per row into one per article.

    Scores of many questions come as one row per question.
    """

    def __init__(self, keys: Sequence[Hashable]) -> None:
        changes = [0, *(i for i in range(1, len(keys)) if keys[i] != keys[i - 1])]
        self.starts = np.array(changes, np.int64)
        lengths = np.diff([*changes, len(keys)])
        offsets = np.arange(lengths.max())
        self._inside = offsets[None, :] < lengths[:, None]
        self._rows = np.where(self._inside, self.starts[:, None] + offsets[None, :], 0)

    def best(self, scores: FloatArray) -> FloatArray:
        """Return each article's highest score."""
        highest: FloatArray = np.maximum.reduceat(scores, self.starts, axis=-1)
        return highest

    def mean_of_best(self, scores: FloatArray, count: int = TOP_QUESTIONS) -> FloatArray:
        """Return the mean of each article's highest scores, of all when there are fewer."""
        table = np.where(self._inside, scores[..., self._rows], -np.inf)
        count = min(count, table.shape[-1])
        highest = np.partition(table, -count, axis=-1)[..., -count:]
        found = np.isfinite(highest)
        total = np.where(found, highest, 0).sum(axis=-1)
        mean: FloatArray = (total / np.maximum(found.sum(axis=-1), 1)).astype(np.float32)
        return mean


@dataclass(frozen=True)
class Corpus:
    """What is searched: each article's passages, and what is asked about it, in article order."""

    slugs: tuple[str, ...]
    titles: tuple[str, ...]
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]

    @property
    def passage_texts(self) -> list[str]:
        """Return the passages as they are embedded: no passage says by itself what it is about."""
        titles = dict(zip(self.slugs, self.titles, strict=True))
        return [f"{titles[p.slug]}. {p.section} {p.plain}" for p in self.passages]

    @property
    def question_texts(self) -> list[str]:
        return [question.text for question in self.questions]

    def passage_rows(self, slug: str) -> NDArray[np.int64]:
        rows = [row for row, passage in enumerate(self.passages) if passage.slug == slug]
        return np.array(rows, np.int64)


def build_corpus(library: Library, language: Language, cut: Cut = article_passages) -> Corpus:
    """Lay out a library for search; titles count as questions too, headings are in the passages."""
    articles = sorted(library.articles, key=lambda article: article.slug)
    passages = [passage for article in articles for passage in cut(article, language)]
    asked = {a.slug: [Question(a.slug, a.meta.title, TITLE)] for a in articles}
    for question in library.questions:
        asked[question.slug].append(question)
    questions = [question for article in articles for question in asked[article.slug]]
    return Corpus(
        slugs=tuple(article.slug for article in articles),
        titles=tuple(article.meta.title for article in articles),
        passages=tuple(passages),
        questions=tuple(questions),
    )
