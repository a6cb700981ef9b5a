import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.question import AnswerQuestion
from actions.replies import Outcome
from actions.turn import Turn
from tests.actions.fakes import FakeKnowledge

Texts = dict[str, str]


def tracker(
    text: str, slots: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None
) -> Tracker:
    message = {
        "text": text,
        "intent": {"name": "ask_question", "confidence": 0.9},
        "entities": [],
        "metadata": metadata or {},
    }
    return Tracker("visitor", slots or {}, message, [{"event": "user"}], False, None, {}, "action")


def run(action: AnswerQuestion, turn: Tracker) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, turn, {}))
    return dispatcher.messages, {event["name"]: event["value"] for event in events}


def test_an_action_utters_its_messages_and_sets_its_slots(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    messages, slots = run(AnswerQuestion(knowledge, texts), tracker("hvor lenge får jeg penger"))
    assert messages[0]["text"].startswith("Om sykepenger.")
    assert messages[0]["custom"]["route"] == "answer"
    assert slots["article"] == "sykepenger"


@pytest.mark.parametrize(
    ("text", "metadata", "response", "language"),
    [
        ("Kvifor heiter vaskemaskina mi ikkje noko?", {}, "utter_no_answer_nn", "nn"),
        ("vaskemaskin", {"locale": "nn"}, "utter_no_answer_nn", "nn"),
        ("Hvorfor heter ikke vaskemaskinen min noe?", {}, "utter_no_answer", None),
        ("Why does my washing machine have no name?", {}, "utter_no_answer", "en"),
    ],
)
def test_nynorsk_is_met_with_nynorsk_on_the_very_first_turn(
    knowledge: FakeKnowledge,
    texts: Texts,
    text: str,
    metadata: dict[str, Any],
    response: str,
    language: str | None,
) -> None:
    knowledge.decision = "no_answer"
    messages, slots = run(AnswerQuestion(knowledge, texts), tracker(text, metadata=metadata))
    assert [message["response"] for message in messages] == [response]
    assert slots["language"] == language


def test_a_passage_is_shown_to_a_nynorsk_reader_without_a_line_above_it(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    turn = tracker("kor lenge kan eg få sjukepengar")
    messages, _ = run(AnswerQuestion(knowledge, texts), turn)
    assert messages[0]["text"] == "Om sykepenger."
    assert messages[0]["response"] is None


def test_when_parts_are_down_a_nynorsk_reader_is_told_in_nynorsk(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.is_down = True
    turn = tracker("kor lenge", {"language": "nn"})
    messages, _ = run(AnswerQuestion(knowledge, texts), turn)
    assert [message["response"] for message in messages] == ["utter_service_down_nn"]


def test_who_is_writing_is_told_to_the_web_application_once(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    action = AnswerQuestion(knowledge, texts)
    messages, slots = run(action, tracker("mannen min får ikke penger"))
    assert messages[0]["custom"]["audience"] == "parorende"
    assert slots["audience"] == "parorende"
    messages, _ = run(action, tracker("og mannen min da", {"audience": "parorende"}))
    assert "audience" not in messages[0]["custom"]


def test_the_audience_of_the_page_counts_when_no_words_tell(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    turn = tracker("hvor lenge får jeg penger", metadata={"audience": "barn"})
    run(AnswerQuestion(knowledge, texts), turn)
    assert knowledge.searches[0]["audience"] == "barn"


def test_without_knowledge_the_phone_number_is_given(
    knowledge: FakeKnowledge, texts: Texts
) -> None:
    knowledge.is_down = True
    messages, _ = run(AnswerQuestion(knowledge, texts), tracker("hvor lenge får jeg penger"))
    assert [m["response"] for m in messages] == ["utter_service_down"]
    assert messages[0]["custom"] == {"route": "no_answer"}


def test_a_fault_of_ours_is_met_with_the_same_text_and_no_stack_trace(
    knowledge: FakeKnowledge,
    texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: AnswerQuestion, turn: Turn) -> Outcome:
        raise ZeroDivisionError(turn.intent)

    monkeypatch.setattr(AnswerQuestion, "outcome", fail)
    messages, _ = run(AnswerQuestion(knowledge, texts), tracker("min hemmelighet"))
    assert [m["response"] for m in messages] == ["utter_service_down"]
    assert "hemmelighet" not in caplog.text


@pytest.mark.parametrize("slots", [{"failures": None}, {"audience": 7}, {"offered": None}])
def test_slots_of_another_shape_do_not_stop_an_answer(
    knowledge: FakeKnowledge, texts: Texts, slots: dict[str, Any]
) -> None:
    messages, _ = run(AnswerQuestion(knowledge, texts), tracker("hvor lenge", slots))
    assert messages[0]["custom"]["route"] == "answer"
