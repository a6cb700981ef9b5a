"""The way to a person must work when Rasa does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, bot_message
from tests.web_widget.people import Visitor, content
from web_widget import words
from web_widget.borders import BotMessage, JsonObject
from web_widget.chat import handoff
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.services import Services

YES_OR_NO = [{"title": "Ja", "payload": "/affirm"}, {"title": "Nei", "payload": "/deny"}]
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_opening_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoff, "now", lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


def only_message(visitor: Visitor, said: str) -> JsonObject:
    response = visitor.press(said) if said.startswith("/") else visitor.say(said)
    assert response.status_code == 200, response.text
    (message,) = content(response)["messages"]
    return dict(message)


def state(visitor: Visitor) -> str:
    return str(content(visitor.get())["state"])


def offers(route: str) -> FakeDialogue:
    return FakeDialogue(answer=lambda _: [bot_message("Vil du?", route, buttons=YES_OR_NO)])


@pytest.mark.parametrize(
    "wish",
    [
        "/talk_to_human",
        "Snakk med en rådgiver",
        "kan jeg få prate med noen?",
        "Jeg vil ha et menneske",
        "rådgiver takk",
        "Kan dere ringe meg",
        "Kan eg snakke med ein rådgjevar?",
    ],
)
def test_who_wants_a_person_is_asked_for_consent_and_put_in_the_queue(
    visitor: Visitor, dialogue: FakeDialogue, knowledge: FakeKnowledge, wish: str
) -> None:
    dialogue.is_down = knowledge.is_down = True
    offered = only_message(visitor, wish)
    assert (offered["route"], offered["text"]) == ("human", words.ASK_CONSENT)
    assert [each["phone"] for each in offered["contacts"]] == ["21 49 49 21"]
    yes, _ = offered["buttons"]
    assert "Du er nummer 1 i køen" in only_message(visitor, yes["payload"])["text"]
    assert state(visitor) == "waiting"


@pytest.mark.parametrize("yes", ["/affirm", "Ja", "ja, det er greit"])
def test_a_yes_to_the_bots_question_for_consent_hands_over(
    visitor: Visitor, dialogue: FakeDialogue, yes: str
) -> None:
    dialogue.answer = offers("human").answer
    visitor.press("/talk_to_human")
    dialogue.is_down = True
    assert "Du er nummer 1 i køen" in only_message(visitor, yes)["text"]


@pytest.mark.parametrize("route", ["no_answer", "out_of_scope"])
def test_a_yes_to_a_person_that_the_bot_offered_asks_for_consent_first(
    visitor: Visitor, dialogue: FakeDialogue, route: str
) -> None:
    dialogue.answer = offers(route).answer
    visitor.say("Hva er meningen?")
    dialogue.is_down = True
    assert only_message(visitor, "/affirm")["text"] == words.ASK_CONSENT
    assert state(visitor) == "bot"


@pytest.mark.parametrize("yes", ["/affirm", "ja", "/consent_to_handover"])
def test_consent_asked_for_while_rasa_was_down_counts_when_it_is_back(
    visitor: Visitor, dialogue: FakeDialogue, yes: str
) -> None:
    dialogue.is_down = True
    visitor.press("/talk_to_human")
    dialogue.is_down = False
    asked = len(dialogue.asked)
    assert "Du er nummer 1 i køen" in only_message(visitor, yes)["text"]
    assert len(dialogue.asked) == asked


def test_what_else_is_said_after_the_offer_is_for_the_bot(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    visitor.press("/talk_to_human")
    dialogue.is_down = False
    assert only_message(visitor, "Hva er frikort?")["text"] == "Svar på: Hva er frikort?"
    assert only_message(visitor, "ja")["text"] == "Svar på: ja"


@pytest.mark.parametrize("no", ["/deny", "Nei takk"])
def test_a_no_is_taken_for_a_no(visitor: Visitor, dialogue: FakeDialogue, no: str) -> None:
    dialogue.is_down = True
    visitor.press("/talk_to_human")
    assert only_message(visitor, no)["text"] == words.PERSON_DECLINED
    assert state(visitor) == "bot"


def test_after_closing_time_consent_is_met_with_the_opening_and_the_call_back(
    visitor: Visitor, dialogue: FakeDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoff, "now", lambda: SATURDAY)
    dialogue.is_down = True
    visitor.press("/talk_to_human")
    closed = only_message(visitor, "/consent_to_handover")["text"]
    assert "mandag 23. november klokken 09.00" in closed
    assert "legge igjen telefonnummer" in closed
    assert state(visitor) == "bot"


def test_after_danger_the_offer_comes_with_the_numbers(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.is_down = True
    visitor.say("Jeg vil ta livet mitt")
    offered = only_message(visitor, "/talk_to_human")
    assert offered["text"] == words.ASK_CONSENT_IN_DANGER
    assert offered["urgent"] is True
    assert offered["contacts"][0]["id"] == "nodnummer-113"


@pytest.mark.parametrize("said", ["/affirm", "Ja", "Hva er det?", "Min mor er sykepleier"])
def test_what_only_the_bot_can_answer_is_503(
    visitor: Visitor, dialogue: FakeDialogue, said: str
) -> None:
    dialogue.is_down = True
    response = visitor.press(said) if said.startswith("/") else visitor.say(said)
    assert response.status_code == 503


def test_what_led_to_an_adviser_is_no_offer_after_the_adviser(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.is_down = True
    visitor.press("/talk_to_human")
    kari = Adviser("kari", "Kari", "nurse")
    with services.database.writing() as session:
        handover.ask_for_adviser(session, visitor.id, None)
        handover.take(session, visitor.id, kari)
        handover.end(session, visitor.id, kari, None)
    assert visitor.press("/affirm").status_code == 503


def test_danger_in_the_same_words_comes_first(visitor: Visitor, dialogue: FakeDialogue) -> None:
    dialogue.is_down = True
    said = "Jeg vil snakke med en rådgiver, jeg vil ta livet mitt"
    assert only_message(visitor, said)["route"] == "crisis"


def test_a_bot_that_answers_is_asked_first(visitor: Visitor, dialogue: FakeDialogue) -> None:
    def answer(_: str) -> list[BotMessage]:
        return [bot_message("Rasa spør", "human", buttons=YES_OR_NO)]

    dialogue.answer = answer
    assert only_message(visitor, "/talk_to_human")["text"] == "Rasa spør"


def test_consent_is_asked_for_in_the_bots_words() -> None:
    domain = yaml.safe_load(Path("bot/domain/human.yml").read_text(encoding="utf-8"))
    for response, text in (
        ("utter_ask_consent", words.ASK_CONSENT),
        ("utter_ask_consent_in_danger", words.ASK_CONSENT_IN_DANGER),
    ):
        (said,) = domain["responses"][response]
        assert said["text"] == text
        titles = [button["title"] for button in said["buttons"]]
        assert titles == [words.CONSENT, words.NO_CONSENT]
