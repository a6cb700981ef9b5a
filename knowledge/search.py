from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Article, Audience
from knowledge.contacts import OSLO
from knowledge.embedder import Embedder, FloatArray
from knowledge.evidence import Evidence, Finder, Reader
from knowledge.library import Library
from knowledge.passages import Passage, snippet
from knowledge.queries import Answer, Decision, Query, Result
from knowledge.ranking import (
    Ranking,
    confidence,
    fuse,
    fuse_features,
    in_conversation,
    standardise,
    weigh_in_conversation,
)

LONGEST_FOLLOW_UP = 20  # words


def oslo_today() -> date:
    """Return the date that the articles' dates are meant in."""
    return datetime.now(OSLO).date()


class Searcher:
    """Finds the article that answers, and its passage, and tells how sure that is."""

    def __init__(
        self,
        library: Library,
        finder: Finder,
        embedder: Embedder,
        ranking: Ranking,
        today: Callable[[], date] = oslo_today,
    ) -> None:
        self._articles = [library.by_slug[slug] for slug in finder.corpus.slugs]
        self.finder = finder
        self._embedder = embedder
        self._ranking = ranking
        self._today = today
        self._rows = {slug: row for row, slug in enumerate(finder.corpus.slugs)}
        self._passage_rows = {s: finder.corpus.passage_rows(s) for s in finder.corpus.slugs}

    def search(self, query: Query) -> Answer:
        """Rank the articles for a question; expired articles are left out.

        Where an expired one would have answered, no other does instead, and it is named.
        """
        text = " ".join(query.text.split())
        vector = self._embedder.embed([text], "query")[0]
        evidence = self.finder.evidence(text, vector)
        fused = fuse(evidence, self._ranking) + self._audience_shift(query.audience)
        valid = self._valid()
        expired = self._expired_answer(evidence, fused, valid)
        if not valid.any():
            return Answer("no_answer", 0.0, (), expired)
        fused = np.where(valid, fused, -np.inf).astype(np.float32)
        sure = confidence(evidence, fused, self._ranking)
        ranked = self._in_conversation(query, text, fused)
        order = np.argsort(-ranked, kind="stable")[: min(query.limit, int(valid.sum()))]
        results = tuple(self._result(int(row), evidence, ranked) for row in order)
        if ranked is not fused and self._follows_up(query, ranked, fused):
            return Answer("answer", sure, results)
        if expired is not None:
            return Answer("no_answer", 0.0, results, expired)
        return Answer(self._decide(sure, len(results)), sure, results)

    def first_answers(
        self, texts: Sequence[str], vectors: FloatArray, reader: Reader
    ) -> list[str | None]:
        """Return for each question the slug of the article that answers it, if one would.

        As `search` does without an audience or an article at hand, many at a time.
        """
        features = self.finder.many_features(texts, vectors, reader)
        fused = fuse_features(features, self._ranking)
        nothing = np.empty(0, np.float32)
        valid = self._valid()
        return [
            self._answered(Evidence(of_one, nothing, nothing), scores, valid)
            for of_one, scores in zip(features, fused.astype(np.float32), strict=True)
        ]

    def _answered(
        self, evidence: Evidence, fused: FloatArray, valid: NDArray[np.bool_]
    ) -> str | None:
        if not valid.any() or self._expired_answer(evidence, fused, valid) is not None:
            return None
        fused = np.where(valid, fused, -np.inf).astype(np.float32)
        sure = confidence(evidence, fused, self._ranking) >= self._ranking.answer_from
        return self._articles[int(fused.argmax())].slug if sure else None

    def _valid(self) -> NDArray[np.bool_]:
        today = self._today()
        return np.array([not article.expired(today) for article in self._articles], np.bool_)

    def follow_up_signals(self, text: str, slug: str) -> FloatArray:
        """Return what speaks for each article when a text is written after one was shown."""
        alone = self._fused(text)
        return in_conversation(alone, self._after_title(slug, text), self._rows[slug])

    def _fused(self, text: str) -> FloatArray:
        evidence = self.finder.evidence(text, self._embedder.embed([text], "query")[0])
        return fuse(evidence, self._ranking)

    def _after_title(self, slug: str, text: str) -> FloatArray:
        """Weigh every article for a text that leaves out what it is about."""
        return self._fused(f"{self._articles[self._rows[slug]].meta.title}. {text}")

    def _expired_answer(
        self, evidence: Evidence, fused: FloatArray, valid: NDArray[np.bool_]
    ) -> Article | None:
        """Return the article that would be the answer, if it is expired."""
        best = int(fused.argmax())
        if valid[best] or confidence(evidence, fused, self._ranking) < self._ranking.answer_from:
            return None
        return self._articles[best]

    def _in_conversation(self, query: Query, text: str, fused: FloatArray) -> FloatArray:
        """Weigh the articles anew for a short text that follows an answer.

        «Hvor søker jeg?» is meant for the article at hand, or one near it, unless another plainly
        answers.
        """
        row = self._rows.get(query.context_slug or "")
        if row is None or len(text.split()) > LONGEST_FOLLOW_UP or not np.isfinite(fused[row]):
            return fused
        joined = self._after_title(self._articles[row].slug, text)
        return weigh_in_conversation(in_conversation(fused, joined, row), self._ranking)

    def _follows_up(self, query: Query, ranked: FloatArray, fused: FloatArray) -> bool:
        """Tell whether the first article is first because of the one at hand."""
        first = int(ranked.argmax())
        return self._articles[first].slug == query.context_slug or first != int(fused.argmax())

    def _audience_shift(self, audience: Audience | None) -> FloatArray:
        """Move the reader's own articles up a little."""
        if audience not in ("pasient", "parorende", "barn"):
            return np.zeros(len(self._articles), np.float32)
        own = [article.meta.audience == audience for article in self._articles]
        return self._ranking.audience_bonus * np.array(own, np.float32)

    def _decide(self, sure: float, choices: int) -> Decision:
        if sure >= self._ranking.answer_from:
            return "answer"
        if sure < self._ranking.clarify_from:
            return "no_answer"
        return "clarify" if choices > 1 else "no_answer"

    def _result(self, row: int, evidence: Evidence, fused: FloatArray) -> Result:
        article = self._articles[row]
        best = self._best_passage(article.slug, evidence)
        return Result(
            article=article,
            section=best.section,
            position=best.position,
            passage=best.markdown,
            snippet=snippet(best.plain),
            score=_score(fused, row),
        )

    def _best_passage(self, slug: str, evidence: Evidence) -> Passage:
        rows = self._passage_rows[slug]
        columns = np.stack(
            [evidence.passage_similarity[rows], evidence.passage_words[rows]], axis=1
        )
        best = rows[int(standardise(columns).sum(axis=1).argmax())]
        return self.finder.corpus.passages[int(best)]


def _score(fused: FloatArray, row: int) -> float:
    """Return a score between 0 and 1 that orders as the fused one does."""
    return float(1 / (1 + np.exp((fused.max() - fused[row]) / 2))) * 2
