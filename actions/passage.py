from dataclasses import dataclass, replace
from typing import Any, Self

from knowledge.answers import ArticleSummary, SearchResult, WholeArticle


@dataclass(frozen=True)
class Passage:
    """A piece of a published article, as it is shown."""

    slug: str
    title: str
    category: str
    text: str
    url: str
    section: str | None
    reviewed: str | None
    score: float
    position: int | None  # in the article; None for its summary
    contacts: tuple[str, ...]

    @classmethod
    def of_result(cls, result: SearchResult) -> Self:
        return cls(
            slug=result.slug,
            title=result.title,
            category=result.category,
            text=result.passage,
            url=result.url,
            section=result.section or None,
            reviewed=result.reviewed,
            score=result.score,
            position=result.position,
            contacts=tuple(result.contacts),
        )

    @classmethod
    def of_article(cls, article: ArticleSummary) -> Self:
        """Return the summary of an article, as it is shown to who has chosen it."""
        return cls(
            slug=article.slug,
            title=article.title,
            category=article.category,
            text=article.summary,
            url=article.url,
            section=None,
            reviewed=article.reviewed,
            score=1.0,
            position=None,
            contacts=tuple(article.contacts),
        )

    @classmethod
    def of_whole(cls, article: WholeArticle, position: int) -> Self:
        """Return the passage at a position of an article."""
        piece = article.passages[position]
        summary = cls.of_article(article)
        return replace(
            summary, text=piece.passage, section=piece.section or None, position=position
        )

    def card(self) -> dict[str, Any]:
        """Return the article as docs/contracts.md describes it."""
        return {
            "slug": self.slug,
            "title": self.title,
            "category": self.category,
            "url": self.url,
            "section": self.section,
            "reviewed": self.reviewed,
            "score": self.score,
        }
