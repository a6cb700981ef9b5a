from dataclasses import replace

import pytest

from actions.replies import URGENT
from actions.safety import Crisis, Emergency, crisis, emergency, medical_advice
from actions.safety_texts import stay_with_numbers
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge, passage

Texts = dict[str, str]


@pytest.mark.parametrize(
    ("turn", "text_id"),
    [
        (Turn(text="jeg vil ikke leve"), "crisis_self"),
        (Turn(text="broren min sier han vil dø"), "crisis_other"),
        (Turn(text="jeg vil ikke leve", audience="barn"), "crisis_child"),
        (Turn(text="/crisis", entities={"text_id": "crisis_other"}), "crisis_other"),
        (Turn(text="/crisis", entities={"text_id": "unknown"}), "crisis_self"),
    ],
)
def test_a_crisis_is_met_with_the_text_for_who_is_in_danger(
    texts: Texts, turn: Turn, text_id: str
) -> None:
    outcome = crisis(turn, texts)
    [message] = outcome.messages
    assert message.text == f"Tekst {text_id}"
    assert message.custom()["route"] == "crisis"
    assert message.custom()["urgent"] is True
    assert message.buttons == ()


@pytest.mark.parametrize(
    ("turn", "text_id"),
    [
        (Turn(text="jeg har feber"), "emergency"),
        (Turn(text="mamma puster rart", audience="barn"), "emergency_child"),
        (Turn(text="han er døende og puster rart"), "emergency_end_of_life"),
        (Turn(text="/emergency", entities={"text_id": "emergency_child"}), "emergency_child"),
    ],
)
def test_an_emergency_is_met_with_the_text_for_who_is_writing(
    texts: Texts, turn: Turn, text_id: str
) -> None:
    [message] = emergency(turn, texts).messages
    assert message.text == f"Tekst {text_id}"
    assert message.custom()["urgent"] is True


def test_danger_is_kept_until_something_else_is_asked(texts: Texts) -> None:
    slots = crisis(Turn(text="jeg vil ikke leve"), texts).slots
    assert slots["last_offer"] == "crisis"
    assert slots["danger"] == "crisis"


@pytest.mark.parametrize("danger", ["crisis", "emergency"])
def test_the_numbers_stay_in_other_words(texts: Texts, danger: str) -> None:
    outcome = stay_with_numbers(Turn(text="det går bra", last_offer=danger), texts)
    [message] = outcome.messages
    assert (message.route, message.text) == (danger, f"Tekst {danger}_again")
    assert outcome.slots["last_offer"] == danger


def test_a_child_in_danger_is_reminded_in_the_child_s_words(texts: Texts) -> None:
    turn = Turn(text="ok", last_offer="emergency", audience="barn")
    [message] = stay_with_numbers(turn, texts).messages
    assert message.text == "Tekst child_again"
    assert "alarmtelefonen-116111" in message.contacts


def test_a_question_for_a_doctor_offers_a_person(knowledge: FakeKnowledge, texts: Texts) -> None:
    outcome = medical_advice(Turn(text="dør jeg av dette"), knowledge, texts)
    [message] = outcome.messages
    assert message.route == "medical_advice"
    assert message.handover == {"step": "offer"}
    assert outcome.slots["last_offer"] == "human"
    assert knowledge.searches == []


def test_an_article_wins_where_the_classifier_is_in_doubt(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    turn = Turn(text="vanlige bivirkninger", intent="medical_advice", confidence=0.6)
    [message] = medical_advice(turn, knowledge, texts).messages
    assert message.route == "answer"


def test_a_doubtful_article_does_not_win(knowledge: FakeKnowledge, texts: Texts) -> None:
    knowledge.confidence = 0.3
    turn = Turn(text="vanlige bivirkninger", intent="medical_advice", confidence=0.6)
    [message] = medical_advice(turn, knowledge, texts).messages
    assert message.route == "medical_advice"


CHOSEN = {"text_id": "crisis_other"}


@pytest.mark.parametrize("intent", ["crisis", "emergency"])
@pytest.mark.parametrize(
    ("turn", "found", "is_danger"),
    [
        (Turn(text="utslitt av alt", confidence=0.5), 0.9, False),
        (Turn(text="utslitt av alt", confidence=0.5), 0.2, True),
        (Turn(text="utslitt av alt", confidence=0.95), 0.9, True),
        (Turn(text="/crisis", confidence=0.5, entities=CHOSEN), 0.9, True),
        (Turn(text="utslitt av alt", confidence=0.5, entities=CHOSEN), 0.9, True),
    ],
)
def test_an_article_wins_only_over_a_classifier_in_doubt(
    knowledge: FakeKnowledge,
    texts: Texts,
    intent: str,
    turn: Turn,
    found: float,
    is_danger: bool,
) -> None:
    knowledge.confidence = found
    action = {"crisis": Crisis, "emergency": Emergency}[intent](knowledge, texts)
    [message] = action.outcome(replace(turn, intent=intent)).messages
    assert (message.route in URGENT) is is_danger
    assert list(message.contacts[:2]) == ["nodnummer-113", "legevakt-116117"]


def test_the_numbers_are_shown_when_no_article_can_be_looked_up(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.is_down = True
    [message] = (
        Crisis(knowledge, texts).outcome(Turn(text="x", intent="crisis", confidence=0.5)).messages
    )
    assert message.route == "crisis"


@pytest.mark.parametrize("slug", ["akutt-hjelp", "krisetelefoner"])
def test_an_article_on_danger_never_wins_over_the_numbers(
    knowledge: FakeKnowledge, texts: Texts, slug: str
) -> None:
    knowledge.results = [passage(slug)]
    [message] = (
        Crisis(knowledge, texts).outcome(Turn(text="x", intent="crisis", confidence=0.5)).messages
    )
    assert message.route == "crisis"
