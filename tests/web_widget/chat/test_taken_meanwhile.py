"""An adviser takes the conversation while a call of its user is under way."""

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.web_widget.people import Visitor, content
from web_widget.chat import adviser_views, conversation_views, events
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import Conversation
from web_widget.services import Services

KARI = Adviser("01KARI00000000000000000000", "Kari", "nurse")
Meanwhile = Callable[[ModuleType], None]


@pytest.fixture
def taken_meanwhile(
    visitor: Visitor, services: Services, monkeypatch: pytest.MonkeyPatch
) -> Meanwhile:
    """Let Kari take who waits, right after a view of that module has loaded the conversation."""
    with services.database.writing() as session:
        handover.ask_for_adviser(session, visitor.id, None)

    def arrange(module: ModuleType) -> None:
        load = module.own_conversation

        def load_and_take(conversation_id: str) -> Conversation:
            conversation: Conversation = load(conversation_id)
            with services.database.writing() as session:
                handover.take(session, conversation_id, KARI)
            return conversation

        monkeypatch.setattr(module, "own_conversation", load_and_take)

    return arrange


def test_a_page_never_has_a_cursor_past_a_change_that_it_does_not_show(
    visitor: Visitor, taken_meanwhile: Meanwhile
) -> None:
    taken_meanwhile(conversation_views)
    page = content(visitor.get())
    assert page["messages"][-1]["text"] == "Du snakker nå med Kari, sykepleier."
    assert (page["state"], page["queue"]) == ("human", None)
    assert page["adviser"] == {"name": "Kari", "role": "nurse"}


def test_who_asks_again_is_told_a_state_that_fits_the_events(
    visitor: Visitor, taken_meanwhile: Meanwhile
) -> None:
    taken_meanwhile(events)
    asked = content(visitor.get("/events?after=0", {"Accept": "application/json"}))
    told = [each["data"]["state"] for each in asked["events"] if each["event"] == "state"]
    assert told == ["waiting", "human"]
    assert asked["state"] == "human"


def test_who_asks_for_a_person_at_the_instant_of_being_taken_has_one(
    visitor: Visitor, taken_meanwhile: Meanwhile
) -> None:
    taken_meanwhile(adviser_views)
    answer = visitor.post("/handoff", {"consent": True})
    assert (answer.status_code, content(answer)) == (202, {"state": "human", "position": None})
