"""How precise the search is for how much it answers, by its own confidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.errors import EvaluationError
from evaluation.items import Item
from knowledge.client import KnowledgeClient, KnowledgeClientError

CONCERNED = ("answer", "out_of_scope")
MARKS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # coverages whose precision is written down


@dataclass(frozen=True)
class Judged:
    """A search's confidence, whether its first article was right, and whether it dared answer."""

    confidence: float
    right: bool
    answered: bool


@dataclass(frozen=True)
class Point:
    """Answering from `threshold` up: the share answered, and the share of those right."""

    threshold: float
    coverage: float
    precision: float


def judge_searches(url: str, items: Iterable[Item]) -> list[Judged]:
    """Search for what an article answers and what is out of scope; raise EvaluationError."""
    with KnowledgeClient(url) as knowledge:
        try:
            return [_judge(knowledge, item) for item in items if item.route in CONCERNED]
        except KnowledgeClientError as error:
            raise EvaluationError(f"{url}: {error}") from None


def _judge(knowledge: KnowledgeClient, item: Item) -> Judged:
    found = knowledge.search(item.text)
    right = bool(found.results) and found.results[0].slug in item.slugs
    return Judged(found.confidence, right, found.decision == "answer")


def curve(judged: Sequence[Judged]) -> list[Point]:
    """Return a point for each confidence that was seen, the highest first."""
    return [
        _point(threshold, [each for each in judged if each.confidence >= threshold], len(judged))
        for threshold in sorted({each.confidence for each in judged}, reverse=True)
    ]


def operating_point(judged: Sequence[Judged]) -> Point | None:
    """Return where the search stands with its own decisions; None when it answered nothing."""
    answered = [each for each in judged if each.answered]
    if not answered:
        return None
    return _point(min(each.confidence for each in answered), answered, len(judged))


def precision_at_marks(points: Sequence[Point]) -> dict[str, float]:
    """Return the precision at the first threshold that covers each mark."""
    return {
        f"{mark:.1f}": round(next(p.precision for p in points if p.coverage >= mark), 4)
        for mark in MARKS
        if points
    }


def _point(threshold: float, answered: Sequence[Judged], count: int) -> Point:
    right = sum(each.right for each in answered)
    return Point(threshold, len(answered) / count, right / len(answered))
