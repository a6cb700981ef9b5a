from actions.scope import out_of_scope
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge


def test_what_the_service_is_not_for_is_said_to_be_so(knowledge: FakeKnowledge) -> None:
    outcome = out_of_scope(Turn(text="hvem vant kampen"), knowledge)
    assert outcome.messages[0].response == "utter_out_of_scope"
    assert outcome.slots["failures"] == 1
    assert knowledge.searches == []


def test_an_article_that_surely_answers_wins_over_an_unsure_classifier(
    knowledge: FakeKnowledge,
) -> None:
    [message] = out_of_scope(
        Turn(text="parkering", intent="out_of_scope", confidence=0.6), knowledge
    ).messages
    assert message.route == "answer"


def test_an_article_that_may_answer_does_not_win(knowledge: FakeKnowledge) -> None:
    knowledge.decision = "clarify"
    [message] = out_of_scope(
        Turn(text="parkering", intent="out_of_scope", confidence=0.6), knowledge
    ).messages
    assert message.route == "out_of_scope"


def test_the_second_turn_out_of_scope_offers_a_person(knowledge: FakeKnowledge) -> None:
    outcome = out_of_scope(Turn(text="hvem vant kampen", failures=1), knowledge)
    [message] = outcome.messages
    assert message.route == "out_of_scope"
    assert message.handover == {"step": "offer"}
    assert outcome.slots["last_offer"] == "human"
