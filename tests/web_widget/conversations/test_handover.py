from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from web_widget.conversations import handover
from web_widget.conversations.errors import (
    ConversationError,
    ConversationGoneError,
    DifferentTextError,
    NotYoursError,
    TakenError,
    WrongStateError,
)
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import events_after, messages_of
from web_widget.conversations.models import Conversation, EventKind, TrackerDeletion, new_id
from web_widget.conversations.queue import mine, place, waiting
from web_widget.database import Database

Arrive = Callable[..., str]


def do(database: Database, act: Callable[..., object], *given: object) -> object:
    with database.writing() as session:
        return act(session, *given)


def state_of(database: Database, conversation_id: str) -> Conversation:
    with database.reading() as session:
        return session.get_one(Conversation, conversation_id)


def said_to(database: Database, conversation_id: str) -> list[str]:
    with database.reading() as session:
        return [each.text for each in messages_of(session, conversation_id)]


def positions_told(database: Database, conversation_id: str) -> list[int]:
    with database.reading() as session:
        events = events_after(session, conversation_id, 0)
    return [each.data["position"] for each in events if each.kind == EventKind.QUEUE]


@pytest.fixture
def asked(database: Database, arrive: Arrive) -> str:
    """A conversation that waits for an adviser."""
    conversation_id = arrive("Hva har jeg krav på?")
    do(database, handover.ask_for_adviser, conversation_id, "okonomi")
    return conversation_id


@pytest.fixture
def held(database: Database, asked: str, kari: Adviser) -> str:
    """A conversation that Kari has."""
    do(database, handover.take, asked, kari)
    return asked


def test_who_asks_waits_and_is_told_so_once(database: Database, arrive: Arrive) -> None:
    conversation_id = arrive("Hei")
    for _ in range(2):
        assert do(database, handover.ask_for_adviser, conversation_id, "okonomi") == 1
    assert state_of(database, conversation_id).topic == "okonomi"
    assert len([text for text in said_to(database, conversation_id) if "settes over" in text]) == 1
    assert positions_told(database, conversation_id) == [1]


def test_the_urgent_come_first_and_everybody_is_told_the_new_place(
    database: Database, arrive: Arrive
) -> None:
    calm, second = arrive("Hei"), arrive("Hallo")
    for conversation_id in (calm, second):
        do(database, handover.ask_for_adviser, conversation_id, None)
    urgent = arrive("Jeg vil ikke leve", danger="crisis")
    assert do(database, handover.ask_for_adviser, urgent, None) == 1
    with database.reading() as session:
        assert [each.conversation_id for each in waiting(session)] == [urgent, calm, second]
    assert positions_told(database, calm) == [1, 2]
    assert positions_told(database, second) == [2, 3]


def test_who_leaves_the_queue_is_with_the_bot_again(database: Database, asked: str) -> None:
    do(database, handover.leave_queue, asked)
    conversation = state_of(database, asked)
    assert (conversation.state, conversation.waiting_since) == ("bot", None)
    with pytest.raises(WrongStateError):
        do(database, handover.leave_queue, asked)


def test_the_second_adviser_is_told_who_was_first(
    database: Database, held: str, ola: Adviser
) -> None:
    with pytest.raises(TakenError) as caught:
        do(database, handover.take, held, ola)
    assert caught.value.by_name == "Kari"


def test_who_takes_it_twice_has_it_once(database: Database, held: str, kari: Adviser) -> None:
    before = said_to(database, held)
    do(database, handover.take, held, kari)
    assert said_to(database, held) == before
    assert before[-1] == "Du snakker nå med Kari, sykepleier."


def test_what_does_not_wait_is_not_taken(database: Database, arrive: Arrive, kari: Adviser) -> None:
    with pytest.raises(WrongStateError):
        do(database, handover.take, arrive("Hei"), kari)
    with pytest.raises(ConversationGoneError):
        do(database, handover.take, new_id(), kari)


def test_of_two_at_the_same_instant_exactly_one_has_it_two_hundred_times(
    database: Database, arrive: Arrive, kari: Adviser, ola: Adviser
) -> None:
    start = Barrier(2)

    def take(conversation_id: str, adviser: Adviser) -> str:
        start.wait()
        try:
            do(database, handover.take, conversation_id, adviser)
        except TakenError as error:
            return f"tatt av {error.by_name}"
        return "fikk den"

    with ThreadPoolExecutor(2) as pool:
        for _ in range(200):
            conversation_id = arrive()
            do(database, handover.ask_for_adviser, conversation_id, None)
            outcomes = list(pool.map(take, [conversation_id] * 2, [kari, ola]))
            winner = state_of(database, conversation_id).adviser_name
            assert sorted(outcomes) == ["fikk den", f"tatt av {winner}"]


def test_what_an_adviser_sends_twice_is_said_once(
    database: Database, held: str, kari: Adviser
) -> None:
    client_id = "b9f1f4bb-8a0a-4b76-a25f-3cbd45a4df0e"
    for _ in range(2):
        do(database, handover.say, held, kari, "Hei, jeg er Kari.", client_id)
    with pytest.raises(DifferentTextError):
        do(database, handover.say, held, kari, "Noe annet", client_id)
    with database.reading() as session:
        spoken = [each for each in messages_of(session, held) if each.sender == "adviser"]
    assert [(each.text, each.author_name, each.author_role) for each in spoken] == [
        ("Hei, jeg er Kari.", "Kari", "nurse")
    ]


def test_only_who_has_it_may_speak_pass_or_end(
    database: Database, held: str, kari: Adviser, ola: Adviser
) -> None:
    for act, more in (
        (handover.say, ("Hei", "id")),
        (handover.pass_to_role, ("lawyer",)),
        (handover.pass_to_colleague, (kari,)),
        (handover.give_back, ()),
        (handover.end, (None,)),
        (handover.adviser_types, ()),
    ):
        with pytest.raises(NotYoursError) as caught:
            do(database, act, held, ola, *more)
        assert caught.value.by_name == "Kari"


def test_given_back_it_keeps_its_place_and_the_user_is_told(
    database: Database, held: str, arrive: Arrive, kari: Adviser
) -> None:
    later = arrive("Hei")
    do(database, handover.ask_for_adviser, later, None)
    do(database, handover.give_back, held, kari)
    with database.reading() as session:
        assert (place(session, held), place(session, later)) == (1, 2)
    assert "beholder plassen" in said_to(database, held)[-1]


def test_passed_to_a_role_it_waits_for_that_role(
    database: Database, held: str, kari: Adviser
) -> None:
    do(database, handover.pass_to_role, held, kari, "social_worker")
    conversation = state_of(database, held)
    assert (conversation.state, conversation.wanted_role) == ("waiting", "social_worker")
    assert "sosionom" in said_to(database, held)[-1]


def test_passed_to_a_colleague_it_is_theirs_at_once(
    database: Database, held: str, kari: Adviser, ola: Adviser
) -> None:
    do(database, handover.pass_to_colleague, held, kari, ola)
    with database.reading() as session:
        assert [each.conversation_id for each in mine(session, ola.id)] == [held]
        assert mine(session, kari.id) == []
    assert said_to(database, held)[-1] == "Kari har satt deg over. Du snakker nå med Ola, jurist."


def test_ended_the_bot_answers_again_and_what_led_there_is_over(
    database: Database, arrive: Arrive, kari: Adviser
) -> None:
    conversation_id = arrive("Jeg vil ikke leve", danger="crisis")
    do(database, handover.ask_for_adviser, conversation_id, None)
    do(database, handover.take, conversation_id, kari)
    do(database, handover.end, conversation_id, kari, "rettigheter")
    conversation = state_of(database, conversation_id)
    assert (conversation.state, conversation.urgent) == ("bot", False)
    assert conversation.ended_topic == "rettigheter"
    with database.reading() as session:
        assert session.get(TrackerDeletion, conversation_id) is not None
    do(database, handover.ask_for_adviser, conversation_id, None)
    assert not state_of(database, conversation_id).urgent


def test_a_name_with_no_profession_is_shown_alone(
    database: Database, asked: str, kari: Adviser
) -> None:
    do(database, handover.take, asked, replace(kari, role=None))
    assert said_to(database, asked)[-1] == "Du snakker nå med Kari."


def test_every_error_of_it_is_of_one_family() -> None:
    assert issubclass(NotYoursError, TakenError)
    assert issubclass(TakenError, ConversationError)
