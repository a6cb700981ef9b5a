from dataclasses import dataclass
from typing import Literal

from knowledge.articles import Article, Audience

Decision = Literal["answer", "clarify", "no_answer"]


@dataclass(frozen=True)
class Query:
    text: str
    limit: int = 3
    audience: Audience | None = None
    context_slug: str | None = None


@dataclass(frozen=True)
class Result:
    """An article that was found, and its passage that fits best."""

    article: Article
    section: str
    position: int  # of the passage in its article
    passage: str
    snippet: str
    score: float


@dataclass(frozen=True)
class Answer:
    decision: Decision
    confidence: float
    results: tuple[Result, ...]
    expired: Article | None = None  # would have answered, if it were still valid
