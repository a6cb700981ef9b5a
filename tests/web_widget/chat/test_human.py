from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.web_widget.fakes import FakeDialogue, bot_message
from tests.web_widget.people import Visitor, content, new_client_id
from web_widget.borders import BotMessage, JsonObject
from web_widget.chat import handoff
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import messages_of
from web_widget.conversations.models import CallbackRequest, Conversation, Message
from web_widget.conversations.queue import waiting
from web_widget.services import Services

KARI = Adviser("kari", "Kari", "nurse")


@pytest.fixture(autouse=True)
def in_opening_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoff, "now", lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


def wait(services: Services, visitor: Visitor) -> None:
    with services.database.writing() as session:
        handover.ask_for_adviser(session, visitor.id, None)


def hand_over(services: Services, visitor: Visitor) -> None:
    wait(services, visitor)
    with services.database.writing() as session:
        handover.take(session, visitor.id, KARI)


def end(services: Services, visitor: Visitor) -> None:
    with services.database.writing() as session:
        handover.end(session, visitor.id, KARI, None)


def messages(services: Services, visitor: Visitor) -> list[Message]:
    with services.database.reading() as session:
        return list(messages_of(session, visitor.id))


def consents(_: str) -> list[BotMessage]:
    return [bot_message("", "human", {"handover": {"step": "start", "topic": "okonomi"}})]


def test_consent_in_the_bot_hands_over_with_the_words_of_it(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.answer = consents
    answer = content(visitor.press("/affirm"))
    assert answer["state"] == "waiting"
    (message,) = answer["messages"]
    assert message["route"] == "human"
    assert message["text"].startswith("Du settes over til en rådgiver. Du er nummer 1 i køen.")
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).topic == "okonomi"


def card(slug: str, category: str) -> JsonObject:
    return {"slug": slug, "title": slug, "category": category, "url": f"/artikler/{slug}"}


def shows_articles(dialogue: FakeDialogue) -> None:
    cards = [card("sykepenger", "okonomi"), card("fastlege", "rettigheter")]
    answers = {
        "Først": [bot_message("Svar", "answer", {"articles": cards})],
        "Uklart": [bot_message("Hva mener du?", "clarify", {"articles": cards[1:]})],
    }
    dialogue.answer = lambda said: answers.get(said, [bot_message("Hei")])


def test_the_button_alone_takes_the_topic_of_the_last_article_shown(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    shows_articles(dialogue)
    for said in ("Først", "Uklart", "Takk"):
        visitor.say(said)
    visitor.post("/handoff", {"consent": True})
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).topic == "okonomi"


def test_a_topic_that_is_given_is_not_guessed_and_a_call_back_gets_one_too(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    shows_articles(dialogue)
    visitor.say("Først")
    visitor.post("/callback", {"phone": "21494921", "consent": True})
    visitor.post("/handoff", {"consent": True, "topic": "kommune"})
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).topic == "kommune"
        assert session.scalars(select(CallbackRequest.topic)).one() == "okonomi"


def test_an_article_from_before_an_adviser_is_no_guess(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    shows_articles(dialogue)
    visitor.say("Først")
    hand_over(services, visitor)
    end(services, visitor)
    visitor.post("/handoff", {"consent": True})
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).topic is None


def test_consent_in_the_bot_sent_twice_hands_over_once(
    visitor: Visitor, dialogue: FakeDialogue
) -> None:
    dialogue.answer = consents
    client_id = new_client_id()
    first, second = (content(visitor.say("Ja", client_id)) for _ in range(2))
    assert first == second
    assert len([text for _, text in visitor.said() if "settes over" in text]) == 1


def test_consent_after_closing_time_says_when_they_open_and_hands_nothing_over(
    visitor: Visitor, dialogue: FakeDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handoff, "now", lambda: datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    dialogue.answer = consents
    answer = content(visitor.press("/affirm"))
    assert answer["state"] == "bot"
    (message,) = answer["messages"]
    assert "mandag 23. november klokken 09.00" in message["text"]
    assert message["text"] == content(visitor.post("/handoff", {"consent": True}))["detail"]


def test_the_bot_is_silent_while_an_adviser_has_the_conversation(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    hand_over(services, visitor)
    assert content(visitor.say("Hei")) == {"state": "human", "messages": [], "audience": None}
    assert dialogue.asked == []
    assert visitor.said()[-1] == ("user", "Hei")


def test_what_the_bot_thought_while_an_adviser_took_over_is_not_said(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.while_thinking = lambda: hand_over(services, visitor)
    assert content(visitor.say("Hei")) == {"state": "human", "messages": [], "audience": None}
    assert "Svar på: Hei" not in [text for _, text in visitor.said()]


def test_the_safety_rules_flag_a_message_for_the_adviser_and_the_bot_stays_silent(
    visitor: Visitor, services: Services
) -> None:
    hand_over(services, visitor)
    answer = content(visitor.say("Jeg vil ta livet mitt"))
    assert answer == {"state": "human", "messages": [], "audience": None}
    assert messages(services, visitor)[-1].danger == "crisis"
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).urgent


def test_danger_while_waiting_is_answered_with_its_text_and_comes_first(
    visitor: Visitor, outsider: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    wait(services, outsider)
    wait(services, visitor)
    client_id = new_client_id()
    for _ in range(2):
        answer = content(visitor.say("Jeg har brystsmerter", client_id))
        (message,) = answer["messages"]
        assert (answer["state"], message["route"]) == ("waiting", "emergency")
        assert message["urgent"] is True
    assert dialogue.asked == []
    with services.database.reading() as session:
        assert [each.conversation_id for each in waiting(session)] == [visitor.id, outsider.id]


@pytest.mark.parametrize(
    ("route", "texts"),
    [("answer", ["Svar på: Hva koster parykk?"]), ("smalltalk", []), ("human", [])],
)
def test_who_waits_gets_what_an_article_answers_and_nothing_else_of_the_bot_s(
    visitor: Visitor, dialogue: FakeDialogue, services: Services, route: str, texts: list[str]
) -> None:
    wait(services, visitor)
    dialogue.answer = lambda text: [bot_message(f"Svar på: {text}", route)]
    answer = content(visitor.say("Hva koster parykk?"))
    assert answer["state"] == "waiting"
    assert [message["text"] for message in answer["messages"]] == texts


def test_who_waits_is_not_told_that_the_bot_is_down(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    wait(services, visitor)
    dialogue.is_down = True
    assert content(visitor.say("Er det noen der?")) == {
        "state": "waiting",
        "messages": [],
        "audience": None,
    }
    assert visitor.said()[-1] == ("user", "Er det noen der?")


def test_danger_that_came_while_the_bot_thought_and_the_user_began_to_wait_is_answered(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    dialogue.while_thinking = lambda: wait(services, visitor)
    (message,) = content(visitor.say("Jeg vil ta livet mitt"))["messages"]
    assert message["route"] == "crisis"
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).urgent


def test_danger_said_to_the_bot_makes_the_wish_for_a_person_urgent(
    visitor: Visitor, services: Services
) -> None:
    visitor.say("Jeg vil ta livet mitt")
    visitor.post("/handoff", {"consent": True})
    with services.database.reading() as session:
        assert session.get_one(Conversation, visitor.id).urgent


def test_after_an_adviser_the_bot_answers_and_has_forgotten_what_led_there(
    visitor: Visitor, dialogue: FakeDialogue, services: Services
) -> None:
    hand_over(services, visitor)
    end(services, visitor)
    order: list[str] = []
    dialogue.while_thinking = lambda: order.extend(dialogue.forgotten)
    assert content(visitor.say("Ja"))["messages"][0]["text"] == "Svar på: Ja"
    assert order == [visitor.id]
    visitor.say("Og så?")
    assert dialogue.forgotten == [visitor.id]


def test_what_the_adviser_says_is_shown_with_name_and_role(
    visitor: Visitor, services: Services
) -> None:
    hand_over(services, visitor)
    with services.database.writing() as session:
        handover.say(session, visitor.id, KARI, "Hei, jeg er Kari.", new_client_id())
    said = content(visitor.get())["messages"][-1]
    assert (said["sender"], said["author_name"], said["author_role"]) == (
        "adviser",
        "Kari",
        "nurse",
    )
    assert "Kari, sykepleier:\nHei, jeg er Kari." in visitor.get("/transcript").text


def test_the_adviser_sees_that_the_user_types(visitor: Visitor, services: Services) -> None:
    hand_over(services, visitor)
    with services.database.signals.following("adviser:kari") as changed:
        assert visitor.post("/typing", {}).status_code == 204
        assert changed.is_set()
