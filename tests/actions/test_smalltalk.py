import pytest

from actions.smalltalk import smalltalk
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge


def test_the_first_greeting_shows_the_topics(knowledge: FakeKnowledge) -> None:
    [message] = smalltalk(Turn(text="hei", intent="greet", is_first=True), knowledge).messages
    assert message.response == "utter_greet"


def test_the_greeting_asked_for_by_the_web_application_shows_the_topics(
    knowledge: FakeKnowledge,
) -> None:
    [message] = smalltalk(Turn(text="/greet", intent="greet"), knowledge).messages
    assert message.response == "utter_greet"


def test_a_later_greeting_is_short(knowledge: FakeKnowledge) -> None:
    [message] = smalltalk(Turn(text="hei", intent="greet"), knowledge).messages
    assert message.response == "utter_greet_again"


@pytest.mark.parametrize("intent", ["thank", "goodbye", "ask_about_bot"])
def test_smalltalk_has_a_text_for_each_intent(knowledge: FakeKnowledge, intent: str) -> None:
    [message] = smalltalk(Turn(text="tusen takk", intent=intent), knowledge).messages
    assert message.response == f"utter_{intent}"
    assert message.route == "smalltalk"


def test_thanks_keep_what_was_offered(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="takk", intent="thank", last_offer="articles", offered=("aap",))
    slots = smalltalk(turn, knowledge).slots
    assert slots["last_offer"] == "articles"
    assert slots["offered"] == ["aap"]


def test_a_greeting_with_a_question_in_it_is_answered(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="hei på deg hvor lenge får jeg sykepenger", intent="greet", confidence=0.5)
    [message] = smalltalk(turn, knowledge).messages
    assert message.route == "answer"


def test_a_sure_greeting_is_not_looked_up(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="hei hei hei hei hei hei", intent="greet", confidence=0.95)
    smalltalk(turn, knowledge)
    assert knowledge.searches == []
