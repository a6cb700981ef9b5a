import httpx
import pytest

from evaluation.asking import ask_items, hold_dialogues
from evaluation.chat import ChatClient, read_reply
from evaluation.errors import EvaluationError
from evaluation.items import Dialogue
from tests.evaluation.fakes import FakeSystem, card, choice, item, message, turn


def silent(_: str) -> None: ...


def test_an_answer_keeps_the_articles_in_the_order_shown() -> None:
    reply = read_reply([message("answer", articles=[card("b"), card("a"), card("b")])], 0.2)
    assert (reply.route, reply.slugs, reply.choices) == ("answer", ("b", "a"), ())
    assert reply.seconds == 0.2


def test_the_first_message_gives_the_route_and_any_of_them_the_urgency() -> None:
    said = [message("human"), message("answer", articles=[card("a")], urgent=True)]
    reply = read_reply(said, 0)
    assert (reply.route, reply.urgent, reply.slugs) == ("human", True, ())


def test_a_question_back_leads_to_its_articles_and_to_those_behind_its_buttons() -> None:
    talk = {"title": "Snakk", "payload": "/talk_to_human"}
    said = message("clarify", articles=[card("a")], buttons=[choice("a"), choice("b"), talk])
    assert read_reply([said], 0).choices == ("a", "b")


def test_further_reading_behind_the_buttons_of_an_answer_is_no_choice() -> None:
    said = message("answer", articles=[card("a")], buttons=[choice("b")])
    assert read_reply([said], 0).choices == ()


@pytest.mark.parametrize("said", [[], [message(None)]])
def test_a_turn_without_a_word_of_the_bot_is_silent(said: list[dict[str, object]]) -> None:
    assert read_reply(said, 0).route == "silent"


def test_each_question_gets_a_conversation_of_its_own_that_is_deleted(system: FakeSystem) -> None:
    system.answers = {"En?": [message("smalltalk")], "To?": [message("crisis", urgent=True)]}
    items = [item("smalltalk", text="En?"), item("crisis", text="To?")]
    first, second = ask_items(ChatClient(system.url), items, silent)
    assert system.calls == ["start", "En?", "delete", "start", "To?", "delete"]
    assert (first.reply.route, second.reply.route) == ("smalltalk", "crisis")
    assert second.reply.urgent
    assert first.reply.seconds > 0


def test_the_turns_of_a_dialogue_share_a_conversation(system: FakeSystem) -> None:
    system.answers = {"Hva?": [message("answer", articles=[card("a")])]}
    dialogue = Dialogue(id="d1", turns=(turn("answer"), turn("answer")))
    (held,) = hold_dialogues(ChatClient(system.url), [dialogue], silent)
    assert system.calls == ["start", "Hva?", "Hva?", "delete"]
    assert [reply.slugs for reply in held.replies] == [("a",), ("a",)]


def test_one_turn_that_fails_is_counted_and_does_not_end_the_run(system: FakeSystem) -> None:
    system.failing = {"En?"}
    system.answers = {"To?": [message("smalltalk")]}
    items = [item("smalltalk", text="En?"), item("smalltalk", text="To?")]
    routes = [each.reply.route for each in ask_items(ChatClient(system.url), items, silent)]
    assert routes == ["failed", "smalltalk"]


def test_a_turn_that_takes_too_long_has_failed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/messages"):
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(201, json={"id": "c1", "token": "t"})

    chat = ChatClient("http://chat.test", httpx.MockTransport(answer))
    (asked,) = ask_items(chat, [item("human")], silent)
    assert asked.reply.route == "failed"


def test_a_system_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(EvaluationError, match=r"no system answers at http://127\.0\.0\.1:1 "):
        ask_items(ChatClient("http://127.0.0.1:1"), [item("human")], silent)


def test_a_system_that_refuses_is_an_error(system: FakeSystem) -> None:
    system.start_status = 429
    with pytest.raises(EvaluationError, match="429"):
        ask_items(ChatClient(system.url), [item("human")], silent)


@pytest.mark.parametrize("body", [{}, [], "hello"])
def test_another_service_is_an_error(system: FakeSystem, body: object) -> None:
    system.start_body = body
    with pytest.raises(EvaluationError, match="does not speak the chat API"):
        ask_items(ChatClient(system.url), [item("human")], silent)
