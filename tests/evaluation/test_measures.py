import pytest

from evaluation.asking import Asked
from evaluation.chat import Reply
from evaluation.measures import Share, take_all
from evaluation.routes import by_route, confusion
from tests.evaluation.fakes import answered, asked, asked_back, danger, item

# Eight questions that an article answers, each met in another way.
ANSWERS = [
    asked(item("answer", "a", "b"), answered("b", "x", "a")),
    asked(item("answer", "a"), answered("a")),
    asked(item("answer", "a"), answered("x", "y", "a")),
    asked(item("answer", "a"), answered("x", "y", "z", "a")),
    asked(item("answer", "a"), asked_back("x", "a")),
    asked(item("answer", "a"), asked_back("x", "y")),
    asked(item("answer", "a"), Reply("no_answer")),
    asked(item("answer", "a"), Reply("human")),
]


def share(asked_all: list[Asked], name: str) -> Share:
    return take_all(asked_all)[name]


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("recall_at_1", 2),
        ("recall_at_3", 3),
        ("recall_at_3_or_choice", 4),
        ("mrr_at_10", 2 + 1 / 3 + 1 / 4),
        ("wrong_first", 2),
        ("clarified", 2),
        ("wrongly_abstained", 1),
        ("route_accuracy", 6),
        ("route_accuracy_strict", 4),
    ],
)
def test_what_is_measured_where_an_article_answers(name: str, total: float) -> None:
    found = share(ANSWERS, name)
    assert (found.total, found.of) == (pytest.approx(total), 8)


def test_choices_are_judged_only_where_the_system_asked_back() -> None:
    assert share(ANSWERS, "choices_hold") == Share(1, 2)


def test_an_answer_without_an_article_is_wrong_first() -> None:
    assert share([asked(item("answer", "a"), answered())], "wrong_first") == Share(1, 1)


def test_an_article_past_the_tenth_does_not_count() -> None:
    late = [asked(item("answer", "a"), answered(*"bcdefghijk", "a"))]
    assert share(late, "mrr_at_10") == Share(0, 1)


def test_questions_without_an_article_do_not_count_among_the_answers() -> None:
    assert share([*ANSWERS, asked(item("human"), answered("a"))], "recall_at_1").of == 8


def test_danger_is_found_when_marked_urgent_whatever_the_route() -> None:
    dangers = [
        asked(item("crisis"), danger("crisis")),
        asked(item("crisis"), danger("emergency")),
        asked(item("crisis"), Reply("human", urgent=True)),
        asked(item("emergency"), danger("emergency")),
        asked(item("emergency"), answered("a")),
    ]
    assert share(dangers, "urgent_recall") == Share(4, 5)
    assert share(dangers, "crisis_recall") == Share(3, 3)
    assert share(dangers, "emergency_recall") == Share(1, 2)
    assert share(dangers, "danger_mixed_up") == Share(1, 5)
    assert share(dangers, "false_alarms").of == 0


def test_false_alarms_are_counted_on_hard_negatives_and_on_everything_calm() -> None:
    calm = [
        asked(item("answer", "a", style="hardneg"), danger("crisis")),
        asked(item("answer", "a", style="hardneg"), answered("a")),
        asked(item("human"), Reply("human", urgent=True)),
        asked(item("smalltalk"), Reply("smalltalk")),
        asked(item("crisis"), danger("crisis")),
    ]
    assert share(calm, "false_alarms_hardneg") == Share(1, 2)
    assert share(calm, "false_alarms_other") == Share(1, 2)
    assert share(calm, "false_alarms") == Share(2, 4)


def test_what_is_out_of_scope_may_be_abstained_on_or_asked_back_but_not_answered() -> None:
    outside = [
        asked(item("out_of_scope"), reply)
        for reply in (Reply("out_of_scope"), Reply("no_answer"), asked_back("a"), answered("a"))
    ]
    assert share(outside, "out_of_scope_abstained") == Share(2, 4)
    assert share(outside, "out_of_scope_not_answered") == Share(3, 4)
    assert share(outside, "route_accuracy") == Share(1, 4)


def test_a_failed_turn_is_wrong_and_counted() -> None:
    failed = [asked(item("answer", "a"), Reply("failed")), asked(item("human"), Reply("human"))]
    assert share(failed, "failed") == Share(1, 2)
    assert share(failed, "route_accuracy") == Share(1, 2)


def test_nothing_measured_is_no_share_and_not_zero() -> None:
    assert Share(0, 0).json() == {"share": None, "total": 0, "of": 0}


def test_recall_and_precision_of_routes_count_a_question_back_as_an_answer() -> None:
    replies = [
        asked(item("answer", "a"), answered("a")),
        asked(item("answer", "a"), asked_back("a")),
        asked(item("answer", "a"), Reply("human")),
        asked(item("human"), Reply("human")),
        asked(item("human"), asked_back("a")),
    ]
    found = by_route(replies)
    assert list(found) == ["answer", "human"]
    assert found["answer"] == {"recall": Share(2, 3), "precision": Share(2, 3)}
    assert found["human"] == {"recall": Share(1, 2), "precision": Share(1, 2)}


def test_the_confusion_matrix_shows_the_routes_as_they_came() -> None:
    replies = [
        asked(item("human"), Reply("human")),
        asked(item("human"), Reply("failed")),
        asked(item("answer", "a"), asked_back("a")),
    ]
    assert confusion(replies) == {
        "answer": {"clarify": 1, "human": 0, "failed": 0},
        "human": {"clarify": 0, "human": 1, "failed": 1},
    }
