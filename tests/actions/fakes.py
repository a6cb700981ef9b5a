from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.answers import (
    ArticlePassage,
    ArticleSummary,
    CoordinatorMatch,
    ExpiredArticle,
    SearchAnswer,
    SearchResult,
    WholeArticle,
)
from knowledge.client import ArticleNotFoundError, KnowledgeUnavailableError


def passage(slug: str, text: str | None = None, **more: Any) -> SearchResult:  # noqa: ANN401
    given: dict[str, Any] = {
        "slug": slug,
        "title": slug.capitalize(),
        "category": "okonomi",
        "audience": "alle",
        "section": "Hva du kan få",
        "passage": text or f"Om {slug}.",
        "snippet": f"Om {slug}",
        "url": f"/artikler/{slug}",
        "score": 0.8,
        "reviewed": None,
        "valid_until": "2027-11-20",
        "contacts": ["nav"],
    }
    return SearchResult(**{**given, **more})


def article(slug: str, category: str = "okonomi", audience: str = "alle") -> ArticleSummary:
    return ArticleSummary(
        slug=slug,
        title=slug.capitalize(),
        category=category,
        audience=audience,
        summary=f"Kort om {slug}.",
        contacts=["nav"],
        related=[],
        sources=[],
        updated="2026-11-21",
        valid_until="2027-11-20",
        reviewed_by=None,
        reviewed=None,
        url=f"/artikler/{slug}",
    )


def whole(summary: ArticleSummary, passages: int = 3) -> WholeArticle:
    pieces = [ArticlePassage(section=f"Del {n}", passage=f"Tekst {n}.") for n in range(passages)]
    return WholeArticle(**summary.model_dump(), body="", sections=[], passages=pieces)


def place(number: str, name: str, fylke: str, **more: str | None) -> CoordinatorMatch:
    given = {"bydel": None, "website": None, "page": None, "page_dated": None}
    return CoordinatorMatch(kommunenummer=number, name=name, fylke=fylke, **{**given, **more})


@dataclass
class FakeKnowledge:
    """Answers what the test set it to, and remembers what it was asked."""

    decision: Literal["answer", "clarify", "no_answer"] = "answer"
    confidence: float = 0.9
    results: Sequence[SearchResult] = ()
    known_articles: Sequence[ArticleSummary] = ()
    places: dict[str, list[CoordinatorMatch]] = field(default_factory=dict)
    expired: ExpiredArticle | None = None
    is_down: bool = False
    searches: list[dict[str, Any]] = field(default_factory=list)

    def search(
        self,
        text: str,
        limit: int = 3,
        audience: str | None = None,
        context_slug: str | None = None,
    ) -> SearchAnswer:
        self._fail_when_down()
        self.searches.append({"text": text, "audience": audience, "context_slug": context_slug})
        return SearchAnswer(
            query=text,
            decision=self.decision,
            confidence=self.confidence,
            results=list(self.results)[:limit],
            expired=self.expired,
        )

    def articles(self) -> Sequence[ArticleSummary]:
        self._fail_when_down()
        return self.known_articles

    def article(self, slug: str) -> WholeArticle:
        self._fail_when_down()
        known = next((a for a in self.known_articles if a.slug == slug), None)
        if known is None:
            raise ArticleNotFoundError(404, "There is no such article.")
        return whole(known)

    def coordinators(self, kommune: str) -> Sequence[CoordinatorMatch]:
        self._fail_when_down()
        return self.places.get(kommune, [])

    def ready(self) -> bool:
        return not self.is_down

    def _fail_when_down(self) -> None:
        if self.is_down:
            raise KnowledgeUnavailableError("knowledge does not answer")
