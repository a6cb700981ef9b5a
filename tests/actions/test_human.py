from actions.human import OfferHandover, offer_handover, start_handover
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge


def test_what_is_shared_is_said_before_consent_is_asked() -> None:
    outcome = offer_handover(Turn(text="jeg vil snakke med noen", topic="okonomi", failures=1))
    [message] = outcome.messages
    assert message.response == "utter_ask_consent"
    assert message.custom()["handover"] == {"step": "offer", "topic": "okonomi"}
    assert outcome.slots["last_offer"] == "consent"
    assert outcome.slots["failures"] == 0


def test_a_person_is_offered_also_when_no_article_can_be_looked_up(
    knowledge: FakeKnowledge, texts: dict[str, str]
) -> None:
    knowledge.is_down = True
    turn = Turn(text="jeg vil prate", intent="talk_to_human", confidence=0.5)
    [message] = OfferHandover(knowledge, texts).outcome(turn).messages
    assert message.response == "utter_ask_consent"


def test_consent_starts_the_handover_without_words_of_the_bot_s() -> None:
    outcome = start_handover(Turn(text="/affirm", topic="okonomi"))
    [message] = outcome.messages
    assert (message.route, message.text, message.response) == ("human", "", None)
    assert message.custom()["handover"] == {"step": "start", "topic": "okonomi"}
    assert outcome.slots["last_offer"] is None


def test_a_handover_without_a_topic_names_none() -> None:
    [message] = start_handover(Turn(text="/affirm")).messages
    assert message.custom() == {"route": "human", "handover": {"step": "start"}}


def test_after_danger_the_numbers_stay_in_view_and_the_handover_is_urgent() -> None:
    offered = offer_handover(Turn(text="ja", danger="crisis")).messages[0]
    assert offered.response == "utter_ask_consent_in_danger"
    assert {"nodnummer-113", "legevakt-116117"} <= set(offered.contacts)
    started = start_handover(Turn(text="/affirm", danger="crisis"))
    assert started.messages[0].custom()["urgent"] is True
    assert started.slots["danger"] is None
