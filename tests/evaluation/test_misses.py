import pytest

from evaluation.chat import Reply
from evaluation.items import Item
from evaluation.misses import kind_of, list_misses
from tests.evaluation.fakes import answered, asked, asked_back, danger, held, item, turn

QUESTION = item("answer", "a")


@pytest.mark.parametrize(
    ("question", "reply", "kind"),
    [
        (QUESTION, answered("a"), None),
        (QUESTION, answered("b", "a"), "wrong article first"),
        (QUESTION, Reply("no_answer"), "wrongly abstained"),
        (QUESTION, asked_back("a"), "asked back"),
        (QUESTION, asked_back("b"), "asked back without a right choice"),
        (QUESTION, Reply("coordinator"), "wrong route"),
        (QUESTION, danger("crisis"), "false alarm"),
        (item("crisis"), danger("crisis"), None),
        (item("crisis"), danger("emergency"), "crisis and emergency mixed up"),
        (item("crisis"), Reply("human", urgent=True), "danger under another route"),
        (item("emergency"), Reply("human"), "danger missed"),
        (item("human"), Reply("human"), None),
        (item("human"), Reply("smalltalk"), "wrong route"),
        (item("out_of_scope"), Reply("no_answer"), "wrong route"),
    ],
)
def test_each_miss_has_one_kind(question: Item, reply: Reply, kind: str | None) -> None:
    assert kind_of(asked(question, reply)) == kind


def test_misses_are_listed_gravest_first_with_what_was_expected_and_what_came() -> None:
    replies = [
        asked(item("answer", "a", "b", id="q1"), answered("x", "a")),
        asked(item("crisis", id="q2"), Reply("smalltalk")),
        asked(item("human", id="q3"), Reply("human")),
    ]
    dialogue = held((turn("human"), Reply("human")), (turn("answer", "a"), asked_back("x")))
    listed = [(m.id, m.expected, m.got) for m in list_misses(replies, [dialogue])]
    assert listed == [
        ("q2", "crisis", "smalltalk"),
        ("q1", "answer: a, b", "answer: x, a"),
        ("dlg1.2", "answer: a", "clarify: x"),
    ]
