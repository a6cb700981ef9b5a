from dataclasses import dataclass
from typing import Any, Self

from knowledge.answers import ArticleSummary, SearchResult


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
            contacts=tuple(result.contacts),
        )

    @classmethod
    def of_article(cls, article: ArticleSummary) -> Self:
        """Return the summary of an article that the user has chosen."""
        return cls(
            slug=article.slug,
            title=article.title,
            category=article.category,
            text=article.summary,
            url=article.url,
            section=None,
            reviewed=article.reviewed,
            score=1.0,
            contacts=tuple(article.contacts),
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
