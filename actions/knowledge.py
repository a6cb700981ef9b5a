from collections.abc import Sequence
from typing import Protocol

from knowledge.answers import ArticleSummary, CoordinatorMatch, SearchAnswer, WholeArticle


class Knowledge(Protocol):
    """What actions ask the knowledge service; every failure is a KnowledgeClientError."""

    def search(
        self,
        text: str,
        limit: int = 3,
        audience: str | None = None,
        context_slug: str | None = None,
    ) -> SearchAnswer: ...

    def articles(self) -> Sequence[ArticleSummary]: ...

    def article(self, slug: str) -> WholeArticle: ...

    def coordinators(self, kommune: str) -> Sequence[CoordinatorMatch]: ...

    def ready(self) -> bool: ...
