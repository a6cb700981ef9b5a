from dataclasses import replace

import pytest

from actions.coordinator import FindCoordinator
from actions.dialogue import ChooseAudience, TakeNo, YesToNothing
from actions.doubt import DOUBTS, doubted
from actions.human import OfferHandover
from actions.question import ShowOfferedArticles
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge, passage

Texts = dict[str, str]


@pytest.mark.parametrize("intent", DOUBTS)
def test_an_article_wins_only_when_the_search_is_surer_than_the_classifier(
    knowledge: FakeKnowledge, intent: str
) -> None:
    doubt = DOUBTS[intent]
    below, enough = doubt.below - 0.01, doubt.answers_from
    assert _finds(knowledge, Turn(text="x", intent=intent, confidence=below), enough)
    assert not _finds(knowledge, Turn(text="x", intent=intent, confidence=below), enough - 0.01)
    assert not _finds(knowledge, Turn(text="x", intent=intent, confidence=doubt.below), 1.0)


def test_what_is_no_intent_of_doubt_is_not_looked_up(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="start på nytt", intent="restart", confidence=0.4)
    assert not _finds(knowledge, turn, 1.0)
    assert knowledge.searches == []


def test_a_button_is_never_in_doubt(knowledge: FakeKnowledge) -> None:
    turn = Turn(text="/talk_to_human", intent="talk_to_human", confidence=0.5)
    assert not _finds(knowledge, turn, 1.0)


@pytest.mark.parametrize(
    ("article", "intent", "confidence", "follows"),
    [
        ("parykk", "out_of_scope", 0.5, True),
        ("parykk", "out_of_scope", 0.8, False),
        ("parykk", "medical_advice", 0.5, False),
        ("frikort", "out_of_scope", 0.5, False),
        (None, "out_of_scope", 0.5, False),
        ("parykk", "deny", 0.5, True),
        ("parykk", "thank", 0.5, True),
    ],
)
def test_a_follow_up_is_asked_of_the_article_at_hand(
    knowledge: FakeKnowledge, article: str | None, intent: str, confidence: float, follows: bool
) -> None:
    knowledge.results = [passage("parykk")]
    turn = Turn(text="hvor søker vi?", intent=intent, confidence=confidence, article=article)
    assert _finds(knowledge, turn, 0.2) is follows


@pytest.mark.parametrize(
    ("turn", "route"),
    [
        (Turn(text="er det noen som kan kjøre meg"), "answer"),
        (Turn(text="ja, gjerne en sykepleier", last_offer="human"), "human"),
        (Turn(text="noen å prate med nå", danger="crisis"), "human"),
    ],
)
def test_a_wish_for_a_person_is_in_doubt_only_when_none_was_offered(
    knowledge: FakeKnowledge, texts: Texts, turn: Turn, route: str
) -> None:
    knowledge.confidence = 0.7
    unsure = replace(turn, intent="talk_to_human", confidence=0.6)
    [message] = OfferHandover(knowledge, texts).outcome(unsure).messages
    assert message.route == route


def test_who_says_who_they_are_and_asks_is_answered(knowledge: FakeKnowledge, texts: Texts) -> None:
    knowledge.confidence = 0.85
    turn = Turn(text="jeg er ti år og mamma er syk", intent="inform_audience", confidence=0.9)
    [message] = ChooseAudience(knowledge, texts).outcome(turn).messages
    assert message.route == "answer"
    short = Turn(text="jeg er ti år", intent="inform_audience", confidence=0.9, audience="barn")
    [message] = ChooseAudience(knowledge, texts).outcome(short).messages
    assert message.route == "smalltalk"


def test_a_question_on_the_role_is_answered_before_the_municipality_is_asked_for(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.confidence = 0.7
    turn = Turn(text="hvem tar over for henne", intent="ask_coordinator", confidence=0.6)
    [message] = FindCoordinator(knowledge, texts).outcome(turn).messages
    assert message.route == "answer"


@pytest.mark.parametrize("action", [YesToNothing, TakeNo, ShowOfferedArticles])
def test_what_is_asked_in_a_yes_or_no_is_answered(
    knowledge: FakeKnowledge, texts: Texts, action: type[TakeNo]
) -> None:
    intent = "deny" if action is TakeNo else "affirm"
    asks = Turn(text="ja, men må jeg ha avtale?", intent=intent, confidence=0.6)
    assert action(knowledge, texts).outcome(asks).messages[0].route == "answer"
    plain = Turn(text="ja takk, gjerne det", intent=intent, confidence=0.6)
    assert action(knowledge, texts).outcome(plain).messages[0].route != "answer"


def _finds(knowledge: FakeKnowledge, turn: Turn, confidence: float) -> bool:
    knowledge.confidence = confidence
    return doubted(turn, knowledge) is not None
