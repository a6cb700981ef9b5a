from evaluation.chat import Reply
from evaluation.dialogue_measures import measure_dialogues
from evaluation.measures import Share
from tests.evaluation.fakes import answered, asked_back, held, turn

RIGHT = held((turn("answer", "a"), answered("a", "b")), (turn("human"), Reply("human")))
WRONG = held(
    (turn("answer", "a"), answered("b", "a")),
    (turn("answer", "a"), asked_back("a")),
    (turn("answer"), asked_back("a")),
    (turn("smalltalk"), Reply("no_answer")),
)


def test_a_turn_needs_its_route_and_the_first_article_where_one_is_expected() -> None:
    found = measure_dialogues([RIGHT, WRONG])
    assert found["turns"] == Share(3, 6)
    assert found["routes"] == Share(5, 6)
    assert found["articles"] == Share(1, 3)


def test_a_dialogue_is_right_when_all_its_turns_are() -> None:
    assert measure_dialogues([RIGHT, WRONG])["whole"] == Share(1, 2)
