from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.knowledge import Article, Coordinator, Decision, KnowledgeUnavailable, Passage, Search


def passage(slug: str, **more: Any) -> Passage:  # noqa: ANN401 -- any field of a passage
    given = {"title": slug.capitalize(), "category": "okonomi", "passage": f"Om {slug}."}
    return Passage(slug=slug, **{**given, "url": f"/artikler/{slug}", **more})


def article(slug: str, category: str = "okonomi", audience: str = "alle") -> Article:
    return Article(
        slug=slug,
        title=slug.capitalize(),
        category=category,
        audience=audience,
        summary=f"Kort om {slug}.",
    )


@dataclass
class FakeKnowledge:
    """Answers what the test set it to, and remembers what it was asked."""

    decision: Decision = "answer"
    confidence: float = 0.9
    results: Sequence[Passage] = ()
    known_articles: Sequence[Article] = ()
    places: dict[str, list[Coordinator]] = field(default_factory=dict)
    is_down: bool = False
    searches: list[dict[str, Any]] = field(default_factory=list)

    def search(
        self, text: str, *, audience: str | None = None, context_slug: str | None = None
    ) -> Search:
        self._fail_when_down()
        self.searches.append({"text": text, "audience": audience, "context_slug": context_slug})
        return Search(
            decision=self.decision, confidence=self.confidence, results=tuple(self.results)
        )

    def articles(self) -> Sequence[Article]:
        self._fail_when_down()
        return self.known_articles

    def coordinators(self, kommune: str) -> Sequence[Coordinator]:
        self._fail_when_down()
        return self.places.get(kommune, [])

    def _fail_when_down(self) -> None:
        if self.is_down:
            raise KnowledgeUnavailable("/v1: ConnectError")
