import pytest

from evaluation.coverage import (
    Judged,
    Point,
    curve,
    judge_searches,
    operating_point,
    precision_at_marks,
)
from evaluation.errors import EvaluationError
from tests.evaluation.fakes import FakeSystem, item

JUDGED = [
    Judged(0.9, True, True),
    Judged(0.8, True, True),
    Judged(0.8, False, True),
    Judged(0.1, False, False),
]


def search(decision: str, confidence: float, *slugs: str) -> dict[str, object]:
    words = ("title", "category", "audience", "section", "passage", "snippet", "url", "valid_until")
    empty = dict.fromkeys(words, "")
    results = [{**empty, "slug": s, "score": 1.0, "reviewed": None, "contacts": []} for s in slugs]
    return {"query": "", "decision": decision, "confidence": confidence, "results": results}


def test_the_curve_has_a_point_for_each_confidence() -> None:
    points = curve(JUDGED)
    assert points[0] == Point(0.9, 0.25, 1.0)
    assert points[1] == Point(0.8, 0.75, pytest.approx(2 / 3))
    assert points[2] == Point(0.1, 1.0, 0.5)


def test_precision_is_noted_at_the_first_threshold_that_covers_enough() -> None:
    marks = precision_at_marks(curve(JUDGED))
    assert marks["0.5"] == marks["0.7"] == 0.6667
    assert marks["0.8"] == marks["1.0"] == 0.5


def test_the_search_stands_where_its_own_decisions_put_it() -> None:
    assert operating_point(JUDGED) == Point(0.8, 0.75, pytest.approx(2 / 3))
    assert operating_point([JUDGED[-1]]) is None


def test_without_searches_there_is_nothing_to_note() -> None:
    assert precision_at_marks(curve([])) == {}


def test_only_what_an_article_answers_and_what_is_out_of_scope_is_searched(
    system: FakeSystem,
) -> None:
    system.searches = {
        "En?": search("answer", 0.9, "a", "b"),
        "To?": search("clarify", 0.4, "a"),
        "Tre?": search("no_answer", 0.0),
    }
    items = [
        item("answer", "a", text="En?"),
        item("answer", "b", text="To?"),
        item("out_of_scope", text="Tre?"),
        item("human", text="Fire?"),
    ]
    assert judge_searches(system.url, items) == [
        Judged(0.9, True, True),
        Judged(0.4, False, False),
        Judged(0.0, False, False),
    ]


def test_a_knowledge_service_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(EvaluationError, match=r"127\.0\.0\.1:1"):
        judge_searches("http://127.0.0.1:1", [item("answer", "a")])
