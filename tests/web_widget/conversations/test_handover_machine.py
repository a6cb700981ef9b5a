"""Users and advisers do anything in any order, and drop out: what must always hold, holds."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from tests.web_widget.keys import opened
from web_widget.conversations import handover, presence
from web_widget.conversations.erasure import erase
from web_widget.conversations.errors import ConversationError
from web_widget.conversations.handover import Adviser
from web_widget.conversations.log import add_user_message, events_after, messages_of
from web_widget.conversations.models import Conversation, EventKind, Sender, State, new_id, now
from web_widget.conversations.queue import mine, waiting

ADVISERS = [Adviser(new_id(), name, role) for name, role in (("Kari", "nurse"), ("Ola", None))]
ADVISERS.append(Adviser(new_id(), "Siv", "lawyer"))
WHO = st.sampled_from(ADVISERS)
WORDS = st.sampled_from(["Hei", "Er du der?", "Takk for det"])


class HandoverMachine(RuleBasedStateMachine):
    """Whatever is refused must change nothing; whatever is done must be in the log once."""

    empty: bytes

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "web.db"
        path.write_bytes(self.empty)
        self.database = opened(f"sqlite:///{path}")
        self.said: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    def do(self, act: Callable[..., Any], *given: object) -> bool:
        try:
            with self.database.writing() as session:
                act(session, *given)
        except ConversationError:
            return False
        return True

    conversations = Bundle("conversations")

    @rule(target=conversations)
    def arrive(self) -> str:
        conversation_id = new_id()
        with self.database.writing() as session:
            session.add(Conversation(id=conversation_id, token_hash="x"))  # noqa: S106 no real token
        self.said[conversation_id] = []
        return conversation_id

    @rule(conversation=conversations, words=WORDS, danger=st.sampled_from([None, None, "crisis"]))
    def user_writes(self, conversation: str, words: str, danger: str | None) -> None:
        def write(session: Session) -> None:
            add_user_message(session, conversation, words).danger = danger

        if self.do(write):
            self.said[conversation].append((Sender.USER, words))

    @rule(conversation=conversations)
    def user_asks(self, conversation: str) -> None:
        self.do(handover.ask_for_adviser, conversation, None)

    @rule(conversation=conversations)
    def user_leaves_the_queue(self, conversation: str) -> None:
        self.do(handover.leave_queue, conversation)

    @rule(conversation=conversations)
    def user_deletes(self, conversation: str) -> None:
        erase(self.database, conversation)
        self.said.pop(conversation, None)

    @rule(conversation=conversations, adviser=WHO)
    def adviser_takes(self, conversation: str, adviser: Adviser) -> None:
        self.do(handover.take, conversation, adviser)

    @rule(conversation=conversations, adviser=WHO, words=WORDS, times=st.integers(1, 3))
    def adviser_writes(self, conversation: str, adviser: Adviser, words: str, times: int) -> None:
        client_id = new_id()
        sent = [
            self.do(handover.say, conversation, adviser, words, client_id) for _ in range(times)
        ]
        assert len(set(sent)) == 1
        if sent[0]:
            self.said[conversation].append((Sender.ADVISER, words))

    @rule(conversation=conversations, adviser=WHO, colleague=WHO)
    def adviser_passes_on(self, conversation: str, adviser: Adviser, colleague: Adviser) -> None:
        self.do(handover.pass_to_colleague, conversation, adviser, colleague)

    @rule(conversation=conversations, adviser=WHO, role=st.sampled_from(["nurse", "lawyer"]))
    def adviser_passes_to_a_role(self, conversation: str, adviser: Adviser, role: str) -> None:
        self.do(handover.pass_to_role, conversation, adviser, role)

    @rule(conversation=conversations, adviser=WHO)
    def adviser_gives_back(self, conversation: str, adviser: Adviser) -> None:
        self.do(handover.give_back, conversation, adviser)

    @rule(conversation=conversations, adviser=WHO)
    def adviser_ends(self, conversation: str, adviser: Adviser) -> None:
        self.do(handover.end, conversation, adviser, "okonomi")

    @rule(adviser=WHO)
    def adviser_gives_a_sign(self, adviser: Adviser) -> None:
        self.do(presence.beat, adviser)

    @rule(adviser=WHO)
    def adviser_signs_out(self, adviser: Adviser) -> None:
        self.do(presence.leave, adviser)
        with self.database.reading() as session:
            assert mine(session, adviser.id) == []

    @rule()
    def a_minute_passes_without_a_sign(self) -> None:
        presence.release_lost(self.database, now() + timedelta(seconds=61))
        with self.database.reading() as session:
            assert [each for adviser in ADVISERS for each in mine(session, adviser.id)] == []

    @invariant()
    def each_is_with_exactly_one(self) -> None:
        with self.database.reading() as session:
            for conversation_id in self.said:
                each = session.get_one(Conversation, conversation_id)
                assert (each.state == State.HUMAN) == (each.adviser_id is not None)
                queued = [one.conversation_id for one in waiting(session)].count(conversation_id)
                assert queued == (each.state == State.WAITING)
                holders = [
                    adviser.id
                    for adviser in ADVISERS
                    for held in mine(session, adviser.id)
                    if held.conversation_id == conversation_id
                ]
                assert holders == [each.adviser_id] * (each.state == State.HUMAN)

    @invariant()
    def the_urgent_and_the_longest_waiting_come_first(self) -> None:
        with self.database.reading() as session:
            queue = waiting(session)
            told = {
                each.conversation_id: session.get_one(Conversation, each.conversation_id).told_place
                for each in queue
            }
        assert queue == sorted(queue, key=lambda each: (not each.urgent, each.waiting_since))
        assert [told[each.conversation_id] for each in queue] == list(range(1, len(queue) + 1))

    @invariant()
    def nothing_is_lost_doubled_or_out_of_order(self) -> None:
        with self.database.reading() as session:
            for conversation_id, said in self.said.items():
                spoken = [
                    (each.sender, each.text)
                    for each in messages_of(session, conversation_id)
                    if each.sender in {Sender.USER, Sender.ADVISER}
                ]
                assert spoken == said
                events = events_after(session, conversation_id, 0, limit=10_000)
                assert [each.seq for each in events] == list(range(1, len(events) + 1))
                told = [each.message for each in events if each.kind == EventKind.MESSAGE]
                assert told == list(messages_of(session, conversation_id))


@pytest.fixture
def machine(empty_database: bytes) -> type[HandoverMachine]:
    return type("Machine", (HandoverMachine,), {"empty": empty_database})


def test_whatever_users_and_advisers_do_nothing_is_lost_or_held_twice(
    machine: type[HandoverMachine],
) -> None:
    run_state_machine_as_test(
        seed(20261130)(machine),
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
